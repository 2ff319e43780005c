"""Requests that no bot may take: forged, stale, and meant for somebody else, each another way.

Source: "Authentication with the Bot Connector API" says what a bot must check; every check has
its request here.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import uuid4

from bot.sandbox.teams.issuer import Issuer
from bot.sandbox.teams.keys import SigningKey
from bot.sandbox.teams.sender import Request
from bot.sandbox.teams.tokens import TokenEndpoint
from bot.sandbox.world import Json
from config.now import Now

_MINUTE = 60
_SKEW = 6 * _MINUTE
"""One minute more than the five that a bot may grant to clocks that differ."""


def forgeries(
    activity: Json, *, issuer: Issuer, tokens: TokenEndpoint, now: Now
) -> Iterator[tuple[str, Request]]:
    """Yield each forged request with its name. `activity` is genuine and would be taken with a
    good token."""
    good = issuer.claims(activity["serviceUrl"])
    yield from _unsigned(activity, issuer, good)
    yield from _other_keys(activity, issuer, tokens, good, now)
    for name, claims in _other_claims(good, now):
        yield name, Request.of(activity, issuer.sign(claims))
    for name, changed in _other_activities(activity):
        yield name, Request.of(changed, issuer.sign(good))


def _unsigned(activity: Json, issuer: Issuer, good: Json) -> Iterator[tuple[str, Request]]:
    token = issuer.sign(good)
    header, payload, signature = token.split(".")
    without = Request.of(activity, token)
    plain = {k: v for k, v in without.headers.items() if k != "Authorization"}
    yield "no token", Request(without.body, plain)
    yield "another scheme", Request(without.body, {**plain, "Authorization": f"Basic {token}"})
    yield "a token that is none", Request.of(activity, "not.a.token")
    kid = {"kid": issuer.key.kid}
    none = f"{_packed({'alg': 'none', 'typ': 'JWT', **kid})}.{payload}."
    yield "algorithm 'none'", Request.of(activity, none)
    head = f"{_packed({'alg': 'HS256', 'typ': 'JWT', **kid})}.{payload}"
    mac = hmac.digest(issuer.key.public_pem(), head.encode(), hashlib.sha256)
    yield "HS256 with the public key", Request.of(activity, f"{head}.{_base64(mac)}")
    yield "signature stripped", Request.of(activity, f"{header}.{payload}.")
    later = _packed({**good, "exp": good["exp"] + _MINUTE})
    yield "claims changed after signing", Request.of(activity, f"{header}.{later}.{signature}")


def _other_keys(
    activity: Json, issuer: Issuer, tokens: TokenEndpoint, good: Json, now: Now
) -> Iterator[tuple[str, Request]]:
    stranger = SigningKey.make(now, "msteams")
    yield "an unknown key", Request.of(activity, stranger.sign(good))
    posing = stranger.sign(good, kid=issuer.key.kid)
    yield "an unknown key under a known id", Request.of(activity, posing)
    yield "an unknown key id", Request.of(activity, issuer.key.sign(good, kid=stranger.kid))
    elsewhere = issuer.elsewhere.sign(good)
    yield "a key endorsed for another channel", Request.of(activity, elsewhere)
    yield "a bot's own token", Request.of(activity, tokens.sign(tokens.claims()))


def _other_claims(good: Json, now: Now) -> Iterator[tuple[str, Json]]:
    at = int(now().timestamp())
    day = 24 * 60 * _MINUTE
    yield "for another bot", {**good, "aud": str(uuid4())}
    yield "from another issuer", {**good, "iss": "https://issuer.invalid"}
    yield "no issuer", _without(good, "iss")
    yield "expired", {**good, "nbf": at - 70 * _MINUTE, "exp": at - _SKEW}
    yield "replayed a day late", {**good, "nbf": at - day, "exp": at - day + 60 * _MINUTE}
    yield "not valid yet", {**good, "nbf": at + _SKEW, "exp": at + _SKEW + 60 * _MINUTE}
    yield "no expiry", _without(good, "exp")
    yield "no beginning", _without(good, "nbf")
    yield "no service address", _without(good, "serviceurl")
    yield "another service address", {**good, "serviceurl": "https://service.invalid/teams/"}


def _other_activities(activity: Json) -> Iterator[tuple[str, Json]]:
    yield (
        "an activity of another service address",
        {**activity, "serviceUrl": "https://service.invalid/teams/"},
    )
    stranger = str(uuid4())
    yield (
        "an unknown tenant",
        {
            **activity,
            "conversation": {**activity["conversation"], "tenantId": stranger},
            "channelData": {**activity["channelData"], "tenant": {"id": stranger}},
        },
    )
    yield (
        "no tenant",
        {
            **activity,
            "conversation": _without(activity["conversation"], "tenantId"),
            "channelData": _without(activity["channelData"], "tenant"),
        },
    )


def _without(values: Mapping[str, Any], name: str) -> Json:
    return {key: value for key, value in values.items() if key != name}


def _packed(part: Json) -> str:
    return _base64(json.dumps(part, separators=(",", ":")).encode())


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
