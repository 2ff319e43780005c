"""When somebody is asked to pass learning on, and who is asked next. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import Final

from config.now import LONDON
from content.waiting import Reason
from schedules.calendar import Calendar
from schedules.followups import CascadePlan, days_after
from schedules.walls import placed

MOST_REMINDERS: Final = 3

APART: Final = 3
"""Days between two messages about one cascade at least, where leave or a weekend has pushed the
first one back; less only where the plan itself has them closer."""


class To(Enum):
    """Whom a step turns to."""

    HOLDER = "holder"
    """Whoever has it: a lead, unless it was handed over."""
    DEPUTY = "deputy"
    COORDINATOR = "coordinator"


@dataclass(frozen=True, slots=True)
class Step:
    """One message about passing it on."""

    slot: str
    """Its name among the cascade's occurrences."""
    days: int
    """After the post, by the London wall clock."""
    to: To

    def due(self, posted_at: datetime) -> datetime:
        """Return when it is due, as an aware moment."""
        return days_after(posted_at, self.days)


ASK: Final = "ask"


def steps(plan: CascadePlan, *, deputies: bool) -> tuple[Step, ...]:
    """Return everything that is sent about one cascade while nobody answers, in order. Without
    `deputies` nobody is asked between the lead and the coordinator."""
    reminders = (
        Step(f"reminder {number}", days, To.HOLDER)
        for number, days in enumerate(plan.remind_days[:MOST_REMINDERS], start=1)
    )
    deputy = (Step("deputy", plan.deputy_days, To.DEPUTY),) if deputies else ()
    return (
        Step(ASK, 0, To.HOLDER),
        *reminders,
        *deputy,
        Step("coordinator", plan.coordinator_days, To.COORDINATOR),
    )


def next_step(plan: CascadePlan, stage: str, *, deputies: bool) -> Step | None:
    """Return what comes after the stage (the slot of what was sent last, or anything else before
    the first message), or None after the last."""
    ahead = steps(plan, deputies=deputies)
    slots = [step.slot for step in ahead]
    if stage == "deputy" and not deputies:
        return ahead[-1]
    behind = slots.index(stage) + 1 if stage in slots else 0
    return ahead[behind] if behind < len(ahead) else None


def due_after(step: Step, ahead: Step, posted_at: datetime, sent_at: datetime) -> datetime:
    """Return when the step `ahead` is due once `step` was sent at `sent_at`."""
    apart = min(APART, ahead.days - step.days)
    return max(ahead.due(posted_at), days_after(sent_at, apart))


@dataclass(frozen=True, slots=True)
class Deadline:
    """The day by which it is to be passed on: on a day off nobody can be asked to."""

    day: date
    planned: date
    """What it would be without the agency's calendar."""
    why: tuple[Reason, ...] = ()
    """What moved it; nothing where it was not moved."""


def deadline(plan: CascadePlan, posted_at: datetime, calendar: Calendar) -> Deadline:
    """Return the day by which an agency of this calendar is to pass it on: the plan's, counted in
    London's days, or the first one after it that is open."""
    day = planned = posted_at.astimezone(LONDON).date() + timedelta(days=plan.within_days)
    if calendar.open_day(planned):
        return Deadline(planned, planned)
    while not calendar.open_day(day):
        day += timedelta(days=1)
    # A closed day is closed at every time of it, so that noon is as good as any.
    noon = placed(datetime.combine(planned, time(12)), calendar.zone)
    return Deadline(day, planned, calendar.next_allowed(noon).why)
