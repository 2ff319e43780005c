"""What a second person approves, briefings and surveys alike, and when it counts as approved."""

from dataclasses import Field, replace
from enum import Enum
from typing import Any, ClassVar, Protocol, TypeVar

from config.names import same_person


class Status(Enum):
    """How far a version has come."""

    DRAFT = "draft"
    APPROVED = "approved"


class Written(Protocol):
    """A version that somebody wrote."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    @property
    def slug(self) -> str:
        """Return what all its versions are called in files and commands."""
        ...

    @property
    def version(self) -> int:
        """Return its number, from 1."""
        ...

    @property
    def title(self) -> str:
        """Return its title."""
        ...

    @property
    def author(self) -> str:
        """Return who wrote it."""
        ...

    @property
    def approver(self) -> str | None:
        """Return who approved it."""
        ...

    @property
    def status(self) -> Status:
        """Return how far it has come."""
        ...


W = TypeVar("W", bound=Written)


def is_approved_by_another(written: Written) -> bool:
    """Tell whether a second person has approved it: nothing else may be sent."""
    return (
        written.status is Status.APPROVED
        and written.approver is not None
        and not same_person(written.approver, written.author)
    )


def unapproved(written: W) -> W:
    """Return it as it was before anybody approved it: its words and its author."""
    return replace(written, status=Status.DRAFT, approver=None)
