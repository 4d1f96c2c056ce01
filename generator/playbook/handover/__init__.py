"""Handing an edition to a supplier, and reading what comes back."""
