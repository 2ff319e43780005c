"""Finds the platforms: every package beside this file that defines `connect`."""

from importlib import import_module
from pkgutil import iter_modules
from typing import cast

import bot.platforms
from bot.platforms.base import Connect


def platform_names() -> tuple[str, ...]:
    """Return the names of the platforms there are, sorted. Imports none of them."""
    return tuple(sorted(m.name for m in iter_modules(bot.platforms.__path__) if m.ispkg))


def load_platform(name: str) -> Connect:
    """Import one platform and return its `connect`. Raises KeyError for an unknown name."""
    if name not in platform_names():
        raise KeyError(name)
    return cast("Connect", import_module(f"bot.platforms.{name}").connect)
