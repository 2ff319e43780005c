"""Short private notes to one person."""

from content.message import Message, Plain, Text
from content.templating import say


def compose_note(words: str) -> Message:
    """Return a note of a sentence or two."""
    return Message(words, (Text((Plain(words),)),))


def compose_refusal(which: str) -> Message:
    """Return the note for a refusal: `which` is its phrase in the `refusal` table."""
    return compose_note(say(f"refusal.{which}"))
