"""A survey's course: opened, reminded of, closed, brought back, and spoken to."""

import asyncio
from datetime import timedelta
from uuid import UUID

import psycopg
import pytest
from sqlalchemy.exc import ProgrammingError

from bot.delivery.composing import Needless
from bot.store.audit import list_decisions
from bot.store.deliveries import load_delivery
from bot.store.engine import Database
from bot.store.survey_closing import take_tables
from bot.surveys.planning import stop_survey
from bot.surveys.results import comments_of, results_of
from config.errors import InputError, NotFound, Refused
from content.message import Message, plain_text
from content.results import Shown, Suppressed
from tests.integration.surveys.conftest import CY, UNA, Room, said

SAID = "We will put a quiet room into every hub by March."


async def post(room: Room, survey: UUID, slot: str, channel: str = "police-team") -> str:
    """Return what a post says now, or why it is not sent."""
    (row,) = await room.rows(
        "SELECT d.id FROM deliveries d JOIN occurrences o ON o.id = d.occurrence"
        " WHERE o.subject = :it AND o.slot LIKE :slot AND d.channel = :channel",
        it=survey,
        slot=slot,
        channel=channel,
    )
    async with room.database.begin() as connection:
        delivery = await load_delivery(connection, row["id"])
        assert delivery is not None
        said = await room.compose(connection, delivery)
    if isinstance(said, Needless):
        return said.reason
    assert isinstance(said, Message)
    return plain_text(said)


async def answered(room: Room, survey: UUID, people: list[UUID], talked: str = "yes") -> None:
    for number, member in enumerate(people):
        words = f"Comment number {number}" if number % 2 else ""
        assert await room.desk.answer(
            survey, member, said(talked, ("agree", "neither")[number % 2], words)
        )


async def test_it_is_opened_reminded_of_closed_and_brought_back(room: Room) -> None:
    survey, people = await room.opened({"police": 12, "health": 14})
    assert await room.slots(survey) == [
        f"opening {channel}" for channel in ("health-team", "leads", "police-team", "school-team")
    ]
    assert "Was it talked over" not in await post(room, survey, "opening")
    assert "Open until" in await post(room, survey, "opening")
    await answered(room, survey, people[:12])
    assert (await room.later(days=5)) == (await room.survey(survey)).remind_at
    assert len(await room.slots(survey)) == 4
    await room.later(days=2)
    assert (await room.slots(survey))[4:] == ["reminder health-team", "reminder police-team"]
    said_so_far = await post(room, survey, "reminder")
    assert "At least 10 people have answered." in said_so_far
    assert "12" not in said_so_far.replace("12 ", "")
    await room.later(days=1)
    assert len(await room.slots(survey)) == 6
    await answered(room, survey, people[12:], talked="not-sure")

    key = room.keys.read(survey)
    await room.later(days=2)
    closed = await room.survey(survey)
    assert closed.closed_at is not None
    assert list(room.keys.folder.iterdir()) == []
    assert key not in str(closed).encode()
    assert await room.left(survey) == {
        "survey_counts": 0,
        "survey_comments": 0,
        "survey_participation": 0,
    }
    assert (await room.slots(survey))[6:] == ["results health-team", "results police-team"]
    results = results_of(closed)
    # The school was asked and nobody reached there: it is not told of.
    assert list(results.agencies) == ["health", "police"]
    assert results.agencies["health"].answers["talked"]["not-sure"] == Shown(14)
    assert "26 of 26 people answered" in await post(room, survey, "results")
    assert "closed before this was posted" in await post(room, survey, "opening")
    assert len(comments_of(closed).shown) == 13
    told = await post(room, survey, "results")
    assert not any(words in told for words in closed.comments)
    before = await room.slots(survey)
    await room.later(days=1)
    assert await room.slots(survey) == before


async def test_two_clocks_at_once_do_it_once(room: Room) -> None:
    survey, people = await room.opened({"police": 12})
    await answered(room, survey, people)
    for days in (7, 4):
        room.clock.advance(timedelta(days=days))
        await asyncio.gather(*(room.tick() for _ in range(4)))
    assert await room.slots(survey) == [
        *(f"opening {key}" for key in ("health-team", "leads", "police-team", "school-team")),
        "reminder police-team",
        "results police-team",
    ]
    assert results_of(await room.survey(survey)).everyone.answered == Shown(12)


async def test_a_small_group_is_held_back_and_comments_of_few_are_gone(room: Room) -> None:
    survey, people = await room.opened({"police": 4, "health": 5})
    await answered(room, survey, people)
    await room.later(days=11)
    closed = await room.survey(survey)
    results = results_of(closed)
    assert isinstance(results.agencies["police"].answered, Suppressed)
    assert isinstance(results.everyone.answered, Suppressed)
    assert closed.comments == ()
    assert "9 people were asked." in await post(room, survey, "results")
    one = results_of(closed, {"police"})
    assert isinstance(one.everyone.answered, Suppressed)
    with pytest.raises(KeyError):
        results_of(closed, {"fire"})


async def test_results_wait_for_working_hours(room: Room) -> None:
    survey, people = await room.opened({"police": 12}, days=10.5)
    await answered(room, survey, people)
    # Opened on a Monday at nine, it closes on a Thursday at nine in the evening.
    back = await room.later(days=10.5)
    closed = await room.survey(survey)
    assert closed.closed_at is not None
    assert closed.shared_at is None
    assert back == closed.closed_at + timedelta(hours=11)
    await room.later(hours=11)
    assert (await room.slots(survey))[-1] == "results police-team"


async def test_what_will_be_done_goes_with_the_results_or_after_them(room: Room) -> None:
    survey, people = await room.opened({"police": 12}, days=10.5)
    await answered(room, survey, people)
    with pytest.raises(Refused, match="no results yet"):
        await room.responding.respond(str(survey), SAID, by=CY)
    await room.later(days=10.5)
    with pytest.raises(Refused, match="Cy Coordinator"):
        await room.responding.respond(str(survey), SAID, by="Nobody Known")
    for words, trouble in (
        ("  ", "write something"),
        ("Ring 07700 900123 if you want to help.", "may identify"),
        ("x" * 2001, "2000"),
    ):
        with pytest.raises(InputError, match=trouble):
            await room.responding.respond(str(survey), words, by=CY)
    await room.responding.respond(str(survey), f" {SAID}\n\nA guide. ", by="cy  coordinator")
    await room.responding.respond(str(survey), f"{SAID}\n\nA guide.", by=CY)
    await room.later(hours=11)
    told = await post(room, survey, "results")
    assert SAID in told
    assert "- A guide." in told
    assert "still being decided" not in told

    room.clock.advance(timedelta(days=1))
    await room.responding.respond(str(survey), "We did it.", by=UNA)
    first = (await room.slots(survey))[-1]
    assert first.startswith("doing ")
    assert "We did it." in await post(room, survey, first.rpartition(" ")[0])
    await room.responding.respond(str(survey), "We have done it in part.", by=UNA)
    assert "other words since" in await post(room, survey, first.rpartition(" ")[0])
    async with room.database.begin() as connection:
        kept = await list_decisions(connection, survey)
    assert [(each.act.value, each.person) for each in kept] == [
        ("responded", CY),
        ("responded", UNA),
        ("responded", UNA),
    ]
    assert "We did" not in str(kept)


async def test_nobody_finds_their_own_sentence_in_a_channel(room: Room) -> None:
    survey, people = await room.opened({"police": 12})
    words = "More time with each child before the conference would help us all"
    await room.desk.answer(survey, people[0], said(words=words))
    await answered(room, survey, people[1:])
    await room.later(days=11)
    with pytest.raises(InputError, match="own words"):
        await room.responding.respond(
            str(survey), f"You said: {words.upper()}. We will see.", by=CY
        )


async def test_a_comment_that_we_learn_to_doubt_is_held_back(room: Room) -> None:
    survey, people = await room.opened({"police": 12})
    # As if the check had not known this one when it was written.
    await room.desk.answer(survey, people[0], said(words="Ring me on 07700 900123"))
    await answered(room, survey, people[1:])
    await room.later(days=11)
    told = comments_of(await room.survey(survey))
    assert told.held_back == 1
    assert len(told.shown) == 5


async def test_a_survey_that_reaches_nobody_is_called_off(room: Room) -> None:
    survey = await room.planned()
    await room.tick()
    key = room.keys.folder / f"{survey}.key"
    assert key.exists()
    await room.later(days=11)
    ended = await room.survey(survey)
    assert "nobody" in ended.called_off
    assert not key.exists()
    with pytest.raises(Refused, match="no results"):
        results_of(ended)
    assert len(await room.slots(survey)) == 4


async def test_a_survey_whose_time_passed_without_a_clock_is_never_posted(room: Room) -> None:
    survey = await room.planned(days=2)
    await room.later(days=3)
    assert "Its time was over" in (await room.survey(survey)).called_off
    assert await room.slots(survey) == []


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


async def test_closing_one_survey_leaves_the_others_as_they_were(room: Room) -> None:
    first, people = await room.opened({"police": 12}, days=5)
    second, others = await room.opened({"health": 7}, days=10)
    await answered(room, first, people)
    await answered(room, second, others[:6])
    before = await room.counted(second)
    await room.later(days=6)
    assert (await room.survey(first)).closed_at is not None
    assert await room.counted(second) == before
    assert not await room.desk.answer(second, others[0], said())
    assert await room.desk.answer(second, others[6], said())
    left = await room.left(second)
    assert (left["survey_participation"], left["survey_comments"]) == (7, 3)


async def test_a_key_that_cannot_be_made_is_tried_again(room: Room, database: Database) -> None:
    room.keys.folder.parent.joinpath("keys").touch()
    survey = await room.planned()
    assert await room.tick() == room.clock.now() + timedelta(seconds=30)
    assert await room.slots(survey) == []
    room.keys.folder.unlink()
    await room.later(seconds=30)
    assert (await room.survey(survey)).opened_at is not None
