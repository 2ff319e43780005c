"""The presenter pack, as a page over the conversation."""

from collections.abc import Iterator
from uuid import UUID

from content.actions import Action, ActionName
from content.cascade import PresenterPack
from content.message import (
    Block,
    Bullets,
    Context,
    Heading,
    Link,
    Message,
    Plain,
    Span,
    Strong,
    Submit,
    Text,
    View,
)
from content.poll import Question
from content.templating import say


def compose_pack(pack: PresenterPack, delivery: UUID, pdf_url: str | None = None) -> View:
    """Return the pack. Its submit button goes on to the form. `pdf_url` is where the printable
    page is, an https address."""
    return View(
        title=say("cascade.heading"),
        message=Message(say("pack.fallback", title=pack.title), tuple(_blocks(pack, pdf_url))),
        submit=Submit(say("cascade.confirm"), Action(ActionName.CONFIRM, delivery)),
    )


def _blocks(pack: PresenterPack, pdf_url: str | None) -> Iterator[Block]:
    yield Heading(pack.title)
    yield Context((Plain(pack.line),))
    if pack.restricted:
        yield Text((Strong(say("pack.restricted")),))
    if pdf_url is not None:
        yield Text((Link(say("pack.print"), pdf_url),))
    yield Heading(say("pack.order"), level=2)
    yield Bullets(
        tuple(
            (Strong(say("pack.minutes", minutes=step.minutes)), Plain(f" {step.what}"))
            for step in pack.running_order
        )
    )
    yield Heading(say("pack.why"), level=2)
    yield Text((Plain(pack.why),))
    yield Heading(say("pack.points"), level=2)
    yield Bullets(
        tuple((Strong(each.point), *_after(each.words)) for each in pack.points), ordered=True
    )
    if pack.discussion is not None:
        yield from _discussion(pack.discussion)
    yield Heading(say("pack.reflections"), level=2)
    yield Bullets(tuple((Plain(each),) for each in pack.reflections), ordered=True)
    yield Heading(say("pack.this_week"), level=2)
    yield Text((Plain(pack.this_week),))
    yield Context((Plain(pack.safety),))


def _discussion(question: Question) -> Iterator[Block]:
    yield Heading(say("pack.scenario"), level=2)
    yield from (Text((Plain(paragraph),)) for paragraph in question.scenario.split("\n\n"))
    yield Text((Strong(question.ask),))
    yield Bullets(tuple((Plain(answer.text),) for answer in question.answers), ordered=True)
    yield Heading(say("pack.fits"), level=2)
    yield Bullets(
        tuple(
            (Strong(say("pack.fits_mark" if answer.fits else "pack.not_mark")), *_after(answer.why))
            for answer in question.answers
        ),
        ordered=True,
    )


def _after(words: str) -> tuple[Span, ...]:
    return (Plain(f" {words}"),) if words else ()
