"""What a lead may be told of who understood, however often they look. Pure.

A lead sits beside the people that the figures are about, and may look before and after somebody
answers. So the figure only ever moves by a whole group of people at once, and whatever two views
differ by is such a group. Its size is twice the threshold: then it may be shown whatever they
answered, so that not even the moment at which it is shown tells anything.
docs/decisions/0006-small-numbers.md has more.
"""

from collections.abc import Sequence

from content.progress import Understanding


def released(fitting: Sequence[bool], threshold: int) -> Understanding | None:
    """Return the figure over those who came first, or None while they are too few. `fitting` says
    of each person whether all their first answers fitted, in the order in which they came to
    count."""
    group = 2 * threshold
    answered = len(fitting) // group * group
    return Understanding(answered, sum(fitting[:answered])) if answered else None
