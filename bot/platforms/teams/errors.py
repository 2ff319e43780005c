"""From what the connector answers, or how the connection died, to a result in words."""

import math
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import aiohttp
from pydantic import BaseModel, ValidationError

from bot.platforms.results import Broken, Stopped, TryLater, Unclear
from bot.platforms.teams.http import Response

Failure = TryLater | Stopped | Broken | Unclear
Refusal = TryLater | Stopped
"""How reading fails: nothing is at stake, so an unclear end is as good as a plain one."""

_LONGEST_WAIT = 24 * 3600.0
WRONG_ADDRESS = "The service address of this tenant is wrong: check TEAMS_SERVICE_URL."

_NEVER_SENT = (
    aiohttp.ClientConnectorError,  # refused, no such host, TLS, no way to a proxy
    aiohttp.ConnectionTimeoutError,
    aiohttp.ClientHttpProxyError,  # the proxy opened no tunnel
)
"""All that aiohttp raises before there is a connection to write to."""

_FORBIDDEN = {
    "BotNotInConversationRoster": "The bot is not in this conversation: add the app to the team.",
    "BotDisabledByAdmin": "An administrator of the tenant has blocked the app: ask them.",
    "ConversationBlockedByUser": "This person has blocked the bot.",
    "MessageWritesBlocked": "This person has blocked the bot, or left.",
    "InvalidBotApiHost": "The bot is called in another cloud than its registration's: "
    "check TEAMS_SERVICE_URL.",
}

_FORBIDDEN_ALONE = {
    "BotNotInConversationRoster": "This person does not have the app: add it to a team that they "
    "are in, or set it up for them.",
}


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


def failed(response: Response, now: datetime, *, alone: bool = False) -> Failure:
    """Return what a response that is not a success means; `alone` where it is of a chat with one
    person.

    412, 429, 502 and 504 are those that Microsoft says to retry ("Optimize your bot with rate
    limiting"). 503 is a refusal at the door, for everybody. 500 may come after the message was
    taken, so it is unclear.
    """
    code = error_code(response)
    status = f"{response.status} {code}".strip()
    after = retry_after(response.retry_after, now)
    match response.status:
        case 429:
            return TryLater(f"Teams asks to slow down ({status}).", after)
        case 412 | 502 | 504:
            return TryLater(f"Teams did not take it this time ({status}).", after)
        case 503:
            return TryLater(f"Teams is not available ({status}).", after, everywhere=True)
        case 401:
            return Stopped(
                f"Teams does not accept the bot's token ({status}): check the registration's app "
                "id and home tenant, and that the Teams channel of the bot is switched on."
            )
        case 403:
            known = _FORBIDDEN | _FORBIDDEN_ALONE if alone else _FORBIDDEN
            sentence = known.get(
                code, "The bot may not do this here: see that the app is installed and allowed."
            )
            return Stopped(f"{sentence} ({status})")
        case 404 if alone:
            return Stopped(f"Teams knows no chat with this person ({status}).")
        case 404:
            return Stopped(
                f"Teams does not know this conversation or message ({status}): the channel may be "
                "gone, its id in the directory wrong, or the app not installed."
            )
        case 500:
            return Unclear(f"Teams failed after it had the request ({status}).")
        case _:
            return Broken(f"Teams refused the request ({status}).")


def died(error: aiohttp.ClientError | TimeoutError) -> Failure:
    """Return what a connection that gave no response means: surely nothing was posted only
    where it was never opened."""
    kind = type(error).__name__
    if isinstance(error, _NEVER_SENT):
        return TryLater(f"Teams cannot be reached ({kind}).")
    if isinstance(error, aiohttp.InvalidURL | aiohttp.NonHttpUrlClientError):
        return Stopped(WRONG_ADDRESS)
    return Unclear(f"The connection to Teams was lost before its answer ({kind}).")


def harmless(failure: Failure) -> Refusal:
    """Return the failure of a call that posts nothing, where an unclear end may be repeated."""
    match failure:
        case TryLater() | Stopped():
            return failure
        case Unclear(reason):
            return TryLater(reason)
        case Broken(reason):
            return Stopped(reason)


def retry_after(value: str | None, now: datetime) -> timedelta | None:
    """Read Retry-After: seconds, also with a fraction, or an HTTP date. None for anything else;
    never negative, never more than a day."""
    if value is None:
        return None
    try:
        seconds = float(value)
    except ValueError:
        try:
            at = parsedate_to_datetime(value)
        except ValueError:
            return None
        # An HTTP date is always GMT, said or not.
        seconds = ((at if at.tzinfo else at.replace(tzinfo=UTC)) - now).total_seconds()
    if math.isnan(seconds):
        return None
    return timedelta(seconds=min(max(seconds, 0.0), _LONGEST_WAIT))
