"""The inventory as typed, frozen values; every field with its visibility."""
