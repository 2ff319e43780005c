"""The whole briefing, and the page after the last question."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import assert_never
from uuid import UUID

from content.actions import Action, ActionName
from content.briefing import (
    Briefing,
    BriefingEvent,
    NewsletterItem,
    PublishedReview,
    SevenMinute,
    SixtyMinute,
    format_words,
)
from content.checks import reading_minutes
from content.compose.correction import Correction, correction_lines
from content.compose.post import sentence_case
from content.days import day_words, moment_words
from content.message import (
    Block,
    Bullets,
    Context,
    Divider,
    Fact,
    Facts,
    Heading,
    Link,
    Message,
    Plain,
    Span,
    Submit,
    Text,
    View,
)
from content.templating import say


def view_title(briefing: Briefing) -> str:
    """Return the title that every page of this briefing's flow carries."""
    return sentence_case(format_words(briefing))


def compose_reading(
    briefing: Briefing, delivery: UUID, corrections: Sequence[Correction] = ()
) -> View:
    """Return the reading. Its submit button is "I've read it". `corrections`: what has changed
    since the post was first there."""
    return View(
        title=view_title(briefing),
        message=Message(
            say("reading.fallback", title=briefing.title),
            tuple(_reading_blocks(briefing, corrections)),
        ),
        submit=Submit(
            say("reading.submit"),
            Action(ActionName.ACKNOWLEDGE, delivery, edition=briefing.version),
        ),
    )


@dataclass(frozen=True, slots=True)
class Returns:
    """After how many days a question returns for the first time."""

    missed: int
    """Where the first answer did not fit."""
    fitted: int


def compose_last(
    briefing: Briefing,
    delivery: UUID,
    first_answers: Mapping[str, bool],
    returns: Returns | None = None,
) -> View:
    """Return the last page: what came of the first answers (by question key, whether each
    fitted), when they return (None: never), and a way to ask."""
    counted = [first_answers[q.key] for q in briefing.questions if q.key in first_answers]
    blocks: list[Block] = [Heading(say("last.thanks"))]
    if counted:
        score = say("last.score", fitting=sum(counted), total=len(counted))
        blocks += [Text((Plain(score),)), Context((Plain(say("last.private")),))]
    else:
        blocks.append(Text((Plain(say("last.read_only")),)))
    blocks.append(Text((Plain(_returning(counted, returns)),)))
    return View(
        title=view_title(briefing),
        message=Message(say("last.fallback", title=briefing.title), tuple(blocks)),
        submit=Submit(say("last.ask"), Action(ActionName.ASK, delivery)),
        close=say("last.done"),
    )


def _returning(counted: Sequence[bool], returns: Returns | None) -> str:
    if returns is None or not counted:
        return say("last.returns_never")
    days = returns.fitted if all(counted) else returns.missed
    return say("last.returns", weeks=max(1, round(days / 7)))


def _reading_blocks(briefing: Briefing, corrections: Sequence[Correction]) -> Iterator[Block]:
    yield Heading(briefing.title)
    yield from correction_lines(corrections)
    yield Context((Plain(say("reading.time", minutes=reading_minutes(briefing))),))
    yield from _particulars(briefing)
    for section in briefing.format.sections:
        yield Heading(section.title, level=2)
        yield from section.body
    if briefing.links:
        yield Heading(say("reading.more"), level=2)
        yield Bullets(tuple((link,) for link in briefing.links))
    if briefing.references:
        yield Divider()
        yield Heading(say("reading.sources"), level=2)
        yield Bullets(tuple(_references(briefing)))


def _references(briefing: Briefing) -> Iterator[tuple[Span, ...]]:
    for reference in briefing.references:
        words = say(
            "reading.source",
            publisher=reference.publisher,
            title=reference.title,
            year=reference.year,
        )
        yield (Link(words, reference.url) if reference.url else Plain(words),)


def _particulars(briefing: Briefing) -> Iterator[Block]:
    """Yield what one format has and the others have not."""
    match briefing.format:
        case SevenMinute() | SixtyMinute():
            return
        case PublishedReview(url, published):
            day = day_words(published)
            yield Facts((Fact(say("reading.published"), day),))
            yield Text((Link(say("reading.whole_review"), url),))
        case NewsletterItem(issue):
            yield Facts((Fact(say("reading.issue"), issue),))
        case BriefingEvent(starts, ends, where, booking_url):
            yield Facts(
                (
                    Fact(say("reading.starts"), moment_words(starts)),
                    Fact(say("reading.ends"), moment_words(ends)),
                    Fact(say("reading.where"), where),
                )
            )
            yield Text((Link(say("reading.book"), booking_url),))
        case _:
            assert_never(briefing.format)
