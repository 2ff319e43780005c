"""What has come and waits for a worker: it goes as soon as one is there, or when its agency's hours
or its reader let it by then. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from bot.foresight.posts import judged_again
from bot.foresight.rows import Expected, What
from bot.store.delivery.queued import QueuedDelivery
from config.directory import Directory
from config.now import LONDON
from content.coming import Happening, happening_words, practice_words, private_why, queued_words
from schedules.digests import week_of
from schedules.kinds import Kind
from schedules.pulse import OPENING, REMINDER, RESULTS

_SURVEY: Final = {
    OPENING: Happening.SURVEY_OPENS,
    REMINDER: Happening.SURVEY_REMINDER,
    RESULTS: Happening.SURVEY_RESULTS,
}


def taken_up(it: QueuedDelivery, directory: Directory, now: datetime) -> QueuedDelivery:
    """Return what is queued with the moment at which it goes if a worker is there from now on. Of a
    digest it is not told whether its reader has paused: then it is left out."""
    at_once = replace(
        it, until=now, paused_until=None if it.kind is Kind.DIGEST else it.paused_until
    )
    if it.urgent:
        return at_once
    judged = judged_again(at_once, directory, now)
    return replace(at_once, until=judged.until, reason=judged.reason)


def still_goes(it: QueuedDelivery) -> bool:
    """Tell whether it is not skipped when it goes: a digest in another week, questions on another
    day than theirs, what a survey asks once it has closed."""
    if it.kind is Kind.DIGEST:
        return it.slot == week_of(it.until)
    if it.kind is Kind.RECALL:
        return it.slot == it.until.astimezone(LONDON).date().isoformat()
    return not it.ends_held(it.until)


def queued(deliveries: Iterable[QueuedDelivery], *, threshold: int) -> Iterator[Expected]:
    """Yield it with since when it waits. Of private messages only how many people get some on a
    day, and of questions asked again whole groups alone (`bot.foresight.people`)."""
    private: defaultdict[tuple[date, bool], list[QueuedDelivery]] = defaultdict(list)
    for it in deliveries:
        if it.channel is None and it.kind is not Kind.DIGEST:
            day = it.until.astimezone(LONDON).date()
            private[day, it.kind is Kind.RECALL].append(it)
        else:
            yield _told(it)
    for (_, again), of_day in private.items():
        people = len({it.member for it in of_day})
        since = min(it.queued_at for it in of_day)
        held = any(it.reason for it in of_day)
        which = Happening.RECALL if again else Happening.QUEUED_PRIVATE
        yield Expected(
            at=min(it.until for it in of_day),
            what=What.RECALL if again else What.QUEUED,
            words=happening_words(which),
            people=people - people % (2 * threshold) if again else people,
            why=f"{private_why()} {queued_words(since)}" if held else queued_words(since),
        )


def _told(it: QueuedDelivery) -> Expected:
    """Return the line of what goes to a channel, and of a digest, as it was foretold before."""
    what, words = What.QUEUED, happening_words(Happening.QUEUED, kind=it.kind.value)
    if it.kind is Kind.DIGEST:
        what, words = What.DIGEST, happening_words(Happening.DIGEST)
    elif it.kind is Kind.PULSE and it.slot in _SURVEY:
        what, words = What.SURVEY, happening_words(_SURVEY[it.slot])
    return Expected(
        at=it.until,
        what=what,
        words=words,
        about=practice_words(it.slug) if it.practice else it.slug,
        agencies=(it.agency,),
        why=f"{it.reason} {queued_words(it.queued_at)}".strip(),
    )
