"""The inventory as typed, frozen values; every field with its visibility.

Modules of what an inventory holds leave `from __future__ import annotations` out: as texts, all
their types would be made out once more at every start.
"""
