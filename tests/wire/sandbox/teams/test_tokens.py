"""The token endpoint, proven with the library that really calls it."""

import asyncio
import ssl
import stat
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import jwt
import msal
import pytest

from bot.sandbox.teams.face import TeamsFace
from bot.sandbox.teams.tokens import BadToken
from bot.sandbox.world import World
from config.now import system_now
from tests.wire.sandbox.teams.fakes import BASE, BOT, TENANT, Clock


@pytest.fixture(autouse=True)
def own_trust(monkeypatch: pytest.MonkeyPatch):
    """requests, which msal uses, prefers these over the authority that it is given."""
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
async def served(world: World) -> AsyncIterator[TeamsFace]:
    face = TeamsFace(world, bot_url=BOT, base_url=BASE, now=system_now)
    await face.start()
    yield face
    await face.stop()


def ask(environ: Any, secret: str | None = None, tenant: str | None = None) -> dict[str, Any]:
    prefix = "TEAMS_REGISTRATIONS__MAIN__"
    client = msal.ConfidentialClientApplication(
        environ[prefix + "APP_ID"],
        client_credential=secret or environ[prefix + "APP_SECRET"],
        authority=f"{environ['TEAMS_AUTHORITY']}/{tenant or environ[prefix + 'HOME_TENANT']}",
        instance_discovery=False,
        verify=environ["TEAMS_CA_FILE"],
    )
    try:
        return client.acquire_token_for_client([environ["TEAMS_TOKEN_SCOPE"]])
    finally:
        client.http_client.close()


async def test_msal_gets_a_token_that_the_connector_takes(served: TeamsFace):
    answer = await asyncio.to_thread(ask, served.environ())
    assert answer["token_type"] == "Bearer"
    assert answer["expires_in"] == 3599
    served.tokens.check(f"Bearer {answer['access_token']}")
    assert served.tokens.issued == 1


async def test_msal_is_told_of_a_wrong_secret(served: TeamsFace):
    answer = await asyncio.to_thread(ask, served.environ(), "wrong")
    assert answer["error"] == "invalid_client"
    assert "AADSTS7000215" in answer["error_description"]
    assert served.tokens.issued == 0


async def test_another_tenant_than_the_bots_home_gives_no_token(served: TeamsFace):
    answer = await asyncio.to_thread(ask, served.environ(), None, TENANT)
    assert answer["error"] == "unauthorized_client"


async def test_msal_refuses_a_tenant_that_is_not_there(served: TeamsFace):
    with pytest.raises(ValueError, match="double check your tenant"):
        await asyncio.to_thread(ask, served.environ(), None, "nowhere")


async def test_the_endpoint_is_trusted_by_its_own_authority_alone(served: TeamsFace):
    environ = served.environ()
    async with httpx.AsyncClient(trust_env=False) as client:
        with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
            await client.get(environ["TEAMS_AUTHORITY"])


@pytest.mark.parametrize(
    ("changes", "status", "error"),
    [
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"client_id": "another"}, 400, "unauthorized_client"),
        ({"client_secret": ""}, 401, "invalid_client"),
        ({"scope": "https://graph.microsoft.com/.default"}, 400, "invalid_scope"),
    ],
)
async def test_malformed_token_requests_are_refused(
    served: TeamsFace, changes: dict[str, str], status: int, error: str
):
    environ = served.environ()
    form = {
        "grant_type": "client_credentials",
        "client_id": served.registration.app_id,
        "client_secret": served.registration.secret,
        "scope": environ["TEAMS_TOKEN_SCOPE"],
    } | changes
    trust = ssl.create_default_context(cafile=environ["TEAMS_CA_FILE"])
    address = f"{environ['TEAMS_AUTHORITY']}/{served.registration.home_tenant}/oauth2/v2.0/token"
    async with httpx.AsyncClient(verify=trust, trust_env=False) as client:
        answer = await client.post(address, data=form)
    assert (answer.status_code, answer.json()["error"]) == (status, error)


async def test_starting_and_stopping_twice_is_harmless_and_leaves_nothing(world: World):
    face = TeamsFace(world, bot_url=BOT, base_url=BASE)
    folder = Path(face.environ()["TEAMS_CA_FILE"]).parent
    assert [entry.name for entry in folder.iterdir()] == ["ca.pem"]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    first = face.environ()["TEAMS_AUTHORITY"]
    await face.start()
    await face.start()
    assert face.environ()["TEAMS_AUTHORITY"] == first
    await face.stop()
    await face.stop()
    assert not folder.exists()


async def test_a_server_that_cannot_start_says_so(world: World, monkeypatch: pytest.MonkeyPatch):
    face = TeamsFace(world, bot_url=BOT, base_url=BASE)

    async def fail(*_: object, **__: object) -> None:
        return

    monkeypatch.setattr("uvicorn.Server.serve", fail)
    with pytest.raises(RuntimeError, match="stopped before it started"):
        await face.start()
    await face.stop()


def test_each_run_has_its_own_secrets(world: World):
    one, other = (TeamsFace(world, bot_url=BOT, base_url=BASE).registration for _ in range(2))
    assert one.secret != other.secret
    assert one.app_id != other.app_id
    assert one.secret not in repr(one)


def test_an_expired_token_is_refused(face: TeamsFace, clock: Clock):
    token = face.tokens.sign(face.tokens.claims())
    clock.advance(3598)
    face.tokens.check(f"Bearer {token}")
    clock.advance(1)
    with pytest.raises(BadToken, match="expired"):
        face.tokens.check(f"Bearer {token}")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"aud": "https://graph.microsoft.com"}, "not for https://api.botframework.com"),
        ({"appid": "another"}, "another app"),
        ({"exp": None}, "not issued"),
        ({"nbf": 4_000_000_000, "exp": 4_000_003_600}, "not valid yet"),
    ],
)
def test_tokens_with_other_claims_are_refused(face: TeamsFace, changes: dict[str, Any], why: str):
    claims = {k: v for k, v in (face.tokens.claims() | changes).items() if v is not None}
    with pytest.raises(BadToken, match=why):
        face.tokens.check(f"Bearer {face.tokens.sign(claims)}")


@pytest.mark.parametrize("header", [None, "", "Bearer ", "Basic abc", "Bearer a.b.c"])
def test_what_is_no_token_is_refused(face: TeamsFace, header: str | None):
    with pytest.raises(BadToken):
        face.tokens.check(header)


def test_a_token_of_another_key_is_refused(face: TeamsFace):
    forged = face.issuer.sign(face.tokens.claims())
    assert jwt.decode(forged, options={"verify_signature": False})["appid"]
    with pytest.raises(BadToken, match="not issued"):
        face.tokens.check(f"Bearer {forged}")
