"""The Markdown that Teams understands in a card's texts, as safe HTML.

Source: "Format cards in Teams": bold, italic, lists and links, and nothing else. Cards are read
by a CommonMark reader in the client, so one is used here; HTML stays text, and a link leads to
the web or to a mail address or it is no link.
"""

from functools import cache

from markdown_it import MarkdownIt

_RULES = ["list", "emphasis", "link", "escape", "entity", "newline", "balance_pairs"]


class _Reader(MarkdownIt):
    """The reader with the few rules that cards have."""

    def __init__(self) -> None:
        super().__init__("zero", {"html": False, "linkify": False, "typographer": False})
        self.enable(_RULES, ignoreInvalid=True)

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the library's name
        """Say which addresses make a link."""
        return url.lower().startswith(("https://", "http://", "mailto:"))


@cache
def _reader() -> MarkdownIt:
    return _Reader()


def markdown_html(text: str) -> str:
    """Return the text as paragraphs and lists."""
    return _reader().render(text).strip()


def markdown_inline(text: str) -> str:
    """Return one line of text, without paragraphs."""
    return _reader().renderInline(text).strip()
