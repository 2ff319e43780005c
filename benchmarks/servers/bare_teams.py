"""The baseline: one bare Starlette route that lets in what the Bot Connector signed, no storage.

It makes every check of a request that Sevenbot makes, by the same code and with the same memory of
keys and tokens, and answers with the same page as Sevenbot does for that answer.
"""

import argparse
import json
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.platforms.teams.keys import SigningKeys
from bot.platforms.teams.settings import unsafe_address
from bot.platforms.teams.verify import CHANNEL, Denied, Verifier
from config.now import system_now


def main() -> None:
    """Serve until the process is ended."""
    parser = argparse.ArgumentParser()
    for name in ("--port", "--app-id", "--tenant", "--issuer", "--metadata", "--reply"):
        parser.add_argument(name, required=True)
    given = parser.parse_args()
    client = httpx.AsyncClient(trust_env=False)

    async def fetch(address: str) -> bytes:
        return (await client.get(address)).raise_for_status().content

    keys = SigningKeys(given.metadata, fetch, system_now, sandbox=True)
    verifier = Verifier(keys, given.issuer, system_now)
    reply = json.loads(Path(given.reply).read_text(encoding="utf-8"))

    async def messages(request: Request) -> Response:
        passport = await verifier.passport(request.headers.getlist("Authorization"), given.app_id)
        if isinstance(passport, Denied):
            return Response(status_code=passport.status)
        activity: dict[str, Any] = json.loads(await request.body())
        address = activity["serviceUrl"]
        tenants = {activity["channelData"]["tenant"]["id"], activity["conversation"]["tenantId"]}
        if (
            address != passport.claims.serviceurl
            or unsafe_address(address, sandbox=True) is not None
            or activity["channelId"] != CHANNEL
            or tenants != {given.tenant}
        ):
            return Response(status_code=403)
        return JSONResponse(reply)

    uvicorn.run(
        Starlette(routes=[Route("/teams/{registration}/messages", messages, methods=["POST"])]),
        host="127.0.0.1",
        port=int(given.port),
        log_level="error",
        access_log=False,
    )


if __name__ == "__main__":
    main()
