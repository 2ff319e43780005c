"""How often a recurring plan comes."""

from datetime import timedelta
from itertools import islice

from schedules.occurrence import moments
from schedules.plan import Recurring

_LONGEST = timedelta(days=366 * 9)
"""29 February can be eight years away."""
_ENOUGH = 4
"""Each of a cron's minutes goes with each of its hours on each of its days, so a plan that comes
more than once a day does so on every day. Of any three moments two then share a day; a fourth is
looked at because the hour that spring leaves out makes one moment of several."""


def more_than_daily(plan: Recurring) -> bool:
    """Tell whether the plan has several moments on one London day. It must have passed
    `check_plan`."""
    start = plan.starts - timedelta(microseconds=1)
    coming = islice(moments(plan, start, plan.starts + _LONGEST), _ENOUGH)
    days = [moment.slot.partition("T")[0] for moment in coming]
    return len(set(days)) < len(days)
