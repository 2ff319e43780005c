"""Answering a survey: what is shown, what is counted, and that nothing else is kept."""

from dataclasses import replace
from uuid import UUID

import pytest

from content.actions import Action, ActionName
from content.compose.examples.survey import CLOSES_AT
from content.message import plain_text
from content.survey import MAX_COMMENT, Submission
from handlers.interaction import (
    FieldErrors,
    Interaction,
    OpenView,
    PrivateNote,
    Reply,
    Respondent,
    UpdateView,
)
from handlers.ports import Errand
from handlers.router import handle
from handlers.survey_port import AskedSurvey, SurveyState
from tests.fakes.ports import World
from tests.fakes.surveys import small_survey

SURVEY, POST = UUID(int=0x5), UUID(int=0xD)
ANNA, BEN = Respondent("north", "U1"), Respondent("north", "U2")
GUEST = replace(ANNA, outsider=True)
CHOSEN = {"q-talked": ("yes",), "q-sure": ("agree",)}


@pytest.fixture
def world() -> World:
    world = World()
    world.errands[POST] = Errand(
        delivery=POST,
        kind="pulse",
        subject=SURVEY,
        slot="opening",
        agency="police",
        workspace="north",
        channel="C1",
        member=None,
    )
    world.surveys[SURVEY] = AskedSurvey(small_survey(), CLOSES_AT, SurveyState.OPEN)
    for number, who in enumerate((ANNA, BEN)):
        world.registered[who.workspace, who.account] = UUID(int=0xA + number)
    return world


async def presses(world: World, who: Respondent = ANNA, channel: str = "C1") -> Reply:
    action = Action(ActionName.PULSE, POST)
    return await handle(Interaction(who, action, channel=channel), world.ports())


async def sends(
    world: World,
    who: Respondent = ANNA,
    chosen: dict[str, tuple[str, ...]] | None = None,
    words: str | None = None,
) -> Reply:
    action = Action(ActionName.SEND_PULSE, POST)
    written = {} if words is None else {"q-helps": words}
    given = CHOSEN if chosen is None else chosen
    interaction = Interaction(who, action, submitted=True, chosen=given, written=written)
    return await handle(interaction, world.ports())


def words_of(reply: Reply) -> str:
    if isinstance(reply, PrivateNote):
        return plain_text(reply.message)
    return plain_text(reply.view.message)


async def test_the_questions_open_and_an_answer_counts_once(world: World) -> None:
    opened = await presses(world)
    assert isinstance(opened, OpenView)
    assert opened.once_shown is None
    assert "Was it talked over in your team?" in words_of(opened)
    counted = await sends(world, words="  A quiet\x00 room. ")
    assert isinstance(counted, UpdateView)
    assert "Your answers are counted." in words_of(counted)
    assert world.submissions[SURVEY] == [
        Submission({"talked": "yes", "sure": "agree"}, "A quiet room.")
    ]
    for again in (await presses(world), await sends(world, words="Something else.")):
        assert "You have answered this one" in words_of(again)
    assert len(world.submissions[SURVEY]) == 1
    assert "Your answers are counted." in words_of(await sends(world, BEN))
    assert world.facts == {}


async def test_who_is_not_in_the_register_is_not_put_into_it(world: World) -> None:
    registered = dict(world.registered)
    late = Respondent("north", "U9")
    for reply in (await presses(world, late), await sends(world, late)):
        assert isinstance(reply, PrivateNote)
        assert "you came later" in words_of(reply)
    assert world.registered == registered
    assert world.submissions == {}


async def test_who_was_not_asked_is_told_so(world: World) -> None:
    world.surveys[SURVEY] = replace(world.surveys[SURVEY], state=SurveyState.NOT_ASKED)
    for reply in (await presses(world), await sends(world)):
        assert "you came later" in words_of(reply)
    assert world.submissions == {}


@pytest.mark.parametrize(
    ("who", "channel"),
    [(GUEST, "C1"), (ANNA, "C2"), (Respondent("south", "U1"), "C1")],
)
async def test_others_are_refused(world: World, who: Respondent, channel: str) -> None:
    reply = await presses(world, who, channel)
    assert isinstance(reply, PrivateNote)
    assert "nothing was opened or counted" in words_of(reply)
    assert isinstance(await sends(world, who), PrivateNote) or who == ANNA
    assert who == ANNA or world.submissions == {}


async def test_after_the_close_nothing_is_counted(world: World) -> None:
    world.surveys[SURVEY] = replace(world.surveys[SURVEY], state=SurveyState.CLOSED)
    for reply in (await presses(world), await sends(world)):
        assert "This survey has closed" in words_of(reply)
    assert world.submissions == {}


async def test_a_close_in_the_very_moment_is_told_kindly(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def too_late(survey: UUID, member: UUID, given: Submission) -> bool:
        world.surveys[survey] = replace(world.surveys[survey], state=SurveyState.CLOSED)
        return False

    monkeypatch.setattr(world, "answer", too_late)
    assert "This survey has closed" in words_of(await sends(world))


async def test_a_survey_or_post_that_is_not_known_is_gone(world: World) -> None:
    world.surveys.clear()
    assert "no longer here" in words_of(await presses(world))
    world.errands[POST] = replace(world.errands[POST], channel=None, member=UUID(int=1))
    assert "no longer here" in words_of(await presses(world))
    world.errands.clear()
    assert "no longer here" in words_of(await sends(world))


@pytest.mark.parametrize(
    "chosen",
    [
        {},
        {"q-talked": ("yes",)},
        {"q-talked": ("yes", "no"), "q-sure": ("agree",)},
        {"q-talked": ("perhaps",), "q-sure": ("agree",)},
        {**CHOSEN, "q-other": ("yes",)},
    ],
)
async def test_what_the_page_did_not_offer_is_not_counted(
    world: World, chosen: dict[str, tuple[str, ...]]
) -> None:
    reply = await sends(world, chosen=chosen)
    assert isinstance(reply, PrivateNote)
    assert "did not fit" in words_of(reply)
    assert world.submissions == {}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Jack Smith, aged 7, of 14 Acacia Avenue", "This may identify somebody"),
        ("x" * (MAX_COMMENT + 1), "1000 characters"),
    ],
)
async def test_words_that_cannot_be_kept_are_handed_back_with_all_that_was_filled_in(
    world: World, words: str, said: str
) -> None:
    reply = await sends(world, words=words)
    assert isinstance(reply, FieldErrors)
    assert said in reply.errors["q-helps"]
    form = reply.view.message.blocks
    assert [block.chosen for block in form if hasattr(block, "chosen")] == [("yes",), ("agree",)]
    (box,) = [field for block in form for field in getattr(block, "fields", ())]
    assert box.value == words[:MAX_COMMENT]
    assert world.submissions == {}
