"""Whether a person belongs: guests and people from other organisations are outsiders."""

from collections import OrderedDict
from datetime import datetime, timedelta

from bot.platforms.base import Known
from bot.platforms.slack.client import Web
from bot.platforms.slack.errors import Failure
from bot.platforms.slack.payload import User
from bot.platforms.slack.people import is_insider
from bot.platforms.slack.untrusted import mapping
from config.directory import Workspace
from config.now import Now

FRESH = timedelta(minutes=10)
REMEMBERED = 20_000
SECONDS = 1.2
"""For `users.info`, within the three seconds that a press has."""


class Vouching:
    """Asks the register first, then Slack, and remembers who belongs for ten minutes."""

    def __init__(self, web: Web, known: Known, now: Now) -> None:
        """Ask through this client."""
        self._web = web
        self._known = known
        self._now = now
        self._vouched: OrderedDict[tuple[str, str], datetime] = OrderedDict()

    async def outsider(self, workspace: Workspace, user: User) -> bool | Failure:
        """Tell whether the person is a guest or from elsewhere. A Failure: Slack could not say."""
        if user.team_id is not None and user.team_id != workspace.id:
            return True
        who = (workspace.key, user.id)
        vouched = self._vouched.get(who)
        if vouched is not None and self._now() - vouched < FRESH:
            return False
        if not await self._known(*who):
            answer = await self._web.read(
                workspace.key, "users.info", {"user": user.id}, seconds=SECONDS
            )
            if isinstance(answer, Failure):
                return True if answer.word in ("user_not_found", "user_not_visible") else answer
            if not is_insider(mapping(answer.get("user")), workspace.id):
                return True
        self._vouched[who] = self._now()
        self._vouched.move_to_end(who)
        if len(self._vouched) > REMEMBERED:
            self._vouched.popitem(last=False)
        return False
