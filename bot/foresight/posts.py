"""Posts that will come, each agency's at its own moment, and what is held already. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from bot.decisions.plans import Coming
from bot.delivery.quiet import Looked, TooLate, agencies_of, held_for, too_late
from bot.foresight.rows import Expected, What, moved
from bot.store.delivery.waiting import HeldDelivery
from config.directory import Directory
from config.now import LONDON
from content.coming import Happening, earlier_words, happening_words, private_why
from schedules.calendar import Allowed, Calendar, calendar_of
from schedules.occurrence import LATEST


def posts(comings: Iterable[Coming], directory: Directory, now: datetime) -> Iterator[Expected]:
    """Yield the posts of what is planned or queued: an urgent one at its moment, any other when
    each agency's calendar allows it. Of a plan's moments that are held until another has come, only
    the latest is posted. Where one comes too late by now, it will be skipped."""
    comings = list(comings)
    lates = {it: too_late(directory, it.sending.channels, _looked(it), now) for it in comings}
    overtakes = _next_moments(lates, directory)
    left_out: Counter[tuple[UUID, str]] = Counter()
    for coming in comings:
        sending = coming.sending
        about = f"{sending.slug} version {sending.version}"
        due = coming.moment.due_at
        agencies = agencies_of(directory, sending.channels)
        late = lates[coming]
        if late.everybody is not None or late.agencies:
            yield Expected(
                at=due,
                what=What.SKIPPED,
                words=happening_words(Happening.TOO_LATE),
                about=about,
                agencies=agencies if late.everybody is not None else tuple(late.agencies),
                coming=coming,
            )
        for agency in agencies or ("",):
            if agency in late.agencies:
                continue
            calendar = calendar_of(directory, agency)
            found = post_at(calendar, due, now, urgent=sending.urgent)
            if overtakes.get((coming, agency), LATEST) <= found.at:
                left_out[sending.id, agency] += 1
                continue
            earlier = left_out.pop((sending.id, agency), 0)
            why = moved(calendar, found)
            yield Expected(
                # What has come stands where it came: it goes as soon as it is taken up.
                at=found.at if found.why else due,
                what=What.POST,
                words=happening_words(Happening.URGENT if sending.urgent else Happening.POST),
                about=about,
                agencies=(agency,) if agency else (),
                why=f"{why} {earlier_words(earlier)}".strip() if earlier else why,
                coming=coming,
            )


def post_at(calendar: Calendar, due: datetime, now: datetime, *, urgent: bool) -> Allowed:
    """Return when a post goes to an agency that is planned for `due`, and what holds it until
    then: nothing holds an urgent one."""
    earliest = max(now, due)
    return Allowed(earliest) if urgent else calendar.next_allowed(earliest)


def judged_again(it: HeldDelivery, directory: Directory, now: datetime) -> HeldDelivery:
    """Return what is held as it will be looked at next. Where nobody was there to send it when its
    time came, it may have to wait for the next such time."""
    calendar = calendar_of(directory, it.agency)
    it = replace(it, calendar=calendar)
    if it.until > now:
        return it
    paused_until = None if it.channel is not None else it.paused_until
    held = held_for(calendar, paused_until, now)
    return it if held is None else replace(it, until=held.until, reason=held.reason)


def overtaken(it: HeldDelivery, comings: Iterable[Coming], now: datetime) -> bool:
    """Tell whether a moment of the same plan takes the place of what is held, as it was judged
    again: one to come until it goes, or that has come while no clock ran and can still go."""
    return any(
        it.dissemination == coming.sending.id
        and coming.moment.due_at <= max(it.until, now)
        and _looked(coming).missed(it.calendar, now) is None
        for coming in comings
    )


def _looked(coming: Coming) -> Looked:
    return Looked(
        plan=coming.sending.plan,
        due_at=coming.moment.due_at,
        urgent=coming.sending.urgent,
        queued_at=coming.queued_at,
    )


def held(deliveries: Iterable[HeldDelivery]) -> Iterator[Expected]:
    """Yield what is held. Of private messages only how many there are on a day: who has paused is
    their own business."""
    private: defaultdict[date, list[HeldDelivery]] = defaultdict(list)
    for it in deliveries:
        if it.channel is None:
            private[it.until.astimezone(LONDON).date()].append(it)
            continue
        yield Expected(
            at=it.until,
            what=What.HELD,
            words=happening_words(Happening.HELD, kind=it.kind.value),
            about=it.slug,
            agencies=(it.agency,),
            why=it.reason,
        )
    for of_day in private.values():
        yield Expected(
            at=min(it.until for it in of_day),
            what=What.HELD,
            words=happening_words(Happening.HELD_PRIVATE),
            people=len(of_day),
            why=private_why(),
        )


def held_beyond(rows: Iterable[Expected], until: datetime) -> Iterator[Expected]:
    """Yield, of posts to come and of what is held, what falls before `until` and is held until then
    or longer. Whatever else of its plan falls until it goes is held as long, and goes with it. Of
    private messages nothing is told: a pause that is over only then is its owner's business."""
    for row in rows:
        falls = row.falls_at
        if row.at >= until and (falls is None or falls < until) and not row.people:
            yield row


def _next_moments(
    comings: dict[Coming, TooLate], directory: Directory
) -> Mapping[tuple[Coming, str], datetime]:
    """Return when each moment's plan comes to an agency again, where it does; they are in their
    order."""
    ahead: dict[tuple[UUID, str], datetime] = {}
    found: dict[tuple[Coming, str], datetime] = {}
    for coming, late in reversed(comings.items()):
        for agency in agencies_of(directory, coming.sending.channels) or ("",):
            key = (coming.sending.id, agency)
            if key in ahead:
                found[coming, agency] = ahead[key]
            if agency not in late.agencies:
                ahead[key] = coming.moment.due_at
    return found


def first_posts(rows: Sequence[Expected]) -> Mapping[tuple[UUID, str], datetime]:
    """Return when each dissemination's first post reaches each agency, of those to come."""
    found: dict[tuple[UUID, str], datetime] = {}
    for row in rows:
        if row.coming is None or row.what is not What.POST:
            continue
        for agency in row.agencies:
            key = (row.coming.sending.id, agency)
            found[key] = min(row.at, found.get(key, row.at))
    return found
