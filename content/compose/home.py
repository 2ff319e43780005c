"""A person's own page, and the two answers that say part of it: what is open, what is done."""

from collections.abc import Iterator, Sequence
from itertools import chain, repeat

from content.actions import Action, ActionName
from content.compose.pause import NOBODY
from content.days import day_words, weekday_words
from content.message import (
    Block,
    Bullets,
    Button,
    Buttons,
    Context,
    Divider,
    Heading,
    Message,
    Plain,
    Span,
    Strong,
    Text,
    Weight,
)
from content.own import OpenBriefing, OpenCascade, OpenRecall, OwnPage, Passed
from content.templating import say, say_once

MOST_OPEN = 5
"""Briefings shown as open: with their buttons they fill a screen of a telephone."""
MOST_DONE = 5
"""Briefings of the history on the own page."""
MOST_TOLD = 12
"""Briefings of the history where somebody asks for it."""


def compose_home(page: OwnPage, *, gets_digests: bool, known: bool = True) -> Message:
    """Return a person's own page. `gets_digests`: their role gets some. `known`: they are in the
    register; whoever is not has nothing to be shown."""
    blocks: list[Block] = [Heading(say("own.heading")), *_paused(page)]
    if page.nothing_open and not page.history:
        blocks.append(Text((Plain(say("help.does")),)))
    blocks += [Heading(say("own.open"), level=2), *_open(page)]
    blocks += [Divider(), Heading(say("own.done"), level=2), *_done(page, MOST_DONE)]
    blocks.append(Divider())
    if known:
        blocks += _settings(page, gets_digests=gets_digests)
        blocks.append(Context((Plain(say("own.private")),)))
    else:
        blocks.append(Context((Plain(say("own.unknown")),)))
    blocks.append(Context((Plain(say("help.safety")),)))
    return Message(say("own.fallback"), tuple(blocks))


def compose_open(page: OwnPage) -> Message:
    """Return what is open for a person."""
    count = sum(map(len, (page.briefings, page.recalls, page.cascades, page.surveys)))
    return Message(
        say("own.open_fallback", count=count),
        (
            Heading(say("own.open")),
            *_paused(page),
            *_open(page),
            Context((Plain(say("own.private")),)),
        ),
    )


def compose_history(page: OwnPage) -> Message:
    """Return what a person has read and answered."""
    return Message(
        say("own.done_fallback"),
        (
            Heading(say("own.done")),
            *_done(page, MOST_TOLD),
            Context((Plain(say("own.private")),)),
        ),
    )


def _paused(page: OwnPage) -> Iterator[Block]:
    if page.paused_until is not None:
        yield Text((Plain(say("own.paused", day=weekday_words(page.paused_until))),))
        yield Buttons((Button(say("pause.resume"), Action(ActionName.RESUME, NOBODY)),))


def _open(page: OwnPage) -> Iterator[Block]:
    if page.nothing_open:
        yield Text((Plain(say("own.nothing_open")),))
    # One button stands out: that of what is first.
    weights = chain([Weight.MAIN], repeat(Weight.PLAIN))
    for recall in page.recalls:
        yield from _recall(recall, next(weights))
    for cascade in page.cascades:
        yield from _cascade(cascade, next(weights))
    for briefing in page.briefings[:MOST_OPEN]:
        yield from _briefing(briefing, next(weights))
    if (more := len(page.briefings) - MOST_OPEN) > 0:
        yield Context((Plain(say("own.more_open", count=more)),))
    for survey in page.surveys:
        yield Text((Strong(survey.title),))
        yield Context((Plain(say("own.survey", day=day_words(survey.closes_on))),))


def _recall(recall: OpenRecall, weight: Weight) -> Iterator[Block]:
    titles = _listed([f"“{title}”" for title in recall.titles])
    yield Text((Plain(say("own.recall", questions=recall.questions, titles=titles)),))
    label = say("own.answer", questions=recall.questions)
    yield Buttons((Button(label, Action(ActionName.RECALL, recall.delivery), weight),))


def _listed(names: Sequence[str]) -> str:
    """Return names as they are said one after the other: `one, two and three`."""
    *others, last = names
    return say_once("calendar.both", one=", ".join(others), other=last) if others else last


def _cascade(cascade: OpenCascade, weight: Weight) -> Iterator[Block]:
    yield Text((Strong(cascade.title),))
    told = "own.cascade_coming" if cascade.delivery is None else "own.cascade"
    yield Context((Plain(say(told, day=day_words(cascade.deadline))),))
    if cascade.delivery is not None:
        yield Buttons(
            (
                Button(
                    say("cascade.confirm"), Action(ActionName.CONFIRM, cascade.delivery), weight
                ),
                Button(say("cascade.open_pack"), Action(ActionName.PACK, cascade.delivery)),
                Button(say("cascade.later"), Action(ActionName.NOT_YET, cascade.delivery)),
            )
        )


def _briefing(briefing: OpenBriefing, weight: Weight) -> Iterator[Block]:
    day = day_words(briefing.posted_on)
    if briefing.changed:
        state = say("own.changed")
    elif briefing.read:
        state = say("own.not_finished", day=day, unanswered=briefing.unanswered)
    elif briefing.questions and not briefing.unanswered:
        state = say("own.not_acknowledged", day=day)
    else:
        state = say("own.not_read", day=day)
    read = Button(
        say("own.read"),
        Action(ActionName.READ_MINE, briefing.delivery),
        Weight.PLAIN if briefing.read else weight,
    )
    check = Button(
        say("own.check"),
        Action(ActionName.CHECK_MINE, briefing.delivery),
        weight if briefing.read else Weight.PLAIN,
    )
    yield Text((Strong(briefing.title),))
    yield Context((Plain(state),))
    yield Buttons((read, check) if briefing.unanswered else (read,))


def _done(page: OwnPage, most: int) -> Iterator[Block]:
    if not page.history:
        yield Text((Plain(say("own.nothing_done")),))
        return
    yield Bullets(tuple(_passed(passed) for passed in page.history[:most]))
    if (more := len(page.history) - most) > 0:
        yield Context((Plain(say("own.more_done", count=more)),))


def _passed(passed: Passed) -> tuple[Span, ...]:
    words: list[str] = []
    if passed.read_on is not None:
        words.append(say("own.passed_read", day=day_words(passed.read_on)))
    if passed.answered:
        words.append(say("own.passed_answers", answered=passed.answered, fitting=passed.fitting))
    if passed.again:
        words.append(say("own.passed_again", answered=passed.again, fitting=passed.again_fitting))
    return Strong(say("own.title", title=passed.title)), Plain(" ".join(words))


def _settings(page: OwnPage, *, gets_digests: bool) -> Iterator[Buttons]:
    record = Button(say("own.record"), Action(ActionName.RECORD, NOBODY))
    pause = Button(say("own.pause"), Action(ActionName.PAUSE, NOBODY))
    yield Buttons((record, pause) if page.paused_until is None else (record,))
    # A row of its own: Teams does not wrap a row, it cuts the last button off.
    if gets_digests and page.digests:
        yield Buttons((Button(say("own.digests_off"), Action(ActionName.DIGESTS_OFF, NOBODY)),))
    elif gets_digests:
        yield Buttons((Button(say("own.digests_on"), Action(ActionName.DIGESTS_ON, NOBODY)),))
