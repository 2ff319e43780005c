"""What raising a hand needs of the world (part of `handlers.ports.Ports`)."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID


class Queries(Protocol):
    """What was asked before."""

    async def answered(self, dissemination: UUID, member: UUID) -> Sequence[UUID]:
        """Return the member's queries about a dissemination that were answered, to them or to
        everybody, the first answered first."""
        ...
