"""Questions asked again, once their briefing was corrected or withdrawn."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from content.actions import Action, ActionName
from content.compose.examples import example_briefing
from content.compose.poll import CHOICE
from content.message import View, plain_text
from content.templating import say
from handlers.interaction import Interaction, OpenView, PrivateNote, Respondent, UpdateView
from handlers.ports import AskedAgain, Errand
from handlers.router import handle
from tests.fakes.ports import NOON, World

MESSAGE = UUID(int=9)
OWNER = UUID(int=1)
WHO = Respondent("north", "U1")
ONE, TWO = example_briefing().questions
FIRST = AskedAgain(
    dissemination=UUID(int=7),
    question=ONE.key,
    rewording=ONE,
    turn=1,
    variant=0,
    first_fits=False,
    first_at=NOON - timedelta(days=7),
    fits=None,
)
SECOND = replace(FIRST, dissemination=UUID(int=8), question=TWO.key, rewording=TWO)


def world(*asked: AskedAgain) -> World:
    made = World()
    made.registered = {(WHO.workspace, WHO.account): OWNER}
    made.errands[MESSAGE] = Errand(
        MESSAGE, "recall", OWNER, "2026-11-23", "police", "north", None, OWNER
    )
    made.asked_again[MESSAGE] = list(asked)
    return made


async def press(made: World) -> object:
    pressed = Interaction(WHO, Action(ActionName.RECALL, MESSAGE), channel="D1")
    return await handle(pressed, made.ports())


async def answer(made: World, step: int, edition: int = 1) -> object:
    action = Action(ActionName.ANSWER_AGAIN, MESSAGE, step, edition)
    given = Interaction(WHO, action, chosen={CHOICE: ("a",)}, submitted=True)
    return await handle(given, made.ports())


def words(view: View) -> str:
    return plain_text(view.message)


@pytest.mark.parametrize("gone", [{"withdrawn": True}, {}])
async def test_what_is_gone_is_passed_over(gone: dict[str, bool]) -> None:
    made = world(replace(FIRST, rewording=None, **gone), SECOND)
    reply = await press(made)
    assert isinstance(reply, OpenView)
    assert TWO.ask in words(reply.view)


async def test_once_all_of_it_is_withdrawn_it_says_so() -> None:
    made = world(replace(FIRST, rewording=None, withdrawn=True))
    for reply in (await press(made), await answer(made, 0)):
        assert isinstance(reply, PrivateNote)
        assert plain_text(reply.message) == say("refusal.withdrawn")
    assert made.facts == {}


async def test_an_answer_to_what_was_withdrawn_meanwhile_is_not_kept() -> None:
    made = world(replace(FIRST, rewording=None, withdrawn=True), SECOND)
    assert isinstance(await answer(made, 0), PrivateNote)
    assert made.facts == {}


async def test_an_answer_to_an_earlier_wording_shows_the_current_one() -> None:
    made = world(replace(FIRST, version=2))
    reply = await answer(made, 0, edition=1)
    assert isinstance(reply, UpdateView)
    assert words(reply.view).startswith(say("correction.meanwhile"))
    assert ONE.ask in words(reply.view)
    assert made.facts == {}
    again = await answer(made, 0, edition=2)
    assert isinstance(again, UpdateView)
    (fact,) = made.facts.values()
    assert fact.version == 2  # type: ignore[union-attr]
