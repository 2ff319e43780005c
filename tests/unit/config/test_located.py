"""YAML with lines: what is read, and that anything odd is an InputError with its place."""

import os
from datetime import date
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field, field_validator

from config.errors import InputError
from config.located import MAX_BYTES, Located, hidden_character, read_located, read_text


def problems(text: str, *, first_line: int = 1) -> list[str]:
    with pytest.raises(InputError) as refused:
        Located("f.yaml", text, first_line=first_line)
    return [str(problem) for problem in refused.value.problems]


def test_values_and_their_lines() -> None:
    located = Located("f.yaml", "a: 1\nb:\n  - x\n  - c: 2024-01-05\n    d: null\n")
    assert located.value == {"a": 1, "b": ["x", {"c": date(2024, 1, 5), "d": None}]}
    assert located.where(("a",)) == "f.yaml:1"
    assert located.where(("b", 1, "c")) == "f.yaml:4"
    assert located.where(("b", 1, "d")) == "f.yaml:5"
    assert located.where(("b", 7, "gone")) == "f.yaml:2"
    assert located.where(("gone",)) == "f.yaml:1"


def test_lines_count_from_where_the_text_starts() -> None:
    assert Located("f.md", "a: 1\nb: 2", first_line=5).where(("b",)) == "f.md:6"
    assert problems("a: 1\na: 2", first_line=5)[0].startswith("f.yaml:6: ")


def test_an_empty_document() -> None:
    assert Located("f.yaml", "").value is None
    assert Located("f.yaml", "").where(()) == "f.yaml:1"


BOMB = "a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]"

ODD = {
    "no YAML": ("a: 1\nb: [", "f.yaml:2: This is not readable YAML"),
    "a tab": ("a:\n\t- b", "f.yaml:2: This is not readable YAML"),
    "two documents": ("a: 1\n---\nb: 2", "f.yaml:2: This is not readable YAML"),
    "a key twice": ("a: 1\nb: 2\na: 3", "f.yaml:3: 'a' stands here a second time."),
    "a list for a key": ("? [a, b]\n: 1", "f.yaml:1: A key is one word."),
    "a bomb": (BOMB, "f.yaml:1: & and * are not read"),
    "an alias that means itself": ("a: 1\nb: &b [*b]", "f.yaml:2: & and * are not read"),
    "an alias of nothing": ("a: 1\nb: *x", "f.yaml:2: & and * are not read"),
    "too deep": ("[" * 5000, "f.yaml:1: Values stand more than 20 deep"),
    "a tag": ("a: !!python/object:os.system x", "f.yaml:1: Words that start with !"),
    "a tag on a list": ("a: !!set {b}", "f.yaml:1: Words that start with !"),
    "an impossible day": ("a: 1\nb: 2024-13-45", "f.yaml:2: There is no such date"),
    "an impossible number": ("a: 1\nb: 0x_", "f.yaml:2: There is no such date or number"),
    "a number too long": ("a: " + "9" * 5000, "f.yaml:1: There is no such date or number"),
    "a lone =": ("a: 1\nb: =", "f.yaml:2: This is not readable YAML"),
    "an impossible zone": ("a: 2001-01-01T00:00:00+99:99", "f.yaml:1: There is no such date"),
    "a raw control character": ("a: 1\nb: \x00", "f.yaml:1: This holds a character"),
    "an impossible escape": ('a: "\\UFFFFFFFF"', "f.yaml:1: This holds a character"),
    "half a character": ('a: 1\nb: "\\uD800"', "f.yaml:2: An invisible character (U+D800)"),
    "an escaped zero": ('a: 1\nb: "x\\0"', "f.yaml:2: An invisible character (U+0000)"),
}


@pytest.mark.parametrize(("text", "says"), ODD.values(), ids=ODD.keys())
def test_odd_documents_are_refused_with_their_place(text: str, says: str) -> None:
    found = problems(text)
    assert any(problem.startswith(says) for problem in found), found


def test_every_repeated_key_is_told() -> None:
    assert len(problems("a: 1\na: 2\nb: {c: 1, c: 2}")) == 2


@settings(max_examples=150, deadline=None)
@given(
    st.text(
        alphabet=st.one_of(st.characters(), st.sampled_from(":-[]{}&*!|>'\"\n ,?#%@=0x")),
        max_size=60,
    )
)
def test_whatever_comes_only_an_input_error_leaves(text: str) -> None:
    try:
        Located("f.yaml", text)
    except InputError as refused:
        named = [problem.where.partition(":")[0] for problem in refused.problems]
    else:
        named = ["f.yaml"]
    assert set(named) == {"f.yaml"}


class Inner(BaseModel):
    model_config = ConfigDict(extra="forbid")
    kind: Literal["x", "y"]

    @field_validator("kind")
    @classmethod
    def not_y(cls, kind: str) -> str:
        if kind == "y":
            raise ValueError("Not y today.")
        return kind


class Outer(BaseModel):
    items: list[Inner]
    count: int = Field(ge=1)


def told(text: str) -> list[str]:
    with pytest.raises(InputError) as refused:
        Located("f.yaml", text).validated(Outer, "The file")
    assert str(refused.value).startswith("The file has ")
    return [str(problem) for problem in refused.value.problems]


def test_a_model_is_built() -> None:
    built = Located("f.yaml", "items: [{kind: x}]\ncount: 2").validated(Outer, "The file")
    assert built == Outer(items=[Inner(kind="x")], count=2)


def test_a_models_complaints_have_lines() -> None:
    assert told("items:\n  - kind: z\n  - kind: y\n  - kind: x\n    colour: red\ncount: 0") == [
        "f.yaml:2: 'kind': here stands 'z'; choose one of 'x' or 'y'.",
        "f.yaml:3: Not y today.",
        "f.yaml:5: 'colour' is not something that belongs here; check its spelling.",
        "f.yaml:6: 'count': here stands 0; the least is 1.",
    ]
    assert told("items:\n  - {}\n") == [
        "f.yaml:2: 'kind' is missing; add it.",
        "f.yaml:1: 'count' is missing; add it.",
    ]
    assert told("- 1") == ["f.yaml:1: Here stands a list; write fields, each as 'name: value'."]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("plain é 子ども\n\ttab\n", None),
        ("ab\u200bc", 2),
        ("\x07", 0),
        ("\u202e", 0),
        ("\u0645\u06cc\u200c\u062e", None),
    ],
)
def test_hidden_characters(text: str, where: int | None) -> None:
    found = hidden_character(text)
    if where is None:
        assert found is None
    else:
        assert found is not None
        assert found[0] == where
        assert f"U+{ord(text[where]):04X}" in found[1]


def test_files(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_text("a: é", encoding="utf-8")
    assert read_located(path).value == {"a": "é"}
    path.write_bytes(b"a: 1\r\nb: 2\rc: 3\n")
    assert read_text(path) == "a: 1\nb: 2\nc: 3\n"
    path.write_bytes(b"\xff\xfe")
    looping, pipe, large = tmp_path / "looping", tmp_path / "pipe", tmp_path / "large"
    looping.symlink_to(looping)
    os.mkfifo(pipe)
    large.write_bytes(b" " * (MAX_BYTES + 1))
    for unreadable, says in {
        path: "not UTF-8",
        tmp_path: "a folder",
        tmp_path / "none.yaml": "no such file",
        tmp_path / ("x" * 300): "cannot be read",
        Path("a\0b"): "name",
        looping: "cannot be read",
        pipe: "not a file",
        Path("/dev/zero"): "not a file",
        large: "larger than 1,000,000 bytes",
    }.items():
        with pytest.raises(InputError, match=says):
            read_text(unreadable)
