"""Guides: Markdown of the method that speaks of one process."""
