"""What goes out over the wire, and what each answer comes to."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from datetime import timedelta

import aiohttp
import pytest
from aiohttp import web
from aiohttp.client_reqrep import ConnectionKey

from bot.delivery.shift import AT_ONCE
from bot.platforms.results import (
    Broken,
    Receipt,
    SendResult,
    Sent,
    Stopped,
    TryLater,
    Unclear,
)
from content.templating import say
from tests.fakes.clock import FakeClock
from tests.wire.slack.standin import (
    DELIVERY,
    NOTE,
    House,
    Rig,
    build,
    directory,
    environment,
    place,
    raw,
    refusal,
    reset,
    status,
)

RECEIPT = Receipt("C0NORTH", "1700000000.000100")
NORTH = directory().workspace("north-slack")


async def _post(rig: Rig) -> SendResult:
    return await rig.slack.post(place(), NOTE, delivery=DELIVERY)


async def _private(rig: Rig) -> SendResult:
    return await rig.slack.post_private(NORTH, "U0LEAD", NOTE, delivery=DELIVERY)


async def _update(rig: Rig) -> SendResult:
    return await rig.slack.update(place(), RECEIPT, NOTE)


async def test_a_post_carries_its_words_and_its_delivery(rig: Rig) -> None:
    assert await _post(rig) == Sent(RECEIPT)
    call = rig.api.only("chat.postMessage")
    assert call.token == "xoxb-north"
    assert call.body == {
        **rig.slack.render_message(NOTE),
        "channel": "C0NORTH",
        "metadata": {
            "event_type": "sevenbot_delivery",
            "event_payload": {"delivery": str(DELIVERY)},
        },
        "mrkdwn": False,
        "link_names": False,
        "unfurl_links": False,
        "unfurl_media": False,
    }


async def test_each_workspace_has_its_own_token(rig: Rig) -> None:
    await rig.slack.post(place("south-slack"), NOTE, delivery=DELIVERY)
    assert rig.api.only("chat.postMessage").token == "xoxb-south"


async def test_workspaces_that_answer_slowly_keep_no_other_from_its_message(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.platforms.slack.client.CONNECT_SECONDS", 1.0)
    slow, over = 3 * AT_ONCE, asyncio.Event()

    async def in_the_end(_: web.Request) -> web.StreamResponse:
        await over.wait()
        return web.json_response({"ok": False, "error": "fatal_error"})

    posts = rig.api.answers["chat.postMessage"]
    posts += [in_the_end] * slow
    waiting = [asyncio.create_task(_post(rig)) for _ in range(slow)]
    while posts and not any(task.done() for task in waiting):  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    healthy = await rig.slack.post(place("south-slack"), NOTE, delivery=DELIVERY)
    assert healthy == Sent(RECEIPT)
    assert not any(task.done() for task in waiting)
    over.set()
    await asyncio.gather(*waiting)


async def test_a_private_message_opens_the_conversation_once(rig: Rig) -> None:
    assert await _private(rig) == Sent(RECEIPT)
    assert await _private(rig) == Sent(RECEIPT)
    assert rig.api.only("conversations.open").body["users"] == "U0LEAD"
    assert [c.body["channel"] for c in rig.api.called("chat.postMessage")] == ["D0PERSON"] * 2


async def test_conversations_are_remembered_within_reason(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.platforms.slack.sending._REMEMBERED", 1)
    for account in ("U0ONE", "U0TWO", "U0ONE"):
        await rig.slack.post_private(NORTH, account, NOTE, delivery=DELIVERY)
    assert len(rig.api.called("conversations.open")) == 3


async def test_an_update_replaces_the_post(rig: Rig) -> None:
    assert await _update(rig) == Sent(RECEIPT)
    body = rig.api.only("chat.update").body
    assert (body["channel"], body["ts"]) == ("C0NORTH", "1700000000.000100")
    assert body["text"] == "Just for you."


async def test_a_private_message_is_replaced_where_the_receipt_says(rig: Rig) -> None:
    receipt = Receipt("D0PERSON", "1700000000.000200")
    assert await rig.slack.update_private(NORTH, receipt, NOTE) == Sent(receipt)
    call = rig.api.only("chat.update")
    assert call.token == "xoxb-north"
    assert (call.body["channel"], call.body["ts"]) == ("D0PERSON", "1700000000.000200")
    assert not rig.api.called("conversations.open")


@pytest.mark.parametrize(
    ("answer", "result"),
    [
        (refusal("not_in_channel"), Stopped),
        (refusal("token_revoked"), Stopped),
        (refusal("msg_blocks_too_long"), Broken),
        (refusal("word_of_tomorrow"), Broken),
        (refusal("fatal_error"), Unclear),
        (refusal("service_unavailable"), TryLater),
        (status(429, {}, {"Retry-After": "1.5"}), TryLater),
        (status(500, "Internal Server Error"), Unclear),
        (status(502, "<html>"), Unclear),
        (status(503, {"ok": False, "error": "service_unavailable"}), TryLater),
        (status(200, "<html>"), Unclear),
        (raw("not json"), Unclear),
        (raw("[1]"), Unclear),
        (raw('"text"'), Unclear),
        (raw("plain", "text/plain"), Unclear),
        (raw("bytes", "application/gzip"), Unclear),
        (raw('{"ok": true}'), Unclear),
        ({"channel": "C0NORTH"}, Unclear),
        (reset, Unclear),
    ],
)
async def test_each_answer_to_a_post_is_a_value(
    rig: Rig, answer: Callable[[web.Request], Awaitable[web.StreamResponse]], result: type
) -> None:
    rig.api.answers["chat.postMessage"].append(answer)
    assert isinstance(await _post(rig), result)
    assert len(rig.api.called("chat.postMessage")) == 1, "a post is never tried twice"


async def test_a_kept_connection_that_dies_is_not_a_second_post(rig: Rig) -> None:
    assert await _post(rig) == Sent(RECEIPT)
    rig.api.answers["chat.postMessage"].append(reset)
    assert isinstance(await _post(rig), Unclear)
    assert len(rig.api.called("chat.postMessage")) == 2


async def test_a_rate_limit_says_how_long(rig: Rig) -> None:
    slow = status(429, {"ok": False, "error": "ratelimited"}, {"Retry-After": "1.5"})
    rig.api.answers["chat.postMessage"].append(slow)
    assert await _post(rig) == TryLater("Slack asked us to slow down.", timedelta(seconds=1.5))
    rig.api.answers["chat.update"].append(slow)
    assert await _update(rig) == TryLater(
        "Slack asked us to slow down.", timedelta(seconds=1.5), everywhere=True
    )


async def test_what_is_unclear_of_an_update_is_tried_again(rig: Rig) -> None:
    rig.api.answers["chat.update"] += [reset, status(500), refusal("message_not_found")]
    assert isinstance(await _update(rig), TryLater)
    assert isinstance(await _update(rig), TryLater)
    assert isinstance(await _update(rig), Broken)


async def test_a_conversation_that_does_not_open_posts_nothing(rig: Rig) -> None:
    rig.api.answers["conversations.open"] += [
        reset,
        refusal("user_not_found"),
        {"channel": "odd"},
        status(429, {}, {"Retry-After": "9"}),
    ]
    assert isinstance(await _private(rig), TryLater)
    assert isinstance(await _private(rig), Stopped)
    assert isinstance(await _private(rig), Broken)
    assert await _private(rig) == TryLater(
        "Slack asked us to slow down.", timedelta(seconds=9), everywhere=True
    )
    assert rig.api.called("chat.postMessage") == []


async def test_nobody_there_means_nothing_was_sent(clock: FakeClock) -> None:
    slack = build(environment("http://127.0.0.1:9"), House(), clock)
    result = await slack.post(place(), NOTE, delivery=DELIVERY)
    assert result == TryLater("Slack could not be reached; nothing was sent.")
    await slack.stop()
    await slack.stop()


@pytest.mark.parametrize(
    ("error", "result"),
    [
        (aiohttp.ConnectionTimeoutError(), TryLater),
        (aiohttp.SocketTimeoutError(), Unclear),
        (aiohttp.ServerDisconnectedError(), Unclear),
        (aiohttp.ClientOSError(), Unclear),
        (TimeoutError(), Unclear),
        (
            aiohttp.ClientConnectorCertificateError(
                ConnectionKey(
                    "slack.com",
                    443,
                    is_ssl=True,
                    ssl=True,
                    proxy=None,
                    proxy_auth=None,
                    proxy_headers_hash=None,
                    server_hostname=None,
                ),
                ssl.CertificateError("no"),
            ),
            Stopped,
        ),
    ],
)
async def test_each_way_a_connection_dies_has_its_meaning(
    rig: Rig, monkeypatch: pytest.MonkeyPatch, error: Exception, result: type
) -> None:
    async def die(*_args: object, **_named: object) -> None:
        raise error

    client = rig.slack._web._clients["north-slack"]
    monkeypatch.setattr(client, "_request", die)
    assert isinstance(await _post(rig), result)


async def test_a_proxy_of_the_environment_is_left_aside_on_this_machine(
    rig: Rig, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    slack = build(environment(rig.api.origin), House(), clock)
    assert await slack.post(place(), NOTE, delivery=DELIVERY) == Sent(RECEIPT)
    await slack.stop()
    far = build(environment("https://slack.example"), House(), clock)
    assert far._web.client().proxy == "http://127.0.0.1:9"


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
async def test_nobody_is_followed_elsewhere(rig: Rig, code: int) -> None:
    """As a proxy answers that wants somebody to sign in. With 307 the post would be made there."""
    for method in ("chat.postMessage", "conversations.members", "conversations.info"):
        elsewhere = f"{rig.api.origin}/api/elsewhere"
        rig.api.answers[method].append(status(code, {}, {"Location": elsewhere}))
    posted = await _post(rig)
    said = say("slack_error.elsewhere", status=code)
    assert posted == Stopped(said)
    assert await rig.slack.roster(place()) == Stopped(said)
    assert await rig.slack.ready(place()) == Stopped(said)
    assert rig.api.called("elsewhere") == []
    assert await _post(rig) == Sent(RECEIPT)
