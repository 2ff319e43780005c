"""Files that commands take, and the database's address."""

from pathlib import Path

import pytest

from bot import opening, operations
from config.errors import SettingsError
from config.settings import Settings


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
    with opening.database_address(settings) as found:
        assert found == address


@pytest.mark.parametrize("address", ["sqlite:///x", "secret", "postgresql://[::1/x"])
def test_what_is_no_database_address_is_not_repeated(address: str) -> None:
    settings = Settings.load({"DATABASE_URL": address})
    with (
        pytest.raises(SettingsError, match="DATABASE_URL") as refused,
        opening.database_address(settings),
    ):
        pass
    assert address not in str(refused.value)
