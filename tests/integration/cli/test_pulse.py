"""`pulse …`: from an author's file to what is said about the results."""

import asyncio
import json
from datetime import datetime, timedelta
from pathlib import Path
from shlex import split
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from bot.delivery.errands import Errands
from bot.delivery.jobs import Queue
from bot.followups.pulse import RunSurveys
from bot.platforms.discovery import platform_names
from bot.store.engine import Database
from bot.surveys.desk import SurveyDesk
from bot.surveys.keys import PulseKeys
from config.directory import PersonRole, read_directory
from config.now import LONDON, system_now
from content.survey import Submission
from tests.integration.cli.ahead import FORWARD
from tests.integration.cli.conftest import INPUT, NOT_FOUND, REFUSED, USAGE, Shell
from tests.unit.content.importing.example import AUTHORING

AUDIENCE = "everyone"


def example(shell: Shell, **changed: str) -> Path:
    words = AUTHORING.read_text(encoding="utf-8").split("```yaml\n")[1].split("\n```\n")[0]
    for old, new in changed.items():
        words = words.replace(old, new)
    return shell.write("survey.yaml", words)


def in_days(days: float) -> str:
    return f"{system_now().astimezone(LONDON) + timedelta(days=days):%Y-%m-%d %H:%M}"


@pytest.fixture
def ready(shell: Shell) -> Shell:
    """The example's survey, approved."""
    assert shell("pulse", "import", example(shell)).code == 0
    assert shell("pulse", "approve", "neglect-autumn", "--by", shell.approver).code == 0
    return shell


def run(shell: Shell, *, days: float, people: int = 0) -> None:
    """Let the clock do its part so many days on, having so many people answer before."""

    async def tick(house: Database, follow_up: RunSurveys, now: datetime) -> None:
        async with house.begin() as connection:
            await follow_up(connection, now)

    async def play() -> None:
        house = Database(shell.environ["DATABASE_URL"], pool_size=2)
        directory = read_directory(shell.folder / "directory.yaml", platforms=platform_names())
        keys = PulseKeys(shell.folder / "data" / "pulse-keys")
        follow_up = RunSurveys(Errands(Queue(house), directory), keys, 5)
        try:
            await tick(house, follow_up, system_now())
            members = await _delivered(house, people)
            async with house.begin() as connection:
                rows = await connection.execute(
                    text("SELECT id FROM surveys WHERE closed_at IS NULL AND called_off IS NULL")
                )
                surveys: list[UUID] = list(rows.scalars())
            for member in members:
                given = Submission(
                    {"can-name": "agree", "supervision": "yes", "duty-team": "agree"}, ""
                )
                for survey in surveys:
                    assert await SurveyDesk(house, keys, system_now).answer(survey, member, given)
            await tick(house, follow_up, system_now() + timedelta(days=days))
        finally:
            await house.close()

    asyncio.run(play())


async def _delivered(house: Database, people: int) -> list[UUID]:
    """Have every opening posted; so many people see the first one."""
    members = [uuid4() for _ in range(people)]
    async with house.begin() as connection:
        rows = await connection.execute(
            text(
                "UPDATE deliveries SET state = 'delivered', settled_at = now() RETURNING id, agency"
            )
        )
        first = rows.first()
        for member in members:
            assert first is not None
            given = {"id": member, "lookup": member.bytes, "to": first.id, "agency": first.agency}
            await connection.execute(
                text(
                    "INSERT INTO members (id, lookup, workspace, sealed_account, registered_at)"
                    " VALUES (:id, :lookup, 'w', '', now())"
                ),
                given,
            )
            await connection.execute(
                text(
                    "INSERT INTO eligible_members (delivery, member, agency)"
                    " VALUES (:to, :id, :agency)"
                ),
                given,
            )
    return members


def test_a_survey_goes_from_a_file_to_what_will_be_done(ready: Shell) -> None:
    shell = ready
    sent = shell(
        "pulse", "send", "neglect-autumn", "--to", AUDIENCE, "--closes", in_days(9), "--json"
    )
    assert sent.code == 0
    survey = json.loads(sent.out)["survey"]
    planned = shell("pulse", "show", "neglect-autumn")
    assert f"Survey {survey}; planned" in planned.out
    asked = json.loads(shell("pulse", "show", survey, "--json").out)
    assert (asked["state"], asked["results"]) == ("planned", None)

    run(shell, days=0, people=7)
    told = shell("pulse", "show", "neglect-autumn").out
    assert "open" in told
    assert "At least 5 have answered." in told
    assert json.loads(shell("pulse", "show", survey, "--json").out)["answered_at_least"] == 5
    early = shell("pulse", "respond", "neglect-autumn", "A guide.", "--by", shell.approver)
    assert (early.code, early.out) == (REFUSED, "")

    run(shell, days=10)
    told = shell("pulse", "show", "neglect-autumn").out
    assert "closed" in told
    # Seven answered alike: that would say of each what they answered.
    assert "held back" in told
    shown = json.loads(shell("pulse", "show", survey, "--json").out)
    assert shown["results"]["everyone"]["answered"] == {"kind": "suppressed"}
    assert shown["comments"] == []
    one = next(iter(shown["results"]["agencies"]))
    only = json.loads(shell("pulse", "show", survey, "--agency", one, "--json").out)
    assert list(only["results"]["agencies"]) == [one]
    other = shell("pulse", "show", survey, "--agency", "nobody")
    assert (other.code, other.out) == (NOT_FOUND, "")
    assert "was not put to nobody" in other.err
    done = shell("pulse", "respond", "neglect-autumn", "A guide by March.", "--by", shell.approver)
    assert done.code == 0
    assert "awaits approval by somebody else" in done.out
    waiting = json.loads(shell("pulse", "show", survey, "--json").out)["proposed"]["proposal"]
    assert f"Proposal {waiting} by {shell.approver} awaits" in shell("pulse", "show", survey).out
    alone = shell("pulse", "approve-response", waiting, "--by", shell.approver)
    assert (alone.code, alone.out) == (REFUSED, "")
    assert "nobody approves their own" in alone.err
    assert "Withdrawn" in shell("pulse", "withdraw-response", waiting, "--by", shell.approver).out
    again = shell("pulse", "approve-response", waiting, "--by", shell.approver)
    assert (again.code, again.out) == (REFUSED, "")
    directory = read_directory(shell.folder / "directory.yaml", platforms=platform_names())
    coordinator = next(
        it.name for it in directory.people if it.name and PersonRole.COORDINATOR in it.roles
    )
    done = shell("pulse", "respond", "neglect-autumn", "A guide by March.", "--by", coordinator)
    waiting = json.loads(shell("pulse", "show", survey, "--json").out)["proposed"]["proposal"]
    assert waiting in done.out
    assert "nobody has said yet" in shell("pulse", "show", survey).out
    approved = shell("pulse", "approve-response", waiting, "--by", shell.approver)
    assert f"Approved by {shell.approver}" in approved.out
    assert "What will be done: A guide by March." in shell("pulse", "show", survey).out
    unknown = shell("pulse", "approve-response", survey, "--by", shell.approver)
    assert (unknown.code, unknown.out) == (NOT_FOUND, "")


def test_a_survey_is_stopped(ready: Shell) -> None:
    shell = ready
    assert (
        shell("pulse", "send", "neglect-autumn", "--to", AUDIENCE, "--closes", in_days(9)).code == 0
    )
    assert "forgotten" in shell("pulse", "stop", "neglect-autumn", "--by", "Sam").out
    again = shell("pulse", "stop", "neglect-autumn", "--by", "Kim")
    assert "Stopped by Sam" in again.out
    assert "ended without results" in shell("pulse", "show", "neglect-autumn").out
    assert shell("pulse", "stop", "neglect-autumn", "--by", " ").code == REFUSED


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        ("send none --to everyone --closes '2099-01-01 09:00'", NOT_FOUND, "pulse import"),
        ("send it --to nobody --closes '2099-01-01 09:00'", NOT_FOUND, "there are: everyone"),
        ("send it --to everyone", USAGE, "--closes"),
        ("send it --to everyone --closes soon", INPUT, "--closes: 'soon'"),
        ("send it --to everyone --closes 2099-01-01", INPUT, "--closes: '2099-01-01' is a day"),
        ("send it --to everyone --closes '2020-01-01 09:00'", INPUT, "later moment"),
        (
            "send it --to everyone --opens '2098-01-01 09:00' --closes '2097-01-01 09:00'",
            INPUT,
            "later moment",
        ),
        (
            f"send it --to everyone --opens '{FORWARD} 01:30' --closes '2099-01-01 09:00'",
            INPUT,
            "--opens: On that day",
        ),
        ("show none", NOT_FOUND, "no survey 'none'"),
        ("respond none Words. --by Nobody", REFUSED, "coordinator or approver"),
        ("stop none --by Sam", NOT_FOUND, "no survey 'none'"),
        ("approve none --by Sam", NOT_FOUND, "no survey 'none'"),
    ],
)
def test_what_cannot_be_done(ready: Shell, command: str, code: int, said: str) -> None:
    ended = ready("pulse", *split(command.replace(" it ", " neglect-autumn ")))
    assert (ended.code, ended.out) == (code, "")
    assert said in ended.err
    assert ready.count("surveys") == 0


def test_what_a_file_says_of_its_approval_counts_where_the_directory_bears_it_out(
    shell: Shell,
) -> None:
    first = shell("pulse", "import", example(shell))
    assert first.code == 0
    assert "stored, awaiting approval" in first.out
    assert "nobody of that name is an approver" in first.err
    refused = shell("pulse", "send", "neglect-autumn", "--to", AUDIENCE, "--closes", in_days(9))
    assert refused.code == REFUSED
    assert "not approved by a second person" in refused.err
    assert shell("pulse", "approve", "neglect-autumn", "--by", "Nobody").code == REFUSED
    assert "unchanged, awaiting" in shell("pulse", "import", example(shell)).out
    other = example(shell, **{"title: ": "title: Another "})
    assert "in place of the earlier draft" in shell("pulse", "import", other).out
    file = example(shell, **{"title: ": "title: Another ", "Alex Approver": shell.approver})
    assert f"stored, approved by {shell.approver}" in shell("pulse", "import", file).out
    assert "unchanged, approved" in shell("pulse", "import", file).out
    assert shell("pulse", "import", example(shell)).code == REFUSED
    assert shell.count("decisions") == 1
    again = shell("pulse", "approve", "neglect-autumn", "--by", shell.approver)
    assert f"is approved by {shell.approver}" in again.out
    assert shell.count("decisions") == 1


def test_nobody_approves_their_own(shell: Shell) -> None:
    file = example(shell, **{"Sam Author": shell.approver})
    assert shell("pulse", "import", file).code == 0
    refused = shell("pulse", "approve", "neglect-autumn", "--by", shell.approver)
    assert (refused.code, refused.out) == (REFUSED, "")
    assert "cannot approve their own" in refused.err


def test_what_is_wrong_with_a_file_comes_with_its_line(shell: Shell) -> None:
    file = example(shell, **{"format: pulse survey": "format: quiz"})
    ended = shell("pulse", "import", file)
    assert (ended.code, ended.out) == (INPUT, "")
    assert "survey.yaml:" in ended.err
    assert shell.count("survey_versions") == 0
