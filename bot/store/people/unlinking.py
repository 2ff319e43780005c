"""Unlinking: rows about one dissemination or survey come to belong to nobody.

Each member gets a fresh pseudonym, which stands in the register without an account and serves this
one dissemination alone. Who is one person here stays one person here: figures, first answers beside
later ones, and denominators are what they were. No row leads to anybody any more, nor from one
dissemination to another. Ids that are made of a pseudonym (handlers/events.py) are replaced by
random ones, since whoever knows the pseudonym could work them out.

All of it happens in the caller's transaction. Done again, it does nothing more.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncConnection

from content.templating import say

_TABLES: Final = (
    """
    CREATE TEMP TABLE unlinked_members (
        old uuid PRIMARY KEY,
        new uuid NOT NULL DEFAULT gen_random_uuid(),
        workspace text NOT NULL
    ) ON COMMIT DROP
    """,
    """
    CREATE TEMP TABLE unlinked_ids (
        old uuid PRIMARY KEY,
        new uuid NOT NULL DEFAULT gen_random_uuid()
    ) ON COMMIT DROP
    """,
    """
    CREATE TEMP TABLE unlinked_messages (
        old uuid PRIMARY KEY,
        new uuid NOT NULL DEFAULT gen_random_uuid(),
        occurrence uuid NOT NULL DEFAULT gen_random_uuid(),
        member uuid NOT NULL
    ) ON COMMIT DROP
    """,
)
"""Who becomes whom, and which ids become which; forgotten with the transaction."""

_ALLOW: Final = "SELECT set_config('sevenbot.unlinking', 'on', true)"
"""What the facts' triggers ask for, until the transaction ends."""

_WHO_TOOK_PART = """
    INSERT INTO unlinked_members (old, workspace)
    SELECT m.id, m.workspace FROM members m
    WHERE m.sealed_account IS NOT NULL AND m.id IN (
        SELECT member FROM eligible_members WHERE dissemination = :dissemination
        UNION
        SELECT e.member FROM occurrences o
        JOIN deliveries d ON d.occurrence = o.id
        JOIN eligible_members e ON e.delivery = d.id
        WHERE o.subject IN (
            SELECT id FROM surveys WHERE dissemination = :dissemination
            UNION ALL SELECT id FROM clarifications WHERE dissemination = :dissemination)
        UNION
        SELECT member FROM engagement_events WHERE dissemination = :dissemination
        UNION
        SELECT member FROM responses WHERE dissemination = :dissemination
        UNION
        SELECT member FROM queries WHERE dissemination = :dissemination
        UNION
        SELECT member FROM recalls WHERE dissemination = :dissemination
        UNION
        SELECT holder FROM cascades WHERE dissemination = :dissemination
        UNION
        SELECT p.member FROM cascade_parts p JOIN cascades c ON c.id = p.cascade
        WHERE c.dissemination = :dissemination
        UNION
        SELECT unnest(ARRAY[v.former, v.holder]) FROM cascade_moves v
        JOIN cascades c ON c.id = v.cascade
        WHERE c.dissemination = :dissemination)
"""

_WHO_WAS_ASKED = """
    INSERT INTO unlinked_members (old, workspace)
    SELECT m.id, m.workspace FROM members m
    WHERE m.sealed_account IS NOT NULL AND m.id IN (
        SELECT e.member FROM occurrences o
        JOIN deliveries d ON d.occurrence = o.id
        JOIN eligible_members e ON e.delivery = d.id
        WHERE o.subject = :survey)
"""

_NOBODY = """
    INSERT INTO members (id, workspace, registered_at)
    SELECT new, workspace, :now FROM unlinked_members ORDER BY new
"""

_STEPS: Final = tuple(
    text(statement)
    for statement in (
        _NOBODY,
        # Made of the member's pseudonym: their ids too.
        """
        INSERT INTO unlinked_ids (old)
        SELECT id FROM queries WHERE dissemination = :dissemination
            AND member IN (SELECT old FROM unlinked_members)
        UNION ALL
        SELECT p.id FROM cascade_parts p JOIN cascades c ON c.id = p.cascade
        WHERE c.dissemination = :dissemination
            AND p.member IN (SELECT old FROM unlinked_members)
        """,
        # A private message may have asked about several briefings, and says to whom it went. What
        # belongs to this one gets a message of its own, to nobody; its moment is kept as a day,
        # for two messages of one moment would tell that they had been one.
        """
        INSERT INTO unlinked_messages (old, member)
        SELECT d.id, u.new FROM deliveries d JOIN unlinked_members u ON u.old = d.member
        WHERE d.id IN (
            SELECT t.delivery FROM recalls c JOIN recall_turns t ON t.recall = c.id
            WHERE c.dissemination = :dissemination
            UNION SELECT delivery FROM engagement_events WHERE dissemination = :dissemination)
        """,
        """
        INSERT INTO occurrences (id, kind, subject, slot, due_at, queued_at, expanded_at)
        SELECT m.occurrence, o.kind, :dissemination, CAST(m.occurrence AS text),
            date_trunc('day', o.due_at), date_trunc('day', o.due_at), date_trunc('day', o.due_at)
        FROM unlinked_messages m
        JOIN deliveries d ON d.id = m.old
        JOIN occurrences o ON o.id = d.occurrence
        ORDER BY m.occurrence
        """,
        # What needed a person needs none any more: there is nobody to whom it could go again.
        """
        INSERT INTO deliveries (id, occurrence, agency, workspace, member, state, attempts,
            settled_at)
        SELECT m.new, m.occurrence, d.agency, d.workspace, m.member,
            CASE WHEN d.state IN ('halted', 'failed', 'unconfirmed') THEN 'skipped'
                ELSE d.state END,
            d.attempts, date_trunc('day', d.settled_at)
        FROM unlinked_messages m JOIN deliveries d ON d.id = m.old
        ORDER BY m.new
        """,
        """
        UPDATE recall_turns t
        SET delivery = m.new, asked_at = date_trunc('day', t.asked_at)
        FROM unlinked_messages m, recalls c
        WHERE t.delivery = m.old AND c.id = t.recall AND c.dissemination = :dissemination
        """,
        """
        UPDATE recalls c SET id = gen_random_uuid(), member = u.new, next_at = NULL,
            ended = coalesce(c.ended, :ended)
        FROM unlinked_members u WHERE c.dissemination = :dissemination AND c.member = u.old
        """,
        """
        UPDATE engagement_events e SET id = gen_random_uuid(), member = u.new,
            delivery = coalesce(
                (SELECT m.new FROM unlinked_messages m WHERE m.old = e.delivery), e.delivery),
            detail = CASE e.kind
                WHEN 'queried' THEN jsonb_set(e.detail, '{query}', coalesce((
                    SELECT to_jsonb(i.new) FROM unlinked_ids i
                    WHERE i.old = CAST(e.detail ->> 'query' AS uuid)), 'null'))
                WHEN 'confirmed' THEN jsonb_set(e.detail, '{part}', coalesce((
                    SELECT to_jsonb(i.new) FROM unlinked_ids i
                    WHERE i.old = CAST(e.detail ->> 'part' AS uuid)), 'null'))
                ELSE e.detail END
        FROM unlinked_members u WHERE e.dissemination = :dissemination AND e.member = u.old
        """,
        """
        UPDATE responses r SET member = u.new
        FROM unlinked_members u WHERE r.dissemination = :dissemination AND r.member = u.old
        """,
        # Private messages about it, and edits of them: nobody can answer them any more, and no
        # figure counts them.
        """
        WITH about AS (
            SELECT id FROM cascades WHERE dissemination = :dissemination
            UNION ALL SELECT old FROM unlinked_ids
            UNION ALL SELECT m.id FROM cascades c
            JOIN occurrences a ON a.kind = 'cascade' AND a.subject = c.id
            JOIN deliveries m ON m.occurrence = a.id
            WHERE c.dissemination = :dissemination
        ), gone AS (
            DELETE FROM deliveries d USING occurrences o
            WHERE o.id = d.occurrence AND d.member IS NOT NULL
                AND o.subject IN (SELECT id FROM about)
            RETURNING d.occurrence
        )
        DELETE FROM occurrences o USING gone WHERE o.id = gone.occurrence
        """,
        # What was written goes; that it was asked, and when it was answered and by which official,
        # stays.
        """
        UPDATE queries q SET id = i.new, member = u.new, text = '', warnings = '{}',
            answer = CASE WHEN q.answer IS NOT NULL THEN '' END
        FROM unlinked_members u, unlinked_ids i
        WHERE q.dissemination = :dissemination AND q.member = u.old AND i.old = q.id
        """,
        """
        UPDATE decisions d SET
            subject = coalesce((SELECT i.new FROM unlinked_ids i WHERE i.old = d.subject),
                d.subject),
            detail = CASE WHEN d.detail ->> 'query' IN (
                    SELECT CAST(old AS text) FROM unlinked_ids)
                THEN jsonb_set(d.detail, '{query}', (SELECT to_jsonb(i.new) FROM unlinked_ids i
                    WHERE CAST(i.old AS text) = d.detail ->> 'query'))
                ELSE d.detail END
        WHERE d.subject IN (SELECT old FROM unlinked_ids)
            OR d.detail ->> 'query' IN (SELECT CAST(old AS text) FROM unlinked_ids)
        """,
        """
        UPDATE cascades c SET holder = u.new, next_at = NULL
        FROM unlinked_members u WHERE c.dissemination = :dissemination AND c.holder = u.old
        """,
        """
        UPDATE cascade_parts p SET id = i.new, member = u.new
        FROM unlinked_members u, unlinked_ids i WHERE i.old = p.id AND p.member = u.old
        """,
        """
        UPDATE cascade_moves v SET
            former = coalesce((SELECT new FROM unlinked_members WHERE old = v.former), v.former),
            holder = coalesce((SELECT new FROM unlinked_members WHERE old = v.holder), v.holder)
        FROM cascades c
        WHERE c.id = v.cascade AND c.dissemination = :dissemination
            AND (v.former IN (SELECT old FROM unlinked_members)
                OR v.holder IN (SELECT old FROM unlinked_members))
        """,
        """
        UPDATE eligible_members e SET member = u.new
        FROM unlinked_members u WHERE e.dissemination = :dissemination AND e.member = u.old
        """,
        """
        UPDATE eligible_members e SET member = u.new
        FROM unlinked_members u, deliveries d, occurrences o
        WHERE e.member = u.old AND d.id = e.delivery AND o.id = d.occurrence AND o.subject IN (
            SELECT id FROM surveys WHERE dissemination = :dissemination
            UNION ALL SELECT id FROM clarifications WHERE dissemination = :dissemination)
        """,
        """
        DELETE FROM probes WHERE target IN (SELECT CAST(old AS text) FROM unlinked_members)
        """,
        """
        UPDATE disseminations SET unlinked_at = coalesce(unlinked_at, :now)
        WHERE id = :dissemination
        """,
        """
        UPDATE surveys SET unlinked_at = coalesce(unlinked_at, :now)
        WHERE dissemination = :dissemination
        """,
    )
)

_SURVEY_STEPS: Final = tuple(
    text(statement)
    for statement in (
        _NOBODY,
        """
        UPDATE eligible_members e SET member = u.new
        FROM unlinked_members u, deliveries d, occurrences o
        WHERE e.member = u.old AND d.id = e.delivery AND o.id = d.occurrence
            AND o.subject = :survey
        """,
        "UPDATE surveys SET unlinked_at = coalesce(unlinked_at, :now) WHERE id = :survey",
    )
)


async def unlink_dissemination(
    connection: AsyncConnection, dissemination: UUID, now: datetime
) -> None:
    """Let nothing about a dissemination lead to anybody: its posts, what was done with them, what
    was asked again and passed on, its clarifications and its survey about practice."""
    given = {"dissemination": dissemination, "now": now, "ended": say("recall_ended.time_over")}
    await _unlink(connection, text(_WHO_TOOK_PART), _STEPS, given)


async def unlink_survey(connection: AsyncConnection, survey: UUID, now: datetime) -> None:
    """Let nothing say who was asked in a survey that belongs to no dissemination."""
    given = {"survey": survey, "now": now}
    await _unlink(connection, text(_WHO_WAS_ASKED), _SURVEY_STEPS, given)


async def _unlink(
    connection: AsyncConnection,
    who: TextClause,
    steps: Sequence[TextClause],
    given: Mapping[str, object],
) -> None:
    for made in _TABLES:
        await connection.execute(text(made))
    await connection.execute(text(_ALLOW))
    for step in (who, *steps):
        # The driver takes only what a statement asks for.
        names = step.compile().params.keys()
        await connection.execute(step, {name: given[name] for name in names})
