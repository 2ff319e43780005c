"""A table of malformed directories: each problem is one kind sentence with its file and line, and
none is in a validator's words."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from config.directory import Directory
from config.errors import InputError
from config.located import Located
from tests.unit.config.test_directory import PLATFORMS, TEXT

FOREIGN = re.compile(
    r"input should|field required|extra inputs|string should|value error|should (be|have|match)"
    r"|not permitted|valid (string|integer|list|tuple|dictionary|boolean|number)|pydantic|instance"
    r"|unable to|tuple|token|block end|mapping|scalar|stream|constructor|NoneType|type=|\bstr\b"
    r"|cannot start|could not|context|errors\.",
    re.IGNORECASE,
)
"""Words of pydantic's, PyYAML's and Python's."""
SENTENCE = re.compile(r"d\.yaml:(\d+): [A-Z'&].*\.")

# Each: what is replaced in the whole directory (empty: all of it), by what, and what is said.
MALFORMED = {
    "an empty file": ("", "", "d.yaml:1: The file is empty; write into it what docs/directory.md"),
    "comments alone": ("", "# to do\n", "d.yaml:1: The file is empty"),
    "a list": ("", "- police\n- health\n", "d.yaml:1: Here stands a list, and fields belong"),
    "words": ("", "Northshire\n", "d.yaml:1: Here stands 'Northshire', and fields belong"),
    "a number": ("", "7\n", "d.yaml:1: Here stands 7, and fields belong; write {partnership: …"),
    "no agencies": ("", "partnership: N\n", "d.yaml:1: 'agencies' is missing; add it."),
    "agencies that are empty": (
        "",
        "partnership: N\nagencies: []\n",
        "d.yaml:2: 'agencies': here stands an empty list; give at least one entry.",
    ),
    "agencies that are nothing": (
        "",
        "partnership: N\nagencies:\n",
        "d.yaml:2: 'agencies': here stands nothing; write a list",
    ),
    "agencies that are fields": (
        "",
        "partnership: N\nagencies:\n  police: {name: P}\n",
        "d.yaml:2: 'agencies': here stand fields; write a list, each entry on a line that starts",
    ),
    "agencies that are words": (
        "",
        "partnership: N\nagencies: police\n",
        "d.yaml:2: 'agencies': here stands 'police'; write a list",
    ),
    "an agency in one word": (
        "",
        "partnership: N\nagencies:\n  - police\n",
        "d.yaml:3: Here stands 'police', and fields belong; write {key: …, name: …, sector: …",
    ),
    "a lead in one word": (
        "{workspace: police-slack, account: U1}",
        "bob",
        "d.yaml:7: Here stands 'bob', and fields belong; write {workspace: …, account: …}.",
    ),
    "leads that are no list": (
        "[{workspace: police-slack, account: U1}]",
        "{workspace: police-slack, account: U1}",
        "d.yaml:7: 'leads': here stand fields; write a list",
    ),
    "an account that is a number": (
        "account: U1",
        "account: 12345",
        "d.yaml:7: 'account': here stands 12345; write words, in quotes where",
    ),
    "an account that is nothing": ("account: U1", "account: ''", "d.yaml:7: 'account': here"),
    "an unknown key": (
        "head_count: 60",
        "headcount: 60",
        "d.yaml:11: 'headcount' is not something that belongs here; check its spelling.",
    ),
    "an unknown key at the top": ("people:", "persons:", "d.yaml:24: 'persons' is not something"),
    "an endless key": ("people:", "p" * 99 + ":", f"d.yaml:24: '{'p' * 39}…' is not something"),
    "a head-count in words": (
        "head_count: 60",
        "head_count: sixty",
        "d.yaml:11: 'head_count': here stands 'sixty'; write a whole number.",
    ),
    "half a person": ("head_count: 60", "head_count: 6.5", "d.yaml:11: 'head_count': here stands"),
    "a head-count of nobody": (
        "head_count: 60",
        "head_count: 0",
        "d.yaml:11: 'head_count': here stands 0; the least is 1.",
    ),
    "a head-count of everybody": (
        "head_count: 60",
        "head_count: 99999999999999999999",
        "d.yaml:11: 'head_count': here stands 99999999999999999999; the most is 1000000.",
    ),
    "a day for a name": (
        "name: Hilltop School",
        "name: 2026-01-05",
        "d.yaml:9: 'name': here stands a day or a time; write words",
    ),
    "a yes for a name": (
        "name: Hilltop School",
        "name: yes",
        "d.yaml:9: 'name': here stands a yes or no; write words",
    ),
    "an endless name": (
        "name: Hilltop School",
        "name: " + "x" * 200,
        f"d.yaml:9: 'name': here stands '{'x' * 39}…'; no more than 120 fit.",
    ),
    "a flag that is none": (
        "leads_only: true}",
        "leads_only: sometimes}",
        "d.yaml:18: 'leads_only': here stands 'sometimes'; write true or false.",
    ),
    "an unknown sector": (
        "sector: education",
        "sector: schools",
        "d.yaml:10: 'sector': here stands 'schools'; choose one of 'police', 'health'",
    ),
    "a key with spaces": (
        "key: school\n",
        "key: the school\n",
        "d.yaml:8: 'the school' is not a key; write lower-case letters, digits and single hyphens",
    ),
    "a key twice in an entry": (
        "name: Hilltop School",
        "name: A\n    name: B",
        "d.yaml:10: 'name' stands here a second time",
    ),
    "agencies twice": ("workspaces:", "agencies:", "d.yaml:13: 'agencies' stands here a second"),
    "an agency twice": ("key: school\n", "key: police\n", "d.yaml:8: 'police' is already taken"),
    "a tab": (
        "\n  - key: school",
        "\n\t- key: school",
        "d.yaml:8: This is not readable YAML: a tab",
    ),
    "a bracket left open": ("account: U1}]", "account: U1", "This is not readable YAML: a bracket"),
    "a quotation mark left open": ('"29:b", r', '"29:b, r', "YAML: a quotation mark is opened"),
    "lines that do not line up": ("    name: Hill", "   name: Hill", "YAML: the indentation"),
    "a second colon": ("name: Hilltop", "name: The: Hilltop", "d.yaml:9: This is not readable"),
    "an at sign": (
        "name: Hilltop",
        "name: @Hilltop",
        "d.yaml:9: This is not readable YAML: a word",
    ),
    "a backslash": ('"29:a"', '"29\\w"', "d.yaml:12: This is not readable YAML: a backslash"),
    "two documents": (
        "workspaces:",
        "---\nworkspaces:",
        "YAML: a second document begins; keep one",
    ),
    "an impossible day": ("name: Hilltop School", "name: 2026-02-30", "d.yaml:9: There is no such"),
    "a bomb": ("name: Hilltop School", "name: &a [x]", "d.yaml:9: & and * are not read"),
    "a tag": ("name: Hilltop School", "name: !x y", "d.yaml:9: Words that start with !"),
    "a key that is a list": ("people:", "? [people]\n:", "d.yaml:24: A key is one word."),
}


def told(text: str) -> list[str]:
    """Return what is said of a directory; nothing of one that is well."""
    try:
        Directory.parse(Located("d.yaml", text), platforms=PLATFORMS)
    except InputError as refused:
        return [str(problem) for problem in refused.problems]
    return []


def check_wording(problems: list[str], text: str) -> None:
    """Check that each is one sentence with a line of the text, in our own words."""
    for problem in problems:
        line = SENTENCE.fullmatch(problem)
        assert line, problem
        assert 1 <= int(line[1]) <= max(1, text.count("\n") + 1)
        # What the person wrote is repeated in quotes; it may hold any word.
        assert not FOREIGN.search(re.sub(r"'[^']*'", "''", problem.partition(": ")[2])), problem


@pytest.mark.parametrize(("old", "new", "says"), MALFORMED.values(), ids=MALFORMED.keys())
def test_a_malformed_directory_is_told_in_kind_words(old: str, new: str, says: str) -> None:
    assert old in TEXT
    text = TEXT.replace(old, new, 1) if old else new
    problems = told(text)
    assert any(says in problem for problem in problems), problems
    check_wording(problems, text)


def test_the_table_is_long_enough() -> None:
    assert len(MALFORMED) >= 25


_ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.dates(),
    st.datetimes(),
    st.text(st.characters(min_codepoint=32, max_codepoint=0x2FF), max_size=50),
    st.just([]),
    st.just({}),
    st.lists(st.text("abc", max_size=3), max_size=2),
    st.dictionaries(st.text("abc", min_size=1, max_size=3), st.integers(), max_size=2),
)


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every place of a document: what holds it, and the name or number under which."""
    inner: list[tuple[Any, Any]] = list(
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, held in inner:
        yield value, key
        yield from places(held)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_whatever_stands_anywhere_is_told_in_kind_words(data: st.DataObject) -> None:
    document = yaml.safe_load(TEXT)
    held, key = data.draw(st.sampled_from(list(places(document))))
    held[key] = data.draw(_ODD)
    text = yaml.safe_dump(document, allow_unicode=True)
    check_wording(told(text), text)
