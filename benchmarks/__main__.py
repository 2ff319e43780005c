"""All benchmarks, one after another: a line of JSON each. `--short` takes a minute or two and shows
that they work; only the long form measures. Ends with 1 when the database does not hold exactly the
answers that got a reply, or what a term must have come to, or a post was lost, doubled or sent too
fast; never because something was slow."""

import asyncio
import sys

from benchmarks import fanout, idle, import_time, inbound, term
from benchmarks.proof.running import run as run_stoppable
from benchmarks.reporting import Figures, report, wants_short
from bot.commands.common import run

SHORT_SECONDS = 300
"""How long a short form may take before it counts as hanging."""


def main() -> None:
    """Run them."""
    short = wants_short(__doc__ or "")
    answers, lived = run(_measured(short=short))
    report("import_time", import_time.measure(short=short))
    sent = run_stoppable(fanout.measure(short=short))
    report("fanout", sent)
    if trouble := wrong(answers) or unlike(lived) or "; ".join(fanout.troubles(sent)):
        sys.exit(trouble)


def wrong(answers: Figures) -> str:
    """Return what is wrong with the answers' tally, in words; nothing when it is right."""
    match answers["lost"]:
        case int(lost) if lost > 0:
            return f"Answers that got a reply and are not in the database: {lost}."
        case int(lost) if lost < 0:
            return f"Answers in the database that nobody was told of: {-lost}."
        case _:
            return ""


def unlike(lived: Figures) -> str:
    """Return what is wrong with a term, in words; nothing when it came to what it must."""
    mismatches = lived["mismatches"]
    return f"A term and its tally differ in {mismatches:.0f} places." if mismatches else ""


async def _measured(*, short: bool) -> tuple[Figures, Figures]:
    """Measure what runs in a loop, tell it, and return the answers' figures and the term's."""
    async with asyncio.timeout(SHORT_SECONDS if short else None):
        answers = await inbound.measure(short=short)
        report("inbound", answers)
        report("idle", await idle.measure(short=short))
        lived = await term.measured(term.SHORT if short else term.Form())
    return answers, lived


if __name__ == "__main__":
    main()
