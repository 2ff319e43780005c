"""One question, and what an answer came to."""

from collections.abc import Iterator
from functools import lru_cache
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
from content.poll import Answer, Marking, Question, mark
from content.same import Same
from content.templating import say

CHOICE = "choice"
"""The name under which what was chosen comes back."""

RESULTS_KEPT = 512
"""Result pages composed lately, of some fifty posts: many people give the same answer."""


def compose_question(briefing: Briefing, delivery: UUID, step: int, *, again: bool = False) -> View:
    """Return the page of question `step` (0 is the first). `again`: the member has answered it
    before, and this time it is for themselves."""
    return question_page(
        view_title(briefing),
        briefing.questions[step],
        Action(ActionName.ANSWER, delivery, step, briefing.version),
        total=len(briefing.questions),
        again=again,
    )


def compose_result(briefing: Briefing, delivery: UUID, step: int, marking: Marking) -> View:
    """Return the page that says at once whether the answer fits practice and why, for what was
    chosen and for what fits."""
    return _result(Same(briefing), delivery, step, tuple(answer.key for answer in marking.chosen))


def question_page(
    title: str, question: Question, answer: Action, *, total: int, again: bool = False
) -> View:
    """Return the page of a question; `answer` is its submit, whose step says which of `total` it
    is. `again`: the member has answered it before, and this time it is for themselves."""
    number = {"number": answer.step + 1, "total": total}
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
        title=title,
        message=Message(say("question.fallback", ask=question.ask, **number), blocks),
        submit=Submit(say("question.submit"), answer),
    )


def result_page(title: str, marking: Marking, onward: Action, *, total: int) -> View:
    """Return what an answer came to; `onward` is the way on, to the question of its step or, after
    `total`, to the last page."""
    verdict = say("result.fits" if marking.fits else "result.not_quite")
    return View(
        title=title,
        message=Message(
            say("result.fallback", verdict=verdict, why=marking.chosen[0].why),
            (Heading(verdict), *explained(marking)),
        ),
        submit=Submit(say("result.finish" if onward.step == total else "result.next"), onward),
    )


def explained(marking: Marking) -> Iterator[Block]:
    """Yield why: for what was chosen, and for what fits and was not chosen. Where the whole is not
    quite what fits and something that was chosen is, each is told apart."""
    in_part = not marking.fits and any(answer.fits for answer in marking.chosen)
    for answer in marking.chosen:
        yield from _answer(answer, told_apart=in_part)
    if marking.missed:
        some_fit = any(answer.fits for answer in marking.chosen)
        yield Divider()
        yield Heading(say("result.also" if some_fit else "result.best"), level=2)
        for answer in marking.missed:
            yield from _answer(answer)


@lru_cache(maxsize=RESULTS_KEPT)
def _result(same: Same[Briefing], delivery: UUID, step: int, chosen: tuple[str, ...]) -> View:
    briefing = same.it
    return result_page(
        view_title(briefing),
        mark(briefing.questions[step], chosen),
        Action(ActionName.NEXT, delivery, step + 1, briefing.version),
        total=len(briefing.questions),
    )


def _answer(answer: Answer, *, told_apart: bool = False) -> Iterator[Block]:
    yield Text((Strong(answer.text),))
    words = say("pack.fits_mark" if answer.fits else "pack.not_mark")
    yield Text((Plain(f"{words} {answer.why}" if told_apart else answer.why),))
