"""The baseline: Bolt's AsyncApp as its documentation shows it, one token, no storage.

It verifies the signature, takes a view submission and answers with the same page as Sevenbot does
for that answer.
"""

import argparse
import json
from pathlib import Path

import uvicorn
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


def main() -> None:
    """Serve until the process is ended."""
    parser = argparse.ArgumentParser()
    for name in ("--port", "--secret", "--token", "--api", "--reply"):
        parser.add_argument(name, required=True)
    given = parser.parse_args()
    app = AsyncApp(
        client=AsyncWebClient(token=given.token, base_url=given.api), signing_secret=given.secret
    )
    view = json.loads(Path(given.reply).read_text(encoding="utf-8"))

    async def answer(ack: AsyncAck) -> None:
        await ack(response_action="update", view=view)

    app.view("sevenbot")(answer)  # pyright: ignore[reportUnknownMemberType]
    handler = AsyncSlackRequestHandler(app)

    async def events(request: Request) -> Response:
        return await handler.handle(request)

    uvicorn.run(
        Starlette(routes=[Route("/slack/main/events", events, methods=["POST"])]),
        host="127.0.0.1",
        port=int(given.port),
        log_level="error",
        access_log=False,
    )


if __name__ == "__main__":
    main()
