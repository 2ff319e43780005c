"""The evidence ladder of one dissemination, by agency. Pure.

Each rung stands on its own, with its numerator and denominator. Nothing is merged into a score.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from bot.evidence.suppression import Cell, held_back, may_show_total


class Rung(Enum):
    """The rungs that are counted, lowest first."""

    DELIVERED = "delivered"
    """Posts that the platform accepted, of all posts planned. It counts posts, not people."""
    OPENED = "opened"
    """Members to whom the whole briefing was shown."""
    ACKNOWLEDGED = "acknowledged"
    """Members who submitted "I've read it"."""
    ANSWERED = "answered"
    """Members who gave every question a first answer."""
    UNDERSTOOD = "understood"
    """Members whose first answers all fitted practice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What the database counted, nothing held back: of one agency, or of all together. People are
    distinct members who were eligible: they could see a delivered post when it went out."""

    posts: int
    posts_delivered: int
    eligible: int
    opened: int
    acknowledged: int
    answered: int
    understood: int
    queries: int
    """Questions and "I'm unsure", however many a person raised."""
    joined_later: int
    """People who took part without being eligible: they joined after the post, or the post's
    delivery is not confirmed. In no rung."""


@dataclass(frozen=True, slots=True)
class RungCount:
    """One rung: how many of how many. `count` is None where it is held back (`suppressed`)."""

    count: int | None
    of: int
    suppressed: bool = False

    @property
    def non_response(self) -> int | None:
        """Return how many of the denominator are not in the numerator; None where held back."""
        return None if self.count is None else self.of - self.count


@dataclass(frozen=True, slots=True)
class AgencyLadder:
    """The rungs of one agency, or of all together."""

    rungs: Mapping[Rung, RungCount]
    """Lowest first. Without `answered` and `understood` where the briefing asks nothing."""
    queries: int
    joined_later: int


@dataclass(frozen=True, slots=True)
class Ladder:
    """What may be shown of a dissemination."""

    agencies: Mapping[str, AgencyLadder]
    """By the agency's key, in the order of the keys: nobody is ranked."""
    total: AgencyLadder
    """Over distinct members: somebody in two agencies counts once."""


def build_ladder(
    agencies: Mapping[str, Counted], total: Counted, *, asks: bool, threshold: int
) -> Ladder:
    """Return what may be shown. `asks`: the briefing has questions. `threshold`: groups with
    fewer answers are held back (settings.suppression_threshold)."""
    cells = {
        agency: Cell(counted.eligible, counted.answered, counted.understood)
        for agency, counted in agencies.items()
    }
    held = held_back(cells, threshold)
    disjoint = sum(counted.eligible for counted in agencies.values()) == total.eligible
    whole = may_show_total(cells, held, threshold, disjoint=disjoint)
    return Ladder(
        agencies={
            agency: _climb(agencies[agency], asks=asks, shown=agency not in held)
            for agency in sorted(agencies)
        },
        total=_climb(total, asks=asks, shown=whole),
    )


def _climb(counted: Counted, *, asks: bool, shown: bool) -> AgencyLadder:
    rungs = {
        Rung.DELIVERED: RungCount(counted.posts_delivered, counted.posts),
        Rung.OPENED: RungCount(counted.opened, counted.eligible),
        Rung.ACKNOWLEDGED: RungCount(counted.acknowledged, counted.eligible),
    }
    if asks:
        for rung, count in (
            (Rung.ANSWERED, counted.answered),
            (Rung.UNDERSTOOD, counted.understood),
        ):
            rungs[rung] = RungCount(
                count if shown else None, counted.eligible, suppressed=not shown
            )
    return AgencyLadder(rungs, counted.queries, counted.joined_later)
