"""A project of one's own, made to begin with."""
