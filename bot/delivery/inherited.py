"""The pace of a workspace as earlier drivers have left it: what they heard, and what they sent."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import partial
from itertools import chain
from math import inf
from time import monotonic
from typing import Final

from bot.delivery.gate import PacedGate
from bot.delivery.pace import Made, Pace, Resting
from bot.delivery.rosters import FRESH
from bot.delivery.service import Deliverer
from bot.platforms.limits import Call, Limits
from bot.platforms.retry_after import LONGEST
from bot.store.delivery.lines import SentLately, sent_lately
from bot.store.delivery.resting import Rest, keep_rest, load_rest
from schedules.kinds import EDITS, Kind

_EDITS: Final = frozenset(kind.value for kind in EDITS)
_ASKS_ALL: Final = frozenset({Kind.POST.value, Kind.PULSE.value})
"""Kinds of deliveries before which it is asked who can see the channel."""
_FRESH: Final = FRESH.total_seconds()


async def paced_gate(by: Deliverer, workspace: str) -> PacedGate:
    """Return a workspace's gate, by what earlier drivers heard and sent. What is heard from now on
    is kept for drivers to come."""
    limits, now, at = _limits(by, workspace), by.now(), monotonic()
    rest = await load_rest(by.database.statements, workspace, now=now)
    windows = (*limits.per_channel, *limits.per_workspace, *chain(*map(limits.of, Call)))
    longest = timedelta(seconds=max((w.seconds for w in windows), default=0.0))
    sent = (
        await sent_lately(by.database.statements, workspace, within=longest, now=now)
        if longest
        else ()
    )
    pace = Pace(limits, _resting(rest, now, at), sent=_made(sent, at, chats=limits.chats))
    return PacedGate(pace, partial(_keep, by, workspace), sleep=by.sleep)


async def _keep(by: Deliverer, workspace: str, resting: Resting, at: float) -> None:
    now = by.now()

    def moment(then: float) -> datetime:
        return now + timedelta(seconds=then - at)

    until = None if resting.until == -inf else moment(resting.until)
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


def _made(sent: Iterable[SentLately], at: float, *, chats: bool) -> Iterator[Made]:
    """Yield what was sent, the oldest first, with the calls that it took. Who can see a channel was
    asked for the first of its posts within a minute; that it took several pages is not known any
    more, nor which conversations were opened, so that all may have been."""
    asked: dict[str, float] = {}
    for it in sent:
        called, answered = (at - max(age, 0.0) for age in (it.called, it.answered))
        if it.kind in _EDITS:
            calls = (Call.UPDATE,)
        elif it.private:
            calls = (Call.CHAT, Call.PRIVATE) if chats else (Call.PRIVATE,)
        elif it.kind in _ASKS_ALL and called - asked.get(it.destination, -inf) >= _FRESH:
            asked[it.destination] = called
            calls = (Call.ROSTER, Call.POST)
        else:
            calls = (Call.POST,)
        yield Made(it.destination, calls, called, answered)
