"""A pulse survey as people meet it: the post, its reminder, the questions and the pages after."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import assert_never
from uuid import UUID

from content.actions import Action, ActionName
from content.days import moment_words
from content.message import (
    Block,
    Button,
    Buttons,
    Choices,
    Context,
    Form,
    Heading,
    Message,
    Option,
    Plain,
    Submit,
    Text,
    TextField,
    View,
    Weight,
)
from content.survey import (
    MAX_COMMENT,
    Agreement,
    FreeText,
    PulseSurvey,
    SurveyQuestion,
    YesNo,
    field_name,
)
from content.templating import say

_LABELS: Mapping[str, str] = {
    "strongly-agree": "survey_option.strongly_agree",
    "agree": "survey_option.agree",
    "neither": "survey_option.neither",
    "disagree": "survey_option.disagree",
    "strongly-disagree": "survey_option.strongly_disagree",
    "yes": "survey_option.yes",
    "no": "survey_option.no",
    "not-sure": "survey_option.not_sure",
    "prefer-not": "survey_option.prefer_not",
}


def option_label(option: str) -> str:
    """Return the words of an option. Raises KeyError for one that no question has."""
    return say(_LABELS[option])


def compose_survey_post(survey: PulseSurvey, delivery: UUID, closes_at: datetime) -> Message:
    """Return the post: what it is, who asks and why, what anonymous means, how long it takes and
    when it closes. `closes_at` is aware."""
    return Message(
        say("survey.fallback", title=survey.title, closes=moment_words(closes_at)),
        (
            Heading(survey.title),
            Context((Plain(_line(survey)),)),
            Text((Plain(survey.why),)),
            Text((Plain(survey.promise),)),
            Context((Plain(say("survey.anonymous")),)),
            Context((Plain(_effort(survey, closes_at)),)),
            _answer(delivery),
        ),
    )


def compose_survey_reminder(
    survey: PulseSurvey, delivery: UUID, closes_at: datetime, so_far: int | None
) -> Message:
    """Return the reminder, which goes to the whole channel. `so_far`: how many have answered at
    least, where that may be told."""
    lead = say("survey.still_open", title=survey.title, closes=moment_words(closes_at))
    told = (Text((Plain(say("survey.so_far", number=so_far)),)),) if so_far else ()
    return Message(
        lead,
        (
            Heading(survey.title),
            Text((Plain(say("survey.open_until", closes=moment_words(closes_at))),)),
            *told,
            Context((Plain(say("survey.to_all")),)),
            Context((Plain(say("survey.anonymous")),)),
            _answer(delivery),
        ),
    )


def compose_survey_form(
    survey: PulseSurvey,
    delivery: UUID,
    *,
    chosen: Mapping[str, str] | None = None,
    draft: str = "",
) -> View:
    """Return the page with all the questions. `chosen` (options by question) and `draft` are what
    was filled in before, where the page is shown again."""
    return View(
        title=say("survey.view"),
        message=Message(
            say("survey.form_fallback", title=survey.title),
            (
                Heading(survey.title),
                Context((Plain(say("survey.anonymous")),)),
                *_questions(survey, chosen or {}, draft),
            ),
        ),
        submit=Submit(say("survey.send"), Action(ActionName.SEND_PULSE, delivery)),
    )


def compose_survey_thanks(survey: PulseSurvey, closes_at: datetime) -> View:
    """Return the page once the answers are counted."""
    return _page(
        say("survey.thanks"),
        say("survey.counted"),
        say("survey.closes_then", closes=moment_words(closes_at), promise=survey.promise),
    )


def compose_survey_already(survey: PulseSurvey, closes_at: datetime) -> View:
    """Return the page for somebody who has answered before."""
    return _page(
        say("survey.already"),
        say("survey.once"),
        say("survey.closes_then", closes=moment_words(closes_at), promise=survey.promise),
    )


def compose_survey_closed(survey: PulseSurvey) -> View:
    """Return the page for somebody who comes after the close."""
    return _page(say("survey.closed"), say("survey.not_counted"), survey.promise)


def _page(heading: str, *lines: str) -> View:
    return View(
        title=say("survey.view"),
        message=Message(heading, (Heading(heading), *(Text((Plain(line),)) for line in lines))),
        close=say("last.done"),
    )


def _questions(survey: PulseSurvey, chosen: Mapping[str, str], draft: str) -> Iterator[Block]:
    for question in survey.questions:
        yield from _question(question, chosen, draft)


def _question(question: SurveyQuestion, chosen: Mapping[str, str], draft: str) -> Iterator[Block]:
    match question:
        case Agreement(key, ask) | YesNo(key, ask):
            yield Choices(
                name=field_name(question),
                label=ask,
                options=tuple(Option(each, option_label(each)) for each in question.options),
                chosen=(chosen[key],) if key in chosen else (),
            )
        case FreeText(_, ask):
            box = TextField(
                name=field_name(question),
                label=ask,
                hint=say("query.hint"),
                optional=True,
                max_length=MAX_COMMENT,
                value=draft,
            )
            yield Form((box,))
            yield Context((Plain(say("query.safety")),))
        case _:
            assert_never(question)


def _line(survey: PulseSurvey) -> str:
    theme = survey.theme.name if survey.theme else ""
    return say("survey.line", theme=theme, asked_by=survey.asked_by)


def _effort(survey: PulseSurvey, closes_at: datetime) -> str:
    return say("survey.effort", number=len(survey.questions), closes=moment_words(closes_at))


def _answer(delivery: UUID) -> Buttons:
    action = Action(ActionName.PULSE, delivery)
    return Buttons(shown=(Button(say("survey.answer"), action, Weight.MAIN),))
