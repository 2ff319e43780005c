"""The way in for what platforms post: each request read whole up to a size, and answered.

Starlette's own way from a route to a function adds layers for what nothing here uses (exceptions
that become answers, bodies parsed for the caller), a twentieth of what an answer costs.
"""

from collections.abc import Awaitable, Callable

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

Answer = Callable[[Request], Awaitable[Response]]


class _Entrance:
    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            response = await self._answer(Request(scope, receive))
        except ClientDisconnect:
            return  # nobody is there to be answered
        await response(scope, receive, send)


def posted_to(path: str, answer: Answer) -> Route:
    """Return the route that answers POST at this path."""
    return Route(path, _Entrance(answer), methods=["POST"])


async def read_body(request: Request, most: int) -> bytes | None:
    """Return the body; None when it is, or says that it is, longer than so many bytes. Raises
    ClientDisconnect. Nearly every body comes in one message, for which `Request.stream` does much.
    """
    length = request.headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > most:
        return None
    parts: list[bytes] = []
    total, more = 0, True
    while more:
        message = await request.receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        part = message.get("body", b"")
        more = message.get("more_body", False)
        total += len(part)
        if total > most:
            return None
        parts.append(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)
