"""The pace of a workspace as earlier drivers have left it: what they heard, and what they sent."""

from datetime import datetime, timedelta
from functools import partial
from itertools import chain
from math import inf
from time import monotonic
from typing import Final

from bot.delivery.gate import PacedGate
from bot.delivery.pace import Made, Pace, Resting
from bot.delivery.service import Deliverer
from bot.platforms.limits import Call, Limits
from bot.platforms.retry_after import LONGEST
from bot.store.delivery.lines import SentLately, sent_lately
from bot.store.delivery.resting import Rest, keep_rest, load_rest
from schedules.kinds import EDITS, Kind

_EDITS: Final = frozenset(kind.value for kind in EDITS)
_ASKS_ALL: Final = frozenset({Kind.POST.value, Kind.PULSE.value})
"""Kinds of deliveries before which it is asked who can see the channel."""


async def paced_gate(by: Deliverer, workspace: str) -> PacedGate:
    """Return a workspace's gate, by what earlier drivers heard and sent. What is heard from now on
    is kept for drivers to come."""
    limits, now, at = _limits(by, workspace), by.now(), monotonic()
    rest = await load_rest(by.database.statements, workspace)
    windows = (*limits.per_channel, *limits.per_workspace, *chain(*map(limits.of, Call)))
    longest = timedelta(seconds=max((w.seconds for w in windows), default=0.0))
    sent = (
        await sent_lately(by.database.statements, workspace, within=longest, now=now)
        if longest
        else ()
    )
    pace = Pace(
        limits,
        _resting(rest, now, at),
        sent=[Made(it.destination, at - max(it.age, 0.0), _calls_of(it)) for it in sent],
        at=at,
    )
    return PacedGate(pace, partial(_keep, by, workspace), sleep=by.sleep)


async def _keep(by: Deliverer, workspace: str, resting: Resting, at: float) -> None:
    now = by.now()

    def moment(then: float) -> datetime:
        return now + timedelta(seconds=then - at)

    until = moment(resting.until) if resting.until > at else None
    lines = {line: moment(then) for line, then in resting.lines.items()}
    calls = {call.value: moment(then) for call, then in resting.calls.items()}
    rest = Rest(resting.share, until, lines, calls)
    await keep_rest(by.database.statements, workspace, rest)


def _limits(by: Deliverer, workspace: str) -> Limits:
    """Return the platform's limits; none for a workspace that the directory does not have (any
    more), to which nothing is sent."""
    try:
        return by.platforms[by.directory.workspace(workspace).platform].limits
    except KeyError:
        return Limits((), ())


def _resting(rest: Rest, now: datetime, at: float) -> Resting:
    def moment(then: datetime) -> float:
        # No longer than any word is heeded, where the clock was set back since.
        return at + min(then - now, LONGEST).total_seconds()

    return Resting(
        rest.share,
        -inf if rest.until is None else moment(rest.until),
        {line: moment(until) for line, until in rest.lines.items()},
        {call: moment(rest.calls[call.value]) for call in Call if call.value in rest.calls},
    )


def _calls_of(sent: SentLately) -> tuple[Call, ...]:
    """Return the calls that it took. Who can see a channel was asked once for a post, or not at
    all; that it took several pages is not known any more."""
    if sent.kind in _EDITS:
        return (Call.UPDATE,)
    if sent.private:
        return (Call.PRIVATE,)
    return (Call.ROSTER, Call.POST) if sent.kind in _ASKS_ALL else (Call.POST,)
