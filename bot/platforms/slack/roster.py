"""Who can see a channel: members with an account of their own in the workspace."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.platforms.base import Place
from bot.platforms.results import Roster, RosterResult, Stopped, TryLater
from bot.platforms.slack.client import Web
from bot.platforms.slack.errors import Failure, Kind, repeatable
from bot.platforms.slack.sending import next_cursor
from bot.platforms.slack.untrusted import items, mapping
from config.directory import Workspace
from config.now import Now

FRESH = timedelta(minutes=10)
"""How long a workspace's list of people is kept: `users.list` takes 20 calls a minute."""
STALE_FOR_NEWCOMERS = timedelta(minutes=1)
"""A channel member who is not on a list older than this has it asked for again."""
PAGE = 500
MAX_PAGES = 400
SLACKBOT = "USLACKBOT"


@dataclass(frozen=True, slots=True)
class _People:
    insiders: frozenset[str]
    everybody: frozenset[str]
    at: datetime


class Rosters:
    """Asks Slack who is in a channel, and keeps each workspace's list of people for a while."""

    def __init__(self, web: Web, now: Now) -> None:
        """Ask through this client."""
        self._web = web
        self._now = now
        self._people: dict[str, _People] = {}

    async def roster(self, place: Place) -> RosterResult:
        """Return the members of the channel, without bots, guests, outsiders and switched-off
        accounts."""
        members = await self._pages(
            place.workspace, "conversations.members", "members", {"channel": place.channel}
        )
        if isinstance(members, Failure):
            return _failed(members)
        present = frozenset(str(member) for member in members)
        people = await self._list(place.workspace, FRESH)
        if isinstance(people, _People) and present - people.everybody:
            people = await self._list(place.workspace, STALE_FOR_NEWCOMERS)
        if isinstance(people, Failure):
            return _failed(people)
        return Roster(present & people.insiders)

    async def _list(self, workspace: Workspace, fresh: timedelta) -> _People | Failure:
        kept = self._people.get(workspace.key)
        if kept is not None and self._now() - kept.at < fresh:
            return kept
        users = await self._pages(workspace, "users.list", "members", {})
        if isinstance(users, Failure):
            return users
        known = [mapping(user) for user in users]
        people = _People(
            frozenset(str(user.get("id")) for user in known if is_insider(user, workspace.id)),
            frozenset(str(user.get("id")) for user in known),
            self._now(),
        )
        self._people[workspace.key] = people
        return people

    async def _pages(
        self, workspace: Workspace, method: str, field: str, params: Mapping[str, str]
    ) -> list[object] | Failure:
        everything: list[object] = []
        cursor = ""
        for _ in range(MAX_PAGES):
            answer = await self._web.read(
                workspace.key,
                method,
                {**params, "limit": str(PAGE), **({"cursor": cursor} if cursor else {})},
            )
            if isinstance(answer, Failure):
                return answer
            everything += items(answer.get(field))
            cursor = next_cursor(answer)
            if not cursor:
                return everything
        return Failure(Kind.STOPPED, "The workspace has more people than can be listed.")


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


def _failed(failure: Failure) -> TryLater | Stopped:
    failure = repeatable(failure)
    if failure.kind is Kind.LATER:
        return TryLater(failure.reason, failure.after, everywhere=failure.limited)
    return Stopped(failure.reason)
