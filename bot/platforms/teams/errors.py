"""From what the connector answers, or how the connection died, to a result in words."""

from datetime import datetime

import aiohttp
from pydantic import BaseModel, ValidationError

from bot.platforms.results import Broken, Stopped, TryLater, Unclear
from bot.platforms.retry_after import UNSAID, retry_after
from bot.platforms.teams.http import Response
from content.templating import say, say_once

Failure = TryLater | Stopped | Broken | Unclear
Refusal = TryLater | Stopped
"""How reading fails: nothing is at stake, so an unclear end is as good as a plain one."""

_NEVER_SENT = (
    aiohttp.ClientConnectorError,  # refused, no such host, TLS, no way to a proxy
    aiohttp.ConnectionTimeoutError,
    aiohttp.ClientHttpProxyError,  # the proxy opened no tunnel
)
"""All that aiohttp raises before there is a connection to write to."""

_ELSEWHERE = range(300, 400)
"""Teams sends nobody elsewhere: whoever stands between does so, and passed nothing on."""
_TIMED_OUT = 408
_FAILED = range(500, 600)

_DELETED = "ActivityNotFoundInConversation"
"""The message that is to be changed, whereas the conversation is there."""
_FORBIDDEN = frozenset(
    {
        "BotNotInConversationRoster",
        "BotDisabledByAdmin",
        "ConversationBlockedByUser",
        "MessageWritesBlocked",
        "InvalidBotApiHost",
    }
)
_FORBIDDEN_ALONE = frozenset({"BotNotInConversationRoster"})
"""What means something else of a chat with one person."""


class _Error(BaseModel):
    code: str = ""


class _ErrorBody(BaseModel):
    error: _Error = _Error()


def error_code(response: Response) -> str:
    """Return the connector's word for the error; empty when it gave none."""
    try:
        return _ErrorBody.model_validate_json(response.content).error.code[:80]
    except ValidationError:
        return ""


def failed(response: Response, now: datetime, *, posts: bool, alone: bool = False) -> Failure:
    """Return what a response that is not a success means, to a call that `posts` something new or
    does no harm when it is made twice; `alone` where it is of a chat with one person.

    412, 429, 502 and 504 are those that Microsoft says to retry ("Optimize your bot with rate
    limiting"). 503 is a refusal at the door, for everybody. Every other failure of a server, or of
    a gateway before it, may come after the message was taken: a post may stand then, and a person
    looks rather than that it is made twice.
    """
    code = error_code(response)
    status = f"{response.status} {code}".strip()
    after = retry_after(response.retry_after, now)
    match response.status:
        case 429:
            wait = UNSAID if after is None else after
            return TryLater(say_once("teams_error.slow_down", status=status), wait)
        case 412:
            return TryLater(say_once("teams_error.not_this_time", status=status), after)
        case 503:
            return TryLater(
                say_once("teams_error.not_available", status=status), after, everywhere=True
            )
        case status_code if status_code in _ELSEWHERE:
            return Stopped(say_once("teams_error.elsewhere", status=status))
        case 401:
            return Stopped(say_once("teams_error.token", status=status))
        case 403:
            known = code if code in _FORBIDDEN else "forbidden"
            in_a_chat = "_alone" if alone and code in _FORBIDDEN_ALONE else ""
            return Stopped(f"{say(f'teams_error.{known}{in_a_chat}')} ({status})")
        case 404 if code == _DELETED:
            return Broken(say("teams_error.message_not_found"))
        case 404 if alone:
            return Stopped(say_once("teams_error.no_chat", status=status))
        case 404:
            return Stopped(say_once("teams_error.unknown", status=status))
        case status_code if status_code == _TIMED_OUT or status_code in _FAILED:
            if posts:
                return Unclear(say_once("teams_error.failed", status=status))
            return TryLater(say_once("teams_error.not_this_time", status=status), after)
        case _:
            return Broken(say_once("teams_error.refused", status=status))


def died(error: aiohttp.ClientError | TimeoutError) -> Failure:
    """Return what a connection that gave no response means: surely nothing was posted only
    where it was never opened."""
    kind = type(error).__name__
    if isinstance(error, _NEVER_SENT):
        return TryLater(say("teams_error.unreached", kind=kind))
    if isinstance(error, aiohttp.InvalidURL | aiohttp.NonHttpUrlClientError):
        return wrong_address()
    return Unclear(say("teams_error.lost", kind=kind))


def wrong_address() -> Stopped:
    """Return that the tenant's address leads nowhere."""
    return Stopped(say("teams_error.address"))


def harmless(failure: Failure) -> Refusal:
    """Return the failure of a call that posts nothing, where an unclear end may be repeated."""
    match failure:
        case TryLater() | Stopped():
            return failure
        case Unclear(reason):
            return TryLater(reason)
        case Broken(reason):
            return Stopped(reason)
