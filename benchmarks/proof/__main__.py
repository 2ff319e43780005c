"""All of the proof, one part after another: a line of JSON each. `--short` takes a few minutes.
Ends with 1 where a bar is missed, once all of it has run."""

import sys

from benchmarks.proof import faults, kills, memory
from benchmarks.proof.running import run
from benchmarks.reporting import report, wants_short


def main() -> None:
    """Run it."""
    short = wants_short(__doc__ or "")
    wrong: list[str] = []

    killed = kills.SHORT if short else kills.LONG
    found = run(kills.prove(killed))
    report("kills", found)
    wrong += kills.troubles(found, killed)

    found = run(faults.prove(faults.SHORT if short else faults.LONG))
    report("faults", found)
    wrong += faults.troubles(found)

    measured = run(memory.measure(memory.SHORT if short else memory.LONG))
    report("memory", measured)
    wrong += memory.troubles(measured)

    if wrong:
        sys.exit("; ".join(wrong))


if __name__ == "__main__":
    main()
