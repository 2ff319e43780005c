"""From Markdown's tokens to the blocks and spans that every platform can show.

What cannot be shown is a problem with its line. Nothing is dropped.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, assert_never

from markdown_it import MarkdownIt
from markdown_it.token import Token
from typing_extensions import override

from config.located import hidden_character
from content.briefing import Prose
from content.importing.front import https_problem
from content.importing.page import Page
from content.message import Bullets, Emphasis, Link, Plain, Span, Strong, Text

MAX_PARAGRAPH = 10_000
"""Characters in one paragraph that are still read; the parser's time grows faster than its
input, and no honest paragraph comes near."""

_UNSHOWN = {
    "fence": "a block of code",
    "code_block": "text set in by four spaces, which Markdown takes for code",
    "html_block": "HTML",
    "hr": "a line across the page",
    "blockquote": "an indented quotation",
    "table": "a table",
    "code_inline": "code (text between back-ticks)",
    "html_inline": "HTML",
    "image": "a picture",
    "s_open": "crossed-out text",
    "hardbreak": "a forced line break (two spaces or a \\ at the end of a line)",
}


@dataclass(frozen=True, slots=True)
class Node:
    """A block of the page with the blocks inside it."""

    kind: str
    token: Token
    children: list["Node"] = field(default_factory=list["Node"])

    @property
    def line(self) -> int:
        """Return the line of the file on which it starts."""
        return self.token.map[0] + 1 if self.token.map else 1

    @property
    def inline(self) -> Token:
        """Return the words of a paragraph or heading."""
        return self.children[0].token


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words in one style. The end of a line of the file is a space."""

    style: Literal["plain", "strong", "em", "link"]
    text: str
    url: str
    line: int


class _Parser(MarkdownIt):
    """CommonMark that also sees what we refuse, so that it can be named."""

    def __init__(self) -> None:
        super().__init__("commonmark")
        self.enable(["table", "strikethrough"]).disable("lheading")

    @override
    def validateLink(self, url: str) -> bool:
        return True

    @override
    def normalizeLink(self, url: str) -> str:
        return url

    @override
    def normalizeLinkText(self, link: str) -> str:
        return link


def blocks(text: str, page: Page) -> list[Node]:
    """Return the page's blocks in order. Lines of `text` are the file's lines."""
    parser = _Parser().disable("inline")
    env: dict[str, dict[str, dict[str, list[int]]]] = {}
    tokens = parser.parse(text, env)
    for reference in env.get("references", {}).values():
        what = "Write the address where the link stands: [words](https://…)."
        page.problem(reference["map"][0] + 1, what)
    top: list[Node] = []
    open_nodes: list[Node] = []
    for token in tokens:
        if token.nesting == -1:
            open_nodes.pop()
            continue
        if token.type == "inline":
            _read_inline(parser, token, page)
        node = Node(token.type.removesuffix("_open"), token)
        (open_nodes[-1].children if open_nodes else top).append(node)
        if token.nesting == 1:
            open_nodes.append(node)
    return top


def _read_inline(parser: MarkdownIt, token: Token, page: Page) -> None:
    children: list[Token] = []
    if len(token.content) > MAX_PARAGRAPH:
        line = token.map[0] + 1 if token.map else 1
        page.problem(line, f"This paragraph is over {MAX_PARAGRAPH:,} characters; divide it.")
    else:
        parser.inline.parse(token.content, parser, {}, children)
    token.children = children


def refuse(kind: str, line: int, page: Page) -> None:
    """Note that something of this kind cannot be shown."""
    name = _UNSHOWN.get(kind, f"'{kind}'")
    page.problem(line, f"This is {name}, which cannot be shown; write it as plain sentences.")


def prose(node: Node, page: Page) -> Prose | None:
    """Return a paragraph or list; None, with the problem noted, for anything else."""
    match node.kind:
        case "paragraph":
            return Text(spans(node.inline, page))
        case "bullet_list" | "ordered_list":
            if node.token.attrGet("start") not in (None, 1):
                page.problem(node.line, "A numbered list starts at 1.")
            items = tuple(spans(inline, page) for inline in list_items(node, page))
            return Bullets(items, ordered=node.kind == "ordered_list")
        case kind:
            refuse(kind, node.line, page)
            return None


def list_items(node: Node, page: Page) -> Iterator[Token]:
    """Yield the words of each item; an item that is more than one paragraph is a problem."""
    for item in node.children:
        match [child.kind for child in item.children]:
            case ["paragraph"]:
                yield item.children[0].inline
            case []:
                page.problem(item.line, "This item of the list is empty.")
            case _:
                second = item.children[min(1, len(item.children) - 1)]
                what = "An item of a list is one paragraph, without a list or other block in it."
                page.problem(second.line, what)


def spans(inline: Token, page: Page) -> tuple[Span, ...]:
    """Return the words with their weight and links. A line's end is a space."""
    return tuple(_span(piece) for piece in _joined(pieces(inline, page)))


def plain(inline: Token, page: Page) -> str:
    """Return the words where no weight or link can be shown; those are problems."""
    return " ".join(text for _, text in plain_lines(inline, page))


def plain_lines(inline: Token, page: Page) -> list[tuple[int, str]]:
    """Return the words as `plain` does, line by line, each with its line of the file."""
    lines: dict[int, str] = {}
    for piece in pieces(inline, page):
        if piece.style != "plain":
            page.problem(piece.line, "Only plain words can stand here; take the * or the link out.")
        lines[piece.line] = lines.get(piece.line, "") + piece.text
    return [(line, text.strip()) for line, text in lines.items()]


def pieces(inline: Token, page: Page) -> Sequence[Piece]:
    """Return the runs of words, noting what cannot be shown."""
    line = inline.map[0] + 1 if inline.map else 1
    found: list[Piece] = []
    style: list[Literal["strong", "em", "link"]] = []
    url = ""
    for token in inline.children or ():
        match token.type:
            case "text" | "text_special":
                hidden = hidden_character(token.content)
                if hidden:
                    page.problem(line, hidden[1])
                if token.content:
                    found.append(Piece(style[-1] if style else "plain", token.content, url, line))
            case "softbreak":
                found.append(Piece(style[-1] if style else "plain", " ", url, line))
                line += 1
            case "strong_open" | "em_open" | "link_open":
                if style:
                    page.problem(line, "Bold, italics and links cannot stand in one another here.")
                style.append(_STYLES[token.type])
                if token.type == "link_open":
                    url = _url(token, line, page)
            case "strong_close" | "em_close" | "link_close":
                if style.pop() == "link":
                    url = ""
            case "s_close":
                pass
            case kind:
                refuse(kind, line, page)
                line += kind == "hardbreak"
                line += token.content.count("\n")
    return found


_STYLES: dict[str, Literal["strong", "em", "link"]] = {
    "strong_open": "strong",
    "em_open": "em",
    "link_open": "link",
}


def _url(token: Token, line: int, page: Page) -> str:
    url = str(token.attrGet("href") or "")
    problem = https_problem(url)
    if problem:
        page.problem(line, problem)
    if token.attrGet("title"):
        page.problem(line, "A link's title, in quotes after its address, cannot be shown.")
    return url


def _joined(found: Iterable[Piece]) -> Iterator[Piece]:
    """Yield neighbours of the same style as one."""
    last: Piece | None = None
    for piece in found:
        if last and (piece.style, piece.url) == (last.style, last.url):
            last = Piece(last.style, last.text + piece.text, last.url, last.line)
            continue
        if last:
            yield last
        last = piece
    if last:
        yield last


def _span(piece: Piece) -> Span:
    match piece.style:
        case "strong":
            return Strong(piece.text)
        case "em":
            return Emphasis(piece.text)
        case "link":
            return Link(piece.text, piece.url)
        case "plain":
            return Plain(piece.text)
        case _:
            assert_never(piece.style)
