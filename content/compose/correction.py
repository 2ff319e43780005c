"""What a post says of itself once it was corrected or withdrawn."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from content.days import day_words
from content.learning import Theme
from content.message import Block, Context, Heading, Message, Plain, Strong, Text, View
from content.templating import say

MOST_TOLD = 3
"""Corrections that a post names, the newest; those before it gives as a number."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction, as people are told of it."""

    on: date
    """The London day."""
    version: int
    words: str
    """What changed, in a sentence."""
    material: bool


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """That a briefing was withdrawn, as people are told of it. Nothing of its words is in here:
    they may be why."""

    on: date
    reason: str
    posted_on: date
    theme: Theme


def correction_lines(corrections: Sequence[Correction]) -> Iterator[Block]:
    """Yield a line for each correction, the oldest first; nothing where there is none."""
    earlier = len(corrections) - MOST_TOLD
    if earlier > 0:
        yield Context((Plain(say("correction.earlier", count=earlier)),))
    for it in corrections[-MOST_TOLD:]:
        words = _sentence(it.words)
        again = (Plain(" "), Plain(say("correction.again"))) if it.material else ()
        day = say("correction.day", day=day_words(it.on))
        yield Text((Strong(day), Plain(f" {words}"), *again))


def compose_withdrawn(withdrawal: Withdrawal, *, to_lead: bool = False) -> Message:
    """Return what stands in the place of a withdrawn post, or of the message that asked a lead to
    pass it on: what it was, that it is gone, and why. It has no buttons: there is nothing left to
    do."""
    was = say(
        "withdrawal.was_asked" if to_lead else "withdrawal.was",
        theme=withdrawal.theme.name,
        posted=day_words(withdrawal.posted_on),
        day=day_words(withdrawal.on),
    )
    heading = say("withdrawal.heading")
    return Message(
        f"{heading}. {was}",
        (
            Heading(heading),
            Text((Plain(was),)),
            Text((Strong(say("withdrawal.why")), Plain(f" {_sentence(withdrawal.reason)}"))),
            Context((Plain(say("withdrawal.what_now")),)),
        ),
    )


def told_meanwhile(page: View) -> View:
    """Return a page that says first that the briefing was corrected while it was open."""
    line = Text((Plain(say("correction.meanwhile")),))
    return replace(page, message=replace(page.message, blocks=(line, *page.message.blocks)))


def _sentence(words: str) -> str:
    """Return the words with a full stop, where they end with none."""
    return words if words.endswith((".", "?", "!")) else f"{words}."
