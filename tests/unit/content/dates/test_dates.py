"""Days as people write them, read on Wednesday 25 November 2026 where nothing else is said."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from content.dates import read_date
from content.templating import say

WEDNESDAY = date(2026, 11, 25)

AHEAD = """
fri                              2026-11-27
Friday                           2026-11-27
FRIDAY!                          2026-11-27
until friday                     2026-11-27
till fri, please                 2026-11-27
on Thurs                         2026-11-26
tues                             2026-12-01
wednesday                        2026-12-02
this friday                      2026-11-27
coming friday                    2026-11-27
next monday                      2026-11-30
next friday                      2026-12-04
friday next week                 2026-12-04
friday week                      2026-12-04
a week on Friday                 2026-12-04
a fortnight on Friday            2026-12-11
two weeks on Friday              2026-12-11
a week today                     2026-12-02
a week from now                  2026-12-02
a month from now                 2026-12-25
tomorrow                         2026-11-26
tmrw                             2026-11-26
the day after tomorrow           2026-11-27
3 dec                            2026-12-03
3 Dec.                           2026-12-03
3rd december                     2026-12-03
3dec                             2026-12-03
dec 3                            2026-12-03
December 3rd                     2026-12-03
the 3rd of December              2026-12-03
3 December 2027                  2027-12-03
December 3, 2027                 2027-12-03
3 dec 27                         2027-12-03
3 nov                            2027-11-03
25 november                      2027-11-25
29 feb                           2028-02-29
1 sept                           2027-09-01
3/12                             2026-12-03
7/1                              2027-01-07
03/12/2027                       2027-12-03
3/12/27                          2027-12-03
3.12.2027                        2027-12-03
3-12-2027                        2027-12-03
2027-12-03                       2027-12-03
2027/12/3                        2027-12-03
\uff13 dec                       2026-12-03
the 3rd                          2026-12-03
28th                             2026-11-28
31st                             2026-12-31
Thursday 3 December              2026-12-03
Thu, 3 Dec 2026                  2026-12-03
Thursday the 3rd                 2026-12-03
two weeks                        2026-12-09
2 weeks                          2026-12-09
2wks                             2026-12-09
for two weeks                    2026-12-09
in 10 days                       2026-12-05
ten days                         2026-12-05
a week                           2026-12-02
in a week's time                 2026-12-02
in two weeks\u2019 time          2026-12-09
2 weeks from now                 2026-12-09
three weeks from today           2026-12-16
a fortnight                      2026-12-09
a couple of weeks                2026-12-09
a month                          2026-12-25
3 months                         2027-02-25
a year                           2027-11-25
two years                        2028-11-25
end of month                     2026-11-30
the end of the month             2026-11-30
end of this month                2026-11-30
month end                        2026-11-30
end of next month                2026-12-31
end of december                  2026-12-31
until the end of Feb             2027-02-28
end of the week                  2026-11-29
end of next week                 2026-12-06
end of the year                  2026-12-31
next week                        2026-11-30
next month                       2026-12-01
next year                        2027-01-01
january                          2027-01-01
January 2027                     2027-01-01
"""

BACK = """
yesterday                        2026-11-24
today                            2026-11-25
this morning                     2026-11-25
the day before yesterday         2026-11-23
last tuesday                     2026-11-24
tuesday                          2026-11-24
on monday                        2026-11-23
wednesday                        2026-11-25
last wednesday                   2026-11-18
friday                           2026-11-20
friday last week                 2026-11-20
3 nov                            2026-11-03
on 3 November 2026               2026-11-03
3/11                             2026-11-03
3/11/26                          2026-11-03
2026-11-03                       2026-11-03
3 dec                            2025-12-03
25 nov                           2026-11-25
the 3rd                          2026-11-03
the 31st                         2026-10-31
Tue 3 Nov                        2026-11-03
a week ago                       2026-11-18
two weeks ago                    2026-11-11
10 days ago                      2026-11-15
a fortnight ago                  2026-11-11
a month ago                      2026-10-25
"""

UNCLEAR = """
soon
when i'm back
banana
5
a few days
30 feb
32 dec
0 dec
13/13
31/2/2027
the 0th
the 32nd
3 potatoes
may the force be with you
to do list monday meeting
end of the world
december 45
fri 32 dec
99999 dec 2027
"""


def rows(table: str) -> list[tuple[str, date]]:
    pairs = (line.rsplit(maxsplit=1) for line in table.strip().splitlines())
    return [(written.strip(), date.fromisoformat(day)) for written, day in pairs]


@pytest.mark.parametrize(("written", "day"), rows(AHEAD))
def test_a_day_ahead(written: str, day: date) -> None:
    assert read_date(written, WEDNESDAY) == day


@pytest.mark.parametrize("digits", ["12", "\u0661\u0662", "\uff11\uff12", "\u0967\u0968"])
def test_digits_of_any_script_are_digits(digits: str) -> None:
    assert read_date(f"{digits} December", date(2026, 11, 30)) == date(2026, 12, 12)


@pytest.mark.parametrize(("written", "day"), rows(BACK))
def test_a_day_that_was(written: str, day: date) -> None:
    assert read_date(written, WEDNESDAY, past=True) == day


@pytest.mark.parametrize("written", ["", " ", "?!", *UNCLEAR.strip().splitlines()])
@pytest.mark.parametrize("past", [False, True])
def test_what_names_no_day_is_asked_again(written: str, past: bool) -> None:  # noqa: FBT001
    assert read_date(written, WEDNESDAY, past=past) == say(
        "date.unclear_past" if past else "date.unclear"
    )


@pytest.mark.parametrize(
    ("written", "past", "sentence"),
    [
        ("today", False, "date.over"),
        ("yesterday", False, "date.over"),
        ("two weeks ago", False, "date.over"),
        ("3 dec 2020", False, "date.over"),
        ("last friday", False, "date.over"),
        ("3 dec 2066", False, "date.far"),
        ("900 weeks", False, "date.far"),
        ("tomorrow", True, "date.not_yet"),
        ("next week", True, "date.not_yet"),
        ("3 dec 2026", True, "date.not_yet"),
        ("november", True, "date.unclear_past"),
        ("november 2026", True, "date.unclear_past"),
        ("99999 years", False, "date.unclear"),
        ("99999 months ago", True, "date.unclear_past"),
    ],
)
def test_a_day_on_the_other_side(written: str, past: bool, sentence: str) -> None:  # noqa: FBT001
    assert read_date(written, WEDNESDAY, past=past) == say(sentence)


def test_a_weekday_that_does_not_fit_its_date_is_asked_again() -> None:
    found = read_date("Friday 3 December", WEDNESDAY)
    assert found == say("date.weekday", day="3 December 2026", weekday="Thursday")


@pytest.mark.parametrize(
    ("today", "written", "day"),
    [
        ("2026-11-30", "end of month", "2026-12-31"),
        ("2027-01-31", "a month", "2027-02-28"),
        ("2027-01-31", "next month", "2027-02-01"),
        ("2027-01-31", "end of next month", "2027-02-28"),
        ("2026-12-31", "end of the year", "2027-12-31"),
        ("2026-12-15", "end of december", "2026-12-31"),
        ("2026-11-29", "end of the week", "2026-12-06"),
        ("2026-11-27", "friday", "2026-12-04"),
        ("2026-11-29", "next monday", "2026-11-30"),
        ("2026-11-30", "next monday", "2026-12-07"),
        ("2027-01-30", "the 30th", "2027-03-30"),
        ("2028-02-28", "29 feb", "2028-02-29"),
        # The nights on which the clocks change are days like any other.
        ("2027-03-27", "tomorrow", "2027-03-28"),
        ("2026-10-25", "a week", "2026-11-01"),
    ],
)
def test_the_edges_of_weeks_and_months(today: str, written: str, day: str) -> None:
    found = read_date(written, date.fromisoformat(today))
    assert found == date.fromisoformat(day)


def holds(text: str, today: date, *, past: bool) -> None:
    """The words give a day on the right side, or a sentence."""
    found = read_date(text, today, past=past)
    if isinstance(found, date):
        assert found <= today if past else found > today
    else:
        assert found


@settings(deadline=None)
@given(
    text=st.text(max_size=60),
    today=st.dates(date(1990, 1, 1), date(2200, 1, 1)),
    past=st.booleans(),
)
@example(text="29 feb", today=date(1896, 3, 1), past=False)
@example(text="9" * 5_000, today=WEDNESDAY, past=False)
def test_anything_gives_a_day_or_a_sentence(text: str, today: date, past: bool) -> None:  # noqa: FBT001
    holds(text, today, past=past)


WORDS = """
a the on until next last this end of week month year day weeks days ago from now friday mon
december feb 3rd 31st 3 29 2 2027 27 tomorrow yesterday today fortnight 3/12 2028-02-29
"""


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(WORDS.split()), max_size=5).map(" ".join),
    st.dates(date(1990, 1, 1), date(2200, 1, 1)),
    st.booleans(),
)
def test_any_order_of_known_words_too(text: str, today: date, past: bool) -> None:  # noqa: FBT001
    holds(text, today, past=past)


@settings(deadline=None)
@given(st.dates(date(1990, 1, 1), date(2200, 1, 1)), st.integers(1, 700))
def test_a_day_written_out_is_that_day(today: date, ahead: int) -> None:
    day = today + timedelta(days=ahead)
    for form in ("%-d %B %Y", "%d/%m/%Y", "%Y-%m-%d", "%A %-d %b %Y", "%B %-d, %Y"):
        assert read_date(day.strftime(form), today) == day
        assert read_date(today.strftime(form), day, past=True) == today
