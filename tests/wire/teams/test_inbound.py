"""What comes in, once it is known to be genuine, and what is answered."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from content.message import (
    Choices,
    Context,
    Form,
    Message,
    Option,
    Plain,
    Submit,
    Text,
    TextField,
    View,
)
from handlers.events import Opened
from handlers.interaction import (
    FieldErrors,
    Interaction,
    OpenView,
    PrivateNote,
    Respondent,
    UpdateView,
)
from tests.wire.teams.names import CHANNEL, DELIVERY, PERSON, TENANT, Json
from tests.wire.teams.pressing import ANSWER, READ, fetch, submit
from tests.wire.teams.standin import Rig

OPENED = Opened(
    dissemination=UUID(int=1),
    delivery=DELIVERY,
    agency="north",
    at=datetime(2026, 11, 2, tzinfo=UTC),
    member=UUID(int=2),
)
PAGE = View(
    "Briefing",
    Message(
        "A question.",
        (
            Text((Plain("Scenario"),)),
            Choices("choice", "Which?", (Option("a", "One"), Option("b", "Two"))),
            Form((TextField("words", "Your words", value="as written"),)),
        ),
    ),
    Submit("Send", ANSWER),
)


async def test_a_pressed_button_becomes_an_interaction(rig: Rig) -> None:
    assert (await rig.send(fetch(rig))).status_code == 200
    assert rig.house.handled == [
        Interaction(Respondent("north-teams", PERSON), READ, channel=CHANNEL)
    ]


async def test_a_button_in_a_private_message_tells_of_that_chat(rig: Rig) -> None:
    chat = {"id": "a:chat", "conversationType": "personal", "tenantId": TENANT}
    body = fetch(rig, conversation=chat, channelData={"tenant": {"id": TENANT}})
    rig.house.reply = OpenView(PAGE)
    answer = (await rig.send(body)).json()
    assert answer["task"]["value"]["title"] == "Briefing"
    (handled,) = rig.house.handled
    assert (handled.channel, handled.submitted) == ("a:chat", False)
    data = {"data": {"action": ANSWER.encode(), "choices": ["choice"], "choice": "a"}}
    await rig.send(body | {"name": "task/submit", "value": data})
    assert (rig.house.handled[1].channel, rig.house.handled[1].submitted) == (None, True)


async def test_a_view_opens_and_its_opening_is_kept_before_the_answer(rig: Rig) -> None:
    rig.house.reply = OpenView(PAGE, once_shown=OPENED)
    answer = (await rig.send(fetch(rig))).json()
    assert rig.house.events == [OPENED]
    assert answer["task"]["type"] == "continue"
    value = answer["task"]["value"]
    assert value["title"] == "Briefing"
    assert value["card"]["contentType"] == "application/vnd.microsoft.card.adaptive"


async def test_what_could_not_be_kept_is_not_answered_as_shown(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def lost(_: object) -> None:
        raise OSError("no database")

    inbound = rig.house.inbound()
    monkeypatch.setattr(rig.teams._door, "_inbound", replace(inbound, shown=lost))
    rig.house.reply = OpenView(PAGE, once_shown=OPENED)
    assert (await rig.send(fetch(rig))).status_code == 500


async def test_a_view_without_a_fact_keeps_none(rig: Rig) -> None:
    rig.house.reply = OpenView(PAGE)
    assert (await rig.send(fetch(rig))).status_code == 200
    assert rig.house.events == []


async def test_a_submitted_page_brings_choices_and_words(rig: Rig) -> None:
    rig.house.reply = UpdateView(PAGE)
    body = submit(rig, choices=["choice"], choice="b", words="a, b")
    answer = (await rig.send(body)).json()
    assert answer["task"]["type"] == "continue"
    (interaction,) = rig.house.handled
    assert interaction == Interaction(
        Respondent("north-teams", PERSON),
        ANSWER,
        channel=None,
        chosen={"choice": ("b",)},
        written={"words": "a, b"},
        submitted=True,
    )


async def test_what_was_left_open_is_not_there(rig: Rig) -> None:
    for choice in ("", ","):
        await rig.send(submit(rig, choices=["choice"], choice=choice, words=""))
        assert rig.house.handled[-1].chosen == {}
        assert rig.house.handled[-1].written == {}


@pytest.mark.parametrize(("value", "chosen"), [("a", ("a",)), ("a,c", ("a", "c"))])
async def test_several_choices_come_as_one_string(
    rig: Rig, value: str, chosen: tuple[str, ...]
) -> None:
    await rig.send(submit(rig, choices=["choice"], choice=value))
    assert rig.house.handled[0].chosen == {"choice": chosen}


async def test_without_the_list_of_choices_both_readings_are_given(rig: Rig) -> None:
    await rig.send(submit(rig, choice="a,b"))
    assert rig.house.handled[0].chosen == {"choice": ("a", "b")}
    assert rig.house.handled[0].written == {"choice": "a,b"}


async def test_our_own_page_says_which_inputs_are_choices(rig: Rig) -> None:
    rig.house.reply = UpdateView(PAGE)
    answer = (await rig.send(submit(rig))).json()
    (action,) = answer["task"]["value"]["card"]["content"]["actions"]
    data = action["data"] | {"choice": "a", "words": "b"}
    await rig.send(rig.activity(name="task/submit", value={"data": data}))
    assert rig.house.handled[1].chosen == {"choice": ("a",)}
    assert rig.house.handled[1].written == {"words": "b"}


async def test_what_is_to_mend_is_said_above_the_field_and_nothing_is_lost(rig: Rig) -> None:
    rig.house.reply = FieldErrors(
        {"words": "Please leave out the name.", "gone": "And this."}, PAGE
    )
    answer = (await rig.send(submit(rig))).json()
    body = answer["task"]["value"]["card"]["content"]["body"]
    words = [element.get("inlines", [{}])[0].get("text") for element in body]
    assert words[0] == "And this."
    at = next(n for n, element in enumerate(body) if element.get("id") == "words")
    assert body[at - 1]["inlines"][0]["text"] == "Please leave out the name."
    assert body[at]["value"] == "as written"


async def test_a_private_note_is_a_dialog_of_its_own(rig: Rig) -> None:
    rig.house.reply = PrivateNote(Message("Not for you.", (Context((Plain("Not for you."),)),)))
    for body in (fetch(rig), submit(rig)):
        value = (await rig.send(body)).json()["task"]["value"]
        assert value["title"] == "Sevenbot"
        assert "actions" not in value["card"]["content"]
    rig.house.reply = PrivateNote(Message("Not for you.", ()), "For another group")
    assert (await rig.send(fetch(rig))).json()["task"]["value"]["title"] == "For another group"


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (OpenView(PAGE, once_shown=OPENED), "A question."),
        (UpdateView(PAGE), "A question."),
        (FieldErrors({"a": "One.", "b": "Two."}, PAGE), "One. Two."),
        (PrivateNote(Message("Only this.", ())), "Only this."),
    ],
)
async def test_an_execute_action_is_answered_in_words(
    rig: Rig, reply: OpenView, words: str
) -> None:
    rig.house.reply = reply
    value = {"action": {"type": "Action.Execute", "data": {"action": READ.encode()}}}
    answer = await rig.send(rig.activity(name="adaptiveCard/action", value=value))
    assert answer.json() == {
        "statusCode": 200,
        "type": "application/vnd.microsoft.activity.message",
        "value": words,
    }
    assert rig.house.handled[0].channel == CHANNEL
    assert rig.house.events == []


async def test_a_replay_gets_the_same_reply(rig: Rig) -> None:
    rig.house.reply = UpdateView(PAGE)
    body = json.dumps(submit(rig, choices=["choice"], choice="a")).encode()
    authorization = rig.bearer()
    first = await rig.send(body, authorization=authorization)
    second = await rig.send(body, authorization=authorization)
    assert first.content == second.content
    assert rig.house.handled[0] == rig.house.handled[1]


@pytest.mark.parametrize(
    "value",
    [
        None,
        "words",
        [],
        {},
        {"data": None},
        {"data": {}},
        {"data": {"action": 5}},
        {"data": {"action": "1.read.nonsense.0"}},
        {"data": {"action": READ.encode() + "x"}},
        {"data": {"action": READ.encode(), "choice": 5}},
        {"data": {"action": READ.encode(), "choices": "choice"}},
        {"data": {"action": READ.encode(), "words": {"a": "b"}}},
    ],
)
@pytest.mark.parametrize("name", ["task/fetch", "task/submit", "adaptiveCard/action"])
async def test_a_malformed_press_is_refused(rig: Rig, name: str, value: object) -> None:
    if name == "adaptiveCard/action" and isinstance(value, dict):
        value = {"action": {"type": "Action.Execute", **value}}
    answer = await rig.send(rig.activity(name=name) | {"value": value})
    assert answer.status_code == 400
    assert rig.house.handled == []


@pytest.mark.parametrize(
    "changes",
    [
        {"from": None},
        {"from": {"id": ""}},
        {"from": {"id": 5}},
        {"conversation": "19:x"},
        {"serviceUrl": None},
        {"type": None},
        {"type": ["invoke"]},
        {"channelData": {"tenant": "x"}},
    ],
)
async def test_a_malformed_activity_is_refused(rig: Rig, changes: Json) -> None:
    assert (await rig.send(fetch(rig, **changes))).status_code == 400


@pytest.mark.parametrize("body", [b"[]", b"null", b"7", b"{", b"\xff\xfe", b"[" * 100_000])
async def test_a_body_that_is_no_activity_is_refused(rig: Rig, body: bytes) -> None:
    assert (await rig.send(body)).status_code == 400


@pytest.mark.parametrize("kind", ["typing", "messageReaction", "event", "somethingNew"])
async def test_an_unknown_activity_is_well_received(rig: Rig, kind: str) -> None:
    assert (await rig.send(rig.activity(type=kind, name=None))).status_code == 200


@pytest.mark.parametrize("name", [None, "composeExtension/query", "TASK/FETCH"])
async def test_an_unknown_invoke_is_not_implemented(rig: Rig, name: str | None) -> None:
    assert (await rig.send(rig.activity(name=name))).status_code == 501


async def test_only_posts_are_taken(rig: Rig) -> None:
    assert (await rig.web.get("/teams/main/messages")).status_code == 405
