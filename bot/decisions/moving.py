"""Moving a plan: another moment, another rhythm, another end. It holds from the commit on."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from bot.decisions.inbox import member_of_the_group
from bot.decisions.plans import plan_from
from bot.delivery.disseminate import first_moment
from bot.delivery.filling import fill
from bot.delivery.jobs import Queue
from bot.store.engine import Database
from bot.store.evidence.audit import Act, keep_decision
from bot.store.plans.disseminations import load_dissemination
from bot.store.plans.moving import Gone, set_plan, take_back
from bot.store.plans.stopping import take_to_stop
from bot.store.wake import nudge
from config.directory import Directory
from config.errors import InputError, Problem, Refused
from config.now import Now
from content.days import in_london
from content.templating import say, say_once
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
                nothing = Problem("--at, --cron, --ends", say("plan_refusal.nothing"))
                raise InputError(say("plan_refusal.plan"), [nothing])
            if isinstance(plan, OneOff):
                once = Problem("--ends", say("plan_refusal.once"))
                raise InputError(say("plan_refusal.plan"), [once])
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
    database: Database,
    queue: Queue,
    directory: Directory,
    dissemination: UUID,
    change: Change,
    *,
    by: str,
    now: Now,
) -> Moved:
    """Give a dissemination another plan, in the name of a coordinator or approver of the directory.
    Of a single moment all goes with it that surely is nowhere yet, what halted or failed too. What
    has come of a recurring plan stays: where no clock has taken it up yet, it is queued first, or
    skipped with its reason, as the earlier plan has it. Raises NotFound, InputError for a plan that
    does not hold together, and Refused for what was stopped, for what has gone out or may have, for
    a moment that is over, and for anybody else's name."""
    name = member_of_the_group(directory, by)
    async with database.begin() as connection:
        stop = await take_to_stop(connection, dissemination)
        if stop is not None:
            raise Refused(say_once("plan_refusal.stopped", by=stop.by, at=in_london(stop.at)))
        moment = now()
        mine = await load_dissemination(connection, dissemination)
        before = mine.plan
        after = change.of(before, moment)
        ahead = first_moment(after, moment)
        if ahead.due_at <= moment:
            raise Refused(say("plan_refusal.past"))
        if isinstance(before, OneOff):
            reason = say_once("plan.moved", by=name, at=in_london(moment))
            gone = await take_back(connection, dissemination, before.at, reason, now=moment)
            _check_gone(gone)
        else:
            # From here on only the new plan is walked, and only from now on.
            await fill(connection, queue, directory, mine, moment)
        await set_plan(connection, dissemination, after, filled_until=moment)
        plans = {
            "from": PLAN.dump_python(before, mode="json"),
            "to": PLAN.dump_python(after, mode="json"),
        }
        await keep_decision(connection, Act.MOVED, dissemination, person=name, at=moment, **plans)
        await nudge(connection)
    return Moved(before, after, ahead)


def _check_gone(gone: Gone) -> None:
    """Refuse to move what is there already, or may be: it would come twice."""
    if gone.sent:
        raise Refused(say("plan_refusal.gone_out", sent=gone.sent, doubtful=gone.doubtful))
    if gone.doubtful:
        raise Refused(say("plan_refusal.may_be_out", doubtful=gone.doubtful))
