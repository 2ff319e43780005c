"""A life over two briefings that leaves a row wherever one can lead to a member, and its end."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from bot.followups.retention import EVERY, Forget
from bot.store.cascade.parts import parts_of
from bot.store.evidence.audit import count_kept
from bot.store.evidence.engagement import count_engagement
from bot.store.inbox.queries import time_to_answer
from bot.store.recall.pairs import count_recall
from bot.store.tables import metadata
from content.cascade import summed
from handlers.events import Recalled
from handlers.ports import Member
from schedules.occurrence import occurrence_id
from tests.integration.own.conftest import MONTHS, Life, Sent

WHOLE = {
    "teams": "Duty team",
    "on": "2026-11-03",
    "method": "team meeting",
    "reached": 8,
    "eligible": 9,
}


async def finishes(life: Life, sent: Sent) -> None:
    """Let nothing more of it be posted."""
    async with life.database.begin() as connection:
        await connection.execute(
            text("UPDATE disseminations SET filled_until = '9999-01-01' WHERE id = :id"),
            {"id": sent.dissemination},
        )


async def takes_part(life: Life, *members: Member, step: int = 0) -> Sent:
    """Let members leave every kind of row about one briefing; the second answers otherwise."""
    sent, now = await life.briefs(*members), life.clock.now()
    for number, member in enumerate(members):
        fits = number != 1
        query = life.asked(sent, member, f"What would {member.id} do?")
        await life.keeps(
            life.opened(sent, member),
            life.read(sent, member),
            life.answered(sent, member, "q1", fits=fits),
            query,
        )
        recall = await life.puts(
            "recalls",
            dissemination=sent.dissemination,
            member=member.id,
            agency="police",
            question="q1",
            first_fits=fits,
            first_at=now,
            turn=1,
            next_at=now + timedelta(days=30),
        )
        await life.puts(
            "recall_turns",
            recall=recall,
            turn=1,
            delivery=await the_recall(life, member),
            step=step,
            variant=0,
            asked_at=now,
            chosen=["a"],
            fits=True,
            answered_at=now,
        )
        await life.keeps(
            Recalled(
                dissemination=sent.dissemination,
                delivery=await the_recall(life, member),
                agency="police",
                at=now,
                member=member.id,
                question="q1",
                turn=1,
                variant=0,
                chosen=("a",),
                fits=True,
                first_fits=fits,
                days=7,
            )
        )
        if number == 0:
            async with life.database.begin() as connection:
                await connection.execute(
                    text(
                        "UPDATE queries SET answer = 'Ask them.', answered_by = 'Cy',"
                        " answered_at = asked_at + interval '1 day' WHERE id = :id"
                    ),
                    {"id": query.query},
                )
            await life.puts("decisions", act="answered", subject=query.query, person="Cy", at=now)
            await life.writes_to(member, "answer", query.query, "1")
            await life.puts(
                "clarifications",
                dissemination=sent.dissemination,
                query=query.query,
                text="Ask first.",
                author="Cy",
                written_at=now,
            )
            await life.puts(
                "decisions",
                act="clarified",
                subject=UUID(int=7),
                person="Cy",
                at=now,
                detail={"query": str(query.query)},
            )
    lead, deputy = members[0], members[1]
    cascade = await life.puts(
        "cascades",
        dissemination=sent.dissemination,
        agency="police",
        holder=deputy.id,
        posted_on=now.date(),
        deadline=now.date(),
        opened_at=now,
    )
    message = await life.writes_to(deputy, "cascade", cascade, "ask")
    await life.writes_to(deputy, "cascade_edit", message, "1")
    await life.puts("cascade_parts", cascade=cascade, number=1, member=lead.id, body=WHOLE, at=now)
    await life.puts(
        "cascade_moves",
        cascade=cascade,
        former=lead.id,
        holder=deputy.id,
        reason="handed",
        at=now,
    )
    await finishes(life, sent)
    return sent


async def the_recall(life: Life, member: Member) -> UUID:
    """The one private message that asks the member again, about every briefing there is."""
    found = await life.rows(
        "SELECT d.id FROM deliveries d JOIN occurrences o ON o.id = d.occurrence"
        " WHERE d.member = :it AND o.kind = 'recall'",
        it=member.id,
    )
    return found[0].id if found else await life.writes_to(member, "recall", member.id, "2026-11-09")


async def figures(life: Life, sent: Sent) -> Mapping[str, Any]:
    """All that is counted of a dissemination."""
    async with life.database.begin() as connection:
        cascades = await connection.execute(
            text("SELECT id, agency, state, stage FROM cascades WHERE dissemination = :it"),
            {"it": sent.dissemination},
        )
        return {
            "engagement": await count_engagement(connection, sent.dissemination),
            "recall": await count_recall(connection, sent.dissemination),
            "kept": await count_kept(connection, sent.dissemination),
            "cascades": [
                (row.agency, row.state, summed(await parts_of(connection, row.id)))
                for row in cascades.all()
            ],
            "time to answer": await time_to_answer(connection),
        }


async def everything(life: Life) -> Mapping[str, Sequence[str]]:
    """Every row of every table, as text."""
    return {
        name: sorted(
            row.words for row in await life.rows(f"SELECT to_jsonb(t)::text AS words FROM {name} t")
        )
        for name in metadata.tables
    }


async def forgets(life: Life, forget: Forget | None = None) -> None:
    """Let the clock take its turns until all is done."""
    forget, now = forget or Forget(MONTHS), life.clock.now()
    for _ in range(50):
        async with life.database.begin() as connection:
            if await forget(connection, now) == now + EVERY:
                return
    raise AssertionError("It never comes to an end.")


def ids_made_of(life: Life, sent: Sent, member: Member) -> set[UUID]:
    """Ids that whoever knows the pseudonym can work out."""
    asked = life.asked(sent, member, "")
    return {
        life.opened(sent, member).id,
        life.read(sent, member).id,
        life.answered(sent, member, "q1").id,
        life.answered(sent, member, "q1", fits=False).id,
        asked.id,
        occurrence_id(member.id, "recall", "2026-11-09"),
    }


async def two_briefings(life: Life) -> tuple[list[Member], Sent, Sent]:
    people = [await life.joins(f"U-{number}") for number in range(7)]
    first = await takes_part(life, *people)
    life.clock.advance(timedelta(days=200))
    return people, first, await takes_part(life, *people, step=1)
