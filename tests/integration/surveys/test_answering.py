"""One answer each: counted with its mark, or not at all; and nothing said of who gave it."""

import asyncio
import logging
from uuid import UUID

import psycopg
import pytest

from bot.surveys.keys import PulseKeys, check_of, token_of
from config.errors import DatabaseUnavailable, SettingsError
from handlers.survey_port import SurveyState
from tests.integration.surveys.conftest import Room, said


async def state(room: Room, survey: UUID, member: UUID) -> SurveyState:
    standing = await room.desk.standing(survey, member)
    assert standing is not None
    return standing.state


async def test_every_counter_is_there_at_nought_before_anybody_answers(room: Room) -> None:
    survey, _ = await room.opened({"health": 3, "police": 2})
    left = await room.left(survey)
    assert left == {
        "survey_counts": 3 * (4 + 6),
        "survey_comments": 0,
        "survey_participation": 0,
    }
    assert await room.counted(survey) == {}


async def test_an_answer_counts_once(room: Room) -> None:
    survey, (anna, ben) = await room.opened({"police": 2})
    assert await state(room, survey, anna) is SurveyState.OPEN
    assert await room.desk.answer(survey, anna, said("yes", "agree", "A quiet room."))
    assert not await room.desk.answer(survey, anna, said("no", "disagree", "Another word."))
    assert await state(room, survey, anna) is SurveyState.ANSWERED
    assert await state(room, survey, ben) is SurveyState.OPEN
    assert await room.counted(survey) == {
        ("police", "talked", "yes"): 1,
        ("police", "sure", "agree"): 1,
    }
    (comment,) = await room.rows("SELECT * FROM survey_comments")
    assert comment.keys() == {"id", "survey", "text"}
    assert comment["text"] == "A quiet room."
    assert (await room.left(survey))["survey_participation"] == 1


async def test_a_hundred_who_answer_at_once_are_counted_once_each(room: Room) -> None:
    survey, people = await room.opened({"police": 20, "health": 20})
    tries = [room.desk.answer(survey, member, said()) for member in people * 3]
    counted = await asyncio.gather(*tries)
    assert sum(counted) == 40
    assert await room.counted(survey) == {
        (agency, question, option): 20
        for agency in ("health", "police")
        for question, option in (("talked", "yes"), ("sure", "agree"))
    }


async def test_who_was_not_asked_is_not_counted(room: Room) -> None:
    survey, _ = await room.opened({"police": 2})
    (late,) = await room.plant.members(1)
    assert await state(room, survey, late) is SurveyState.NOT_ASKED
    assert not await room.desk.answer(survey, late, said())
    assert await room.counted(survey) == {}


async def test_who_is_in_two_agencies_counts_in_one_of_them(room: Room) -> None:
    survey, (anna,) = await room.opened({"police": 1})
    await room.arrived(survey, {"health-team": [anna]})
    await room.desk.answer(survey, anna, said())
    assert {agency for agency, _, _ in await room.counted(survey)} == {"health"}
    await room.later(days=11)
    closed = await room.survey(survey)
    assert closed.cut is not None
    assert closed.cut.eligible == {"health": 1}


async def test_nobody_answers_before_or_after(room: Room) -> None:
    survey = await room.planned()
    (anna,) = await room.plant.members(1)
    assert await state(room, survey, anna) is SurveyState.CLOSED
    await room.tick()
    await room.arrived(survey, {"police-team": [anna]})
    room.clock.advance((await room.survey(survey)).closes_at - room.clock.now())
    # The clock has not closed it yet, but its time is over.
    assert await state(room, survey, anna) is SurveyState.CLOSED
    assert not await room.desk.answer(survey, anna, said())
    await room.tick()
    assert await state(room, survey, anna) is SurveyState.CLOSED
    assert not await room.desk.answer(survey, anna, said())
    assert await room.desk.standing(UUID(int=1), anna) is None
    assert not await room.desk.answer(UUID(int=1), anna, said())


FAULTS = {
    "the commit fails": """
        CREATE FUNCTION fault() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'no commit'; END $$;
        CREATE CONSTRAINT TRIGGER fault AFTER INSERT ON survey_participation
            DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION fault()
    """,
    **{
        f"the connection dies at {table}": f"""
            CREATE FUNCTION fault() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;
            CREATE TRIGGER fault AFTER INSERT OR UPDATE ON {table}
                FOR EACH STATEMENT EXECUTE FUNCTION fault()
        """
        for table in ("survey_participation", "survey_counts", "survey_comments")
    },
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_mark_counters_and_comment_are_kept_together_or_not_at_all(
    room: Room, fault: str
) -> None:
    survey, (anna,) = await room.opened({"police": 1})
    for statement in FAULTS[fault].replace(";\n        CREATE", "|CREATE").split("|"):
        await room.run(statement)
    with pytest.raises(psycopg.Error):
        await room.desk.answer(survey, anna, said(words="A word."))
    left = await room.left(survey)
    assert (left["survey_comments"], left["survey_participation"]) == (0, 0)
    assert await room.counted(survey) == {}
    await room.run("DROP FUNCTION fault CASCADE")
    assert await room.desk.answer(survey, anna, said(words="A word."))
    left = await room.left(survey)
    assert (left["survey_comments"], left["survey_participation"]) == (1, 1)


async def test_an_option_that_the_survey_lacks_undoes_everything(room: Room) -> None:
    survey, (anna,) = await room.opened({"police": 1})
    with pytest.raises(LookupError):
        await room.desk.answer(survey, anna, said("perhaps"))
    assert (await room.left(survey))["survey_participation"] == 0


async def test_without_the_survey_s_own_key_nothing_is_counted(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    survey, (anna,) = await room.opened({"police": 1})
    path = room.keys.folder / f"{survey}.key"
    key = path.read_bytes()
    caplog.set_level(logging.DEBUG)
    for other in (b"short", bytes(32), None):
        if other is None:
            path.unlink()
        else:
            path.write_bytes(other)
        with pytest.raises(DatabaseUnavailable, match="key"):
            await room.desk.standing(survey, anna)
        with pytest.raises(DatabaseUnavailable, match="Nothing was counted"):
            await room.desk.answer(survey, anna, said())
    assert str(anna) not in caplog.text
    assert await room.counted(survey) == {}
    path.write_bytes(key)
    path.chmod(0o600)
    assert await room.desk.answer(survey, anna, said())


def test_a_key_is_made_once_kept_close_and_destroyed(room: Room) -> None:
    survey, other = UUID(int=1), UUID(int=2)
    key = room.keys.make(survey)
    path = room.keys.folder / f"{survey}.key"
    assert len(key) == 32
    assert room.keys.make(survey) == room.keys.read(survey) == path.read_bytes() == key
    assert room.keys.make(other) != key
    assert path.stat().st_mode & 0o777 == 0o600
    assert room.keys.folder.stat().st_mode & 0o777 == 0o700
    assert room.keys.verified(survey, check_of(key)) == key
    with pytest.raises(SettingsError, match="opened with"):
        room.keys.verified(other, check_of(key))
    path.chmod(0o640)
    with pytest.raises(SettingsError, match="chmod 600"):
        room.keys.read(survey)
    room.keys.destroy(survey)
    room.keys.destroy(survey)
    assert [entry.name for entry in room.keys.folder.iterdir()] == [f"{other}.key"]
    with pytest.raises(SettingsError, match="cannot be read"):
        room.keys.read(survey)
    blocked = PulseKeys(path.parent / f"{other}.key" / "folder")
    with pytest.raises(SettingsError, match="cannot be made"):
        blocked.make(survey)
    with pytest.raises(SettingsError, match="cannot be deleted"):
        blocked.destroy(survey)


def test_tokens_differ_by_person_survey_and_key() -> None:
    one, two = UUID(int=1), UUID(int=2)
    tokens = {token_of(key, s, m) for key in (b"a", b"b") for s in (one, two) for m in (one, two)}
    assert len(tokens) == 8
    assert token_of(b"a", one, two) == token_of(b"a", one, two)
