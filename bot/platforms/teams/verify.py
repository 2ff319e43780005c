"""Who may speak to us: the checks of every inbound request. There is no off switch.

The list is Microsoft's ("Authenticate requests from the Bot Connector service to your bot"): a
bearer token, signed RS256 by a key that the issuer publishes and endorses for Teams, from that
issuer, for this registration, within its time, for the address that the activity says it comes
from; and our own: from a tenant that the directory names.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import jwt
from pydantic import BaseModel, ConfigDict, StrictFloat, StrictInt, StrictStr, ValidationError
from pydantic import Field as Bound

from bot.platforms.teams.activity import Activity
from bot.platforms.teams.keys import SigningKeys
from bot.platforms.teams.settings import unsafe_address
from config.directory import Workspace
from config.now import Now

SKEW = 300.0
"""Seconds by which the clocks may differ: Microsoft's own figure."""
CHANNEL = "msteams"
_MAX_TOKEN = 16 * 1024
_KEPT = 1024
"""Verified tokens remembered. The connector sends the same one for about an hour."""

_Moment = Annotated[StrictInt | StrictFloat, Bound(ge=0, le=1e12, allow_inf_nan=False)]
"""Seconds since 1970. Bounded, so that no figure is too large to reckon with."""


@dataclass(frozen=True, slots=True)
class Denied:
    """Not let in. 401: we do not know who speaks. 403: we do, and they may not say this."""

    status: int
    why: str
    """For the log: it never quotes the request."""


class Claims(BaseModel):
    """The claims that are checked. All must be there."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    iss: StrictStr
    aud: StrictStr
    exp: _Moment
    nbf: _Moment
    serviceurl: StrictStr


@dataclass(frozen=True, slots=True)
class Passport:
    """A token that passed: its claims, and the key it was signed with."""

    claims: Claims
    kid: str


class Verifier:
    """Checks tokens of one issuer.

    A token that passed is remembered by its hash until it ends, which saves the signature's
    arithmetic. Its times, and that the key is still published and endorsed, are looked at each
    time, as are the activity's address and tenant.
    """

    def __init__(self, keys: SigningKeys, issuer: str, now: Now) -> None:
        self._keys = keys
        self._issuer = issuer
        self._now = now
        self._passed: dict[bytes, Passport] = {}

    async def passport(self, headers: Sequence[str], audience: str) -> Passport | Denied:
        """Check the Authorization headers of a request to the registration with the app id
        `audience`."""
        if len(headers) != 1:
            return Denied(401, "there is not one Authorization header")
        scheme, _, token = headers[0].partition(" ")
        if scheme.lower() != "bearer" or not token or len(token) > _MAX_TOKEN:
            return Denied(401, "there is no bearer token")
        digest = hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
        passport = self._passed.get(digest)
        if passport is None or self._keys.known(passport.kid) is None:
            passport = await self._read(token)
        if isinstance(passport, Denied):
            return passport
        denied = self._check(passport, audience)
        if denied is not None:
            return denied
        if digest not in self._passed and len(self._passed) >= _KEPT:
            del self._passed[next(iter(self._passed))]
        self._passed[digest] = passport
        return passport

    async def _read(self, token: str) -> Passport | Denied:
        try:
            header: Mapping[str, Any] = jwt.get_unverified_header(token)
        except (jwt.PyJWTError, ValueError):
            return Denied(401, "the token is malformed")
        kid = header.get("kid")
        if header.get("alg") != "RS256" or not isinstance(kid, str):
            return Denied(401, "the token is not signed as it should be")
        key = await self._keys.find(kid)
        if key is None:
            return Denied(401, "the token's key is not one of the issuer's")
        try:
            # Times are checked below, by the clock that is passed in; issuer and audience too.
            payload: Mapping[str, Any] = jwt.decode(
                token,
                key.public,
                algorithms=["RS256"],
                options={
                    "verify_signature": True,
                    "verify_exp": False,
                    "verify_nbf": False,
                    "verify_iat": False,
                    "verify_aud": False,
                    "verify_iss": False,
                },
            )
            return Passport(Claims.model_validate(payload), kid)
        except ValidationError:
            return Denied(401, "the token lacks a claim")
        except (jwt.PyJWTError, ValueError):
            return Denied(401, "the token's signature does not hold")

    def _check(self, passport: Passport, audience: str) -> Denied | None:
        claims = passport.claims
        key = self._keys.known(passport.kid)
        at = self._now().timestamp()
        if claims.iss != self._issuer:
            return Denied(401, "the token is from another issuer")
        if claims.aud != audience:
            return Denied(401, "the token is for another bot")
        if not claims.nbf - SKEW <= at < claims.exp + SKEW:
            return Denied(401, "the token has expired or is not valid yet")
        if key is None or CHANNEL not in key.endorsements:
            return Denied(403, "the token's key is not endorsed for Teams")
        return None


def workspace_of(
    activity: Activity,
    passport: Passport,
    tenants: Mapping[str, Workspace],
    *,
    sandbox: bool,
) -> Workspace | Denied:
    """Return the workspace for which a verified request speaks, or why it may not. `tenants` are
    the registration's workspaces by tenant id in lower case."""
    if activity.service_url != passport.claims.serviceurl:
        return Denied(403, "the activity names another address than its token")
    if unsafe_address(activity.service_url, sandbox=sandbox) is not None:
        return Denied(403, "the activity's address is unsafe")
    if activity.channel_id not in (None, CHANNEL):
        return Denied(403, "the activity is not from Teams")
    named = {tenant.lower() for tenant in activity.tenants}
    workspace = tenants.get(next(iter(named))) if len(named) == 1 else None
    return workspace or Denied(403, "the activity is from a tenant that the directory lacks")
