"""Where learning comes from, and what it belongs to."""

from dataclasses import dataclass
from enum import Enum

from content.templating import say


class SourceKind(Enum):
    """The kinds that a learning and improvement framework names."""

    MULTI_AGENCY_DATASET = "multi-agency dataset"
    INSPECTION_REPORT = "inspection report"
    SAFEGUARDING_PRACTICE_REVIEW = "child safeguarding practice review"
    PRACTICE_LEARNING_REVIEW = "practice learning review"
    RESEARCH = "research"
    FOCUS_GROUP_AUDIT = "multi-agency focus group audit"
    DEEP_DIVE_AUDIT = "deep dive audit"
    SINGLE_AGENCY_AUDIT = "single agency audit"
    SECTION_11_AUDIT = "section 11 audit"
    SECTION_175_AUDIT = "section 175 audit"
    PEER_REVIEW = "peer review"
    CASE_REVIEW = "case review"
    FRONT_LINE_VISIT = "front-line visit"

    @property
    def words(self) -> str:
        """Return what people read; the value is what authors write in a file."""
        return say(f"source_kind.{self.name.lower()}")


class Reach(Enum):
    """Whether a source speaks of this partnership's area or of the whole country."""

    LOCAL = "local"
    NATIONAL = "national"


@dataclass(frozen=True, slots=True)
class Source:
    """What a briefing is traced to."""

    kind: SourceKind
    reach: Reach
    title: str
    publisher: str
    year: int
    hidden: bool = False
    """A local review's line can be hidden where it could point to a family."""

    @property
    def line(self) -> str:
        """Return the quiet line under a post's title, "from a local case review"."""
        if self.hidden:
            return say("source.hidden")
        reach = say(f"reach.{self.reach.value}")
        if self.kind is SourceKind.RESEARCH:
            return say("source.research", reach=reach)
        return say("source.line", reach=reach, kind=self.kind.words)


@dataclass(frozen=True, slots=True)
class Reference:
    """A publication that a figure or a claim rests on."""

    publisher: str
    title: str
    year: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class Theme:
    """A strategic priority or audit topic."""

    key: str
    name: str
