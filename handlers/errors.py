"""Why an interaction was refused, as a value that becomes a kind private note."""

from enum import Enum


class Refusal(Enum):
    """Closed: each has its sentence in the templates."""

    GONE = "gone"
    """The delivery is not known here."""
    NOT_FOR_YOU = "not for you"
    """The person is outside the audience."""
    SURVEY_NOT_FOR_YOU = "survey not for you"
    """A survey was pressed by a guest, by somebody from elsewhere, or in another channel."""
    NOT_A_MEMBER = "not a member"
    """A guest, or somebody from another organisation, wrote to the bot."""
    NOT_YOURS = "not yours"
    """A private message was answered by somebody that it was not sent to."""
    NOT_ASKED = "not asked"
    """A survey was put to those who were in its channel then, and the person was not."""
    WITHDRAWN = "withdrawn"
    """The briefing was withdrawn: nothing of it is shown or kept any more."""
    HANDED_ON = "handed on"
    """Somebody else in the agency has it in hand by now."""
    BAD_CHOICE = "bad choice"
    """What was submitted is not what the page offered."""


class NotAllowed(Exception):
    """Raised by a use case; the router answers with the refusal's private note."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal
