"""The issuer's signing keys: fetched beside the requests, never in their way."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt.algorithms import RSAAlgorithm
from pydantic import BaseModel, ConfigDict, ValidationError

from bot.platforms.teams.settings import unsafe_address
from config.now import Now

Fetch = Callable[[str], Awaitable[bytes]]
"""Gets a document. Raises aiohttp.ClientError, TimeoutError or ValueError."""

REFRESH_AFTER = timedelta(days=1)
"""Older keys go on serving while newer ones are fetched."""
MAX_AGE = timedelta(days=5)
"""Keys older than this wait for a fetch; if it fails, they serve on. Microsoft's own limit ("Bot
Connector authentication")."""
FETCHES = 4
FETCH_WINDOW = timedelta(minutes=1)
"""At most `FETCHES` fetches in this time, so that invented key ids start no storm."""
TIMEOUT = 5.0
"""Seconds for a whole fetch."""
_SMALLEST_KEY = 2048

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A public key, and the channels for which the issuer vouches with it."""

    public: RSAPublicKey
    endorsements: frozenset[str]


class _Metadata(BaseModel):
    jwks_uri: str


class _Jwk(BaseModel):
    model_config = ConfigDict(extra="allow")

    kty: str
    kid: str
    use: str | None = None
    endorsements: frozenset[str] = frozenset()


class _Jwks(BaseModel):
    keys: list[dict[str, Any]]


class SigningKeys:
    """The keys of one issuer, by key id."""

    def __init__(self, metadata_url: str, fetch: Fetch, now: Now, *, sandbox: bool) -> None:
        self._metadata_url = metadata_url
        self._fetch = fetch
        self._now = now
        self._sandbox = sandbox
        self._keys: Mapping[str, SigningKey] = {}
        self._fetched_at: datetime | None = None
        self._tries: deque[datetime] = deque(maxlen=FETCHES)
        self._fetching: asyncio.Task[None] | None = None

    def known(self, kid: str) -> SigningKey | None:
        """Return the key if it is at hand now, without asking anybody."""
        return self._keys.get(kid)

    async def find(self, kid: str) -> SigningKey | None:
        """Return the key, fetching the issuer's keys anew where it is unknown or they are old.
        Callers at the same time share one fetch."""
        age = None if self._fetched_at is None else self._now() - self._fetched_at
        if age is None or age > MAX_AGE or kid not in self._keys:
            await self._renew()
        elif age > REFRESH_AFTER:
            self._begin()
        return self._keys.get(kid)

    async def close(self) -> None:
        """Give up a fetch that is under way."""
        if self._fetching is not None:
            self._fetching.cancel()
            await asyncio.gather(self._fetching, return_exceptions=True)

    async def _renew(self) -> None:
        fetching = self._begin()
        if fetching is not None:
            # Shielded: one caller that goes away does not take the fetch from the others.
            await asyncio.shield(fetching)

    def _begin(self) -> asyncio.Task[None] | None:
        if self._fetching is None or self._fetching.done():
            now = self._now()
            if len(self._tries) == FETCHES and now - self._tries[0] < FETCH_WINDOW:
                return None
            self._tries.append(now)
            self._fetching = asyncio.create_task(self._refresh())
        return self._fetching

    async def _refresh(self) -> None:
        try:
            async with asyncio.timeout(TIMEOUT):
                keys = await self._download()
        except (aiohttp.ClientError, ValueError, TimeoutError) as error:
            _log.warning("The issuer's keys could not be fetched (%s).", type(error).__name__)
            return
        if keys:
            self._keys, self._fetched_at = keys, self._now()

    async def _download(self) -> Mapping[str, SigningKey]:
        metadata = _Metadata.model_validate_json(await self._fetch(self._metadata_url))
        if unsafe_address(metadata.jwks_uri, sandbox=self._sandbox) is not None:
            raise ValueError("the metadata names an unsafe address for its keys")
        jwks = _Jwks.model_validate_json(await self._fetch(metadata.jwks_uri))
        found = (_signing_key(entry) for entry in jwks.keys)
        return dict(pair for pair in found if pair is not None)


def _signing_key(entry: dict[str, Any]) -> tuple[str, SigningKey] | None:
    try:
        described = _Jwk.model_validate(entry)
        if described.kty != "RSA" or described.use not in (None, "sig"):
            return None
        public = RSAAlgorithm.from_jwk(entry)
    except (ValidationError, jwt.PyJWTError, ValueError, TypeError):
        return None
    if not isinstance(public, RSAPublicKey) or public.key_size < _SMALLEST_KEY:
        return None
    return described.kid, SigningKey(public, described.endorsements)
