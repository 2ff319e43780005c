"""What a JSON value must look like, and what is said where it does not.

Small pieces that a table of Block Kit is made of. Each takes a value and the JSON pointer at
which it stands, and yields what is wrong in the words that Slack uses.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeGuard, cast

from typing_extensions import override


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that is wrong, and where."""

    said: str
    pointer: str

    @override
    def __str__(self) -> str:
        return f"{self.said} [json-pointer:{self.pointer}]"


Shape = Callable[[object, str], Iterable[Trouble]]


def is_thing(value: object) -> TypeGuard[Mapping[str, object]]:
    """Tell whether the value is a JSON object."""
    return isinstance(value, Mapping)


def is_list(value: object) -> TypeGuard[Sequence[object]]:
    """Tell whether the value is a JSON array."""
    return isinstance(value, list)


def string(most: int, least: int = 1) -> Shape:
    """Ask for a string of `least` to `most` characters."""

    def check(value: object, at: str) -> Iterable[Trouble]:
        if not isinstance(value, str):
            yield Trouble("must provide a string", at)
        elif len(value) > most:
            yield Trouble(f"must be less than {most + 1} characters", at)
        elif len(value) < least:
            yield Trouble(f"must be more than {least - 1} characters", at)

    return check


def web_address(most: int) -> Shape:
    """Ask for an address of a page or picture, of at most `most` characters."""
    length = string(most)

    def check(value: object, at: str) -> Iterable[Trouble]:
        yield from length(value, at)
        if isinstance(value, str) and not value.startswith(("https://", "http://", "mailto:")):
            yield Trouble("must be a valid URL", at)

    return check


def word(*allowed: str) -> Shape:
    """One of a closed set of words."""

    def check(value: object, at: str) -> Iterable[Trouble]:
        if value not in allowed:
            yield Trouble("must be a valid enum value", at)

    return check


def boolean(value: object, at: str) -> Iterable[Trouble]:
    """Ask for true or false."""
    if not isinstance(value, bool):
        yield Trouble("must provide a boolean", at)


def whole(least: int, most: int) -> Shape:
    """Ask for a whole number from `least` to `most`."""

    def check(value: object, at: str) -> Iterable[Trouble]:
        if isinstance(value, bool) or not isinstance(value, int):
            yield Trouble("must provide an integer", at)
        elif not least <= value <= most:
            yield Trouble(f"must be between {least} and {most}", at)

    return check


def items(shape: Shape, most: int, least: int = 1) -> Shape:
    """Ask for an array of `least` to `most` values of one shape."""

    def check(value: object, at: str) -> Iterable[Trouble]:
        if not is_list(value):
            yield Trouble("must provide an array", at)
            return
        if len(value) > most:
            yield Trouble(f"no more than {most} items allowed", at)
        if len(value) < least:
            yield Trouble(f"must contain at least {least} item{'s' if least > 1 else ''}", at)
        for index, item in enumerate(value):
            yield from shape(item, f"{at}/{index}")

    return check


def thing(required: Mapping[str, Shape], optional: Mapping[str, Shape] | None = None) -> Shape:
    """Ask for an object with these properties and no others."""
    known = {**(optional or {}), **required}

    def check(value: object, at: str) -> Iterable[Trouble]:
        if not is_thing(value):
            yield Trouble("must provide an object", at)
            return
        for name in required:
            if name not in value:
                yield Trouble(f"missing required field: {name}", at)
        for name, part in value.items():
            if name in known:
                yield from known[name](part, f"{at}/{name}")
            else:
                yield Trouble(f"invalid additional property: {name}", at)

    return check


def kinds(by_type: Mapping[str, Shape]) -> Shape:
    """Ask for an object whose `type` says which of these shapes it has."""

    def check(value: object, at: str) -> Iterable[Trouble]:
        if not is_thing(value):
            yield Trouble("must provide an object", at)
        elif "type" not in value:
            yield Trouble("missing required field: type", at)
        elif not isinstance(value["type"], str) or value["type"] not in by_type:
            yield Trouble(f"unsupported type: {value['type']}", f"{at}/type")
        else:
            yield from by_type[value["type"]](value, at)

    return check


def also(shape: Shape, further: Callable[[Mapping[str, object], str], Iterable[Trouble]]) -> Shape:
    """Ask for a shape, and a further look at the whole object where the shape itself holds."""

    def check(value: object, at: str) -> Iterable[Trouble]:
        found = tuple(shape(value, at))
        yield from found
        if not found:
            yield from further(cast("Mapping[str, object]", value), at)

    return check
