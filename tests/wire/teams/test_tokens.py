"""The bot's own tokens, through the real msal over TLS."""

import ssl
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import jwt
import pytest
from cryptography.hazmat.primitives import serialization

from bot.platforms.results import Stopped, TryLater
from bot.platforms.teams.settings import TeamsConfiguration, configure
from bot.platforms.teams.tokens import BotTokens
from config.settings import Settings
from tests.fakes.clock import FakeClock
from tests.wire.teams.entra import TokenEndpoint
from tests.wire.teams.issuer import rsa_key
from tests.wire.teams.names import APP_ID, DIRECTORY, HOME
from tests.wire.teams.server import Answer
from tests.wire.teams.standin import Rig, environment


def configuration(origin: str, ca_file: Path, **more: str) -> TeamsConfiguration:
    environ = environment("http://127.0.0.1:9/", origin, ca_file) | more
    return configure(Settings.load({k: v for k, v in environ.items() if v}), DIRECTORY)


async def test_msal_asks_the_home_tenant_for_the_scope(rig: Rig) -> None:
    tokens = rig.teams._connector._tokens
    assert await tokens.token("main") == "token-1"
    (call,) = rig.tokens.token_calls
    assert call.path == f"/{HOME}/oauth2/v2.0/token"
    assert call.body["grant_type"] == "client_credentials"
    assert call.body["client_id"] == APP_ID
    assert call.body["client_secret"] == "s3cret"
    assert call.body["scope"] == "https://api.botframework.com/.default"


async def test_a_token_is_kept_until_shortly_before_its_end(rig: Rig) -> None:
    tokens = rig.teams._connector._tokens
    assert await tokens.token("main") == "token-1"
    rig.clock.advance(timedelta(minutes=54, seconds=59))
    assert await tokens.token("main") == "token-1"
    rig.clock.advance(timedelta(seconds=1))
    assert await tokens.token("main") == "token-2"


async def test_a_refused_token_is_given_once_only(rig: Rig) -> None:
    tokens = rig.teams._connector._tokens
    assert await tokens.token("main") == "token-1"
    assert await tokens.token("main", instead_of="token-1") == "token-2"
    assert await tokens.token("main", instead_of="token-1") == "token-2"


@pytest.mark.parametrize(
    ("body", "kind", "says"),
    [
        ({"error": "invalid_client", "error_description": "AADSTS7000215: x"}, Stopped, "secret"),
        ({"error": "unauthorized_client", "error_description": "AADSTS700016: x"}, Stopped, "home"),
        ({"error": "invalid_scope", "error_description": "x"}, Stopped, "invalid_scope"),
        ({"error": "temporarily_unavailable"}, TryLater, "not available"),
    ],
)
async def test_a_refusal_is_told_in_words(
    rig: Rig, body: dict[str, str], kind: type[Stopped], says: str
) -> None:
    tokens = rig.teams._connector._tokens
    await tokens.token("main")
    rig.tokens.script.append(Answer(400, body))
    result = await tokens.token("main", instead_of="token-1")
    assert isinstance(result, kind)
    assert says in result.reason


async def test_an_endpoint_that_is_away_is_tried_later(
    tls: tuple[ssl.SSLContext, Path], clock: FakeClock
) -> None:
    tokens = BotTokens(configuration("https://127.0.0.1:1", tls[1]), clock.now)
    assert isinstance(await tokens.token("main"), TryLater)


async def test_a_home_tenant_that_is_none_stops(
    tls: tuple[ssl.SSLContext, Path], clock: FakeClock
) -> None:
    async with TokenEndpoint(tls[0]) as endpoint:
        endpoint.script.append(Answer(400, {"error": "invalid_tenant"}))
        tokens = BotTokens(configuration(endpoint.origin, tls[1]), clock.now)
        result = await tokens.token("main")
    assert isinstance(result, Stopped)
    assert "home tenant" in result.reason


async def test_another_authority_is_not_trusted(
    tls: tuple[ssl.SSLContext, Path], clock: FakeClock
) -> None:
    async with TokenEndpoint(tls[0]) as endpoint:
        plain = configuration(endpoint.origin, tls[1])
        distrusting = replace(plain, addresses=plain.addresses.model_copy(update={"ca_file": None}))
        tokens = BotTokens(distrusting, clock.now)
        assert isinstance(await tokens.token("main"), TryLater)
        assert endpoint.token_calls == []


async def test_a_certificate_signs_in_place_of_a_secret(
    tls: tuple[ssl.SSLContext, Path], clock: FakeClock, tmp_path: Path
) -> None:
    key = rsa_key()
    file = tmp_path / "bot.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    more = {
        "TEAMS_REGISTRATIONS__MAIN__APP_SECRET": "",
        "TEAMS_REGISTRATIONS__MAIN__CERTIFICATE_FILE": str(file),
        "TEAMS_REGISTRATIONS__MAIN__CERTIFICATE_THUMBPRINT": "ab" * 20,
    }
    async with TokenEndpoint(tls[0]) as endpoint:
        tokens = BotTokens(configuration(endpoint.origin, tls[1], **more), clock.now)
        assert await tokens.token("main") == "token-1"
        (call,) = endpoint.token_calls
        assertion = call.body["client_assertion"]
        claims = jwt.decode(
            assertion,
            key.public_key(),
            algorithms=["RS256"],
            audience=f"{endpoint.origin}/{HOME}/oauth2/v2.0/token",
        )
        assert claims["iss"] == APP_ID
        file.unlink()
        lost = BotTokens(configuration(endpoint.origin, tls[1], **more), clock.now)
        result = await lost.token("main")
    assert isinstance(result, Stopped)
    assert "certificate" in result.reason
