"""Engagement events as rows: one statement keeps any number of them, each once.

A first answer also becomes its response, a query its text. The statement is the same for one fact
and for hundreds, so that the server plans it once.
"""

from collections.abc import Callable, Sequence
from typing import Final, LiteralString, assert_never

from pydantic_core import to_json
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from handlers.events import (
    Acknowledged,
    Answered,
    Confirmed,
    Delivered,
    EngagementEvent,
    Opened,
    Queried,
    Recalled,
)

FindWarnings = Callable[[str], tuple[str, ...]]
"""Names the kinds of possible identifying detail in a text."""

KEEP: Final[LiteralString] = """
WITH told AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset({facts}) AS t(
        n integer, id uuid, kind text, dissemination uuid, delivery uuid, agency text, member uuid,
        at timestamptz, detail jsonb, query uuid, about text, words text, warnings text[])
    WHERE t.kind IN ('delivered', 'confirmed') OR NOT EXISTS (
        SELECT 1 FROM disseminations s
        WHERE s.id = t.dissemination AND s.withdrawn_at IS NOT NULL)
), answers AS (
    INSERT INTO responses (dissemination, member, question, chosen, fits, at, version)
    SELECT dissemination, member, detail ->> 'question',
        ARRAY(SELECT jsonb_array_elements_text(detail -> 'chosen')),
        (detail ->> 'fits')::boolean, at, (detail ->> 'version')::integer
    FROM told
    WHERE kind = 'answered'
    ORDER BY dissemination, member, detail ->> 'question', n
    ON CONFLICT DO NOTHING
), hands AS (
    INSERT INTO queries (id, dissemination, member, agency, about, text, warnings, asked_at)
    SELECT query, dissemination, member, agency, about, words, warnings, at FROM told
    WHERE kind = 'queried'
    ORDER BY query, n
    ON CONFLICT DO NOTHING
)
INSERT INTO engagement_events (id, kind, dissemination, delivery, agency, member, at, detail)
SELECT id, kind, dissemination, delivery, agency, member, at, detail FROM told ORDER BY id, n
ON CONFLICT DO NOTHING
"""
"""Rows go in sorted by their keys, so that two batches never wait for each other in a circle. Of
two answers to one question the one told first (the lower `n`) is kept. Of a withdrawn briefing
nothing is kept that somebody did after; a lead's account is guarded where it is taken."""

KEEP_DRIVER: Final = KEEP.replace("{facts}", "%s::jsonb")
KEEP_ON_A_LINE: Final = KEEP.replace("{facts}", "$1")


async def keep(
    connection: AsyncConnection, events: Sequence[EngagementEvent], find_warnings: FindWarnings
) -> None:
    """Keep the facts in the caller's transaction, each once."""
    statement = text(KEEP.replace("{facts}", "CAST(:facts AS jsonb)"))
    await connection.execute(statement, {"facts": as_json(events, find_warnings)})


def as_json(events: Sequence[EngagementEvent], find_warnings: FindWarnings) -> str:
    """Return the facts as the statement's one parameter."""
    return to_json(
        [_row(number, event, find_warnings) for number, event in enumerate(events)]
    ).decode()


def _row(number: int, event: EngagementEvent, find_warnings: FindWarnings) -> dict[str, object]:
    row: dict[str, object] = {
        "n": number,
        "id": event.id,
        "kind": event.kind,
        "dissemination": event.dissemination,
        "delivery": event.delivery,
        "agency": event.agency,
        "at": event.at,
        "detail": _detail(event),
    }
    if not isinstance(event, Delivered):
        row["member"] = event.member
    if isinstance(event, Queried):
        row |= {
            "query": event.query,
            "about": event.about,
            "words": _storable(event.text),
            "warnings": find_warnings(event.text),
        }
    return row


def _detail(event: EngagementEvent) -> dict[str, object]:
    match event:
        case Delivered():
            return {}
        case Opened() | Acknowledged():
            return {"version": event.version}
        case Answered():
            return {
                "question": event.question,
                "chosen": event.chosen,
                "fits": event.fits,
                "version": event.version,
            }
        case Queried():
            return {"query": event.query}
        case Recalled():
            return {
                "question": event.question,
                "turn": event.turn,
                "variant": event.variant,
                "chosen": event.chosen,
                "fits": event.fits,
                "first_fits": event.first_fits,
                "days": event.days,
                "version": event.version,
            }
        case Confirmed():
            return {
                "part": event.part,
                "corrects": event.corrects,
                "reached": event.reached,
                "eligible": event.eligible,
                "method": event.method,
            }
        case _:
            assert_never(event)


def _storable(words: str) -> str:
    """Return the words without what PostgreSQL's text cannot hold: NUL and half characters."""
    return words.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
