"""What people may write to the bot, and how it is read. Pure.

Forgiving of case, punctuation, politeness and small slips of wording; a word that says nothing
here becomes `Unknown`, which is met with help and not with an error.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from content.dates import read_date
from content.templating import say


@dataclass(frozen=True, slots=True)
class Owed:
    """Nothing was written: show what is open for this person."""


@dataclass(frozen=True, slots=True)
class History:
    """Show the person's own record."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Send nothing private before this day."""

    until: date


@dataclass(frozen=True, slots=True)
class PauseUnclear:
    """A pause, and no day that could be read: say the sentence, which asks for one."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Resume:
    """End the pause now."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A question for the Learning group, as it was written; empty where only "ask" was."""

    words: str


@dataclass(frozen=True, slots=True)
class Digests:
    """Send digests (again)."""


@dataclass(frozen=True, slots=True)
class NoDigests:
    """Send no digests any more."""


@dataclass(frozen=True, slots=True)
class Status:
    """Show how a lead's own agency stands."""


@dataclass(frozen=True, slots=True)
class Connect:
    """Connect a channel or a workspace; administrators only."""


@dataclass(frozen=True, slots=True)
class Privacy:
    """Tell what is held about the person, why, and until when."""


@dataclass(frozen=True, slots=True)
class Help:
    """Tell what may be written."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """Words that are none of these."""


Order = (
    Owed
    | History
    | Pause
    | PauseUnclear
    | Resume
    | Ask
    | Digests
    | NoDigests
    | Status
    | Connect
    | Privacy
    | Help
    | Unknown
)

MAX_DAY_WORDS = 7
"""Of a day in words. Whoever writes more after "stop" or "off" means something else, and help
says where to turn."""

_PHRASES: Mapping[str, Order] = MappingProxyType(
    {
        **dict.fromkeys(("owe", "due", "todo", "open", "outstanding"), Owed()),
        **dict.fromkeys(("history", "record", "answers"), History()),
        **dict.fromkeys(("resume", "unpause", "restart", "continue", "start", "back"), Resume()),
        **dict.fromkeys(("stop pause", "stop pausing", "end pause", "back at work"), Resume()),
        **dict.fromkeys(("digests", "digest", "start digests", "turn digests"), Digests()),
        **dict.fromkeys(("digests off", "digest off", "turn off digests"), NoDigests()),
        **dict.fromkeys(("stop digests", "no digests", "turn digests off"), NoDigests()),
        **dict.fromkeys(("status", "progress"), Status()),
        **dict.fromkeys(("connect", "connect channel"), Connect()),
        **dict.fromkeys(("privacy", "privacy notice", "data", "hold about"), Privacy()),
        **dict.fromkeys(("help", "commands"), Help()),
    }
)
"""By what is left of the words once the small talk is out."""

_PAUSE = frozenset(
    ("pause", "snooze", "mute", "hold", "stop", "leave", "away", "off", "holiday", "holidays")
)
_ASK = frozenset(("ask", "question", "query"))
_SMALL_TALK = frozenset(
    (
        *("a", "all", "am", "an", "and", "annual", "any", "are", "bot", "can", "could", "do"),
        *("for", "get", "give", "have", "hello", "hey", "hi", "i", "id", "ill", "im", "is", "it"),
        *("ive", "just", "learning", "like", "me", "my", "need", "now", "on", "please", "pls"),
        *("plz", "see", "sevenbot", "show", "tell", "thank", "thanks", "the", "there", "this"),
        *("to", "want", "we", "what", "whats", "will", "would", "you", "your"),
    )
)
_PAUSED = frozenset(
    (
        *("all", "am", "back", "be", "everything", "i", "ill", "im", "it", "me", "messages", "my"),
        *("please", "pls", "questions", "reminders", "thank", "thanks", "them", "when", "you"),
    )
)
"""What stands beside the day in a pause and says nothing of it."""
_QUOTES = "\"'`*_~\u2018\u2019\u201c\u201d\u00ab\u00bb"
_BEFORE_A_QUESTION = " \t\r\n:,;.-\u2013\u2014"
_WORD = re.compile(r"[^\W_]+(?:['\u2019\u2018\u02bc`][^\W_]+)*")


def read_order(text: str, today: date) -> Order:
    """Return what the words ask for. `today` is the day in London, for a pause."""
    said = text.strip()
    if said and said[0] in _QUOTES:
        said = said.strip(_QUOTES)
    if not said:
        return Owed()
    words = [word for word in _WORD.finditer(said) if _plain(word) not in _SMALL_TALK]
    if not words:
        return Help()
    first = words[0]
    rest = said[first.end() :]
    if _plain(first) in _ASK:
        return Ask(rest.strip(_BEFORE_A_QUESTION))
    order = _PHRASES.get(" ".join(_plain(word) for word in words))
    if order is not None:
        return order
    return _pause(rest, today) if _plain(first) in _PAUSE else Unknown()


def _pause(rest: str, today: date) -> Pause | PauseUnclear | Unknown:
    day = _WORD.sub(lambda word: "" if _plain(word) in _PAUSED else word[0], rest)
    words = len(_WORD.findall(day))
    if not words:
        return PauseUnclear(say("order.pause_when"))
    if words > MAX_DAY_WORDS:
        return Unknown()
    until = read_date(day, today)
    return PauseUnclear(until) if isinstance(until, str) else Pause(until)


def _plain(word: re.Match[str]) -> str:
    letters = unicodedata.normalize("NFKC", word[0]).casefold()
    return "".join(letter for letter in letters if letter.isalnum())
