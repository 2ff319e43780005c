"""Who is in a workspace: Slack's own list, kept for a while.

Slack gives it page by page, twenty a minute, and a large workspace has more of them. So one caller
at a time asks, and the others have what that one brought; and a list that was broken off goes on
where it stood, or it would never come to its end.
"""

import asyncio
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from bot.platforms.retry_after import UNSAID
from bot.platforms.slack.client import Answer, Web
from bot.platforms.slack.errors import Failure, Kind, repeatable
from bot.platforms.slack.sending import next_cursor
from bot.platforms.slack.untrusted import items, mapping
from config.directory import Workspace
from config.now import Now
from content.templating import say

PAGE: Final = 500
"""Accounts that are asked for at a time, of a workspace and of a channel."""
MAX_PAGES: Final = 400
"""So many pages are read at most."""
A_MINUTE: Final = timedelta(minutes=1)
PAGES_A_MINUTE: Final = 20
"""Tier 2 (docs.slack.dev/reference/methods/users.list)."""
GOES_ON: Final = timedelta(minutes=30)
"""A list that was begun longer ago is begun anew."""
SLACKBOT: Final = "USLACKBOT"


@dataclass(frozen=True, slots=True)
class People:
    """Everybody on a workspace's list, and those with a full account of its own."""

    insiders: frozenset[str]
    everybody: frozenset[str]
    at: datetime


@dataclass(slots=True)
class _Listing:
    """One workspace's list as far as it is known."""

    began: datetime
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    whole: People | None = None
    found: list[Mapping[str, object]] = field(default_factory=list[Mapping[str, object]])
    cursor: str = ""
    """Where the next page of an unfinished list begins."""
    pages: int = 0
    asked: deque[datetime] = field(default_factory=lambda: deque(maxlen=PAGES_A_MINUTE))
    refused: Failure | None = None
    rests_until: datetime | None = None
    """Slack's own word that it wants no more, and until when."""

    def begin(self, now: datetime) -> None:
        """Begin anew."""
        self.began, self.cursor, self.pages = now, "", 0
        self.found.clear()

    def add(self, answer: Answer) -> None:
        """Take a page."""
        self.found += map(mapping, items(answer.get("members")))
        self.cursor, self.pages = next_cursor(answer), self.pages + 1

    def refuse(self, failure: Failure, now: datetime) -> None:
        """Heed that Slack wants no more."""
        self.refused, self.rests_until = failure, now + (failure.after or UNSAID)

    def rests(self, now: datetime) -> Failure | None:
        """Return why no further page is asked for now, and for how long."""
        if self.refused is not None and self.rests_until is not None:
            # Never longer than Slack said, were the clock set back since.
            rest = min(self.rests_until - now, self.refused.after or UNSAID)
            if rest > timedelta():
                return replace(self.refused, after=rest)
        if len(self.asked) == PAGES_A_MINUTE:
            rest = min(self.asked[0] + A_MINUTE - now, A_MINUTE)
            if rest > timedelta():
                said = say("slack_error.many_people")
                return Failure(Kind.LATER, said, after=rest, limited=True)
        return None


class PeopleLists:
    """The lists of all workspaces."""

    def __init__(self, web: Web, now: Now) -> None:
        """Ask through this client."""
        self._web = web
        self._now = now
        self._listings: dict[str, _Listing] = {}

    async def of(self, workspace: Workspace, fresh: timedelta) -> People | Failure:
        """Return a list that is no older than `fresh`, or why there is none (yet)."""
        listing = self._listings.setdefault(workspace.key, _Listing(self._now()))
        if (whole := self._fresh(listing, fresh)) is not None:
            return whole
        async with listing.lock:
            if (whole := self._fresh(listing, fresh)) is not None:
                return whole
            failure = await self._finish(workspace, listing)
            if failure is not None:
                return failure
            known = listing.found
            listing.whole = People(
                frozenset(str(user.get("id")) for user in known if is_insider(user, workspace.id)),
                frozenset(str(user.get("id")) for user in known),
                self._now(),
            )
            listing.begin(self._now())
            return listing.whole

    def _fresh(self, listing: _Listing, fresh: timedelta) -> People | None:
        whole = listing.whole
        return whole if whole is not None and self._now() - whole.at < fresh else None

    async def _finish(self, workspace: Workspace, listing: _Listing) -> Failure | None:
        """Ask for the pages that are not known yet. Returns why they cannot be had."""
        if not listing.cursor or self._now() - listing.began >= GOES_ON:
            listing.begin(self._now())
        goes_on = bool(listing.cursor)
        while listing.pages < MAX_PAGES:
            now = self._now()
            if (rests := listing.rests(now)) is not None:
                return rests
            listing.asked.append(now)
            cursor = {"cursor": listing.cursor} if listing.cursor else {}
            answer = await self._web.read(
                workspace.key, "users.list", {"limit": str(PAGE), **cursor}
            )
            if not isinstance(answer, Failure):
                listing.add(answer)
                if not listing.cursor:
                    return None
            elif answer.limited:
                listing.refuse(answer, self._now())
                return answer
            elif repeatable(answer).kind is not Kind.LATER and goes_on:
                # Slack may not know any more where the list stood.
                goes_on = False
                listing.begin(self._now())
            else:
                return answer
        listing.begin(self._now())
        return Failure(Kind.STOPPED, say("slack_error.too_many_people"))


def is_insider(user: Mapping[str, object], team: str) -> bool:
    """Tell whether Slack's user object is a person's own, full account in the workspace `team`:
    no bot, no guest, not switched off, not from elsewhere."""
    if user.get("id") == SLACKBOT or any(
        user.get(mark)
        for mark in ("deleted", "is_bot", "is_restricted", "is_ultra_restricted", "is_stranger")
    ):
        return False
    teams = items(mapping(user.get("enterprise_user")).get("teams"))
    return user.get("team_id", team) == team or team in teams
