"""Every way in which a request is not from Teams, through the real route and the real libraries."""

import base64
import hmac
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.platforms.teams.keys import SigningKeys
from bot.platforms.teams.verify import Denied, Verifier
from tests.fakes.clock import FakeClock
from tests.wire.teams.issuer import Issuer, rsa_key
from tests.wire.teams.names import APP_ID, ISSUER, METADATA, OTHER_TENANT, TENANT, Json
from tests.wire.teams.pressing import fetch
from tests.wire.teams.standin import Rig


async def test_a_genuine_request_comes_in(rig: Rig) -> None:
    answer = await rig.send(fetch(rig))
    assert answer.status_code == 200
    assert len(rig.house.handled) == 1


def hs256(rig: Rig) -> str:
    # The old trick: the public key as the secret of a symmetric signature. PyJWT refuses to make
    # such a token, so it is put together by hand.
    key = rig.issuer.keys["one"].public_key()
    pem = key.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    claims = rig.issuer.claims(rig.clock, rig.connector.address)
    parts = [json.dumps(part).encode() for part in ({"alg": "HS256", "kid": "one"}, claims)]
    signed = b".".join(base64.urlsafe_b64encode(part).rstrip(b"=") for part in parts)
    signature = hmac.digest(pem, signed, "sha256")
    return f"Bearer {signed.decode()}." + base64.urlsafe_b64encode(signature).decode().rstrip("=")


def none(rig: Rig) -> str:
    claims = rig.issuer.claims(rig.clock, rig.connector.address)
    return "Bearer " + jwt.encode(claims, None, algorithm="none", headers={"kid": "one"})


def other_algorithm(rig: Rig) -> str:
    claims = rig.issuer.claims(rig.clock, rig.connector.address)
    return "Bearer " + jwt.encode(
        claims, rig.issuer.keys["one"], algorithm="RS512", headers={"kid": "one"}
    )


def stranger(rig: Rig) -> str:
    claims = rig.issuer.claims(rig.clock, rig.connector.address)
    return "Bearer " + jwt.encode(claims, rsa_key(), algorithm="RS256", headers={"kid": "one"})


def without_kid(rig: Rig) -> str:
    claims = rig.issuer.claims(rig.clock, rig.connector.address)
    return "Bearer " + jwt.encode(claims, rig.issuer.keys["one"], algorithm="RS256")


def changed(rig: Rig, where: int) -> str:
    parts = rig.bearer().removeprefix("Bearer ").split(".")
    part = parts[where]
    parts[where] = part[:10] + ("A" if part[10] != "A" else "B") + part[11:]
    return "Bearer " + ".".join(parts)


FORGERIES: dict[str, tuple[int, Callable[[Rig], str]]] = {
    "no header": (401, lambda _: ""),
    "another scheme": (401, lambda rig: rig.bearer().replace("Bearer", "Basic")),
    "no token": (401, lambda _: "Bearer "),
    "not a token": (401, lambda _: "Bearer abc"),
    "three dots": (401, lambda _: "Bearer a.b.c"),
    "beyond latin": (401, lambda _: "Bearer \u00fc.\u00fc.\u00fc"),
    "a very long token": (401, lambda _: "Bearer " + "a" * 20_000),
    "truncated token": (401, lambda rig: rig.bearer()[:-20]),
    "changed header": (401, lambda rig: changed(rig, 0)),
    "changed claims": (401, lambda rig: changed(rig, 1)),
    "changed signature": (401, lambda rig: changed(rig, 2)),
    "alg none": (401, none),
    "alg HS256 with the public key": (401, hs256),
    "alg RS512": (401, other_algorithm),
    "another's key": (401, stranger),
    "no kid": (401, without_kid),
    "unknown kid": (
        401,
        lambda rig: (
            "Bearer "
            + rig.issuer.sign(
                rig.issuer.claims(rig.clock, rig.connector.address), kid="somebody-else"
            )
        ),
    ),
    "another issuer": (401, lambda rig: rig.bearer(iss="https://api.botframework.com.evil")),
    "no issuer": (401, lambda rig: rig.bearer(iss=None)),
    "another audience": (401, lambda rig: rig.bearer(aud="another-app")),
    "a list of audiences": (401, lambda rig: rig.bearer(aud=[APP_ID, "another-app"])),
    "no audience": (401, lambda rig: rig.bearer(aud=None)),
    "no exp": (401, lambda rig: rig.bearer(exp=None)),
    "exp in words": (401, lambda rig: rig.bearer(exp="tomorrow")),
    "exp beyond reckoning": (401, lambda rig: rig.bearer(exp=10**400)),
    "exp true": (401, lambda rig: rig.bearer(exp=True)),
    "no nbf": (401, lambda rig: rig.bearer(nbf=None)),
    "no serviceurl": (401, lambda rig: rig.bearer(serviceurl=None)),
    "another serviceurl": (403, lambda rig: rig.bearer(serviceurl="https://evil.example/")),
    "serviceurl with another end": (
        403,
        lambda rig: rig.bearer(serviceurl=rig.connector.address + "x"),
    ),
}


@pytest.mark.parametrize("name", FORGERIES)
async def test_a_forgery_is_refused_and_nothing_is_handled(rig: Rig, name: str) -> None:
    status, forge = FORGERIES[name]
    authorization = forge(rig)
    headers = {"Authorization": authorization.encode("latin-1")} if authorization else {}
    answer = await rig.web.post(
        "/teams/main/messages", content=json.dumps(fetch(rig)), headers=headers
    )
    assert answer.status_code == status
    assert rig.house.handled == []
    assert rig.notebook.pages == {}


async def test_two_authorization_headers_are_refused(rig: Rig) -> None:
    answer = await rig.web.post(
        "/teams/main/messages",
        content=json.dumps(fetch(rig)),
        headers=[("Authorization", rig.bearer()), ("Authorization", rig.bearer())],
    )
    assert answer.status_code == 401


@pytest.mark.parametrize(
    ("exp", "nbf", "status"),
    [
        (-299, -3600, 200),
        (-300, -3600, 401),
        (3600, 300, 200),
        (3600, 301, 401),
        (3600.5, -0.5, 200),
    ],
)
async def test_clocks_may_differ_by_five_minutes(
    rig: Rig, exp: float, nbf: float, status: int
) -> None:
    at = rig.clock.now().timestamp()
    answer = await rig.send(fetch(rig), authorization=rig.bearer(exp=at + exp, nbf=at + nbf))
    assert answer.status_code == status


async def test_a_remembered_token_ends_all_the_same(rig: Rig) -> None:
    authorization = rig.bearer()
    assert (await rig.send(fetch(rig), authorization=authorization)).status_code == 200
    rig.clock.advance(timedelta(seconds=3600 + 299))
    assert (await rig.send(fetch(rig), authorization=authorization)).status_code == 200
    rig.clock.advance(timedelta(seconds=1))
    assert (await rig.send(fetch(rig), authorization=authorization)).status_code == 401


async def test_a_remembered_token_opens_no_other_registration_or_address(rig: Rig) -> None:
    authorization = rig.bearer()
    assert (await rig.send(fetch(rig), authorization=authorization)).status_code == 200
    other = fetch(rig, serviceUrl="https://elsewhere.example/")
    assert (await rig.send(other, authorization=authorization)).status_code == 403
    verifier: Verifier = rig.teams._door._verifier
    denied = await verifier.passport([authorization], "another-app")
    assert isinstance(denied, Denied)
    assert denied.status == 401


async def test_a_key_that_is_not_endorsed_for_teams_is_refused(rig: Rig) -> None:
    rig.issuer.endorsements = ("webchat",)
    assert (await rig.send(fetch(rig))).status_code == 403
    assert rig.house.handled == []


async def test_only_so_many_tokens_are_remembered(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.platforms.teams.verify._KEPT", 2)
    for serial in range(4):
        authorization = rig.bearer(serial=serial)
        assert (await rig.send(fetch(rig), authorization=authorization)).status_code == 200
    assert len(rig.teams._door._verifier._passed) == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"channelData": {"tenant": {"id": OTHER_TENANT}}},
        {"conversation": {"id": "19:x@thread.tacv2", "tenantId": OTHER_TENANT}},
        {
            "channelData": {"tenant": {"id": OTHER_TENANT}},
            "conversation": {"id": "19:x@thread.tacv2", "tenantId": OTHER_TENANT},
        },
        {"channelData": {}, "conversation": {"id": "19:x@thread.tacv2"}},
        {"channelId": "webchat"},
    ],
)
async def test_another_tenant_or_channel_is_refused(rig: Rig, changes: Json) -> None:
    answer = await rig.send(fetch(rig, **changes))
    assert answer.status_code == 403
    assert rig.house.handled == []
    assert rig.notebook.pages == {}


async def test_production_takes_no_address_that_only_a_sandbox_may_use(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = rig.teams._configuration
    monkeypatch.setattr(rig.teams._door, "_configuration", replace(whole, sandbox=False))
    assert (await rig.send(fetch(rig))).status_code == 403
    public = "https://smba.trafficmanager.net/uk/"
    body = fetch(rig, serviceUrl=public)
    answer = await rig.send(body, authorization=rig.bearer(serviceurl=public))
    assert answer.status_code == 200


async def test_a_tenant_is_known_however_its_id_is_written(rig: Rig) -> None:
    data = {"tenant": {"id": TENANT.lower()}}
    assert (await rig.send(fetch(rig, channelData=data))).status_code == 200


@pytest.mark.parametrize("registration", ["other", "MAIN", "main%2F", "-"])
async def test_an_unknown_registration_is_not_found(rig: Rig, registration: str) -> None:
    answer = await rig.send(fetch(rig), registration=registration)
    assert answer.status_code == 404


@pytest.mark.parametrize("cut", [0, 1, 40, -1])
async def test_a_truncated_body_is_malformed(rig: Rig, cut: int) -> None:
    body = json.dumps(fetch(rig)).encode()[:cut]
    assert (await rig.send(body)).status_code == 400
    assert rig.house.handled == []


async def test_a_body_that_is_too_large_is_refused(rig: Rig) -> None:
    body = json.dumps(fetch(rig) | {"text": "x" * 300_000}).encode()
    assert (await rig.send(body)).status_code == 413


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(garbage=st.text(st.characters(max_codepoint=255, exclude_characters="\r\n\0")))
async def test_no_token_makes_it_fall_over(issuer: Issuer, garbage: str) -> None:
    clock = FakeClock()
    keys = SigningKeys(METADATA, issuer.fetch, clock.now, sandbox=True)
    verifier = Verifier(keys, ISSUER, clock.now)
    assert isinstance(await verifier.passport(["Bearer " + garbage], APP_ID), Denied)
