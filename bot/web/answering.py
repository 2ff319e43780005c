"""The forms by which the Learning group answers a query: privately, or to everybody with a second
person's approval."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.decisions.inbox import WORDS, Inbox, learning_group
from bot.store.inbox.clarifications import Clarification, channels_reached, find_clarification
from bot.store.inbox.queries import QueryEntry, find_query
from bot.web.filling import BY, SURE, entered_in, filled, lines_of, second_people
from bot.web.forms import Entered, Forms, Sent
from bot.web.pages import Pages
from content.clarifying import MAX_WORDS, answer_trouble, clarification_trouble, tidy
from content.compose.clarification import compose_answer, compose_clarification
from content.compose.pages import NO_DELIVERY
from content.message import Message


class Answering:
    """The four forms: answer, clarify, approve, withdraw."""

    def __init__(self, inbox: Inbox, pages: Pages) -> None:
        """Take what acts, and what renders."""
        self._inbox = inbox
        self._pages = pages
        self._forms = Forms()
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

        def form(entered: Entered) -> str:
            return self._form("answer.html", request, entered, self._group, query=query)

        async def answer(sent: Sent) -> Response | None:
            if sent[SURE] != "yes":
                reads = compose_answer(query.briefing, query.about, tidy(sent[WORDS]))
                page = self._form(
                    "answer_sure.html",
                    request,
                    entered_in(sent),
                    (),
                    query=query,
                    lines=lines_of(reads),
                )
                return HTMLResponse(page)
            await self._inbox.answer(query.id, sent[WORDS], by=sent[BY])
            return None

        return await filled(
            self._forms,
            request,
            form,
            answer,
            self._group,
            trouble=answer_trouble,
            done=_at(query.id, "answered"),
        )

    async def _clarify(self, request: Request) -> Response:
        query = await self._asked(request.path_params["query"])

        def form(entered: Entered) -> str:
            return self._form("clarify.html", request, entered, self._group, query=query)

        async def clarify(sent: Sent) -> None:
            await self._inbox.clarify(query.id, sent[WORDS], by=sent[BY])

        def trouble(words: str) -> str | None:
            return clarification_trouble(words, query.text)

        return await filled(
            self._forms,
            request,
            form,
            clarify,
            self._group,
            trouble=trouble,
            done=_at(query.id, "clarified"),
        )

    async def _approve(self, request: Request) -> Response:
        clarification, query, channels = await self._written(request)
        approvers = second_people(self._inbox.directory, clarification.author)

        def form(entered: Entered) -> str:
            return self._form(
                "approve.html",
                request,
                entered,
                approvers,
                clarification=clarification,
                lines=lines_of(_post(clarification)),
                query=query,
                channels=channels,
            )

        async def approve(sent: Sent) -> None:
            await self._inbox.approve(clarification.id, by=sent[BY])

        done = _at(query.id, "approved")
        return await filled(self._forms, request, form, approve, approvers, done=done)

    async def _withdraw(self, request: Request) -> Response:
        clarification, query, _ = await self._written(request)

        def form(entered: Entered) -> str:
            return self._form(
                "withdraw.html",
                request,
                entered,
                self._group,
                clarification=clarification,
                lines=lines_of(_post(clarification)),
                query=query,
            )

        async def withdraw(sent: Sent) -> None:
            await self._inbox.withdraw(clarification.id, by=sent[BY])

        done = _at(query.id, "withdrawn")
        return await filled(self._forms, request, form, withdraw, self._group, done=done)

    async def _asked(self, which: UUID) -> QueryEntry:
        async with self._inbox.database.begin() as connection:
            return await find_query(connection, which)

    async def _written(self, request: Request) -> tuple[Clarification, QueryEntry, Sequence[str]]:
        which: UUID = request.path_params["clarification"]
        async with self._inbox.database.begin() as connection:
            clarification = await find_clarification(connection, which)
            query = await find_query(connection, clarification.query)
            channels = await channels_reached(connection, clarification.dissemination)
        return clarification, query, channels

    def _form(
        self,
        template: str,
        request: Request,
        entered: Entered,
        names: Sequence[str],
        **values: object,
    ) -> str:
        path = request.url.path
        return self._pages.render(
            template,
            form=entered,
            names=names,
            token=self._forms.token(path),
            most=MAX_WORDS,
            **about_page(request, self._inbox),
            **values,
        )


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
