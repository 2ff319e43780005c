"""A modal opens, is filled in and sent, and closes; what comes back is shown."""

import asyncio
from typing import Any

import pytest

from bot.sandbox.world import FieldTrouble, Note, Nothing, Refusal, Screen
from tests.wire.sandbox.slack.blocks import words
from tests.wire.sandbox.slack.modals import LAST, opened, option, posted, question


async def test_a_view_opens_before_the_person(rig: Any) -> None:
    screen = await opened(rig)
    assert (screen.title, screen.submit) == ("Learning & more", "Answer")
    choice, text = screen.controls
    assert (choice.kind, choice.name, choice.optional) == ("one of", "answer", False)
    assert choice.options == (("a", "Option a"), ("b", "Option b"))
    assert (text.kind, text.name, text.optional) == ("text", "why", True)
    assert rig.world.tally.shown == {"C1|Question 1": {"U1"}}


async def test_a_view_may_open_a_little_after_the_answer(rig: Any) -> None:
    post = await posted(rig)
    late: list[asyncio.Task[Any]] = []

    async def open_later(payload: Any) -> None:
        async def work() -> None:
            await asyncio.sleep(0.02)
            await rig.call("views.open", trigger_id=payload["trigger_id"], view=LAST)

        late.append(asyncio.create_task(work()))

    rig.bot.answer = open_later
    shown = await rig.face.press(rig.person(), post, rig.face.controls(post)[0])
    assert isinstance(shown, Screen)
    assert shown.submit is None


async def test_a_submission_carries_the_answers(rig: Any) -> None:
    screen = await opened(rig)
    rig.bot.answer = lambda _: {"response_action": "update", "view": question(2)}
    page = await rig.face.submit(screen, {"answer": ["b"]})
    view = rig.bot.received[-1]["view"]
    assert rig.bot.received[-1]["type"] == "view_submission"
    assert (view["id"], view["private_metadata"]) == (screen.id, "question 1")
    assert view["state"]["values"] == {
        "q1": {"answer": {"type": "radio_buttons", "selected_option": option("b")}},
        "note1": {"why": {"type": "plain_text_input", "value": None}},
    }
    assert isinstance(page, Screen)
    assert page.id == screen.id
    assert rig.world.tally.shown["C1|Question 2"] == {"U1"}


async def test_an_answer_stays_in_a_block_of_the_same_id(rig: Any) -> None:
    screen = await opened(rig)
    rig.bot.answer = lambda _: {"response_action": "update", "view": question(1)}
    again = await rig.face.submit(screen, {"answer": ["b"], "why": ["Because"]})
    assert isinstance(again, Screen)
    await rig.face.submit(again, {})
    kept = rig.bot.received[-1]["view"]["state"]["values"]
    assert kept["q1"]["answer"]["selected_option"] == option("b")
    assert kept["note1"]["why"]["value"] == "Because"
    rig.bot.answer = lambda _: {"response_action": "update", "view": question(2)}
    fresh = await rig.face.submit(again, {})
    assert isinstance(fresh, Screen)
    assert fresh.body["state"]["values"]["q2"]["answer"]["selected_option"] is None


async def test_the_same_page_twice_gets_the_same_page(rig: Any) -> None:
    screen = await opened(rig)
    rig.bot.answer = lambda _: {"response_action": "update", "view": question(2)}
    first = await rig.face.submit(screen, {"answer": ["b"]})
    rig.clock.forward(1)
    second = await rig.face.submit(screen, {"answer": ["b"]})
    assert first == second


async def test_what_an_app_fills_in_first_is_sent_with_it(rig: Any) -> None:
    boxes = {
        "type": "checkboxes",
        "options": [option("a"), option("b")],
        "initial_options": [option("a"), option("b")],
    }
    screen = await opened(rig, question(1, **boxes))
    assert screen.controls[0].kind == "several of"
    await rig.face.submit(screen, {})
    values = rig.bot.received[-1]["view"]["state"]["values"]
    assert values["q1"]["answer"]["selected_options"] == [option("a"), option("b")]


async def test_an_empty_required_input_is_caught_before_it_goes_out(rig: Any) -> None:
    screen = await opened(rig)
    before = len(rig.bot.received)
    shown = await rig.face.submit(screen, {"answer": []})
    assert shown == FieldTrouble(screen, {"answer": "Please complete this required field."})
    assert len(rig.bot.received) == before


async def test_errors_are_shown_beside_their_inputs(rig: Any) -> None:
    screen = await opened(rig)
    rig.bot.answer = lambda _: {"response_action": "errors", "errors": {"note1": "Too short."}}
    shown = await rig.face.submit(screen, {"answer": ["a"]})
    assert isinstance(shown, FieldTrouble)
    assert shown.errors == {"why": "Too short."}
    kept = shown.screen.body["state"]["values"]["q1"]["answer"]["selected_option"]
    assert kept == option("a")


@pytest.mark.parametrize("answer", [None, {"response_action": "clear"}])
async def test_a_modal_closes(rig: Any, answer: Any) -> None:
    screen = await opened(rig)
    rig.bot.answer = lambda _: answer
    assert await rig.face.submit(screen, {"answer": ["a"]}) == Nothing()
    assert await rig.face.submit(screen, {"answer": ["a"]}) == Refusal(
        410, "The modal has been closed."
    )


async def test_closing_shows_the_modal_below(rig: Any) -> None:
    screen = await opened(rig)
    rig.bot.answer = lambda _: {"response_action": "push", "view": question(2)}
    above = await rig.face.submit(screen, {"answer": ["a"]})
    assert isinstance(above, Screen)
    assert above.id != screen.id
    assert above.body["previous_view_id"] == screen.id
    rig.bot.answer = lambda _: None
    below = await rig.face.submit(above, {"answer": ["a"]})
    assert isinstance(below, Screen)
    assert below.id == screen.id
    rig.bot.answer = lambda _: {"response_action": "push", "view": question(2)}
    above = await rig.face.submit(screen, {"answer": ["a"]})
    rig.bot.answer = lambda _: {"response_action": "clear"}
    assert await rig.face.submit(above, {"answer": ["a"]}) == Nothing()


async def test_a_submission_may_open_another_modal(rig: Any) -> None:
    screen = await opened(rig)

    async def open_another(payload: Any) -> None:
        await rig.call("views.open", trigger_id=payload["trigger_id"], view=LAST)

    rig.bot.answer = open_another
    shown = await rig.face.submit(screen, {"answer": ["a"]})
    assert isinstance(shown, Screen)
    assert shown.submit is None
    with pytest.raises(ValueError, match="only be closed"):
        await rig.face.submit(shown, {})


async def test_a_submission_may_be_answered_privately(rig: Any) -> None:
    screen = await opened(rig)

    async def whisper(_: Any) -> None:
        await rig.call("chat.postEphemeral", channel="C1", user="U1", text="Thank you")

    rig.bot.answer = whisper
    shown = await rig.face.submit(screen, {"answer": ["a"]})
    assert isinstance(shown, Note)


@pytest.mark.parametrize(
    "answer",
    [
        "thanks",
        "[]",
        {"response_action": "shout"},
        {"view": question(2)},
        {"response_action": "update"},
        {"response_action": "update", "view": {**question(2), "colour": "red"}},
        {"response_action": "errors", "errors": {"elsewhere": "No."}},
        {"response_action": "errors", "errors": {}},
        {"response_action": "errors"},
    ],
)
async def test_answers_that_slack_cannot_use(rig: Any, answer: Any) -> None:
    screen = await opened(rig)
    rig.bot.answer = lambda _: answer
    shown = await rig.face.submit(screen, {"answer": ["a"]})
    assert isinstance(shown, Refusal)
    assert shown.status == 200


async def test_what_slack_gives_no_way_to_do(rig: Any) -> None:
    screen = await opened(rig)
    with pytest.raises(ValueError, match="no input 'other'"):
        await rig.face.submit(screen, {"other": ["a"]})
    with pytest.raises(ValueError, match="'z' is not an option"):
        await rig.face.submit(screen, {"answer": ["z"]})


@pytest.mark.parametrize(("close", "label"), [({"close": words("Done")}, "Done"), ({}, "Cancel")])
async def test_what_closes_a_modal_has_the_words_it_was_given(
    rig: Any, close: dict[str, Any], label: str
) -> None:
    screen = await opened(rig, {**question(), **close})
    assert screen.close == label
