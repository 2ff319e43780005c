"""What the use cases need of the world, as Protocols. `bot` implements them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Protocol
from uuid import UUID

from config.now import Now
from content.briefing import Briefing
from content.cascade import Confirmation, Part
from content.compose.connect import Connection
from content.compose.correction import Correction
from content.compose.reading import Returns
from content.compose.record import Copies
from content.held import Summary
from content.own import OwnPage
from content.poll import Question
from content.progress import AgencyProgress
from handlers.events import MemberEvent, Recalled
from handlers.interaction import Respondent
from handlers.query_port import Queries
from handlers.survey_port import Surveys


class Role(Enum):
    """What a member may do beyond reading and answering."""

    PRACTITIONER = "practitioner"
    LEAD = "agency lead"
    DEPUTY = "deputy lead"
    COORDINATOR = "coordinator"
    APPROVER = "approver"
    SCRUTINEER = "scrutineer"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Member:
    """A person known to the bot, under a pseudonym."""

    id: UUID
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class Posted:
    """What a button on a post belongs to."""

    delivery: UUID
    dissemination: UUID
    agency: str
    workspace: str
    channel: str
    """The platform's id of the channel."""
    briefing: Briefing
    returns: Returns | None = None
    """When its questions return; None: never."""
    earlier: Sequence[Briefing] = ()
    """The versions that it had before it was corrected, the oldest first."""
    corrections: Sequence[Correction] = ()
    """What has changed since this very post was first there."""
    read_from: int = 0
    """The first version of which "I've read it" counts: that of the last correction which
    matters."""
    withdrawn: bool = False

    def shown_as(self, version: int) -> Briefing:
        """Return the briefing as a page of that version showed it; as it is now where it never had
        that version here."""
        return next((each for each in self.earlier if each.version == version), self.briefing)


@dataclass(frozen=True, slots=True)
class Errand:
    """What a button outside a briefing's post belongs to: a message to one person, or a survey in
    a channel."""

    delivery: UUID
    kind: str
    """What it is about: a value of schedules.kinds.Kind."""
    subject: UUID
    """The survey, cascade, query or member that it is about."""
    slot: str
    agency: str
    workspace: str
    channel: str | None
    """The platform's id of the channel; None where it went to one person."""
    member: UUID | None
    """The one person that it went to."""


@dataclass(frozen=True, slots=True)
class AskedAgain:
    """One question of a private message, in other words than the first time."""

    dissemination: UUID
    question: str
    """The question's key."""
    rewording: Question | None
    """As the briefing has it now; None where a correction took the question out, or the briefing
    was withdrawn."""
    turn: int
    """Which asking it is, from 1."""
    variant: int
    first_fits: bool
    first_at: datetime
    fits: bool | None
    """What came of it; None while it is open."""
    version: int = 1
    """The briefing's version that the rewording is from."""
    withdrawn: bool = False
    next_at: datetime | None = None
    """When the question is asked next, aware; None: never again."""


class Recalls(Protocol):
    """What is asked again."""

    async def asked(self, delivery: UUID) -> Sequence[AskedAgain]:
        """Return a message's questions, in its order."""
        ...

    async def keep(self, event: Recalled) -> None:
        """Keep the answer to an asking. Durable when this returns; a second one changes
        nothing."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PassingOn:
    """What a lead has in hand: one briefing to pass on in their agency."""

    cascade: UUID
    dissemination: UUID
    agency: str
    briefing: Briefing
    posted_on: date
    deadline: date
    parts: Sequence[Part]
    """What was confirmed so far."""
    colleagues: Mapping[str, str]
    """Who may take it over: a key, and what they are called."""
    pack: str | None
    """Where the printable page is, for a while; None where there is no public address."""
    withdrawn: bool = False


class Cascades(Protocol):
    """What is to be passed on."""

    async def in_hand(self, cascade: UUID, member: UUID) -> PassingOn | None:
        """Return the cascade, or None where somebody else has it (by now)."""
        ...

    async def confirm(
        self,
        passing_on: PassingOn,
        member: UUID,
        told: Confirmation,
        *,
        delivery: UUID,
        corrects: int | None,
    ) -> Sequence[Part] | None:
        """Keep an account, once, and return all of them. Durable when this returns. Returns None
        and keeps nothing where it tells, with the others that stand, of more people than are
        eligible."""
        ...

    async def not_yet(self, cascade: UUID) -> None:
        """Leave the lead some days before the next reminder."""
        ...

    async def hand_over(self, passing_on: PassingOn, member: UUID, to: str) -> bool:
        """Give it to a colleague, by their key, and write to them. Returns False when that one
        may not take it."""
        ...


class Preferences(Protocol):
    """What people set themselves."""

    async def pause(self, member: UUID, until: datetime) -> None:
        """Send nothing private to the member before then. What is due waits."""
        ...

    async def resume(self, member: UUID) -> None:
        """End the pause now."""
        ...

    async def paused_until(self, member: UUID) -> datetime | None:
        """Return until when the member has paused, or None."""
        ...

    async def set_digests(self, member: UUID, *, wanted: bool) -> None:
        """Keep whether the member wants digests."""
        ...


class Own(Protocol):
    """What belongs to one member."""

    async def page(self, member: Member) -> OwnPage:
        """Return what is open for the member, what they have done, and what they set."""
        ...

    async def newest(self, member: Member) -> UUID | None:
        """Return the delivery of the newest briefing that the member could see, or None."""
        ...

    async def could_see(self, member: UUID, delivery: UUID) -> bool:
        """Tell whether the member was in the channel when the delivery was posted there, or has
        acted on it since."""
        ...

    async def summary(self, member: UUID) -> Summary:
        """Return how much is held about the member and until when, by kind."""
        ...

    def copies(self, member: UUID) -> Copies | None:
        """Return links to all that is held about the member; None where there is no public
        address."""
        ...


class Agencies(Protocol):
    """How agencies stand, and what the directory says."""

    async def led_by(self, respondent: Respondent) -> Sequence[AgencyProgress]:
        """Return how the agencies stand whose lead or deputy the directory says this is. Empty for
        everybody else."""
        ...

    def connection(self, workspace: str) -> Connection:
        """Return what the directory says of a workspace (its key)."""
        ...


class Posts(Protocol):
    """Deliveries, looked up by the id that a button carries."""

    async def posted(self, delivery: UUID) -> Posted | None:
        """Return what the delivery posted, or None when there is no such delivery."""
        ...

    async def errand(self, delivery: UUID) -> Errand | None:
        """Return what the delivery was about, or None when there is no such delivery."""
        ...


class Members(Protocol):
    """The register of members: from a platform's account to a pseudonym."""

    def roles(self, respondent: Respondent) -> frozenset[Role]:
        """Return the roles that the directory gives the account, without registering it."""
        ...

    async def find(self, respondent: Respondent) -> Member | None:
        """Return the member, or None for an account that is in no register. Registers nothing."""
        ...

    async def recognise(self, respondent: Respondent) -> Member:
        """Return the member, registering a new account under a fresh pseudonym."""
        ...


class Record(Protocol):
    """Where facts are kept."""

    async def add(self, event: MemberEvent) -> None:
        """Keep the fact. Durable when this returns; told twice, kept once. The first Answered a
        member and question also becomes their Response, which later ones never change."""
        ...


class Responses(Protocol):
    """First answers."""

    async def first_answers(self, dissemination: UUID, member: UUID) -> Mapping[str, bool]:
        """Return, by question key, whether the member's first answer fitted practice."""
        ...


@dataclass(frozen=True, slots=True)
class Ports:
    """All of it, passed to each use case."""

    posts: Posts
    members: Members
    record: Record
    responses: Responses
    queries: Queries
    recalls: Recalls
    preferences: Preferences
    cascades: Cascades
    own: Own
    agencies: Agencies
    surveys: Surveys
    now: Now
