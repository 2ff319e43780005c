"""Finds the platforms: every package beside this file that defines `connect`, and in it the modules
`render`, with the two pure functions that previews use without any secret, `checkup` and `links`.
"""

from collections.abc import Sequence
from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol, cast

import bot.platforms
from bot.platforms.base import Connect, Json
from bot.platforms.results import Receipt
from bot.platforms.shapes import Shapes
from config.directory import Directory
from config.errors import Problem
from config.settings import Settings
from content.message import Message, View


class Checkup(Protocol):
    """A platform's module `checkup`: what the doctor asks of it without calling it."""

    SHAPES: Shapes

    def settings_names(self, directory: Directory) -> set[str]:
        """Return the names of all variables that are read for this directory. Each begins with
        the platform's name."""
        ...

    def settings_problems(self, settings: Settings, directory: Directory) -> Sequence[Problem]:
        """Return what is missing or wrong in the environment."""
        ...


class Renderer(Protocol):
    """A platform's module `render`."""

    def render_message(self, message: Message) -> Json:
        """Return the message as it goes over the wire."""
        ...

    def render_view(self, view: View) -> Json:
        """Return the view as it goes over the wire."""
        ...


class Links(Protocol):
    """A platform's module `links`: what its links to messages say. Pure."""

    HOW: str
    """A sentence: how a person gets the link to a message."""

    def receipt_of(self, link: str, *, channel: str) -> Receipt | None:
        """Return the receipt of the post that the link leads to, or None where it leads to none
        in this channel (the platform's id)."""
        ...


def platform_names() -> tuple[str, ...]:
    """Return the names of the platforms there are, sorted. Imports none of them."""
    return tuple(sorted(m.name for m in iter_modules(bot.platforms.__path__) if m.ispkg))


def load_platform(name: str) -> Connect:
    """Import one platform and return its `connect`. Raises KeyError for an unknown name."""
    if name not in platform_names():
        raise KeyError(name)
    return cast("Connect", import_module(f"bot.platforms.{name}").connect)


def load_checkup(name: str) -> Checkup:
    """Import one platform's checkup. Raises KeyError for an unknown name."""
    if name not in platform_names():
        raise KeyError(name)
    return cast("Checkup", import_module(f"bot.platforms.{name}.checkup"))


def load_renderer(name: str) -> Renderer:
    """Import one platform's renderer. Raises KeyError for an unknown name."""
    if name not in platform_names():
        raise KeyError(name)
    return cast("Renderer", import_module(f"bot.platforms.{name}.render"))


def load_links(name: str) -> Links:
    """Import how one platform's links are read. Raises KeyError for an unknown name."""
    if name not in platform_names():
        raise KeyError(name)
    return cast("Links", import_module(f"bot.platforms.{name}.links"))
