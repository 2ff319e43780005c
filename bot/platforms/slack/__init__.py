"""Slack: the Web API out, the Events API and Socket Mode in."""

from bot.platforms.base import Inbound, Notebook, Platform
from bot.platforms.slack.platform import NAME, Slack
from bot.platforms.slack.settings import read_access
from config.directory import Directory
from config.now import Now
from config.settings import Settings

__all__ = ["connect"]


def connect(
    *,
    settings: Settings,
    directory: Directory,
    inbound: Inbound,
    notebook: Notebook,  # noqa: ARG001 - Slack has nothing to learn as it runs
    now: Now,
) -> Platform:
    """Build Slack for its workspaces in the directory. No I/O. Raises SettingsError naming every
    variable that is missing or wrong."""
    access = read_access(settings, directory.workspaces_on(NAME))
    return Slack(access, directory, inbound, now)
