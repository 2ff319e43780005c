"""How an agency stands, as its own leads are told."""

from collections.abc import Iterator, Sequence

from content.compose.cascade import coverage_words
from content.days import day_words, weekday_of_year
from content.message import Block, Bullets, Context, Heading, Message, Plain, Strong, Text
from content.progress import AgencyProgress, BriefingProgress, Coming, Share
from content.templating import say

MOST = 5
"""Briefings told at once."""


def compose_status(agencies: Sequence[AgencyProgress]) -> Message:
    """Return how a lead's own agency stands; of somebody who leads two, each in turn."""
    names = ", ".join(agency.name for agency in agencies)
    blocks: list[Block] = []
    for agency in agencies:
        blocks.append(Heading(say("status.heading", agency=agency.name)))
        blocks += progress_blocks(agency)
    return Message(
        say("status.fallback", agency=names),
        (*blocks, Context((Plain(say("status.private")),))),
    )


def progress_blocks(agency: AgencyProgress) -> Iterator[Block]:
    """Yield what was sent to one agency and how far it came, what is to be passed on, and what
    comes."""
    if agency.nothing_to_say:
        yield Text((Plain(say("status.nothing")),))
    if agency.briefings:
        yield Heading(say("status.sent"), level=2)
        yield Bullets(
            tuple(
                (
                    Strong(say("own.title", title=briefing.title)),
                    Plain(" ".join(_progress(briefing))),
                )
                for briefing in agency.briefings[:MOST]
            )
        )
    if (more := len(agency.briefings) - MOST) > 0:
        yield Context((Plain(say("digest.more", count=more)),))
    if agency.passing:
        yield Heading(say("status.passing"), level=2)
        yield Bullets(
            tuple(
                (
                    Strong(say("own.title", title=passing.title)),
                    Plain(
                        say(
                            "status.passing_line",
                            day=day_words(passing.deadline),
                            coverage=coverage_words(passing.coverage)
                            if passing.coverage.parts
                            else say("cascade.nothing_yet"),
                        )
                    ),
                )
                for passing in agency.passing
            )
        )
    yield from coming_blocks(agency.coming)


def coming_blocks(coming: Sequence[Coming]) -> Iterator[Block]:
    """Yield what comes, where something does."""
    if coming:
        yield Heading(say("status.coming"), level=2)
        yield Bullets(
            tuple(
                (Plain(say("status.coming_line", title=it.title, day=weekday_of_year(it.on))),)
                for it in coming
            )
        )


def share_words(share: Share) -> str:
    """Return how many of how many, or that it is held back."""
    if share.count is None:
        return say("status.held")
    return say("status.share", count=f"{share.count:,}", of=f"{share.of:,}")


def _progress(briefing: BriefingProgress) -> Iterator[str]:
    yield say("status.posted", day=day_words(briefing.posted_on))
    yield say("status.opened", share=share_words(briefing.opened))
    if briefing.corrected_on is None:
        yield say("status.read", share=share_words(briefing.read))
    else:
        day = day_words(briefing.corrected_on)
        yield say("status.read_since", share=share_words(briefing.read), day=day)
    if briefing.understood is not None:
        yield say(
            "status.understood",
            answered=briefing.understood.answered,
            fitting=briefing.understood.fitting,
        )
    elif briefing.asks:
        yield say("status.held_back")
