"""Everything that is held about one member, read for that member alone.

A column's name here is that of its words in the templates (table `held`). What a new table keeps
about members is added here: tests/integration/store/test_held.py finds one that was forgotten.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.people.retention import LAST_POST, OVER
from content.held import Entry, HeldKind

_UNTIL = f"""CAST((CASE WHEN {OVER} THEN {LAST_POST} + make_interval(months => :months) END)
    AT TIME ZONE 'Europe/London' AS date)"""
"""The day on which the dissemination `s` comes to belong to nobody; none where it may still be
posted."""

_WORDS: Mapping[HeldKind, str] = MappingProxyType(
    {
        HeldKind.PREFERENCES: """
            SELECT paused_until, digests, changed_at FROM preferences WHERE member = :member
            """,
        HeldKind.COULD_SEE: """
            SELECT o.kind, coalesce(p.body ->> 'title', b.title) AS title, e.agency, d.channel,
                d.settled_at AS at,
                CASE WHEN s.id IS NULL THEN CAST((p.closes_at + make_interval(months => :months))
                    AT TIME ZONE 'Europe/London' AS date) ELSE {until} END AS kept_until
            FROM eligible_members e
            JOIN deliveries d ON d.id = e.delivery
            JOIN occurrences o ON o.id = d.occurrence
            LEFT JOIN surveys p ON p.id = o.subject AND o.kind = 'pulse'
            LEFT JOIN clarifications c ON c.id = o.subject AND o.kind = 'clarification'
            LEFT JOIN disseminations s
                ON s.id = coalesce(d.dissemination, p.dissemination, c.dissemination)
            LEFT JOIN briefing_versions b ON b.id = s.briefing_version
            WHERE e.member = :member ORDER BY d.settled_at, d.id
            """,
        HeldKind.DID: """
            SELECT v.kind, b.title, v.agency, v.at, v.detail,
                {until} AS kept_until
            FROM engagement_events v
            JOIN disseminations s ON s.id = v.dissemination
            JOIN briefing_versions b ON b.id = s.briefing_version
            WHERE v.member = :member ORDER BY v.seq
            """,
        HeldKind.ANSWERS: """
            SELECT b.title, asked.q ->> 'ask' AS question,
                coalesce((SELECT array_agg(a ->> 'text')
                    FROM jsonb_array_elements(asked.q -> 'answers') AS o(a)
                    WHERE a ->> 'key' = ANY(r.chosen)), r.chosen) AS chosen,
                r.fits, r.at,
                {until} AS kept_until
            FROM responses r
            JOIN disseminations s ON s.id = r.dissemination
            JOIN briefing_versions now ON now.id = s.briefing_version
            JOIN briefing_versions b ON b.slug = now.slug
                AND b.version = coalesce(r.version, now.version)
            LEFT JOIN LATERAL (SELECT q FROM jsonb_array_elements(b.body -> 'questions') AS all_(q)
                WHERE q ->> 'key' = r.question) AS asked ON true
            WHERE r.member = :member ORDER BY r.at, r.question
            """,
        HeldKind.ASKED_AGAIN: """
            SELECT b.title, c.agency, coalesce(reworded.q, asked.q) ->> 'ask' AS question,
                c.first_fits, t.asked_at, t.answered_at,
                coalesce((SELECT array_agg(a ->> 'text')
                    FROM jsonb_array_elements(reworded.q -> 'answers') AS o(a)
                    WHERE a ->> 'key' = ANY(t.chosen)), t.chosen) AS chosen,
                t.fits, c.next_at, c.ended,
                {until} AS kept_until
            FROM recalls c
            LEFT JOIN recall_turns t ON t.recall = c.id
            JOIN disseminations s ON s.id = c.dissemination
            JOIN briefing_versions b ON b.id = s.briefing_version
            LEFT JOIN LATERAL (SELECT q FROM jsonb_array_elements(b.body -> 'questions') AS all_(q)
                WHERE q ->> 'key' = c.question) AS asked ON true
            LEFT JOIN LATERAL (SELECT asked.q -> 'variants' -> (t.variant
                % nullif(jsonb_array_length(asked.q -> 'variants'), 0)) AS q) AS reworded ON true
            WHERE c.member = :member ORDER BY c.first_at, c.question, t.turn
            """,
        HeldKind.QUERIES: """
            SELECT b.title, q.agency, q.about, q.text, q.warnings, q.asked_at, q.answer,
                q.answered_at,
                {until} AS kept_until
            FROM queries q
            JOIN disseminations s ON s.id = q.dissemination
            JOIN briefing_versions b ON b.id = s.briefing_version
            WHERE q.member = :member ORDER BY q.asked_at, q.id
            """,
        HeldKind.PASSED_ON: """
            SELECT b.title, c.agency, p.number, p.corrects, p.at, p.body AS told,
                {until} AS kept_until
            FROM cascade_parts p
            JOIN cascades c ON c.id = p.cascade
            JOIN disseminations s ON s.id = c.dissemination
            JOIN briefing_versions b ON b.id = s.briefing_version
            WHERE p.member = :member ORDER BY p.at, p.id
            """,
        HeldKind.IN_HAND: """
            SELECT b.title, c.agency, c.deadline, c.opened_at AS at, c.state,
                {until} AS kept_until
            FROM cascades c
            JOIN disseminations s ON s.id = c.dissemination
            JOIN briefing_versions b ON b.id = s.briefing_version
            WHERE c.holder = :member
            UNION ALL
            SELECT b.title, c.agency, c.deadline, m.at, CASE WHEN m.holder = :member
                THEN 'taken over' ELSE 'given up' END AS state,
                {until} AS kept_until
            FROM cascade_moves m
            JOIN cascades c ON c.id = m.cascade
            JOIN disseminations s ON s.id = c.dissemination
            JOIN briefing_versions b ON b.id = s.briefing_version
            WHERE m.former = :member OR m.holder = :member
            ORDER BY at, title
            """,
        HeldKind.MESSAGES: """
            SELECT o.kind, o.slot, d.agency, d.state, d.reason,
                coalesce(d.settled_at, o.due_at) AS at,
                (SELECT CASE WHEN bool_or(about.kept_until IS NULL) THEN NULL
                    ELSE max(about.kept_until) END
                 FROM (
                    SELECT {until} AS kept_until FROM disseminations s WHERE s.id IN (
                        SELECT c.dissemination FROM recall_turns t
                        JOIN recalls c ON c.id = t.recall WHERE t.delivery = d.id
                        UNION SELECT c.dissemination FROM cascades c WHERE c.id = o.subject
                        UNION SELECT c.dissemination FROM deliveries m
                        JOIN occurrences a ON a.id = m.occurrence AND a.kind = 'cascade'
                        JOIN cascades c ON c.id = a.subject WHERE m.id = o.subject
                        UNION SELECT q.dissemination FROM queries q WHERE q.id = o.subject)
                    UNION ALL
                    SELECT CAST((coalesce(d.settled_at, o.due_at)
                        + make_interval(months => :months)) AT TIME ZONE 'Europe/London' AS date)
                    WHERE o.kind IN ('recall', 'digest')
                 ) AS about) AS kept_until
            FROM deliveries d JOIN occurrences o ON o.id = d.occurrence
            WHERE d.member = :member ORDER BY o.due_at, d.id
            """,
        HeldKind.UNREACHED: """
            SELECT tries, next_at FROM probes WHERE target = CAST(CAST(:member AS uuid) AS text)
            """,
        HeldKind.DECISIONS: """
            SELECT d.act, d.person AS name, d.at, d.detail FROM decisions d
            WHERE d.person = ANY(CAST(:names AS text[])) ORDER BY d.seq
            """,
        HeldKind.WRITTEN: """
            SELECT title, version, author AS name, imported_at AS at FROM briefing_versions
            WHERE author = ANY(CAST(:names AS text[]))
            UNION ALL
            SELECT title, version, author, imported_at FROM survey_versions
            WHERE author = ANY(CAST(:names AS text[]))
            ORDER BY at, title, version
            """,
    }
)
"""By kind, but for the register entry and the roles, which the register and the directory tell.
`{until}` stands for the day until which it is kept."""

_STATEMENTS: Mapping[HeldKind, TextClause] = MappingProxyType(
    {kind: text(words.replace("{until}", _UNTIL)) for kind, words in _WORDS.items()}
)


async def held_in_tables(
    connection: AsyncConnection, member: UUID, names: Sequence[str], *, months: int
) -> Mapping[HeldKind, Sequence[Entry]]:
    """Return what the tables hold about a member, oldest first, without what is empty. `names` are
    those under which the directory lets them decide; `months` is the setting retention_months."""
    found: dict[HeldKind, Sequence[Entry]] = {}
    for kind, statement in _STATEMENTS.items():
        given = {"names": list(names), "member": member, "months": months}
        asked_for = statement.compile().params.keys()
        rows = await connection.execute(statement, {name: given[name] for name in asked_for})
        found[kind] = [
            {name: value for name, value in row.items() if value not in (None, [], {}, "")}
            for row in rows.mappings()
        ]
    return found
