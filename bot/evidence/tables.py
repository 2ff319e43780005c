"""Pulse results: which figures of a closed survey may be shown. Pure.

What is guarded is what anybody answered, and who did. In short: an agency is shown whole or held
back whole, by its own figures alone; beside those held back, one large agency is held back too,
chosen by sizes that everybody knows; and of all of these together only sums are told that are
large themselves. Why, and what was measured: docs/decisions/0007-pulse-tables.md.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from bot.evidence.counters import AgencyCounts, Options, together
from bot.evidence.cut import Cut, Remainder
from config.errors import Refused
from content.templating import say

CROWD = 10
"""Times the threshold: with so many eligible people an agency is a crowd to be held back among.
Two of five answer at the least in most surveys, so that it brings some twenty answers."""


def cut(
    counts: Mapping[str, AgencyCounts], threshold: int, *, closes_at: datetime, now: datetime
) -> Cut:
    """Work out all that may be said of a survey, once it is closed. `threshold`: groups with fewer
    answers are held back (settings.suppression_threshold). Both moments are aware. Raises Refused
    before the close and ValueError where no agency was asked."""
    if now < closes_at:
        raise Refused(say("survey_refusal.still_open"))
    if not counts:
        raise ValueError("No agency was asked.")
    small = frozenset(name for name, each in counts.items() if not may_show_alone(each, threshold))
    companion = _companion(counts, small, threshold) if small else None
    held = small | {companion} if companion else small
    return Cut(
        threshold=threshold,
        eligible={name: counts[name].eligible for name in sorted(counts)},
        questions={
            question: tuple(options)
            for question, options in next(iter(counts.values())).answers.items()
        },
        shown={name: counts[name] for name in sorted(counts) if name not in held},
        remainder=_remainder(
            together(counts[name] for name in held),
            sum(_room(counts[name], threshold) for name in small) + counts[companion].eligible,
            threshold,
        )
        if companion
        else None,
    )


def may_show_alone(counts: AgencyCounts, threshold: int) -> bool:
    """Tell whether an agency's figures may be shown, by these alone: enough people answered, and
    where they are fewer than twice the threshold they did not all answer a question alike, since
    that would say what each of them answered. Where there is nobody, there is nobody to tell
    on."""
    if counts.eligible == counts.answered == 0:
        return True
    if counts.answered < threshold:
        return False
    alike = any(max(each.values()) == counts.answered for each in counts.answers.values())
    return not (alike and counts.answered < 2 * threshold)


def _companion(
    counts: Mapping[str, AgencyCounts], small: Collection[str], threshold: int
) -> str | None:
    """Return the agency that is held back beside those that must be: the smallest crowd among the
    others, else the largest with at least twice the threshold eligible. Only sizes decide, which
    are shown in any case, so that the choice says nothing about the answers."""
    sizes = {
        name: each.eligible
        for name, each in counts.items()
        if name not in small and each.eligible >= 2 * threshold
    }
    crowds = {name: size for name, size in sizes.items() if size >= CROWD * threshold}
    if crowds:
        return min(crowds, key=lambda name: (crowds[name], name))
    return max(sizes, key=lambda name: (sizes[name], name), default=None)


def _room(counts: AgencyCounts, threshold: int) -> int:
    """Return how many answers an agency that must be held back can have."""
    return min(counts.eligible, 2 * threshold - 1)


def _remainder(held: AgencyCounts, room: int, threshold: int) -> Remainder | None:
    """Return what may be told of those held back, together. `room`: how many answers they can
    have. Each sum must be as large as the figure of any of them, which could then lie anywhere:
    those who answered twice the threshold, those who could still have answered the threshold."""
    if held.answered < 2 * threshold or room - held.answered < threshold:
        return None
    return Remainder(
        held.answered,
        {question: _told(options, threshold) for question, options in held.answers.items()},
    )


def _told(options: Options, threshold: int) -> Options:
    """Return the options whose sums may be told: each has the threshold, and so have the others
    together, since theirs follows from how many answered. For that, further options are held
    back, the smallest first."""
    by_size = sorted(options, key=lambda option: options[option])
    hidden = sum(options[option] < threshold for option in options)
    while 0 < hidden < len(by_size) and sum(options[o] for o in by_size[:hidden]) < threshold:
        hidden += 1
    told = frozenset(by_size[hidden:])
    return {option: count for option, count in options.items() if option in told}


def so_far(answered: int, threshold: int) -> int | None:
    """Return how many have answered at least, for an open survey: whole multiples of the
    threshold, so that nobody sees one person answer; None under it. For the survey as a whole,
    never for an agency."""
    return answered // threshold * threshold or None


def may_show_comments(counts: Iterable[AgencyCounts], threshold: int) -> bool:
    """Tell whether what people wrote may be shown: without agencies, and only where twice the
    threshold answered."""
    return sum(each.answered for each in counts) >= 2 * threshold
