"""What will be done about a survey: said before the results are posted, or after, or again."""

from datetime import timedelta

import pytest

from bot.store.audit import list_decisions
from config.errors import InputError, Refused
from tests.integration.surveys.conftest import CY, UNA, Room, said
from tests.integration.surveys.course import answered, post

SAID = "We will put a quiet room into every hub by March."


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
