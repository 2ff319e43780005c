"""The connector's API: what it takes, keeps, counts and refuses."""

from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from bot.sandbox.teams.face import TeamsFace
from bot.sandbox.world import Json, World
from tests.wire.sandbox.teams.fakes import (
    ANNA,
    DELIVERY,
    HEALTH,
    POLICE,
    TENANT,
    Clock,
    attached,
    card,
    channel_post,
    make_world,
    message,
    words,
)

CONVERSATIONS = "/teams/v3/conversations"


async def error_of(answer: httpx.Response) -> tuple[int, str, str]:
    error = answer.json()["error"]
    return answer.status_code, error["code"], error["message"]


async def posted(api: httpx.AsyncClient, **more: Any) -> Json:
    answer = await api.post(CONVERSATIONS, json=channel_post(**more))
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_a_channel_post_is_kept_and_counted(api: httpx.AsyncClient, world: World):
    answer = await posted(api)
    (post,) = world.posts
    assert answer == {"id": f"{POLICE};messageid={post.id}", "activityId": post.id}
    assert (post.workspace, post.channel, post.private_to) == ("north-teams", POLICE, None)
    assert post.body == message()
    assert world.tally.posts == {POLICE: 1}
    assert world.tally.deliveries == {str(DELIVERY): 1}


async def test_ids_differ_within_one_millisecond(api: httpx.AsyncClient):
    first, second = await posted(api), await posted(api)
    assert first["activityId"] < second["activityId"]


async def test_a_post_without_buttons_belongs_to_no_delivery(api: httpx.AsyncClient, world: World):
    await posted(api, activity={"type": "message", "text": "Good morning"})
    assert world.tally.posts == {POLICE: 1}
    assert not world.tally.deliveries


async def test_an_update_keeps_what_was_before(api: httpx.AsyncClient, world: World):
    answer = await posted(api)
    changed = message(card(words("Corrected")))
    address = f"{CONVERSATIONS}/{answer['id']}/activities/{answer['activityId']}"
    update = await api.put(address, json=changed)
    assert (update.status_code, update.json()) == (200, {"id": answer["activityId"]})
    (post,) = world.posts
    assert (post.body, post.earlier) == (changed, [message()])
    assert world.tally.updates == {POLICE: 1}
    assert world.tally.posts == {POLICE: 1}


async def test_a_deleted_post_is_gone(api: httpx.AsyncClient, world: World):
    answer = await posted(api)
    address = f"{CONVERSATIONS}/{answer['id']}/activities/{answer['activityId']}"
    assert (await api.delete(address)).status_code == 200
    assert not world.posts
    assert (await error_of(await api.delete(address)))[1] == "ActivityNotFoundInConversation"


async def test_a_reply_stands_in_its_thread(api: httpx.AsyncClient, world: World, face: TeamsFace):
    root = await posted(api)
    answer = await api.post(f"{CONVERSATIONS}/{root['id']}/activities", json=message())
    assert answer.status_code == 201
    reply = world.posts[1]
    assert answer.json() == {"id": reply.id}
    assert face.threads.of(reply).conversation == root["id"]


async def test_a_message_to_the_bare_channel_begins_a_thread(
    api: httpx.AsyncClient, world: World, face: TeamsFace
):
    answer = await api.post(f"{CONVERSATIONS}/{POLICE}/activities", json=message())
    (post,) = world.posts
    assert answer.json()["id"] == f"{POLICE};messageid={post.id}"
    assert face.threads.of(post).root == post.id


@pytest.mark.parametrize("by", ["aadObjectId", "id"])
async def test_a_message_to_one_person(
    api: httpx.AsyncClient, world: World, by: str, face: TeamsFace
):
    listed = (await api.get(f"{CONVERSATIONS}/{POLICE}/pagedmembers")).json()["members"]
    anna = next(m for m in listed if m["name"] == "Anna Archer")
    body = {"members": [{"id": anna[by]}], "tenantId": TENANT, "isGroup": False}
    made = await api.post(CONVERSATIONS, json=body)
    assert made.status_code == 201
    assert (await api.post(CONVERSATIONS, json=body)).json() == made.json()
    chat = made.json()["id"]
    answer = await api.post(f"{CONVERSATIONS}/{chat}/activities", json=message())
    (post,) = world.posts
    assert answer.json() == {"id": post.id}
    assert (post.channel, post.private_to) == (chat, ANNA)
    assert face.threads.of(post).conversation == chat
    listed = (await api.get(f"{CONVERSATIONS}/{chat}/pagedmembers")).json()["members"]
    assert [m["id"] for m in listed] == [anna["id"]]


async def test_members_say_who_is_a_guest_and_no_bot_is_one(api: httpx.AsyncClient):
    answer = await api.get(f"{CONVERSATIONS}/{POLICE}/pagedmembers")
    members = answer.json()["members"]
    roles = {m["name"]: m["userRole"] for m in members}
    assert roles == {"Anna Archer": "user", "Ben Brook": "user", "Gwen Guest": "guest"}
    assert members[0]["aadObjectId"] == ANNA
    assert members[0]["id"].startswith("29:")
    assert members[0]["tenantId"] == TENANT
    assert "continuationToken" not in answer.json()


async def test_members_come_in_pages_of_fifty_at_least(clock: Clock):
    world = make_world(extra_members=60)
    face = TeamsFace(world, bot_url="", base_url="http://sandbox.test", now=clock)
    transport = httpx.ASGITransport(Starlette(routes=list(face.routes())))
    token = face.tokens.sign(face.tokens.claims())
    async with httpx.AsyncClient(
        transport=transport,
        base_url="http://sandbox.test",
        headers={"Authorization": f"Bearer {token}"},
    ) as api:
        address = f"{CONVERSATIONS}/{POLICE}/pagedmembers"
        first = (await api.get(address, params={"pageSize": 10})).json()
        assert len(first["members"]) == 50
        more = {"pageSize": 10, "continuationToken": first["continuationToken"]}
        second = (await api.get(address, params=more)).json()
        assert len(second["members"]) == 13
        assert "continuationToken" not in second
        wrong = await api.get(address, params={"continuationToken": "made-up"})
        assert (await error_of(wrong))[:2] == (400, "BadSyntax")


async def test_one_member_by_either_id(api: httpx.AsyncClient):
    found = (await api.get(f"{CONVERSATIONS}/{POLICE}/members/{ANNA}")).json()
    assert found["name"] == "Anna Archer"
    again = await api.get(f"{CONVERSATIONS}/{POLICE}/members/{found['id']}")
    assert again.json() == found


@pytest.mark.parametrize("who", ["nobody", "cccccccc-0000-4000-8000-000000000009"])
async def test_somebody_who_is_no_member(api: httpx.AsyncClient, who: str):
    answer = await api.get(f"{CONVERSATIONS}/{POLICE}/members/{who}")
    assert (await error_of(answer))[:2] == (404, "MemberNotFoundInConversation")


@pytest.mark.parametrize("channel", ["19:nowhere@thread.tacv2", "C1", HEALTH])
async def test_an_unknown_channel_is_not_found(api: httpx.AsyncClient, world: World, channel: str):
    answer = await api.post(CONVERSATIONS, json=channel_post(channel))
    assert (await error_of(answer))[:2] == (404, "ConversationNotFound")
    assert world.tally.refused == {"ConversationNotFound": 1}
    assert not world.posts


async def test_an_unknown_conversation_is_not_found(api: httpx.AsyncClient):
    answer = await api.get(f"{CONVERSATIONS}/a:nobody/pagedmembers")
    assert (await error_of(answer))[:2] == (404, "ConversationNotFound")


async def test_a_bot_that_was_removed_may_do_nothing(api: httpx.AsyncClient, world: World):
    world.barriers.without_bot.add(POLICE)
    answer = await api.post(CONVERSATIONS, json=channel_post())
    assert (await error_of(answer))[:2] == (403, "BotNotInConversationRoster")
    answer = await api.get(f"{CONVERSATIONS}/{POLICE}/pagedmembers")
    assert answer.status_code == 403


@pytest.mark.parametrize("header", [None, "Bearer forged", "Basic abc"])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", CONVERSATIONS),
        ("POST", f"{CONVERSATIONS}/{POLICE}/activities"),
        ("PUT", f"{CONVERSATIONS}/{POLICE}/activities/1"),
        ("DELETE", f"{CONVERSATIONS}/{POLICE}/activities/1"),
        ("GET", f"{CONVERSATIONS}/{POLICE}/pagedmembers"),
        ("GET", f"{CONVERSATIONS}/{POLICE}/members/{ANNA}"),
    ],
)
async def test_every_call_needs_a_token(
    api: httpx.AsyncClient, world: World, method: str, path: str, header: str | None
):
    del api.headers["Authorization"]
    headers = {"Authorization": header} if header else {}
    answer = await api.request(method, path, headers=headers)
    assert (await error_of(answer))[:2] == (401, "Unauthorized")
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert world.tally.refused == {"Unauthorized": 1}


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ([], "must be an object"),
        (channel_post(isGroup=False), "isGroup"),
        (channel_post(activity={"type": "typing"}), "activity.type"),
        (channel_post(activity={"type": "message"}), "neither text nor a card"),
        (channel_post(activity={"type": "message", "text": 1}), "activity.text"),
        (channel_post(activity={**message(), "summary": []}), "activity.summary"),
        (channel_post(activity={**message(), "text": "Hello"}), "text and a card"),
        (channel_post(activity={**message(), "sumary": ""}), "activity.sumary"),
        (channel_post(activity={"type": "message", "attachments": {}}), "attachments: must be"),
        (channel_post(activity={"type": "message", "attachments": [1]}), "attachments[0]: must"),
        (
            channel_post(activity={"type": "message", "attachments": [{"contentType": "x"}]}),
            "attachments[0].contentType",
        ),
        (
            channel_post(activity=message(card({"type": "TextBlok", "text": "x"}))),
            "attachments[0].content.body[0].type: 'TextBlok' is no element; did you mean",
        ),
        ({**channel_post(), "activity": 3}, "activity: must be an object"),
        ({}, "members"),
        ({"members": [{"id": ANNA}, {"id": ANNA}], "tenantId": TENANT}, "members"),
        ({"members": [{"id": ANNA}], "tenantId": "elsewhere"}, "tenantId"),
        ({"members": [{"id": ANNA}], "tenantId": TENANT, "activity": message()}, "activity"),
    ],
)
async def test_malformed_calls_say_what_and_where(
    api: httpx.AsyncClient, world: World, body: Any, said: str
):
    status, code, sentence = await error_of(await api.post(CONVERSATIONS, json=body))
    assert (status, code) == (400, "BadSyntax")
    assert said in sentence
    assert not world.posts


@pytest.mark.parametrize("member", [{"id": "nobody"}, "nobody"])
async def test_a_chat_with_nobody(api: httpx.AsyncClient, member: Any):
    body = {"members": [member], "channelData": {"tenant": {"id": TENANT}}}
    assert (await error_of(await api.post(CONVERSATIONS, json=body)))[:2] == (400, "BadArgument")


@pytest.mark.parametrize("body", [b"{", b"[" * 100_000, b"\xff"])
async def test_what_is_no_json_is_refused(api: httpx.AsyncClient, body: bytes):
    answer = await api.post(CONVERSATIONS, content=body)
    assert (await error_of(answer))[:2] == (400, "BadSyntax")


async def test_a_message_too_large_is_refused(api: httpx.AsyncClient):
    small = message(card(words("x" * 40_000)))
    assert (await api.post(CONVERSATIONS, json=channel_post(activity=small))).status_code == 201
    large = message(card(words("x" * 52_000)))
    answer = await api.post(CONVERSATIONS, json=channel_post(activity=large))
    assert (await error_of(answer))[:2] == (413, "MessageSizeTooBig")


async def test_two_cards_are_two_cards(api: httpx.AsyncClient, world: World):
    activity = {**message(), "attachments": [attached(card(words("a"))), *message()["attachments"]]}
    await posted(api, activity=activity)
    assert world.tally.deliveries == {str(DELIVERY): 1}
