"""The console's deliveries that need a person: the list, and a form for each decision."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Final
from uuid import UUID

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.decisions.letters import (
    LINK,
    MOST_REASON,
    REASON,
    Letters,
    choices,
    decided,
    reason_given,
    who_may,
)
from bot.platforms.discovery import load_links
from bot.store.delivery.letters import Letter, find_letter, list_letters
from bot.store.evidence.audit import Act, list_decisions
from bot.web.filling import BY, Filling, Form
from bot.web.forms import Sent
from bot.web.pages import Pages
from config.errors import InputError
from content.templating import say

PATHS: Final = {Act.FOUND: "there", Act.SENT_AGAIN: "again", Act.GIVEN_UP: "drop"}
"""The last part of each form's address."""


class LettersDesk:
    """The pages and forms."""

    def __init__(self, letters: Letters, pages: Pages) -> None:
        """Take what acts, and what renders."""
        self._letters = letters
        self._pages = pages
        self._filling = Filling(pages)
        self._names = who_may(letters.directory)

    def routes(self) -> Sequence[Route]:
        """Return the addresses, the forms' included."""
        one = "/deliveries/{delivery:uuid}"
        return (
            Route("/deliveries", self._list),
            Route(one, self._one),
            *(
                Route(f"{one}/{path}", self._form_of(act), methods=["GET", "POST"])
                for act, path in PATHS.items()
            ),
        )

    async def _list(self, _: Request) -> Response:
        async with self._letters.database.begin() as connection:
            letters = await list_letters(connection)
        return self._page("deliveries.html", letters=letters)

    async def _one(self, request: Request) -> Response:
        which: UUID = request.path_params["delivery"]
        async with self._letters.database.begin() as connection:
            letter = await find_letter(connection, which)
            decisions = await list_decisions(connection, which)
        done = request.query_params.get("done", "")
        return self._page(
            "delivery.html",
            letter=letter,
            decisions=[(it, decided(it.act)) for it in decisions],
            done=done if done in PATHS.values() else "",
        )

    def _form_of(self, act: Act) -> Callable[[Request], Awaitable[Response]]:
        async def form(request: Request) -> Response:
            return await self._decided(request, act)

        return form

    async def _decided(self, request: Request, act: Act) -> Response:
        which: UUID = request.path_params["delivery"]
        async with self._letters.database.begin() as connection:
            letter = await find_letter(connection, which)

        async def decide(sent: Sent) -> None:
            await self._decide(act, which, sent)

        form = Form(
            template="decide.html",
            names=self._names,
            act=decide,
            done=f"/deliveries/{which}?done={PATHS[act]}",
            wrong=partial(self._wrong, act, letter),
            shown={
                "letter": letter,
                "act": PATHS[act],
                "offered": act in choices(letter),
                "how": self._how(letter),
                "most": MOST_REASON,
                "choices": _paths,
            },
        )
        return await self._filling.fill(request, form)

    def _wrong(self, act: Act, letter: Letter, sent: Sent) -> Mapping[str, str]:
        """Return what is wrong with what was written, by field."""
        try:
            if act is Act.FOUND and letter.may_be_there:
                self._letters.receipt(letter, sent[LINK])
            if act is Act.GIVEN_UP:
                reason_given(sent[REASON])
        except InputError as error:
            return {problem.where: problem.what for problem in error.problems}
        return {}

    async def _decide(self, act: Act, which: UUID, sent: Sent) -> None:
        match act:
            case Act.FOUND:
                await self._letters.there(which, by=sent[BY], link=sent[LINK])
            case Act.SENT_AGAIN:
                await self._letters.send_again(which, by=sent[BY])
            case Act.GIVEN_UP:
                await self._letters.give_up(which, by=sent[BY], reason=sent[REASON])
            case _:
                raise AssertionError(act)

    def _how(self, letter: Letter) -> str:
        """Return how the link to a message is had; empty where it has none."""
        if letter.channel is None or letter.workspace is None:
            return ""
        try:
            links = load_links(self._letters.directory.workspace(letter.workspace).platform)
        except KeyError:
            return ""
        return say(links.HOW)

    def _page(self, template: str, **values: object) -> Response:
        return HTMLResponse(self._pages.render(template, choices=_paths, **values))


def _paths(letter: Letter) -> Sequence[str]:
    return [PATHS[act] for act in choices(letter)]
