"""What will be said about passing on, if nobody confirms it before. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from bot.foresight.rows import Expected, What, moved
from config.directory import Directory, PersonRole
from config.now import LONDON
from content.coming import Happening, happening_words, whose_hours
from content.waiting import moved_words
from schedules.calendar import Allowed, Calendar, calendar_of
from schedules.cascade import ASK, Step, To, deadline, due_after, next_step, steps
from schedules.followups import CascadePlan
from schedules.walls import placed


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one agency's cascade stands, or will: `stage` is what was sent last."""

    about: str
    agency: str
    plan: CascadePlan
    posted_at: datetime
    stage: str
    next_at: datetime | None
    deadline: date | None = None
    """What the lead was told. None: nobody was told yet."""
    corrected_at: datetime | None = None
    """When it last became another one that matters, and the deadline was counted anew."""


def cascade_rows(standing: Standing, directory: Directory, now: datetime) -> Iterator[Expected]:
    """Yield every message that comes while nobody confirms, as the clock would send it, and the
    deadline."""
    calendar = calendar_of(directory, standing.agency)
    yield _deadline(standing, calendar)
    led, deputies = _led(directory, standing.agency)
    stage, due = standing.stage, standing.next_at
    while due is not None:
        step = next_step(standing.plan, stage, deputies=deputies)
        if step is None:
            return
        if not led:
            # Nobody is named to be asked: there is only the coordinator to tell.
            step = steps(standing.plan, deputies=False)[-1]
        found = calendar.next_allowed(max(due, now))
        for at, why in sorted(_comes(step, standing.agency, found, directory)):
            yield Expected(
                at=at,
                what=What.CASCADE,
                words=_words(step),
                about=standing.about,
                agencies=(standing.agency,),
                why=why,
            )
        ahead = next_step(standing.plan, step.slot, deputies=deputies)
        stage = step.slot
        due = None if ahead is None else due_after(step, ahead, standing.posted_at, found.at)


def _deadline(standing: Standing, calendar: Calendar) -> Expected:
    """Return the day that stands, with what moved it if it is what today's calendar gives."""
    since = (standing.posted_at, standing.corrected_at)
    counted = [deadline(standing.plan, at, calendar) for at in since if at is not None]
    day = standing.deadline or max(it.day for it in counted)
    moved_by = next((it for it in counted if it.day == day and it.why), None)
    return Expected(
        at=placed(datetime.combine(day, time()), LONDON),
        what=What.DEADLINE,
        words=happening_words(Happening.DEADLINE),
        about=standing.about,
        agencies=(standing.agency,),
        why="" if moved_by is None else moved_words(moved_by.planned, day, moved_by.why),
    )


def _comes(
    step: Step, agency: str, found: Allowed, directory: Directory
) -> set[tuple[datetime, str]]:
    """Return when a message comes that its agency's calendar lets go then, and why: coordinators
    have a calendar of their own, that of the agency whose workspace they are in."""
    why = moved(calendar_of(directory, agency), found)
    if step.to is not To.COORDINATOR:
        return {(found.at, why)}
    comes: set[tuple[datetime, str]] = set()
    for person in directory.people:
        if PersonRole.COORDINATOR in person.roles:
            their = directory.workspace(person.workspace).agency
            own = calendar_of(directory, their)
            again = own.next_allowed(found.at)
            theirs = moved(own, again)
            if theirs and their != agency:
                theirs = f"{theirs} {whose_hours(directory.agency(their).name)}"
            comes.add((again.at, theirs or why))
    return comes


def _led(directory: Directory, agency: str) -> tuple[bool, bool]:
    try:
        it = directory.agency(agency)
    except KeyError:
        return False, False
    # A deputy who is the only one has it from the start, and nobody is left between.
    leads = {(each.workspace, each.account) for each in it.leads}
    deputies = {(each.workspace, each.account) for each in it.deputies} - leads
    return bool(leads or deputies), len(deputies) > (0 if leads else 1)


def _words(step: Step) -> str:
    match step.to:
        case To.HOLDER:
            return (
                happening_words(Happening.CASCADE_ASK)
                if step.slot == ASK
                else happening_words(Happening.CASCADE_REMINDER)
            )
        case To.DEPUTY:
            return happening_words(Happening.CASCADE_DEPUTY)
        case To.COORDINATOR:
            return happening_words(Happening.CASCADE_COORDINATOR)
