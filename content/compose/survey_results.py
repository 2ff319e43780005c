"""A survey's results, back in the channel: what was said, what will be done, what was held back."""

from collections.abc import Iterator, Sequence

from content.compose.survey import option_label
from content.message import (
    Block,
    Bullets,
    Context,
    Divider,
    Heading,
    Message,
    Plain,
    Span,
    Strong,
    Text,
)
from content.results import GroupResults, Shown, SurveyResults
from content.survey import ClosedQuestion, PulseSurvey, Purpose
from content.templating import say


def compose_survey_results(
    survey: PulseSurvey, results: SurveyResults, doing: Sequence[str]
) -> Message:
    """Return the post. `doing`: what will be done about it, a line each, in the partnership's own
    words; with none, the post says that it is still being decided."""
    heading = say("survey_results.heading", title=survey.title)
    return Message(
        heading,
        (
            Heading(heading),
            *(_note("survey_results.self_reported") if survey.purpose is Purpose.PRACTICE else ()),
            Context((Plain(_response(results)),)),
            *_said(survey, results),
            *_held_back(results),
            Divider(),
            Heading(say("survey_results.doing"), level=2),
            *_doing(doing),
        ),
    )


def _response(results: SurveyResults) -> str:
    everyone = results.everyone
    if isinstance(everyone.answered, Shown):
        return say(
            "survey_results.answered", number=everyone.answered.count, eligible=everyone.eligible
        )
    return say("survey_results.asked", eligible=everyone.eligible)


def _said(survey: PulseSurvey, results: SurveyResults) -> Iterator[Block]:
    if not results.everyone.is_shown and not results.shown.is_shown:
        yield from _note("survey_results.nothing")
        return
    for question in survey.closed:
        yield Heading(question.ask, level=2)
        yield from _answers(question, results)


def _answers(question: ClosedQuestion, results: SurveyResults) -> Iterator[Block]:
    """Yield what everyone answered; else what those shown on their own did, together."""
    if everyone := tuple(_lines(results.everyone, question)):
        yield Bullets(everyone)
    elif shown := tuple(_lines(results.shown, question)):
        yield Bullets(shown)
        yield from _of_the_shown(results)
    else:
        yield from _note("survey_results.nothing")


def _lines(group: GroupResults, question: ClosedQuestion) -> Iterator[tuple[Span, ...]]:
    """Yield the options that are shown, in the order in which they were asked, and the others
    together; nothing where none is shown."""
    cells = [(option, group.answers[question.key][option]) for option in question.options]
    shown = {option: cell.count for option, cell in cells if isinstance(cell, Shown)}
    for option, count in shown.items():
        yield Plain(f"{option_label(option)}: "), Strong(str(count))
    if 0 < len(shown) < len(cells):
        yield Plain(say("survey_results.others")), Strong(str(group.rest(question.key)))


def _of_the_shown(results: SurveyResults) -> Iterator[Block]:
    answered = results.shown.answered
    if isinstance(answered, Shown):
        words = say(
            "survey_results.shown",
            agencies=len(results.agencies) - results.held_back,
            number=answered.count,
            eligible=results.shown.eligible,
        )
        yield Context((Plain(words),))


def _held_back(results: SurveyResults) -> Iterator[Block]:
    if 0 < results.held_back < len(results.agencies):
        words = say(
            "survey_results.held_back",
            number=results.held_back,
            agencies=len(results.agencies),
        )
        yield Context((Plain(words),))


def _doing(lines: Sequence[str]) -> Iterator[Block]:
    if lines:
        yield Bullets(tuple((Plain(line),) for line in lines))
    else:
        yield Text((Plain(say("survey_results.undecided")),))


def _note(phrase: str) -> Iterator[Block]:
    yield Context((Plain(say(phrase)),))
