"""Surveys to attack: their counts, drawn at random or by hand, and what is shown of them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from random import Random

from bot.evidence.counters import AgencyCounts
from bot.evidence.cut import Cut
from bot.evidence.tables import cut

CLOSED = datetime(2026, 11, 6, 17, 0, tzinfo=UTC)
Counts = Mapping[str, AgencyCounts]


def agency(eligible: int, *answers: Sequence[int]) -> AgencyCounts:
    """An agency whose people answered q0, q1 … by options o0, o1 … so many times."""
    return AgencyCounts(
        eligible,
        {
            f"q{number}": {f"o{option}": count for option, count in enumerate(row)}
            for number, row in enumerate(answers)
        },
    )


def closed(counts: Counts, threshold: int = 5) -> Cut:
    """What may be said of them an hour after the close."""
    return cut(counts, threshold, closes_at=CLOSED, now=CLOSED + timedelta(hours=1))


def figures(counts: AgencyCounts) -> Mapping[tuple[str, ...], int]:
    """Every figure of an agency: how many answered, and how many chose each option."""
    options = {(q, o): n for q, row in counts.answers.items() for o, n in row.items()}
    return {(): counts.answered, **options}


def drawn(seed: int) -> Counts:
    """A survey of two to seven agencies: tiny and large ones, silence and full response, opinions
    that are spread and opinions that are all alike."""
    random = Random(seed)
    questions = [random.choice((2, 3, 4, 6)) for _ in range(random.randint(1, 2))]
    return {f"agency-{n}": _agency(random, questions) for n in range(random.randint(2, 7))}


def _agency(random: Random, questions: Sequence[int]) -> AgencyCounts:
    eligible = random.choice((random.randint(1, 8), random.randint(5, 25), random.randint(20, 120)))
    rate = random.choice((0, 0.1, 0.3, 0.5, 0.8, 1))
    answered = sum(random.random() < rate for _ in range(eligible))
    rows: list[list[int]] = []
    for options in questions:
        weights = [random.choice((0.02, 0.2, 1, 3)) for _ in range(options)]
        chosen = random.choices(range(options), weights, k=answered)
        rows.append([chosen.count(option) for option in range(options)])
    return agency(eligible, *rows)
