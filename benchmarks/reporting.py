"""How a benchmark is asked for and how it says what it found."""

import argparse
import json
import sys
from collections.abc import Mapping

Figures = Mapping[str, float | Mapping[str, float]]
"""What one benchmark found, by name; some belong together under one. The name says the unit."""


def wants_short(about: str) -> bool:
    """Read the command line. Returns whether the short form is wanted, which shows that the
    benchmark works and measures little."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--short", action="store_true", help="Measure for seconds only.")
    return bool(parser.parse_args().short)


def progress(words: str) -> None:
    """Say on standard error what is going on."""
    print(words, file=sys.stderr, flush=True)


def report(name: str, figures: Mapping[str, object]) -> None:
    """Print the benchmark's line of JSON."""
    print(json.dumps({"benchmark": name, **figures}), flush=True)
