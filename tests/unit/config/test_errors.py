"""Errors name everything that is wrong, in one sentence."""

import pytest

from config.errors import (
    DatabaseUnavailable,
    InputError,
    Mismatch,
    NotFound,
    Problem,
    Refused,
    SettingsError,
    SevenbotError,
)


def test_one_and_several_problems() -> None:
    one = InputError("The directory", [Problem("d.yaml:4", "No.")])
    assert str(one) == "The directory has 1 problem, and nothing was changed: d.yaml:4: No."
    two = InputError("It", iter([Problem("a", "x."), Problem("b", "y.")]))
    assert str(two) == "It has 2 problems, and nothing was changed: a: x.; b: y."
    assert two.problems == (Problem("a", "x."), Problem("b", "y."))


@pytest.mark.parametrize(
    ("where", "position"),
    [("d.yaml:14", ("d.yaml", 14)), ("SLACK_TOKEN", ("SLACK_TOKEN", 0)), ("a:b", ("a:b", 0))],
)
def test_problems_are_ordered_by_file_and_line(where: str, position: tuple[str, int]) -> None:
    assert Problem(where, "x").position == position


def test_scripts_and_pages_can_tell_the_errors_apart() -> None:
    kinds = (SevenbotError, InputError, SettingsError, Refused, NotFound, DatabaseUnavailable)
    codes = {kind.exit_code for kind in kinds}
    assert len(codes) == len(kinds)
    assert 0 not in codes
    assert Mismatch.exit_code == 1
    assert {kind.status for kind in kinds} == {500, 422, 403, 404, 503}
