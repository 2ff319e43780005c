"""What whoever plans is told at once: when it comes, and for whom it is held until when and why."""

import json
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest

from bot.delivery.disseminate import InSeries, PlannedSeries
from bot.foresight.holds import Foretold, ForetoldSeries, foretold, together
from bot.printing import sent
from config.calendar import Span, TermDates, Window
from config.directory import Agency, Channel, Directory, Sector, Workspace
from config.now import LONDON
from content.waiting import OutOfTerm
from schedules.occurrence import Moment
from schedules.series import Series, Week, named

NOW = datetime(2027, 7, 1, 9, 0, tzinfo=UTC)
WHICH = UUID(int=7)
ALWAYS = Window(holidays=True, weekdays=frozenset(range(7)), starts=0, ends=24 * 60)
TERMS = TermDates(
    key="north-schools",
    name="Northshire's term dates",
    terms=(
        Span(starts=date(2027, 4, 12), ends=date(2027, 7, 21)),
        Span(starts=date(2027, 9, 2), ends=date(2027, 12, 17)),
    ),
)


def partnership(**windows: Window) -> Directory:
    """Return agencies that are usual ones where no window is given; the school keeps terms."""
    keys = ("charity", "health", "police", "probation", "school")
    return Directory(
        partnership="Test",
        agencies=tuple(
            Agency(
                key=key,
                name=key.title(),
                sector=Sector.OTHER,
                head_count=9,
                window=windows.get(key, Window()),
                terms="north-schools" if key == "school" else None,
            )
            for key in keys
        ),
        workspaces=(Workspace(key="north", platform="slack", id="T1", agency="police"),),
        channels=tuple(
            Channel(key=key, agency=key, workspace="north", id=f"C-{key}", name=key) for key in keys
        ),
        term_dates=(TERMS,),
    )


USUAL = partnership()
ALL = ("charity", "health", "police", "probation", "school")


def at(wall: str) -> Moment:
    return Moment(f"{wall}:00", datetime.fromisoformat(wall).replace(tzinfo=LONDON).astimezone(UTC))


def ahead(
    wall: str,
    *channels: str,
    directory: Directory = USUAL,
    urgent: bool = False,
    now: datetime = NOW,
) -> Foretold:
    return foretold(directory, channels or ALL, at(wall), now, urgent=urgent)


def held(it: Foretold, directory: Directory = USUAL) -> list[str]:
    return list(sent.held_lines(it, directory))


def test_nothing_is_held_within_everybodys_hours() -> None:
    it = ahead("2027-07-05T09:00")
    assert (it.holds, held(it)) == ((), [])
    assert list(sent.sent_lines(WHICH, it, USUAL, again=False)) == [
        f"Planned as dissemination {WHICH}.",
        "It is planned for Mon 5 Jul 2027, 09:00, London time.",
    ]
    assert sent.sent_json(WHICH, it) == {
        "dissemination": str(WHICH),
        "at": "2027-07-05T09:00:00+01:00",
        "note": "",
        "held": [],
    }


@pytest.mark.parametrize(
    ("channels", "whom"),
    [
        (ALL, "all 5 agencies"),
        (("police", "school"), "all 2 agencies"),
        (("police",), "Police"),
        (("police", "gone"), "Police"),
    ],
)
def test_who_gets_it_later_until_when_and_why(channels: tuple[str, ...], whom: str) -> None:
    assert held(ahead("2027-07-03T19:00", *channels)) == [
        (
            f"Held until Monday 5 July 2027 at 08:00 for {whom}: Saturday is not one of the"
            " agency's working days."
        )
    ]


def test_some_of_them_are_named_and_many_are_counted() -> None:
    school = "Held until Thursday 2 September 2027 at 08:00 for School: by Northshire's term dates"
    (words,) = held(ahead("2027-08-02T09:00"))
    assert words.startswith(school)
    few = partnership(police=ALWAYS, health=ALWAYS)
    first, second = held(ahead("2027-08-01T09:00", directory=few), few)
    assert "Monday 2 August 2027 at 08:00 for Charity, Probation: Sunday" in first
    assert second.startswith(school)
    four = partnership(school=ALWAYS)
    (words,) = held(ahead("2027-07-04T09:00", directory=four), four)
    assert "Monday 5 July 2027 at 08:00 for 4 of 5 agencies: Sunday" in words


def test_for_scripts_each_hold_has_its_agencies() -> None:
    it = ahead("2027-08-02T09:00")
    assert sent.sent_json(WHICH, it)["held"] == [
        {
            "until": "2027-09-02T08:00:00+01:00",
            "agencies": ["school"],
            "why": "Held until Thursday 2 September 2027 at 08:00: by Northshire's term dates the"
            " schools are closed; Late Summer Bank Holiday is a bank holiday in England.",
        }
    ]


def test_nothing_holds_what_is_urgent() -> None:
    assert ahead("2027-07-03T19:00", urgent=True).holds == ()


def test_what_has_come_is_held_from_now_on() -> None:
    night = datetime(2027, 7, 5, 21, 0, tzinfo=UTC)
    it = ahead("2027-07-05T17:30", "police", now=night)
    assert list(sent.sent_lines(WHICH, it, USUAL, again=False))[1:] == [
        "It is due now.",
        (
            "Held until Tuesday 6 July 2027 at 08:00 for Police: the agency's hours are 08:00 to"
            " 18:00."
        ),
    ]


def test_of_what_comes_again_and_again_the_first_moment_is_told() -> None:
    it = ahead("2027-07-05T09:00")
    assert list(sent.sent_lines(WHICH, it, USUAL, again=True))[1:] == [
        "Its first moment is Mon 5 Jul 2027, 09:00, London time."
    ]


def test_a_moved_plan_says_what_the_clocks_do_and_who_waits() -> None:
    spring = Moment("2027-03-28T01:30:00", datetime(2027, 3, 28, 1, 0, tzinfo=UTC))
    it = foretold(USUAL, ("police",), spring, NOW - timedelta(days=120), urgent=False)
    assert list(sent.moved_lines(it, USUAL)) == [
        (
            "Moved: it comes next on Sun 28 Mar 2027, 02:00, London time. On Sunday 28 March 2027"
            " the clocks go forward and 01:30 does not exist; it falls at 02:00."
        ),
        (
            "Held until Tuesday 30 March 2027 at 08:00 for Police: Sunday is not one of the"
            " agency's working days; Easter Monday is a bank holiday in England."
        ),
    ]


def weekly(*walls: str, directory: Directory = USUAL) -> ForetoldSeries:
    parts = [ahead(wall, directory=directory) for wall in walls]
    planned = PlannedSeries(
        UUID(int=9),
        [
            InSeries(UUID(int=number), f"slug-{number}", it.moment.due_at)
            for number, it in enumerate(parts)
        ],
        [Week(date(2027, 8, 30), at("2027-08-30T09:00").due_at, OutOfTerm("Term"))],
    )
    return ForetoldSeries(planned, parts, together(parts, directory))


def test_a_series_says_who_is_away_and_what_comes_together() -> None:
    series = weekly("2027-07-19T09:00", "2027-07-26T09:00", "2027-08-02T09:00")
    away = (
        "  Held until Thursday 2 September 2027 at 08:00 for School: by Northshire's term dates the"
        " schools are closed; Late Summer Bank Holiday is a bank holiday in England."
    )
    assert list(sent.series_lines(series, USUAL)) == [
        f"Planned as series {UUID(int=9)}; `sevenbot plan stop` with it stops what is left.",
        f"Mon 19 Jul 2027, 09:00: slug-0 (dissemination {UUID(int=0)})",
        f"Mon 26 Jul 2027, 09:00: slug-1 (dissemination {UUID(int=1)})",
        away,
        f"Mon 2 Aug 2027, 09:00: slug-2 (dissemination {UUID(int=2)})",
        away,
        "Mon 30 Aug 2027, 09:00: nothing, since by Term the schools are closed.",
        (
            "2 of these come together on Thu 2 Sep 2027, 08:00, London time, for School."
            " `--term north-schools` plans around the school holidays."
        ),
    ]
    found = json.loads(json.dumps(sent.series_json(series)))
    assert found["series"] == str(UUID(int=9))
    assert [len(each["held"]) for each in found["disseminations"]] == [0, 1, 1]


def test_one_that_is_away_alone_comes_together_with_nothing() -> None:
    assert weekly("2027-07-19T09:00", "2027-07-26T09:00").together == []


def test_what_comes_together_for_another_reason_names_no_terms() -> None:
    rare = partnership(police=Window(weekdays=frozenset({2})))
    series = weekly("2027-07-05T09:00", "2027-07-06T09:00", directory=rare)
    assert list(sent.series_lines(series, rare))[-1] == (
        "2 of these come together on Wed 7 Jul 2027, 08:00, London time, for Police."
    )


def test_a_series_moment_that_spring_leaves_out_says_so() -> None:
    series = Series(weekday=6, at=time(1, 30), starts=date(2027, 3, 28), nations=frozenset())
    falls = datetime(2027, 3, 28, 1, 0, tzinfo=UTC)
    assert "01:30 does not exist; it falls at 02:00." in named(series, falls).note
    assert not named(series, falls + timedelta(days=7, minutes=-30)).note
