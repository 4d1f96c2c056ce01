"""Sheets of questions that go out with an edition, and come back with answers."""
