"""What was lost and what was doubled: the sandbox's own count against the database's rows."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from benchmarks.proof.people import Given
from bot.sandbox.world import Tally
from bot.store.delivery.deliveries import DEAD_LETTERS, OPEN, State
from bot.store.people.identity import IdentityKey

DELIVERIES = "SELECT id, dissemination, workspace, state, reason FROM deliveries"
FACTS = "SELECT delivery FROM engagement_events WHERE kind = 'delivered'"
ANSWERED = """
SELECT r.dissemination, m.lookup, r.question,
    (SELECT count(*) FROM engagement_events e
     WHERE e.dissemination = r.dissemination AND e.member = r.member AND e.kind = 'answered'
       AND e.detail ->> 'question' = r.question) AS facts
FROM responses r JOIN members m ON m.id = r.member
"""
_OPEN = {state.value for state in OPEN}
_SHOWN = {state.value for state in DEAD_LETTERS}


@dataclass(frozen=True, slots=True)
class Deliveries:
    """What became of them."""

    states: Mapping[str, int]
    lost: int
    """Not there, not settled, told as delivered though nothing was posted, or given up without
    a word to a person."""
    doubled: int
    """Posts beyond one for a delivery, and facts of a delivery beyond one."""
    unconfirmed_readable: int
    """Left to a person although the workspace may be looked into."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of answers."""

    kept: int
    lost: int
    """Somebody was shown the result, and it is not in the database."""
    doubled: int
    """Kept more than once."""


@dataclass(frozen=True, slots=True)
class Count:
    """What the count needs to know."""

    tally: Tally
    readable: frozenset[str]
    expected: int
    """How many deliveries there must be."""

    def deliveries(self, rows: Sequence[Any], facts: Sequence[Any]) -> Deliveries:
        """Hold the rows (`DELIVERIES`, `FACTS`) against what the sandbox got."""
        states = Counter(str(row.state) for row in rows)
        lost = max(0, self.expected - len(rows))
        unconfirmed_readable = 0
        for row in rows:
            posted = self.tally.deliveries[str(row.id)] > 0
            untrue = row.state == State.DELIVERED.value and not posted
            unsaid = row.state in _SHOWN and not row.reason
            lost += row.state in _OPEN or untrue or unsaid
            if row.state == State.UNCONFIRMED.value and row.workspace in self.readable:
                unconfirmed_readable += 1
        known = {str(row.id) for row in rows}
        posts = sum(times - 1 for times in self.tally.deliveries.values() if times > 1)
        strangers = sum(n for key, n in self.tally.deliveries.items() if key not in known)
        told = Counter(row.delivery for row in facts)
        twice = sum(times - 1 for times in told.values())
        untold = states[State.DELIVERED.value] - len(told)
        return Deliveries(
            dict(sorted(states.items())),
            lost + max(0, untold),
            posts + strangers + twice,
            unconfirmed_readable,
        )

    def answers(self, shown: set[Given], rows: Sequence[Any], key: IdentityKey) -> Answered:
        """Hold the rows (`ANSWERED`) against what people were shown."""
        kept = Counter((row.dissemination, bytes(row.lookup), row.question) for row in rows)
        lost = sum(
            (UUID(dissemination), key.lookup(workspace, account), question) not in kept
            for dissemination, workspace, account, question in shown
        )
        doubled = sum(times - 1 for times in kept.values())
        doubled += sum(max(0, row.facts - 1) for row in rows)
        return Answered(len(kept), lost, doubled)
