"""What the environment must hold for a directory, looked at whole before anything is built."""

from collections.abc import Iterator
from difflib import get_close_matches

from bot.platforms.discovery import load_checkup, platform_names
from bot.store.people.identity import IdentityKey, load_identity_key
from config.directory import Directory
from config.errors import Problem, SettingsError
from config.settings import Settings

HOUSE = "SEVENBOT_"


def checked_key(settings: Settings, directory: Directory) -> IdentityKey:
    """Return the key to members' identities, once everything else is there too. Raises
    SettingsError naming all that is missing or wrong, of every platform."""
    problems = platform_problems(settings, directory)
    try:
        key = load_identity_key(settings)
    except SettingsError as error:
        raise SettingsError("The environment", [*problems, *error.problems]) from error
    if problems:
        raise SettingsError("The environment", problems)
    return key


def platform_problems(settings: Settings, directory: Directory) -> list[Problem]:
    """Return what is missing or wrong in the settings of the directory's platforms."""
    return [
        problem
        for name in platform_names()
        if directory.workspaces_on(name)
        for problem in load_checkup(name).settings_problems(settings, directory)
    ]


def unread_settings(settings: Settings, directory: Directory) -> Iterator[Problem]:
    """Yield each variable that looks like one of ours and that nothing reads: it may be
    misspelt."""
    known = {name for name in Settings.names() if name.startswith(HOUSE)}
    prefixes = [HOUSE]
    for platform in platform_names():
        known |= load_checkup(platform).settings_names(directory)
        prefixes.append(f"{platform.upper()}_")
    for name in sorted(settings.given - known):
        if name.startswith(tuple(prefixes)):
            nearest = get_close_matches(name, sorted(known), n=1, cutoff=0)
            meant = f"the nearest that is read is {nearest[0]}"
            yield Problem(name, f"Nothing reads this setting; {meant}.")
