"""Saying what will be done about a survey: "you said, we did". One person proposes the words, and a
second one approves them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from bot.decisions.inbox import WORDS, approver_of, member_of_the_group
from bot.delivery.errands import Errands
from bot.store.engine import AsyncConnection, Database
from bot.store.evidence.audit import Act, digest, keep_decision
from bot.store.pulse.proposals import (
    Proposal,
    find_proposal,
    insert_proposal,
    proposals_of,
    set_proposal_approved,
    set_proposal_withdrawn,
    standing,
)
from bot.store.pulse.surveys import Survey, channels_asked, find_survey, set_you_said
from config.directory import Directory
from config.errors import InputError, Problem, Refused
from config.names import same_person
from config.now import Now
from content.clarifying import tidy
from content.days import in_london
from content.responding import response_trouble
from content.templating import say, say_once
from schedules.kinds import Kind
from schedules.pulse import DOING


@dataclass(frozen=True, slots=True)
class Responding:
    """Keeps what is proposed, and has posted what is approved. Whoever changes a proposal holds its
    survey's lock."""

    database: Database
    errands: Errands
    now: Now

    @property
    def directory(self) -> Directory:
        """Return the directory, which says who may."""
        return self.errands.directory

    async def propose(self, which: str, words: str, *, by: str) -> Proposal:
        """Propose what will be done about a survey that has closed, a line each, in the name of a
        coordinator or an approver; it waits for a second person, in place of what waited before.
        The same words again change nothing. Raises NotFound, Refused for a name that may not and
        for a survey without results, InputError for words that cannot be posted."""
        name = member_of_the_group(self.directory, by)
        words = tidy(words)
        async with self.database.begin() as connection:
            survey = await find_survey(connection, which, lock=True)
            if survey.cut is None:
                raise Refused(say("survey_refusal.nothing_said"))
            latest = await self._latest(connection, survey)
            if latest is not None and latest.text == words:
                return latest
            trouble = response_trouble(words, survey.comments)
            if trouble is not None:
                raise InputError(say("inbox_refusal.written"), [Problem(WORDS, trouble)])
            if latest is not None and latest.waits:
                await self._take_back(connection, latest, name, replaced=True)
            new = Proposal(
                id=uuid4(), survey=survey.id, text=words, author=name, written_at=self.now()
            )
            await insert_proposal(connection, new)
            await keep_decision(
                connection,
                Act.RESPONDED,
                new.id,
                person=name,
                at=new.written_at,
                survey=str(survey.id),
                digest=digest(words),
            )
        return new

    async def approve(self, proposal: UUID, *, by: str) -> Proposal:
        """Approve what somebody else proposed. Before the results are posted it goes with them;
        later they are posted once more. Approved already, it stays as it is, whoever approved it.
        Raises NotFound, and Refused for a name that is not an approver's or is the author's, and
        for what was withdrawn or replaced."""
        name = approver_of(self.directory, by)
        async with self.database.begin() as connection:
            found, survey = await self._held(connection, proposal)
            if found.withdrawn_at is not None:
                raise Refused(say("survey_refusal.taken_back"))
            if found.approved_at is not None:
                return found
            if same_person(name, found.author):
                raise Refused(say("survey_refusal.own_words", author=found.author))
            now = self.now()
            channels = await channels_asked(connection, survey.id)
            await set_proposal_approved(connection, found.id, by=name, now=now)
            await set_you_said(connection, survey.id, found.text)
            await keep_decision(
                connection,
                Act.APPROVED,
                found.id,
                person=name,
                at=now,
                digest=digest(found.text),
                channels=len(channels),
            )
            if survey.shared_at is not None:
                await self.errands.to_channels(
                    connection,
                    kind=Kind.PULSE,
                    subject=survey.id,
                    slot=doing_slot(found),
                    channels=channels,
                    now=now,
                )
        return replace(found, approver=name, approved_at=now)

    async def withdraw(self, proposal: UUID, *, by: str) -> Proposal:
        """Take back what waits for a second person. Withdrawn already, it stays so. Raises
        NotFound, and Refused for a name that may not and for what is approved."""
        name = member_of_the_group(self.directory, by)
        async with self.database.begin() as connection:
            found, _ = await self._held(connection, proposal)
            if found.withdrawn_at is not None:
                return found
            if found.approved_at is not None:
                at = in_london(found.approved_at)
                raise Refused(say_once("survey_refusal.approved", by=found.approver, at=at))
            return await self._take_back(connection, found, name, replaced=False)

    async def _latest(self, connection: AsyncConnection, survey: Survey) -> Proposal | None:
        """Return what waits, else what was approved and stands."""
        of_it = await proposals_of(connection, survey.id)
        waiting = (each for each in of_it if each.waits)
        return next(waiting, standing(of_it, survey.you_said))

    async def _held(self, connection: AsyncConnection, which: UUID) -> tuple[Proposal, Survey]:
        """Return a proposal as it stands, and its survey; nobody changes either until the
        transaction ends. Raises NotFound."""
        named = await find_proposal(connection, which)
        survey = await find_survey(connection, str(named.survey), lock=True)
        return await find_proposal(connection, which), survey

    async def _take_back(
        self, connection: AsyncConnection, proposal: Proposal, person: str, *, replaced: bool
    ) -> Proposal:
        now = self.now()
        await set_proposal_withdrawn(connection, proposal.id, now)
        await keep_decision(
            connection, Act.WITHDRAWN, proposal.id, person=person, at=now, replaced=replaced
        )
        return replace(proposal, withdrawn_at=now)


def doing_slot(proposal: Proposal) -> str:
    """Return the slot of the post that says what will be done: one post an approved proposal, also
    where its words were said before, and others in between."""
    return f"{DOING} {proposal.id}"


def current_slots(survey: Survey, proposed: Sequence[Proposal]) -> Collection[str]:
    """Return the slots whose post says what stands now; `proposed` is all that was proposed about
    the survey, the newest first. A slot was named after its words once: what waited then goes out,
    unless a later proposal with the same words has a post of its own."""
    approved = [each for each in proposed if each.approved_at and each.text == survey.you_said]
    slots = {doing_slot(each) for each in approved[:1]}
    if len(approved) <= 1:
        slots.add(f"{DOING} {digest(survey.you_said)[:16]}")
    return slots
