"""A Slack that answers at once and keeps nothing: what a worker's memory is measured against.

`python -m benchmarks.proof.instant_slack PORT`, in a process of its own.
"""

import asyncio
import sys
from itertools import count

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.serving.servers import WebServer, bind

ACCOUNT = "U0BENCH001"


def app() -> Starlette:
    """Return the three methods that a worker calls."""
    number = count(1)

    async def call(request: Request) -> Response:
        match request.path_params["method"]:
            case "chat.postMessage":
                body = await request.json()
                ts = f"1700000000.{next(number):06}"
                return JSONResponse({"ok": True, "channel": body["channel"], "ts": ts})
            case "conversations.members":
                return JSONResponse({"ok": True, "members": [ACCOUNT]})
            case "users.list":
                return JSONResponse({"ok": True, "members": [{"id": ACCOUNT}]})
            case method:
                return JSONResponse({"ok": False, "error": "unknown_method", "got": method})

    return Starlette(routes=[Route("/api/{method}", call, methods=["POST"])])


async def main(port: int) -> None:
    """Serve until the process is ended."""
    server = WebServer(app(), bind("127.0.0.1", port))
    await server.start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
