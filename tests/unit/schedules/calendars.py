"""Calendars and moments made at random, for what the rules promise of all of them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from config.calendar import DAY, Nation, Span, TermDates, Window
from schedules.calendar import Calendar

TERMS = TermDates(
    key="north",
    name="Northshire schools' term dates",
    terms=(
        Span(starts=date(2027, 1, 5), ends=date(2027, 3, 25)),
        Span(starts=date(2027, 4, 12), ends=date(2027, 7, 21)),
    ),
    half_terms=(Span(starts=date(2027, 2, 15), ends=date(2027, 2, 19)),),
)
ZONES = ("Europe/London", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Africa/Cairo")


@st.composite
def windows(draw: st.DrawFn) -> Window:
    starts = draw(st.integers(0, DAY - 1))
    return Window(
        frozenset(draw(st.sets(st.integers(0, 6), min_size=1))),
        starts,
        draw(st.integers(starts + 1, DAY)),
        holidays=draw(st.booleans()),
    )


calendars = st.builds(
    Calendar,
    st.sampled_from([ZoneInfo(zone) for zone in ZONES]),
    st.sampled_from(Nation),
    windows(),
    st.sampled_from([None, TERMS]),
)
"""Any week, in zones that change by an hour, by half an hour, at midnight or never."""

moments = st.one_of(
    st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    *(
        st.builds(lambda about, by: about + by, st.just(about), st.timedeltas(-DAYS, DAYS))
        for DAYS in [timedelta(days=1, hours=6)]
        for about in (
            datetime(2027, 3, 28, 1, tzinfo=UTC),
            datetime(2027, 10, 31, 1, tzinfo=UTC),
            datetime(2028, 2, 29, tzinfo=UTC),
            datetime(2027, 12, 27, tzinfo=UTC),
            datetime(2027, 4, 29, 22, tzinfo=UTC),  # Cairo's midnight, which does not come
            datetime(2027, 4, 3, 15, tzinfo=UTC),  # Lord Howe's half an hour
        )
    ),
)
