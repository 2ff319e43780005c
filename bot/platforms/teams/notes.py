"""What Teams tells us as we run and we must know later: where a tenant is served, and which of
its teams the bot is in."""

from datetime import datetime, timedelta

from bot.platforms.base import Notebook
from bot.platforms.teams.activity import Activity
from config.directory import Workspace
from config.now import Now

SERVICE_URL = "service_url"
_REPEAT = timedelta(minutes=10)
"""An address that has not changed is written again after this long: another process may have
noted another in between."""
FRESH_FOR = timedelta(seconds=5)
"""How long an address from memory is good: one that another process noted is used after this at
most, as buttons are (`bot.store.posts`). And how long what an activity tells is no news, since
another one told it just now."""
_KEPT = 1000
"""Places remembered from which activities came just now."""


class Notes:
    """The notebook's pages as Teams uses them. Entries: `service_url`; `channel:<id>` the team it
    is in; `team:<id>` "installed" or "removed"."""

    def __init__(self, notebook: Notebook, default: str, now: Now) -> None:
        self._notebook = notebook
        self._default = default
        self._now = now
        self._written: dict[str, dict[str, tuple[str, datetime]]] = {}
        self._addresses: dict[str, tuple[str, datetime]] = {}
        self._heard: dict[tuple[str | None, ...], datetime] = {}
        """When it was last looked at what such an activity tells."""

    async def service_url(self, workspace: Workspace) -> str:
        """Return where the tenant is served: the newest address that it was heard from, else the
        setting's."""
        known = self._addresses.get(workspace.key)
        now = self._now()
        if known is not None and timedelta() <= now - known[1] < FRESH_FOR:
            return known[0]
        page = await self._notebook.read(workspace.key)
        address = page.get(SERVICE_URL, self._default)
        self._addresses[workspace.key] = (address, now)
        return address

    async def left(self, workspace: Workspace, channel: str) -> bool:
        """Tell whether the bot was removed from the team that the channel is in."""
        page = await self._notebook.read(workspace.key)
        return page.get(f"team:{page.get(f'channel:{channel}', '')}") == "removed"

    async def keep(self, workspace: Workspace, activity: Activity) -> None:
        """Note what a verified activity tells. Written only when it is news."""
        data = activity.channel_data
        team = None if data.team is None else data.team.id
        channel = None if data.channel is None else data.channel.id
        told = (workspace.key, activity.service_url, team, channel)
        now = self._now()
        heard = self._heard.get(told)
        moves = activity.type == "installationUpdate"
        if not moves and heard is not None and timedelta() <= now - heard < FRESH_FOR:
            return
        entries = {SERVICE_URL: activity.service_url}
        if team is not None:
            entries[f"channel:{channel or team}"] = team
            if moves and activity.action is not None:
                gone = activity.action == "remove"
                entries[f"team:{team}"] = "removed" if gone else "installed"
        written = self._written.setdefault(workspace.key, {})
        news = {
            name: value
            for name, value in entries.items()
            if (before := written.get(name)) is None
            or before[0] != value
            or now - before[1] > _REPEAT
        }
        if news:
            await self._notebook.write(workspace.key, news)
            self._addresses.pop(workspace.key, None)
            written |= {name: (value, now) for name, value in news.items()}
        if len(self._heard) >= _KEPT:
            self._heard.clear()
        self._heard[told] = now
