"""What the printed tables share."""

from typing import Final

from config.directory import Directory

TABLE_WIDTH: Final = 120
"""Characters. A narrow terminal folds the lines; nothing of them is cut off."""

HELD_BACK: Final = "held back"
"""Shown in place of a count that could let somebody be recognised. Never a zero."""


def agency_name(directory: Directory, key: str) -> str:
    """Return an agency's name, or its key where the directory no longer has it."""
    return next((agency.name for agency in directory.agencies if agency.key == key), key)
