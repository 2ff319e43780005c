"""Finds the platforms: every package beside this file that defines `connect`, and in it a module
`render` with the two pure functions that previews use without any secret."""

from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol, cast

import bot.platforms
from bot.platforms.base import Connect, Json
from content.message import Message, View


class Renderer(Protocol):
    """A platform's module `render`."""

    def render_message(self, message: Message) -> Json:
        """Return the message as it goes over the wire."""
        ...

    def render_view(self, view: View) -> Json:
        """Return the view as it goes over the wire."""
        ...


def platform_names() -> tuple[str, ...]:
    """Return the names of the platforms there are, sorted. Imports none of them."""
    return tuple(sorted(m.name for m in iter_modules(bot.platforms.__path__) if m.ispkg))


def load_platform(name: str) -> Connect:
    """Import one platform and return its `connect`. Raises KeyError for an unknown name."""
    if name not in platform_names():
        raise KeyError(name)
    return cast("Connect", import_module(f"bot.platforms.{name}").connect)


def load_renderer(name: str) -> Renderer:
    """Import one platform's renderer. Raises KeyError for an unknown name."""
    if name not in platform_names():
        raise KeyError(name)
    return cast("Renderer", import_module(f"bot.platforms.{name}.render"))
