"""What a call to Slack that failed means. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import assert_never

from bot.platforms.results import Broken, Stopped, TryLater, Unclear
from bot.platforms.retry_after import UNSAID, retry_after
from bot.platforms.slack import words
from bot.platforms.slack.untrusted import items, mapping, text
from content.templating import say, say_once


class Kind(Enum):
    """What can be said of a call that failed."""

    LATER = "later"
    """Surely not done; the same may work later."""
    STOPPED = "stopped"
    """Surely not done; a person must mend something."""
    BROKEN = "broken"
    """Surely not done; the same would be refused again."""
    UNCLEAR = "unclear"
    """It may have been done."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A call that failed, in words for a person."""

    kind: Kind
    reason: str
    word: str = ""
    """Slack's own word for it, where there is one."""
    after: timedelta | None = None
    """How long Slack asked us to wait."""
    limited: bool = False
    """Whether it was a rate limit."""


_WORDS: Mapping[str, Kind] = {
    word: kind
    for kind, known in (
        (Kind.LATER, words.LATER),
        (Kind.STOPPED, words.STOPPED),
        (Kind.BROKEN, words.BROKEN),
        (Kind.UNCLEAR, words.UNCLEAR),
    )
    for word in known
}
_LIMITS = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
_WORD = re.compile(r"[a-z][a-z0-9_]{0,79}\Z")


def refused(status: int, answer: Mapping[str, object], waits: str | None, now: datetime) -> Failure:
    """Return what an HTTP answer means that did not say "ok". `waits` is its Retry-After.
    `now` is aware: that may be a date."""
    after = retry_after(waits, now)
    word = text(answer.get("error"))
    if status == 429 or word in _LIMITS:  # noqa: PLR2004 - Too Many Requests
        word = word if word in _LIMITS else "ratelimited"
        reason = say(f"slack_error.{word}") + _details(answer)
        return Failure(Kind.LATER, reason, word, UNSAID if after is None else after, limited=True)
    if known := _WORDS.get(word):
        return Failure(known, say(f"slack_error.{word}") + _details(answer), word, after)
    if status >= 500:  # noqa: PLR2004 - the server's own failures
        return Failure(Kind.UNCLEAR, say("slack_error.server", status=status))
    if _WORD.match(word):
        reason = say_once("slack_error.unknown", word=word, details=_details(answer))
        return Failure(Kind.BROKEN, reason, word)
    return Failure(Kind.UNCLEAR, say("slack_error.unreadable", status=status))


def not_sent(failure: Failure) -> TryLater | Stopped | Broken | Unclear:
    """Return the failure of a message as a result."""
    match failure.kind:
        case Kind.LATER:
            return TryLater(failure.reason, failure.after)
        case Kind.STOPPED:
            return Stopped(failure.reason)
        case Kind.BROKEN:
            return Broken(failure.reason)
        case Kind.UNCLEAR:
            return Unclear(failure.reason)
        case _:
            assert_never(failure.kind)


def repeatable(failure: Failure) -> Failure:
    """Return the failure of a call that does no harm when it is made twice: what is unclear can
    simply be tried again."""
    if failure.kind is Kind.UNCLEAR:
        return Failure(Kind.LATER, say("slack_error.odd"), failure.word)
    return failure


def _details(answer: Mapping[str, object]) -> str:
    """Return what Slack adds for the developer: the scope that is needed, or the rules that a
    block breaks. Neither holds what was written."""
    if needed := text(answer.get("needed")):
        return " " + say_once("slack_error.needed", scope=needed[:200])
    rules = [text(rule) for rule in items(mapping(answer.get("response_metadata")).get("messages"))]
    return f" ({'; '.join(rule[:200] for rule in rules[:2])})" if rules else ""
