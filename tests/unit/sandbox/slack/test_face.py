"""People press and submit; what goes out is signed, and what comes back is shown."""

import asyncio
import hashlib
import hmac
from typing import Any

import httpx
import pytest
from starlette.responses import Response

from bot.sandbox.slack import face as face_module
from bot.sandbox.slack import senders
from bot.sandbox.slack.payloads import signature
from bot.sandbox.world import FieldTrouble, Note, Nothing, Refusal, Screen


def words(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def option(value: str) -> dict[str, Any]:
    return {"text": words(f"Option {value}"), "value": value}


def question(number: int = 1, **element: Any) -> dict[str, Any]:
    radios = {"type": "radio_buttons", "action_id": "answer", "options": [option("a"), option("b")]}
    return {
        "type": "modal",
        "title": words("Learning &amp; more"),
        "submit": words("Answer"),
        "private_metadata": f"question {number}",
        "blocks": [
            {"type": "header", "text": words(f"Question {number}")},
            {
                "type": "input",
                "block_id": f"q{number}",
                "label": words("Which?"),
                "element": radios | element,
            },
            {
                "type": "input",
                "block_id": f"note{number}",
                "optional": True,
                "label": words("Why?"),
                "element": {"type": "plain_text_input", "action_id": "why"},
            },
        ],
    }


LAST = {
    "type": "modal",
    "title": words("Learning"),
    "blocks": [{"type": "section", "text": words("That is all.")}],
}
POST = [
    {"type": "header", "text": words("A briefing")},
    {
        "type": "actions",
        "elements": [
            {"type": "button", "action_id": "read", "text": words("Read"), "value": "1.read"},
            {
                "type": "overflow",
                "action_id": "more",
                "options": [
                    {"text": words("Ask"), "value": "1.ask"},
                    {"text": words("Unsure"), "value": "1.unsure"},
                ],
            },
            {"type": "button", "action_id": "check", "text": words("Check")},
        ],
    },
]


async def posted(rig: Any) -> Any:
    await rig.post(blocks=POST)
    return rig.world.posts[-1]


async def opened(rig: Any, view: Any = None, account: str = "U1") -> Screen:
    """Press the first button of a post, and have the bot open a view."""
    post = await posted(rig)

    async def open_view(payload: Any) -> None:
        answer = await rig.call(
            "views.open", trigger_id=payload["trigger_id"], view=view or question()
        )
        assert answer["ok"], answer

    rig.bot.answer = open_view
    screen = await rig.face.press(rig.person(account), post, rig.face.controls(post)[0])
    assert isinstance(screen, Screen)
    return screen


async def replace_bot(rig: Any, behave: Any) -> None:
    await rig.face.stop()
    rig.face._http._transport = httpx.MockTransport(behave)
    await rig.face.start()


async def test_a_posts_buttons(rig: Any) -> None:
    post = await posted(rig)
    listed = [(c.kind, c.name, c.label, c.value) for c in rig.face.controls(post)]
    assert listed == [
        ("button", "read", "Read", "1.read"),
        ("button", "check", "Check", ""),
        ("button", "more", "Ask", "1.ask"),
        ("button", "more", "Unsure", "1.unsure"),
    ]


async def test_a_press_is_sent_as_slack_sends_it(rig: Any) -> None:
    post = await posted(rig)
    await rig.face.press(rig.person(), post, rig.face.controls(post)[0])
    (payload,) = rig.bot.received
    assert payload["type"] == "block_actions"
    assert payload["team"]["id"] == "T1"
    assert payload["user"]["id"] == "U1"
    assert payload["channel"] == {"id": "C1", "name": "learning"}
    assert payload["container"]["message_ts"] == post.id
    assert payload["message"]["blocks"][1]["elements"][0]["action_id"] == "read"
    (action,) = payload["actions"]
    assert (action["type"], action["action_id"], action["block_id"], action["value"]) == (
        "button",
        "read",
        "b1",
        "1.read",
    )
    assert payload["response_url"].startswith("http://127.0.0.1:8000/slack/actions/")


async def test_a_choice_from_a_menu_is_sent_as_slack_sends_it(rig: Any) -> None:
    post = await posted(rig)
    await rig.face.press(rig.person(), post, rig.face.controls(post)[3])
    (action,) = rig.bot.received[0]["actions"]
    assert action["type"] == "overflow"
    assert action["selected_option"] == {"text": words("Unsure"), "value": "1.unsure"}


async def test_a_press_in_a_private_chat(rig: Any) -> None:
    await rig.post(channel="U2", blocks=POST)
    post = rig.world.posts[-1]
    await rig.face.press(rig.person("U2"), post, rig.face.controls(post)[0])
    assert rig.bot.received[0]["channel"] == {"id": "D2", "name": "directmessage"}


async def test_the_signature_is_slacks() -> None:
    body, secret, stamp = b"payload=%7B%7D", "8f742231b10e8888abcd99yyyzzz85a5", "1531420618"
    base = b"v0:1531420618:" + body
    expected = "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    assert signature(secret, stamp, body) == expected


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


async def test_a_press_may_show_nothing(rig: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(face_module, "GRACE_SECONDS", 0.01)
    post = await posted(rig)
    shown = await rig.face.press(rig.person(), post, rig.face.controls(post)[0])
    assert shown == Nothing()


@pytest.mark.parametrize("how", ["ephemeral", "response_url"])
async def test_a_press_may_be_answered_privately(rig: Any, how: str) -> None:
    post = await posted(rig)

    async def whisper(payload: Any) -> None:
        if how == "ephemeral":
            await rig.call("chat.postEphemeral", channel="C1", user="U1", text="Not you")
        else:
            await rig.http.post(payload["response_url"], json={"text": "Not you"})

    rig.bot.answer = whisper
    shown = await rig.face.press(rig.person(), post, rig.face.controls(post)[0])
    assert isinstance(shown, Note)
    assert shown.body == {"text": "Not you"}


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
    assert shown == FieldTrouble(screen, {"why": "Too short."})


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


async def test_an_error_status_is_shown(rig: Any) -> None:
    post = await posted(rig)
    rig.bot.answer = lambda _: Response(status_code=500)
    shown = await rig.face.press(rig.person(), post, rig.face.controls(post)[0])
    assert shown == Refusal(500, "The bot answered with an error.")
    screen = await opened(rig)
    rig.bot.answer = lambda _: Response(status_code=503)
    assert (await rig.face.submit(screen, {"answer": ["a"]})).status == 503


async def test_three_seconds_and_no_more(rig: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(senders, "ACK_SECONDS", 0.02)
    post = await posted(rig)
    rig.bot.answer = lambda _: asyncio.sleep(1)
    shown = await rig.face.press(rig.person(), post, rig.face.controls(post)[0])
    assert isinstance(shown, Refusal)
    assert shown.status == 408


async def test_a_bot_that_is_not_there(rig: Any) -> None:
    def unreachable(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    await replace_bot(rig, unreachable)
    post = await posted(rig)
    shown = await rig.face.press(rig.person(), post, rig.face.controls(post)[0])
    assert shown == Refusal(502, "The bot could not be reached (ConnectError).")


async def test_it_must_be_started(rig: Any) -> None:
    post = await posted(rig)
    await rig.face.stop()
    await rig.face.stop()
    with pytest.raises(RuntimeError, match="not started"):
        await rig.face.press(rig.person(), post, rig.face.controls(post)[0])


async def test_a_request_sent_again_is_the_same_to_the_byte(rig: Any) -> None:
    screen = await opened(rig)
    rig.bot.answer = lambda _: {"response_action": "update", "view": question(2)}
    await rig.face.submit(screen, {"answer": ["b"]})
    first, second = await rig.face.resend(rig.person())
    assert first == second
    assert rig.bot.received[-1] == rig.bot.received[-2]
    with pytest.raises(KeyError):
        await rig.face.resend(rig.person("U2"))


@pytest.mark.parametrize("with_post", [True, False])
async def test_no_attack_succeeds_and_each_is_different(rig: Any, *, with_post: bool) -> None:
    if with_post:
        await posted(rig)
    made = await rig.face.attack()
    assert len({attempt.name for attempt in made}) == len(made) >= 20
    assert {attempt.status for attempt in made} == {401, 403, 404}
    assert rig.bot.received == []


async def test_a_bot_that_checks_nothing_is_found_out(rig: Any) -> None:
    await replace_bot(rig, lambda _: httpx.Response(200))
    assert {attempt.status for attempt in await rig.face.attack()} == {200}


async def test_it_draws_what_was_posted(rig: Any) -> None:
    post = await posted(rig)
    assert '<h3 class="header">A briefing</h3>' in rig.face.html(post.body)


async def test_the_settings_of_a_bot(rig: Any) -> None:
    environ = rig.face.environ()
    assert environ["SLACK_API_URL"] == "http://127.0.0.1:8000/slack/api/"
    assert environ["SLACK_TOKENS__NORTH_SLACK"] == rig.token
    assert environ["SLACK_TOKENS__SOUTH_SLACK"].startswith("xoxb-")
    assert environ["SLACK_REGISTRATIONS__MAIN__SIGNING_SECRET"] == rig.bot.secret
