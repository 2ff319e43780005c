"""The console's queries inbox: what was asked, and what became of it."""

from collections.abc import Sequence
from uuid import UUID

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.decisions.inbox import Inbox
from bot.store.inbox.answers import went_out
from bot.store.inbox.clarifications import awaiting_approval, clarifications_of
from bot.store.inbox.queries import (
    find_query,
    list_open,
    list_settled,
    open_queries,
    time_to_answer,
)
from bot.web.answering import Answering, about_page
from bot.web.pages import Pages

DONE = frozenset({"answered", "clarified", "approved", "withdrawn"})
"""What a query's page may be told was done just now."""


class InboxDesk:
    """The inbox's pages."""

    def __init__(self, inbox: Inbox, pages: Pages) -> None:
        """Take what acts, and what renders."""
        self._inbox = inbox
        self._pages = pages
        self._answering = Answering(inbox, pages)

    def routes(self) -> Sequence[Route]:
        """Return the inbox's addresses, its forms' included."""
        return (
            Route("/inbox", self._list),
            Route("/inbox/{query:uuid}", self._query),
            *self._answering.routes(),
        )

    async def _list(self, request: Request) -> Response:
        async with self._inbox.database.begin() as connection:
            return self._page(
                "inbox.html",
                request,
                waiting=await open_queries(connection),
                took=await time_to_answer(connection),
                awaiting=await awaiting_approval(connection),
                unanswered=await list_open(connection),
                settled=await list_settled(connection),
            )

    async def _query(self, request: Request) -> Response:
        which: UUID = request.path_params["query"]
        done = request.query_params.get("done", "")
        async with self._inbox.database.begin() as connection:
            written = await clarifications_of(connection, which)
            return self._page(
                "query.html",
                request,
                query=await find_query(connection, which),
                answer_went=await went_out(connection, which),
                written=[(each, await went_out(connection, each.id)) for each in written],
                done=done if done in DONE else "",
            )

    def _page(self, template: str, request: Request, **values: object) -> Response:
        about = about_page(request, self._inbox)
        return HTMLResponse(self._pages.render(template, **about, **values))
