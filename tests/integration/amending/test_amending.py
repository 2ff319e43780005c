"""Correcting and withdrawing, also while the fan-out runs, and in the very moment of a post."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import httpx
import pytest

from bot.platforms.base import Place
from bot.platforms.results import Absent, Broken, SendResult, Stopped, TryLater, Unclear
from bot.store.content.shelf import BRIEFINGS
from bot.store.engine import Database
from bot.store.evidence.audit import Act, list_decisions
from bot.store.plans.corrections import keep_correction, take_to_correct
from config.errors import InputError, NotFound, Refused
from content.compose.correction import Correction
from content.message import Message
from tests.fakes.clock import START, FakeClock
from tests.fakes.platform import FakePlatform
from tests.integration.amending.amended import (
    COORDINATOR,
    NOTICE,
    Amended,
    amended_house,
    version,
)
from tests.integration.delivery.house import add_briefing

REASON = "A number in it was out of date."


@pytest.fixture
async def amended(database: Database, clock: FakeClock) -> AsyncGenerator[Amended]:
    found = await amended_house(database, clock.now)
    yield found
    await found.house.close()


async def test_every_post_comes_to_show_the_new_version(amended: Amended) -> None:
    sent = await amended.send()
    await amended.settle()
    await add_briefing(amended.house.database, version(2))
    (done,) = await amended.amending.correct("neglect", by="cy coordinator")
    assert (done.dissemination, done.former, done.correction.material) == (sent, 1, True)
    await amended.settle()
    assert len(amended.shown()) == 3
    for words in amended.shown().values():
        assert "version 2" in words
        assert "Corrected on 2 November 2026. Number 2 is new. Please read it again." in words
    assert len(amended.edits()) == 3
    # Done again, nothing is left to do.
    assert await amended.amending.correct("neglect", by=COORDINATOR) == []
    await amended.settle()
    assert len(amended.edits()) == 3


async def test_a_correction_that_waits_for_anothers_is_made_after_it(amended: Amended) -> None:
    sent = await amended.send()
    await amended.settle()
    for number in (2, 3):
        await add_briefing(amended.house.database, version(number))
    async with amended.house.database.begin() as connection:
        (it,) = await take_to_correct(connection, "neglect", sent)
        third = asyncio.create_task(amended.amending.correct("neglect", by=COORDINATOR))
        await asyncio.sleep(0.2)
        second = await BRIEFINGS.load(connection, "neglect", 2)
        told = Correction(START.date(), 2, "Number 2 is new.", material=True)
        await keep_correction(
            connection, it, second.id, told, person=COORDINATOR, now=amended.house.now()
        )
    (done,) = await third
    assert (done.former, done.correction.version) == (2, 3)
    await amended.settle()
    for words in amended.shown().values():
        assert "Number 2 is new." in words
        assert "Number 3 is new." in words


async def test_what_is_not_sent_yet_goes_out_in_the_new_version(amended: Amended) -> None:
    await amended.send()
    await add_briefing(amended.house.database, version(2))
    await amended.amending.correct("neglect", by=COORDINATOR)
    await amended.settle()
    for words in amended.shown().values():
        assert "version 2" in words
        assert "Corrected" not in words  # nobody there has read another
    assert amended.edits() == []


@pytest.mark.parametrize("act", ["correct", "withdraw"])
async def test_a_post_on_its_way_in_that_moment_is_edited_next(amended: Amended, act: str) -> None:
    async def now() -> None:
        if act == "correct":
            await add_briefing(amended.house.database, version(2))
            await amended.amending.correct("neglect", by=COORDINATOR)
        else:
            await amended.amending.withdraw(sent, REASON, by=COORDINATOR)

    once = [now]

    class Interrupted(FakePlatform):
        async def post(self, place: Place, message: Message, *, delivery: UUID) -> SendResult:
            while once:
                await once.pop()()
            return await FakePlatform.post(self, place, message, delivery=delivery)

    amended.house.platform = Interrupted()
    sent = await amended.send("first")
    await amended.deliver("post")
    assert "version 1" in amended.shown()["C1"]
    await amended.settle()
    assert ("version 2" if act == "correct" else NOTICE) in amended.shown()["C1"]


async def test_a_withdrawal_ends_what_is_not_sent(amended: Amended) -> None:
    sent = await amended.send()
    amended.platform.answers["C2"].append(TryLater("Too many.", timedelta(hours=1)))
    await amended.deliver("post")
    done = await amended.amending.withdraw(sent, REASON, by=COORDINATOR)
    assert done.remains.skipped == 1
    await amended.settle()
    assert sorted(amended.shown()) == ["C0", "C1"]
    for words in amended.shown().values():
        assert words.startswith(NOTICE)
        assert REASON in words
        assert "Neglect" in words  # the theme
        assert "Why it matters." not in words
    again = await amended.amending.withdraw(sent, "Another reason.", by=COORDINATOR)
    assert again.before
    assert again.withdrawn.reason == REASON


async def test_both_are_kept_as_decisions(amended: Amended) -> None:
    sent = await amended.send()
    await add_briefing(amended.house.database, version(2, material=False))
    await amended.amending.correct("neglect", by=COORDINATOR)
    await amended.amending.withdraw(sent, REASON, by=COORDINATOR)
    async with amended.house.database.begin() as connection:
        corrected, withdrawn = await list_decisions(connection, sent)
    assert (corrected.act, corrected.person) == (Act.CORRECTED, COORDINATOR)
    assert corrected.detail["material"] is False
    assert (corrected.detail["former"], corrected.detail["version"]) == (1, 2)
    assert (withdrawn.act, withdrawn.detail["deliveries"]) == (Act.WITHDRAWN, 3)


async def test_versions_that_were_passed_over_are_told_too(amended: Amended) -> None:
    sent = await amended.send("first")
    await amended.settle()
    for each in (version(2), version(3, approver=None), version(4, material=False)):
        await add_briefing(amended.house.database, each)
    (done,) = await amended.amending.correct("neglect", by=COORDINATOR, dissemination=sent)
    assert done.correction.words == "Number 2 is new. Number 4 is new."
    assert done.correction.material
    rows = await amended.rows("SELECT read_from FROM disseminations")
    assert rows == [{"read_from": 4}]


async def test_what_may_not_be_is_refused_and_changes_nothing(amended: Amended) -> None:
    sent = await amended.send()
    correct, withdraw = amended.amending.correct, amended.amending.withdraw
    database = amended.house.database
    await add_briefing(database, replace(version(2), change=None))
    await add_briefing(database, version(3, approver=None))
    await add_briefing(database, replace(version(4), restricted=True))
    with pytest.raises(Refused, match="not the name of a coordinator"):
        await correct("neglect", by="Ann Author")
    with pytest.raises(Refused, match="not the name of a coordinator"):
        await withdraw(sent, REASON, by="Somebody")
    with pytest.raises(Refused, match="does not say what it changes"):
        await correct("neglect", version=2, by=COORDINATOR)
    with pytest.raises(Refused, match="not approved by a second person"):
        await correct("neglect", version=3, by=COORDINATOR)
    with pytest.raises(Refused, match="restricted to leads"):
        await correct("neglect", version=4, by=COORDINATOR)
    with pytest.raises(NotFound):
        await correct("neglect", version=9, by=COORDINATOR)
    with pytest.raises(Refused, match="nothing was"):
        await correct("neglect", version=4, by=COORDINATOR, dissemination=uuid4())
    with pytest.raises(NotFound):
        await withdraw(uuid4(), REASON, by=COORDINATOR)
    for reason in ("", "x" * 301, "It named Kai Smith, born 3 May 2019."):
        with pytest.raises(InputError):
            await withdraw(sent, reason, by=COORDINATOR)
    assert await amended.rows("SELECT 1 FROM decisions") == []
    assert await amended.rows("SELECT 1 FROM corrections") == []


async def test_withdrawn_while_in_doubt_it_is_looked_for_and_becomes_the_notice(
    amended: Amended,
) -> None:
    amended.platform.accepts_unclear = True
    amended.platform.answers["C1"].append(Unclear("The connection was reset."))
    amended.platform.looks.append(Absent())  # it comes into sight a moment later
    sent = await amended.send("first")
    await amended.deliver()
    assert await amended.house.states() == {"claimed": 1}
    await amended.amending.withdraw(sent, REASON, by=COORDINATOR)
    await amended.settle()
    assert await amended.house.states() == {"delivered": 2}
    assert NOTICE in amended.shown()["C1"]
    assert len(amended.platform.posts) == 1


@pytest.mark.parametrize(
    "answer",
    [
        TryLater("Too many.", timedelta(seconds=1), everywhere=True),
        Unclear("The connection broke."),
        httpx.ReadError("lost"),
    ],
)
async def test_an_edit_is_made_again_and_never_in_doubt(
    amended: Amended, clock: FakeClock, answer: SendResult | Exception
) -> None:
    sent = await amended.send("first")
    await amended.settle()
    amended.platform.edit_answers.append(answer)
    await amended.amending.withdraw(sent, REASON, by=COORDINATOR)
    await amended.deliver()
    states = await amended.rows("SELECT state FROM deliveries WHERE dissemination IS NULL")
    assert states == [{"state": "waiting"}]
    clock.advance(timedelta(hours=1))
    await amended.house.clock.tick()
    await amended.deliver()
    states = await amended.rows("SELECT state FROM deliveries WHERE dissemination IS NULL")
    assert states == [{"state": "delivered"}]
    assert amended.platform.looked == []


@pytest.mark.parametrize(
    ("answer", "state"),
    [(Stopped("It is archived."), "halted"), (Broken("It was deleted."), "failed")],
)
async def test_an_edit_that_cannot_be_is_for_a_person(
    amended: Amended, answer: SendResult, state: str
) -> None:
    sent = await amended.send("first")
    await amended.settle()
    amended.platform.edit_answers.append(answer)
    await amended.amending.withdraw(sent, REASON, by=COORDINATOR)
    await amended.deliver()
    (row,) = await amended.rows("SELECT state FROM deliveries WHERE dissemination IS NULL")
    assert row == {"state": state}


async def test_an_attempt_that_died_is_made_again_without_a_look(amended: Amended) -> None:
    sent = await amended.send("first")
    await amended.settle()
    await amended.amending.withdraw(sent, REASON, by=COORDINATOR)
    async with amended.house.database.begin() as connection:
        await connection.exec_driver_sql(
            "UPDATE deliveries SET state = 'claimed' WHERE dissemination IS NULL"
        )
    await amended.deliver()
    assert amended.platform.looked == []
    assert NOTICE in amended.shown()["C1"]
