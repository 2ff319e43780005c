"""Reads what the bot answers to an invoke, as the Teams client does."""

import json
from dataclasses import dataclass
from typing import Any, cast

from bot.sandbox.teams.cards import Use, card_faults
from bot.sandbox.teams.reading import ADAPTIVE
from bot.sandbox.teams.sender import Answer
from bot.sandbox.world import Json

_OK = 200
_UNREADABLE = 502


@dataclass(frozen=True, slots=True)
class Dialog:
    """Open a dialog, or go on in it."""

    title: str
    card: Json


@dataclass(frozen=True, slots=True)
class Said:
    """Say this to the person alone."""

    body: Json


@dataclass(frozen=True, slots=True)
class Done:
    """Nothing to show."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The client shows that something went wrong."""

    status: int
    detail: str


Outcome = Dialog | Said | Done | Failed


def read_answer(answer: Answer) -> Outcome:
    """Return what the client does with the answer. A body that it cannot use is a failure."""
    if not _OK <= answer.status < 300:  # noqa: PLR2004 - the end of HTTP's 2xx
        return Failed(answer.status, answer.body.decode("utf-8", "replace")[:500])
    if not answer.body.strip():
        return Done()
    try:
        body: object = json.loads(answer.body)
    except ValueError:
        return Failed(_UNREADABLE, "the answer is no JSON")
    if not isinstance(body, dict):
        return Failed(_UNREADABLE, "the answer is no object")
    given = cast("Json", body)
    if "task" in given:
        return _task(given["task"])
    if "statusCode" in given:
        return _universal(given)
    return Done() if not given else Failed(_UNREADABLE, "the answer is neither task nor card")


def _task(task: Any) -> Outcome:
    match task:
        case {"type": "message", "value": str()}:
            return Said(task)
        case {"type": "continue", "value": {"card": {"contentType": str() as kind} as card}}:
            title = task["value"].get("title", "")
            if kind != ADAPTIVE or not isinstance(title, str) or not title.strip():
                return Failed(_UNREADABLE, "the dialog needs a title and an Adaptive Card")
            return _checked(title, card.get("content"))
        case _:
            return Failed(_UNREADABLE, "the task is neither a message nor a dialog with a card")


def _checked(title: str, card: Any) -> Outcome:
    faults = card_faults(card, Use.DIALOG)
    if faults:
        return Failed(_UNREADABLE, "the dialog's card: " + "; ".join(map(str, faults)))
    return Dialog(title, card)


def _universal(given: Json) -> Outcome:
    match given:
        case {
            "statusCode": 200,
            "type": "application/vnd.microsoft.activity.message",
            "value": str() as words,
        }:
            return Said({"type": "message", "value": words})
        case {"statusCode": 200, "type": str() as kind, "value": value} if kind == ADAPTIVE:
            faults = card_faults(value, Use.POST)
            if faults:
                return Failed(_UNREADABLE, "the card: " + "; ".join(map(str, faults)))
            return Said(value)
        case _:
            status = given["statusCode"]
            code = status if isinstance(status, int) else _UNREADABLE
            return Failed(code, json.dumps(given.get("value"), ensure_ascii=False)[:500])
