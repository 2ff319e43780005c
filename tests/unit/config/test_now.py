"""The clock is aware, and in UTC; people read London's."""

from datetime import UTC, datetime, timedelta

import pytest

from config.now import LONDON, in_london, system_now


def test_now() -> None:
    assert system_now().utcoffset() == timedelta(0)
    assert str(LONDON) == "Europe/London"


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 1, 5, 9, 5, tzinfo=UTC), "Mon 5 Jan 2026, 09:05"),
        (datetime(2026, 7, 5, 23, 30, tzinfo=UTC), "Mon 6 Jul 2026, 00:30"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "Sun 25 Oct 2026, 01:30"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "Sun 25 Oct 2026, 01:30"),
    ],
)
def test_moments_are_told_as_londons(moment: datetime, words: str) -> None:
    assert in_london(moment) == words
