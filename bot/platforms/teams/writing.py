"""What a person wrote to the bot, as plain words. Pure.

Who is mentioned stands in the activity's entities, each with the very text that stands for it; a
name that somebody only typed is theirs to keep. What else Teams may put around the words (tags of
its editor, entities of HTML) is taken away; words in angle brackets that are no tag of Teams stay.
"""

import html
import re

from bot.platforms.teams.activity import Activity
from bot.platforms.teams.escape import printable

PERSONAL = "personal"
XML = "xml"
"""The text format in which everything in angle brackets is a tag."""

_EDITOR = (
    "a|at|b|blockquote|br|code|del|div|em|emoji|font|h[1-6]|hr|i|img|ins|li|mark|ol|p|pre|s|span"
    "|strike|strong|sub|sup|table|tbody|td|th|thead|tr|u|ul"
)
_LINE_END = re.compile(r"</?(?:blockquote|br|div|h[1-6]|hr|li|p|pre|tr)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(rf"</?(?:{_EDITOR})\b[^<>]*>", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[/!?]?[a-z][^<>]*>|<![^<>]*>", re.IGNORECASE)
# None of these looks beyond the next bracket, so that no text takes long.
_SPACE = re.compile(r"[^\S\n]+")
_LINES = re.compile(r" ?\n ?")
_GAPS = re.compile(r"\n{3,}")
_COMMAND = re.compile(r"/learning(?=\s|$)", re.IGNORECASE)


def addressed(activity: Activity, bot: str) -> bool:
    """Tell whether the words are for the bot ("28:…"): they stand in its chat with one person, or
    mention it."""
    alone = activity.conversation.conversation_type == PERSONAL
    return alone or any(mention.mentioned.id == bot for mention in activity.mentions)


def written(activity: Activity, bot: str) -> str:
    """Return the words, without the bot's name and without Slack's name of the command, which
    people carry over. May be empty."""
    text = activity.text or ""
    for mention in activity.mentions:
        name = "" if mention.mentioned.id == bot else html.escape(mention.mentioned.name)
        text = text.replace(mention.text, f" {name} ")
    tags = _ANY_TAG if activity.text_format == XML else _TAG
    words = _tidy(html.unescape(tags.sub("", _LINE_END.sub("\n", text))))
    return words[command.end() :].strip() if (command := _COMMAND.match(words)) else words


def _tidy(text: str) -> str:
    """Join spaces of every kind (Teams puts `&nbsp;` after a mention), keep single empty lines."""
    spaced = _SPACE.sub(" ", printable(text))
    return _GAPS.sub("\n\n", _LINES.sub("\n", spaced)).strip(" \n\u200b\ufeff")
