"""The questions of a briefing, each with its reworded variants."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pydantic import TypeAdapter, ValidationError

from config.keys import Key
from content.importing.page import Page
from content.importing.prose import Node, list_items, plain, plain_lines, refuse
from content.poll import Answer, Question

_TICK = re.compile(r"\[([ xX])\] *(.*)")
_WHY = re.compile(r"why: *(.*)", re.IGNORECASE)
_REWORDED = re.compile(r"reworded (\d{1,3})", re.IGNORECASE)
_KEYS = "abcdefghijklmnopqrstuvwxyz"
_KEY = TypeAdapter[str](Key)


@dataclass(slots=True)
class _Asked:
    """A question, or a variant of one, as it stands on the page."""

    heading: Node
    key: str
    body: list[Node] = field(default_factory=list[Node])


def read_questions(
    nodes: Sequence[Node], page: Page
) -> tuple[tuple[Question, ...], dict[str, int]]:
    """Read what stands under `## Questions`. Returns the questions, and the line of each key,
    those of variants too."""
    groups: list[list[_Asked]] = []
    for node in nodes:
        match node.token.tag if node.kind == "heading" else "":
            case "h3":
                groups.append([_Asked(node, _key(node, page))])
            case "h4" if groups:
                groups[-1].append(_variant(node, groups[-1], page))
            case "" if groups:
                groups[-1][-1].body.append(node)
            case _:
                what = "A question starts with '### its-key', and a reworded one with '#### …'."
                page.problem(node.line, what)
    lines: dict[str, int] = {}
    for asked in (one for group in groups for one in group):
        if asked.key in lines:
            what = f"'{asked.key}' is already the key of a question on line {lines[asked.key]}."
            page.problem(asked.heading.line, what)
        lines.setdefault(asked.key, asked.heading.line)
    return tuple(_whole(group, page) for group in groups), lines


def _key(heading: Node, page: Page) -> str:
    words = plain(heading.inline, page)
    try:
        return _KEY.validate_python(words)
    except ValidationError:
        what = "A question's key is lower-case letters, digits and single hyphens, at most 40."
        page.problem(heading.line, what)
        return words


def _variant(heading: Node, group: Sequence[_Asked], page: Page) -> _Asked:
    number = len(group)
    found = _REWORDED.fullmatch(plain(heading.inline, page))
    if not found or int(found[1]) != number:
        page.problem(heading.line, f"Here stands '#### Reworded {number}'.")
    return _Asked(heading, variant_key(group[0].key, number))


def variant_key(key: str, number: int) -> str:
    """Return the key of a question's variant. Variants count from 1."""
    return f"{key}-{number}"


def _whole(group: Sequence[_Asked], page: Page) -> Question:
    first, *variants = (_question(asked, page) for asked in group)
    return replace(first, variants=tuple(variants))


def _question(asked: _Asked, page: Page) -> Question:
    paragraphs: list[Node] = []
    options: Node | None = None
    for node in asked.body:
        match node.kind:
            case "bullet_list" if options is None:
                options = node
            case "paragraph" if options is None:
                paragraphs.append(node)
            case "paragraph" | "bullet_list":
                page.problem(node.line, "After its options a question is over.")
            case kind:
                refuse(kind, node.line, page)
    ask = ""
    if paragraphs and _is_ask(paragraphs[-1]):
        ask = _ask(paragraphs.pop())
    else:
        what = "Before the options stands what is asked, alone and in bold: **What is asked?**"
        page.problem(paragraphs[-1].line if paragraphs else asked.heading.line, what)
    if not paragraphs:
        page.problem(asked.heading.line, "This question has no scenario.")
    if options is None:
        page.problem(asked.heading.line, "This question has no options: '- [ ] …' and '- [x] …'.")
    return Question(
        key=asked.key,
        scenario="\n\n".join(plain(node.inline, page) for node in paragraphs),
        ask=ask,
        answers=_answers(options, page) if options else (),
    )


def _is_ask(node: Node) -> bool:
    """Whether the paragraph is one run of bold words and nothing else."""
    kinds = [t.type for t in node.inline.children or () if t.type != "text" or t.content]
    return (
        kinds[:1] == ["strong_open"]
        and kinds[-1:] == ["strong_close"]
        and set(kinds[1:-1]) <= {"text", "text_special", "softbreak"}
    )


def _ask(node: Node) -> str:
    children = node.inline.children or ()
    words = "".join(" " if t.type == "softbreak" else t.content for t in children)
    return " ".join(words.split())


def _answers(options: Node, page: Page) -> tuple[Answer, ...]:
    answers: list[Answer] = []
    for inline in list_items(options, page):
        lines = plain_lines(inline, page)
        number = lines[0][0] if lines else options.line
        tick = _TICK.fullmatch(lines[0][1]) if lines else None
        if tick is None:
            page.problem(number, "An option starts with '[ ]', or '[x]' where it fits practice.")
            continue
        if len(answers) == len(_KEYS):
            page.problem(number, f"A question cannot have more than {len(_KEYS)} options.")
            break
        words, why = _divided([tick[2], *(text for _, text in lines[1:])])
        if not words:
            page.problem(number, "This option has no words.")
        if not why:
            what = "This option has no explanation; under it goes a line '  Why: …'."
            page.problem(number, what)
        answers.append(Answer(_KEYS[len(answers)], words, fits=tick[1] != " ", why=why))
    return tuple(answers)


def _divided(lines: Sequence[str]) -> tuple[str, str]:
    """Divide an option's lines where the first "Why:" stands."""
    for index, line in enumerate(lines):
        found = _WHY.fullmatch(line)
        if found:
            return _line(lines[:index]), _line([found[1], *lines[index + 1 :]])
    return _line(lines), ""


def _line(lines: Sequence[str]) -> str:
    return " ".join(" ".join(lines).split())
