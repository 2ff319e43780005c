"""What is said to a question that somebody wrote in a command."""

from content.message import Context, Heading, Message, Plain, Text
from content.templating import say


def compose_asked(title: str) -> Message:
    """Return the thanks, and which briefing the question was taken to be about."""
    return Message(
        say("query_sent.fallback"),
        (
            Heading(say("query_sent.heading")),
            Text((Plain(say("query_sent.body")),)),
            Text((Plain(say("asked.about", title=title)),)),
            Context((Plain(say("query_sent.safety")),)),
        ),
    )


def compose_not_asked(trouble: str, words: str) -> Message:
    """Return why a question was not sent, with everything that was written."""
    yours = (Text((Plain(say("asked.yours")),)), Text((Plain(words),))) if words else ()
    return Message(
        say("asked.fallback", trouble=trouble),
        (
            Heading(say("asked.not_sent")),
            Text((Plain(trouble),)),
            *yours,
            Context((Plain(say("query.safety")),)),
        ),
    )
