"""Passing it on, once the briefing was corrected so that nothing told before counts any more."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from content.actions import Action, ActionName
from content.cascade.confirmation import ELIGIBLE, METHOD, ON, REACHED, TEAMS
from content.compose.examples import example_briefing
from content.compose.examples.cascade import example_parts
from content.message import View, plain_text
from content.templating import say
from handlers.interaction import Interaction, OpenView, Respondent, UpdateView
from handlers.ports import Errand, PassingOn
from handlers.router import handle
from tests.fakes.ports import NOON, World

MESSAGE, CASCADE, LEAD = UUID(int=9), UUID(int=0xCA5), UUID(int=1)
WHO = Respondent("north", "U1")
FILLED = {TEAMS: "Duty team", ON: "today", REACHED: "15", ELIGIBLE: "45"}


def corrected() -> World:
    """A lead who told three parts before the briefing was corrected."""
    made = World()
    made.registered = {(WHO.workspace, WHO.account): LEAD}
    made.errands[MESSAGE] = Errand(
        MESSAGE, "cascade", CASCADE, "ask", "police", "north", None, LEAD
    )
    today = NOON.date()
    made.passing_on[CASCADE, LEAD] = PassingOn(
        cascade=CASCADE,
        dissemination=UUID(int=7),
        agency="police",
        briefing=example_briefing(),
        posted_on=today - timedelta(days=3),
        deadline=today + timedelta(days=11),
        parts=[replace(part, superseded=True) for part in example_parts()],
        colleagues={},
        pack=None,
    )
    return made


def asks_anew(view: View) -> bool:
    words = plain_text(view.message)
    return words.startswith(say("correction.meanwhile")) and say("cascade.form_heading") in words


async def test_the_button_of_a_message_as_it_was_opens_the_form() -> None:
    pressed = Interaction(WHO, Action(ActionName.CORRECT, MESSAGE), channel="D1")
    reply = await handle(pressed, corrected().ports())
    assert isinstance(reply, OpenView)
    assert asks_anew(reply.view)


async def test_a_correction_of_what_counts_no_more_is_kept_and_it_is_asked_anew() -> None:
    made = corrected()
    sent = Interaction(
        WHO,
        Action(ActionName.SEND_CONFIRM, MESSAGE, 3),
        submitted=True,
        written=FILLED,
        chosen={METHOD: ("training",)},
    )
    reply = await handle(sent, made.ports())
    assert isinstance(reply, UpdateView)
    assert asks_anew(reply.view)
    assert [part.corrects for part in made.passing_on[CASCADE, LEAD].parts] == [None, 1, None, 3]
