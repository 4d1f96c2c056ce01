"""Putting a built site where its readers open it, in an order that no reader notices."""
