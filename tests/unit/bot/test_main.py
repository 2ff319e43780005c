"""How a process starts."""

import gc

import pytest

from bot.__main__ import main


def test_what_was_imported_is_not_looked_through_and_what_comes_later_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[tuple[bool, bool]] = []
    kept: list[object] = []

    def command_line() -> None:
        seen.append((gc.isenabled(), gc.get_freeze_count() > before))

    monkeypatch.setattr("bot.cli.main", command_line)
    kept.extend([] for _ in range(1000))
    before = gc.get_freeze_count()
    main()
    assert seen == [(True, True)]
