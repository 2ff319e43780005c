"""The nodes of a YAML text, and what stands in it that YAML allows and no file of ours needs.

libyaml reads ten times as fast as PyYAML's own reader, and a directory of thousands of channels is
read at every start. But the two differ in a few signs, and in their words for what is wrong. So
libyaml reads what both read alike; of everything else, PyYAML's own reader has the word. Where
PyYAML was built without libyaml, its own reader reads everything.
"""

import re
from dataclasses import dataclass
from typing import Any

import yaml

MAX_DEPTH = 20
"""How deep values may stand in one another: far more than any file of ours needs."""

_SLOW: Any = yaml.SafeLoader
_QUICK: Any = yaml.CSafeLoader if yaml.__with_libyaml__ else None

_READ_OTHERWISE = re.compile(
    r"""
    [\t\x85\u2028\u2029\ufeff]      # what may stand around a tab; odd line ends
    | (?<!\S)\?(?!\S)              # a key in so many words
    | [|>][-+\d]*\#                 # a comment that touches the sign of a block
    | ^(?:%|---|\.\.\.)             # directives, and the lines of an empty document
    """,
    re.VERBOSE | re.MULTILINE,
)
"""What libyaml reads otherwise, or on another line, than PyYAML's own reader."""


@dataclass(frozen=True)
class Odd:
    """What YAML allows and is not read here."""

    line: int
    what: str


def compose(text: str) -> yaml.Node | Odd | None:
    """Return the text's only node, None when it says nothing, or what is odd in it. Raises what
    PyYAML's own reader raises: yaml.YAMLError, ValueError, OverflowError."""
    if _QUICK is not None and not _READ_OTHERWISE.search(text):
        try:
            if _odd(text, _QUICK) is None:
                return yaml.compose(text, Loader=_QUICK)
        except (yaml.YAMLError, ValueError, OverflowError):
            pass  # told below, in the words that config/complaints.py knows
    return _odd(text, _SLOW) or yaml.compose(text, Loader=_SLOW)


def _odd(text: str, loader: Any) -> Odd | None:
    """Find what is odd before it can grow into a million values or a call too deep."""
    depth, in_brackets = 0, 0
    for event in yaml.parse(text, Loader=loader):
        line = event.start_mark.line if event.start_mark else 0
        match event:
            case yaml.AliasEvent() | yaml.NodeEvent(anchor=str()):
                return Odd(line, "& and * are not read; write the value out, in quotes.")
            case yaml.ScalarEvent(tag=str()) | yaml.CollectionStartEvent(tag=str()):
                return Odd(line, "Words that start with ! stand in quotes.")
            case yaml.ScalarEvent(style=None | "", value=words) if in_brackets and "?" in words:
                return Odd(line, "Words with a ? stand in quotes here.")  # PyYAML reads none
            case yaml.CollectionStartEvent():
                depth += 1
                in_brackets += bool(event.flow_style)
            case yaml.CollectionEndEvent():
                depth -= 1
                in_brackets -= in_brackets > 0
            case _:
                pass
        if depth > MAX_DEPTH:
            return Odd(line, f"Values stand more than {MAX_DEPTH} deep in one another.")
    return None
