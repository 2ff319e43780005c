"""A window is written as it is read."""

from hypothesis import given
from hypothesis import strategies as st

from config.calendar import DAY, Window
from config.directory import Agency, Sector

WINDOWS = st.builds(
    lambda days, ends: Window(frozenset(days), *ends),
    st.sets(st.integers(0, 6), min_size=1),
    st.tuples(st.integers(0, DAY), st.integers(0, DAY))
    .map(lambda times: (min(times), max(times)))
    .filter(lambda times: times[0] < times[1]),
)


@given(WINDOWS | st.just(Window.parse("always")))
def test_a_windows_words_are_read_as_the_same_window(window: Window) -> None:
    assert Window.parse(window.words) == window


def test_an_agency_that_was_written_is_read_again() -> None:
    agency = Agency(
        key="police",
        name="Police",
        sector=Sector.POLICE,
        head_count=9,
        window=Window.parse("always"),
    )
    assert Agency.model_validate(agency.model_dump()) == agency
