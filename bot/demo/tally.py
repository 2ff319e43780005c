"""What the sandbox's people saw, held against what the database kept. Pure."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from bot.sandbox.scenario import Seen
from bot.sandbox.world import SandboxChannel
from bot.store.evidence.audit import Kept
from content.compose.pause import NOBODY


@dataclass(frozen=True, slots=True)
class Comparison:
    """How the two counts differ. Both are nothing when all is well."""

    lost: int
    """Facts that people saw happen and the database does not have."""
    duplicates: int
    """Facts that the database has too often, and posts that a channel got twice."""
    troubles: tuple[str, ...]
    """What else was not as it should be, in words."""


def witnessed(
    seen: Mapping[str, Seen], channels: Mapping[str, SandboxChannel]
) -> Counter[tuple[str, str]]:
    """Return what people saw, by agency and the kind of fact that it must have become."""
    counted: Counter[tuple[str, str]] = Counter()
    for channel, kept in seen.items():
        agency = channels[channel].agency
        counted[agency, "opened"] += len(kept.opened)
        counted[agency, "acknowledged"] += len(kept.acknowledged)
        counted[agency, "queried"] += len(kept.queries)
        fits = sum(kept.first_answers.values())
        counted[agency, "first answer fits"] += fits
        counted[agency, "first answer"] += len(kept.first_answers) - fits
    return counted


def compare(
    seen: Mapping[str, Seen],
    channels: Mapping[str, SandboxChannel],
    posts: Counter[str],
    deliveries: Counter[str],
    kept: Kept,
) -> Comparison:
    """Hold the two counts against each other. `posts` and `deliveries` are the sandbox's own
    counts of accepted posts, by channel and by delivery id. What went to one person in private is
    no post of the briefing: it is looked at for doubles alone."""
    saw = witnessed(seen, channels)
    # A page of one's own has buttons that belong to no delivery.
    doubled = {which: n for which, n in deliveries.items() if n > 1 and which != str(NOBODY)}
    for channel in posts.keys() & channels.keys():
        saw[channels[channel].agency, "delivered"] += posts[channel]
    differences = {what: saw.get(what, 0) - kept.facts.get(what, 0) for what in {*saw, *kept.facts}}
    troubles = [
        f"{agency}: {kind}: people saw {saw.get((agency, kind), 0)},"
        f" the database has {kept.facts.get((agency, kind), 0)}"
        for (agency, kind), difference in sorted(differences.items())
        if difference
    ] + [
        f"the delivery {delivery} was posted {count} times"
        for delivery, count in sorted(doubled.items())
    ]
    return Comparison(
        lost=sum(difference for difference in differences.values() if difference > 0),
        duplicates=sum(-difference for difference in differences.values() if difference < 0)
        + sum(count - 1 for count in doubled.values()),
        troubles=(*troubles, *(trouble for kept in seen.values() for trouble in kept.troubles)),
    )
