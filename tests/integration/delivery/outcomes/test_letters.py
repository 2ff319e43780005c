"""What people decide about dead letters, each decision once, by name, and kept."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import NoReturn, TypeVar, cast
from uuid import UUID

import pytest
from pydantic import BaseModel
from sqlalchemy import select

from bot.decisions.letters import Letters, choices, who_may
from bot.delivery.expand import expand
from bot.platforms.results import Broken, CannotLook, Stopped, Unclear
from bot.store.delivery.letters import Letter, find_letter, list_letters
from bot.store.evidence.audit import Act, list_decisions
from bot.store.plans.stopping import Stop, set_stopped, take_to_stop
from bot.store.tables import deliveries, eligible_members, occurrences
from config.directory import Directory, Person, PersonRole
from config.errors import InputError, NotFound, Refused
from tests.fakes.clock import FakeClock
from tests.integration.delivery.attempts import attempt, attempted, events, planned, row_of
from tests.integration.delivery.house import House, directory_of

_Fields = TypeVar("_Fields", bound=BaseModel)

CY, ADA, SAM = "Cy Coordinator", "Ada Admin", "Sam Scrutineer"
PEOPLE = tuple(
    Person(workspace="w-0", account=f"U{number}", name=name, roles=(role,))
    for number, (name, role) in enumerate(
        {
            CY: PersonRole.COORDINATOR,
            ADA: PersonRole.ADMINISTRATOR,
            SAM: PersonRole.SCRUTINEER,
        }.items()
    )
)


@pytest.fixture
def letters(house: House, clock: FakeClock) -> Letters:
    house.directory = changed(directory_of(), people=PEOPLE)
    return Letters(house.database, house.queue, house.directory, clock.now)


async def unconfirmed(house: House) -> UUID:
    house.platform.may_look = False
    house.platform.members["C1"] = frozenset({"anna", "ben"})
    row = await attempted(house, Unclear("The connection was reset."))
    assert row["state"] == "unconfirmed"
    return UUID(str(row["id"]))


async def failed(house: House) -> UUID:
    return UUID(str((await attempted(house, Broken("invalid_blocks")))["id"]))


async def kept(house: House, which: UUID) -> list[tuple[Act, str, Mapping[str, object]]]:
    async with house.database.begin() as connection:
        return [(it.act, it.person, it.detail) for it in await list_decisions(connection, which)]


async def letter_of(house: House, which: UUID) -> Letter:
    async with house.database.begin() as connection:
        return await find_letter(connection, which)


def test_who_may_decide(letters: Letters) -> None:
    assert who_may(letters.directory) == (CY, ADA)


async def test_an_unconfirmed_post_is_there_by_a_persons_word(
    house: House, letters: Letters
) -> None:
    delivery = await unconfirmed(house)
    assert await events(house) == 0
    letter = await letters.there(delivery, by="cy  coordinator")
    assert (letter.outcome.value, letter.receipt) == ("delivered", False)
    row = await row_of(house, delivery)
    assert (row["state"], row["reason"], row["receipt"]) == ("delivered", None, None)
    assert await events(house) == 1
    async with house.database.begin() as connection:
        # The denominator was kept before the post was tried.
        rows = await connection.execute(
            select(eligible_members.c.member).where(eligible_members.c.delivery == delivery)
        )
        assert len(rows.all()) == 2
    why = "The connection was reset. This workspace does not let the bot look."
    assert await kept(house, delivery) == [
        (Act.FOUND, CY, {"was": "unconfirmed", "why": why, "receipt": False})
    ]
    # The same again changes nothing, and nobody posts it again.
    await letters.there(delivery, by=CY)
    await attempt(house, delivery)
    assert len(await kept(house, delivery)) == len(house.platform.tried) == 1
    with pytest.raises(Refused, match="Cy Coordinator said that it is there on"):
        await letters.send_again(delivery, by=ADA)


async def test_with_its_link_the_receipt_is_kept(house: House, letters: Letters) -> None:
    delivery = await unconfirmed(house)
    slack = changed(house.directory.workspaces[0], platform="slack")
    letters = replace(letters, directory=changed(house.directory, workspaces=(slack,)))
    link = "https://north.slack.com/archives/{}/p1793610000123456"
    with pytest.raises(InputError, match="no link to a message of that channel"):
        await letters.there(delivery, by=CY, link=link.format("C2"))
    assert (await row_of(house, delivery))["state"] == "unconfirmed"
    letter = await letters.there(delivery, by=CY, link=link.format("C1"))
    assert letter.receipt
    row = await row_of(house, delivery)
    assert row["receipt"] == {"conversation": "C1", "message": "1793610000.123456"}


async def test_who_looked_and_saw_nothing_has_it_sent_again_without_another_look(
    house: House, letters: Letters
) -> None:
    delivery = await unconfirmed(house)
    house.platform.looks.append(CannotLook("Nobody may look."))
    await letters.send_again(delivery, by=ADA)
    await attempt(house, delivery)
    assert (await row_of(house, delivery))["state"] == "delivered"
    assert len(house.platform.tried) == 2
    assert len(house.platform.posts) == 1
    ((act, person, detail),) = await kept(house, delivery)
    assert (act, person, detail["was"]) == (Act.SENT_AGAIN, ADA, "unconfirmed")
    with pytest.raises(Refused, match=r"Ada Admin had it sent again on .* by now this is deliv"):
        await letters.give_up(delivery, by=CY, reason="Old.")


async def test_it_is_given_up_with_a_reason(house: House, letters: Letters) -> None:
    delivery = await failed(house)
    for reason in ("  ", "x" * 501):
        with pytest.raises(InputError):
            await letters.give_up(delivery, by=CY, reason=reason)
    letter = await letters.give_up(delivery, by=CY, reason=" The channel\nwas closed. ")
    assert letter.reason == "Given up: The channel was closed."
    row = await row_of(house, delivery)
    assert (row["state"], row["given_up"]) == ("skipped", True)
    async with house.database.begin() as connection:
        assert await list_letters(connection) == []
    ((act, _, detail),) = await kept(house, delivery)
    assert (act, detail["reason"]) == (Act.GIVEN_UP, "The channel was closed.")
    await letters.give_up(delivery, by=CY, reason="Again.")
    assert len(await kept(house, delivery)) == 1


async def test_who_may_not_and_what_is_not_there(house: House, letters: Letters) -> None:
    delivery = await failed(house)
    for name in (SAM, "Nobody", ""):
        with pytest.raises(Refused, match="There are: Cy Coordinator, Ada Admin"):
            await letters.send_again(delivery, by=name)
    with pytest.raises(NotFound):
        await letters.send_again(UUID(int=1), by=CY)
    with pytest.raises(Refused, match="waits for no decision"):
        await letters.there(delivery, by=CY)
    assert await kept(house, delivery) == []
    assert (await row_of(house, delivery))["state"] == "failed"


async def test_a_delivery_on_its_way_waits_for_no_decision(house: House, letters: Letters) -> None:
    delivery = await planned(house)
    assert choices(await letter_of(house, delivery)) == ()
    with pytest.raises(Refused, match="This is planned, and waits for no decision"):
        await letters.give_up(delivery, by=CY, reason="Old.")


async def test_of_two_people_at_once_one_decides_and_the_other_is_told(
    house: House, letters: Letters
) -> None:
    delivery = await unconfirmed(house)
    results = await asyncio.gather(
        letters.there(delivery, by=CY),
        letters.send_again(delivery, by=ADA),
        letters.give_up(delivery, by=ADA, reason="Old."),
        return_exceptions=True,
    )
    assert len([it for it in results if isinstance(it, Letter)]) == 1
    refused = [str(it) for it in results if isinstance(it, Refused)]
    assert len(refused) == 2
    assert all(CY in it or ADA in it for it in refused)
    assert len(await kept(house, delivery)) == 1


async def test_all_that_halted_goes_again_but_what_was_stopped(
    house: House, letters: Letters
) -> None:
    first = await attempted(house, Stopped("Invite the bot."))
    await failed(house)
    stopped = await attempted(house, Stopped("Invite the bot."))
    async with house.database.begin() as connection:
        rows = await connection.execute(
            select(deliveries.c.dissemination).where(deliveries.c.id == stopped["id"])
        )
        dissemination = rows.scalar_one()
        assert await take_to_stop(connection, dissemination) is None
        await set_stopped(connection, dissemination, Stop(CY, letters.now()), "Stopped.")
    with pytest.raises(Refused, match="no such workspace or channel"):
        await letters.send_all_halted(by=CY, channel="nowhere")
    assert await letters.send_all_halted(by=CY, channel="c-2") == 0
    assert await letters.send_all_halted(by=CY, workspace="w-0") == 1
    assert (await row_of(house, UUID(str(first["id"]))))["state"] == "planned"
    which = UUID(str(stopped["id"]))
    assert (await row_of(house, which))["state"] == "skipped"
    assert choices(await letter_of(house, which)) == ()
    with pytest.raises(Refused):
        await letters.send_again(which, by=CY)


async def test_it_goes_to_where_the_directory_has_its_channel_by_now(
    house: House, letters: Letters
) -> None:
    row = await attempted(house, Stopped("channel_not_found"))
    delivery = UUID(str(row["id"]))
    moved = tuple(
        changed(it, id="C99") if it.key == "c-1" else it for it in house.directory.channels
    )
    house.directory = changed(house.directory, channels=moved)
    await replace(letters, directory=house.directory).send_again(delivery, by=CY)
    await attempt(house, delivery)
    assert (await row_of(house, delivery))["state"] == "delivered"
    assert [post.channel for post in house.platform.posts] == ["C99"]


async def test_a_moment_that_could_not_be_expanded_is_tried_again_or_given_up(
    house: House, letters: Letters
) -> None:
    found = [await _unexpanded(house), await _unexpanded(house)]
    async with house.database.begin() as connection:
        listed = await list_letters(connection)
    assert {it.id for it in listed} == set(found)
    assert {it.reason for it in listed} == {
        "Nothing was sent: an unexpected TypeError on our side."
    }
    again, over = found
    await letters.send_again(again, by=CY)
    await expand(house.database, house.queue, house.directory, again, house.now)
    assert await house.states() == {"planned": 1}
    await letters.give_up(over, by=ADA, reason="Sent by hand.")
    assert (await letter_of(house, over)).reason == "Given up: Sent by hand."
    await expand(house.database, house.queue, house.directory, over, house.now)
    assert len(await house.rows()) == 1
    assert [act for act, _, _ in await kept(house, again)] == [Act.SENT_AGAIN]
    with pytest.raises(Refused, match="Ada Admin gave it up on"):
        await letters.send_again(over, by=CY)


class BrokenDirectory:
    def channel(self, key: str) -> NoReturn:
        raise TypeError(key)


async def _unexpanded(house: House) -> UUID:
    """An occurrence whose expansion raises."""
    dissemination = await house.send("first")
    async with house.database.begin() as connection:
        rows = await connection.execute(
            select(occurrences.c.id).where(occurrences.c.dissemination == dissemination)
        )
        occurrence = rows.scalar_one()
    broken = cast("Directory", BrokenDirectory())
    await expand(house.database, house.queue, broken, occurrence, house.now)
    return occurrence


def changed(value: _Fields, **fields: object) -> _Fields:
    """A directory, or a part of one, with other fields, checked anew."""
    kept = {name: getattr(value, name) for name in type(value).model_fields}
    return type(value)(**(kept | fields))
