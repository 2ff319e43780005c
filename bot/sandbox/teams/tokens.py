"""The token endpoint: what a bot calls, through msal, before it may call the connector."""

import hmac
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs
from uuid import uuid4

import jwt
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot.sandbox.teams.keys import SigningKey
from bot.sandbox.teams.people import Tenants
from bot.sandbox.teams.registration import CONNECTOR_AUDIENCE, SCOPE, Registration
from bot.sandbox.teams.tls import TlsServer
from config.now import Now

LIFETIME = timedelta(seconds=3599)
"""What Entra ID gives an app's token."""


class BadToken(Exception):
    """The call carries no token that the connector takes. The sentence says why."""


class TokenEndpoint:
    """Gives tokens over TLS for the one registration, from its home tenant only: new bots are
    single-tenant since July 2025. `issued` counts the tokens."""

    def __init__(self, *, registration: Registration, tenants: Tenants, now: Now) -> None:
        self._registration = registration
        self._tenants = tenants
        self._now = now
        self._key = SigningKey.make(now)
        self.issued = 0
        self.server = TlsServer(
            Starlette(
                routes=[
                    Route("/{tenant}/v2.0/.well-known/openid-configuration", self._discovery),
                    Route("/{tenant}/oauth2/v2.0/token", self._token, methods=["POST"]),
                ]
            ),
            now=now,
        )

    def claims(self) -> dict[str, Any]:
        """Return what a good token for the connector says now."""
        at = int(self._now().timestamp())
        registration = self._registration
        return {
            "aud": CONNECTOR_AUDIENCE,
            "iss": f"https://sts.windows.net/{registration.home_tenant}/",
            "iat": at,
            "nbf": at,
            "exp": at + int(LIFETIME.total_seconds()),
            "appid": registration.app_id,
            "idtyp": "app",
            "tid": registration.home_tenant,
            "ver": "1.0",
        }

    def sign(self, claims: Mapping[str, Any]) -> str:
        """Return these claims, signed as the endpoint signs."""
        return self._key.sign(claims)

    def check(self, authorization: str | None) -> None:
        """Check a call's Authorization header. Raises BadToken."""
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise BadToken("The Authorization header has no bearer token.")
        try:
            # Time is the sandbox's own, so the library's check of it is replaced by ours.
            claims = jwt.decode(
                token,
                self._key.private.public_key(),
                algorithms=["RS256"],
                audience=CONNECTOR_AUDIENCE,
                options={
                    "verify_exp": False,
                    "verify_nbf": False,
                    "verify_iat": False,
                    "require": ["exp", "nbf", "aud", "appid"],
                },
            )
        except jwt.InvalidAudienceError:
            raise BadToken(f"The token is not for {CONNECTOR_AUDIENCE}.") from None
        except jwt.PyJWTError:
            raise BadToken("The token was not issued by the token endpoint.") from None
        if not claims["nbf"] <= self._now().timestamp() < claims["exp"]:
            raise BadToken("The token has expired or is not valid yet.")
        if claims["appid"] != self._registration.app_id:
            raise BadToken("The token is another app's.")

    async def _discovery(self, request: Request) -> JSONResponse:
        tenant = request.path_params["tenant"]
        if tenant != self._registration.home_tenant and self._tenants.by_id(tenant) is None:
            return _refusal(400, "invalid_tenant", 90002, f"Tenant '{tenant}' not found.")
        here = f"{self.server.prepare()[0]}/{tenant}"
        return JSONResponse(
            {
                "issuer": f"{here}/v2.0",
                "authorization_endpoint": f"{here}/oauth2/v2.0/authorize",
                "token_endpoint": f"{here}/oauth2/v2.0/token",
                "jwks_uri": f"{here}/discovery/v2.0/keys",
                "response_types_supported": ["code"],
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "subject_types_supported": ["pairwise"],
            }
        )

    async def _token(self, request: Request) -> JSONResponse:
        fields = parse_qs((await request.body()).decode("utf-8", "replace"))
        form = {name: values[0] for name, values in fields.items()}
        registration = self._registration
        if form.get("grant_type") != "client_credentials":
            return _refusal(400, "unsupported_grant_type", 70003, "Only client_credentials here.")
        if (
            request.path_params["tenant"] != registration.home_tenant
            or form.get("client_id") != registration.app_id
        ):
            return _refusal(
                400, "unauthorized_client", 700016, "The application was not found in the tenant."
            )
        if "client_secret" not in form:
            return _refusal(401, "invalid_client", 7000216, "A client_secret is required.")
        if not hmac.compare_digest(form["client_secret"].encode(), registration.secret.encode()):
            return _refusal(401, "invalid_client", 7000215, "Invalid client secret provided.")
        if form.get("scope") != SCOPE:
            return _refusal(400, "invalid_scope", 70011, "The scope is not valid.")
        self.issued += 1
        seconds = int(LIFETIME.total_seconds())
        return JSONResponse(
            {
                "token_type": "Bearer",
                "expires_in": seconds,
                "ext_expires_in": seconds,
                "access_token": self.sign(self.claims()),
            }
        )


def _refusal(status: int, error: str, code: int, sentence: str) -> JSONResponse:
    return JSONResponse(
        {
            "error": error,
            "error_description": f"AADSTS{code}: {sentence}",
            "error_codes": [code],
            "trace_id": str(uuid4()),
            "correlation_id": str(uuid4()),
        },
        status,
    )
