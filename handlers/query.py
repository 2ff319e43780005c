"""Asking the Learning group, or saying "I'm unsure"."""

from typing import Literal

from content.compose.query import (
    MAX_WORDS,
    WORDS,
    compose_ask,
    compose_query_sent,
    compose_unsure,
)
from content.identifying import find_identifying
from content.templating import say
from handlers.events import Queried, query_id
from handlers.flow import show
from handlers.interaction import FieldErrors, Interaction, Reply, UpdateView
from handlers.ports import Member, Ports, Posted


async def ask(interaction: Interaction, posted: Posted, member: Member, ports: Ports) -> Reply:
    """Open the box for a question."""
    answered = await ports.queries.answered(posted.dissemination, member.id)
    box = compose_ask(posted.briefing, posted.delivery, answered=len(answered))
    return show(interaction, box)


async def unsure(interaction: Interaction, posted: Posted, member: Member, ports: Ports) -> Reply:
    """Open the box for "I'm unsure"."""
    answered = await ports.queries.answered(posted.dissemination, member.id)
    box = compose_unsure(posted.briefing, posted.delivery, answered=len(answered))
    return show(interaction, box)


async def send_question(
    interaction: Interaction, posted: Posted, member: Member, ports: Ports
) -> Reply:
    """Keep a question. An empty one, or one that may identify somebody, is handed back with the
    words still in the box; nothing of it is kept."""
    return await _send(interaction, posted, member, ports, "question")


async def send_unsure(
    interaction: Interaction, posted: Posted, member: Member, ports: Ports
) -> Reply:
    """Keep "I'm unsure", with or without words."""
    return await _send(interaction, posted, member, ports, "unsure")


async def _send(
    interaction: Interaction,
    posted: Posted,
    member: Member,
    ports: Ports,
    about: Literal["question", "unsure"],
) -> Reply:
    name, before = interaction.action.name, max(interaction.action.step, 0)
    text = interaction.written.get(WORDS, "").strip()
    trouble = trouble_with(text, needed=about == "question")
    if trouble:
        box = compose_ask if about == "question" else compose_unsure
        draft = text[:MAX_WORDS]
        again = box(posted.briefing, posted.delivery, answered=before, draft=draft)
        return FieldErrors({WORDS: trouble}, again)
    # What was answered while the box was open is what its words are about, or a request sent twice.
    answered = (await ports.queries.answered(posted.dissemination, member.id))[:before]
    await ports.record.add(
        Queried(
            dissemination=posted.dissemination,
            delivery=posted.delivery,
            agency=posted.agency,
            member=member.id,
            query=query_id(posted.dissemination, member.id, name, text, answered),
            about=about,
            text=text,
            at=ports.now(),
        )
    )
    return UpdateView(compose_query_sent(posted.briefing))


def trouble_with(text: str, *, needed: bool) -> str | None:
    """Return why the words cannot go, or None. `needed`: they may not be empty."""
    if needed and not text:
        return say("query.empty")
    if len(text) > MAX_WORDS:
        return say("query.too_long", limit=MAX_WORDS)
    kinds = sorted({detail.kind.words for detail in find_identifying(text)})
    return say("query.identifying", kinds=", ".join(kinds)) if kinds else None
