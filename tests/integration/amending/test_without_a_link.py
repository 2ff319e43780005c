"""A post that a person found, and of which nobody gave the link, cannot be edited: where it shows
what is not to be shown any more, a person is told that it stands."""

from collections.abc import AsyncGenerator, Mapping
from uuid import UUID

import pytest

from bot.decisions.letters import Letters, choices
from bot.platforms.results import Unclear
from bot.store.delivery.edits import DueEdit
from bot.store.delivery.letters import Letter, list_letters
from bot.store.engine import Database
from bot.store.evidence.audit import Act
from config.directory import Directory
from config.errors import Refused
from schedules.kinds import Kind
from tests.fakes.clock import FakeClock
from tests.integration.amending.amended import COORDINATOR, Amended, amended_house, version
from tests.integration.delivery.house import add_briefing

WITHDRAWN = (
    "The briefing was withdrawn, and its post still stands in the channel with all of its text."
    " Nobody gave the post's link, so Sevenbot cannot change it: please remove it there by hand,"
    " then give this up and say so."
)
CORRECTED = (
    "The briefing was corrected, and its post still shows an earlier version in the channel. Nobody"
    " gave the post's link, so Sevenbot cannot change it: please tell the channel what has changed,"
    " or remove the post by hand, then give this up and say so."
)


@pytest.fixture
async def amended(database: Database, clock: FakeClock) -> AsyncGenerator[Amended]:
    found = await amended_house(database, clock.now)
    yield found
    await found.house.close()


def letters(amended: Amended) -> Letters:
    house = amended.house
    return Letters(house.database, house.queue, house.directory, house.now)


async def unconfirmed(amended: Amended) -> tuple[UUID, UUID]:
    """Send a post that may be there. Returns the dissemination and the delivery."""
    amended.platform.may_look = False
    amended.platform.accepts_unclear = True
    amended.platform.answers["C1"].append(Unclear("The connection was reset."))
    sent = await amended.send("first")
    await amended.settle()
    (row,) = await amended.rows("SELECT id, state FROM deliveries")
    assert row["state"] == "unconfirmed"
    return sent, UUID(str(row["id"]))


async def waiting(amended: Amended) -> list[Letter]:
    async with amended.house.database.begin() as connection:
        return list(await list_letters(connection))


async def edit_of(amended: Amended, kind: str) -> Mapping[str, object]:
    (row,) = await amended.rows(
        "SELECT d.state, d.reason, d.given_up FROM deliveries d"
        " JOIN occurrences o ON o.id = d.occurrence WHERE o.kind = :it",
        kind,
    )
    return row


async def test_withdrawn_while_unconfirmed_then_there_a_person_removes_it(amended: Amended) -> None:
    sent, post = await unconfirmed(amended)
    await amended.amending.withdraw(sent, "Its figures are wrong.", by=COORDINATOR)
    await amended.settle()
    await letters(amended).there(post, by=COORDINATOR)
    await amended.settle()
    (letter,) = await waiting(amended)
    assert (letter.kind, letter.outcome.value, letter.reason) == (
        Kind.WITHDRAWAL, "failed", WITHDRAWN)  # fmt: skip
    assert choices(letter) == (Act.GIVEN_UP,)
    with pytest.raises(Refused, match="Nobody gave the post's link"):
        await letters(amended).send_again(letter.id, by=COORDINATOR)
    assert amended.edits() == []
    await letters(amended).give_up(letter.id, by=COORDINATOR, reason="It was removed.")
    await amended.settle()
    assert await waiting(amended) == []
    assert (await edit_of(amended, "withdrawal"))["given_up"] is True


@pytest.mark.parametrize("act", ["correction", "withdrawal"])
async def test_there_without_a_link_then_amended_a_person_is_told(
    amended: Amended, act: str
) -> None:
    sent, post = await unconfirmed(amended)
    await letters(amended).there(post, by=COORDINATOR)
    await amended.settle()
    if act == "correction":
        await add_briefing(amended.house.database, version(2))
        await amended.amending.correct("neglect", by=COORDINATOR)
    else:
        await amended.amending.withdraw(sent, "Its figures are wrong.", by=COORDINATOR)
    await amended.settle()
    (letter,) = await waiting(amended)
    assert (letter.kind.value, letter.outcome.value) == (act, "failed")
    assert letter.reason == (CORRECTED if act == "correction" else WITHDRAWN)


async def test_that_half_have_read_it_is_no_trouble(amended: Amended) -> None:
    _, post = await unconfirmed(amended)
    await letters(amended).there(post, by=COORDINATOR)
    async with amended.house.database.begin() as connection:
        due = [DueEdit(post, "c-1", "0")]
        await amended.errands.to_posts(connection, Kind.PROGRESS, due, now=amended.house.now())
    await amended.settle()
    assert await waiting(amended) == []
    row = await edit_of(amended, "progress")
    assert (row["state"], row["reason"]) == (
        "skipped", "Nobody gave the post's link, so it cannot be changed.")  # fmt: skip


async def test_it_keeps_nothing_else_from_being_sent_again(amended: Amended) -> None:
    """Its channel left the directory meanwhile, so that it halted: all that halted is sent again
    without it."""
    _, post = await unconfirmed(amended)
    await letters(amended).there(post, by=COORDINATOR)
    await add_briefing(amended.house.database, version(2))
    await amended.amending.correct("neglect", by=COORDINATOR)
    known = amended.house.directory
    without = tuple(it for it in known.channels if it.key != "c-1")
    update = {"channels": without, "audiences": ()}
    amended.house.directory = Directory.model_validate(known.model_copy(update=update).model_dump())
    await amended.deliver()
    (letter,) = await waiting(amended)
    assert (letter.outcome.value, choices(letter)) == ("halted", (Act.GIVEN_UP,))
    assert await letters(amended).send_all_halted(by=COORDINATOR) == 0
