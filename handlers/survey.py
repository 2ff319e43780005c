"""Answering a survey: no fact is kept of it, nobody is registered, and nothing is logged."""

from collections.abc import Mapping, Sequence

from content.clarifying import tidy
from content.compose.survey import (
    compose_survey_already,
    compose_survey_closed,
    compose_survey_form,
    compose_survey_thanks,
)
from content.identifying import find_identifying
from content.message import View
from content.poll import UnknownChoice
from content.survey import (
    MAX_COMMENT,
    CommentTooLong,
    PulseSurvey,
    Submission,
    field_name,
    read_submission,
)
from content.templating import say
from handlers.errors import NotAllowed, Refusal
from handlers.flow import show
from handlers.interaction import FieldErrors, Interaction, Reply, UpdateView
from handlers.ports import Errand, Member, Ports
from handlers.survey_port import AskedSurvey, SurveyState


async def pulse(interaction: Interaction, errand: Errand, member: Member, ports: Ports) -> Reply:
    """Open the questions; for who has answered and after the close, a page that says so."""
    it = await _asked(errand, member, ports)
    return show(interaction, _page(it, errand))


async def send_pulse(
    interaction: Interaction, errand: Errand, member: Member, ports: Ports
) -> Reply:
    """Count the answers, once. What is written too long, or may identify somebody, is handed back
    with all that was filled in; nothing is counted then."""
    it = await _asked(errand, member, ports)
    if it.state is not SurveyState.OPEN:
        return UpdateView(_page(it, errand))
    written = {name: tidy(words) for name, words in interaction.written.items()}
    try:
        given = read_submission(it.survey, interaction.chosen, written)
    except UnknownChoice as error:
        raise NotAllowed(Refusal.BAD_CHOICE) from error
    except CommentTooLong:
        trouble = say("query.too_long", limit=MAX_COMMENT)
        return _handed_back(it.survey, errand, interaction.chosen, written, trouble)
    kinds = sorted({detail.kind.words for detail in find_identifying(given.comment)})
    if kinds:
        trouble = say("query.identifying", kinds=", ".join(kinds))
        return _handed_back(it.survey, errand, interaction.chosen, written, trouble)
    return UpdateView(await _counted(it, given, errand, member, ports))


async def _counted(
    it: AskedSurvey, given: Submission, errand: Errand, member: Member, ports: Ports
) -> View:
    if await ports.surveys.answer(errand.subject, member.id, given):
        return compose_survey_thanks(it.survey, it.closes_at)
    # Somebody was quicker: the same person in another window, or the close.
    return _page(await _asked(errand, member, ports), errand)


async def _asked(errand: Errand, member: Member, ports: Ports) -> AskedSurvey:
    it = await ports.surveys.standing(errand.subject, member.id)
    if it is None:
        raise NotAllowed(Refusal.GONE)
    if it.state is SurveyState.NOT_ASKED:
        raise NotAllowed(Refusal.NOT_ASKED)
    return it


def _page(it: AskedSurvey, errand: Errand) -> View:
    if it.state is SurveyState.ANSWERED:
        return compose_survey_already(it.survey, it.closes_at)
    if it.state is SurveyState.CLOSED:
        return compose_survey_closed(it.survey)
    return compose_survey_form(it.survey, errand.delivery)


def _handed_back(
    survey: PulseSurvey,
    errand: Errand,
    chosen: Mapping[str, Sequence[str]],
    written: Mapping[str, str],
    trouble: str,
) -> FieldErrors:
    box = survey.free_text
    assert box is not None  # there is trouble with what was written in it
    name = field_name(box)
    options = {q.key: chosen[field_name(q)][0] for q in survey.closed}
    page = compose_survey_form(
        survey, errand.delivery, chosen=options, draft=written[name][:MAX_COMMENT]
    )
    return FieldErrors({name: trouble}, page)
