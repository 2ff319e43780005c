"""What is wrong, and how to mend it: the checks behind `sevenbot doctor`."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.app import Sevenbot, build_app
from bot.delivery.outcome import WORDS
from bot.operations import opened_database
from bot.platforms.discovery import platform_names
from bot.store.deliveries import dead_letters
from bot.store.engine import Database
from config.directory import read_directory
from config.errors import InputError, SevenbotError
from config.settings import Settings


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. Well when `troubles` is empty."""

    name: str
    said: str
    """What was found when it is well."""
    troubles: tuple[str, ...] = ()
    """A sentence each: what is wrong and how to mend it."""

    def as_json(self) -> Mapping[str, object]:
        """Return it for scripts."""
        return {
            "name": self.name,
            "well": not self.troubles,
            "said": self.said,
            "troubles": list(self.troubles),
        }


async def examine(environ: Mapping[str, str]) -> tuple[Check, ...]:
    """Look at the settings, the directory, the database, the deliveries that need a person, the
    identity key and each platform. What cannot be looked at because of an earlier trouble is left
    out. Raises nothing."""
    try:
        settings = Settings.load(environ)
    except SevenbotError as error:
        return (_trouble("Settings", error),)
    checks = [Check("Settings", "They can be read."), _directory(settings)]
    try:
        async with opened_database(settings) as database:
            checks.append(Check("Database", "It answers and is up to date."))
            checks.append(await _deliveries(database))
            if not checks[1].troubles:
                checks += await _platforms(settings, database.conninfo)
    except SevenbotError as error:
        checks.append(_trouble("Database", error))
    return tuple(checks)


def _directory(settings: Settings) -> Check:
    try:
        directory = read_directory(settings.directory, platforms=platform_names())
    except SevenbotError as error:
        return _trouble("Directory", error)
    return Check(
        "Directory",
        f"{len(directory.agencies)} agencies, {len(directory.workspaces)} workspaces,"
        f" {len(directory.channels)} channels.",
    )


async def _deliveries(database: Database) -> Check:
    async with database.begin() as connection:
        letters = await dead_letters(connection)
    return Check(
        "Deliveries",
        "None needs a person.",
        tuple(f"{letter.channel}: {WORDS[letter.outcome]}. {letter.reason}" for letter in letters),
    )


async def _platforms(settings: Settings, address: str) -> list[Check]:
    try:
        sevenbot = build_app(settings, address)
    except SevenbotError as error:
        return [_trouble("Platforms", error)]
    try:
        return [
            await _identity_key(sevenbot),
            *[await _platform(sevenbot, name) for name in sevenbot.platforms],
        ]
    finally:
        await sevenbot.stop()


async def _identity_key(sevenbot: Sevenbot) -> Check:
    try:
        await sevenbot.members.check_key()
    except SevenbotError as error:
        return _trouble("Identity key", error)
    return Check("Identity key", "It is the one with which members were registered.")


async def _platform(sevenbot: Sevenbot, name: str) -> Check:
    troubles = await sevenbot.platforms[name].check()
    count = len(sevenbot.directory.workspaces_on(name))
    return Check(name.capitalize(), f"{count} workspaces answer.", tuple(troubles))


def _trouble(name: str, error: SevenbotError) -> Check:
    if isinstance(error, InputError):
        return Check(name, "", tuple(str(problem) for problem in error.problems))
    return Check(name, "", (str(error),))
