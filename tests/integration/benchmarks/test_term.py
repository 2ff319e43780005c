"""A short term, lived through: it comes to what the tally says, which sees whatever is wrong."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import text

from benchmarks.loop.practitioners import LIVELY
from benchmarks.loop.wire import over_the_wire
from benchmarks.term import Form, Outcome, lived, prepared
from bot.store.engine import Database
from config.now import system_now
from schedules.followups import CascadePlan, FollowUps, RecallPlan

MEMBERS = 20
FORM = Form(members=MEMBERS, months=1, habits=LIVELY)


async def live(form: Form, folder: Path, address: str) -> Outcome:
    """Live through a term over this database."""
    stage = prepared(form, folder)
    stage.address = address
    return await lived(form, stage)


def forgets(statement: str) -> Callable[[Database], Awaitable[None]]:
    """Return what changes something behind everybody's back, the database's own guards too."""

    async def change(database: Database) -> None:
        async with database.begin() as connection:
            await connection.execute(text("SET LOCAL session_replication_role = replica"))
            await connection.execute(text(statement))

    return change


async def test_a_term_comes_to_what_the_tally_says(
    tmp_path: Path, database: Database, database_url: str
) -> None:
    outcome = await live(FORM, tmp_path, database_url)
    assert list(outcome.mismatches) == []
    figures = outcome.figures(FORM)
    assert (figures["mismatches"], figures["members"]) == (0, MEMBERS)
    assert sum(outcome.found.events.values()) > 100
    assert len(outcome.found.askings) > 5


async def test_what_is_wrong_is_told(tmp_path: Path, database: Database, database_url: str) -> None:
    form = replace(
        FORM,
        follow_ups=FollowUps(
            recall=RecallPlan(days=(8, 30, 90)), cascade=CascadePlan(remind_days=(7, 13, 16))
        ),
        afterwards=forgets("DELETE FROM responses WHERE ctid = (SELECT min(ctid) FROM responses)"),
    )
    outcome = await live(form, tmp_path, database_url)
    for said in ("never came: recall", "never came: reminder", "answered should be"):
        assert any(said in words for words in outcome.mismatches)


async def test_over_the_wire_it_comes_to_the_same(
    tmp_path: Path, database: Database, database_url: str
) -> None:
    today = system_now().date()
    # The platforms' certificates are read by the machine's own clock.
    form = replace(FORM, first=today - timedelta(days=today.weekday()))
    async with over_the_wire(MEMBERS, tmp_path, database_url, form.clock) as stage:
        outcome = await lived(form, stage)
    assert list(outcome.mismatches) == []
    assert sum(outcome.found.events.values()) > 100
