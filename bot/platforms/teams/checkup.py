"""What `sevenbot doctor` asks of Teams without calling it: the ids and the settings."""

import re
from collections.abc import Sequence
from pathlib import Path

from bot.platforms.shapes import Shape, Shapes
from bot.platforms.teams.settings import PLATFORM, CertificateFile, TeamsSettings, configure
from config.directory import Directory
from config.errors import InputError, Problem, SettingsError
from config.located import read_text
from config.settings import Settings, variable

_PEM = "-----BEGIN "
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
    """Return what is missing or wrong in the environment, and in the files that it names."""
    try:
        found = configure(settings, directory)
    except SettingsError as error:
        return error.problems
    files = {
        f"TEAMS_REGISTRATIONS__{variable(key)}__CERTIFICATE_FILE": registration.credential.file
        for key, registration in found.registrations.items()
        if isinstance(registration.credential, CertificateFile)
    }
    if found.addresses.ca_file is not None:
        files["TEAMS_CA_FILE"] = found.addresses.ca_file
    wrong = ((name, _unfit(file)) for name, file in files.items())
    return [Problem(name, what) for name, what in wrong if what is not None]


def _unfit(file: Path) -> str | None:
    try:
        text = read_text(file)
    except InputError as error:
        return f"It cannot be read. {error.problems[0].what}"
    return None if _PEM in text else "The file is not in PEM, which begins with -----BEGIN."
