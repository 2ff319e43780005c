"""A person's own page: made anew when they come to it, and pressed there."""

from dataclasses import replace
from typing import Any

import pytest

from bot.platforms.slack.render import render_home
from bot.platforms.slack.visits import LOOKED_AT
from bot.sandbox.slack.checks import message_troubles
from content.actions import Action, ActionName
from content.message import Message, Plain, Submit, Text, View
from handlers.interaction import FieldErrors, OpenView, PrivateNote, Reply, Respondent, UpdateView
from tests.contract.kitchen_sink import kitchen_sink
from tests.patience import LONG
from tests.wire.slack.arrivals import enter, visit
from tests.wire.slack.standin import (
    DELIVERY,
    NOTE,
    READ,
    Rig,
    press,
    refusal,
    status,
    submission,
)

VIEW = View(
    "Passing it on",
    Message("A page.", (Text((Plain("A page."),)),)),
    Submit("Send", Action(ActionName.ANSWER, DELIVERY)),
)
HOME = {"id": "V0HOME", "type": "home", "state": {"values": {}}, "private_metadata": ""}


async def test_whoever_comes_to_their_page_sees_it_anew(rig: Rig) -> None:
    response = await enter(rig, visit())
    assert (response.status_code, response.content) == (200, b"")
    assert rig.house.visited == [Respondent("north-slack", "U0MEMBER")]
    call = rig.api.only("views.publish")
    assert call.token == "xoxb-north"
    assert call.body == {"user_id": "U0MEMBER", "view": render_home(NOTE)}
    assert call.body["view"]["type"] == "home"


async def test_an_event_that_comes_twice_is_done_once(rig: Rig) -> None:
    for event in (visit(), visit(), visit("Ev0TWO")):
        assert (await enter(rig, event)).status_code == 200
    assert len(rig.api.called("views.publish")) == 2


async def test_the_events_that_came_longest_ago_are_forgotten_first(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.platforms.slack.visits.REMEMBERED", 1)
    for event_id in ("Ev1", "Ev2", "Ev2", "Ev1"):
        await enter(rig, visit(event_id))
    assert len(rig.api.called("views.publish")) == 3


@pytest.mark.parametrize("tab", ["messages", "about", ""])
async def test_another_tab_is_left_alone(rig: Rig, tab: str) -> None:
    assert (await enter(rig, visit(tab=tab))).status_code == 200
    assert rig.house.visited == []
    assert rig.api.calls == []


async def test_a_guests_visit_says_that_it_is_one(rig: Rig) -> None:
    guest = {"id": "U0NEW", "team_id": "T0NORTH", "is_restricted": True}
    rig.api.answers["users.info"].append({"user": guest})
    await enter(rig, visit(user="U0NEW"))
    assert rig.house.visited == [Respondent("north-slack", "U0NEW", outsider=True)]


async def test_when_slack_cannot_vouch_the_page_says_so(rig: Rig) -> None:
    rig.api.answers["users.info"].append(status(503))
    await enter(rig, visit(user="U0NEW"))
    assert rig.house.visited == []
    assert "Nothing was lost" in str(rig.api.only("views.publish").body["view"])


async def test_a_failure_behind_is_told_on_the_page(
    rig: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    rig.house.failure = RuntimeError("private words")
    assert (await enter(rig, visit())).status_code == 200
    assert "could not be shown just now" in str(rig.api.only("views.publish").body["view"])
    assert "private words" not in caplog.text


@pytest.mark.parametrize("trouble", [refusal("ratelimited"), status(503)])
async def test_what_slack_may_take_later_is_asked_for_again(rig: Rig, trouble: Any) -> None:
    rig.api.answers["views.publish"].append(trouble)
    assert (await enter(rig, visit())).status_code == 500
    assert (await enter(rig, visit())).status_code == 200
    assert len(rig.api.called("views.publish")) == 2


@pytest.mark.parametrize("word", ["not_enabled", "missing_scope", "invalid_arguments"])
async def test_what_a_person_must_mend_is_logged_and_not_asked_for_again(
    rig: Rig, caplog: pytest.LogCaptureFixture, word: str
) -> None:
    rig.api.answers["views.publish"].append(refusal(word))
    assert (await enter(rig, visit())).status_code == 200
    assert "could not be shown in north-slack" in caplog.text
    assert (word == "not_enabled") == ("has no Home tab" in caplog.text)
    assert "U0MEMBER" not in caplog.text


@pytest.mark.parametrize(
    ("event", "wrong"),
    [
        ({**visit(), "event_id": None}, "event_id"),
        ({**visit(), "event": None}, "event"),
        ({**visit(), "event": "app_home_opened"}, "event"),
        ({**visit(), "event": {}}, "event.type"),
        (visit(user=None), "event.user"),
        (visit(user={"id": "U1"}), "event.user"),
        (visit(tab=["home"]), "event.tab"),
    ],
)
async def test_a_malformed_event_gets_400_and_names_the_field(
    rig: Rig, event: dict, wrong: str
) -> None:
    response = await enter(rig, event)
    assert response.status_code == 400
    assert response.json()["fields"] == [wrong]
    assert rig.house.visited == []


async def test_an_event_from_elsewhere_is_refused(rig: Rig) -> None:
    far = {**visit(), "team_id": "T0FAR", "authorizations": [{"team_id": "T0FAR"}]}
    assert (await enter(rig, far)).status_code == 403
    assert rig.house.visited == []


@pytest.mark.parametrize("reply", [OpenView(VIEW), UpdateView(VIEW)])
async def test_a_press_on_the_page_opens_a_view_over_it(rig: Rig, reply: Reply) -> None:
    rig.house.reply = reply
    response = await rig.send(press(view=HOME, channel=None))
    assert response.status_code == 200
    (interaction,) = rig.house.handled
    assert (interaction.action, interaction.channel, interaction.submitted) == (READ, None, False)
    call = rig.api.only("views.open").body
    assert call == {"trigger_id": "1.2.abc", "view": rig.slack.render_view(VIEW)}


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (PrivateNote(NOTE), "Just for you."),
        (FieldErrors({"words": "Please look again."}, VIEW), "Please look again."),
    ],
)
async def test_what_is_said_on_the_page_is_said_in_a_view(
    rig: Rig, reply: Reply, said: str
) -> None:
    rig.house.reply = reply
    assert (await rig.send(press(view=HOME, channel=None))).status_code == 200
    assert said in str(rig.api.only("views.open").body["view"]["blocks"])


async def test_a_view_that_does_not_open_over_the_page_marks_the_button(
    rig: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    rig.house.reply = OpenView(VIEW)
    rig.api.answers["views.open"].append(refusal("expired_trigger_id"))
    assert (await rig.send(press(view=HOME, channel=None))).status_code == 500
    assert "could not be shown in north-slack: It was pressed outside a channel" in caplog.text


async def test_a_press_in_a_private_message_tells_its_conversation(rig: Rig) -> None:
    await rig.send(press(channel={"id": "D0MEMBER", "name": "directmessage"}))
    assert rig.house.handled[0].channel == "D0MEMBER"
    await rig.send(submission({}))
    assert rig.house.handled[1].channel is None


async def looking(rig: Rig) -> None:
    await enter(rig, visit())
    rig.api.calls.clear()


@pytest.mark.parametrize("reply", [UpdateView(VIEW), OpenView(VIEW), PrivateNote(NOTE)])
async def test_what_somebody_sends_makes_the_page_before_them_anew(rig: Rig, reply: Reply) -> None:
    await looking(rig)
    rig.house.reply, rig.house.answer = reply, Message("Nothing owed.", ())
    assert (await rig.send(submission({}))).status_code == 200
    await rig.slack._desk.finish(LONG)
    assert "Nothing owed." in str(rig.api.only("views.publish").body["view"])


async def test_so_does_a_button_that_acts_at_once(rig: Rig) -> None:
    await looking(rig)
    rig.house.reply = PrivateNote(NOTE)
    await rig.send(press(view=HOME, channel=None))
    await rig.slack._desk.finish(LONG)
    assert rig.api.only("views.publish")


async def test_what_changed_nothing_does_not(rig: Rig) -> None:
    await looking(rig)
    rig.house.reply = OpenView(VIEW)
    await rig.send(press(view=HOME, channel=None))
    rig.house.reply = FieldErrors({"words": "Please look again."}, VIEW)
    await rig.send(submission({}))
    await rig.slack._desk.finish(LONG)
    assert rig.api.called("views.publish") == []


async def test_nor_does_anything_where_nobody_looks_at_their_page(rig: Rig) -> None:
    await rig.send(submission({}))
    await looking(rig)
    rig.clock.advance(LOOKED_AT)
    await rig.send(submission({}))
    rig.house.members.add(("north-slack", "U0SECOND"))
    await rig.send({**submission({}), "user": {"id": "U0SECOND"}})
    await rig.slack._desk.finish(LONG)
    assert rig.api.called("views.publish") == []


async def test_a_page_that_cannot_be_made_anew_stops_nothing(
    rig: Rig, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    await looking(rig)

    async def fails(_: Respondent) -> Message:
        raise RuntimeError("private words")

    desk = rig.slack._desk
    monkeypatch.setattr(desk, "_inbound", replace(desk._inbound, home=fails))
    rig.house.reply = UpdateView(VIEW)
    assert (await rig.send(submission({}))).json()["response_action"] == "update"
    await desk.finish(LONG)
    assert "RuntimeError" in caplog.text
    assert "private words" not in caplog.text


@pytest.mark.parametrize("name", ["sink-all-blocks", "sink-long-post", "sink-inputs-in-a-post"])
def test_any_message_can_be_a_page(name: str) -> None:
    case = kitchen_sink()[name]
    assert isinstance(case, Message)
    wire = render_home(case)
    assert wire["type"] == "home"
    assert message_troubles(wire["blocks"]) == ()
    assert not any(block["type"] == "input" for block in wire["blocks"])


def test_a_long_page_takes_more_than_a_message_does() -> None:
    long = Message("x", tuple(Text((Plain("word " * 100),)) for _ in range(90)))
    assert len(render_home(long)["blocks"]) == 90
