"""The local Web API answers as Slack's own reference says."""

import json
from typing import Any

import pytest

from bot.sandbox.faults import Fault, PlannedFault
from tests.wire.sandbox.slack.blocks import BLOCKS

DELIVERY = {"event_type": "sevenbot_delivery", "event_payload": {"delivery": "d-1"}}


async def test_tokens(rig: Any) -> None:
    ok = await rig.call("auth.test")
    assert (ok["ok"], ok["team_id"], ok["user_id"], ok["bot_id"]) == (True, "T1", "UBOT", "BBOT")
    unknown = await rig.raw("auth.test", headers={"Authorization": "Bearer xoxb-other"})
    assert unknown.json() == {"ok": False, "error": "invalid_auth"}
    none = await rig.raw("auth.test", headers={"Authorization": ""})
    assert none.json()["error"] == "not_authed"
    in_form = await rig.raw("auth.test", headers={"Authorization": ""}, data={"token": rig.token})
    assert in_form.json()["ok"]
    assert rig.world.tally.refused == {"invalid_auth": 1, "not_authed": 1}
    assert "chat:write" in in_form.headers["x-oauth-scopes"]


async def test_an_unknown_method(rig: Any) -> None:
    assert (await rig.call("chat.shout"))["error"] == "unknown_method"


async def test_a_post_is_kept_whole_and_counted(rig: Any) -> None:
    answer = await rig.post(text="Hello", blocks=BLOCKS, metadata=DELIVERY)
    (post,) = rig.world.posts
    assert answer["ts"] == post.id
    assert answer["message"]["blocks"][0]["block_id"] == "b0"
    assert post.body == {"text": "Hello", "blocks": BLOCKS, "metadata": DELIVERY}
    assert (post.channel, post.private_to) == ("C1", None)
    assert rig.world.tally.posts == {"C1": 1}
    assert rig.world.tally.deliveries == {"d-1": 1}


async def test_arguments_come_as_forms_too(rig: Any) -> None:
    form = {"channel": "C1", "text": "x", "blocks": json.dumps(BLOCKS)}
    assert (await rig.raw("chat.postMessage", data=form)).json()["ok"]
    listed = await rig.raw("conversations.members", verb="GET", params={"channel": "C1"})
    assert listed.json()["members"] == ["U1", "U2", "U3", "UBOT"]


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        ({"channel": "C404"}, "channel_not_found"),
        ({"channel": "C9"}, "channel_not_found"),
        ({"channel": "C2"}, "not_in_channel"),
        ({"text": ""}, "no_text"),
        ({"text": "x" * 40_001}, "msg_too_long"),
        ({"blocks": "not json"}, "invalid_blocks_format"),
        ({"blocks": {"type": "section"}}, "invalid_blocks_format"),
        ({"blocks": [{"type": "heading"}]}, "invalid_blocks"),
        (
            {"blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3000}}] * 4},
            "msg_blocks_too_long",
        ),
        ({"metadata": "not json"}, "invalid_metadata_format"),
        ({"metadata": {"event_type": "x"}}, "invalid_metadata_format"),
    ],
)
async def test_posts_that_slack_refuses(rig: Any, arguments: dict[str, Any], word: str) -> None:
    answer = await rig.call("chat.postMessage", **({"channel": "C1", "text": "x"} | arguments))
    assert (answer["ok"], answer["error"]) == (False, word)
    assert rig.world.posts == []
    assert rig.world.tally.refused == {word: 1}


async def test_invalid_blocks_are_explained(rig: Any) -> None:
    answer = await rig.call("chat.postMessage", channel="C1", blocks=[{"type": "header"}])
    said = "missing required field: text [json-pointer:/blocks/0]"
    assert answer["errors"] == [said]
    assert answer["response_metadata"] == {"messages": [f"[ERROR] {said}"]}


@pytest.mark.parametrize(("body", "word"), [(b"{", "invalid_json"), (b"[]", "json_not_object")])
async def test_a_broken_body(rig: Any, body: bytes, word: str) -> None:
    answer = await rig.raw("auth.test", content=body, headers={"Content-Type": "application/json"})
    assert answer.json()["error"] == word


async def test_an_update_replaces_what_a_post_says(rig: Any) -> None:
    posted = await rig.post(metadata=DELIVERY)
    where = {"channel": "C1", "ts": posted["ts"]}
    assert (await rig.call("chat.update", **where, text="Corrected"))["text"] == "Corrected"
    (post,) = rig.world.posts
    assert post.body == {"text": "Corrected", "metadata": DELIVERY}
    assert post.earlier == [{"text": "Hello", "metadata": DELIVERY}]
    assert rig.world.tally.updates == {"C1": 1}
    too_long = await rig.call("chat.update", **where, text="x" * 4001)
    assert too_long["error"] == "msg_too_long"
    gone = await rig.call("chat.update", channel="C1", ts="1.000000", text="x")
    assert gone["error"] == "message_not_found"


async def test_private_messages(rig: Any) -> None:
    opened = await rig.call("conversations.open", users="U1")
    chat = opened["channel"]["id"]
    await rig.post(channel=chat, text="One")
    await rig.post(channel="U1", text="Two")
    assert [(p.channel, p.private_to) for p in rig.world.posts] == [(chat, "U1"), (chat, "U1")]
    assert (await rig.call("conversations.open", users="U404"))["error"] == "user_not_found"
    assert (await rig.call("conversations.open", users="U1,U2"))["error"] == "invalid_arguments"


async def test_ephemeral_messages(rig: Any) -> None:
    arguments = {"channel": "C1", "text": "Only you"}
    assert (await rig.call("chat.postEphemeral", user="U1", **arguments))["ok"]
    (note,) = rig.world.notes
    assert (note.person.account, note.body, note.channel) == ("U1", {"text": "Only you"}, "C1")
    stranger = await rig.call("chat.postEphemeral", user="U9", **arguments)
    assert stranger["error"] == "user_not_in_channel"


async def test_people(rig: Any) -> None:
    guest = (await rig.call("users.info", user="U3"))["user"]
    assert (guest["is_restricted"], guest["is_bot"]) == (True, False)
    assert (await rig.call("users.info", user="UBOT"))["user"]["is_bot"]
    assert (await rig.call("users.info", user="U9"))["error"] == "user_not_found"
    everybody = await rig.call("users.list")
    assert {user["id"] for user in everybody["members"]} == {"UBOT", "U1", "U2", "U3"}


async def test_members_come_page_by_page(rig: Any) -> None:
    first = await rig.call("conversations.members", channel="C1", limit=3)
    assert first["members"] == ["U1", "U2", "U3"]
    cursor = first["response_metadata"]["next_cursor"]
    second = await rig.call("conversations.members", channel="C1", limit=3, cursor=cursor)
    assert second["members"] == ["UBOT"]
    assert second["response_metadata"]["next_cursor"] == ""
    wrong = await rig.call("conversations.members", channel="C1", cursor="???")
    assert wrong["error"] == "invalid_cursor"
    too_many = await rig.call("conversations.members", channel="C1", limit=1001)
    assert too_many["error"] == "invalid_limit"
    elsewhere = await rig.call("conversations.members", channel="C9")
    assert elsewhere["error"] == "channel_not_found"


async def test_a_channel_is_described(rig: Any) -> None:
    channel = (await rig.call("conversations.info", channel="C1"))["channel"]
    assert (channel["name"], channel["is_ext_shared"], channel["num_members"]) == (
        "learning",
        False,
        4,
    )


async def test_history_needs_its_scope_and_shows_metadata_when_asked(rig: Any) -> None:
    await rig.post(text="First", metadata=DELIVERY)
    second = await rig.post(text="Second")
    answer = await rig.call("conversations.history", channel="C1", include_all_metadata=True)
    assert [message["text"] for message in answer["messages"]] == ["Second", "First"]
    assert answer["messages"][1]["metadata"] == DELIVERY
    silent = await rig.call("conversations.history", channel="C1", oldest="0", limit=1)
    assert "metadata" not in silent["messages"][0]
    assert silent["has_more"] is True
    late = await rig.call("conversations.history", channel="C1", oldest=second["ts"])
    assert [message["text"] for message in late["messages"]] == ["Second"]
    refused = await rig.raw(
        "conversations.history",
        json={"channel": "C9"},
        headers={"Authorization": f"Bearer {rig.other_token}"},
    )
    assert refused.json()["error"] == "missing_scope"
    assert refused.json()["needed"] == "channels:history"


async def test_one_post_a_second_and_channel(rig: Any) -> None:
    for _ in range(3):
        await rig.post()
    limited = await rig.raw("chat.postMessage", json={"channel": "C1", "text": "x"})
    assert (limited.status_code, limited.headers["retry-after"]) == (429, "1")
    assert limited.json() == {"ok": False, "error": "ratelimited"}
    assert rig.world.tally.limited == {"C1": 1}
    await rig.post(channel="U1")
    rig.clock.forward(1)
    await rig.post()
    rig.world.enforce_limits = False
    for _ in range(5):
        await rig.post()
    assert len(rig.world.posts) == 10


async def test_a_tier_is_used_up(rig: Any) -> None:
    for _ in range(20):
        assert (await rig.call("users.list"))["ok"]
    limited = await rig.raw("users.list", json={})
    assert (limited.status_code, limited.headers["retry-after"]) == (429, "3")
    assert (await rig.call("users.info", user="U1"))["ok"]


async def test_faults(rig: Any) -> None:
    for fault, status in ((Fault.ERROR, 500), (Fault.RATE_LIMITED, 429)):
        rig.world.faults.append(PlannedFault(fault, "C1", seconds=6.5))
        answer = await rig.raw("chat.postMessage", json={"channel": "C1", "text": "x"})
        assert answer.status_code == status
        assert rig.world.posts == []
    assert answer.headers["retry-after"] == "7"
    rig.world.faults.append(PlannedFault(Fault.SLOW, seconds=0.01))
    await rig.post()
    rig.clock.forward(1)
    await rig.post()
    assert len(rig.world.posts) == 2


async def test_a_reset_comes_after_the_post_was_kept(rig: Any) -> None:
    rig.world.faults.append(PlannedFault(Fault.RESET_AFTER_ACCEPT, "C1"))
    # Without a socket there is nothing to cut, and it says so; over one, see test_app.
    with pytest.raises(RuntimeError, match="no connection to cut"):
        await rig.raw("chat.postMessage", json={"channel": "C1", "text": "x"})
    assert len(rig.world.posts) == 1


async def test_the_response_address(rig: Any) -> None:
    posted = await rig.post()
    trigger = rig.face.memory.trigger(rig.person(), "C1")
    trigger.message = posted["ts"]
    url = rig.face.memory.response_url(trigger)
    assert (await rig.http.post(url, json={"text": "Only you"})).text == "ok"
    assert [(n.person.account, n.body) for n in rig.world.notes] == [("U1", {"text": "Only you"})]
    everybody = {"text": "All", "response_type": "in_channel"}
    assert (await rig.http.post(url, json=everybody)).status_code == 200
    assert rig.world.posts[-1].body == {"text": "All"}
    await rig.http.post(url, json={"text": "New", "replace_original": True})
    assert rig.world.posts[0].body == {"text": "New"}
    bad = await rig.http.post(url, json={"blocks": [{"type": "x"}]})
    assert (bad.status_code, bad.text) == (400, "invalid_blocks")
    for _ in range(2):
        await rig.http.post(url, json={"text": "More"})
    used = await rig.http.post(url, json={"text": "A sixth"})
    assert (used.status_code, used.text) == (404, "used_url")


async def test_the_response_address_ends_after_half_an_hour(rig: Any) -> None:
    url = rig.face.memory.response_url(rig.face.memory.trigger(rig.person(), "C1"))
    rig.clock.forward(30 * 60 + 1)
    assert (await rig.http.post(url, json={"text": "Late"})).text == "expired_url"
    assert (await rig.http.post(f"{url}0", json={"text": "Wrong"})).status_code == 404
