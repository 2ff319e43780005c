from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery.outcome import Patience


@settings(deadline=None)
@given(attempt=st.integers(1, 200))
def test_the_wait_grows_and_is_capped_and_is_never_nothing(attempt: int) -> None:
    patience = Patience()
    wait = patience.delay(attempt, None)
    most = min(patience.longest, patience.base * 2 ** min(attempt - 1, 30))
    assert timedelta(seconds=0.1) <= wait <= most


@settings(deadline=None)
@given(after=st.timedeltas(timedelta(), timedelta(days=1)), attempt=st.integers(1, 20))
def test_the_platforms_word_comes_first(after: timedelta, attempt: int) -> None:
    patience = Patience()
    ours = min(patience.longest, patience.base * 2 ** min(attempt - 1, 30))
    wait = patience.delay(attempt, after)
    assert after <= wait <= max(after + timedelta(seconds=0.5), ours)


@settings(deadline=None, max_examples=30)
@given(after=st.timedeltas(timedelta(), timedelta(seconds=5)))
def test_a_storm_of_short_words_does_not_use_up_the_attempts(after: timedelta) -> None:
    patience = Patience()
    waits = [patience.delay(attempt, after) for attempt in range(1, patience.attempts)]
    assert sum(waits, timedelta()) > timedelta(minutes=1)


def test_not_all_come_back_at_once() -> None:
    assert len({Patience().delay(5, None) for _ in range(20)}) > 10
