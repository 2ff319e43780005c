"""A key that stands for one object, for what is worked out once and kept."""

from typing import Generic, TypeVar, cast

from typing_extensions import override

_It = TypeVar("_It")


class Same(Generic[_It]):
    """Equal to what holds the very same object. To compare, or to hash, all that is in a briefing
    would take longer than to compose a page of it. It holds the object, so that no other can come
    to stand in its place."""

    __slots__ = ("it",)

    def __init__(self, it: _It) -> None:
        """Take the object, which never changes."""
        self.it = it

    @override
    def __hash__(self) -> int:
        return id(self.it)

    @override
    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self.it is cast("Same[object]", other).it
