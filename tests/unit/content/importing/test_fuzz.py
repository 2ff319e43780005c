"""Whatever comes, a file is read or refused with an InputError: no other exception leaves."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.errors import InputError
from content.importing.markdown import read_briefing
from tests.unit.content.importing.example import example

NAME = "briefing.md"
PIECES = st.sampled_from(
    [*example().splitlines(keepends=True), "---\n", "## ", "- [x] ", "  Why: ", "**", "[a](", "\n"]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=60).map("".join))
def test_whatever_comes_only_an_input_error_leaves(text: str) -> None:
    for whole in (text, "---\n" + text, example() + text):
        assert_read_or_refused(whole)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(example())), st.integers(0, 200), st.text(max_size=12))
def test_a_damaged_file_is_read_or_refused(start: int, length: int, put: str) -> None:
    text = example()
    assert_read_or_refused(text[:start] + put + text[start + length :])


def assert_read_or_refused(text: str) -> None:
    places = [f"{NAME}:1"]
    try:
        read_briefing(text, NAME)
    except InputError as refused:
        places = [problem.where for problem in refused.problems]
    assert places
    assert all(place.startswith(f"{NAME}:") for place in places)
