"""HTTP as Teams is called by: one session for all tenants, in which nothing is sent twice."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from typing import Final
from urllib.request import getproxies, proxy_bypass

import aiohttp
import httpx
from yarl import URL

TIMEOUT: Final = 15.0
"""Seconds for a whole call, in which nothing is rounded up."""
CONNECT: Final = 5.0
"""Seconds of it until there is a connection. Whatever ends then was never sent."""
KEEP_ALIVE: Final = 20.0
"""Shorter than servers keep idle connections, so that a post rarely meets a closing one."""
UNLIMITED: Final = 0
"""Connections at a time. The drivers bound them (`bot/delivery/shift.py`), each workspace for
itself: with a limit for all, those that answer slowly would keep every connection, and the messages
of the others would fail for want of one."""

_SUCCESS = range(200, 300)


@dataclass(frozen=True, slots=True)
class Response:
    """An answer, read to its end."""

    status: int
    content: bytes
    retry_after: str | None = None

    @property
    def is_success(self) -> bool:
        """Tell whether the request was taken."""
        return self.status in _SUCCESS


class ConnectionLost(aiohttp.ClientConnectionError):
    """The connection died after it was made, so that the request may have been taken."""


async def _once(
    request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    """Keep aiohttp from sending again what a connection was lost under. It never does so with a
    POST, but with a GET and a PUT, uncounted by any pace."""
    try:
        return await handler(request)
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
        raise
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as error:
        raise ConnectionLost from error


class Http:
    """One session of aiohttp, opened at the first use. It keeps no cookies, follows no redirects
    and repeats nothing."""

    def __init__(self, *, sandbox: bool) -> None:
        """Prepare without connecting."""
        self._sandbox = sandbox
        self._session: aiohttp.ClientSession | None = None
        self._proxies: dict[tuple[str, str], str | None] = {}

    def open(self) -> aiohttp.ClientSession:
        """Return the session, opened if it is not. Needs a running loop."""
        if self._session is None:
            # The authorities that the tokens' client trusts, too (bot/platforms/teams/tokens.py).
            trusted = httpx.create_ssl_context(trust_env=not self._sandbox)
            self._session = aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=TIMEOUT, connect=CONNECT, ceil_threshold=inf),
                connector=aiohttp.TCPConnector(
                    ssl=trusted, limit=UNLIMITED, keepalive_timeout=KEEP_ALIVE
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": "Sevenbot"},
                middlewares=(_once,),
            )
        return self._session

    async def close(self) -> None:
        """Close the session. Idempotent; a later call opens another."""
        if self._session is not None:
            session, self._session = self._session, None
            await session.close()

    async def request(
        self,
        method: str,
        url: URL,
        *,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """Call, and read the answer. Raises what `bot.platforms.teams.errors.died` takes."""
        async with self.open().request(
            method,
            url,
            data=content,
            headers=headers,
            allow_redirects=False,
            proxy=self._proxy(url),
        ) as response:
            after = response.headers.get("Retry-After")
            return Response(response.status, await response.read(), after)

    def _proxy(self, url: URL) -> str | None:
        """Return the proxy that the environment names for this address. aiohttp would look that up
        in a thread at each call, and take passwords from a `.netrc`."""
        # The sandbox is on this machine, to which no proxy leads.
        if self._sandbox or url.host is None:
            return None
        key = (url.scheme, url.host)
        if key not in self._proxies:
            self._proxies[key] = _proxy_for(*key)
        return self._proxies[key]


def _proxy_for(scheme: str, host: str) -> str | None:
    named = getproxies()
    proxy = named.get(scheme) or named.get("all")
    if not proxy or proxy_bypass(host):
        return None
    return proxy if "://" in proxy else f"http://{proxy}"
