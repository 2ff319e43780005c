"""How fast Slack lets itself be called.

Slack publishes tiers as calls a minute and says that bursts are tolerated, without figures; the
burst sizes here are our reading of its words ("sporadic bursts", "generous burst behaviour").
"""

from collections.abc import Hashable
from dataclasses import dataclass
from math import ceil

from config.now import Now


@dataclass(frozen=True, slots=True)
class Rate:
    """So many calls a minute, and at most `burst` of them at once."""

    per_minute: float
    burst: int


ONE_CHANNEL = Rate(60, burst=3)
"""chat.postMessage: one a second in one channel, short bursts tolerated."""
POSTS_AT_ONCE = 100
"""chat.postMessage in a workspace; how many a minute is the world's to say."""
TIER_2 = Rate(20, burst=20)
TIER_3 = Rate(50, burst=50)
TIER_4 = Rate(100, burst=300)
SPECIAL = Rate(300, burst=300)
"""Methods whose limit Slack only calls special (auth.test: hundreds a minute)."""


class Limiter:
    """Counts calls by key: a bucket that refills with time."""

    def __init__(self, now: Now) -> None:
        self._now = now
        self._levels: dict[Hashable, tuple[float, float]] = {}

    def refuse_for(self, *asked: tuple[Hashable, Rate]) -> int:
        """Take one call from every bucket, and return 0; or take none, and return the whole
        seconds to wait until all of them have one."""
        at = self._now().timestamp()
        levels = {key: self._level(key, rate, at) for key, rate in asked}
        waits = [
            ceil((1 - levels[key]) * 60 / rate.per_minute) for key, rate in asked if levels[key] < 1
        ]
        if waits:
            return max(waits)
        for key, level in levels.items():
            self._levels[key] = (level - 1, at)
        return 0

    def _level(self, key: Hashable, rate: Rate, at: float) -> float:
        level, since = self._levels.get(key, (float(rate.burst), at))
        return min(float(rate.burst), level + (at - since) * rate.per_minute / 60)
