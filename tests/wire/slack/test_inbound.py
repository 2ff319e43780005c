"""A press or a submission comes in, and the reply goes out over the right way."""

import asyncio
from dataclasses import replace
from uuid import uuid4

import pytest

from content.actions import Action, ActionName
from content.message import (
    Choices,
    Form,
    Heading,
    Message,
    Option,
    Plain,
    Submit,
    Text,
    TextField,
    View,
)
from handlers.events import Opened
from handlers.interaction import FieldErrors, Interaction, OpenView, Reply, Respondent, UpdateView
from tests.fakes.clock import START
from tests.wire.slack.standin import (
    DELIVERY,
    READ,
    Rig,
    press,
    refusal,
    status,
    submission,
)

ANSWER = Action(ActionName.ANSWER, DELIVERY, 1)
PAGE = View(
    "7-minute briefing",
    Message("A page.", (Heading("A page"), Text((Plain("Its words."),)))),
    Submit("I've read it", Action(ActionName.ACKNOWLEDGE, DELIVERY)),
)
QUESTION = View(
    "7-minute briefing",
    Message(
        "A question.",
        (
            Choices("choice", "Which?", (Option("a", "One"), Option("b", "Two"))),
            Form((TextField("words", "Your words"),)),
        ),
    ),
    Submit("Answer", ANSWER),
)
OPENED = Opened(dissemination=uuid4(), delivery=DELIVERY, agency="police", at=START, member=uuid4())


async def test_a_press_becomes_an_interaction(rig: Rig) -> None:
    await rig.send(press())
    assert rig.house.handled == [
        Interaction(Respondent("north-slack", "U0MEMBER"), READ, channel="C0NORTH")
    ]


async def test_a_menu_is_a_press_too(rig: Rig) -> None:
    chosen = {"type": "overflow", "selected_option": {"value": READ.encode(), "text": {}}}
    await rig.send(press(actions=[chosen]))
    assert rig.house.handled[0].action == READ


async def test_a_view_is_opened_at_once_and_then_counts_as_shown(rig: Rig) -> None:
    rig.house.reply = OpenView(PAGE, OPENED)
    response = await rig.send(press())
    assert (response.status_code, response.content) == (200, b"")
    call = rig.api.only("views.open")
    assert call.token == "xoxb-north"
    assert call.body["trigger_id"] == "1.2.abc"
    assert call.body["view"] == rig.slack.render_view(PAGE)
    assert rig.house.shown == [OPENED]


@pytest.mark.parametrize("reply", [OpenView(PAGE), UpdateView(PAGE)])
async def test_a_view_without_a_fact_is_only_shown(rig: Rig, reply: OpenView | UpdateView) -> None:
    rig.house.reply = reply
    await rig.send(press())
    assert rig.api.only("views.open")
    assert rig.house.shown == []


async def test_a_view_that_slack_refuses_does_not_count(rig: Rig) -> None:
    rig.house.reply = OpenView(PAGE, OPENED)
    rig.api.answers["views.open"].append(refusal("expired_trigger_id"))
    response = await rig.send(press())
    assert response.status_code == 200
    assert rig.house.shown == []
    note = rig.api.only("chat.postEphemeral").body
    assert (note["channel"], note["user"]) == ("C0NORTH", "U0MEMBER")
    assert "Nothing was lost" in note["text"]


async def test_a_note_is_seen_by_the_one_person(rig: Rig) -> None:
    response = await rig.send(press())
    assert response.status_code == 200
    note = rig.api.only("chat.postEphemeral").body
    assert (note["channel"], note["user"], note["text"]) == ("C0NORTH", "U0MEMBER", "Just for you.")


async def test_a_note_finds_the_other_way_when_the_first_is_closed(rig: Rig) -> None:
    rig.api.answers["chat.postEphemeral"].append(refusal("user_not_in_channel"))
    response = await rig.send(press(response_url=f"{rig.api.origin}/respond/note"))
    assert response.status_code == 200
    said = rig.api.only("note").body
    assert said["response_type"] == "ephemeral"
    assert said["replace_original"] is False
    assert said["text"] == "Just for you."


async def test_a_note_that_finds_no_way_marks_the_button(
    rig: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    rig.api.answers["chat.postEphemeral"] += [refusal("user_not_in_channel")] * 3
    rig.api.answers["note"].append(status(404))
    bad = {"response_url": f"{rig.api.origin}/respond/note"}
    assert (await rig.send(press(**bad))).status_code == 500
    assert (await rig.send(press(response_url="http://127.0.0.1:1/"))).status_code == 500
    assert (await rig.send(press())).status_code == 500
    told = [r.getMessage() for r in caplog.records if r.levelname == "WARNING"]
    assert len(told) == 3
    assert all(line.startswith("An answer could not be shown in north-slack: ") for line in told)
    assert "U0MEMBER" not in caplog.text
    assert "Just for you" not in caplog.text


async def test_errors_on_a_press_are_said_in_a_note(rig: Rig) -> None:
    rig.house.reply = FieldErrors({"a": "First.", "b": "Second."}, QUESTION)
    await rig.send(press())
    assert rig.api.only("chat.postEphemeral").body["text"] == "First. Second."


async def test_a_submission_carries_what_was_filled_in(rig: Rig) -> None:
    values = {
        "one": {"choice": {"type": "radio_buttons", "selected_option": {"value": "b"}}},
        "two": {
            "many": {
                "type": "checkboxes",
                "selected_options": [{"value": "a"}, {"value": "c"}],
            }
        },
        "three": {"words": {"type": "plain_text_input", "value": "Some words"}},
        "four": {"left": {"type": "plain_text_input", "value": None}},
        "five": {"open": {"type": "radio_buttons", "selected_option": None}},
        "six": {"none": {"type": "checkboxes", "selected_options": []}},
    }
    await rig.send(submission(values, ANSWER.encode()))
    assert rig.house.handled == [
        Interaction(
            Respondent("north-slack", "U0MEMBER"),
            ANSWER,
            chosen={"choice": ("b",), "many": ("a", "c")},
            written={"words": "Some words"},
            submitted=True,
        )
    ]


async def test_the_next_page_comes_within_the_ack(rig: Rig) -> None:
    rig.house.reply = UpdateView(PAGE)
    response = await rig.send(submission({}))
    assert response.json() == {"response_action": "update", "view": rig.slack.render_view(PAGE)}
    assert rig.api.calls == []


async def test_a_view_opened_from_a_view_takes_its_place(rig: Rig) -> None:
    rig.house.reply = OpenView(PAGE, OPENED)
    response = await rig.send(submission({}))
    assert response.json()["response_action"] == "update"
    assert rig.house.shown == [OPENED]
    rig.house.reply = OpenView(PAGE)
    await rig.send(submission({}))
    assert rig.house.shown == [OPENED]


async def test_errors_stand_beside_their_fields(rig: Rig) -> None:
    rig.house.reply = FieldErrors({"words": "Please write something."}, QUESTION)
    blocks = rig.slack.render_view(QUESTION)["blocks"]
    assert isinstance(blocks, list)
    ids = {block["element"]["action_id"]: block["block_id"] for block in blocks}
    values = {ids["words"]: {"words": {"value": None}}, ids["choice"]: {"choice": {}}}
    response = await rig.send(submission(values))
    assert response.json() == {
        "response_action": "errors",
        "errors": {ids["words"]: "Please write something."},
    }


async def test_errors_without_a_field_stand_above(rig: Rig) -> None:
    rig.house.reply = FieldErrors({"elsewhere": "Please look again."}, QUESTION)
    response = await rig.send(submission({}))
    view = response.json()["view"]
    assert view["blocks"][0]["elements"][0]["elements"][0]["text"] == "Please look again."
    assert view["private_metadata"] == ANSWER.encode()


async def test_a_note_takes_the_place_of_the_page(rig: Rig) -> None:
    response = await rig.send(submission({}))
    view = response.json()["view"]
    assert view["title"]["text"] == "7-minute briefing"
    assert "submit" not in view
    response = await rig.send(submission({}, title={"text": ""}))
    assert response.json()["view"]["title"]["text"] == "Sevenbot"


IN_VIEW = submission({})["view"]


@pytest.mark.parametrize(
    ("reply", "first"),
    [
        (OpenView(PAGE, OPENED), "A page"),
        (UpdateView(PAGE), "A page"),
        (FieldErrors({"words": "Look again."}, QUESTION), "Look again."),
    ],
)
async def test_a_button_within_a_view_changes_that_view(
    rig: Rig, reply: OpenView | UpdateView | FieldErrors, first: str
) -> None:
    rig.house.reply = reply
    response = await rig.send(press(view=IN_VIEW, channel=None))
    assert response.status_code == 200
    call = rig.api.only("views.update").body
    assert call["view_id"] == "V0VIEW"
    assert first in str(call["view"]["blocks"][0])
    assert rig.house.handled[0].channel is None
    assert not rig.house.handled[0].submitted
    assert rig.house.shown == ([OPENED] if isinstance(reply, OpenView) else [])


async def test_a_note_within_a_view_and_a_view_that_is_gone(
    rig: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    await rig.send(press(view=IN_VIEW))
    assert "Just for you." in str(rig.api.only("views.update").body["view"]["blocks"])
    rig.api.answers["views.update"].append(refusal("not_found"))
    response = await rig.send(press(view=IN_VIEW))
    assert response.status_code == 500
    assert "An answer could not be shown in north-slack: " in caplog.text
    assert "U0MEMBER" not in caplog.text


@pytest.mark.parametrize("old", ["", "0.read.x.0", "1.read.AAAA.0", "x" * 500])
async def test_a_button_that_is_not_ours_gets_a_kind_note(rig: Rig, old: str) -> None:
    response = await rig.send(press(old))
    assert response.status_code == 200
    assert "no longer works" in rig.api.only("chat.postEphemeral").body["text"]
    response = await rig.send(submission({}, old))
    assert "no longer works" in response.text
    assert rig.house.handled == []


async def test_a_failure_behind_is_told_and_keeps_what_was_written(
    rig: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    rig.house.failure = RuntimeError("private words")
    response = await rig.send(press())
    assert response.status_code == 200
    assert "could not be saved" in rig.api.only("chat.postEphemeral").body["text"]
    response = await rig.send(submission({"block": {"words": {"value": "kept"}}}))
    assert "could not be saved" in response.json()["errors"]["block"]
    response = await rig.send(submission({}))
    assert response.status_code == 500
    assert "RuntimeError" in caplog.text
    assert "private words" not in caplog.text


async def test_a_stop_waits_for_what_is_being_answered(
    rig: Rig, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = asyncio.Event()
    handle = rig.house.handle

    async def slow(interaction: Interaction) -> Reply:
        await gate.wait()
        return await handle(interaction)

    desk = rig.slack._desk
    monkeypatch.setattr(desk, "_inbound", replace(desk._inbound, handle=slow))
    sending = asyncio.create_task(rig.send(submission({})))
    await asyncio.sleep(0.02)
    await desk.finish(0.01)
    assert "still waited" in caplog.text
    finishing = asyncio.create_task(desk.finish(5))
    gate.set()
    await finishing
    assert (await sending).status_code == 200
