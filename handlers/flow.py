"""Which page comes next. Pure."""

from collections.abc import Mapping

from content.compose.poll import compose_question
from content.compose.reading import compose_last
from content.message import View
from handlers.interaction import Interaction, OpenView, Reply, UpdateView
from handlers.ports import Posted


def show(interaction: Interaction, view: View) -> Reply:
    """Put the view in place of the page that was submitted, or open it where a button was pressed:
    over a post, a private message or a person's own page."""
    return UpdateView(view) if interaction.submitted else OpenView(view)


def first_open_step(posted: Posted, first_answers: Mapping[str, bool]) -> int:
    """Return the step of the first question without an answer; the number of questions when
    every one has its first answer."""
    questions = posted.briefing.questions
    return next(
        (step for step, question in enumerate(questions) if question.key not in first_answers),
        len(questions),
    )


def onward(posted: Posted, first_answers: Mapping[str, bool]) -> View:
    """Return the first open question, or the last page when none is open."""
    return page(posted, first_open_step(posted, first_answers), first_answers)


def page(posted: Posted, step: int, first_answers: Mapping[str, bool]) -> View:
    """Return the question at `step`, or the last page behind the last question."""
    questions = posted.briefing.questions
    if step >= len(questions):
        return compose_last(posted.briefing, posted.delivery, first_answers, posted.returns)
    again = questions[step].key in first_answers
    return compose_question(posted.briefing, posted.delivery, step, again=again)
