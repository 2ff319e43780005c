from datetime import UTC, datetime, timedelta

import pytest

from bot.platforms.retry_after import retry_after

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("3", 3),
        ("0.25", 0.25),
        ("-4", 0),
        ("nan", None),
        ("inf", None),
        ("1e99", 3_600),
        ("Tue, 03 Nov 2026 09:00:30 GMT", 3_600),
        ("soon", None),
        ("", None),
        ("Mon, 02 Nov 2026 09:00:30 GMT", 30),
        ("Mon, 02 Nov 2026 09:00:30 -0000", 30),
        ("Mon, 02 Nov 2026 08:00:00 GMT", 0),
        ("Mon, 02 Nov 999999999999999999999 09:00:30 GMT", None),
        ("Mon, 02 Nov 2026 09:00:30 +99999999999999", None),
    ],
)
def test_retry_after_in_every_form(value: str | None, seconds: float | None) -> None:
    expected = None if seconds is None else timedelta(seconds=seconds)
    assert retry_after(value, NOW) == expected
