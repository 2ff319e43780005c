"""The console's surveys: how each stands, its results, and both sides of passing a briefing on."""

from collections.abc import Sequence
from uuid import UUID

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.store.engine import Database
from bot.store.surveys import list_surveys
from bot.surveys.shown import read_survey
from bot.web.pages import Pages


class SurveyPages:
    """The surveys' pages. Nothing on them lets anybody act: the command line does."""

    def __init__(self, database: Database, pages: Pages, threshold: int) -> None:
        """Take the database, what renders, and the setting suppression_threshold."""
        self._database = database
        self._pages = pages
        self._threshold = threshold

    def routes(self) -> Sequence[Route]:
        """Return the surveys' addresses."""
        return (Route("/surveys", self._list), Route("/surveys/{survey:uuid}", self._survey))

    async def _list(self, _: Request) -> Response:
        async with self._database.begin() as connection:
            found = await list_surveys(connection)
        return HTMLResponse(self._pages.render("surveys.html", surveys=found))

    async def _survey(self, request: Request) -> Response:
        which: UUID = request.path_params["survey"]
        async with self._database.begin() as connection:
            shown = await read_survey(connection, str(which), threshold=self._threshold)
        return HTMLResponse(self._pages.render("survey.html", shown=shown))
