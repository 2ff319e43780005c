"""Who can see a channel: members with an account of their own in the workspace."""

from dataclasses import dataclass
from datetime import timedelta

from bot.platforms.base import Place
from bot.platforms.results import Roster, RosterResult, Stopped, TryLater
from bot.platforms.slack.client import Web
from bot.platforms.slack.errors import Failure, Kind, repeatable
from bot.platforms.slack.people import MAX_PAGES, PAGE, People, PeopleLists
from bot.platforms.slack.sending import next_cursor
from bot.platforms.slack.untrusted import items
from config.now import Now
from content.templating import say

FRESH = timedelta(minutes=10)
"""How long a workspace's list of people is kept: `users.list` takes 20 calls a minute."""
STALE_FOR_NEWCOMERS = timedelta(minutes=1)
"""A channel member who is not on a list older than this has it asked for again."""


@dataclass(frozen=True, slots=True)
class _Present:
    members: frozenset[str]
    pages: int


class Rosters:
    """Asks Slack who is in a channel, and who of them belongs to the workspace."""

    def __init__(self, web: Web, now: Now) -> None:
        """Ask through this client."""
        self._web = web
        self._people = PeopleLists(web, now)

    async def roster(self, place: Place) -> RosterResult:
        """Return the members of the channel, without bots, guests, outsiders and switched-off
        accounts."""
        present = await self._present(place)
        if isinstance(present, Failure):
            return _failed(present)
        people = await self._people.of(place.workspace, FRESH)
        if isinstance(people, People) and present.members - people.everybody:
            people = await self._people.of(place.workspace, STALE_FOR_NEWCOMERS)
        if isinstance(people, Failure):
            return _failed(people)
        return Roster(present.members & people.insiders, calls=present.pages)

    async def _present(self, place: Place) -> _Present | Failure:
        members: set[str] = set()
        cursor = ""
        for page in range(MAX_PAGES):
            answer = await self._web.read(
                place.workspace.key,
                "conversations.members",
                {
                    "channel": place.channel,
                    "limit": str(PAGE),
                    **({"cursor": cursor} if cursor else {}),
                },
            )
            if isinstance(answer, Failure):
                return answer
            members |= {str(member) for member in items(answer.get("members"))}
            cursor = next_cursor(answer)
            if not cursor:
                return _Present(frozenset(members), page + 1)
        return Failure(Kind.STOPPED, say("slack_error.too_many_people"))


def _failed(failure: Failure) -> TryLater | Stopped:
    failure = repeatable(failure)
    if failure.kind is Kind.LATER:
        return TryLater(failure.reason, failure.after, everywhere=failure.limited)
    return Stopped(failure.reason)
