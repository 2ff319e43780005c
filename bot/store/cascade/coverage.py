"""The read model of passing it on: how far each agency has come, as its leads tell it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.cascade.cascades import CascadeState, cascades_of
from bot.store.cascade.parts import parts_in
from content.cascade import Confirmation, Coverage, standing, summed


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyCoverage:
    """One agency's cascade. Without parts nobody has answered: that is not nought."""

    agency: str
    deadline: date
    state: CascadeState
    coverage: Coverage
    accounts: Sequence[Confirmation]
    """What stands, in the order in which it was first told. Never by whom."""


async def read_coverage(
    connection: AsyncConnection, dissemination: UUID
) -> Sequence[AgencyCoverage]:
    """Return a dissemination's cascades, by agency in the order of their keys."""
    found: list[AgencyCoverage] = []
    told = await parts_in(connection, dissemination)
    for cascade in await cascades_of(connection, dissemination):
        parts = told.get(cascade.id, ())
        found.append(
            AgencyCoverage(
                agency=cascade.agency,
                deadline=cascade.deadline,
                state=cascade.state,
                coverage=summed(parts),
                accounts=[part.confirmation for part in standing(parts)],
            )
        )
    return found
