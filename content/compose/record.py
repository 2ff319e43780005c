"""What is held about a person: in short in the chat, and the words of the whole of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import assert_never

from content.compose.recall import page_title
from content.days import day_words
from content.held import HeldKind, Keeping, Summary, Until
from content.message import (
    Block,
    Bullets,
    Context,
    Heading,
    Link,
    Message,
    Plain,
    Strong,
    Text,
    View,
)
from content.templating import say

KINDS: Mapping[HeldKind, tuple[str, str]] = MappingProxyType(
    {
        HeldKind.MEMBER: ("record.member", "record.member_why"),
        HeldKind.ROLES: ("record.roles", "record.roles_why"),
        HeldKind.PREFERENCES: ("record.preferences", "record.preferences_why"),
        HeldKind.COULD_SEE: ("record.could_see", "record.could_see_why"),
        HeldKind.DID: ("record.did", "record.did_why"),
        HeldKind.ANSWERS: ("record.answers", "record.answers_why"),
        HeldKind.ASKED_AGAIN: ("record.asked_again", "record.asked_again_why"),
        HeldKind.QUERIES: ("record.queries", "record.queries_why"),
        HeldKind.PASSED_ON: ("record.passed_on", "record.passed_on_why"),
        HeldKind.IN_HAND: ("record.in_hand", "record.in_hand_why"),
        HeldKind.MESSAGES: ("record.messages", "record.messages_why"),
        HeldKind.UNREACHED: ("record.unreached", "record.unreached_why"),
        HeldKind.DECISIONS: ("record.decisions", "record.decisions_why"),
        HeldKind.WRITTEN: ("record.written", "record.written_why"),
    }
)
"""What each kind is called, and why it is held, as the copy has it. In the chat it is in brief."""


@dataclass(frozen=True, slots=True)
class Copies:
    """Links to the whole record, for the person alone."""

    to_read: str
    as_data: str
    minutes: int
    """How long they work."""


def compose_record(held: Summary, copies: Copies | None) -> Message:
    """Return what is held in short: what, how much, why and until when. Without `copies` there is
    no public address to download from."""
    return Message(say("record.fallback"), tuple(_blocks(held, copies)))


def until_words(until: Until, months: int) -> str:
    """Return until when a kind of thing is kept. `months` is the period of retention."""
    match until:
        case date():
            return say("record.kept_until", day=day_words(until))
        case Keeping.OPEN:
            return say("record.kept_open", months=months)
        case Keeping.WITH_THE_REST:
            return say("record.kept_with_the_rest", months=months)
        case Keeping.BY_DIRECTORY:
            return say("record.kept_by_directory")
        case Keeping.FOR_GOOD:
            return say("record.kept_for_good")
        case Keeping.UNTIL_REACHED:
            return say("record.kept_until_reached")
        case _:
            assert_never(until)


def compose_no_record() -> Message:
    """Return that nothing is held about somebody."""
    words = say("record.nothing")
    return Message(words, (Heading(say("record.heading")), _said(words), *_surveys()))


def as_record_page(message: Message) -> View:
    """Return it as a page that can only be closed."""
    return View(title=page_title(), message=message, close=say("last.done"))


def surveys_words() -> tuple[str, ...]:
    """Return why answers to surveys are not held, and the limit of that: a paragraph each."""
    return say("record_brief.surveys"), say("record.pulse_limit")


def kept_words(months: int) -> tuple[str, ...]:
    """Return for how long things are kept and what becomes of them then: a paragraph each."""
    return (
        say("record.until", months=months),
        say("record.until_then"),
        say("record.until_register", months=months),
        say("record_brief.sooner"),
    )


def _blocks(held: Summary, copies: Copies | None) -> Iterator[Block]:
    yield Heading(say("record.heading"))
    yield _said(say("record_brief.lead"))
    yield Bullets(
        tuple(
            (
                Strong(say("own.title", title=say(name))),
                Plain(say("record.count", count=held.counts[kind])),
                Plain(say(f"record_brief.{kind.value}") + " "),
                Plain(until_words(held.until[kind], held.months)),
            )
            for kind, (name, _) in KINDS.items()
            if held.counts.get(kind)
        )
    )
    yield Heading(say("record.seen_heading"), level=2)
    yield _said(say("record_brief.seen"))
    yield from _surveys()
    yield Heading(say("record.until_heading"), level=2)
    yield _said(say("record_brief.until", months=held.months))
    yield _said(say("record_brief.sooner"))
    yield Heading(say("record.download"), level=2)
    if copies is None:
        yield _said(say("record.no_link"))
        return
    yield _said(say("record_brief.copy"))
    yield Bullets(
        (
            (Link(say("record.to_read"), copies.to_read),),
            (Link(say("record.as_data"), copies.as_data),),
        )
    )
    yield Context((Plain(say("record.valid", minutes=copies.minutes)),))


def _surveys() -> Iterator[Block]:
    yield Heading(say("record.pulse"), level=2)
    yield _said(say("record_brief.surveys"))
    yield _said(say("record_brief.surveys_limit"))


def _said(words: str) -> Text:
    return Text((Plain(words),))
