"""Moving a plan: another moment, another rhythm, another end. It holds from the commit on."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from bot.decisions.plans import checked_name, plan_from
from bot.delivery.disseminate import first_moment
from bot.store.engine import Database
from bot.store.evidence.audit import Act, Decision, add_decision
from bot.store.plans.disseminations import load_dissemination
from bot.store.plans.moving import set_plan, take_back
from bot.store.plans.stopping import take_to_stop
from bot.store.wake import nudge
from config.errors import InputError, Problem, Refused
from config.now import Now
from content.days import in_london
from schedules.occurrence import Moment
from schedules.plan import PLAN, OneOff, Plan, Recurring


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody wants otherwise; None: it stays as it is."""

    at: str | None = None
    cron: str | None = None
    ends: str | None = None
    missed: str | None = None

    def of(self, plan: Plan, now: datetime) -> Plan:
        """Return the changed plan. Raises InputError naming the option."""
        if self.at is None and self.cron is None:
            if self.ends is None:
                what = "Give --at, --cron or --ends: what is to change."
                raise InputError("The plan", [Problem("--at, --cron, --ends", what)])
            if isinstance(plan, OneOff):
                what = "This plan comes once, and has no end; give --at or --cron."
                raise InputError("The plan", [Problem("--ends", what)])
            same = plan_from(
                at=None, cron=plan.cron, ends=self.ends, missed=self.missed, now=plan.starts
            )
        else:
            same = plan_from(
                at=self.at, cron=self.cron, ends=self.ends, missed=self.missed, now=now
            )
        if self.missed is not None:
            return same
        match plan, same:
            case (OneOff(), OneOff()) | (Recurring(), Recurring()):
                return replace(same, missed=plan.missed)
            case _:
                return same


@dataclass(frozen=True, slots=True)
class Moved:
    """A plan that was moved, and when it comes next."""

    before: Plan
    after: Plan
    ahead: Moment


async def move_plan(
    database: Database, dissemination: UUID, change: Change, by: str, now: Now
) -> Moved:
    """Give a dissemination another plan, in a name: what waits of a single moment goes with it, and
    what has come of a recurring plan stays. Raises NotFound, InputError for a plan that does not
    hold together, and Refused for what was stopped or has gone out, for a moment that is over, and
    for an empty or overlong name."""
    name = checked_name(by, "moves it")
    async with database.begin() as connection:
        stop = await take_to_stop(connection, dissemination)
        if stop is not None:
            raise Refused(
                f"It was stopped by {stop.by} on {in_london(stop.at)}, for good. Send it again"
                " instead: sevenbot send."
            )
        moment = now()
        before = (await load_dissemination(connection, dissemination)).plan
        after = change.of(before, moment)
        ahead = first_moment(after, moment)
        if ahead.due_at <= moment:
            raise Refused("A plan is moved to a moment that is to come. Choose a later one.")
        if isinstance(before, OneOff):
            reason = f"Moved by {name} on {in_london(moment)}, before it went out."
            gone = await take_back(connection, dissemination, reason, now=moment)
            if gone:
                raise Refused(
                    f"It has gone out, or may have, to {gone}"
                    f" {'channel' if gone == 1 else 'channels'}, and cannot be moved any more. Stop"
                    " what waits with `sevenbot plan stop`, or send it again."
                )
        await set_plan(connection, dissemination, after, filled_until=moment)
        await add_decision(
            connection,
            Decision(
                act=Act.MOVED,
                subject=dissemination,
                person=name,
                at=moment,
                detail={
                    "from": PLAN.dump_python(before, mode="json"),
                    "to": PLAN.dump_python(after, mode="json"),
                },
            ),
        )
        await nudge(connection)
    return Moved(before, after, ahead)
