"""What will be done about a survey: said before the results are posted, or after, or again."""

import asyncio
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

import pytest

from bot.store.evidence.audit import list_decisions
from bot.store.pulse.proposals import Proposal
from config.errors import InputError, NotFound, Refused
from tests.integration.surveys.conftest import CY, OLLY, UNA, Room, said
from tests.integration.surveys.course import answered, post

SAID = "We will put a quiet room into every hub by March."


async def test_what_will_be_done_goes_with_the_results_or_after_them(room: Room) -> None:
    survey, people = await room.opened({"police": 12}, days=10.5)
    await answered(room, survey, people)
    with pytest.raises(Refused, match="no results yet"):
        await room.responding.propose(str(survey), SAID, by=CY)
    await room.later(days=10.5)
    with pytest.raises(Refused, match="Cy Coordinator"):
        await room.responding.propose(str(survey), SAID, by="Nobody Known")
    for words, trouble in (
        ("  ", "write something"),
        ("Ring 07700 900123 if you want to help.", "may identify"),
        ("x" * 2001, "2000"),
    ):
        with pytest.raises(InputError, match=trouble):
            await room.responding.propose(str(survey), words, by=CY)
    first = await room.responding.propose(
        str(survey), f" {SAID}\n\nA guide. ", by="cy  coordinator"
    )
    assert (first.author, first.waits) == (CY, True)
    again = await room.responding.propose(str(survey), f"{SAID}\n\nA guide.", by=CY)
    assert again == first
    approved = await room.responding.approve(first.id, by="una approver")
    assert (approved.approver, approved.waits) == (UNA, False)
    assert await room.responding.approve(first.id, by=OLLY) == approved
    assert await room.responding.propose(str(survey), f"{SAID}\n\nA guide.", by=CY) == approved
    await room.later(hours=11)
    told = await post(room, survey, "results")
    assert SAID in told
    assert "- A guide." in told
    assert "still being decided" not in told

    room.clock.advance(timedelta(days=1))
    await room.says(survey, "We did it.", by=UNA, second=OLLY)
    slot = (await room.slots(survey))[-1]
    assert slot.startswith("doing ")
    assert "We did it." in await post(room, survey, slot.rpartition(" ")[0])
    await room.says(survey, "We have done it in part.", by=UNA, second=OLLY)
    assert "other words since" in await post(room, survey, slot.rpartition(" ")[0])
    assert await kept(room, first.id) == [("responded", CY), ("approved", UNA)]


async def test_one_person_alone_posts_nothing(room: Room) -> None:
    survey, people = await room.opened({"police": 12})
    await answered(room, survey, people)
    await room.later(days=11)
    before = await room.slots(survey)
    proposal = await room.responding.propose(str(survey), SAID, by=UNA)
    with pytest.raises(Refused, match="nobody approves their own"):
        await room.responding.approve(proposal.id, by=" una  APPROVER ")
    for name in (CY, "Nobody Known"):
        with pytest.raises(Refused, match="not the name of an approver"):
            await room.responding.approve(proposal.id, by=name)
    assert (await room.survey(survey)).you_said == ""
    assert await room.slots(survey) == before
    assert await kept(room, proposal.id) == [("responded", UNA)]
    with pytest.raises(NotFound, match="no proposal"):
        await room.responding.approve(survey, by=OLLY)


async def test_what_waits_is_replaced_or_withdrawn(room: Room) -> None:
    survey, people = await room.opened({"police": 12})
    await answered(room, survey, people)
    await room.later(days=11)
    first = await room.responding.propose(str(survey), SAID, by=CY)
    second = await room.responding.propose(str(survey), "Other words.", by=UNA)
    with pytest.raises(Refused, match="others were proposed in their place"):
        await room.responding.approve(first.id, by=OLLY)
    with pytest.raises(Refused, match="Nobody Known"):
        await room.responding.withdraw(second.id, by="Nobody Known")
    withdrawn = await room.responding.withdraw(second.id, by=CY)
    assert await room.responding.withdraw(second.id, by=UNA) == withdrawn
    with pytest.raises(Refused, match="taken back"):
        await room.responding.approve(second.id, by=OLLY)
    assert (await room.survey(survey)).you_said == ""
    assert await kept(room, first.id) == [("responded", CY), ("withdrawn", UNA)]
    assert await kept(room, second.id) == [("responded", UNA), ("withdrawn", CY)]

    # The same words may be proposed again, and what is approved is not taken back any more.
    third = await room.responding.propose(str(survey), "Other words.", by=UNA)
    await room.responding.approve(third.id, by=OLLY)
    with pytest.raises(Refused, match="Olly Both approved these words on"):
        await room.responding.withdraw(third.id, by=CY)
    assert (await room.survey(survey)).you_said == "Other words."


async def test_of_many_at_once_one_waits_and_one_is_approved(room: Room) -> None:
    survey, people = await room.opened({"police": 12})
    await answered(room, survey, people)
    await room.later(days=11)
    await asyncio.gather(
        *(room.responding.propose(str(survey), f"Words {n % 3}.", by=CY) for n in range(6))
    )
    waiting = "SELECT id FROM survey_proposals WHERE approved_at IS NULL AND withdrawn_at IS NULL"
    (one,) = await room.rows(waiting)
    ends = await asyncio.gather(
        room.responding.approve(one["id"], by=UNA),
        room.responding.withdraw(one["id"], by=CY),
        room.responding.propose(str(survey), "Something else.", by=CY),
        return_exceptions=True,
    )
    assert all(isinstance(end, Proposal | Refused) for end in ends)
    ended = await room.rows("SELECT * FROM survey_proposals WHERE approved_at IS NOT NULL")
    assert (await room.survey(survey)).you_said == "".join(row["text"] for row in ended)
    assert len(await room.rows(waiting)) == 1


async def test_words_that_are_said_again_after_others_are_posted_again_once(room: Room) -> None:
    survey, people = await room.opened({"police": 12})
    await answered(room, survey, people)
    await room.later(days=11)
    approved = []
    for words in (SAID, "Other words.", SAID):
        proposal = await room.responding.propose(str(survey), words, by=CY)
        approved.append(await room.responding.approve(proposal.id, by=UNA))
        # Proposed or approved once more, what stands stays as it is.
        assert await room.responding.approve(proposal.id, by=OLLY) == approved[-1]
        assert await room.responding.propose(str(survey), words, by=CY) == approved[-1]
        room.clock.advance(timedelta(minutes=1))
    one, other, again = slots = [f"doing {each.id}" for each in approved]
    said_so = [slot for slot in await room.slots(survey) if slot.startswith("doing ")]
    here = [slot for slot in said_so if slot.endswith(" police-team")]
    assert here == [f"{slot} police-team" for slot in slots]
    # Where all of them still wait for an agency's hours, the last one alone goes out.
    assert "other words since" in await post(room, survey, one)
    assert "other words since" in await post(room, survey, other)
    assert SAID in await post(room, survey, again)


async def test_what_waited_under_its_words_goes_out_unless_they_were_said_again(
    room: Room,
) -> None:
    """A slot was named after its words once."""
    survey, people = await room.opened({"police": 12})
    await answered(room, survey, people)
    await room.later(days=11)
    await room.says(survey, SAID)
    earlier = f"doing {sha256(SAID.encode()).hexdigest()[:16]}"
    await room.run(f"UPDATE occurrences SET slot = '{earlier}' WHERE slot LIKE 'doing %'")
    assert SAID in await post(room, survey, earlier)
    room.clock.advance(timedelta(minutes=1))
    await room.says(survey, "Other words.")
    assert "other words since" in await post(room, survey, earlier)
    room.clock.advance(timedelta(minutes=1))
    await room.says(survey, SAID)
    assert "other words since" in await post(room, survey, earlier)


async def kept(room: Room, proposal: UUID) -> list[tuple[str, str]]:
    """Return what was decided on a proposal; the words themselves stand nowhere among it."""
    async with room.database.begin() as connection:
        decisions = await list_decisions(connection, proposal)
    assert SAID not in str(decisions)
    return [(each.act.value, each.person) for each in decisions]


async def test_nobody_finds_their_own_sentence_in_a_channel(room: Room) -> None:
    survey, people = await room.opened({"police": 12})
    words = "More time with each child before the conference would help us all"
    await room.desk.answer(survey, people[0], said(words=words))
    await answered(room, survey, people[1:])
    await room.later(days=11)
    with pytest.raises(InputError, match="own words"):
        await room.responding.propose(
            str(survey), f"You said: {words.upper()}. We will see.", by=CY
        )
