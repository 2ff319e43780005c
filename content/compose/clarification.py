"""What the Learning group says in answer to a query: to everybody who got the briefing, or to the
one person who asked. Never who asked, and never in their words."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final, Literal
from uuid import UUID

from content.actions import Action, ActionName
from content.message import (
    Block,
    Button,
    Buttons,
    Context,
    Heading,
    Message,
    Plain,
    Text,
    Weight,
)
from content.templating import say

About = Literal["question", "unsure"]

_TO_EVERYBODY: Final[Mapping[About, str]] = MappingProxyType(
    {"question": "clarification.question", "unsure": "clarification.unsure"}
)
_TO_ONE: Final[Mapping[About, str]] = MappingProxyType(
    {"question": "answer.question", "unsure": "answer.unsure"}
)


def compose_clarification(title: str, about: About, words: str, post: UUID) -> Message:
    """Return the post to a channel. `post` is the delivery of the briefing to this same channel:
    its buttons open that briefing."""
    return Message(
        say("clarification.fallback", title=title),
        (
            Heading(say("clarification.heading")),
            Text((Plain(say(_TO_EVERYBODY[about], title=title)),)),
            *_paragraphs(words),
            Buttons(
                (
                    Button(say("clarification.read"), Action(ActionName.READ, post), Weight.MAIN),
                    Button(say("clarification.ask"), Action(ActionName.ASK, post)),
                )
            ),
            Context((Plain(say("clarification.quiet")),)),
        ),
    )


def compose_answer(title: str, about: About, words: str) -> Message:
    """Return the private answer to the person who asked. It repeats none of their words, since
    an employer can export messages."""
    return Message(
        say("answer.fallback", title=title),
        (
            Heading(say("answer.heading")),
            Text((Plain(say(_TO_ONE[about], title=title)),)),
            *_paragraphs(words),
            Context((Plain(say("answer.quiet")),)),
            Context((Plain(say("answer.safety")),)),
        ),
    )


def _paragraphs(words: str) -> Iterator[Block]:
    """Yield a paragraph a line: not every platform keeps a line break within one."""
    for line in words.split("\n"):
        if line.strip():
            yield Text((Plain(line.strip()),))
