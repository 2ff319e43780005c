"""What a person's own record holds, in the words that people read.

The tables keep keys, kinds and states; on the page each is called what people call it. The data
that a person can take with them keep them as they are: those are for programs.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import cast

from config.directory import Directory
from content.days import day_words, in_london
from content.held import Entry, HeldKind, Value
from content.templating import phrase_keys, say, say_once

_TABLES: Mapping[tuple[HeldKind, str], str] = MappingProxyType(
    {
        (HeldKind.ROLES, "role"): "role",
        (HeldKind.COULD_SEE, "kind"): "letter_kind",
        (HeldKind.DID, "kind"): "held_did",
        (HeldKind.QUERIES, "about"): "held_about",
        (HeldKind.QUERIES, "warnings"): "detail",
        (HeldKind.PASSED_ON, "method"): "cascade",
        (HeldKind.IN_HAND, "state"): "held_hand",
        (HeldKind.MESSAGES, "kind"): "letter_kind",
        (HeldKind.MESSAGES, "state"): "state",
        (HeldKind.DECISIONS, "act"): "held_act",
        (HeldKind.DECISIONS, "was"): "state",
        (HeldKind.DID, "method"): "cascade",
    }
)
"""The table of phrases in which a field's values have their words."""

_SLOTS = "held_slot"
_DETAILS = "held_detail"


@dataclass(frozen=True, slots=True)
class HeldWords:
    """Says what is held. The directory is for names: a key that it does not have stays a key."""

    directory: Directory | None = None

    def label(self, field: str) -> str:
        """Return what a field is called."""
        return say(f"held.{field}")

    def value(self, kind: HeldKind, field: str, entry: Entry) -> str:
        """Return what an entry of the kind says in the field."""
        value = entry[field]
        if field == "slot":
            return _slot(str(value))
        if isinstance(value, Mapping):
            return "\n".join(self._parts(kind, value))
        return self._words(kind, field, value)

    def _parts(self, kind: HeldKind, whole: Mapping[str, object]) -> Iterator[str]:
        for name, each in cast("Mapping[str, Value]", whole).items():
            if each not in (None, "", []):
                words = self._words(kind, name, each)
                yield say_once("held.part", name=_part_name(name), value=words)

    def _words(self, kind: HeldKind, field: str, value: Value) -> str:
        match value:
            case bool():
                return say("held.yes" if value else "held.no")
            case datetime():
                return in_london(value)
            case date():
                return day_words(value)
            case str():
                return self._named(field, value) or _said(kind, field, value)
            case int() | None:
                return str(value)
            case Mapping():
                return "; ".join(self._parts(kind, value))
            case _:
                return ", ".join(_said(kind, field, str(one)) for one in value)

    def _named(self, field: str, key: str) -> str | None:
        """Return the name that the directory has for a key."""
        if self.directory is None:
            return None
        things = {
            "agency": self.directory.agencies,
            "channel": self.directory.channels,
        }.get(field, ())
        return next((thing.name for thing in things if thing.key == key), None)


def _initial(words: str) -> str:
    return words[:1].upper() + words[1:]


def _said(kind: HeldKind, field: str, value: str) -> str:
    if field == "on":
        return _day(value)
    table = _TABLES.get((kind, field))
    words = _phrase(f"{table}.{_key(value)}")
    return value if words is None else _initial(words)


def _slot(slot: str) -> str:
    """Return what a private message was for: a day, a week, or which one of its course."""
    what, _, number = slot.partition(" ")
    year, week, digits = what.partition("-W")
    if week:
        return say("held_slot.week", week=int(digits), year=year)
    words = _phrase(f"{_SLOTS}.{_key(what)}")
    if slot.isdecimal():
        return say("held_slot.number", number=slot)
    if words is None:
        return _day(slot)
    return f"{words} {number}" if number.isdecimal() else words


def _day(value: str) -> str:
    try:
        return day_words(date.fromisoformat(value))
    except ValueError:
        return value


def _part_name(name: str) -> str:
    """Return what a part of a field is called; a name without words is one of ours, spelt out."""
    return _phrase(f"{_DETAILS}.{name}") or name.replace("_", " ")


def _phrase(key: str) -> str | None:
    return say(key) if key in phrase_keys() else None


def _key(value: str) -> str:
    return value.replace(" ", "_").replace("-", "").lower()
