"""All benchmarks, one after another: a line of JSON each. `--short` takes less than a minute and
shows that they work; only the long form measures. Ends with 1 when the database does not hold
exactly the answers that got a reply, never because something was slow."""

import asyncio
import sys

from benchmarks import idle, import_time, inbound
from benchmarks.reporting import Figures, report, wants_short

SHORT_SECONDS = 300
"""How long a short form may take before it counts as hanging."""


def main() -> None:
    """Run them."""
    short = wants_short(__doc__ or "")
    answers = asyncio.run(_measured(short=short))
    report("import_time", import_time.measure(short=short))
    if trouble := wrong(answers):
        sys.exit(trouble)


def wrong(answers: Figures) -> str:
    """Return what is wrong with the answers' tally, in words; nothing when it is right."""
    match answers["lost"]:
        case 0:
            return ""
        case lost if lost > 0:
            return f"Answers that got a reply and are not in the database: {lost:.0f}."
        case lost:
            return f"Answers in the database that nobody gave: {-lost:.0f}."


async def _measured(*, short: bool) -> Figures:
    """Measure what runs in a loop, tell it, and return the answers' figures."""
    async with asyncio.timeout(SHORT_SECONDS if short else None):
        answers = await inbound.measure(short=short)
        report("inbound", answers)
        report("idle", await idle.measure(short=short))
    return answers


if __name__ == "__main__":
    main()
