"""How an agency stands, as its leads and the coordinators are told: values that can be said
without a second thought. `bot.store.evidence.digests` makes them; what is held back is not in
them."""

from dataclasses import dataclass
from datetime import date

from content.cascade.parts import Coverage


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many. `count` is None where it is held back."""

    count: int | None
    of: int


@dataclass(frozen=True, slots=True)
class Understanding:
    """Of those who were the first to answer every question, how many first answers all fitted."""

    answered: int
    fitting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefingProgress:
    """One briefing in one agency."""

    title: str
    posted_on: date
    opened: Share
    read: Share
    asks: bool
    """Whether the briefing has questions."""
    understood: Understanding | None = None
    """None: held back, or nothing is asked."""
    corrected_on: date | None = None
    """Where it was corrected so that it is to be read again: reading counts from then on."""


@dataclass(frozen=True, slots=True)
class PassingProgress:
    """One briefing that the agency passes on."""

    title: str
    deadline: date
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class Coming:
    """Something that comes to the agency's channels."""

    title: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyProgress:
    """One agency, the newest briefing first."""

    name: str
    briefings: tuple[BriefingProgress, ...] = ()
    passing: tuple[PassingProgress, ...] = ()
    """What is not passed on in full yet."""
    coming: tuple[Coming, ...] = ()

    @property
    def nothing_to_say(self) -> bool:
        """Whether there is nothing of it to tell."""
        return not (self.briefings or self.passing or self.coming)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyLine:
    """One agency's part in a briefing that went to several."""

    name: str
    read: Share
    understood: Share | None
    """None where the briefing asks nothing."""
    coverage: Coverage | None
    """What its lead told of passing it on; None where nobody was asked to."""


@dataclass(frozen=True, slots=True)
class SentToAll:
    """One briefing and the agencies that it reached, in the order of their keys: nobody is
    ranked."""

    title: str
    posted_on: date
    agencies: tuple[AgencyLine, ...]
    corrected_on: date | None = None
    """Where it was corrected so that it is to be read again: reading counts from then on."""


@dataclass(frozen=True, slots=True)
class WaitingQuery:
    """A raised hand without an answer. Its words stay in the console."""

    briefing: str
    agency: str
    days: int
    """Whole London days since it was asked."""


@dataclass(frozen=True, slots=True)
class Stuck:
    """A delivery that needs a person."""

    channel: str | None
    """The channel's name, the briefing's where it goes to several; None where it goes to one
    person."""
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnershipProgress:
    """What a coordinator is told."""

    sent: tuple[SentToAll, ...] = ()
    queries: tuple[WaitingQuery, ...] = ()
    """The longest waiting first."""
    stuck: tuple[Stuck, ...] = ()
    coming: tuple[Coming, ...] = ()

    @property
    def nothing_to_say(self) -> bool:
        """Whether there is nothing of it to tell."""
        return not (self.sent or self.queries or self.stuck or self.coming)
