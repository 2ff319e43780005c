"""What comes in and what is answered, in words that no platform owns."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from content.actions import Action
from content.message import Message, View
from handlers.events import EngagementEvent


@dataclass(frozen=True, slots=True)
class Respondent:
    """The person who acted, as the verified request names them."""

    workspace: str
    """The directory's key of the workspace that the request was verified for."""
    account: str
    """The platform's own id of the person. Never stored as it is: see the members' register."""
    outsider: bool = False
    """A guest, or somebody from another organisation in a shared channel."""


@dataclass(frozen=True, slots=True)
class Interaction:
    """One verified press or submission."""

    respondent: Respondent
    action: Action
    channel: str | None = None
    """The platform's id of the conversation whose message was pressed: a channel's, or a private
    chat's. None inside a view, and on a person's own page."""
    submitted: bool = False
    """Whether an open view was sent, rather than a button pressed."""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    """Option keys by the name of their Choices."""
    written: Mapping[str, str] = field(default_factory=dict[str, str])
    """Words by the name of their TextField."""


@dataclass(frozen=True, slots=True)
class Command:
    """What somebody wrote to the bot: after `/learning` in Slack, in the personal chat or after
    `@bot` in Teams. Answered to that one person alone."""

    respondent: Respondent
    text: str
    """Without the command's or the bot's own name; may be empty."""


@dataclass(frozen=True, slots=True)
class OpenView:
    """Open this view. `once_shown` is recorded only after the platform accepted it."""

    view: View
    once_shown: EngagementEvent | None = None


@dataclass(frozen=True, slots=True)
class UpdateView:
    """Put this page in place of the one that was submitted."""

    view: View


@dataclass(frozen=True, slots=True)
class FieldErrors:
    """Keep the view open and say beside the named fields what to mend; nothing was kept yet.

    A platform that cannot do so in place shows `view`, the same page with what was written
    filled in, with the errors above it.
    """

    errors: Mapping[str, str]
    view: View


@dataclass(frozen=True, slots=True)
class PrivateNote:
    """Say this to the one person, where they are, and to nobody else."""

    message: Message
    title: str = ""
    """What it is about, where it is shown in a window; empty: the bot's name stands there."""


Reply = OpenView | UpdateView | FieldErrors | PrivateNote
