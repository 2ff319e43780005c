"""All benchmarks, one after another: a line of JSON each. `--short` takes less than a minute and
shows that they work; only the long form measures."""

import asyncio

from benchmarks import idle, import_time, inbound
from benchmarks.reporting import report, wants_short


def main() -> None:
    """Run them."""
    short = wants_short(__doc__ or "")
    report("inbound", asyncio.run(inbound.measure(short=short)))
    report("idle", asyncio.run(idle.measure(short=short)))
    report("import_time", import_time.measure(short=short))


if __name__ == "__main__":
    main()
