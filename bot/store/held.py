"""Everything that is held about one member, read for that member alone.

A column's name here is that of its words in the templates (table `held`). What a new table keeps
about members is added here: tests/integration/store/test_held.py finds one that was forgotten.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncConnection

from content.held import Entry, HeldKind

_STATEMENTS: Mapping[HeldKind, TextClause] = MappingProxyType(
    {
        HeldKind.PREFERENCES: text(
            """
            SELECT paused_until, digests, changed_at FROM preferences WHERE member = :member
            """
        ),
        HeldKind.COULD_SEE: text(
            """
            SELECT o.kind, coalesce(b.title, p.body ->> 'title') AS title, e.agency, d.channel,
                d.settled_at AS at
            FROM eligible_members e
            JOIN deliveries d ON d.id = e.delivery
            JOIN occurrences o ON o.id = d.occurrence
            LEFT JOIN disseminations s ON s.id = d.dissemination
            LEFT JOIN briefing_versions b ON b.id = s.briefing_version
            LEFT JOIN surveys p ON p.id = o.subject AND o.kind = 'pulse'
            WHERE e.member = :member ORDER BY d.settled_at, d.id
            """
        ),
        HeldKind.DID: text(
            """
            SELECT v.kind, b.title, v.agency, v.at, v.detail
            FROM engagement_events v
            JOIN disseminations s ON s.id = v.dissemination
            JOIN briefing_versions b ON b.id = s.briefing_version
            WHERE v.member = :member ORDER BY v.seq
            """
        ),
        HeldKind.ANSWERS: text(
            """
            SELECT b.title, asked.q ->> 'ask' AS question,
                ARRAY(SELECT a ->> 'text' FROM jsonb_array_elements(asked.q -> 'answers') AS o(a)
                      WHERE a ->> 'key' = ANY(r.chosen)) AS chosen,
                r.fits, r.at
            FROM responses r
            JOIN disseminations s ON s.id = r.dissemination
            JOIN briefing_versions b ON b.id = s.briefing_version
            LEFT JOIN LATERAL (SELECT q FROM jsonb_array_elements(b.body -> 'questions') AS all_(q)
                WHERE q ->> 'key' = r.question) AS asked ON true
            WHERE r.member = :member ORDER BY r.at, r.question
            """
        ),
        HeldKind.ASKED_AGAIN: text(
            """
            SELECT b.title, coalesce(asked.q -> 'variants' -> t.variant, asked.q) ->> 'ask'
                    AS question,
                c.first_fits, t.asked_at, t.answered_at,
                ARRAY(SELECT a ->> 'text'
                      FROM jsonb_array_elements(asked.q -> 'variants' -> t.variant -> 'answers')
                          AS o(a)
                      WHERE a ->> 'key' = ANY(t.chosen)) AS chosen,
                t.fits, c.next_at, c.ended
            FROM recalls c
            LEFT JOIN recall_turns t ON t.recall = c.id
            JOIN disseminations s ON s.id = c.dissemination
            JOIN briefing_versions b ON b.id = s.briefing_version
            LEFT JOIN LATERAL (SELECT q FROM jsonb_array_elements(b.body -> 'questions') AS all_(q)
                WHERE q ->> 'key' = c.question) AS asked ON true
            WHERE c.member = :member ORDER BY c.first_at, c.question, t.turn
            """
        ),
        HeldKind.QUERIES: text(
            """
            SELECT b.title, q.agency, q.about, q.text, q.warnings, q.asked_at, q.answer,
                q.answered_at
            FROM queries q
            JOIN disseminations s ON s.id = q.dissemination
            JOIN briefing_versions b ON b.id = s.briefing_version
            WHERE q.member = :member ORDER BY q.asked_at, q.id
            """
        ),
        HeldKind.PASSED_ON: text(
            """
            SELECT b.title, c.agency, p.number, p.corrects, p.at, p.body AS told
            FROM cascade_parts p
            JOIN cascades c ON c.id = p.cascade
            JOIN disseminations s ON s.id = c.dissemination
            JOIN briefing_versions b ON b.id = s.briefing_version
            WHERE p.member = :member ORDER BY p.at, p.id
            """
        ),
        HeldKind.IN_HAND: text(
            """
            SELECT b.title, c.agency, c.deadline, c.opened_at AS at, c.state
            FROM cascades c
            JOIN disseminations s ON s.id = c.dissemination
            JOIN briefing_versions b ON b.id = s.briefing_version
            WHERE c.holder = :member
            UNION ALL
            SELECT b.title, c.agency, c.deadline, m.at, CASE WHEN m.holder = :member
                THEN 'taken over: ' ELSE 'given up: ' END || m.reason
            FROM cascade_moves m
            JOIN cascades c ON c.id = m.cascade
            JOIN disseminations s ON s.id = c.dissemination
            JOIN briefing_versions b ON b.id = s.briefing_version
            WHERE m.former = :member OR m.holder = :member
            ORDER BY at, title
            """
        ),
        HeldKind.MESSAGES: text(
            """
            SELECT o.kind, o.slot, d.agency, d.state, coalesce(d.settled_at, o.due_at) AS at
            FROM deliveries d JOIN occurrences o ON o.id = d.occurrence
            WHERE d.member = :member ORDER BY o.due_at, d.id
            """
        ),
        HeldKind.DECISIONS: text(
            """
            SELECT d.act, d.person AS name, d.at, d.detail FROM decisions d
            WHERE d.person = ANY(CAST(:names AS text[])) ORDER BY d.seq
            """
        ),
    }
)
"""By kind, but for the register entry and the roles, which the register and the directory tell."""


async def held_in_tables(
    connection: AsyncConnection, member: UUID, names: Sequence[str]
) -> Mapping[HeldKind, Sequence[Entry]]:
    """Return what the tables hold about a member, oldest first, without what is empty. `names` are
    those under which the directory lets them decide."""
    found: dict[HeldKind, Sequence[Entry]] = {}
    for kind, statement in _STATEMENTS.items():
        given = {"names": list(names)} if kind is HeldKind.DECISIONS else {"member": member}
        rows = await connection.execute(statement, given)
        found[kind] = [
            {name: value for name, value in row.items() if value not in (None, [], {}, "")}
            for row in rows.mappings()
        ]
    return found
