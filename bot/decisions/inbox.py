"""The Learning group's inbox: what people do with queries, by the console and the command line.

Each act is in a name of the directory, is kept as a decision, and done twice is done once.
"""

from dataclasses import dataclass, replace
from uuid import UUID

from bot.delivery.errands import Errands
from bot.store.engine import Database
from bot.store.evidence.audit import Act, digest, keep_decision
from bot.store.inbox.clarifications import (
    Clarification,
    channels_reached,
    clarification_id,
    clarifications_of,
    find_clarification,
    insert_clarification,
    set_approved,
    set_withdrawn,
)
from bot.store.inbox.queries import QueryEntry, find_query, set_answer
from bot.store.wake import nudge
from config.directory import Directory, PersonRole
from config.errors import InputError, Problem, Refused
from config.names import find_name, one_line, same_person
from config.now import Now
from content.clarifying import answer_trouble, clarification_trouble, tidy
from content.days import in_london
from content.templating import say, say_once
from schedules.kinds import Kind

WORDS = "words"
"""Where a problem with what was written stands (`Problem.where`)."""

POST = "post"
"""The slot of a clarification's one post."""

_GROUP = frozenset({PersonRole.COORDINATOR, PersonRole.APPROVER})


def learning_group(directory: Directory) -> tuple[str, ...]:
    """Return the names of those who may answer queries, each once: coordinators and approvers."""
    return tuple(
        dict.fromkeys(
            person.name for person in directory.people if person.name and _GROUP & {*person.roles}
        )
    )


def member_of_the_group(directory: Directory, by: str) -> str:
    """Return the name of one of them as the directory writes it. Raises Refused for any other."""
    group = learning_group(directory)
    name = find_name(by, group)
    if name is None:
        raise Refused(_nobody(by, say("inbox_refusal.group"), group))
    return name


def approver_of(directory: Directory, by: str) -> str:
    """Return the name of an approver as the directory writes it. Raises Refused for any other."""
    name = directory.approver(by)
    if name is None:
        raise Refused(_nobody(by, say("inbox_refusal.approver"), directory.approvers))
    return name


@dataclass(frozen=True, slots=True)
class Inbox:
    """What can be done with a query. Whoever does it is named by `by`."""

    database: Database
    errands: Errands
    now: Now

    @property
    def directory(self) -> Directory:
        """Return the directory, which says who may."""
        return self.errands.directory

    async def answer(self, query: UUID, words: str, *, by: str) -> QueryEntry:
        """Answer the person who asked, and nobody else: the clock sends it. The same answer again
        changes nothing. Raises NotFound, Refused for a name that may not and for a query that has
        another answer, InputError for words that cannot be sent."""
        name = member_of_the_group(self.directory, by)
        words = tidy(words)
        async with self.database.begin() as connection:
            entry = await find_query(connection, query, lock=True)
            if entry.answered_at is not None:
                if entry.answer == words:
                    return entry
                at = in_london(entry.answered_at)
                raise Refused(say_once("inbox_refusal.answered", by=entry.answered_by, at=at))
            _check(answer_trouble(words))
            now = self.now()
            await set_answer(connection, query, words, by=name, now=now)
            await keep_decision(
                connection, Act.ANSWERED, query, person=name, at=now, digest=digest(words)
            )
            await nudge(connection)
        return replace(entry, answer=words, answered_by=name, answered_at=now)

    async def clarify(self, query: UUID, words: str, *, by: str) -> Clarification:
        """Write a clarification for everybody who got the briefing; it waits for a second person.
        The same words again change nothing. Raises NotFound, Refused for a name that may not, a
        stopped dissemination and a query that has another clarification, InputError for words
        that cannot be posted."""
        name = member_of_the_group(self.directory, by)
        words = tidy(words)
        async with self.database.begin() as connection:
            entry = await find_query(connection, query, lock=True)
            earlier = await clarifications_of(connection, query)
            live = next((each for each in earlier if each.withdrawn_at is None), None)
            if live is not None:
                if live.text == words:
                    return live
                raise Refused(_there_is_one(live))
            if entry.stopped:
                raise Refused(say("inbox_refusal.stopped"))
            _check(clarification_trouble(words, entry.text))
            new = Clarification(
                id=clarification_id(query, name, words, len(earlier)),
                dissemination=entry.dissemination,
                query=query,
                briefing=entry.briefing,
                about=entry.about,
                text=words,
                author=name,
                written_at=self.now(),
            )
            await insert_clarification(connection, new)
            await keep_decision(
                connection,
                Act.CLARIFIED,
                new.id,
                person=name,
                at=new.written_at,
                query=str(query),
                digest=digest(words),
            )
        return new

    async def approve(self, clarification: UUID, *, by: str) -> Clarification:
        """Approve what somebody else wrote, and post it to every channel that has the briefing's
        post. Approved already, it stays as it is, whoever approved it. Raises NotFound, and
        Refused for a name that is not an approver's or is the author's, for what was withdrawn or
        stopped, and where no channel has the post."""
        name = approver_of(self.directory, by)
        async with self.database.begin() as connection:
            found = await find_clarification(connection, clarification, lock=True)
            if found.withdrawn_at is not None:
                raise Refused(say("inbox_refusal.withdrawn"))
            if found.approved_at is not None:
                return found
            if same_person(name, found.author):
                raise Refused(say_once("inbox_refusal.own_words", author=found.author))
            if found.stopped:
                raise Refused(say("inbox_refusal.stopped"))
            channels = await channels_reached(connection, found.dissemination)
            if not channels:
                raise Refused(say("inbox_refusal.no_channel"))
            now = self.now()
            await set_approved(connection, found.id, by=name, now=now)
            await keep_decision(
                connection,
                Act.APPROVED,
                found.id,
                person=name,
                at=now,
                digest=digest(found.text),
                channels=len(channels),
            )
            await self.errands.to_channels(
                connection,
                kind=Kind.CLARIFICATION,
                subject=found.id,
                slot=POST,
                channels=channels,
                now=now,
            )
        return replace(found, approver=name, approved_at=now)

    async def withdraw(self, clarification: UUID, *, by: str) -> Clarification:
        """Take a clarification back: what is not posted yet will not be, what is posted stays, and
        the query is open again unless it was answered. Withdrawn already, it stays so. Raises
        NotFound, and Refused for a name that may not."""
        name = member_of_the_group(self.directory, by)
        async with self.database.begin() as connection:
            found = await find_clarification(connection, clarification, lock=True)
            if found.withdrawn_at is not None:
                return found
            now = self.now()
            await set_withdrawn(connection, found.id, now)
            approved = found.approved_at is not None
            await keep_decision(
                connection, Act.WITHDRAWN, found.id, person=name, at=now, approved=approved
            )
        return replace(found, withdrawn_at=now)


def _check(trouble: str | None) -> None:
    if trouble is not None:
        raise InputError(say("inbox_refusal.written"), [Problem(WORDS, trouble)])


def _there_is_one(live: Clarification) -> str:
    if live.approved_at is None:
        return say_once("inbox_refusal.another_waits", author=live.author)
    return say("inbox_refusal.another_posted", at=in_london(live.approved_at))


def _nobody(by: str, role: str, known: tuple[str, ...]) -> str:
    who = ", ".join(known) or say("inbox_refusal.nobody_yet")
    return say_once("inbox_refusal.not_named", by=one_line(by), role=role, who=who)
