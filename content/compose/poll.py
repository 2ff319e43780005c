"""One question, and what an answer came to."""

from collections.abc import Iterator
from uuid import UUID

from content.actions import Action, ActionName
from content.briefing import Briefing
from content.compose.reading import view_title
from content.message import (
    Block,
    Choices,
    Context,
    Divider,
    Heading,
    Message,
    Option,
    Plain,
    Strong,
    Submit,
    Text,
    View,
)
from content.poll import Answer, Marking
from content.templating import say

CHOICE = "choice"
"""The name under which what was chosen comes back."""


def compose_question(briefing: Briefing, delivery: UUID, step: int, *, again: bool = False) -> View:
    """Return the page of question `step` (0 is the first). `again`: the member has answered it
    before, and this time it is for themselves."""
    question = briefing.questions[step]
    number = {"number": step + 1, "total": len(briefing.questions)}
    quiet = [say("question.progress", **number)]
    if question.several:
        quiet.append(say("question.several"))
    if again:
        quiet.append(say("question.again"))
    blocks: tuple[Block, ...] = (
        Context((Plain(" ".join(quiet)),)),
        *(Text((Plain(paragraph),)) for paragraph in question.scenario.split("\n\n")),
        Choices(
            name=CHOICE,
            label=question.ask,
            options=tuple(Option(answer.key, answer.text) for answer in question.answers),
            several=question.several,
        ),
    )
    return View(
        title=view_title(briefing),
        message=Message(say("question.fallback", ask=question.ask, **number), blocks),
        submit=Submit(say("question.submit"), Action(ActionName.ANSWER, delivery, step)),
    )


def compose_result(briefing: Briefing, delivery: UUID, step: int, marking: Marking) -> View:
    """Return the page that says at once whether the answer fits practice and why, for what was
    chosen and for what fits."""
    verdict = say("result.fits" if marking.fits else "result.not_quite")
    last = step + 1 == len(briefing.questions)
    return View(
        title=view_title(briefing),
        message=Message(
            say("result.fallback", verdict=verdict, why=marking.chosen[0].why),
            (Heading(verdict), *explained(marking)),
        ),
        submit=Submit(
            say("result.finish" if last else "result.next"),
            Action(ActionName.NEXT, delivery, step + 1),
        ),
    )


def explained(marking: Marking) -> Iterator[Block]:
    """Yield why: for what was chosen, and for what fits and was not chosen."""
    for answer in marking.chosen:
        yield from _answer(answer)
    if marking.missed:
        some_fit = any(answer.fits for answer in marking.chosen)
        yield Divider()
        yield Heading(say("result.also" if some_fit else "result.best"), level=2)
        for answer in marking.missed:
            yield from _answer(answer)


def _answer(answer: Answer) -> Iterator[Block]:
    yield Text((Strong(answer.text),))
    yield Text((Plain(answer.why),))
