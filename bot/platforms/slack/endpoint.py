"""The HTTP route of one registration: nothing passes that Slack did not sign."""

from collections.abc import Mapping

from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_sdk.signature import Clock, SignatureVerifier
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from typing_extensions import override

from bot.platforms.entrance import posted_to, read_body
from bot.platforms.slack.form import command_of, payload_of
from config.now import Now

MAX_BODY = 1_000_000
"""Bytes. A view is at most 250 kB, and percent-encoded at most thrice that."""


class _Clock(Clock):
    def __init__(self, now: Now) -> None:
        self._now = now

    @override
    def now(self) -> float:
        return self._now().timestamp()


class Endpoint:
    """Verifies each request on its raw bytes, by Slack's HMAC and its five minutes, then hands
    it to Bolt. Of the headers at most the content type goes on: the signature covers none."""

    def __init__(self, app: AsyncApp, signing_secret: str, now: Now) -> None:
        """Feed this app. The secret must not be empty."""
        self._app = app
        self._verifier = SignatureVerifier(signing_secret, _Clock(now))

    def route(self, registration: str) -> Route:
        """Return the route of the registration's events and interactions."""
        return posted_to(f"/slack/{registration}/events", self._serve)

    async def _serve(self, request: Request) -> Response:
        body = await read_body(request, MAX_BODY)
        if body is None:
            return _refused(413, f"The request is longer than {MAX_BODY} bytes.")
        if not self._genuine(body, request.headers):
            return _refused(401, "The signature is missing, wrong or too old.")
        try:
            bolt_request = _for_bolt(body, request.headers.get("content-type", ""))
        except Exception:  # noqa: BLE001 - Bolt takes the payload apart without checking it first
            return _refused(400, "The request cannot be read.")
        answer = await self._app.async_dispatch(bolt_request)
        return Response(answer.body, answer.status, headers=answer.first_headers())

    def _genuine(self, body: bytes, headers: Mapping[str, str]) -> bool:
        try:
            return self._verifier.is_valid(
                body,
                headers.get("x-slack-request-timestamp"),
                headers.get("x-slack-signature"),
            )
        except (ValueError, TypeError, OverflowError):
            # A time that is no number, a body that is no text, a signature beyond ASCII.
            return False


def _for_bolt(body: bytes, content_type: str) -> AsyncBoltRequest:
    """Return the request as Bolt takes it. Raises what its parsing raises."""
    payload = payload_of(body) or command_of(body, content_type)
    if payload is not None:
        return AsyncBoltRequest(body=payload, headers={"content-type": "application/json"})
    return AsyncBoltRequest(body=body.decode(), headers={"content-type": content_type})


def _refused(status: int, why: str) -> Response:
    return JSONResponse({"error": why}, status)
