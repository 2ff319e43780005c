"""A briefing from its authored form: Markdown with YAML front matter (docs/authoring.md).

The reader cares for form: every problem carries its file and line, all of them come at once,
and nothing is half-read. Whether the content is fit to send is for content.checks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from config.errors import InputError, Problem
from config.located import Located, hidden_character, read_text
from content.briefing import (
    Briefing,
    BriefingEvent,
    Format,
    NewsletterItem,
    PublishedReview,
    Section,
    SevenMinute,
    SixtyMinute,
)
from content.importing.front import EventFront, Front, NewsletterFront, ReviewFront, read_front
from content.importing.page import Page
from content.importing.prose import Node, blocks, list_items, plain, prose
from content.importing.questions import read_questions

MAX_BYTES = 200_000
"""A briefing is a few pages; what is larger is some other file."""

BACKGROUND, WHY, REMEMBER, DO = "Background", "Why it matters", "What to remember", "What to do"
REFLECTION, QUESTIONS = "Reflection", "Questions"
KEY_POINT = "Key point:"
KEY_POINTS = 3


@dataclass(slots=True)
class _Part:
    """What stands under one `##` heading."""

    title: str
    line: int
    key_point: bool
    nodes: list[Node] = field(default_factory=list[Node])


@dataclass(frozen=True, slots=True)
class Reading:
    """A briefing as it was read, with the file's place of each of its parts."""

    briefing: Briefing
    places: Mapping[str, str]
    """`file:line` by the name that a finding of content.checks gives its section."""


def read_briefing(text: str, name: str) -> Briefing:
    """Read a briefing. `name` is the file's, for its problems. Raises InputError with every
    problem's line."""
    return read(text, name).briefing


def read_briefing_file(path: Path) -> Briefing:
    """Read a briefing's file. Raises InputError with every problem's line."""
    return read_file(path).briefing


def read_file(path: Path) -> Reading:
    """Read a briefing's file, keeping the places of its parts. Raises InputError."""
    try:
        size = path.stat().st_size if path.is_file() else 0
        odd = path.exists() and not path.is_file() and not path.is_dir()
    except OSError:
        size, odd = 0, False  # read_text finds the sentence for it
    if odd:
        raise InputError(str(path), [Problem(str(path), "This is not a file; name one.")])
    if size > MAX_BYTES:
        raise InputError(str(path), [Problem(f"{path}:1", _too_large(size))])
    return read(read_text(path), str(path))


def _too_large(size: int) -> str:
    return f"This is {size:,} bytes; a briefing is at most {MAX_BYTES:,}."


def read(text: str, name: str) -> Reading:
    """Read a briefing, keeping the places of its parts. Raises InputError."""
    page = Page(name)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    front_text, body = _divided(text, page)
    head = read_front(front_text, page)
    parts = _parts(blocks(body, page), page)
    sections = {
        key: _section(part, page)
        for key, part in parts.items()
        if key not in (REFLECTION.casefold(), QUESTIONS.casefold())
    }
    form = _format(head, [parts[key] for key in sections], list(sections.values()), page)
    reflections = _reflections(parts.get(REFLECTION.casefold()), page)
    asked = parts.get(QUESTIONS.casefold())
    questions, question_lines = read_questions(asked.nodes, page) if asked else ((), {})
    if page.problems or head is None or form is None:
        problems = dict.fromkeys(sorted(page.problems, key=lambda p: p.position))
        raise InputError(name, problems)
    front, located = head
    points = [part for part in parts.values() if part.key_point]
    briefing = Briefing(
        slug=front.slug,
        version=front.version,
        title=front.title,
        theme=front.theme_value(),
        source=front.source_value(),
        summary=front.summary,
        key_points=tuple(part.title for part in points),
        this_week=front.this_week,
        format=form,
        reflections=reflections,
        questions=questions,
        references=front.reference_values(),
        links=front.link_values(),
        author=front.author,
        approver=front.approver,
        status=front.status,
        restricted=front.restricted,
        change=front.change_value(),
    )
    places = _front_places(located)
    places |= {part.title: page.where(part.line) for part in parts.values()}
    places |= {f"Key point {n}": page.where(p.line) for n, p in enumerate(points, start=1)}
    places |= {f"Question {key}": page.where(line) for key, line in question_lines.items()}
    return Reading(briefing, places)


def _divided(text: str, page: Page) -> tuple[str, str]:
    """Divide front matter from body. The body keeps its lines' numbers. Raises InputError where
    there is nothing to divide."""
    size = len(text.encode(errors="replace"))
    hidden = hidden_character(text)
    lines = text.split("\n")
    fences = [n for n, line in enumerate(lines) if line.rstrip() == "---"]
    if size > MAX_BYTES:
        page.problem(1, _too_large(size))
    elif hidden:
        page.problem(text.count("\n", 0, hidden[0]) + 1, hidden[1])
    elif not text.strip():
        page.problem(1, "The file is empty.")
    elif fences[:1] != [0]:
        page.problem(1, "The first line is '---', and the front matter follows it.")
    elif len(fences) == 1:
        page.problem(1, "The front matter does not end: after its last field goes a line '---'.")
    if page.problems:
        raise InputError(page.name, page.problems)
    end = fences[1]
    return "\n".join(lines[1:end]), "\n" * (end + 1) + "\n".join(lines[end + 1 :])


def _parts(nodes: list[Node], page: Page) -> dict[str, _Part]:
    """Return the parts by their title in lower case."""
    parts: dict[str, _Part] = {}
    part: _Part | None = None
    for node in nodes:
        if node.kind == "heading" and node.token.tag == "h2":
            part = _part(node, page)
            first = parts.setdefault(part.title.casefold(), part)
            if first is not part:
                page.problem(part.line, f"'## {part.title}' already stands on line {first.line}.")
        elif part is None:
            page.problem(node.line, "Before the first '##' heading nothing can stand.")
        elif node.kind == "heading" and part.title.casefold() != QUESTIONS.casefold():
            page.problem(node.line, "Sections start with '##'; other headings cannot be shown.")
        else:
            part.nodes.append(node)
    return parts


def _part(node: Node, page: Page) -> _Part:
    title = " ".join(plain(node.inline, page).split())
    is_point = title.casefold().startswith(KEY_POINT.casefold())
    title = title[len(KEY_POINT) :].strip() if is_point else title
    if not title:
        page.problem(node.line, "This heading has no words.")
    return _Part(title, node.line, is_point)


def _section(part: _Part, page: Page) -> Section:
    return Section(part.title, tuple(filter(None, (prose(n, page) for n in part.nodes))))


def _reflections(part: _Part | None, page: Page) -> tuple[str, ...]:
    found: list[str] = []
    for node in part.nodes if part else ():
        if node.kind not in ("ordered_list", "bullet_list"):
            page.problem(node.line, "Reflection is a numbered list of questions: '1. …'.")
            continue
        found.extend(plain(inline, page) for inline in list_items(node, page))
    return tuple(found)


def _format(
    head: tuple[Front, Located] | None, parts: list[_Part], sections: list[Section], page: Page
) -> Format | None:
    if head is None:
        return None
    front, located = head
    place = located.where(("format",))
    if front.format == "7-minute briefing":
        return _seven_minute(parts, sections, place, page)
    points = sum(part.key_point for part in parts)
    if points != KEY_POINTS:
        what = f"A {front.format} needs three '## {KEY_POINT} …' sections, and has {points}."
        page.problems.append(Problem(place, what))
    match front:
        case ReviewFront():
            return PublishedReview(front.url, front.published, tuple(sections))
        case NewsletterFront():
            return NewsletterItem(front.issue, tuple(sections))
        case EventFront():
            return BriefingEvent(
                front.starts, front.ends, front.where, front.booking_url, tuple(sections)
            )
        case _:
            return SixtyMinute(tuple(sections))


def _seven_minute(
    parts: list[_Part], sections: list[Section], place: str, page: Page
) -> SevenMinute | None:
    fixed = {title.casefold(): title for title in (BACKGROUND, WHY, REMEMBER, DO)}
    found: dict[str, Section] = {}
    points: list[Section] = []
    for part, section in zip(parts, sections, strict=True):
        if part.key_point:
            points.append(section)
        elif part.title.casefold() in fixed:
            title = fixed[part.title.casefold()]
            found[title] = Section(title, section.body)
        else:
            what = (
                f"'{part.title}' is not a section of a 7-minute briefing. Its sections are "
                f"{BACKGROUND}, {WHY}, three of {KEY_POINT} …, {REMEMBER} and {DO}."
            )
            page.problem(part.line, what)
    missing = [title for title in fixed.values() if title not in found]
    page.problems.extend(
        Problem(place, f"A 7-minute briefing needs '## {title}', and has none.")
        for title in missing
    )
    match points:
        case [one, two, three]:
            if missing:
                return None
            return SevenMinute(
                background=found[BACKGROUND],
                why_it_matters=found[WHY],
                key_points=(one, two, three),
                remember=found[REMEMBER],
                do=found[DO],
            )
        case _:
            what = f"A 7-minute briefing needs three '## {KEY_POINT} …', and has {len(points)}."
            page.problems.append(Problem(place, what))
            return None


def _front_places(located: Located) -> dict[str, str]:
    names = {
        "Title": "title",
        "Summary": "summary",
        "This week": "this_week",
        "Change": "change",
        "Source": "source",
        "References": "references",
        "Links": "links",
        "Approval": "status",
        "Event": "where",
        "Newsletter": "issue",
    }
    return {name: located.where((key,)) for name, key in names.items()}
