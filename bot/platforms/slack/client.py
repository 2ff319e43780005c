"""Calls to Slack's Web API: one HTTP session for all workspaces, every outcome a value.

Nothing is retried here. The SDK's own retry would post twice when a connection dies after
Slack accepted the message; whoever called knows better what a second attempt means.
"""

import asyncio
import logging
import re
from collections.abc import Mapping
from typing import Any, cast

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from typing_extensions import override

from bot.platforms.slack.errors import Failure, Kind, refused
from bot.platforms.slack.settings import Access
from bot.platforms.slack.untrusted import mapping
from config.now import Now
from content.templating import say_once

Answer = Mapping[str, object]
"""Slack's JSON, which said "ok"."""

TIMEOUT_SECONDS = 10.0
CONNECT_SECONDS = 3.0
KEEP_ALIVE_SECONDS = 15.0
"""Shorter than servers keep idle connections, so that a post rarely meets a closing one."""
UNLIMITED = 0
"""Connections at a time. The drivers bound them (`bot/delivery/shift.py`), each workspace for
itself: with a limit for all, those that answer slowly would keep every connection, and the messages
of the others would fail for want of one."""


class Redirected(aiohttp.ClientError):
    """Sent elsewhere, which Slack does to nobody: whoever stands between did, and passed nothing
    on."""

    def __init__(self, status: int) -> None:
        """Keep the status."""
        super().__init__(status)
        self.status = status


async def _stay(
    request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    """Keep aiohttp from following where another server sends it: a post might be made twice, or
    what it says be told to a stranger. The SDK leaves no other way to say so."""
    response = await handler(request)
    if response.status in _ELSEWHERE:
        response.close()
        raise Redirected(response.status)
    return response


_ELSEWHERE = range(300, 400)


class _Discreet(logging.Filter):
    """Keeps what the SDK says and drops what it quotes: an exception's words may hold a socket's
    ticket or what a person wrote."""

    @override
    def filter(self, record: logging.LogRecord) -> bool:
        said = re.split(r"[(:]", record.getMessage(), maxsplit=1)[0].strip()
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
        record.msg, record.args = f"{said} [{kind}]" if kind else said, ()
        record.exc_info = record.exc_text = record.stack_info = None
        return True


def _discreet_logger() -> logging.Logger:
    logger = logging.getLogger("bot.platforms.slack.sdk")
    logger.setLevel(logging.WARNING)  # below it, the SDK writes whole requests
    logger.addFilter(_Discreet())
    return logger


QUIET = _discreet_logger()
"""The logger that the SDK is given everywhere."""


class Web:
    """The Web API, with each workspace's own token."""

    def __init__(self, access: Access, now: Now) -> None:
        """Prepare without connecting."""
        self._access = access
        self._now = now
        self._session: aiohttp.ClientSession | None = None
        self._clients = {key: self.client(token) for key, token in access.tokens.items()}

    def client(self, token: str | None = None) -> AsyncWebClient:
        """Return a client of the SDK for this API, without retries of its own."""
        client = AsyncWebClient(
            token=token, base_url=self._access.api_url, retry_handlers=[], logger=QUIET
        )
        if self._access.loopback:
            client.proxy = None
        client.session = self._session
        return client

    async def open(self) -> None:
        """Open the session. Idempotent."""
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=TIMEOUT_SECONDS, connect=CONNECT_SECONDS),
                connector=aiohttp.TCPConnector(
                    limit=UNLIMITED, keepalive_timeout=KEEP_ALIVE_SECONDS
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
                middlewares=(_stay,),
            )
            for client in self._clients.values():
                client.session = self._session

    async def close(self) -> None:
        """Close the session. Idempotent."""
        if self._session is not None:
            await self._session.close()

    async def write(
        self, workspace: str, method: str, body: Mapping[str, Any], *, seconds: float | None = None
    ) -> Answer | Failure:
        """Call a method that takes JSON, for the workspace with this key."""
        return await self._call(workspace, method, seconds, {"json": dict(body)})

    async def read(
        self,
        workspace: str,
        method: str,
        form: Mapping[str, str],
        *,
        seconds: float | None = None,
    ) -> Answer | Failure:
        """Call a method that takes no JSON, for the workspace with this key. It is a POST like
        all others: aiohttp would repeat a GET of its own accord."""
        return await self._call(workspace, method, seconds, {"data": dict(form)})

    async def answer_url(self, url: str, body: Mapping[str, Any], *, seconds: float) -> bool:
        """Post to a response_url that came with a verified request. Returns whether it was
        accepted."""
        await self.open()
        session = cast("aiohttp.ClientSession", self._session)
        proxy = next((c.proxy for c in self._clients.values()), None)
        try:
            async with (
                asyncio.timeout(seconds),
                session.post(url, json=dict(body), proxy=proxy) as response,
            ):
                return response.status < 300  # noqa: PLR2004 - any success
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
            return False

    async def _call(
        self, workspace: str, method: str, seconds: float | None, arguments: Mapping[str, Any]
    ) -> Answer | Failure:
        await self.open()
        client = self._clients[workspace]
        try:
            async with asyncio.timeout(seconds):
                # Cast, since the SDK leaves parts of this method's types open.
                response: Any = await cast("Any", client).api_call(method, **arguments)
        except SlackApiError as error:
            return self._refused(error)
        except Redirected as error:
            said = say_once("slack_error.elsewhere", status=error.status)
            return Failure(Kind.STOPPED, said)
        except aiohttp.ClientConnectorCertificateError:
            return Failure(
                Kind.STOPPED,
                "Slack's certificate could not be checked: look at the machine's certificates "
                "and at what stands between it and Slack.",
            )
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            return Failure(Kind.LATER, "Slack could not be reached; nothing was sent.")
        except (aiohttp.ClientError, TimeoutError, OSError):
            return Failure(Kind.UNCLEAR, "The connection to Slack died before it answered.")
        except (SlackClientError, AttributeError, ValueError):
            # An answer that is no JSON object: the SDK stumbles over it in these ways.
            return Failure(Kind.UNCLEAR, "Slack's answer could not be read.")
        return mapping(response.data)

    def _refused(self, error: SlackApiError) -> Failure:
        # The SDK's own response, or aiohttp's where the body was not JSON.
        response: Any = error.response
        status: Any = getattr(response, "status_code", None) or response.status
        return refused(
            int(status),
            mapping(getattr(response, "data", None)),
            response.headers.get("Retry-After"),
            self._now(),
        )
