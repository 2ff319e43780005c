"""What leads tell of passing a briefing on, beside what their agency's people say. Pure.

Neither side is the truth. A lead counts who was in the room; people tell what they remember as
having been talked over. So the two are set side by side, and it is said whether they tell much the
same, never which of them is right.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from math import sqrt
from typing import Final

from bot.evidence.pairs import Z
from content.results import GroupResults, Shown, SurveyResults
from content.survey import PREFER_NOT, TALKED_OVER

MUCH_THE_SAME: Final = 0.1
"""Shares that differ by less say much the same: who works part-time, was ill or is new makes as
much of a difference."""


class Comparison(Enum):
    """How the two sides stand to each other. Its words are in the templates."""

    ALIKE = "alike"
    """The shares differ by a tenth at most, or by less than the answers of so many can tell (a 95%
    interval)."""
    ACCOUNT_FURTHER = "account_further"
    """The account reaches further than people's answers."""
    PEOPLE_FURTHER = "people_further"
    """People's answers reach further than the account."""
    ACCOUNT_ALONE = "account_alone"
    """What people say is held back, or is not there (yet)."""
    PEOPLE_ALONE = "people_alone"
    """There is no account (yet)."""
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Account:
    """What a lead told, in all its parts."""

    reached: int
    eligible: int
    methods: tuple[str, ...]
    """How it was passed on, each once: keys of content.cascade.Method."""


@dataclass(frozen=True, slots=True)
class People:
    """What an agency's people said, where it may be shown."""

    talked_over: int
    """Said that it was talked over in their team."""
    said: int
    """Said yes, no or not sure."""
    eligible: int
    """Were asked."""


@dataclass(frozen=True, slots=True)
class SideBySide:
    """One agency's two sides; None where there is nothing to show."""

    agency: str
    account: Account | None
    people: People | None

    @property
    def comparison(self) -> Comparison:
        """Return how the two stand to each other."""
        if self.account is None:
            return Comparison.NEITHER if self.people is None else Comparison.PEOPLE_ALONE
        if self.people is None:
            return Comparison.ACCOUNT_ALONE
        low, high = interval(self.people.talked_over, self.people.said)
        heard = self.people.talked_over / self.people.said
        share = self.account.reached / self.account.eligible
        if share > max(high, heard + MUCH_THE_SAME):
            return Comparison.ACCOUNT_FURTHER
        if share < min(low, heard - MUCH_THE_SAME):
            return Comparison.PEOPLE_FURTHER
        return Comparison.ALIKE


def side_by_side(
    accounts: Mapping[str, Account], results: SurveyResults | None
) -> Sequence[SideBySide]:
    """Return both sides for every agency that either knows of, in the order of their keys: nobody
    is ranked. `results` are those of the practice survey; None where there are none (yet)."""
    groups: Mapping[str, GroupResults] = {} if results is None else results.agencies
    return [
        SideBySide(agency, accounts.get(agency), _people(groups.get(agency)))
        for agency in sorted({*accounts, *groups})
    ]


def account_of(reached: int, eligible: int, methods: Iterable[str]) -> Account | None:
    """Return an account; None where nobody was eligible, since nothing was told then."""
    return Account(reached, eligible, tuple(dict.fromkeys(methods))) if eligible else None


def _people(group: GroupResults | None) -> People | None:
    """Return what is shown of an agency. Those who preferred not to say tell neither way."""
    if group is None or not isinstance(group.answered, Shown):
        return None
    counts = {
        option: cell.count
        for option, cell in group.answers[TALKED_OVER].items()
        if isinstance(cell, Shown) and option != PREFER_NOT
    }
    said = sum(counts.values())
    return People(counts["yes"], said, group.eligible) if said else None


def interval(count: int, of: int) -> tuple[float, float]:
    """Return the 95% interval of a share (Wilson, Journal of the American Statistical Association,
    1927): it keeps within 0 and 1, and to its level in small groups. Raises ZeroDivisionError for
    nobody."""
    share = count / of
    centre = share + Z * Z / (2 * of)
    spread = Z * sqrt(share * (1 - share) / of + Z * Z / (4 * of * of))
    return (centre - spread) / (1 + Z * Z / of), (centre + spread) / (1 + Z * Z / of)
