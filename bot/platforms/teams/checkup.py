"""What `sevenbot doctor` asks of Teams without calling it: the ids and the settings."""

import re
from collections.abc import Sequence

from bot.platforms.shapes import Shape, Shapes
from bot.platforms.teams.settings import PLATFORM, TeamsSettings, configure
from config.directory import Directory
from config.errors import Problem, SettingsError
from config.settings import Settings

_GUID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"

SHAPES = Shapes(
    workspace=Shape(
        re.compile(_GUID, re.IGNORECASE),
        "a tenant's id in Microsoft Entra (a GUID, as in 11111111-2222-3333-4444-555555555555)",
    ),
    channel=Shape(
        re.compile(r"19:[^\s;]+@thread\.[a-z0-9]+"),
        "a Teams channel's id (as in 19:abc123@thread.tacv2)",
    ),
    account=Shape(
        re.compile(rf"29:\S+|{_GUID}", re.IGNORECASE),
        "a Teams account's id (the person's object id in Entra, a GUID; or what starts with 29:)",
    ),
)


def settings_names(directory: Directory) -> set[str]:
    """Return the names of all variables that are read for this directory."""
    workspaces = directory.workspaces_on(PLATFORM)
    return TeamsSettings.names(registrations=[w.registration for w in workspaces])


def settings_problems(settings: Settings, directory: Directory) -> Sequence[Problem]:
    """Return what is missing or wrong in the environment."""
    try:
        configure(settings, directory)
    except SettingsError as error:
        return error.problems
    return ()
