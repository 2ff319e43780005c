"""The clock is aware, and in UTC."""

from datetime import timedelta

from config.now import LONDON, system_now


def test_now() -> None:
    assert system_now().utcoffset() == timedelta(0)
    assert str(LONDON) == "Europe/London"
