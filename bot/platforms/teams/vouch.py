"""Whether a person belongs to the tenant, or is a guest or somebody from elsewhere."""

from datetime import datetime, timedelta

from bot.platforms.base import Known
from bot.platforms.results import Stopped, TryLater
from bot.platforms.teams import patience
from bot.platforms.teams.activity import Activity
from bot.platforms.teams.client import Connector
from config.directory import Workspace
from config.now import Now

_KEEP = timedelta(minutes=10)
_KEPT = 5000


class Vouching:
    """Asks the register of members first, then the tenant itself, and remembers for ten minutes
    what the tenant said: somebody may become a member meanwhile, or cease to be one."""

    def __init__(self, connector: Connector, known: Known, now: Now) -> None:
        self._connector = connector
        self._known = known
        self._now = now
        self._said: dict[tuple[str, str], tuple[bool, datetime]] = {}

    async def outsider(self, workspace: Workspace, activity: Activity) -> bool | TryLater | Stopped:
        """Tell whether who acted is an outsider, or why nobody can say."""
        sender = activity.sender
        if sender.tenant_id is not None and sender.tenant_id.lower() != workspace.id.lower():
            return True
        if sender.aad_object_id is None:
            # Only somebody who is in nobody's directory, such as an anonymous caller, has none.
            return True
        if await self._known(workspace.key, sender.known_as):
            return False
        key = (workspace.key, sender.known_as)
        said = self._said.get(key)
        if said is not None and self._now() - said[1] < _KEEP:
            return said[0]
        outsider = await self._ask(workspace, activity)
        if isinstance(outsider, bool):
            if len(self._said) >= _KEPT:
                del self._said[next(iter(self._said))]
            self._said[key] = (outsider, self._now())
        return outsider

    async def _ask(self, workspace: Workspace, activity: Activity) -> bool | TryLater | Stopped:
        tries = patience.TRIES
        while True:
            tries -= 1
            member = await self._connector.member(
                workspace, activity.conversation.thread, activity.sender.id
            )
            match member:
                case TryLater(_, after) if tries:
                    await patience.wait(after)
                case TryLater() | Stopped():
                    return member
                case _:
                    return not member.belongs(workspace.id)
