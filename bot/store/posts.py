"""What a button belongs to, and what its presser answered before."""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from bot.store.content.versions import Versions
from bot.store.engine import Database
from bot.store.plans.corrections import StoredCorrection, corrections_of, since
from config.now import Now
from content.briefing import Briefing
from content.compose.reading import Returns
from handlers.ports import Errand, Posted
from schedules.followups import read_follow_ups

NEVER_SENT = ("planned", "skipped")
"""States in which nothing was ever handed to a platform. In any other the post may be there, even
if its receipt was lost, and who sees it may answer it."""

_POSTED = """
    SELECT d.id, d.dissemination, d.agency, d.workspace, d.channel_id AS channel, d.shows,
        s.briefing_version, s.follow_ups, s.read_from, s.withdrawn_at IS NOT NULL AS withdrawn,
        EXISTS (SELECT 1 FROM corrections c WHERE c.dissemination = s.id) AS corrected
    FROM deliveries d JOIN disseminations s ON s.id = d.dissemination
    WHERE d.id = %(delivery)s AND d.state <> ALL(%(never)s) AND s.unlinked_at IS NULL
"""

_ERRAND = """
    SELECT d.id AS delivery, o.kind, o.subject, o.slot, d.agency, d.workspace,
        d.channel_id AS channel, d.member
    FROM deliveries d JOIN occurrences o ON o.id = d.occurrence
    WHERE d.id = %(delivery)s AND d.state <> ALL(%(never)s)
"""

_FIRST_ANSWERS = """
    SELECT question, fits FROM responses
    WHERE dissemination = %(dissemination)s AND member = %(member)s
"""

FRESH_FOR = timedelta(seconds=5)
"""How long an answer from memory is good: what happens to a delivery shows after this at most."""

MOST_POSTS = 10_000


@dataclass(frozen=True, slots=True)
class _Seen:
    posted: Posted
    until: datetime


@dataclass(frozen=True, slots=True)
class _SeenErrand:
    errand: Errand
    until: datetime


class PostLookup:
    """Deliveries by the id that a button carries (`handlers.ports.Posts`). A post that is pressed
    often is looked up once in a few seconds, however many press at that moment; its briefing is
    read once, since a stored version never changes."""

    def __init__(self, database: Database, now: Now) -> None:
        """Take the database and the clock."""
        self._database = database
        self._now = now
        self._seen: OrderedDict[UUID, _Seen] = OrderedDict()
        self._errands: OrderedDict[UUID, _SeenErrand] = OrderedDict()
        self._asked: dict[UUID, asyncio.Task[Posted | None]] = {}
        self._versions = Versions(database)

    async def posted(self, delivery: UUID) -> Posted | None:
        """Return what the delivery posted, or None when nothing was posted under this id, or its
        record is closed (bot/store/people/retention.py)."""
        seen = self._seen.get(delivery)
        if seen is not None and self._now() < seen.until:
            return seen.posted
        asked = self._asked.get(delivery)
        if asked is None:
            asked = self._asked[delivery] = asyncio.create_task(self._ask(delivery))
        # Shielded, since others may wait for the same answer.
        return await asyncio.shield(asked)

    async def errand(self, delivery: UUID) -> Errand | None:
        """Return what a delivery outside a briefing's posts was about, or None when nothing was
        sent under this id."""
        seen = self._errands.get(delivery)
        if seen is not None and self._now() < seen.until:
            return seen.errand
        row = await self._database.statements.first(
            _ERRAND, {"delivery": delivery, "never": list(NEVER_SENT)}
        )
        if row is None:
            self._errands.pop(delivery, None)
            return None
        errand = Errand(**row)
        self._errands[delivery] = _SeenErrand(errand, self._now() + FRESH_FOR)
        if len(self._errands) > MOST_POSTS:
            self._errands.popitem(last=False)
        return errand

    async def _ask(self, delivery: UUID) -> Posted | None:
        try:
            posted = await self._look_up(delivery)
        finally:
            del self._asked[delivery]
        if posted is None:
            self._seen.pop(delivery, None)
        else:
            self._seen[delivery] = _Seen(posted, self._now() + FRESH_FOR)
            if len(self._seen) > MOST_POSTS:
                self._seen.popitem(last=False)
        return posted

    async def _look_up(self, delivery: UUID) -> Posted | None:
        row = await self._database.statements.first(
            _POSTED, {"delivery": delivery, "never": list(NEVER_SENT)}
        )
        if row is None:
            return None
        briefing = await self._versions.briefing(row["briefing_version"])
        found: Sequence[StoredCorrection] = ()
        if row["corrected"]:
            async with self._database.begin() as connection:
                found = await corrections_of(connection, row["dissemination"])
        return Posted(
            delivery=row["id"],
            dissemination=row["dissemination"],
            agency=row["agency"],
            workspace=row["workspace"],
            channel=row["channel"],
            briefing=briefing,
            returns=_returns(row["follow_ups"], briefing),
            earlier=tuple([await self._versions.briefing(it.former) for it in found]),
            corrections=since(found, row["shows"]),
            read_from=row["read_from"],
            withdrawn=row["withdrawn"],
        )


def _returns(follow_ups: object, briefing: Briefing) -> Returns | None:
    plan = read_follow_ups(follow_ups).recall
    if plan is None or not any(question.variants for question in briefing.questions):
        return None
    return Returns(missed=plan.days[0], fitted=plan.fitting_days)


class ResponseReader:
    """First answers (`handlers.ports.Responses`), read each time: they change as people answer."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def first_answers(self, dissemination: UUID, member: UUID) -> Mapping[str, bool]:
        """Return, by question key, whether the member's first answer fitted practice."""
        rows = await self._database.statements.fetch(
            _FIRST_ANSWERS, {"dissemination": dissemination, "member": member}
        )
        return {row["question"]: row["fits"] for row in rows}
