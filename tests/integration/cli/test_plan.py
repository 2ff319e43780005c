"""`plan show` and `plan stop`: what will happen, and how it is called off."""

import json
import re
from datetime import time, timedelta
from uuid import uuid4

import pytest

from config.now import LONDON, system_now
from tests.integration.cli.ahead import FORWARD, SOONER, SPRING_HOLIDAY, SUMMER, moment, spelt
from tests.integration.cli.conftest import NOT_FOUND, REFUSED, USAGE, Shell
from tests.integration.cli.test_sending import sent

FAR = ("--weeks", "104")


def shown(shell: Shell, *arguments: str) -> list[dict[str, object]]:
    """Return the posts that are foretold."""
    ended = shell("plan", "show", *arguments, "--json")
    assert ended.code == 0, ended.err
    return [each for each in json.loads(ended.out) if each["kind"] == "post"]


def test_nothing_is_planned(shell: Shell) -> None:
    assert shown(shell) == []
    ended = shell("plan", "show")
    assert (ended.code, ended.out) == (0, "Nothing is planned for the next 4 weeks.\n")
    assert "for the next week." in shell("plan", "show", "--weeks", "1").out


def test_what_will_happen_in_words_and_in_json(shell: Shell) -> None:
    shell.ready("neglect")
    once = sent(shell, "neglect", "--at", f"{SOONER} 09:00")
    before = SOONER - timedelta(days=4)
    rule = f"30 9 {before.day} {before.month} *"
    again = sent(shell, "neglect", "--cron", rule, "--missed", "skip")
    sent(shell, "neglect")
    shell.work_off()  # posted at once: nothing is left of it
    found = shown(shell, *FAR)
    assert len(found[0].pop("agencies")) == 6  # pyright: ignore[reportArgumentType]
    assert found[0] == {
        "kind": "post",
        "words": "post",
        "about": "neglect version 1",
        "people": 0,
        "why": "",
        "series": None,
        "urgent": False,
        "planned_for": moment(before, time(9, 30)),
        "at": moment(before, time(9, 30)),
        "dissemination": again,
        "briefing": "neglect",
        "version": 1,
        "audience": "everyone",
        "missed": "skipped",
        "overdue": False,
        "waiting_since": None,
        "note": "",
    }
    assert (found[1]["dissemination"], found[1]["at"]) == (once, moment(SOONER, time(9)))
    assert found[1]["missed"] == "sent up to 72 hours late"
    assert {each["dissemination"] for each in found} == {once, again}
    words = shell("plan", "show", *FAR).out
    for said in (
        spelt(before),
        "09:30",
        "neglect version 1",
        "everyone",
        "skipped",
        once,
        again,
    ):
        assert said in words
    # Further away than the weeks that were asked for: named below, each with its first moment.
    assert shown(shell, "--weeks", "1") == []
    further = [line for line in shell("plan", "show").out.splitlines() if "Later" in line]
    first = "Later than that: neglect version 1 to everyone, first on"
    assert further == [
        f"{first} {spelt(before)}, 09:30, London time (dissemination {again}).",
        f"{first} {spelt(SOONER)}, 09:00, London time (dissemination {once}).",
    ]


def test_what_no_worker_has_taken_up(shell: Shell) -> None:
    shell.ready("neglect")
    identity = sent(shell, "neglect")
    (found,) = shown(shell)
    assert (found["dissemination"], found["overdue"]) == (identity, False)
    assert found["waiting_since"] is not None
    words = shell("plan", "show").out
    assert identity in words
    assert " has come and is waiting for a worker since " in words
    shell.work_off()
    assert shown(shell) == []


@pytest.mark.parametrize("weeks", ["0", "105", "many"])
def test_weeks_are_bounded(shell: Shell, weeks: str) -> None:
    assert shell("plan", "show", "--weeks", weeks).code == USAGE


def test_what_no_clock_has_taken_up(shell: Shell) -> None:
    shell.ready("neglect")
    # Not long ago, at whatever hour this runs: what is twelve hours late does not come any more.
    lately = (system_now() - timedelta(hours=1)).astimezone(LONDON)
    identity = sent(shell, "neglect", "--cron", f"0 {lately.hour} * * *")
    shell.ask(
        "UPDATE disseminations SET filled_until = now() - interval '3 days',"
        " plan = jsonb_set(plan, '{starts}', to_jsonb(now() - interval '9 days'))"
    )
    first, second, *_ = shown(shell)
    # Of the three that were missed only the latest can still go.
    assert (first["dissemination"], first["overdue"], second["overdue"]) == (identity, True, False)
    assert "has come and was not taken up yet: does a clock run?" in shell("plan", "show").out


def test_stopping_what_is_planned(shell: Shell) -> None:
    shell.ready("neglect")
    identity = sent(shell, "neglect", "--cron", "0 9 * * mon")
    kept = sent(shell, "neglect", "--at", f"{SUMMER} 09:00")
    assert {each["dissemination"] for each in shown(shell, *FAR)} == {identity, kept}
    ended = shell("plan", "stop", identity, "--by", " Cy  Coordinator ")
    assert (ended.code, ended.err) == (0, "")
    assert "nothing of it is planned any more, and what is delivered stays." in ended.out
    assert {each["dissemination"] for each in shown(shell, *FAR)} == {kept}
    again = shell("plan", "stop", identity, "--by", "Somebody else", "--json")
    assert again.code == 0
    found = json.loads(again.out)
    assert (found["stopped_by"], found["before"], found["skipped"]) == ("Cy Coordinator", True, 0)
    words = shell("plan", "stop", identity, "--by", "Somebody else").out
    assert "It is stopped already: by Cy Coordinator on " in words
    ((act, person, subject),) = shell.ask(
        "SELECT act, person, subject FROM decisions WHERE act <> 'approved'"
    )
    assert (act, person, str(subject)) == ("stopped", "Cy Coordinator", identity)


def test_stopping_what_is_queued(shell: Shell) -> None:
    """No worker has taken it up: its moment is skipped, and says by whom."""
    shell.ready("neglect")
    identity = sent(shell, "neglect")
    ended = shell("plan", "stop", identity, "--by", "Cy", "--json")
    assert json.loads(ended.out) == {
        "dissemination": identity,
        "stopped_by": "Cy",
        "stopped_at": json.loads(ended.out)["stopped_at"],
        "before": False,
        "skipped": 0,
        "in_doubt": 0,
        "under_way": 0,
    }
    ((reason,),) = shell.ask("SELECT skipped_reason FROM occurrences")
    assert reason.startswith("Stopped by Cy on ")


@pytest.mark.parametrize("by", ["", "  ", "x" * 121, "Cy\x1b[31m"])
def test_a_stop_has_a_name(shell: Shell, by: str) -> None:
    shell.ready("neglect")
    identity = sent(shell, "neglect", "--cron", "0 9 * * mon")
    ended = shell("plan", "stop", identity, "--by", by)
    assert (ended.code, ended.out) == (REFUSED, "")
    assert "Say who stops it" in ended.err
    assert len(shown(shell)) == 4


def test_what_cannot_be_stopped(shell: Shell) -> None:
    unknown = str(uuid4())
    ended = shell("plan", "stop", unknown, "--by", "Cy")
    assert (ended.code, ended.out) == (NOT_FOUND, "")
    assert f"There is no dissemination {unknown}" in ended.err
    assert shell("plan", "stop", "neglect", "--by", "Cy").code == USAGE
    assert shell("plan", "stop", unknown).code == USAGE


def test_moving_a_plan_and_sending_a_series(shell: Shell) -> None:
    shell.ready("neglect")
    identity = sent(shell, "neglect", "--at", f"{SUMMER} 09:00", "--urgent")
    later = SUMMER + timedelta(days=1)
    moved = ("plan", "move", identity, "--at", f"{later} 09:00", "--by")
    nobody = shell(*moved, "Cy")
    assert nobody.code == REFUSED
    assert "'Cy' is not the name of a coordinator or approver in the directory" in nobody.err
    ended = shell(*moved, shell.approver)
    assert ended.out == f"Moved: it comes next on {spelt(later)}, 09:00, London time.\n"
    (found,) = shown(shell, *FAR)
    assert (found["at"], found["urgent"]) == (f"{later}T09:00:00+01:00", True)
    # It is urgent, and nothing holds it: no word of that, nor in JSON.
    found = json.loads(shell(*moved, shell.approver, "--json").out)
    assert (found["at"], found["note"], found["held"]) == (f"{later}T09:00:00+01:00", "", [])
    refused = shell("plan", "move", identity, "--at", "2020-01-01 09:00", "--by", shell.approver)
    assert refused.code == REFUSED
    begins = ("--weekly", "mon 09:00", "--from", f"{SPRING_HOLIDAY}")
    given = ("neglect", "--audience", "everyone", *begins)
    series = json.loads(shell("send-series", *given, "--json").out)
    assert series["left_out"] == [
        {"day": f"{SPRING_HOLIDAY}", "why": "Spring Bank Holiday is a bank holiday in England"}
    ]
    week_after = SPRING_HOLIDAY + timedelta(days=7)
    (first,) = series["disseminations"]
    assert first["at"] == f"{week_after}T09:00:00+01:00"
    assert shell("plan", "stop", series["series"], "--by", "Cy").code == 0
    assert [each["dissemination"] for each in shown(shell, *FAR)] == [identity]


def test_what_is_held_is_said_at_once(shell: Shell) -> None:
    """By whoever plans it, and for a plan that only begins later."""
    shell.keeps_hours()
    shell.ready("neglect", "domestic-abuse")
    holiday, day_after = SPRING_HOLIDAY, SPRING_HOLIDAY + timedelta(days=1)
    held = (
        f"Held until Tuesday {day_after:%-d %B %Y} at 08:00 for all 6 agencies: Spring Bank Holiday"
        " is a bank holiday in England."
    )
    told = shell("send", "neglect", "--audience", "everyone", "--at", f"{holiday} 09:00").out
    first, planned_for, why = told.splitlines()
    assert planned_for == f"It is planned for {spelt(holiday)}, 09:00, London time."
    assert why == held
    (identity,) = re.findall(r"^Planned as dissemination ([0-9a-f-]{36})\.$", first)
    (later,) = (line for line in shell("plan", "show").out.splitlines() if "Later" in line)
    assert later.endswith(f"(dissemination {identity}). {held}")
    move = ("plan", "move", identity, "--at", f"{holiday} 10:00", "--by", shell.approver)
    assert shell(*move).out.splitlines()[1:] == [held]
    (hold,) = json.loads(shell(*move, "--json").out)["held"]
    assert (hold["until"], len(hold["agencies"])) == (f"{day_after}T08:00:00+01:00", 6)
    yearly = f"0 9 {holiday.day} {holiday.month} *"
    lines = shell("send", "neglect", "--audience", "everyone", "--cron", yearly).out.splitlines()
    assert lines[1:] == [f"Its first moment is {spelt(holiday)}, 09:00, London time.", held]
    urgent = ("--at", f"{holiday} 09:00", "--urgent")
    assert "Held" not in shell("send", "neglect", "--audience", "everyone", *urgent).out


def test_a_series_says_of_each_what_holds_it(shell: Shell) -> None:
    shell.keeps_hours()
    shell.ready("neglect", "domestic-abuse")
    given = ("neglect", "domestic-abuse", "--audience", "everyone", "--weekly", "sun 01:30")
    ended = shell("send-series", *given, "--from", f"{FORWARD}")
    assert ended.code == 0, ended.err
    _, first, note, held, second, _ = ended.out.splitlines()
    # The clocks go forward, as they do for a plan by --cron.
    assert first.startswith(f"{spelt(FORWARD)}, 02:00: neglect (dissemination ")
    assert note.endswith("the clocks go forward and 01:30 does not exist; it falls at 02:00.")
    assert held.startswith("  Held until ")
    assert " for all 6 agencies: Sunday is not one of the agency's working days" in held
    assert second.startswith(f"{spelt(FORWARD + timedelta(days=7))}, 01:30: domestic-abuse")
