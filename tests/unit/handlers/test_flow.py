"""The use cases, from a neutral Interaction to a Reply, with ports in memory."""

from dataclasses import replace

import pytest

from content.actions import Action, ActionName
from content.compose.examples import DELIVERY, example_briefing
from content.compose.poll import CHOICE, compose_question
from content.compose.query import MAX_WORDS, WORDS
from content.message import Choices, Context, Heading, Message, View, plain_text
from handlers.events import Acknowledged, Answered, Opened, Queried
from handlers.interaction import (
    FieldErrors,
    Interaction,
    OpenView,
    PrivateNote,
    Reply,
    Respondent,
    UpdateView,
)
from handlers.ports import Role
from handlers.router import USE_CASES, handle
from tests.fakes.ports import NOON, World

ANNA = Respondent("north", "U1")


@pytest.fixture
def world() -> World:
    world = World()
    world.post(example_briefing(), DELIVERY)
    return world


def on_post(name: ActionName, who: Respondent = ANNA, channel: str = "C1") -> Interaction:
    return Interaction(who, Action(name, DELIVERY), channel=channel)


def in_view(
    name: ActionName, step: int = 0, *, chosen: tuple[str, ...] = (), written: str | None = None
) -> Interaction:
    return Interaction(
        ANNA,
        Action(name, DELIVERY, step),
        chosen={CHOICE: chosen} if chosen else {},
        written={} if written is None else {WORDS: written},
        submitted=True,
    )


def view_of(reply: Reply) -> View:
    assert isinstance(reply, OpenView | UpdateView)
    return reply.view


def words_of(reply: Reply) -> str:
    message: Message = reply.message if isinstance(reply, PrivateNote) else view_of(reply).message
    return plain_text(message)


def test_every_action_has_its_use_case() -> None:
    assert set(USE_CASES) == set(ActionName)


async def test_reading_opens_the_whole_briefing_and_keeps_nothing_until_it_was_shown(
    world: World,
) -> None:
    reply = await handle(on_post(ActionName.READ), world.ports())
    assert isinstance(reply, OpenView)
    for section in example_briefing().format.sections:
        assert section.title in words_of(reply)
    assert reply.view.submit is not None
    assert reply.view.submit.action.name is ActionName.ACKNOWLEDGE
    assert world.facts == {}
    assert isinstance(reply.once_shown, Opened)
    assert (reply.once_shown.agency, reply.once_shown.at) == ("police", NOON)


async def test_acknowledging_is_kept_once_and_leads_to_the_first_question(world: World) -> None:
    for _ in range(2):
        reply = await handle(in_view(ActionName.ACKNOWLEDGE), world.ports())
        assert isinstance(reply, UpdateView)
        assert reply.view == compose_question(example_briefing(), DELIVERY, 0)
    assert [type(fact) for fact in world.facts.values()] == [Acknowledged]


async def test_a_press_outside_any_channel_opens_a_view(world: World) -> None:
    on_own_page = Interaction(ANNA, Action(ActionName.CHECK, DELIVERY))
    assert isinstance(await handle(on_own_page, world.ports()), OpenView)


async def test_an_answer_is_explained_at_once(world: World) -> None:
    reply = await handle(in_view(ActionName.ANSWER, 0, chosen=("a",)), world.ports())
    one = example_briefing().questions[0]
    words = words_of(reply)
    assert "Not quite" in words
    assert one.answers[0].why in words
    assert one.answers[1].why in words
    assert one.answers[2].why not in words
    (fact,) = world.facts.values()
    assert isinstance(fact, Answered)
    assert (fact.question, fact.chosen, fact.fits) == ("quiet-in-class", ("a",), False)


async def test_a_first_answer_stays_the_first_and_a_retry_gets_the_same_reply(
    world: World,
) -> None:
    first = await handle(in_view(ActionName.ANSWER, 0, chosen=("b",)), world.ports())
    again = await handle(in_view(ActionName.ANSWER, 0, chosen=("b",)), world.ports())
    assert first == again
    assert len(world.facts) == 1
    await handle(in_view(ActionName.ANSWER, 0, chosen=("a",)), world.ports())
    assert len(world.facts) == 2
    (member,) = world.registered.values()
    assert await world.first_answers(world.posts[DELIVERY].dissemination, member) == {
        "quiet-in-class": True
    }


async def test_coming_back_goes_on_where_it_stopped(world: World) -> None:
    await handle(in_view(ActionName.ANSWER, 0, chosen=("b",)), world.ports())
    reply = await handle(on_post(ActionName.CHECK), world.ports())
    assert isinstance(reply, OpenView)
    assert reply.view == compose_question(example_briefing(), DELIVERY, 1)
    assert reply.once_shown is None


async def test_with_every_question_answered_it_starts_again_for_oneself(world: World) -> None:
    await handle(in_view(ActionName.ANSWER, 0, chosen=("a",)), world.ports())
    await handle(in_view(ActionName.ANSWER, 1, chosen=("a", "b")), world.ports())
    reply = await handle(on_post(ActionName.CHECK), world.ports())
    assert view_of(reply) == compose_question(example_briefing(), DELIVERY, 0, again=True)
    assert "for yourself" in words_of(reply)


async def test_the_last_page_tells_the_first_answers(world: World) -> None:
    await handle(in_view(ActionName.ANSWER, 0, chosen=("a",)), world.ports())
    await handle(in_view(ActionName.ANSWER, 1, chosen=("a", "b")), world.ports())
    await handle(in_view(ActionName.ANSWER, 0, chosen=("b",)), world.ports())
    reply = await handle(in_view(ActionName.NEXT, 2), world.ports())
    assert "1 of your 2 first answers fitted practice" in words_of(reply)
    view = view_of(reply)
    assert view.submit is not None
    assert view.submit.action.name is ActionName.ASK


async def test_next_shows_the_next_question(world: World) -> None:
    reply = await handle(in_view(ActionName.NEXT, 1), world.ports())
    view = view_of(reply)
    (choices,) = [block for block in view.message.blocks if isinstance(block, Choices)]
    assert choices.several
    assert any(
        "Choose every answer" in plain_text(Message("", (block,)))
        for block in view.message.blocks
        if isinstance(block, Context)
    )


@pytest.mark.parametrize(
    ("step", "chosen"),
    [(0, ()), (0, ("z",)), (0, ("a", "b")), (2, ("a",)), (-1, ("a",)), (99, ("a",))],
)
async def test_an_answer_that_was_not_on_offer_is_refused_kindly_and_not_kept(
    world: World, step: int, chosen: tuple[str, ...]
) -> None:
    reply = await handle(in_view(ActionName.ANSWER, step, chosen=chosen), world.ports())
    assert isinstance(reply, PrivateNote)
    assert "nothing was recorded" in words_of(reply)
    assert world.facts == {}


async def test_an_unknown_delivery_is_told_kindly(world: World) -> None:
    world.posts.clear()
    reply = await handle(on_post(ActionName.READ), world.ports())
    assert isinstance(reply, PrivateNote)
    assert "no longer here" in words_of(reply)


@pytest.mark.parametrize(
    "interaction",
    [
        on_post(ActionName.READ, Respondent("south", "U1")),
        on_post(ActionName.READ, Respondent("north", "U1", outsider=True)),
        on_post(ActionName.READ, channel="C2"),
        Interaction(Respondent("south", "U1"), Action(ActionName.ANSWER, DELIVERY)),
    ],
)
async def test_whoever_is_outside_the_audience_is_refused_and_not_registered(
    world: World, interaction: Interaction
) -> None:
    reply = await handle(interaction, world.ports())
    assert isinstance(reply, PrivateNote)
    assert "for another group" in words_of(reply)
    assert world.registered == {}
    assert world.facts == {}


async def test_a_restricted_briefing_opens_for_leads_only(world: World) -> None:
    world.post(replace(example_briefing(), restricted=True), DELIVERY)
    refused = await handle(on_post(ActionName.READ), world.ports())
    assert isinstance(refused, PrivateNote)
    assert world.registered == {}
    world.given_roles["north", "U1"] = frozenset({Role.DEPUTY})
    assert isinstance(await handle(on_post(ActionName.READ), world.ports()), OpenView)


@pytest.mark.parametrize("name", [ActionName.ASK, ActionName.UNSURE, ActionName.ORIGIN])
async def test_the_boxes_open_over_a_post_and_in_place_within_a_view(
    world: World, name: ActionName
) -> None:
    assert isinstance(await handle(on_post(name), world.ports()), OpenView)
    assert isinstance(await handle(in_view(name), world.ports()), UpdateView)


async def test_a_question_is_kept_once_and_thanked_for(world: World) -> None:
    for spacing in ("Who do we   ring at night?", "Who do we ring at night?"):
        reply = await handle(in_view(ActionName.SEND_QUESTION, written=spacing), world.ports())
        assert isinstance(reply, UpdateView)
        assert "Thank you for raising a hand" in words_of(reply)
        assert "999" in words_of(reply)
    (fact,) = world.facts.values()
    assert isinstance(fact, Queried)
    assert fact.about == "question"


async def test_unsure_needs_no_words(world: World) -> None:
    await handle(in_view(ActionName.SEND_UNSURE), world.ports())
    (fact,) = world.facts.values()
    assert isinstance(fact, Queried)
    assert (fact.about, fact.text) == ("unsure", "")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("   ", "write your question first"),
        ("Why " * MAX_WORDS, "under 2000 characters"),
        ("What about Jayden, aged 7, DOB 03/04/2019?", "may identify somebody"),
    ],
)
async def test_words_that_cannot_go_are_handed_back_whole(
    world: World, words: str, says: str
) -> None:
    reply = await handle(in_view(ActionName.SEND_QUESTION, written=words), world.ports())
    assert isinstance(reply, FieldErrors)
    assert says in reply.errors[WORDS]
    assert world.facts == {}
    field = next(
        field for block in reply.view.message.blocks for field in getattr(block, "fields", ())
    )
    assert field.value == words.strip()[:MAX_WORDS]


async def test_a_hidden_source_is_not_named(world: World) -> None:
    briefing = example_briefing()
    world.post(replace(briefing, source=replace(briefing.source, hidden=True)), DELIVERY)
    reply = await handle(on_post(ActionName.ORIGIN), world.ports())
    assert briefing.source.title not in words_of(reply)
    assert briefing.source.publisher not in words_of(reply)


async def test_a_briefing_without_questions_ends_after_the_reading(world: World) -> None:
    world.post(replace(example_briefing(), questions=()), DELIVERY)
    reply = await handle(in_view(ActionName.ACKNOWLEDGE), world.ports())
    assert "You have read this briefing" in words_of(reply)
    heading = view_of(reply).message.blocks[0]
    assert isinstance(heading, Heading)
