"""Forged and stale requests: a careful bot refuses them all, a careless one does not."""

import httpx
import jwt
import pytest

from bot.sandbox.teams.face import TeamsFace
from bot.sandbox.world import World
from tests.wire.sandbox.teams.fakes import ANNA, FakeBot, channel_post


async def test_a_bot_that_checks_everything_refuses_every_one(
    live: TeamsFace, bot: FakeBot, live_api: httpx.AsyncClient
):
    await live_api.post("/teams/v3/conversations", json=channel_post())
    attempts = await live.attack()
    assert {attempt.status for attempt in attempts} == {401}
    assert len(attempts) == 25
    assert len({attempt.name for attempt in attempts}) == len(attempts)
    assert not bot.heard


async def test_the_request_itself_would_have_been_taken(
    live: TeamsFace, bot: FakeBot, live_api: httpx.AsyncClient, world: World
):
    await live_api.post("/teams/v3/conversations", json=channel_post())
    await live.press(
        world.people["north-teams", ANNA], world.posts[0], live.controls(world.posts[0])[0]
    )
    assert len(bot.heard) == 1


async def test_a_bot_that_checks_the_signature_alone_is_found_out(live: TeamsFace, bot: FakeBot):
    bot.strict = False
    taken = {attempt.name for attempt in await live.attack() if attempt.status == 200}
    assert taken == {
        "a key endorsed for another channel",
        "for another bot",
        "from another issuer",
        "no issuer",
        "expired",
        "replayed a day late",
        "not valid yet",
        "no expiry",
        "no beginning",
        "no service address",
        "another service address",
        "an activity of another service address",
        "an unknown tenant",
        "no tenant",
    }


async def test_a_post_without_buttons_is_passed_over(
    live: TeamsFace, live_api: httpx.AsyncClient, bot: FakeBot
):
    plain = channel_post(activity={"type": "message", "text": "Hello"})
    await live_api.post("/teams/v3/conversations", json=plain)
    assert {attempt.status for attempt in await live.attack()} == {401}


async def test_keys_rotate_and_old_tokens_pass_until_retired(
    live: TeamsFace, live_api: httpx.AsyncClient
):
    async def kids() -> list[str]:
        keys = (await live_api.get("/teams/issuer/keys")).json()["keys"]
        assert all(key["kty"] == "RSA" and key["x5t"] == key["kid"] for key in keys)
        return [key["kid"] for key in keys]

    service = live.service_url
    before = live.issuer.token(service)
    assert live.issuer.token(service) == before, "one token goes with many activities"
    old = live.issuer.rotate()
    after = live.issuer.token(service)
    assert jwt.get_unverified_header(after)["kid"] != jwt.get_unverified_header(before)["kid"]
    assert old.kid in await kids()
    live.issuer.retire(old)
    assert old.kid not in await kids()
    with pytest.raises(ValueError, match="rotate first"):
        live.issuer.retire(live.issuer.key)


async def test_the_metadata_leads_to_the_keys(live: TeamsFace, live_api: httpx.AsyncClient):
    metadata = (await live_api.get("/teams/issuer/.well-known/openidconfiguration")).json()
    assert metadata["issuer"] == live.environ()["TEAMS_ISSUER"]
    keys = (await live_api.get(metadata["jwks_uri"])).json()["keys"]
    assert [key["endorsements"] for key in keys] == [["msteams"], ["webchat", "directline"]]


async def test_the_bots_settings(live: TeamsFace):
    environ = live.environ()
    assert set(environ) == {
        "TEAMS_REGISTRATIONS__MAIN__APP_ID",
        "TEAMS_REGISTRATIONS__MAIN__APP_SECRET",
        "TEAMS_REGISTRATIONS__MAIN__HOME_TENANT",
        "TEAMS_AUTHORITY",
        "TEAMS_ISSUER",
        "TEAMS_METADATA_URL",
        "TEAMS_TOKEN_SCOPE",
        "TEAMS_SERVICE_URL",
        "TEAMS_CA_FILE",
    }
    assert environ["TEAMS_SERVICE_URL"] == "http://sandbox.test/teams/"
    assert environ["TEAMS_AUTHORITY"].startswith("https://127.0.0.1:")
