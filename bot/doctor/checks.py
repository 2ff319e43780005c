"""What is wrong, and how to mend it: the checks behind `sevenbot doctor`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.app import Sevenbot, build_app
from bot.delivery.jobs import STALLED_AFTER
from bot.delivery.outcome import state_words
from bot.doctor.misplaced import misplaced
from bot.environment import platform_problems, unread_settings
from bot.opening import opened_database
from bot.platforms.discovery import load_checkup, platform_names
from bot.store.delivery.letters import Letter, What, list_letters
from bot.store.engine import Database
from bot.store.migrate import SchemaState, schema_state
from bot.store.plans.overview import list_unreadable
from bot.store.plans.unsent import standing_since, waiting_since
from bot.store.trouble import check_writable
from bot.surveys.checkup import key_troubles
from bot.surveys.keys import PulseKeys
from config.directory import Directory, read_with_lines
from config.errors import InputError, Problem, SevenbotError
from config.now import LONDON, Now, system_now
from config.settings import Settings
from content.days import in_london

PLATFORMS = "Platforms"
AHEAD = timedelta(days=60)
"""So long before term dates run out a person is told."""

PATIENCE = timedelta(minutes=5)
"""How long something may wait for a worker before a person is told: a restart takes less."""

STILL = timedelta(minutes=15)
"""How long something may stand still while a worker runs before a person is told."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. Well when `troubles` is empty."""

    name: str
    said: str
    """What was found when it is well."""
    troubles: tuple[str, ...] = ()
    """A sentence each: what is wrong and how to mend it."""
    notes: tuple[str, ...] = ()
    """A sentence each: what is odd, and need not be wrong."""

    def as_json(self) -> Mapping[str, object]:
        """Return it for scripts."""
        return {
            "name": self.name,
            "well": not self.troubles,
            "said": self.said,
            "troubles": list(self.troubles),
            "notes": list(self.notes),
        }


async def examine(environ: Mapping[str, str], *, now: Now = system_now) -> tuple[Check, ...]:
    """Look at the settings, the directory, the platforms' secrets, the database, the deliveries
    that need a person or a worker, open surveys' keys, the identity key and each platform. What
    cannot be looked at because of an earlier trouble is left out. Raises nothing."""
    try:
        settings = Settings.load(environ)
    except SevenbotError as error:
        return (_trouble("Settings", error),)
    checks = _papers(settings, now)
    complete = checks[-1].name == PLATFORMS and not checks[-1].troubles
    try:
        async with opened_database(settings) as database:
            checks.append(await _database(database))
            checks.append(await _deliveries(database, now))
            checks.append(await _survey_keys(database, settings))
            if complete:
                checks += await _platforms(settings, database.conninfo)
    except SevenbotError as error:
        checks.append(_trouble("Database", error))
    return tuple(checks)


def _papers(settings: Settings, now: Now) -> list[Check]:
    """Look at what is written down: settings, directory, and the platforms' secrets for it."""
    read = "They can be read."
    try:
        directory, located = read_with_lines(settings.directory, platforms=platform_names())
    except SevenbotError as error:
        return [Check("Settings", read), _trouble("Directory", error)]
    notes = tuple(map(str, [*unread_settings(settings, directory), *_left_out(settings)]))
    shapes = {name: load_checkup(name).SHAPES for name in platform_names()}
    odd = sorted(misplaced(directory, located.where, shapes), key=lambda p: p.position)
    counts = (
        f"{len(directory.agencies)} agencies, {len(directory.workspaces)} workspaces,"
        f" {len(directory.channels)} channels."
    )
    secrets = platform_problems(settings, directory)
    return [
        Check("Settings", read, notes=notes),
        Check("Directory", counts, tuple(map(str, odd)), tuple(_running_out(directory, now))),
        Check(PLATFORMS, "What they need is set.", tuple(map(str, secrets))),
    ]


def _running_out(directory: Directory, now: Now) -> Iterator[str]:
    """Yield which term dates are soon over: after that the schools are taken to be open."""
    today = now().astimezone(LONDON).date()
    for dates in directory.term_dates:
        if dates.known_until < today + AHEAD:
            yield (
                f"{dates.name} are known until {dates.known_until} only: add the next terms, or the"
                " schools are written to in their holidays."
            )


def _left_out(settings: Settings) -> Iterator[Problem]:
    """Yield what need not be set, with what is then not there."""
    if settings.public_url is None:
        lost = (
            "It is not set, so that people cannot download their own record nor leads the printable"
            " pack: set it to the https address under which browsers reach the web process."
        )
        yield Problem("SEVENBOT_PUBLIC_URL", lost)


async def _database(database: Database) -> Check:
    ahead = (
        "A newer Sevenbot has added to it, and this one can go on beside that one: finish the"
        " upgrade."
    )
    try:
        await check_writable(database)
    except SevenbotError as error:
        return _trouble("Database", error)
    notes = (ahead,) if await schema_state(database) is SchemaState.AHEAD else ()
    return Check("Database", "It answers and is up to date.", notes=notes)


async def _deliveries(database: Database, now: Now) -> Check:
    moment = now()
    heard = moment - timedelta(seconds=STALLED_AFTER)
    async with database.begin() as connection:
        letters = await list_letters(connection)
        since = await waiting_since(connection, until=moment - PATIENCE, heard=heard)
        still = await standing_since(connection, until=moment - STILL)
        unreadable = await list_unreadable(connection)
    wrong = [
        f"{_where(letter)}: {state_words(letter.outcome)}. {letter.reason}" for letter in letters
    ]
    notes = (_DECIDE,) if letters else ()
    wrong += [
        f"The plan of dissemination {which} cannot be read, and nothing more of it is sent: install"
        " the newest Sevenbot, which may have written it, or `sevenbot plan stop` it."
        for which in unreadable
    ]
    if since is not None:
        wrong.append(
            f"What is to be sent waits for a worker since {in_london(since)}, and none runs: start"
            " `sevenbot work`, or `sevenbot run`."
        )
    elif still is not None:
        wrong.append(
            f"What is to be sent stands still since {in_london(still)}, though a worker runs: look"
            " into the worker's log, which says why, and restart the worker."
        )
    return Check("Deliveries", "None needs a person.", tuple(wrong), notes)


_DECIDE = (
    "`sevenbot deliveries list` shows each, and `sevenbot deliveries show` what you can decide."
    " What is halted goes on by itself once the cause is mended."
)


def _where(letter: Letter) -> str:
    if letter.what is What.MOMENT:
        return f"{letter.title}, due {in_london(letter.due_at)}"
    return letter.channel or "A private message"


async def _survey_keys(database: Database, settings: Settings) -> Check:
    async with database.begin() as connection:
        troubles = await key_troubles(connection, PulseKeys(settings.pulse_keys_dir))
    return Check("Survey keys", "Each open survey has its own, and no other is left.", troubles)


async def _platforms(settings: Settings, address: str) -> list[Check]:
    try:
        sevenbot = build_app(settings, address)
    except SevenbotError as error:
        return [_trouble("Identity key", error)]
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
