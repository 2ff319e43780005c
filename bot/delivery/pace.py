"""Pace: no destination gets messages faster than its platform takes them, and what the platform
says of its own pace is heeded. Pure.

One driver at a time delivers to a workspace (`bot/delivery/driver.py`), so what it has sent is all
that was sent: it is counted here, in memory, against the platform's own windows. A driver that
takes over begins with what the deliveries' rows say of the last minutes
(`bot/store/delivery/lines.py`).
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import inf
from typing import Final

from bot.platforms.limits import Call, Limits, Window

SLOWEST: Final = 0.05
"""A workspace is never slowed below this share of its windows."""
SLOWED: Final = 0.5
"""What is left of the pace after a word that the whole workspace is too fast."""
QUICKENED: Final = 0.1
"""So much of the windows is given back for every `CALM` seconds without such a word."""
CALM: Final = 30.0
TOGETHER: Final = 10.0
SEVERAL: Final = 3
"""So many destinations that are refused within `TOGETHER` seconds are taken for the whole
workspace: neither platform says which of its limits was met."""


class Counted:
    """What went through one gate: when, against its windows. Moments are seconds of one clock that
    never goes back."""

    __slots__ = ("_at", "_windows")

    def __init__(self, windows: tuple[Window, ...]) -> None:
        self._windows = windows
        self._at: deque[float] = deque(maxlen=max((w.count for w in windows), default=0))

    def free_at(self, share: float = 1.0, *, before: int = 0, at: float = -inf) -> float:
        """Return the moment from which on one more fills no window beyond its count, when so many
        others go `before` it, from now (`at`) on as soon as they may; the windows are longer where
        only a share of the pace is allowed."""
        free = -inf
        for window in self._windows:
            rounds, place = divmod(before, window.count)
            back, seconds = window.count - place, window.seconds / share
            then = self._at[-back] + seconds if len(self._at) >= back else -inf
            free = max(free, max(then, at) + rounds * seconds if rounds else then)
        return free

    def add(self, at: float) -> None:
        """Count one. Moments come in order, or nearly so."""
        self._at.append(max(at, self._at[-1]) if self._at else at)

    def is_over(self, at: float) -> bool:
        """Tell whether nothing that was counted matters any more."""
        return all(self._at[-1] + window.seconds <= at for window in self._windows)


@dataclass(slots=True)
class Resting:
    """What the platform said of a workspace's pace, kept beyond the driver that heard it."""

    share: float = 1.0
    """So much of the windows is used when the rest is over; from then on it grows."""
    until: float = -inf
    """The whole workspace rests until then, or has rested until then."""
    lines: dict[str, float] = field(default_factory=dict[str, float])
    """Until when single destinations rest."""
    calls: dict[Call, float] = field(default_factory=dict[Call, float])
    """Until when calls rest that the platform counts apart from messages."""


@dataclass(frozen=True, slots=True)
class Made:
    """What an earlier driver sent: where to, by which calls, when it called and was answered."""

    line: str
    calls: tuple[Call, ...]
    called: float
    answered: float


class Pace:
    """The pace of one workspace."""

    def __init__(
        self,
        limits: Limits,
        resting: Resting | None = None,
        *,
        sent: Iterable[Made] = (),
    ) -> None:
        """Take the limits, and what an earlier driver heard and sent, in order."""
        self._limits = limits
        self._resting = resting or Resting()
        self._refused: deque[tuple[str, float]] = deque(maxlen=8)
        self._lines: dict[str, Counted] = {}
        self._everything = Counted(limits.per_workspace)
        self._calls = {call: Counted(limits.of(call)) for call in Call}
        for made in sent:
            self.arrived(made.line, made.answered)
            for call in made.calls:
                self.called(call, made.called)

    @property
    def resting(self) -> Resting:
        """Return what was heard, to be kept."""
        return self._resting

    def line_free_at(self, line: str) -> float:
        """Return the moment from which on a message may go to this destination."""
        rests = self._resting.lines.get(line, -inf)
        counted = self._lines.get(line)
        return rests if counted is None else max(rests, counted.free_at())

    def call_free_at(self, call: Call, at: float, *, like_it: int = 0, messages: int = 0) -> float:
        """Return the moment from which on a call of this kind may be made in the workspace, when
        so many `like_it`, and so many `messages` of any kind, go before."""
        share = self._share(at)
        windows = [self._calls[call].free_at(share, before=like_it, at=at)]
        if call is not Call.ROSTER:
            windows.append(self._everything.free_at(share, before=messages, at=at))
        return max(self._resting.until, self.rests_until(call), *windows)

    def rests_until(self, call: Call) -> float:
        """Return until when calls of this kind rest by the platform's word, apart from others."""
        return self._resting.calls.get(call, -inf)

    def rest(self, call: Call, until: float) -> None:
        """Let calls of one kind rest: the platform counts them apart from messages."""
        self._resting.calls[call] = max(until, self.rests_until(call))

    def called(self, call: Call, at: float) -> None:
        """Count a call that is made now."""
        self._calls[call].add(at)
        if call is not Call.ROSTER:
            self._everything.add(at)

    def arrived(self, line: str, at: float) -> None:
        """Count a message for its destination, once the platform has answered: it cannot have come
        there any later, so the next one comes a whole window after it, whatever the network did."""
        if self._limits.per_channel:
            self._lines.setdefault(line, Counted(self._limits.per_channel)).add(at)

    def forget(self, at: float) -> None:
        """Let go of destinations of which nothing matters any more."""
        self._lines = {line: it for line, it in self._lines.items() if not it.is_over(at)}
        resting = self._resting
        resting.lines = {line: until for line, until in resting.lines.items() if until > at}
        resting.calls = {call: until for call, until in resting.calls.items() if until > at}

    def refused(self, line: str, at: float, until: float, *, everywhere: bool) -> bool:
        """Heed the platform's word that it was too fast. Returns whether the whole workspace
        rests, and not this destination alone."""
        self._refused.append((line, at))
        together = {it for it, when in self._refused if at - when < TOGETHER}
        resting = self._resting
        if everywhere or len(together) >= SEVERAL:
            # Else it was under way when the rest began: one burst is one word.
            if at >= resting.until:
                resting.share = max(SLOWEST, self._share(at) * SLOWED)
            resting.until = max(resting.until, until)
            return True
        resting.lines[line] = max(resting.lines.get(line, -inf), until)
        return False

    def _share(self, at: float) -> float:
        """Return the share of the windows that is used now: what was taken away comes back with
        time, whoever drives meanwhile, or nobody."""
        resting = self._resting
        if resting.share >= 1.0 or resting.until == -inf:
            return 1.0
        calm = max(0.0, at - resting.until) // CALM
        return min(1.0, resting.share + QUICKENED * calm)
