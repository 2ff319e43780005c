"""The clock is aware, and in UTC; people read London's."""

from datetime import UTC, datetime, timedelta

import pytest

from config.now import LONDON, system_now
from content.days import in_london, span_words


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


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(), "1 hour"),
        (timedelta(minutes=20), "1 hour"),
        (timedelta(minutes=89), "1 hour"),
        (timedelta(minutes=91), "2 hours"),
        (timedelta(hours=47, minutes=29), "47 hours"),
        (timedelta(hours=47, minutes=31), "2 days"),
        (timedelta(days=2, hours=11), "2 days"),
        (timedelta(days=2, hours=13), "3 days"),
        (timedelta(days=40), "40 days"),
    ],
)
def test_a_span_is_told_as_exactly_as_anybody_needs_it(span: timedelta, words: str) -> None:
    assert span_words(span) == words
