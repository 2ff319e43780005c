"""Clarifying for everybody: written by one, approved by another, posted once."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from bot.delivery.composing import Needless
from bot.followups.queries import ComposeClarification
from bot.store.evidence.audit import Act
from bot.store.inbox.clarifications import awaiting_approval, clarifications_of
from config.errors import InputError, NotFound, Refused
from content.message import Message, buttons_of, plain_text
from tests.fakes.briefings import small_briefing
from tests.integration.conftest import Facts
from tests.integration.inbox.conftest import ASKED, CY, OLLY, OTHER, UNA, WORDS, Room, directory
from tests.integration.loading import load_delivery


async def _posted(
    room: Room, *, restricted: bool = False
) -> tuple[UUID, UUID, dict[str, set[UUID]]]:
    """A query about what went to several channels, some of it not delivered; the dissemination,
    and its posts by channel."""
    briefing = replace(small_briefing(f"b-{uuid4().hex}"), restricted=restricted)
    dissemination = await room.plant.dissemination(briefing)
    posts = {
        f"{agency}-team": {await room.plant.delivery(dissemination, agency) for _ in range(times)}
        for agency, times in (("police", 2), ("leads", 1))
    }
    for state in ("halted", "unconfirmed", "skipped", "failed"):
        await room.plant.delivery(dissemination, "health", state=state)
    facts = Facts(dissemination, next(iter(posts["police-team"])), "police", room.clock.now())
    return await room.asked(facts=facts), dissemination, posts


async def _composed(room: Room, clarification: UUID) -> dict[str, Message | Needless]:
    rows = await room.rows(
        "SELECT d.id FROM deliveries d JOIN occurrences o ON o.id = d.occurrence"
        " WHERE o.subject = :it",
        it=clarification,
    )
    found: dict[str, Message | Needless] = {}
    async with room.database.begin() as connection:
        for row in rows:
            delivery = await load_delivery(room.database, row["id"])
            assert delivery.channel is not None
            composer = ComposeClarification(directory())
            found[delivery.channel] = await composer(connection, delivery)
    return found


async def test_it_waits_for_a_second_person_and_then_reaches_every_channel_once(
    room: Room,
) -> None:
    query, _, posts = await _posted(room)
    room.clock.advance(timedelta(hours=5))
    written = await room.inbox.clarify(query, f"{WORDS}\n", by=CY)
    assert (written.text, written.author, written.approver) == (WORDS, CY, None)
    assert await room.sent(written.id) == []
    entry = await room.entry(query)
    assert (entry.drafted, entry.settled_at) == (True, None)
    async with room.database.begin() as connection:
        assert await awaiting_approval(connection) == [written]

    room.clock.advance(timedelta(hours=3))
    approved = await room.inbox.approve(written.id, by="una approver")
    assert (approved.approver, approved.approved_at) == (UNA, room.clock.now())
    assert await room.sent(written.id) == [
        ("clarification", "leads-team", None),
        ("clarification", "police-team", None),
    ]
    entry = await room.entry(query)
    assert (entry.drafted, entry.settled_at) == (False, room.clock.now())
    async with room.database.begin() as connection:
        assert await awaiting_approval(connection) == []
        assert await clarifications_of(connection, query) == [approved]
    wrote, decided = await room.decisions(written.id)
    assert (wrote.act, wrote.person) == (Act.CLARIFIED, CY)
    assert (decided.act, decided.person) == (Act.APPROVED, UNA)
    assert decided.detail == {"digest": wrote.detail["digest"], "channels": 2}

    # Approved again, by whomever, nothing more goes out.
    assert await room.inbox.approve(written.id, by=OLLY) == approved
    assert len(await room.sent(written.id)) == 2
    assert len(await room.decisions(written.id)) == 2

    for channel, message in (await _composed(room, written.id)).items():
        assert isinstance(message, Message)
        assert WORDS in plain_text(message)
        (opens,) = {button.action.delivery for button in buttons_of(message)}
        assert opens in posts[channel]


async def test_a_channel_that_gets_the_briefing_later_gets_it_too_and_once(room: Room) -> None:
    query, dissemination, _ = await _posted(room)
    written = await room.inbox.clarify(query, WORDS, by=CY)
    await room.tick_late()
    assert await room.sent(written.id) == [], "nobody has approved it"
    await room.inbox.approve(written.id, by=UNA)
    at_once = await room.sent(written.id)
    await room.tick_late()
    assert await room.sent(written.id) == at_once
    # What halted there, or waited for the agency's hours, arrives days after the approval.
    room.clock.advance(timedelta(days=2))
    await room.rows(
        "UPDATE deliveries SET state = 'delivered', settled_at = :now"
        " WHERE dissemination = :it AND agency = 'health' RETURNING id",
        it=dissemination,
        now=room.clock.now(),
    )
    for _ in range(2):
        await room.tick_late()
        late = ("clarification", "health-team", None)
        assert sorted(await room.sent(written.id)) == sorted([late, *at_once])
    assert isinstance((await _composed(room, written.id))["health-team"], Message)


async def test_what_was_taken_back_comes_to_no_channel_later(room: Room) -> None:
    query, dissemination, _ = await _posted(room)
    written = await room.inbox.clarify(query, WORDS, by=CY)
    await room.inbox.approve(written.id, by=UNA)
    before = await room.sent(written.id)
    await room.inbox.withdraw(written.id, by=UNA)
    await room.rows(
        "UPDATE deliveries SET state = 'delivered' WHERE dissemination = :it RETURNING id",
        it=dissemination,
    )
    await room.tick_late()
    assert await room.sent(written.id) == before


async def test_of_several_at_the_same_moment_one_approves(room: Room) -> None:
    query, *_ = await _posted(room)
    written = await room.inbox.clarify(query, WORDS, by=CY)
    approved = await asyncio.gather(
        *(room.inbox.approve(written.id, by=by) for by in (UNA, OLLY, UNA))
    )
    assert len({each.approver for each in approved}) == 1
    assert len(await room.sent(written.id)) == 2


async def test_nobody_approves_their_own_words(room: Room) -> None:
    query, *_ = await _posted(room)
    written = await room.inbox.clarify(query, WORDS, by=OLLY)
    with pytest.raises(Refused, match="nobody approves their own words"):
        await room.inbox.approve(written.id, by="OLLY óg  BOTH")
    assert await room.sent(written.id) == []
    assert (await room.inbox.approve(written.id, by=UNA)).approver == UNA


@pytest.mark.parametrize("by", [CY, "Sid Scrutineer", "", "Nobody"])
async def test_only_an_approver_approves(room: Room, by: str) -> None:
    query, *_ = await _posted(room)
    written = await room.inbox.clarify(query, WORDS, by=OLLY)
    with pytest.raises(Refused, match="is not the name of an approver"):
        await room.inbox.approve(written.id, by=by)
    assert await room.sent(written.id) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "Please write something first"),
        ("please ask\n" * 300, "under 2000 characters"),
        ("Jack Smith, aged 7, told us.", "may identify somebody"),
        (f"Somebody wonders: {ASKED}", "repeats 8 or more words"),
    ],
)
async def test_words_that_cannot_be_posted(room: Room, words: str, said: str) -> None:
    query, *_ = await _posted(room)
    with pytest.raises(InputError, match=said):
        await room.inbox.clarify(query, words, by=CY)
    assert await room.rows("SELECT 1 FROM clarifications") == []


async def test_the_same_words_are_one_clarification_and_others_are_refused(room: Room) -> None:
    query, *_ = await _posted(room)
    first, again = await asyncio.gather(
        room.inbox.clarify(query, WORDS, by=CY), room.inbox.clarify(query, WORDS, by=CY)
    )
    assert first == again
    assert len(await room.decisions(first.id)) == 1
    with pytest.raises(Refused, match=f"{CY} wrote a clarification .* awaits approval"):
        await room.inbox.clarify(query, OTHER, by=UNA)
    await room.inbox.approve(first.id, by=UNA)
    with pytest.raises(Refused, match="was posted on Mon 2 Nov 2026, 09:00"):
        await room.inbox.clarify(query, OTHER, by=UNA)


async def test_what_was_withdrawn_is_not_posted_and_may_be_written_anew(room: Room) -> None:
    query, *_ = await _posted(room)
    first = await room.inbox.clarify(query, WORDS, by=CY)
    withdrawn = await room.inbox.withdraw(first.id, by=UNA)
    assert withdrawn.withdrawn_at == room.clock.now()
    assert await room.inbox.withdraw(first.id, by=CY) == withdrawn
    assert [decision.act for decision in await room.decisions(first.id)] == [
        Act.CLARIFIED,
        Act.WITHDRAWN,
    ]
    with pytest.raises(Refused, match="was withdrawn"):
        await room.inbox.approve(first.id, by=UNA)
    assert (await room.entry(query)).drafted is False

    second = await room.inbox.clarify(query, WORDS, by=CY)
    assert second.id != first.id
    room.clock.advance(timedelta(minutes=1))
    await room.inbox.approve(second.id, by=UNA)
    assert (await room.entry(query)).settled_at is not None
    await room.inbox.withdraw(second.id, by=CY)
    entry = await room.entry(query)
    assert entry.settled_at is None
    for said in (await _composed(room, second.id)).values():
        assert said == Needless("The clarification was withdrawn before it was posted.")
    (*_, last) = await room.decisions(second.id)
    assert last.detail == {"approved": True}


async def test_only_the_group_writes_and_withdraws(room: Room) -> None:
    query, *_ = await _posted(room)
    with pytest.raises(Refused, match="Sid Scrutineer"):
        await room.inbox.clarify(query, WORDS, by="Sid Scrutineer")
    written = await room.inbox.clarify(query, WORDS, by=CY)
    with pytest.raises(Refused, match="Sid Scrutineer"):
        await room.inbox.withdraw(written.id, by="Sid Scrutineer")
    assert (await room.entry(query)).drafted


async def test_what_was_stopped_gets_no_clarification(room: Room) -> None:
    query, *_ = await _posted(room)
    written = await room.inbox.clarify(query, WORDS, by=CY)
    await room.inbox.approve(written.id, by=UNA)
    other = await room.asked(facts=Facts(*(await _about(room, query)), "police", room.clock.now()))
    waiting = await room.inbox.clarify(other, OTHER, by=CY)
    await room.stop(query)
    for said in (await _composed(room, written.id)).values():
        assert said == Needless("The dissemination was stopped before it was posted.")
    with pytest.raises(Refused, match="was stopped"):
        await room.inbox.approve(waiting.id, by=UNA)
    third = await room.asked(facts=Facts(*(await _about(room, query)), "police", room.clock.now()))
    with pytest.raises(Refused, match="was stopped"):
        await room.inbox.clarify(third, OTHER, by=CY)
    async with room.database.begin() as connection:
        assert await awaiting_approval(connection) == []


async def _about(room: Room, query: UUID) -> tuple[UUID, UUID]:
    (row,) = await room.rows(
        "SELECT d.dissemination, d.id FROM deliveries d JOIN queries q USING (dissemination)"
        " WHERE q.id = :it AND d.channel = 'leads-team'",
        it=query,
    )
    return row["dissemination"], row["id"]


async def test_a_restricted_briefings_clarification_reaches_leads_only(room: Room) -> None:
    query, *_ = await _posted(room, restricted=True)
    written = await room.inbox.clarify(query, WORDS, by=CY)
    await room.inbox.approve(written.id, by=UNA)
    composed = await _composed(room, written.id)
    assert isinstance(composed["leads-team"], Message)
    assert composed["police-team"] == Needless(
        "The briefing is restricted to leads, and others can see this channel."
    )


async def test_where_no_channel_has_the_post_nothing_is_approved(room: Room) -> None:
    dissemination = await room.plant.dissemination()
    delivery = await room.plant.delivery(dissemination, state="unconfirmed")
    facts = Facts(dissemination, delivery, "police", room.clock.now())
    query = await room.asked(facts=facts)
    written = await room.inbox.clarify(query, WORDS, by=CY)
    with pytest.raises(Refused, match="No channel has the briefing's post yet"):
        await room.inbox.approve(written.id, by=UNA)


async def test_a_channel_without_the_post_gets_nothing(room: Room) -> None:
    query, dissemination, _ = await _posted(room)
    written = await room.inbox.clarify(query, WORDS, by=CY)
    await room.inbox.approve(written.id, by=UNA)
    await room.rows(
        "UPDATE deliveries SET state = 'unconfirmed' WHERE dissemination = :it RETURNING id",
        it=dissemination,
    )
    for said in (await _composed(room, written.id)).values():
        assert said == Needless("This channel has no post of the briefing.")


async def test_there_is_no_such_clarification(room: Room) -> None:
    for act in (room.inbox.approve, room.inbox.withdraw):
        with pytest.raises(NotFound, match="There is no clarification"):
            await act(uuid4(), by=UNA)
