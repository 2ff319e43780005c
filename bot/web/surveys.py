"""The console's surveys: how each stands, its results, and both sides of passing a briefing on."""

from collections.abc import Sequence
from uuid import UUID

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.store.pulse.surveys import list_surveys
from bot.surveys.responding import Responding
from bot.surveys.shown import read_survey
from bot.web.pages import Pages
from bot.web.responding import DONE, RespondingForms


class SurveyPages:
    """The surveys' pages. What will be done is said on them; for all else there is the command
    line."""

    def __init__(self, responding: Responding, pages: Pages, threshold: int) -> None:
        """Take what acts, what renders, and the setting suppression_threshold."""
        self._database = responding.database
        self._pages = pages
        self._threshold = threshold
        self._responding = RespondingForms(responding, pages)

    def routes(self) -> Sequence[Route]:
        """Return the surveys' addresses, the forms' included."""
        return (
            Route("/surveys", self._list),
            Route("/surveys/{survey:uuid}", self._survey),
            *self._responding.routes(),
        )

    async def _list(self, _: Request) -> Response:
        async with self._database.begin() as connection:
            found = await list_surveys(connection)
        return HTMLResponse(self._pages.render("surveys.html", surveys=found))

    async def _survey(self, request: Request) -> Response:
        which: UUID = request.path_params["survey"]
        done = request.query_params.get("done", "")
        async with self._database.begin() as connection:
            shown = await read_survey(connection, str(which), threshold=self._threshold)
        page = self._pages.render("survey.html", shown=shown, done=done if done in DONE else "")
        return HTMLResponse(page)
