"""The forms by which the Learning group answers a query: privately, or to everybody with a second
person's approval."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.decisions.inbox import WORDS, Inbox, learning_group
from bot.store.inbox.clarifications import Clarification, channels_reached, find_clarification
from bot.store.inbox.queries import QueryEntry, find_query
from bot.web.filling import BY, SURE, Filling, Form, lines_of, second_people, words_wrong
from bot.web.forms import Entered, Sent
from bot.web.pages import Pages
from content.clarifying import answer_trouble, clarification_trouble, tidy
from content.compose.clarification import compose_answer, compose_clarification
from content.compose.pages import NO_DELIVERY
from content.message import Message


class Answering:
    """The four forms: answer, clarify, approve, withdraw."""

    def __init__(self, inbox: Inbox, pages: Pages) -> None:
        """Take what acts, and what renders."""
        self._inbox = inbox
        self._filling = Filling(pages)
        self._group = learning_group(inbox.directory)

    def routes(self) -> Sequence[Route]:
        """Return the forms' addresses."""
        query, clarification = "/inbox/{query:uuid}", "/clarifications/{clarification:uuid}"
        both = ["GET", "POST"]
        return (
            Route(f"{query}/answer", self._answer, methods=both),
            Route(f"{query}/clarify", self._clarify, methods=both),
            Route(f"{clarification}/approve", self._approve, methods=both),
            Route(f"{clarification}/withdraw", self._withdraw, methods=both),
        )

    async def _answer(self, request: Request) -> Response:
        query = await self._asked(request.path_params["query"])
        shown = {**about_page(request, self._inbox), "query": query}

        async def answer(sent: Sent) -> Response | None:
            if sent[SURE] != "yes":
                reads = compose_answer(query.briefing, query.about, tidy(sent[WORDS]))
                sure = replace(
                    form, template="answer_sure.html", shown={**shown, "lines": lines_of(reads)}
                )
                return HTMLResponse(self._filling.page(request, sure, Entered(sent.values)))
            await self._inbox.answer(query.id, sent[WORDS], by=sent[BY])
            return None

        form = Form(
            template="answer.html",
            names=self._group,
            act=answer,
            done=_at(query.id, "answered"),
            wrong=words_wrong(answer_trouble),
            shown=shown,
        )
        return await self._filling.fill(request, form)

    async def _clarify(self, request: Request) -> Response:
        query = await self._asked(request.path_params["query"])

        async def clarify(sent: Sent) -> None:
            await self._inbox.clarify(query.id, sent[WORDS], by=sent[BY])

        form = Form(
            template="clarify.html",
            names=self._group,
            act=clarify,
            done=_at(query.id, "clarified"),
            wrong=words_wrong(lambda words: clarification_trouble(words, query.text)),
            shown={**about_page(request, self._inbox), "query": query},
        )
        return await self._filling.fill(request, form)

    async def _approve(self, request: Request) -> Response:
        clarification, query, shown = await self._written(request)

        async def approve(sent: Sent) -> None:
            await self._inbox.approve(clarification.id, by=sent[BY])

        form = Form(
            template="approve.html",
            names=second_people(self._inbox.directory, clarification.author),
            act=approve,
            done=_at(query.id, "approved"),
            shown=shown,
        )
        return await self._filling.fill(request, form)

    async def _withdraw(self, request: Request) -> Response:
        clarification, query, shown = await self._written(request)

        async def withdraw(sent: Sent) -> None:
            await self._inbox.withdraw(clarification.id, by=sent[BY])

        form = Form(
            template="withdraw.html",
            names=self._group,
            act=withdraw,
            done=_at(query.id, "withdrawn"),
            shown=shown,
        )
        return await self._filling.fill(request, form)

    async def _asked(self, which: UUID) -> QueryEntry:
        async with self._inbox.database.begin() as connection:
            return await find_query(connection, which)

    async def _written(
        self, request: Request
    ) -> tuple[Clarification, QueryEntry, Mapping[str, object]]:
        """Return a clarification, its query, and what their pages show."""
        which: UUID = request.path_params["clarification"]
        async with self._inbox.database.begin() as connection:
            clarification = await find_clarification(connection, which)
            query = await find_query(connection, clarification.query)
            channels = await channels_reached(connection, clarification.dissemination)
        shown = {
            **about_page(request, self._inbox),
            "clarification": clarification,
            "lines": lines_of(_post(clarification)),
            "query": query,
            "channels": channels,
        }
        return clarification, query, shown


def about_page(request: Request, inbox: Inbox) -> Mapping[str, object]:
    """Return what every page about a query needs: the moment, its own address, and whether words
    that may identify somebody were asked for."""
    return {
        "now": inbox.now(),
        "path": request.url.path,
        "shown": request.query_params.get("words") == "shown",
    }


def _post(clarification: Clarification) -> Message:
    title, about = clarification.briefing, clarification.about
    return compose_clarification(title, about, clarification.text, NO_DELIVERY)


def _at(query: UUID, done: str) -> str:
    return f"/inbox/{query}?done={done}"
