"""Nobody can work out a figure that is held back, however well they know the rules.

Every world of small surveys is played through. For larger ones, where that cannot be done, another
world is found for each figure: it shows the very same and differs there.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from itertools import product
from random import Random

import pytest

from bot.evidence.counters import AgencyCounts, together
from bot.evidence.cut import Cut
from tests.unit.evidence.surveys import Counts, agency, closed, drawn, figures


def rows(eligible: int, options: int, questions: int) -> Iterator[AgencyCounts]:
    """Everything that one agency's people may have answered."""
    for answered in range(eligible + 1):
        shapes = [
            shape
            for shape in product(range(answered + 1), repeat=options)
            if sum(shape) == answered
        ]
        for each in product(shapes, repeat=questions):
            yield agency(eligible, *each)


def worlds(sizes: tuple[int, ...], options: int, questions: int) -> Iterator[Counts]:
    """Everything that may have happened in agencies of these sizes."""
    for world in product(*(tuple(rows(size, options, questions)) for size in sizes)):
        yield {f"agency-{number}": counts for number, counts in enumerate(world)}


def everything(once: Cut) -> str:
    """All that can ever be said: whatever is shown is made of this."""
    return repr((once.shown, once.remainder))


def settled_figures(
    possible: Iterable[Counts], show: Callable[[Counts], tuple[Hashable, Collection[str]]]
) -> int:
    """Count the worlds in which what is shown leaves a figure that is held back one value only.
    `show` returns what is shown of a world, and which agencies are held back."""
    behind: defaultdict[Hashable, list[Counts]] = defaultdict(list)
    held: dict[Hashable, Collection[str]] = {}
    for world in possible:
        key, held_back = show(world)
        behind[key].append(world)
        held[key] = held_back
    return sum(len(alike) for key, alike in behind.items() if _settles(alike, held[key]))


def _settles(alike: Sequence[Counts], held: Collection[str]) -> bool:
    for name in held:
        seen = [figures(world[name]) for world in alike]
        if any(len({each[figure] for each in seen}) == 1 for figure in seen[0]):
            return True
    return False


@pytest.mark.parametrize(
    ("threshold", "sizes", "options", "questions"),
    [
        (2, (4, 4, 4), 2, 1),
        (2, (1, 2, 4, 4), 2, 1),
        (2, (2, 3, 4), 3, 1),
        (2, (1, 4, 4), 4, 1),
        (2, (1, 2, 4), 2, 2),
        (2, (2, 3, 20), 2, 1),
        (3, (2, 6, 8), 2, 1),
        (3, (1, 6, 7), 2, 1),
        (5, (10, 10), 2, 1),
        (5, (1, 10, 10), 2, 1),
    ],
)
def test_all_that_can_be_shown_leaves_every_held_back_figure_open(
    threshold: int, sizes: tuple[int, ...], options: int, questions: int
) -> None:
    """To whatever can be shown belong at least two worlds that differ in each figure that is held
    back: how many of an agency answered, and in which way."""
    told = 0

    def show(world: Counts) -> tuple[Hashable, Collection[str]]:
        nonlocal told
        once = closed(world, threshold)
        told += once.remainder is not None
        return everything(once), once.held

    assert settled_figures(worlds(sizes, options, questions), show) == 0
    assert told


def test_the_attack_works_where_the_sum_is_always_given() -> None:
    def show(world: Counts) -> tuple[Hashable, Collection[str]]:
        held = closed(world, 2).held
        rows = repr({name: counts for name, counts in world.items() if name not in held})
        return rows + repr(together(world.values())), held

    assert settled_figures(worlds((2, 4, 4), 2, 1), show) > 0


TRIES = 6000


@pytest.mark.parametrize("seed", range(40))
def test_another_world_shows_the_same(seed: int) -> None:
    counts = drawn(seed)
    once = closed(counts)
    target = everything(once)
    settled = {
        (name, figure, value)
        for name in once.held
        for figure, value in figures(counts[name]).items()
    }
    random = Random(seed)
    for _ in range(TRIES):
        if not settled:
            break
        other = another_world(counts, once, random)
        if other is not None and everything(closed(other)) == target:
            settled = {each for each in settled if figures(other[each[0]])[each[1]] == each[2]}
    assert not settled


def another_world(counts: Counts, once: Cut, random: Random) -> Counts | None:
    """Deal the answers of those held back anew, so that what is told of them together stays; None
    where more people would have answered than there are."""
    held = sorted(once.held)
    pool = together(counts[name] for name in held)
    answered = pool.answered
    if once.remainder is None:
        answered = max(0, answered + random.randint(-4, 4))
    hands: dict[str, list[str]] = {}
    for question, row in pool.answers.items():
        told = once.remainder.answers[question] if once.remainder else {}
        dealt = [option for option, count in told.items() for _ in range(count)]
        free = [option for option in row if option not in told]
        rest = [option for option in free for _ in range(row[option])]
        random.shuffle(rest)
        missing = answered - len(dealt)
        changed = random.randint(0, 2)
        rest += random.choices(free, k=missing + changed) if free else []
        hands[question] = dealt + rest[changed : changed + missing]
        random.shuffle(hands[question])
    most = random.choice([max(held, key=lambda name: counts[name].answered), *held])
    new = dict(counts)
    for name in [each for each in held if each != most] + [most]:
        left = len(next(iter(hands.values())))
        few = random.choice((4, 4, 4, 9))
        size = counts[name].eligible
        number = left if name == most else random.randint(0, min(size, few, left))
        if number > size:
            return None
        if few > 4 and name != most:
            for hand in hands.values():
                hand.sort(key=lambda option: (hand.count(option), option))
        dealt_out = {q: [hand.pop() for _ in range(number)] for q, hand in hands.items()}
        new[name] = AgencyCounts(
            size,
            {q: {o: dealt_out[q].count(o) for o in row} for q, row in pool.answers.items()},
        )
        for hand in hands.values():
            random.shuffle(hand)
    return new
