"""What a dissemination came to in practice: what people say they do differently, and what leads
tell beside what their people say. The read model of the console and the command line."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from bot.evidence.practice import Practice, build_practice
from bot.evidence.triangulation import Account, SideBySide, account_of, side_by_side
from bot.store.cascade.coverage import read_coverage
from bot.store.engine import AsyncConnection
from bot.store.pulse.surveys import Survey, practice_of
from bot.surveys.results import results_of


@dataclass(frozen=True, slots=True)
class PracticeFound:
    """All of it, small groups held back."""

    survey: Survey | None
    """The one that asks; None where none is to come."""
    rung: Practice | None
    """Self-reported; None until the survey has closed."""
    sides: Sequence[SideBySide]
    """By agency, in the order of their keys."""


async def read_practice(connection: AsyncConnection, dissemination: UUID) -> PracticeFound:
    """Return what is known so far."""
    survey = await practice_of(connection, dissemination)
    results = None if survey is None or survey.cut is None else results_of(survey)
    accounts: dict[str, Account] = {}
    for row in await read_coverage(connection, dissemination):
        methods = [account.method.key for account in row.accounts]
        account = account_of(row.coverage.reached, row.coverage.eligible, methods)
        if row.coverage.parts and account is not None:
            accounts[row.agency] = account
    return PracticeFound(
        survey=survey,
        rung=None if results is None else build_practice(results),
        sides=side_by_side(accounts, results),
    )
