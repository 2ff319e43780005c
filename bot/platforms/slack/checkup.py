"""What is wrong between the bot and its Slack workspaces, in sentences for `sevenbot doctor`."""

from collections.abc import AsyncIterator, Sequence

from bot.platforms.slack.client import Web
from bot.platforms.slack.errors import Failure
from bot.platforms.slack.settings import Access
from bot.platforms.slack.untrusted import mapping, text
from config.directory import Directory, Workspace


async def check_access(web: Web, access: Access, directory: Directory) -> Sequence[str]:
    """Ask Slack about every workspace and channel of the directory. One call each."""
    found: list[str] = []
    for registration in access.registrations:
        for workspace in registration.teams.values():
            found += [line async for line in _workspace(web, workspace, directory)]
    return found


async def _workspace(web: Web, workspace: Workspace, directory: Directory) -> AsyncIterator[str]:
    answer = await web.write(workspace.key, "auth.test", {})
    if isinstance(answer, Failure):
        yield f"{workspace.key}: {answer.reason}"
        return
    team = text(answer.get("team_id"))
    if team != workspace.id:
        yield (
            f"{workspace.key}: The token belongs to the workspace {team}, but the directory says "
            f"{workspace.id}: correct one of them."
        )
        return
    for channel in directory.channels:
        if channel.workspace == workspace.key:
            told = await web.read(workspace.key, "conversations.info", {"channel": channel.id})
            if isinstance(told, Failure):
                yield f"{workspace.key}, {channel.name}: {told.reason}"
                continue
            facts = mapping(told.get("channel"))
            if not facts.get("is_member", False):
                yield (
                    f"{workspace.key}, {channel.name}: The bot is not in this channel: invite it "
                    "there by typing /invite and its name."
                )
            if facts.get("is_archived", False):
                yield (
                    f"{workspace.key}, {channel.name}: The channel is archived: bring it back in "
                    "Slack, or take it out of the directory."
                )
            if facts.get("is_ext_shared", False) or facts.get("is_pending_ext_shared", False):
                yield (
                    f"{workspace.key}, {channel.name}: The channel is shared with another "
                    "organisation, whose people would see the posts: choose another channel."
                )
