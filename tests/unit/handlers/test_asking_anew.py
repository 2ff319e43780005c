"""What was answered may be asked again, and nothing that is sent twice becomes two."""

import pytest

from content.actions import Action, ActionName
from content.compose.examples import DELIVERY, example_briefing
from content.compose.query import WORDS
from handlers.asking import ask_about_newest
from handlers.events import Queried, query_id
from handlers.interaction import FieldErrors, Interaction, OpenView, Respondent, UpdateView
from handlers.router import handle
from tests.fakes.ports import World

ANNA, BEN = Respondent("north", "U1"), Respondent("north", "U2")


class Room(World):
    """Opens boxes and sends them."""

    async def opens(self, name: ActionName = ActionName.UNSURE, who: Respondent = ANNA) -> Action:
        """Return what the box sends."""
        opened = await handle(Interaction(who, Action(name, DELIVERY), channel="C1"), self.ports())
        assert isinstance(opened, OpenView)
        assert opened.view.submit is not None
        return opened.view.submit.action

    async def sends(self, box: Action, words: str = "", who: Respondent = ANNA) -> None:
        sent = Interaction(who, box, written={WORDS: words}, submitted=True)
        assert isinstance(await handle(sent, self.ports()), UpdateView)

    @property
    def queries(self) -> list[Queried]:
        return [fact for fact in self.facts.values() if isinstance(fact, Queried)]

    def answers(self) -> None:
        """Answer the newest query."""
        self.settled.append(self.queries[-1].query)


@pytest.fixture
def room() -> Room:
    room = Room()
    room.post(example_briefing(), DELIVERY)
    return room


async def test_unsure_again_is_a_further_query_once_the_first_is_answered(room: Room) -> None:
    for turn in (1, 2, 3):
        await room.sends(await room.opens())
        await room.sends(await room.opens())  # and again, while nobody has answered
        assert len(room.queries) == turn
        assert len({fact.query for fact in room.queries}) == turn
        room.answers()


async def test_a_box_that_is_sent_again_after_the_answer_is_no_further_query(room: Room) -> None:
    box = await room.opens()
    await room.sends(box)
    room.answers()
    await room.sends(box)
    assert len(room.queries) == 1
    again = await room.opens()
    await room.sends(again)
    room.answers()
    await room.sends(again)
    assert len(room.queries) == 2


async def test_an_answer_to_something_else_makes_no_further_query(room: Room) -> None:
    await room.sends(await room.opens())
    await room.sends(await room.opens(ActionName.ASK), "Who do we ring?")
    room.answers()
    await room.sends(await room.opens())
    assert [fact.about for fact in room.queries] == ["unsure", "question"]
    await room.sends(await room.opens(ActionName.ASK), "Who do we ring?")
    assert [fact.about for fact in room.queries] == ["unsure", "question", "question"]


async def test_an_answer_to_somebody_else_makes_no_further_query(room: Room) -> None:
    await room.sends(await room.opens())
    await room.sends(await room.opens(who=BEN), who=BEN)
    room.answers()
    await room.sends(await room.opens())
    assert len(room.queries) == 2


async def test_a_box_that_is_handed_back_remembers_when_it_was_opened(room: Room) -> None:
    await room.sends(await room.opens())
    room.answers()
    box = await room.opens()
    identifying = {WORDS: "What about Jayden, aged 7, DOB 03/04/2019?"}
    sent = Interaction(ANNA, box, written=identifying, submitted=True)
    back = await handle(sent, room.ports())
    assert isinstance(back, FieldErrors)
    assert back.view.submit is not None
    assert back.view.submit.action == box


async def test_a_written_question_may_come_again_after_its_answer(room: Room) -> None:
    await room.sends(await room.opens())
    (first,) = room.queries
    room.visible[first.member] = [DELIVERY]
    for turn in (2, 3):
        for _ in range(2):
            await ask_about_newest(ANNA, "Who do we ring?", room.ports())
        assert len(room.queries) == turn
        room.answers()


def test_the_first_id_is_what_it_always_was() -> None:
    """It stands in rows: what was asked before must not come twice."""
    anybody = (DELIVERY, DELIVERY, ActionName.SEND_UNSURE)
    assert str(query_id(*anybody, "")) == "1677d759-35c8-54f4-ae94-24c60d012bc8"
    assert query_id(*anybody, "", [DELIVERY]) == query_id(*anybody, "")
