"""Where the shipped content and themes are, installed or in the repository."""

from __future__ import annotations

from pathlib import Path


def _shipped(name: str) -> Path:
    package = Path(__file__).parent
    installed = package / name
    return installed if installed.is_dir() else package.parents[1] / name


def content() -> Path:
    """Return the folder of the shipped content."""
    return _shipped("content")


def themes() -> Path:
    """Return the folder of the shipped themes."""
    return _shipped("themes")
