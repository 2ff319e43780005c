"""The forms by which it is said what will be done about a survey: one person proposes the words,
and a second one approves them."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.decisions.inbox import WORDS, learning_group
from bot.store.pulse.proposals import Proposal, find_proposal, proposals_of
from bot.store.pulse.surveys import Survey, channels_asked, find_survey
from bot.surveys.responding import Responding
from bot.surveys.results import comments_of, results_of
from bot.web.filling import BY, Filling, Form, lines_of, second_people, words_wrong
from bot.web.forms import Sent
from bot.web.pages import Pages
from content.compose.survey_results import compose_survey_results
from content.responding import response_lines, response_trouble

DONE: Final = frozenset({"proposed", "approved", "withdrawn"})
"""What a survey's page may be told was done just now."""


class RespondingForms:
    """The three forms: propose, approve, withdraw."""

    def __init__(self, responding: Responding, pages: Pages) -> None:
        """Take what acts, and what renders."""
        self._responding = responding
        self._filling = Filling(pages)
        self._group = learning_group(responding.directory)

    def routes(self) -> Sequence[Route]:
        """Return the forms' addresses."""
        proposal = "/proposals/{proposal:uuid}"
        both = ["GET", "POST"]
        return (
            Route("/surveys/{survey:uuid}/respond", self._propose, methods=both),
            Route(f"{proposal}/approve", self._approve, methods=both),
            Route(f"{proposal}/withdraw", self._withdraw, methods=both),
        )

    async def _propose(self, request: Request) -> Response:
        which: UUID = request.path_params["survey"]
        async with self._responding.database.begin() as connection:
            survey = await find_survey(connection, str(which))
            proposed = await proposals_of(connection, survey.id)

        async def propose(sent: Sent) -> None:
            await self._responding.propose(str(survey.id), sent[WORDS], by=sent[BY])

        form = Form(
            template="respond.html",
            names=self._group,
            act=propose,
            done=_at(survey.id, "proposed"),
            wrong=words_wrong(lambda words: response_trouble(words, survey.comments)),
            shown={
                "survey": survey,
                "waiting": next((each for each in proposed if each.waits), None),
                "comments": comments_of(survey) if survey.cut else None,
            },
        )
        return await self._filling.fill(request, form)

    async def _approve(self, request: Request) -> Response:
        proposal, survey, channels = await self._proposed(request)

        async def approve(sent: Sent) -> None:
            await self._responding.approve(proposal.id, by=sent[BY])

        form = Form(
            template="approve_response.html",
            names=second_people(self._responding.directory, proposal.author),
            act=approve,
            done=_at(survey.id, "approved"),
            shown={
                "proposal": proposal,
                "survey": survey,
                "lines": _lines(survey, proposal),
                "comments": comments_of(survey),
                "channels": channels,
            },
        )
        return await self._filling.fill(request, form)

    async def _withdraw(self, request: Request) -> Response:
        proposal, survey, _ = await self._proposed(request)

        async def withdraw(sent: Sent) -> None:
            await self._responding.withdraw(proposal.id, by=sent[BY])

        form = Form(
            template="withdraw_response.html",
            names=self._group,
            act=withdraw,
            done=_at(survey.id, "withdrawn"),
            shown={"proposal": proposal, "survey": survey},
        )
        return await self._filling.fill(request, form)

    async def _proposed(self, request: Request) -> tuple[Proposal, Survey, Sequence[str]]:
        which: UUID = request.path_params["proposal"]
        async with self._responding.database.begin() as connection:
            proposal = await find_proposal(connection, which)
            survey = await find_survey(connection, str(proposal.survey))
            return proposal, survey, await channels_asked(connection, survey.id)


def _lines(survey: Survey, proposal: Proposal) -> Sequence[str]:
    """Return the post as channels get it with these words."""
    said = response_lines(proposal.text)
    return lines_of(compose_survey_results(survey.body, results_of(survey), said))


def _at(survey: UUID, done: str) -> str:
    return f"/surveys/{survey}?done={done}"
