"""What stands in for the issuer of Teams' tokens: it signs with keys of its own."""

import asyncio
import base64
import json
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.fakes.clock import FakeClock
from tests.wire.teams.names import APP_ID, ISSUER, METADATA, Json


def rsa_key(bits: int = 2048) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


@dataclass
class Issuer:
    """Publishes keys and signs with one of them. `down` makes every fetch fail; `gate` holds
    it up."""

    keys: dict[str, rsa.RSAPrivateKey]
    signing: str = "one"
    endorsements: tuple[str, ...] = ("msteams", "skype")
    down: bool = False
    gate: asyncio.Event | None = None
    fetches: int = 0
    jwks_uri: str = ISSUER + "/keys"
    extra: list[Json] = field(default_factory=list)

    async def fetch(self, address: str) -> bytes:
        if address == METADATA:
            self.fetches += 1
            if self.gate is not None:
                await self.gate.wait()
            if self.down:
                raise aiohttp.ClientError("no issuer")
            return json.dumps({"issuer": ISSUER, "jwks_uri": self.jwks_uri}).encode()
        return json.dumps(self.jwks()).encode()

    def jwks(self) -> Json:
        return {"keys": [*self.extra, *(self.jwk(kid) for kid in self.keys)]}

    def jwk(self, kid: str) -> Json:
        numbers = self.keys[kid].public_key().public_numbers()
        return {
            "kty": "RSA",
            "use": "sig",
            "kid": kid,
            "n": number(numbers.n),
            "e": number(numbers.e),
            "endorsements": list(self.endorsements),
        }

    def claims(self, clock: FakeClock, service_url: str, **changes: Any) -> Json:
        at = int(clock.now().timestamp())
        claims = {
            "iss": ISSUER,
            "aud": APP_ID,
            "nbf": at,
            "exp": at + 3600,
            "serviceurl": service_url,
        } | changes
        return {name: value for name, value in claims.items() if value is not None}

    def sign(self, claims: Json, *, kid: str | None = None) -> str:
        headers = {"kid": kid or self.signing}
        return jwt.encode(claims, self.keys[self.signing], algorithm="RS256", headers=headers)


def number(value: int) -> str:
    raw = value.to_bytes((value.bit_length() + 7) // 8, "big")
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
