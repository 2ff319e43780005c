"""What the bot says of itself."""

from content.message import Context, Heading, Message, Plain, Text
from content.templating import say


def compose_help() -> Message:
    """Return what the bot does and what may be written to it."""
    return Message(
        say("help.fallback"),
        (
            Heading(say("help.heading")),
            Text((Plain(say("help.does")),)),
            Context((Plain(say("help.safety")),)),
        ),
    )
