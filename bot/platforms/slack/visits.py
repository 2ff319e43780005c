"""Who came to their own page (App Home), and when: bookkeeping, for one process."""

from collections import OrderedDict
from datetime import datetime, timedelta
from typing import TypeVar

from config.now import Now

LOOKED_AT = timedelta(minutes=30)
"""How long after somebody came their page may still be before them. Later it is made anew when
they come again."""
REMEMBERED = 10_000

_Key = TypeVar("_Key")


class Visits:
    """Events already answered, for Slack delivers one again where it saw no answer in three
    seconds (docs.slack.dev/apis/events-api), and people who may be looking at their page."""

    def __init__(self, now: Now) -> None:
        """Start with nobody there."""
        self._now = now
        self._events: OrderedDict[str, datetime] = OrderedDict()
        self._people: OrderedDict[tuple[str, str], datetime] = OrderedDict()

    def begin(self, event: str) -> bool:
        """Take an event on; return whether it is new."""
        new = event not in self._events
        if new:
            _remember(self._events, event, self._now())
        return new

    def give_back(self, event: str) -> None:
        """Let the event be taken on once more: Slack will deliver it again."""
        self._events.pop(event, None)

    def came(self, workspace: str, account: str) -> None:
        """Keep that somebody's page was shown."""
        _remember(self._people, (workspace, account), self._now())

    def is_looking(self, workspace: str, account: str) -> bool:
        """Tell whether somebody's page may be before them."""
        came = self._people.get((workspace, account))
        return came is not None and self._now() - came < LOOKED_AT


def _remember(kept: OrderedDict[_Key, datetime], key: _Key, at: datetime) -> None:
    kept[key] = at
    kept.move_to_end(key)
    if len(kept) > REMEMBERED:
        kept.popitem(last=False)
