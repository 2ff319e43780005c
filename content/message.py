"""The neutral message: what is said, before any platform gives it a shape.

A closed union of blocks and spans. Text here is plain and unescaped; each renderer escapes
once, at its own edge. A renderer walks `Block` with `match` and ends in `assert_never`, so a
new block cannot be dropped silently.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Literal, assert_never

from content.actions import Action
from content.templating import say


@dataclass(frozen=True, slots=True)
class Plain:
    """Words as they are."""

    text: str
    kind: Literal["plain"] = "plain"


@dataclass(frozen=True, slots=True)
class Strong:
    """Words that carry weight."""

    text: str
    kind: Literal["strong"] = "strong"


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Words said with stress."""

    text: str
    kind: Literal["emphasis"] = "emphasis"


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to an https address."""

    text: str
    url: str
    kind: Literal["link"] = "link"


Span = Plain | Strong | Emphasis | Link


@dataclass(frozen=True, slots=True)
class Heading:
    """A title or subtitle. `level` 1 is the message's own title, 2 a section's."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Text:
    """One paragraph."""

    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Context:
    """One quiet line: where something comes from, how long it takes, a caution."""

    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list, one line each."""

    items: tuple[tuple[Span, ...], ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and its value."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Labelled values, side by side where the platform can."""

    facts: tuple[Fact, ...]


class Weight(Enum):
    """How a button stands among its neighbours."""

    MAIN = "main"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press. The platform carries `action` back unchanged."""

    label: str
    action: Action
    weight: Weight = Weight.PLAIN


@dataclass(frozen=True, slots=True)
class Buttons:
    """A row of buttons, and those that wait behind "more"."""

    shown: tuple[Button, ...]
    more: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True)
class Option:
    """One choice. `key` comes back when it is chosen."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Choices:
    """Pick one option, or several where `several` is true. A platform that cannot show the
    whole of an option's words as a choice prints them above and offers letters."""

    name: str
    label: str
    options: tuple[Option, ...]
    several: bool = False
    optional: bool = False
    """Whether it may be left open."""
    chosen: tuple[str, ...] = ()
    """Keys of what is chosen already."""


@dataclass(frozen=True, slots=True)
class TextField:
    """A box to write in."""

    name: str
    label: str
    hint: str = ""
    optional: bool = False
    max_length: int = 2000
    value: str = ""
    """What stands in it already."""
    one_line: bool = False
    """Whether what is asked for is short, however much may be written: names, an address."""


@dataclass(frozen=True, slots=True)
class Form:
    """Boxes to write in, in order."""

    fields: tuple[TextField, ...]


@dataclass(frozen=True, slots=True)
class Image:
    """A picture with its words for those who cannot see it."""

    url: str
    alt: str


@dataclass(frozen=True, slots=True)
class Divider:
    """A line between two thoughts."""


Block = Heading | Text | Context | Bullets | Facts | Buttons | Choices | Form | Image | Divider


@dataclass(frozen=True, slots=True)
class Message:
    """What is posted to a channel or said to one person. `fallback` is the whole of it in one
    plain sentence, for notifications and screen readers."""

    fallback: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Submit:
    """The one button that sends a view. Its action comes back with what was filled in."""

    label: str
    action: Action


@dataclass(frozen=True, slots=True)
class View:
    """What opens over the conversation: a Slack modal, a Teams dialog. One page of a flow."""

    title: str
    """At most 24 characters (Slack's limit for a modal), constant through a flow."""
    message: Message
    submit: Submit | None = None
    close: str = field(default_factory=lambda: say("view.close"))


def plain_text(message: Message) -> str:
    """Return the message as plain text, one block a paragraph: the fallback that loses no words."""
    return "\n\n".join(filter(None, (_block_text(block) for block in message.blocks)))


def spans_text(spans: tuple[Span, ...]) -> str:
    """Return the spans' words without their weight; a link shows its address."""
    return "".join(_span_text(span) for span in spans)


def _span_text(span: Span) -> str:
    match span:
        case Plain(text) | Strong(text) | Emphasis(text):
            return text
        case Link(text, url):
            return f"{text} ({url})"
        case _:
            assert_never(span)


def _block_text(block: Block) -> str:
    match block:
        case Heading(text):
            return text
        case Text(spans) | Context(spans):
            return spans_text(spans)
        case Bullets(items, ordered):
            return "\n".join(
                f"{f'{number}.' if ordered else '-'} {spans_text(item)}"
                for number, item in enumerate(items, start=1)
            )
        case Facts(facts):
            return "\n".join(f"{fact.label}: {fact.value}" for fact in facts)
        case Buttons(shown, more):
            return " | ".join(f"[{button.label}]" for button in (*shown, *more))
        case Choices(_, label, options):
            return "\n".join([label, *(f"({option.key}) {option.label}" for option in options)])
        case Form(fields):
            return "\n".join(f"{field.label}: ____" for field in fields)
        case Image(_, alt):
            return alt
        case Divider():
            return ""
        case _:
            assert_never(block)


def buttons_of(message: Message) -> Iterator[Button]:
    """Yield every button of the message, those behind "more" last in their row."""
    for block in message.blocks:
        if isinstance(block, Buttons):
            yield from block.shown
            yield from block.more
