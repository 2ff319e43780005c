"""What is open for one member and what they have done: the read model of their own page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.people.preferences import paused_until, wants_digests
from config.now import LONDON
from content.own import OpenBriefing, OpenCascade, OpenRecall, OpenSurvey, OwnPage, Passed
from content.templating import say_once
from handlers.audience import LEADERSHIP
from handlers.ports import Member

OPEN_FOR = timedelta(days=90)
"""How long a briefing that nobody opened stands as open: after a term it is the newer ones that
count. It stays readable in its channel."""

_BRIEFINGS = text(
    """
    WITH seen AS (
        SELECT delivery FROM eligible_members
        WHERE member = :member AND dissemination IS NOT NULL
        UNION
        SELECT delivery FROM engagement_events WHERE member = :member
    ), posts AS (
        SELECT DISTINCT ON (d.dissemination) d.dissemination, d.id, d.settled_at
        FROM seen JOIN deliveries d ON d.id = seen.delivery
        WHERE d.dissemination IS NOT NULL AND d.state IN ('delivered', 'unconfirmed')
        ORDER BY d.dissemination, d.settled_at DESC, d.id
    ), did AS (
        SELECT v.dissemination, min(v.at) AS first_read_at, min(v.at) FILTER (
            WHERE coalesce((v.detail ->> 'version')::int, 0) >= s.read_from) AS read_at
        FROM engagement_events v JOIN disseminations s ON s.id = v.dissemination
        WHERE v.member = :member AND v.kind = 'acknowledged' GROUP BY v.dissemination
    ), answers AS (
        SELECT r.dissemination, count(*) AS answered, count(*) FILTER (WHERE r.fits) AS fitting,
            array_agg(r.question) AS keys
        FROM posts JOIN responses r
            ON r.dissemination = posts.dissemination AND r.member = :member
        GROUP BY r.dissemination
    ), again AS (
        SELECT c.dissemination, count(*) AS again, count(*) FILTER (WHERE t.fits) AS again_fitting
        FROM recalls c JOIN recall_turns t ON t.recall = c.id
        WHERE c.member = :member AND t.answered_at IS NOT NULL
        GROUP BY c.dissemination
    )
    SELECT p.id AS delivery, p.settled_at, b.id AS version, b.slug, b.title,
        coalesce((b.body ->> 'restricted')::boolean, false) AS restricted,
        jsonb_array_length(b.body -> 'questions') AS questions,
        (SELECT count(*) FROM jsonb_array_elements(b.body -> 'questions') AS asked(q)
         WHERE asked.q ->> 'key' = ANY(answers.keys)) AS standing,
        s.stopped_at IS NOT NULL AS stopped, s.withdrawn_at IS NOT NULL AS withdrawn,
        b.body -> 'theme' ->> 'name' AS theme, did.read_at, did.first_read_at,
        coalesce(answers.answered, 0) AS answered, coalesce(answers.fitting, 0) AS fitting,
        coalesce(again.again, 0) AS again, coalesce(again.again_fitting, 0) AS again_fitting
    FROM posts p
    JOIN disseminations s ON s.id = p.dissemination
    JOIN briefing_versions b ON b.id = s.briefing_version
    LEFT JOIN did ON did.dissemination = p.dissemination
    LEFT JOIN answers ON answers.dissemination = p.dissemination
    LEFT JOIN again ON again.dissemination = p.dissemination
    ORDER BY p.settled_at DESC, p.id
    """
)
"""Every dissemination that the member could see, or acted on since, the newest first."""

_RECALLS = text(
    """
    SELECT t.delivery, array_agg(DISTINCT b.title ORDER BY b.title) AS titles,
        count(*) AS questions
    FROM recalls c
    JOIN recall_turns t ON t.recall = c.id AND t.turn = c.turn
    JOIN deliveries d ON d.id = t.delivery
    JOIN disseminations s ON s.id = c.dissemination
    JOIN briefing_versions b ON b.id = s.briefing_version
    WHERE c.member = :member AND t.answered_at IS NULL AND d.state = 'delivered'
      AND s.stopped_at IS NULL
    GROUP BY t.delivery ORDER BY min(t.asked_at) DESC
    """
)

_CASCADES = text(
    """
    SELECT b.title, c.deadline,
        (SELECT d.id FROM occurrences o JOIN deliveries d ON d.occurrence = o.id
         WHERE o.kind = 'cascade' AND o.subject = c.id AND d.member = :member
           AND d.state = 'delivered'
         ORDER BY o.due_at DESC, d.id LIMIT 1) AS delivery
    FROM cascades c
    JOIN disseminations s ON s.id = c.dissemination
    JOIN briefing_versions b ON b.id = s.briefing_version
    WHERE c.holder = :member AND c.state <> 'whole' AND s.stopped_at IS NULL
      AND c.opened_at > :since
    ORDER BY c.deadline, c.id
    """
)

_SURVEYS = text(
    """
    SELECT s.body ->> 'title' AS title, s.closes_at FROM surveys s
    WHERE s.closed_at IS NULL AND s.called_off IS NULL AND s.opens_at <= :now AND s.closes_at > :now
      AND EXISTS (SELECT 1 FROM occurrences o
            JOIN deliveries d ON d.occurrence = o.id
            JOIN eligible_members e ON e.delivery = d.id
            WHERE o.kind = 'pulse' AND o.subject = s.id AND e.member = :member)
    ORDER BY s.closes_at, s.id
    """
)
"""Read from who could see a survey's post: who answered is not known."""

_COULD_SEE = text(
    """
    SELECT EXISTS (SELECT 1 FROM eligible_members
            WHERE delivery = :delivery AND member = :member)
        OR EXISTS (SELECT 1 FROM engagement_events
            WHERE delivery = :delivery AND member = :member)
    """
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """One dissemination as one member met it."""

    delivery: UUID
    settled_at: datetime
    version: UUID
    slug: str
    title: str
    restricted: bool
    questions: int
    stopped: bool
    withdrawn: bool
    theme: str
    read_at: datetime | None
    """When they read it, since it was last corrected in a way that matters."""
    first_read_at: datetime | None
    answered: int
    standing: int
    """How many of the questions that it asks now were answered."""
    fitting: int
    again: int
    again_fitting: int

    @property
    def finished(self) -> bool:
        """Whether it was read and every question has its first answer."""
        return self.read_at is not None and self.standing >= self.questions


async def own_page(connection: AsyncConnection, member: Member, now: datetime) -> OwnPage:
    """Return all that stands on a member's own page. A restricted briefing stands there for leads
    alone."""
    seen = await _seen(connection, member)
    about = {"member": member.id, "now": now, "since": now - OPEN_FOR}
    recalls = await connection.execute(_RECALLS, about)
    cascades = await connection.execute(_CASCADES, about)
    surveys = await connection.execute(_SURVEYS, about)
    paused = await paused_until(connection, member.id)
    return OwnPage(
        briefings=tuple(_open(seen, now)),
        recalls=tuple(
            OpenRecall(row.delivery, tuple(row.titles), row.questions) for row in recalls
        ),
        cascades=tuple(OpenCascade(row.title, row.deadline, row.delivery) for row in cascades),
        surveys=tuple(OpenSurvey(row.title, _day(row.closes_at)) for row in surveys),
        history=tuple(_passed(it) for it in seen if it.first_read_at or it.answered or it.again),
        paused_until=None if paused is None or paused <= now else _day(paused),
        digests=await wants_digests(connection, member.id),
    )


async def newest_seen(connection: AsyncConnection, member: Member) -> UUID | None:
    """Return the delivery of the newest briefing that the member could see, or None."""
    seen = await _seen(connection, member)
    return next((it.delivery for it in seen if not it.stopped), None)


async def could_see(connection: AsyncConnection, member: UUID, delivery: UUID) -> bool:
    """Tell whether the member was in the channel when the delivery was posted there, or has acted
    on it since."""
    rows = await connection.execute(_COULD_SEE, {"member": member, "delivery": delivery})
    return bool(rows.scalar_one())


async def _seen(connection: AsyncConnection, member: Member) -> Sequence[_Seen]:
    leads = bool(member.roles & LEADERSHIP)
    rows = await connection.execute(_BRIEFINGS, {"member": member.id})
    return [_Seen(**row) for row in rows.mappings() if leads or not row["restricted"]]


def _open(seen: Sequence[_Seen], now: datetime) -> Sequence[OpenBriefing]:
    """Return what is neither read nor finished: of each briefing its newest version alone, unless
    that very version was finished when it was sent before."""
    finished = {it.version for it in seen if it.finished}
    newest: Mapping[str, _Seen] = {it.slug: it for it in reversed(seen)}
    return [
        OpenBriefing(
            delivery=it.delivery,
            title=it.title,
            posted_on=_day(it.settled_at),
            read=it.read_at is not None,
            questions=it.questions,
            answered=it.standing,
            changed=it.first_read_at is not None and it.read_at is None,
        )
        for it in seen
        if newest[it.slug] is it
        and it.version not in finished
        and not it.stopped
        and it.settled_at > now - OPEN_FOR
    ]


def _passed(it: _Seen) -> Passed:
    """Return what somebody did with a briefing. Of a withdrawn one the theme is said and not the
    title, as in the notice: it may be why."""
    return Passed(
        title=say_once("own.withdrawn", theme=it.theme) if it.withdrawn else it.title,
        read_on=None if it.first_read_at is None else _day(it.first_read_at),
        answered=it.answered,
        fitting=it.fitting,
        again=it.again,
        again_fitting=it.again_fitting,
    )


def _day(moment: datetime) -> date:
    return moment.astimezone(LONDON).date()
