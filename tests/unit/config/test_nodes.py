"""Both readers of YAML say the same of any text, and either is enough."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from config import nodes
from config.errors import InputError
from config.located import Located
from config.nodes import compose
from tests.unit.config.test_directory import TEXT
from tests.unit.config.test_located import ODD
from tests.unit.config.test_malformed_directories import MALFORMED

ROOT = Path(__file__).parents[3]
FRONTS = [
    path.read_text(encoding="utf-8").split("---\n")[1]
    for path in sorted((ROOT / "content/library").glob("*.md"))
    if path.name != "README.md"
]


def read(text: str) -> Any:
    """Return all that comes of a text: every value with its line, or what is wrong."""
    try:
        located = Located("f.yaml", text)
    except InputError as refused:
        return [str(problem) for problem in refused.problems]
    return repr(located.value), located._lines


def by_the_slow_reader_alone(text: str) -> Any:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(nodes, "_QUICK", None)
        return read(text)


TEXTS = [
    TEXT,
    *FRONTS,
    *(text for text, _ in ODD.values()),
    *(TEXT.replace(old, new, 1) if old else new for old, new, _ in MALFORMED.values()),
]
SIGNS = st.sampled_from(":-[]{}&*!|>'\"\n ,?#%@=0x\t\\a\u00e9\r\x85\u2028\ufeff\x00~`.<+12")
PIECES = st.sampled_from([
    *"-?:[]{},#|=\n", "a: ", "- ", "? ", ": ", ", ", " # c", "---", "...\n", "%YAML 1.2\n", "'x'",
    '"x"', "yes", "12", "2024-01-05", "\\n", "<<: ", ":x", "x:y", '"a":b', "[a, b,]", "a b",
    "what?", "http://a.example/?b", "b: c\n", "key:\n", "|\n", ">-\n", "|#", "|2\n",
])  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_both_readers_say_the_same(text: str) -> None:
    assert read(text) == by_the_slow_reader_alone(text)


@settings(max_examples=250, deadline=None)
@given(st.one_of(st.text(SIGNS, max_size=25), st.lists(PIECES, max_size=12).map("".join)))
@example("a:\tb")
@example("[what? now]")
@example("[key:\n]")
@example("? a")
@example("|#")
@example("---\n# c")
@example("\x85---")
@example("%YAML 1.1#\n---\n")
@example("\n\ufeff&a b")
@example('- |\n x: "\n')
def test_both_readers_say_the_same_of_whatever_comes(text: str) -> None:
    assert read(text) == by_the_slow_reader_alone(text)


@pytest.mark.skipif(not yaml.__with_libyaml__, reason="this PyYAML was built without libyaml")
def test_the_quick_reader_reads_what_people_write(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nodes, "_SLOW", None)
    assert compose(TEXT) is not None
    assert all(compose(front) is not None for front in FRONTS)
