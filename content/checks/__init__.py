"""Checks on a briefing: pure, and for every way in which one is written or imported.

An **error** is what a post or a page cannot do without, cannot hold, or must never carry: the
import is refused. A **warning** is what a rule can suspect and only a person can judge: it is
shown, and the author decides.
"""

from functools import lru_cache

from content.briefing import Briefing
from content.checks.details import check_details
from content.checks.figures import check_figures
from content.checks.findings import Finding, Severity
from content.checks.lengths import check_lengths, reading_minutes
from content.checks.parts import check_parts

__all__ = ["Finding", "Severity", "check", "reading_minutes"]

KEPT = 16
"""Briefings whose findings are kept: a term's series."""


@lru_cache(maxsize=KEPT)
def check(briefing: Briefing) -> tuple[Finding, ...]:
    """Return everything that is found, errors first, each once. It is kept for the last few,
    whose words an author wrote to be read: what is imported is checked again where it is
    approved."""
    found = dict.fromkeys(
        (
            *check_parts(briefing),
            *check_lengths(briefing),
            *check_details(briefing),
            *check_figures(briefing),
        )
    )
    return tuple(sorted(found, key=lambda finding: finding.severity is Severity.WARNING))
