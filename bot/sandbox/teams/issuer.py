"""The issuer whose tokens come with every activity: its metadata, its keys, their rotation."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot.sandbox.teams.keys import SigningKey
from bot.sandbox.teams.registration import Registration
from bot.sandbox.world import Json
from config.now import Now

PATH = "/teams/issuer"
LIFETIME = timedelta(hours=1)
"""How long an activity's token is good."""
_REUSE = timedelta(minutes=5)
"""The service sends one token with many activities; so do we, for this long."""


class Issuer:
    """Signs for activities. `address` is the issuer's value in its tokens."""

    def __init__(self, *, base_url: str, registration: Registration, now: Now) -> None:
        self.address = base_url + PATH
        self.metadata_url = self.address + "/.well-known/openidconfiguration"
        self._registration = registration
        self._now = now
        self.key = SigningKey.make(now, "msteams")
        self.elsewhere = SigningKey.make(now, "webchat", "directline")
        """A published key that does not speak for Teams, as the real metadata has them."""
        self._published = [self.key, self.elsewhere]
        self._ready: dict[str, tuple[str, float]] = {}

    def claims(self, service_url: str) -> Json:
        """Return what a good token says now."""
        at = int(self._now().timestamp())
        return {
            "iss": self.address,
            "aud": self._registration.app_id,
            "nbf": at,
            "exp": at + int(LIFETIME.total_seconds()),
            "serviceurl": service_url,
        }

    def token(self, service_url: str) -> str:
        """Return a good token for activities of this service address."""
        at = self._now().timestamp()
        token, made = self._ready.get(service_url, ("", 0.0))
        if not token or not 0 <= at - made < _REUSE.total_seconds():
            token = self.sign(self.claims(service_url))
            self._ready[service_url] = (token, at)
        return token

    def sign(self, claims: Mapping[str, Any]) -> str:
        """Return these claims, signed with the key in use."""
        return self.key.sign(claims)

    def rotate(self) -> SigningKey:
        """Sign with a new key from now on and return the old one. The old one stays published,
        so that tokens under way still pass, until `retire`."""
        old = self.key
        self.key = SigningKey.make(self._now, "msteams")
        self._published.insert(0, self.key)
        self._ready.clear()
        return old

    def retire(self, key: SigningKey) -> None:
        """Publish this key no longer. Raises ValueError for the one in use."""
        if key is self.key:
            raise ValueError("the key in use cannot be retired: rotate first")
        self._published.remove(key)

    def routes(self) -> list[Route]:
        """Return the metadata and the keys, as anybody may read them."""
        return [
            Route(PATH + "/.well-known/openidconfiguration", self._metadata),
            Route(PATH + "/keys", self._keys),
        ]

    async def _metadata(self, _: Request) -> JSONResponse:
        return JSONResponse(
            {
                "issuer": self.address,
                "authorization_endpoint": "https://invalid.example/",
                "jwks_uri": self.address + "/keys",
                "id_token_signing_alg_values_supported": ["RS256"],
                "token_endpoint_auth_methods_supported": ["private_key_jwt"],
            }
        )

    async def _keys(self, _: Request) -> JSONResponse:
        return JSONResponse({"keys": [key.jwk() for key in self._published]})
