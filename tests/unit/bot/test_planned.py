"""What `plan show` and `plan stop` print."""

from dataclasses import replace
from datetime import datetime, timedelta
from io import StringIO
from uuid import UUID

import pytest
from rich.console import Console

from bot.decisions.plans import Coming, Stopping
from bot.foresight.looking import Outlook
from bot.foresight.rows import Expected, What
from bot.printing import planned
from bot.store.plans.overview import Sending
from bot.store.plans.stopping import Remains, Stop
from config.directory import Agency, Channel, Directory, Sector, Workspace
from schedules.occurrence import Moment
from schedules.plan import OneOff
from tests.fakes.clock import START

SENDING = Sending(
    id=UUID(int=7),
    slug="small",
    version=3,
    title="Small",
    audience="[red]leads[/red]",
    plan=OneOff(START),
    made_at=START,
    channels=("a", "b"),
)
DUE = Coming(SENDING, Moment("2026-11-02T09:00:00", START), overdue=False)
OVERDUE = Coming(SENDING, Moment("2026-11-02T09:00:00", START), overdue=True)
SPRING = Coming(
    SENDING, Moment("2027-03-28T01:30:00", START + timedelta(days=146, hours=-8)), overdue=False
)
QUEUED = Coming(
    SENDING,
    Moment("2026-11-02T09:00:00", START),
    overdue=False,
    queued_at=START + timedelta(minutes=2),
)
STOP = Stop("Cy [b]C[/b]", START)


@pytest.fixture
def out() -> Console:
    return Console(file=StringIO(), width=60)


DIRECTORY = Directory(
    partnership="Test",
    agencies=tuple(
        Agency(key=key, name=key.title(), sector=Sector.OTHER, head_count=9)
        for key in ("police", "school")
    ),
    workspaces=(Workspace(key="north", platform="slack", id="T1", agency="police"),),
    channels=tuple(
        Channel(key=key, agency=agency, workspace="north", id=f"C-{key}", name=key)
        for key, agency in (("a", "police"), ("b", "school"))
    ),
)


def post(coming: Coming, why: str = "", at: datetime = START) -> Expected:
    return Expected(
        at=at,
        what=What.POST,
        words="post",
        about="small version 3",
        agencies=("police",) if why else ("police", "school"),
        why=why,
        coming=coming,
    )


def said(out: Console) -> str:
    assert isinstance(out.file, StringIO)
    return out.file.getvalue()


def show(out: Console, *expected: Expected) -> list[str]:
    planned.print_outlook(out, Outlook(expected, ()), DIRECTORY, 4)
    return [line.strip() for line in said(out).splitlines()]


def test_every_moment_is_a_line_of_its_own(out: Console) -> None:
    heading, line = show(out, post(DUE))
    assert heading.split() == ["day", "time", "what", "of", "to", "why,", "or", "if", "missed",
                               "dissemination"]  # fmt: skip
    for words in ("Mon 2 Nov 2026", "09:00", "small version 3", "[red]leads[/red]"):
        assert words in line
    assert str(UUID(int=7)) in line
    assert "sent up to 72 hours late" in line


def test_a_day_is_named_once_and_what_was_moved_says_why(out: Console) -> None:
    moved = post(DUE, "Held until later.", START + timedelta(hours=1))
    deadline = Expected(at=START, what=What.DEADLINE, words="deadline", agencies=("police",))
    all_of_them = Expected(
        at=START + timedelta(days=1),
        what=What.CASCADE,
        words="asked",
        agencies=("police", "school"),
    )
    again = Expected(at=START + timedelta(days=1), what=What.RECALL, words="again", people=20)
    few = replace(again, about="other", people=0)
    _, first, second, third, fourth, fifth, sixth, note = show(
        out, post(DUE), deadline, moved, all_of_them, again, few
    )
    assert first.startswith("Mon 2 Nov 2026")
    assert "09:00" not in second
    assert "Held until later." in third
    assert "Police" in third
    assert fourth.startswith("Tue 3 Nov 2026")
    assert "at least 20 people" in fourth
    assert "a few people" in fifth
    assert "every agency" in sixth
    assert note.startswith("Messages about passing on stop where it is confirmed before;")


def test_what_is_odd_is_told_once_below(out: Console) -> None:
    lines = show(out, post(OVERDUE), post(OVERDUE, "Held."), post(DUE, "Moved."), post(SPRING))
    assert lines[5] == "Mon 2 Nov 2026, 09:00 has come and was not taken up yet: does a clock run?"
    assert "the clocks go forward and 01:30 does not exist" in lines[6]
    assert len(lines) == 7


def test_what_waits_for_a_worker_says_since_when(out: Console) -> None:
    _, line, note = show(out, post(QUEUED))
    assert "queued already" in line
    assert note == (
        "Mon 2 Nov 2026, 09:00 has come and is waiting for a worker since Mon 2 Nov 2026, 09:02:"
        " does one run?"
    )
    since = [
        each["waiting_since"]
        for each in planned.outlook_json(Outlook([post(QUEUED), post(DUE)], ()))
    ]
    assert since == ["2026-11-02T09:02:00+00:00", None]


def test_what_comes_to_agencies_in_the_same_minute_is_one_line(out: Console) -> None:
    told = replace(post(DUE), what=What.CASCADE, words="leads are reminded", coming=None)
    moments = [START + timedelta(seconds=0.2), START + timedelta(seconds=59)]
    rows = [
        replace(told, at=at, agencies=(agency,))
        for at, agency in zip(moments, ("police", "school"), strict=True)
    ]
    later = replace(told, at=START + timedelta(minutes=1), agencies=("police",))
    planned.print_outlook(out, Outlook([*rows, later], ()), DIRECTORY, 4)
    lines = [line.split() for line in said(out).splitlines() if "reminded" in line]
    assert [line[-2:] for line in lines] == [["every", "agency"], ["3", "Police"]]


@pytest.mark.parametrize(("people", "words"), [(1, "1 person"), (2, "2 people")])
def test_private_messages_that_wait_for_a_worker_are_told_as_a_count(
    out: Console, people: int, words: str
) -> None:
    waiting = Expected(at=START, what=What.QUEUED, words="private", people=people, why="Waits.")
    (line,) = [line for line in show(out, waiting) if "private" in line]
    assert words in line
    assert "Waits." in line


@pytest.mark.parametrize(("weeks", "span"), [(1, "week"), (6, "6 weeks")])
def test_nothing_is_told_too(out: Console, weeks: int, span: str) -> None:
    planned.print_outlook(out, Outlook([], []), DIRECTORY, weeks)
    assert said(out) == f"Nothing is planned for the next {span}.\n"
    assert planned.outlook_json(Outlook([], [])) == []


def test_what_is_held_until_after_the_weeks_has_a_line_of_its_own(out: Console) -> None:
    later = START + timedelta(weeks=5)
    held = Expected(
        at=later, what=What.HELD, words="post, held", about="small", agencies=("school",),
        why="Held until much later.",
    )  # fmt: skip
    outlook = Outlook([], [post(DUE, "Held until later.", later), held])
    planned.print_outlook(out, outlook, DIRECTORY, 4)
    beyond, already = said(out).splitlines()
    assert beyond == (
        "Planned in these weeks, and posted after them: small version 3 to Police, planned for"
        f" Mon 2 Nov 2026, 09:00, London time (dissemination {UUID(int=7)}). Held until later."
    )
    assert already == (
        "Come already, and posted after these weeks: small to School. Held until much later."
    )
    found = planned.outlook_json(Outlook([post(DUE)], [held]))
    assert [each["at"] for each in found] == [
        "2026-11-02T09:00:00+00:00",
        "2026-12-07T09:00:00+00:00",
    ]


def test_a_stop_says_what_it_left() -> None:
    words = planned.stopping_words(Stopping(STOP, Remains(1, 2, 3, 4), before=False))
    assert words == (
        "Stopped: nothing of it is planned any more, and what is delivered stays."
        " Waiting deliveries that are not sent now: 2."
        " Deliveries that may have been posted, and are looked for: 3."
        " Deliveries that are being sent at this moment: 4."
    )
    assert planned.stopping_words(Stopping(STOP, Remains(1), before=False)) == (
        "Stopped: nothing of it is planned any more, and what is delivered stays."
    )


def test_a_second_stop_says_whose_the_first_was() -> None:
    stopping = Stopping(STOP, Remains(), before=True)
    assert planned.stopping_words(stopping) == (
        "It is stopped already: by Cy [b]C[/b] on Mon 2 Nov 2026, 09:00. Nothing was changed."
    )
    assert planned.stopping_json(UUID(int=7), stopping) == {
        "dissemination": str(UUID(int=7)),
        "stopped_by": "Cy [b]C[/b]",
        "stopped_at": "2026-11-02T09:00:00+00:00",
        "before": True,
        "skipped": 0,
        "in_doubt": 0,
        "under_way": 0,
    }
