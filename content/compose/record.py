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
        HeldKind.DECISIONS: ("record.decisions", "record.decisions_why"),
    }
)
"""What each kind is called, and why it is held."""


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
        case _:
            assert_never(until)


def compose_no_record() -> Message:
    """Return that nothing is held about somebody."""
    words = say("record.nothing")
    return Message(words, (Heading(say("record.heading")), Text((Plain(words),)), *_pulse()))


def as_record_page(message: Message) -> View:
    """Return it as a page that can only be closed."""
    return View(title=page_title(), message=message, close=say("last.done"))


def _blocks(held: Summary, copies: Copies | None) -> Iterator[Block]:
    yield Heading(say("record.heading"))
    yield Text((Plain(say("record.lead")),))
    yield Bullets(
        tuple(
            (
                Strong(say("own.title", title=say(name))),
                Plain(say("record.count", count=held.counts[kind])),
                Plain(say(why) + " "),
                Plain(until_words(held.until[kind], held.months)),
            )
            for kind, (name, why) in KINDS.items()
            if held.counts.get(kind)
        )
    )
    yield from _pulse()
    yield Heading(say("record.until_heading"), level=2)
    yield Text((Plain(say("record.until", months=held.months)),))
    yield Heading(say("record.download"), level=2)
    if copies is None:
        yield Text((Plain(say("record.no_link")),))
        return
    yield Bullets(
        (
            (Link(say("record.to_read"), copies.to_read),),
            (Link(say("record.as_data"), copies.as_data),),
        )
    )
    yield Context((Plain(say("record.valid", minutes=copies.minutes)),))


def _pulse() -> tuple[Block, ...]:
    return (
        Text(
            (
                Strong(say("own.title", title=say("record.pulse"))),
                Plain(say("record.pulse_why")),
            )
        ),
    )
