"""The bot's own tokens: client credentials from the registration's home tenant, through msal."""

import asyncio
import ssl
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast

import httpx
import msal  # pyright: ignore[reportMissingTypeStubs] - msal ships no types
from pydantic import SecretStr

from bot.platforms.results import Stopped, TryLater
from bot.platforms.teams.settings import CertificateFile, Registration, TeamsConfiguration
from config.now import Now

_EARLY = timedelta(minutes=5)
"""A token is given up this long before it expires."""
_TIMEOUT = 10.0
"""Seconds for each request that msal makes."""

_SENTENCES = {
    "AADSTS7000215": "the secret is wrong (give its value, not its id)",
    "AADSTS7000222": "the secret has expired (make a new one)",
    "AADSTS700016": "the app is not registered in its home tenant",
    "AADSTS700027": "the certificate is not the one uploaded to the registration",
    "AADSTS90002": "there is no such home tenant",
}


@dataclass(frozen=True, slots=True)
class Token:
    """A bearer token and when it ends. It stays out of `repr` and so out of logs."""

    value: str = field(repr=False)
    ends: datetime


class _MsalHttp:
    """What msal wants of an HTTP client, over httpx."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client

    def get(self, url: str, **given: Any) -> httpx.Response:
        return self._client.get(url, **given)

    def post(self, url: str, *, data: dict[str, Any], **given: Any) -> httpx.Response:
        # A certificate's assertion comes as bytes, of which httpx would send the representation.
        text = {name: v.decode() if isinstance(v, bytes) else v for name, v in data.items()}
        return self._client.post(url, data=text, **given)

    def close(self) -> None:
        self._client.close()


class BotTokens:
    """Tokens by registration: kept until shortly before they end, fetched by one caller at a
    time, and in a thread, because msal blocks.

    msal gets an HTTP client of ours. Its own has no timeout, and where the machine's environment
    names a bundle of certificates, that one is trusted in place of the sandbox's.
    """

    def __init__(self, configuration: TeamsConfiguration, now: Now) -> None:
        self._configuration = configuration
        self._now = now
        self._kept: dict[str, Token] = {}
        self._locks = {key: asyncio.Lock() for key in configuration.registrations}
        self._apps: dict[str, Any] = {}
        self._http: _MsalHttp | None = None

    async def token(self, key: str, *, instead_of: str | None = None) -> str | TryLater | Stopped:
        """Return a token of this registration. `instead_of` is one that was refused: it is not
        given again."""
        async with self._locks[key]:
            kept = self._kept.get(key)
            if kept is not None and kept.value != instead_of and kept.ends - _EARLY > self._now():
                return kept.value
            registration = self._configuration.registrations[key]
            try:
                fetched = await asyncio.to_thread(self._fetch, registration)
            except (FileNotFoundError, PermissionError):
                return _stopped(registration, "a certificate's file cannot be read")
            except (OSError, httpx.HTTPError) as error:
                return TryLater(f"The token endpoint cannot be reached ({type(error).__name__}).")
            except (ValueError, KeyError):
                return _stopped(registration, "its home tenant or its credential is not valid")
            if isinstance(fetched, Token):
                self._kept[key] = fetched
                return fetched.value
            return fetched

    def close(self) -> None:
        """Close msal's connections. Idempotent; a later token opens them again."""
        self._apps.clear()
        if self._http is not None:
            http, self._http = self._http, None
            http.close()

    def _fetch(self, registration: Registration) -> Token | TryLater | Stopped:
        app = self._apps.get(registration.key)
        if app is None:
            app = self._apps[registration.key] = self._app(registration)
        # Only our own copy is kept, so that a refused token is never served from msal's.
        app.remove_tokens_for_client()
        answer: dict[str, Any] = app.acquire_token_for_client(
            scopes=[self._configuration.addresses.token_scope]
        )
        if isinstance(value := answer.get("access_token"), str):
            return Token(value, self._now() + timedelta(seconds=int(answer.get("expires_in", 0))))
        return _refused(registration, answer)

    def _app(self, registration: Registration) -> Any:
        addresses = self._configuration.addresses
        match registration.credential:
            case SecretStr() as secret:
                credential: Any = secret.get_secret_value()
            case CertificateFile(file, thumbprint):
                credential = {
                    "private_key": file.read_text(encoding="ascii"),
                    "thumbprint": thumbprint,
                }
        if self._http is None:
            ca_file = addresses.ca_file
            self._http = _MsalHttp(
                httpx.Client(
                    timeout=_TIMEOUT,
                    verify=True if ca_file is None else ssl.create_default_context(cafile=ca_file),
                    trust_env=not self._configuration.sandbox,
                )
            )
        make = cast("Any", msal).ConfidentialClientApplication
        return make(
            registration.app_id,
            client_credential=credential,
            authority=f"{addresses.authority.rstrip('/')}/{registration.home_tenant}",
            # Otherwise msal would ask the public cloud whether it knows this authority.
            instance_discovery=False,
            http_client=self._http,
        )


def _refused(registration: Registration, answer: dict[str, Any]) -> TryLater | Stopped:
    word = str(answer.get("error", ""))
    if word in {"temporarily_unavailable", "server_error"}:
        return TryLater(f"The token endpoint is not available ({word}).")
    described = str(answer.get("error_description", ""))
    known = next((s for code, s in _SENTENCES.items() if f"{code}:" in described), None)
    return _stopped(registration, known or f"Entra ID answers '{word[:60]}'")


def _stopped(registration: Registration, why: str) -> Stopped:
    variable = f"TEAMS_REGISTRATIONS__{registration.key.replace('-', '_').upper()}__"
    return Stopped(
        f"The bot registration '{registration.key}' gets no token: {why}. Check the variables "
        f"that start with {variable}."
    )
