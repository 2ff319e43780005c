"""From what a person wrote to a plan."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import operations
from config.errors import InputError, SettingsError
from config.settings import Settings
from schedules.plan import OneOff, Recurring, SendLate, SkipMissed

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def plan(at: str | None = None, cron: str | None = None, missed: str | None = None):
    return operations.plan_from(at=at, cron=cron, missed=missed, now=NOW)


def test_nothing_said_is_now() -> None:
    assert plan() == OneOff(NOW)
    assert plan(missed="skip") == OneOff(NOW, SkipMissed())
    assert plan(missed="1.5") == OneOff(NOW, SendLate(timedelta(minutes=90)))


@pytest.mark.parametrize(
    ("at", "moment"),
    [
        ("2027-01-11", datetime(2027, 1, 11, tzinfo=UTC)),
        ("2027-01-11 09:00", datetime(2027, 1, 11, 9, tzinfo=UTC)),
        ("2027-07-11 09:00", datetime(2027, 7, 11, 8, tzinfo=UTC)),
        ("2027-07-11T09:00:00Z", datetime(2027, 7, 11, 9, tzinfo=UTC)),
        ("2027-03-28 00:59", datetime(2027, 3, 28, 0, 59, tzinfo=UTC)),
        ("2027-03-28 02:00", datetime(2027, 3, 28, 1, tzinfo=UTC)),
        ("2027-10-31 00:59", datetime(2027, 10, 30, 23, 59, tzinfo=UTC)),
        ("2027-10-31 01:30", datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),
        ("2027-10-31 02:00", datetime(2027, 10, 31, 2, tzinfo=UTC)),
    ],
)
def test_a_moment_is_read_as_londons(at: str, moment: datetime) -> None:
    found = plan(at=at)
    assert isinstance(found, OneOff)
    assert found.at.astimezone(UTC) == moment


@pytest.mark.parametrize(
    "at", ["", "soon", "2027-13-01", "2027-02-30 09:00", "09:00", "0001-01-01 00:00+05:00"]
)
def test_what_is_no_moment(at: str) -> None:
    with pytest.raises(InputError) as refused:
        plan(at=at)
    (problem,) = refused.value.problems
    assert problem.where == "--at"
    assert f"'{at}' is not a moment like 2027-01-11 09:00." in problem.what


@pytest.mark.parametrize("at", ["2027-03-28 01:00", "2027-03-28 01:30", "2027-03-28T01:59:59"])
def test_a_moment_that_does_not_exist(at: str) -> None:
    with pytest.raises(InputError, match=r"the clocks go forward, and .* does not exist"):
        plan(at=at)


def test_again_and_again() -> None:
    assert plan(cron="0 9 * * mon") == Recurring("0 9 * * mon", NOW)
    assert plan(cron="0 9 * * mon", missed="skip") == Recurring(
        "0 9 * * mon", NOW, missed=SkipMissed()
    )


@pytest.mark.parametrize("missed", ["", "never", "0", "-3", "nan", "inf", "8761"])
def test_what_is_no_rule(missed: str) -> None:
    with pytest.raises(InputError) as refused:
        plan(missed=missed)
    assert refused.value.problems[0].where == "--missed"


def test_once_and_again_are_two_things() -> None:
    with pytest.raises(InputError, match="--at, --cron"):
        plan(at="2027-01-11", cron="0 9 * * mon")


def test_a_folders_briefings_are_its_markdown_but_its_readme(tmp_path: Path) -> None:
    for name in ("b.md", "a.md", "README.md", "readme.md", "notes.txt"):
        (tmp_path / name).write_text("")
    single = tmp_path / "README.md"
    assert operations.markdown_files([tmp_path, single]) == [
        tmp_path / "a.md",
        tmp_path / "b.md",
        single,
    ]
    assert operations.markdown_files([]) == []


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://sevenbot:pass@db.example.org/sevenbot",
        "postgres://db.example.org:5432/sevenbot?sslmode=require",
        "postgresql:///sevenbot?host=/run/postgresql",
    ],
)
def test_a_database_address_is_taken_as_given(address: str) -> None:
    settings = Settings.load({"DATABASE_URL": address})
    with operations.database_address(settings) as found:
        assert found == address


@pytest.mark.parametrize("address", ["sqlite:///x", "secret", "postgresql://[::1/x"])
def test_what_is_no_database_address_is_not_repeated(address: str) -> None:
    settings = Settings.load({"DATABASE_URL": address})
    with (
        pytest.raises(SettingsError, match="DATABASE_URL") as refused,
        operations.database_address(settings),
    ):
        pass
    assert address not in str(refused.value)
