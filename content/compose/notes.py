"""Short private notes to one person."""

from content.message import Message, Plain, Text
from content.templating import say


def compose_refusal(which: str) -> Message:
    """Return the note for a refusal: `which` is its phrase in the `refusal` table."""
    words = say(f"refusal.{which}")
    return Message(words, (Text((Plain(words),)),))
