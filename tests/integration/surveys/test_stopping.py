"""What holds a survey up, and what ends it without results."""

from datetime import timedelta
from uuid import UUID

import psycopg
import pytest
from sqlalchemy.exc import ProgrammingError

from bot.store.pulse.closing import take_tables
from bot.surveys.planning import stop_survey
from bot.surveys.results import results_of
from config.errors import NotFound, Refused
from content.results import Shown
from tests.integration.surveys.conftest import Room, said
from tests.integration.surveys.course import answered, post


async def test_what_holds_the_tables_holds_up_the_close_and_nobody_else(
    room: Room, database_url: str
) -> None:
    survey, people = await room.opened({"police": 12})
    await answered(room, survey, people)
    with psycopg.connect(database_url) as backup:
        backup.execute("LOCK TABLE survey_counts IN ACCESS SHARE MODE")
        back = await room.later(days=11)
        assert back is not None
        assert back - room.clock.now() == timedelta(seconds=30)
        assert (await room.survey(survey)).closed_at is None
        assert await room.left(survey) != {}
        with pytest.raises(Refused, match="backup"):
            await stop(room, survey)
    await room.tick()
    assert results_of(await room.survey(survey)).everyone.answered == Shown(12)


async def test_any_other_trouble_with_the_tables_is_no_reason_to_wait(room: Room) -> None:
    await room.script("ALTER TABLE survey_counts RENAME TO moved")
    with pytest.raises(ProgrammingError):
        async with room.database.begin() as connection:
            await take_tables(connection)


async def stop(room: Room, survey: UUID) -> None:
    await stop_survey(room.database, room.keys, str(survey), by="Sam Stopper", now=room.clock.now)


async def test_a_survey_can_be_stopped_and_everything_is_forgotten(room: Room) -> None:
    survey, people = await room.opened({"police": 12})
    other, others = await room.opened({"health": 3})
    await answered(room, survey, people)
    await answered(room, other, others)
    kept = await room.counted(other)
    await stop(room, survey)
    await stop(room, survey)
    ended = await room.survey(survey)
    assert "Stopped by Sam Stopper" in ended.called_off
    assert set((await room.left(survey)).values()) == {0}
    assert await room.counted(other) == kept
    assert not await room.desk.answer(survey, people[0], said())
    assert await room.desk.answer(other, others[0], said()) is False
    assert "was stopped" in await post(room, survey, "opening")
    await room.later(days=11)
    assert (await room.survey(survey)).closed_at is None
    with pytest.raises(Refused, match="has closed"):
        await stop(room, other)
    with pytest.raises(Refused, match="Say who"):
        await stop_survey(room.database, room.keys, str(other), by=" ", now=room.clock.now)
    with pytest.raises(NotFound, match="no survey 'none'"):
        await stop_survey(room.database, room.keys, "none", by="Sam", now=room.clock.now)
