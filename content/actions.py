"""The names of what a person can do, and the opaque id that a button carries.

The id says which action on which delivery, and nothing of the person or the content. It is a
claim, not a permission: the server looks the delivery up and checks the audience again.
"""

import base64
import binascii
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from uuid import UUID

VERSION = "1"
"""Bumped when the codec changes; posts live for months, so old versions stay readable."""

MAX_ENCODED = 75
"""Slack's limit for an option's value, the smallest of all places an id travels in."""

READ_KEPT = 4096
"""Ids read lately: many people press the same button. What is refused is never kept."""


class ActionName(Enum):
    """Everything that can be pressed or submitted."""

    READ = "read"
    """Open the whole briefing."""
    CHECK = "check"
    """Open the first question that is still unanswered."""
    ASK = "ask"
    """Open the box for a question to the Learning group."""
    UNSURE = "unsure"
    """Open the box for "I'm unsure"."""
    ORIGIN = "origin"
    """Show where this learning comes from."""
    ACKNOWLEDGE = "ack"
    """Submit the reading: "I've read it"."""
    ANSWER = "answer"
    """Submit the answer to question `step`."""
    NEXT = "next"
    """Go on to question `step`, or to the last page."""
    SEND_QUESTION = "sendq"
    """Submit a question to the Learning group; `step` is how many of this person's queries about
    the briefing were answered when the box was opened."""
    SEND_UNSURE = "sendu"
    """Submit "I'm unsure", with or without words; `step` likewise."""
    PACK = "pack"
    """Open the presenter pack."""
    CONFIRM = "conf"
    """Open the form for a further part of how it was passed on."""
    SEND_CONFIRM = "sendc"
    """Submit that form; `step` is the part that it corrects, 0 for a further one."""
    CORRECT = "corr"
    """Open the form for the correction of part `step`; with 0, what is recorded so far."""
    NOT_YET = "later"
    """Say that it has not been passed on yet."""
    HAND_OVER = "hand"
    """Open the choice of who takes it over."""
    SEND_HAND_OVER = "sendh"
    """Submit that choice."""
    RECALL = "recall"
    """Open the first question of a private message that asks again."""
    ANSWER_AGAIN = "rans"
    """Submit the answer to question `step` of it."""
    NEXT_AGAIN = "rnext"
    """Go on to question `step` of it, or to its last page."""
    PAUSE = "pause"
    """Open the box for a pause of private messages."""
    SEND_PAUSE = "until"
    """Submit until when."""
    RESUME = "resume"
    """End the pause."""
    READ_MINE = "readm"
    """Open the whole briefing from a list of one's own, outside the post's channel."""
    CHECK_MINE = "checkm"
    """Open its first question that is still unanswered, from there."""
    RECORD = "record"
    """Show what is held about oneself."""
    DIGESTS_OFF = "dgoff"
    """Get no digests any more."""
    DIGESTS_ON = "dgon"
    """Get them again."""
    PULSE = "pulse"
    """Open a survey's questions."""
    SEND_PULSE = "sendp"
    """Submit the answers to them."""


class UnknownAction(ValueError):
    """The id is not one of ours, or of a version that we no longer read."""


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do, on one delivery, at one step of a flow (0 is the first question)."""

    name: ActionName
    delivery: UUID
    step: int = 0
    edition: int = 1
    """The version of the briefing that the page shows: it may be corrected while the page is
    open."""

    def encode(self) -> str:
        """Return the opaque id: version, name, delivery, step, and the briefing's version where it
        is not the first; at most 75 characters."""
        packed = base64.urlsafe_b64encode(self.delivery.bytes).rstrip(b"=").decode()
        edition = "" if self.edition == 1 else f".{self.edition}"
        return f"{VERSION}.{self.name.value}.{packed}.{self.step}{edition}"

    @staticmethod
    def decode(encoded: str) -> "Action":
        """Read an opaque id back. Raises UnknownAction for anything else than `encode` gives."""
        return _read(encoded)


@lru_cache(maxsize=READ_KEPT)
def _read(encoded: str) -> Action:
    try:
        version, name, packed, step, *edition = encoded.split(".")
        delivery = UUID(bytes=base64.b64decode(packed + "==", altchars=b"-_", validate=True))
        action = Action(ActionName(name), delivery, int(step), *map(int, edition))
    except (ValueError, TypeError, binascii.Error) as error:
        raise UnknownAction(encoded[:MAX_ENCODED]) from error
    if version != VERSION or action.edition < 1 or action.encode() != encoded:
        raise UnknownAction(encoded[:MAX_ENCODED])
    return action
