"""The post in an agency's channel."""

from collections.abc import Sequence
from uuid import UUID

from content.actions import Action, ActionName
from content.briefing import Briefing, format_words
from content.checks import reading_minutes
from content.compose.correction import Correction, correction_lines
from content.message import (
    Block,
    Bullets,
    Button,
    Buttons,
    Context,
    Heading,
    Message,
    Plain,
    Strong,
    Text,
    Weight,
)
from content.templating import say


def compose_post(
    briefing: Briefing,
    delivery: UUID,
    corrections: Sequence[Correction] = (),
    *,
    half_read: bool = False,
) -> Message:
    """Return the post: what it is, why it matters, three key points, one thing to do, buttons.
    `corrections`: what has changed since it was first posted. `half_read`: more than half of the
    channel has read it."""

    def button(label: str, name: ActionName, weight: Weight = Weight.PLAIN) -> Button:
        return Button(label, Action(name, delivery), weight)

    read = button(say("post.read", minutes=reading_minutes(briefing)), ActionName.READ, Weight.MAIN)
    check = button(say("post.check"), ActionName.CHECK)
    kind = sentence_case(format_words(briefing))
    blocks: tuple[Block, ...] = (
        Heading(briefing.title),
        Context(
            (
                Plain(
                    say(
                        "post.line",
                        format=kind,
                        theme=briefing.theme.name,
                        source=briefing.source.line,
                        version=briefing.version,
                    )
                ),
            )
        ),
        *correction_lines(corrections),
        Text((Plain(briefing.summary),)),
        Bullets(tuple((Plain(point),) for point in briefing.key_points)),
        Text((Strong(say("post.this_week")), Plain(briefing.this_week))),
        Buttons(
            shown=(read, check) if briefing.questions else (read,),
            more=(
                button(say("post.ask"), ActionName.ASK),
                button(say("post.unsure"), ActionName.UNSURE),
                button(say("post.origin"), ActionName.ORIGIN),
            ),
        ),
        *((Context((Plain(say("post.half_read")),)),) if half_read else ()),
    )
    fallback = say("post.fallback", format=kind, title=briefing.title, summary=briefing.summary)
    return Message(fallback, blocks)


def sentence_case(words: str) -> str:
    """Return the words with a capital first letter, the rest as they are."""
    return words[:1].upper() + words[1:]
