"""Digests: what happened and what is open, for a lead every week, for a coordinator every two."""

from collections.abc import Iterator, Sequence

from content.actions import Action, ActionName
from content.compose.cascade import coverage_words
from content.compose.pause import NOBODY
from content.compose.status import coming_blocks, progress_blocks, share_words
from content.days import day_words
from content.message import (
    Block,
    Bullets,
    Button,
    Buttons,
    Context,
    Divider,
    Heading,
    Message,
    Plain,
    Span,
    Strong,
    Text,
)
from content.progress import (
    AgencyLine,
    AgencyProgress,
    PartnershipProgress,
    SentToAll,
    Stuck,
    WaitingQuery,
)
from content.templating import say

MOST_BRIEFINGS = 3
MOST_LINES = 5
"""Lines of questions, and of deliveries; how many more there are is said."""


def compose_digest(
    agencies: Sequence[AgencyProgress], partnership: PartnershipProgress | None
) -> Message:
    """Return the digest of whoever leads these agencies, and coordinates where `partnership` is
    given. One who does both gets one message."""
    blocks: list[Block] = []
    fallbacks: list[str] = []
    for agency in agencies:
        blocks += [
            Heading(say("digest.heading")),
            Context((Plain(agency.name),)),
            *progress_blocks(agency),
        ]
        fallbacks.append(say("status.fallback", agency=agency.name))
    if partnership is not None:
        if agencies:
            blocks.append(Divider())
        blocks += _partnership(partnership)
        fallbacks.append(say("digest.partnership_fallback"))
    blocks += [
        Buttons((Button(say("digest.off"), Action(ActionName.DIGESTS_OFF, NOBODY)),)),
        Context((Plain(say("digest.why")),)),
    ]
    return Message(" ".join(fallbacks), tuple(blocks))


def compose_digests_set(*, wanted: bool) -> Message:
    """Return what turning digests on or off means, and the way back."""
    words = say("digest.turned_on" if wanted else "digest.turned_off")
    back = (
        Button(say("own.digests_off"), Action(ActionName.DIGESTS_OFF, NOBODY))
        if wanted
        else Button(say("own.digests_on"), Action(ActionName.DIGESTS_ON, NOBODY))
    )
    return Message(words, (Text((Plain(words),)), Buttons((back,))))


def _partnership(progress: PartnershipProgress) -> Iterator[Block]:
    yield Heading(say("digest.partnership_heading"))
    if progress.queries:
        yield Heading(say("digest.queries"), level=2)
        yield from _listed(list(_queries(progress.queries)))
    if progress.stuck:
        yield Heading(say("digest.stuck"), level=2)
        yield from _listed([_stuck(stuck) for stuck in progress.stuck])
    if progress.sent:
        yield Heading(say("status.sent_partnership"), level=2)
    for sent in progress.sent[:MOST_BRIEFINGS]:
        yield from _sent(sent)
    if (more := len(progress.sent) - MOST_BRIEFINGS) > 0:
        yield Context((Plain(say("digest.more", count=more)),))
    yield from coming_blocks(progress.coming)


def _sent(sent: SentToAll) -> Iterator[Block]:
    yield Text((Strong(sent.title),))
    words = [say("status.posted", day=day_words(sent.posted_on))]
    if sent.corrected_on is not None:
        words.append(say("digest.corrected", day=day_words(sent.corrected_on)))
    yield Context((Plain(" ".join(words)),))
    yield Bullets(tuple(map(_line, sent.agencies)))


def _line(agency: AgencyLine) -> tuple[Span, ...]:
    words = [say("digest.line", read=share_words(agency.read))]
    if agency.understood is not None:
        words.append(say("digest.line_understood", understood=share_words(agency.understood)))
    if agency.coverage is not None and agency.coverage.parts:
        words.append(say("digest.line_passed", passed=_passed(agency)))
    elif agency.coverage is not None:
        words.append(say("digest.line_not_passed"))
    return Strong(say("own.title", title=agency.name)), Plain("; ".join(words))


def _passed(agency: AgencyLine) -> str:
    assert agency.coverage is not None
    return coverage_words(agency.coverage)


def _queries(queries: Sequence[WaitingQuery]) -> Iterator[str]:
    """Yield a line for each briefing and agency: how many wait, and the oldest for how long."""
    days: dict[tuple[str, str], list[int]] = {}
    for query in queries:
        days.setdefault((query.briefing, query.agency), []).append(query.days)
    for (briefing, agency), waited in days.items():
        yield say(
            "digest.query", briefing=briefing, agency=agency, count=len(waited), days=max(waited)
        )


def _stuck(stuck: Stuck) -> str:
    return say(
        "digest.stuck_line", where=stuck.channel or say("digest.stuck_private"), what=stuck.what
    )


def _listed(lines: Sequence[str]) -> Iterator[Block]:
    yield Bullets(tuple((Plain(line),) for line in lines[:MOST_LINES]))
    if (more := len(lines) - MOST_LINES) > 0:
        yield Context((Plain(say("digest.more", count=more)),))
