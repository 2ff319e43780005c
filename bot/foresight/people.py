"""What will come to single people: questions that return, and digests. Counts and agencies, never
who. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from bot.followups.digests import EVERY_OTHER_WEEK, WEEKLY
from bot.followups.recall import MOST_IN_ONE
from bot.foresight.rows import Expected, What, moved
from bot.store.plans.foresight import ComingRecall
from config.directory import Directory
from config.now import LONDON
from content.coming import Happening, happening_words
from handlers.roles import appointments
from schedules.calendar import calendar_of, next_day
from schedules.digests import is_due, is_fortnight, next_due, week_of


def recall_rows(
    members: Iterable[Sequence[ComingRecall]],
    directory: Directory,
    now: datetime,
    until: datetime,
    *,
    threshold: int,
) -> Iterator[Expected]:
    """Yield on which London days people are asked again: three questions in one message at most,
    and one message a day. What did not fit returns sooner than what did, so that a count would say
    how people answered: of them it tells whole groups of `2 * threshold` alone."""
    days: defaultdict[date, list[datetime]] = defaultdict(list)
    for questions in members:
        for at in _askings(questions, directory, now):
            if at < until:
                days[at.astimezone(LONDON).date()].append(at)
    for of_day in days.values():
        yield Expected(
            at=min(of_day),
            what=What.RECALL,
            words=happening_words(Happening.RECALL),
            people=len(of_day) - len(of_day) % (2 * threshold),
        )


def _askings(
    questions: Sequence[ComingRecall], directory: Directory, now: datetime
) -> Iterator[datetime]:
    calendar = calendar_of(directory, questions[0].agency)
    begins = max(now, questions[0].paused_until or now)
    if questions[0].asked_today:
        begins = max(begins, next_day(now))
    left = [max(it.next_at, begins) for it in questions]
    while left:
        at = calendar.next_allowed(min(left)).at
        due = [moment for moment in left if moment <= at]
        yield at
        later = next_day(at)
        left = [max(moment, later) for moment in left if moment > at]
        left += [later] * len(due[MOST_IN_ONE:])


def digest_rows(
    directory: Directory, now: datetime, until: datetime, *, begun: bool
) -> Iterator[Expected]:
    """Yield the Mondays' digests by agency: whoever would read nothing new gets none, which nobody
    can tell before. `begun`: this week's are on their way."""
    monday = now if is_due(now) and not begun else next_due(now)
    while monday < until:
        roles = EVERY_OTHER_WEEK if is_fortnight(monday) else WEEKLY
        named = {
            it.agency or directory.workspace(it.workspace).agency
            for it in appointments(directory)
            if it.role in roles
        }
        for agency in sorted(named):
            calendar = calendar_of(directory, agency)
            found = calendar.next_allowed(monday)
            if week_of(found.at) == week_of(monday):
                yield Expected(
                    at=found.at,
                    what=What.DIGEST,
                    words=happening_words(Happening.DIGEST),
                    agencies=(agency,),
                    why=moved(calendar, found),
                )
        monday = next_due(monday)
