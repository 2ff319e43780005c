"""What is wrong between the bot and its Slack workspaces, in sentences for `sevenbot doctor`: the
ids and the settings, and what Slack says when it is asked."""

import re
from collections.abc import AsyncIterator, Sequence

from bot.platforms.shapes import Shape, Shapes
from bot.platforms.slack.client import Web
from bot.platforms.slack.errors import Failure
from bot.platforms.slack.settings import PLATFORM, Access, SlackSettings, read_access
from bot.platforms.slack.untrusted import mapping, text
from config.directory import Directory, Workspace
from config.errors import Problem, SettingsError
from config.settings import Settings

SHAPES = Shapes(
    workspace=Shape(
        re.compile(r"[TE][A-Z0-9]+"),
        "a Slack workspace's id (T, or E for an organisation, then capitals and digits)",
    ),
    channel=Shape(
        re.compile(r"[CG][A-Z0-9]+"),
        "a Slack channel's id (C, or G for an old private one, then capitals and digits)",
    ),
    account=Shape(
        re.compile(r"[UW][A-Z0-9]+"),
        "a Slack member's id (U or W, then capitals and digits)",
    ),
)


def settings_names(directory: Directory) -> set[str]:
    """Return the names of all variables that are read for this directory."""
    workspaces = directory.workspaces_on(PLATFORM)
    return SlackSettings.names(
        registrations=[w.registration for w in workspaces], tokens=[w.key for w in workspaces]
    )


def settings_problems(settings: Settings, directory: Directory) -> Sequence[Problem]:
    """Return what is missing or wrong in the environment."""
    try:
        read_access(settings, directory.workspaces_on(PLATFORM))
    except SettingsError as error:
        return error.problems
    return ()


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
