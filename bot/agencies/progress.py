"""How an agency and the partnership stand, as leads and coordinators may be told."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.delivery.outcome import state_words
from bot.evidence.ladder import AgencyLadder, Rung, RungCount
from bot.evidence.released import released
from bot.store.cascade.coverage import AgencyCoverage, read_coverage
from bot.store.delivery.letters import Letter, What, list_letters
from bot.store.engine import AsyncConnection
from bot.store.evidence.digests import (
    Reached,
    Sent,
    fitting_in_order,
    passing_in,
    reached_in,
    sent_between,
    title_of,
)
from bot.store.evidence.engagement import read_engagement
from bot.store.inbox.queries import list_open
from bot.store.plans.disseminations import unfinished
from config.directory import Agency, Directory
from config.now import LONDON
from content.progress import (
    AgencyLine,
    AgencyProgress,
    BriefingProgress,
    Coming,
    PartnershipProgress,
    PassingProgress,
    SentToAll,
    Share,
    Stuck,
    Understanding,
    WaitingQuery,
)
from schedules.occurrence import moments

LATELY = timedelta(weeks=4)
AHEAD = timedelta(weeks=1)
TO_PASS_ON_FOR = timedelta(days=90)
"""How long a briefing that is not passed on in full stands among what is to be passed on."""

_NOBODY = Reached(eligible=0, opened=0, acknowledged=0)


@dataclass(frozen=True, slots=True)
class ProgressReader:
    """Reads how things stand. `threshold` is the setting `suppression_threshold`."""

    directory: Directory
    threshold: int

    async def of_agency(
        self, connection: AsyncConnection, agency: Agency, now: datetime, *, until: datetime
    ) -> AgencyProgress:
        """Return how one agency stands now, as its own leads may be told, in what came before
        `until`."""
        channels = [it.key for it in self.directory.channels if it.agency == agency.key]
        passing = await passing_in(connection, agency.key, now - TO_PASS_ON_FOR, until)
        return AgencyProgress(
            name=agency.name,
            briefings=tuple(await self._briefings(connection, agency.key, now, until)),
            passing=tuple(PassingProgress(it.title, it.deadline, it.coverage) for it in passing),
            coming=tuple(await _coming(connection, channels, now)),
        )

    async def of_partnership(
        self, connection: AsyncConnection, now: datetime, *, until: datetime
    ) -> PartnershipProgress:
        """Return how the partnership stands now, as a coordinator is told, in what came before
        `until`: the console's figures."""
        agencies = {agency.key: agency.name for agency in self.directory.agencies}
        channels = {channel.key: channel.name for channel in self.directory.channels}
        return PartnershipProgress(
            sent=tuple(
                [
                    await self._to_all(connection, sent, agencies)
                    for sent in await sent_between(connection, now - LATELY, until)
                ]
            ),
            queries=tuple(
                WaitingQuery(it.briefing, agencies.get(it.agency, it.agency), it.days(now))
                for it in await list_open(connection)
            ),
            stuck=tuple(
                Stuck(_where(it, channels), state_words(it.outcome))
                for it in await list_letters(connection)
            ),
            coming=tuple(await _coming(connection, channels, now)),
        )

    async def _briefings(
        self, connection: AsyncConnection, agency: str, now: datetime, until: datetime
    ) -> Sequence[BriefingProgress]:
        found = await sent_between(connection, now - LATELY, until, agency)
        if not found:
            return ()
        disseminations = [sent.dissemination for sent in found]
        reached = await reached_in(connection, disseminations, agency)
        fitting = await fitting_in_order(connection, disseminations, agency)
        return [
            _briefing(
                sent,
                reached.get(sent.dissemination, _NOBODY),
                released(fitting.get(sent.dissemination, ()), self.threshold),
            )
            for sent in found
        ]

    async def _to_all(
        self, connection: AsyncConnection, sent: Sent, names: Mapping[str, str]
    ) -> SentToAll:
        ladder = await read_engagement(connection, sent.dissemination, threshold=self.threshold)
        coverage = await read_coverage(connection, sent.dissemination)
        return SentToAll(
            sent.title,
            _day(sent.posted_at),
            tuple(
                _line(names.get(key, key), row, _of(coverage, key))
                for key, row in ladder.agencies.items()
            ),
            _corrected(sent),
        )


def _where(letter: Letter, channels: Mapping[str, str]) -> str | None:
    if letter.what is What.MOMENT:
        return letter.title
    return channels.get(letter.channel or "", letter.channel)


def _briefing(sent: Sent, reached: Reached, understood: Understanding | None) -> BriefingProgress:
    return BriefingProgress(
        title=sent.title,
        posted_on=_day(sent.posted_at),
        opened=Share(reached.opened, reached.eligible),
        read=Share(reached.acknowledged, reached.eligible),
        asks=sent.asks,
        corrected_on=_corrected(sent),
        understood=understood,
    )


async def _coming(
    connection: AsyncConnection, channels: Collection[str], now: datetime
) -> Sequence[Coming]:
    """Return what plans bring to any of the channels in the days ahead, the earliest first."""
    found: list[Coming] = []
    for it in await unfinished(connection):
        if set(it.channels) & set(channels):
            ahead = list(moments(it.plan, max(it.filled_until, now), now + AHEAD))
            if ahead:
                title = await title_of(connection, it.briefing_version)
                found += [Coming(title, _day(moment.due_at)) for moment in ahead]
    return sorted(found, key=lambda it: it.on)


def _line(name: str, ladder: AgencyLadder, coverage: AgencyCoverage | None) -> AgencyLine:
    understood = ladder.rungs.get(Rung.UNDERSTOOD)
    return AgencyLine(
        name=name,
        read=_share(ladder.rungs[Rung.ACKNOWLEDGED]),
        understood=None if understood is None else _share(understood),
        coverage=None if coverage is None else coverage.coverage,
    )


def _of(coverage: Iterable[AgencyCoverage], agency: str) -> AgencyCoverage | None:
    return next((it for it in coverage if it.agency == agency), None)


def _corrected(sent: Sent) -> date | None:
    """Return the day from which on reading counts; None where that is the day of the post."""
    if sent.corrected_at is None or sent.corrected_at <= sent.posted_at:
        return None
    return _day(sent.corrected_at)


def _share(rung: RungCount) -> Share:
    return Share(rung.count, rung.of)


def _day(moment: datetime) -> date:
    return moment.astimezone(LONDON).date()
