"""The pages on which a lead says "not yet", or hands it to somebody else, and what the messages
become of whoever had it."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from content.actions import Action, ActionName
from content.briefing import Briefing
from content.days import day_words, weekday_words
from content.message import (
    Block,
    Choices,
    Fact,
    Facts,
    Heading,
    Message,
    Option,
    Plain,
    Strong,
    Submit,
    Text,
    View,
)
from content.templating import say

TO = "to"
"""The name under which the person who takes over comes back."""


def role_label(number: int, *, deputy: bool) -> str:
    """Return what a colleague is called whom the directory does not name."""
    return (
        say("cascade.a_deputy", number=number) if deputy else say("cascade.a_lead", number=number)
    )


def compose_not_yet(briefing: Briefing, delivery: UUID, deadline: date) -> View:
    """Return what "Not yet" opens: that it is fine, and a way to hand it to somebody."""
    return View(
        title=say("cascade.heading"),
        message=Message(
            say("cascade.not_yet_fallback", deadline=weekday_words(deadline)),
            (
                Heading(say("cascade.not_yet_heading")),
                Text((Strong(briefing.title),)),
                Text((Plain(say("cascade.not_yet_body", deadline=weekday_words(deadline))),)),
                Text((Plain(say("cascade.not_yet_hand")),)),
            ),
        ),
        submit=Submit(say("cascade.hand_to"), Action(ActionName.HAND_OVER, delivery)),
    )


def compose_hand_over(briefing: Briefing, delivery: UUID, people: Mapping[str, str]) -> View:
    """Return the page on which it is handed to one of `people`: the agency's other leads and
    deputies, by a key that comes back. With nobody named it says whom to ask."""
    heading = Heading(say("cascade.hand_heading"))
    title = Text((Strong(briefing.title),))
    if not people:
        words = say("cascade.hand_nobody")
        blocks = (heading, title, Text((Plain(words),)))
        return View(say("cascade.heading"), Message(words, blocks), close=say("last.done"))
    options = tuple(Option(key, label) for key, label in people.items())
    return View(
        title=say("cascade.heading"),
        message=Message(
            say("cascade.hand_fallback", title=briefing.title),
            (
                heading,
                title,
                Text((Plain(say("cascade.hand_body")),)),
                Choices(name=TO, label=say("cascade.hand_label"), options=options),
            ),
        ),
        submit=Submit(say("cascade.hand_over"), Action(ActionName.SEND_HAND_OVER, delivery)),
    )


def compose_handed_on(briefing: Briefing, person: str | None, on: date) -> Message:
    """Return what the messages become of somebody who handed it over on that day, to `person`,
    where that one is still named. There is nothing left to press."""
    words = say("cascade.handed_on", day=day_words(on))
    with_whom = (Facts((Fact(say("cascade.handed_on_to"), person),)),) if person else ()
    return Message(
        say("cascade.handed_fallback", title=briefing.title),
        (*_passed(briefing, words), *with_whom),
    )


def compose_elsewhere(briefing: Briefing) -> Message:
    """Return what the messages become of somebody who does not lead the agency any more."""
    return Message(
        say("cascade.elsewhere_fallback", title=briefing.title),
        _passed(briefing, say("cascade.elsewhere")),
    )


def _passed(briefing: Briefing, words: str) -> tuple[Block, ...]:
    return (
        Heading(say("cascade.heading")),
        Text((Strong(briefing.title),)),
        Text((Plain(words),)),
    )


def compose_handed_over(briefing: Briefing, person: str, deadline: date) -> View:
    """Return the receipt of a hand-over."""
    return View(
        title=say("cascade.heading"),
        message=Message(
            say("cascade.handed_fallback", title=briefing.title),
            (
                Heading(say("cascade.handed_heading")),
                Text((Strong(briefing.title),)),
                Text((Plain(say("cascade.handed_body")),)),
                Facts(
                    (
                        Fact(say("cascade.handed_to"), person),
                        Fact(say("cascade.by"), weekday_words(deadline)),
                    )
                ),
            ),
        ),
        close=say("last.done"),
    )
