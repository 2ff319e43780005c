"""What the bot says of itself."""

from content.message import Block, Bullets, Context, Heading, Message, Plain, Strong, Text
from content.templating import say

_COMMANDS = (
    ("help.open", "help.open_does"),
    ("help.history", "help.history_does"),
    ("help.pause", "help.pause_does"),
    ("help.resume", "help.resume_does"),
    ("help.ask", "help.ask_does"),
    ("help.status", "help.status_does"),
    ("help.digests", "help.digests_does"),
    ("help.privacy", "help.privacy_does"),
    ("help.connect", "help.connect_does"),
)


def compose_help(*, unknown: bool = False) -> Message:
    """Return what the bot does and what may be written to it. `unknown`: it answers words that
    were not understood."""
    lead = say("help.unknown" if unknown else "help.does")
    commands: Block = Bullets(
        tuple(
            (Strong(say("help.command", words=say(words))), Plain(say(does)))
            for words, does in _COMMANDS
        )
    )
    return Message(
        say("help.fallback"),
        (
            Heading(say("help.heading")),
            Text((Plain(lead),)),
            Text((Plain(say("help.lead")),)),
            commands,
            Context((Plain(say("help.safety")),)),
        ),
    )
