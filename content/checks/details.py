"""Whether a briefing could point to a child or family."""

from collections.abc import Iterator

from content.briefing import Briefing
from content.checks.findings import Finding, error, named_sections, paragraphs, warning
from content.identifying import DetailKind, find_identifying

NEVER = frozenset(
    {
        DetailKind.NHS_NUMBER,
        DetailKind.CASE_NUMBER,
        DetailKind.PUPIL_NUMBER,
        DetailKind.NATIONAL_INSURANCE_NUMBER,
        DetailKind.DATE_OF_BIRTH,
    }
)
"""No briefing has a reason to carry these, and their form hardly mistakes something else for
them: errors. A name, a school or an address may be a published one, or a service's: warnings."""


def check_details(briefing: Briefing) -> Iterator[Finding]:
    """Yield each kind of identifying detail a part may hold."""
    for name, text in _texts(briefing):
        yield from check_text(name, text)


def check_text(name: str, text: str) -> Iterator[Finding]:
    """Yield each kind of identifying detail that the words of the part so named may hold."""
    for detail in find_identifying(text):
        if detail.kind in NEVER:
            yield error(name, f"This seems to hold {detail.description}. Take it out.")
        else:
            what = (
                f"This may hold {detail.description}. Take it out, unless it is published and "
                f"points to no child or family."
            )
            yield warning(name, what)


def _texts(briefing: Briefing) -> Iterator[tuple[str, str]]:
    yield "Title", briefing.title
    yield "Summary", briefing.summary
    yield "This week", briefing.this_week
    if briefing.change is not None:
        yield "Change", briefing.change.words
    for number, point in enumerate(briefing.key_points, start=1):
        yield f"Key point {number}", point
    for name, section in named_sections(briefing):
        yield name, section.title
        for text in paragraphs(section):
            yield name, text
    for reflection in briefing.reflections:
        yield "Reflection", reflection
    for question in briefing.questions:
        for each in (question, *question.variants):
            name = f"Question {each.key}"
            yield name, each.scenario
            yield name, each.ask
            for answer in each.answers:
                yield name, answer.text
                yield name, answer.why
    if not briefing.source.hidden:
        yield "Source", briefing.source.title
    for reference in briefing.references:
        yield "References", reference.title
    for link in briefing.links:
        yield "Links", link.text
