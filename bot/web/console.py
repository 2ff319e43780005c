"""The console's pages and what guards them. On this machine only until sign-in exists."""

import ipaddress
from html import escape
from pathlib import Path
from uuid import UUID

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.decisions.inbox import Inbox
from bot.decisions.letters import Letters
from bot.store.cascade.coverage import read_coverage
from bot.store.delivery.letters import list_letters
from bot.store.evidence.engagement import read_engagement
from bot.store.inbox.queries import list_queries, open_queries
from bot.store.plans.corrections import corrections_of
from bot.store.plans.listed import list_sendings
from bot.store.plans.overview import (
    list_deliveries,
    list_skipped,
    load_sending,
)
from bot.store.plans.withdrawing import withdrawn
from bot.store.recall.pairs import read_recall
from bot.store.trouble import trouble
from bot.surveys.practice import read_practice
from bot.surveys.responding import Responding
from bot.web.inbox import InboxDesk
from bot.web.letters import LettersDesk
from bot.web.pages import Pages
from bot.web.surveys import SurveyPages
from config.errors import DatabaseUnavailable, NotFound, SevenbotError
from config.settings import Settings
from content.templating import say

STATIC = Path(__file__).parent / "static"

HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'self'; img-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
}
"""A page's own address goes to the console itself and to nobody else: with no referrer at all a
browser would not say where a form comes from (`bot.web.forms`)."""


PROXIES = (
    "forwarded",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-proto",
    "x-real-ip",
    "via",
)
"""Headers by which a proxy tells on itself. One that sets none of them cannot be told apart:
docs/operating.md says not to put one before the console."""


class LoopbackOnly:
    """Refuses whoever is not on this machine, and what a proxy passed on from elsewhere."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 403, or pass the request on and add the console's headers to the answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        if _from_elsewhere(request):
            refusal = HTMLResponse("<p>" + escape(say("console.here_alone")) + "</p>", 403)
            await refusal(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
                message["headers"] = [*message["headers"], *own]
            await send(message)

        await self._app(scope, receive, with_headers)


def build_console(settings: Settings, inbox: Inbox, letters: Letters) -> Starlette:
    """Return the console's application, over the inbox's database and directory."""
    pages = Pages(inbox.directory, settings.suppression_threshold)
    responding = Responding(inbox.database, inbox.errands, inbox.now)
    console = _Console(inbox, pages, settings.suppression_threshold)
    return Starlette(
        routes=[
            Route("/", console.overview),
            Route("/disseminations/{dissemination:uuid}", console.dissemination),
            *LettersDesk(letters, pages).routes(),
            *InboxDesk(inbox, pages).routes(),
            *SurveyPages(responding, pages, settings.suppression_threshold).routes(),
            Mount("/static", StaticFiles(directory=STATIC)),
        ],
        middleware=[
            Middleware(LoopbackOnly),
            Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost", "[::1]"]),
        ],
        exception_handlers={
            SevenbotError: console.trouble,
            404: console.missing,
            500: console.broken,
        },
    )


class _Console:
    def __init__(self, inbox: Inbox, pages: Pages, threshold: int) -> None:
        self._database = inbox.database
        self._threshold = threshold
        self._pages = pages

    async def overview(self, _: Request) -> Response:
        """Show what is to come and what was sent, and what needs a person."""
        async with self._database.begin() as connection:
            listed = await list_sendings(connection)
            letters = await list_letters(connection)
            waiting = await open_queries(connection)
        return HTMLResponse(self._pages.overview(listed, letters, waiting))

    async def dissemination(self, request: Request) -> Response:
        """Show one dissemination: engagement, deliveries, queries."""
        which: UUID = request.path_params["dissemination"]
        async with self._database.begin() as connection:
            sending = await load_sending(connection, which)
            return HTMLResponse(
                self._pages.dissemination(
                    sending,
                    ladder=await read_engagement(connection, sending.id, threshold=self._threshold),
                    deliveries=await list_deliveries(connection, sending.id),
                    skipped=await list_skipped(connection, sending.id),
                    queries=await list_queries(connection, sending.id),
                    recall=await read_recall(connection, sending.id, threshold=self._threshold),
                    cascades=await read_coverage(connection, sending.id),
                    practice=await read_practice(connection, sending.id),
                    corrections=[it.told for it in await corrections_of(connection, sending.id)],
                    withdrawn=await withdrawn(connection, sending.id),
                )
            )

    async def trouble(self, _: Request, error: Exception) -> Response:
        """Show a known error in its own words."""
        assert isinstance(error, SevenbotError)
        return HTMLResponse(self._pages.trouble(str(error)), error.status)

    async def missing(self, _: Request, error: Exception) -> Response:
        """Show that there is no such page."""
        del error
        return HTMLResponse(self._pages.trouble(say("console.no_page")), NotFound.status)

    async def broken(self, _: Request, error: Exception) -> Response:
        """Show what ails the database, or that something unexpected happened. The server logs
        what."""
        if (words := trouble(error)) is not None:
            return HTMLResponse(self._pages.trouble(words), DatabaseUnavailable.status)
        return HTMLResponse(self._pages.trouble(say("console.broken")), SevenbotError.status)


def _from_elsewhere(request: Request) -> bool:
    if any(name in request.headers for name in PROXIES):
        return True
    try:
        return not ipaddress.ip_address(request.client.host if request.client else "").is_loopback
    except ValueError:
        return True
