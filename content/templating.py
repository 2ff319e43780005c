"""The one Jinja environment, and the phrases that the bot says.

Phrases live in `templates/<language>.toml`, a table per message, so that another language is
another file. They are plain text: whoever renders them escapes.
"""

import tomllib
from collections.abc import Hashable
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined, Template

LANGUAGE = "en"
PHRASES_KEPT = 2048
"""Phrases with their values filled in: those of some fifty briefings."""


@lru_cache(maxsize=PHRASES_KEPT, typed=True)
def say(key: str, /, **values: Hashable) -> str:
    """Return the phrase `table.name` with its values filled in; it is kept, so give it nothing
    that a person wrote. Raises KeyError for an unknown phrase and jinja2.UndefinedError for a
    value that was not given."""
    return _template(key).render(values)


def say_once(key: str, /, **values: object) -> str:
    """Return the phrase `table.name` with its values filled in; nothing is kept, so that what a
    person wrote may be among them. Raises as `say` does."""
    return _template(key).render(values)


def phrase_keys() -> frozenset[str]:
    """Return the key of every phrase there is."""
    return frozenset(f"{table}.{name}" for table, names in _phrases().items() for name in names)


@cache
def _phrases() -> dict[str, dict[str, Any]]:
    text = files("content").joinpath("templates", f"{LANGUAGE}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _environment() -> Environment:
    return Environment(undefined=StrictUndefined, autoescape=False)  # noqa: S701 - plain text, escaped once at the renderer


@cache
def _template(key: str) -> Template:
    table, name = key.split(".")
    return _environment().from_string(_phrases()[table][name])
