"""The handlers' ports, kept in memory. By hand, so that they behave as the real ones promise."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

from content.briefing import Briefing
from content.cascade import Confirmation, Part, standing_beside
from content.compose.connect import Connection
from content.compose.record import Copies
from content.held import HeldKind, Keeping, Summary
from content.own import OwnPage
from content.progress import AgencyProgress
from content.survey import Submission
from handlers.events import Answered, MemberEvent, Queried, Recalled
from handlers.interaction import Respondent
from handlers.ports import (
    AskedAgain,
    Errand,
    Member,
    PassingOn,
    Ports,
    Posted,
    Role,
)
from handlers.survey_port import AskedSurvey, SurveyState

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@dataclass
class World:
    """Posts, members and facts of one test."""

    posts: dict[UUID, Posted] = field(default_factory=dict)
    errands: dict[UUID, Errand] = field(default_factory=dict)
    registered: dict[tuple[str, str], UUID] = field(default_factory=dict)
    given_roles: dict[tuple[str, str], frozenset[Role]] = field(default_factory=dict)
    facts: dict[UUID, MemberEvent] = field(default_factory=dict)
    asked_again: dict[UUID, list[AskedAgain]] = field(default_factory=dict)
    passing_on: dict[tuple[UUID, UUID], PassingOn] = field(default_factory=dict)
    """By cascade and who has it in hand."""
    pauses: dict[UUID, datetime] = field(default_factory=dict)
    digests: dict[UUID, bool] = field(default_factory=dict)
    pages: dict[UUID, OwnPage] = field(default_factory=dict)
    visible: dict[UUID, list[UUID]] = field(default_factory=dict)
    """By member, the deliveries that they could see, the oldest first."""
    held: dict[UUID, dict[HeldKind, int]] = field(default_factory=dict)
    links: dict[UUID, Copies] = field(default_factory=dict)
    leading: dict[tuple[str, str], list[AgencyProgress]] = field(default_factory=dict)
    first: dict[tuple[UUID, UUID, str], bool] = field(default_factory=dict)
    surveys: dict[UUID, AskedSurvey] = field(default_factory=dict)
    """As they stand with everybody who has not answered yet."""
    took_part: set[tuple[UUID, UUID]] = field(default_factory=set)
    submissions: dict[UUID, list[Submission]] = field(default_factory=dict)
    settled: list[UUID] = field(default_factory=list)
    """Queries that were answered, the first answered first."""

    def ports(self) -> Ports:
        return Ports(
            posts=self,
            members=self,
            record=self,
            responses=self,
            queries=self,
            recalls=self,
            preferences=self,
            cascades=self,
            own=self,
            agencies=self,
            surveys=self,
            now=lambda: NOON,
        )

    def post(self, briefing: Briefing, delivery: UUID, *, channel: str = "C1") -> Posted:
        posted = Posted(
            delivery=delivery,
            dissemination=UUID(int=7),
            agency="police",
            workspace="north",
            channel=channel,
            briefing=briefing,
        )
        self.posts[delivery] = posted
        return posted

    async def posted(self, delivery: UUID) -> Posted | None:
        return self.posts.get(delivery)

    async def errand(self, delivery: UUID) -> Errand | None:
        return self.errands.get(delivery)

    async def find(self, respondent: Respondent) -> Member | None:
        key = (respondent.workspace, respondent.account)
        found = self.registered.get(key)
        return None if found is None else Member(found, self.roles(respondent))

    def roles(self, respondent: Respondent) -> frozenset[Role]:
        given = self.given_roles.get((respondent.workspace, respondent.account), frozenset())
        return given | {Role.PRACTITIONER}

    async def recognise(self, respondent: Respondent) -> Member:
        key = (respondent.workspace, respondent.account)
        return Member(self.registered.setdefault(key, uuid4()), self.roles(respondent))

    async def add(self, event: MemberEvent) -> None:
        self.facts.setdefault(event.id, event)
        if isinstance(event, Answered):
            self.first.setdefault((event.dissemination, event.member, event.question), event.fits)

    async def first_answers(self, dissemination: UUID, member: UUID) -> dict[str, bool]:
        return {
            question: fits
            for (about, who, question), fits in self.first.items()
            if (about, who) == (dissemination, member)
        }

    async def answered(self, dissemination: UUID, member: UUID) -> list[UUID]:
        about = {
            fact.query
            for fact in self.facts.values()
            if isinstance(fact, Queried)
            and (fact.dissemination, fact.member) == (dissemination, member)
        }
        return [query for query in self.settled if query in about]

    async def asked(self, delivery: UUID) -> list[AskedAgain]:
        return self.asked_again.get(delivery, [])

    async def keep(self, event: Recalled) -> None:
        asked = self.asked_again[event.delivery]
        for step, it in enumerate(asked):
            if (it.question, it.turn) == (event.question, event.turn) and it.fits is None:
                self.facts.setdefault(event.id, event)
                asked[step] = replace(it, fits=event.fits)

    async def pause(self, member: UUID, until: datetime) -> None:
        self.pauses[member] = until

    async def resume(self, member: UUID) -> None:
        self.pauses.pop(member, None)

    async def paused_until(self, member: UUID) -> datetime | None:
        return self.pauses.get(member)

    async def set_digests(self, member: UUID, *, wanted: bool) -> None:
        self.digests[member] = wanted

    async def page(self, member: Member) -> OwnPage:
        paused = self.pauses.get(member.id)
        return replace(
            self.pages.get(member.id, OwnPage()),
            paused_until=None if paused is None else paused.date(),
            digests=self.digests.get(member.id, True),
        )

    async def newest(self, member: Member) -> UUID | None:
        seen = self.visible.get(member.id)
        return seen[-1] if seen else None

    async def could_see(self, member: UUID, delivery: UUID) -> bool:
        return delivery in self.visible.get(member, [])

    async def summary(self, member: UUID) -> Summary:
        held = self.held.get(member, {HeldKind.MEMBER: 1})
        return Summary(held, dict.fromkeys(held, Keeping.OPEN), 24)

    def copies(self, member: UUID) -> Copies | None:
        return self.links.get(member)

    async def led_by(self, respondent: Respondent) -> list[AgencyProgress]:
        return self.leading.get((respondent.workspace, respondent.account), [])

    def connection(self, workspace: str) -> Connection:
        return Connection(
            workspace=workspace,
            platform="slack",
            id="T1",
            agency="police",
            channels=("#learning",),
            channel_id="a channel's id",
        )

    async def standing(self, survey: UUID, member: UUID) -> AskedSurvey | None:
        it = self.surveys.get(survey)
        if it is not None and it.state is SurveyState.OPEN and (survey, member) in self.took_part:
            return replace(it, state=SurveyState.ANSWERED)
        return it

    async def answer(self, survey: UUID, member: UUID, given: Submission) -> bool:
        it = await self.standing(survey, member)
        if it is None or it.state is not SurveyState.OPEN:
            return False
        self.took_part.add((survey, member))
        self.submissions.setdefault(survey, []).append(given)
        return True

    async def in_hand(self, cascade: UUID, member: UUID) -> PassingOn | None:
        return self.passing_on.get((cascade, member))

    async def confirm(
        self,
        passing_on: PassingOn,
        member: UUID,
        told: Confirmation,
        *,
        delivery: UUID,
        corrects: int | None,
    ) -> list[Part] | None:
        del delivery
        it = self.passing_on[passing_on.cascade, member]
        parts = list(it.parts)
        if all((part.confirmation, part.corrects) != (told, corrects) for part in parts):
            beside = standing_beside(parts, corrects)
            if sum(part.confirmation.reached for part in beside) + told.reached > told.eligible:
                return None
            parts.append(Part(len(parts) + 1, told, corrects))
        self.passing_on[passing_on.cascade, member] = replace(it, parts=parts)
        return parts

    async def not_yet(self, cascade: UUID) -> None:
        del cascade

    async def hand_over(self, passing_on: PassingOn, member: UUID, to: str) -> bool:
        if to not in passing_on.colleagues:
            return False
        it = self.passing_on.pop((passing_on.cascade, member))
        self.passing_on[passing_on.cascade, UUID(to)] = it
        return True
