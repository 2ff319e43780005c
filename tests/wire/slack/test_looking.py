"""The look for what an earlier attempt may have posted."""

from datetime import timedelta

import pytest

from bot.platforms.results import Absent, CannotLook, Found, Receipt, TryLater
from content.templating import say
from tests.fakes.clock import START
from tests.wire.slack.standin import DELIVERY, Rig, place, raw, refusal, reset, status


def _message(ts: str, delivery: object, kind: str = "sevenbot_delivery") -> dict[str, object]:
    metadata = {"event_type": kind, "event_payload": {"delivery": delivery}}
    return {"ts": ts, "metadata": metadata}


async def test_the_look_finds_the_post_by_its_delivery(rig: Rig) -> None:
    rig.api.answers["conversations.history"] += [
        {
            "messages": [
                {"ts": "9.9", "text": str(DELIVERY)},
                _message("9.8", "another"),
                _message("9.7", str(DELIVERY), "somebody_elses"),
                "odd",
            ],
            "has_more": True,
            "response_metadata": {"next_cursor": "more"},
        },
        {"messages": [_message("9.6", str(DELIVERY))]},
    ]
    assert await rig.slack.look(place(), delivery=DELIVERY) == Found(Receipt("C0NORTH", "9.6"))
    first, second = rig.api.called("conversations.history")
    assert first.body["include_all_metadata"] == "true"
    assert float(first.body["oldest"]) == (START - timedelta(days=7)).timestamp()
    assert second.body["cursor"] == "more"


async def test_a_look_that_was_complete_says_so(rig: Rig) -> None:
    rig.api.answers["conversations.history"].append({"messages": [_message("9", None)]})
    assert await rig.slack.look(place(), delivery=DELIVERY) == Absent()


async def test_a_look_that_cannot_be_complete_says_so(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert isinstance(await rig.slack.look(place("south-slack"), delivery=DELIVERY), CannotLook), (
        "the workspace did not allow it"
    )
    assert rig.api.calls == []
    rig.api.answers["conversations.history"].append(refusal("missing_scope"))
    assert isinstance(await rig.slack.look(place(), delivery=DELIVERY), CannotLook)
    rig.api.answers["conversations.history"].append({"messages": [], "has_more": True})
    assert isinstance(await rig.slack.look(place(), delivery=DELIVERY), CannotLook)
    monkeypatch.setattr("bot.platforms.slack.sending.MAX_PAGES", 1)
    page = {"messages": [], "response_metadata": {"next_cursor": "x"}}
    rig.api.answers["conversations.history"].append(page)
    assert isinstance(await rig.slack.look(place(), delivery=DELIVERY), CannotLook)


async def test_a_look_that_is_refused_for_now_is_made_again(rig: Rig) -> None:
    rig.api.answers["conversations.history"] += [
        status(429, {}, {"Retry-After": "60"}),
        status(500),
        reset,
        raw("<html>", "text/html"),
        refusal("internal_error"),
        {"messages": [_message("9.6", str(DELIVERY))]},
    ]
    limited = await rig.slack.look(place(), delivery=DELIVERY)
    said = say("slack_error.unread", why=say("slack_error.ratelimited"))
    assert limited == TryLater(said, timedelta(seconds=60))
    odd = TryLater(say("slack_error.unread", why=say("slack_error.odd")))
    for _ in range(4):
        assert await rig.slack.look(place(), delivery=DELIVERY) == odd
    assert await rig.slack.look(place(), delivery=DELIVERY) == Found(Receipt("C0NORTH", "9.6"))
