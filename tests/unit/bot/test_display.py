"""What the command line prints."""

import json
from dataclasses import replace
from datetime import date
from io import StringIO
from uuid import UUID

import pytest
from rich.console import Console

from bot.doctor.checks import Check
from bot.evidence.ladder import Counted, build_ladder
from bot.evidence.pairs import Pairs, build_recall
from bot.operations import Found
from bot.printing import display
from bot.store.cascade.cascades import CascadeState
from bot.store.cascade.coverage import AgencyCoverage
from bot.store.content.shelf import Change, Saved
from bot.store.plans.overview import Begun, Sending
from bot.surveys.practice import PracticeFound
from config.directory import Agency, Channel, Directory, Sector, Workspace
from config.errors import Problem
from content.approval import Status
from content.briefing import Briefing
from content.cascade import Coverage
from content.compose.examples import example_briefing
from content.compose.pages import pages
from schedules.plan import OneOff
from tests.fakes.briefings import small_briefing
from tests.fakes.clock import START

COUNTED = Counted(
    posts=2,
    posts_delivered=1,
    eligible=40,
    opened=30,
    acknowledged=25,
    answered=20,
    understood=12,
    queries=3,
    joined_later=0,
)
SMALL = Counted(
    posts=1,
    posts_delivered=1,
    eligible=4,
    opened=3,
    acknowledged=3,
    answered=2,
    understood=0,
    queries=0,
    joined_later=0,
)
LADDER = build_ladder({"police": COUNTED, "gone": SMALL}, COUNTED, asks=True, threshold=5)
DIRECTORY = Directory(
    partnership="North",
    agencies=(Agency(key="police", name="[b]Police[/b]", sector=Sector.POLICE, head_count=40),),
    workspaces=(Workspace(key="north", platform="slack", id="T1", agency="police"),),
    channels=(Channel(key="c", agency="police", workspace="north", id="C1", name="c"),),
)
SENDING = Sending(
    id=UUID(int=7),
    slug="small",
    version=3,
    title="A [red]small[/red] briefing",
    audience="everyone",
    plan=OneOff(START),
    made_at=START,
)


@pytest.fixture
def out() -> Console:
    return Console(file=StringIO(), width=160)


def said(out: Console) -> str:
    assert isinstance(out.file, StringIO)
    return out.file.getvalue()


RECALL = build_recall(
    {
        "police": Pairs(asked=14, both=4, gained=4, lost=1, neither=1),
        "gone": Pairs(asked=3, both=1, gained=1, lost=0, neither=0),
    },
    Pairs(asked=17, both=5, gained=5, lost=1, neither=1),
    5,
)
COVERAGE = [
    AgencyCoverage(
        agency="police",
        deadline=date(2026, 12, 7),
        state=CascadeState.OPEN,
        coverage=Coverage(8, 20, 1),
        accounts=[],
    ),
    AgencyCoverage(
        agency="gone",
        deadline=date(2026, 12, 7),
        state=CascadeState.UNANSWERED,
        coverage=Coverage(0, 0, 0),
        accounts=[],
    ),
]

FOUND = Found(
    Begun(SENDING, START), 0, LADDER, DIRECTORY, RECALL, COVERAGE, PracticeFound(None, None, ())
)


def test_json_is_one_plain_line(out: Console) -> None:
    narrow = Console(file=out.file, width=20, force_terminal=True)
    value = {"words": "Siân [red]said[/red] " + "long " * 50, "numbers": [1, 2]}
    display.print_json(narrow, value)
    assert json.loads(said(out)) == value
    assert said(out).count("\n") == 1
    assert "Siân" in said(out)
    assert "\x1b" not in said(out)


def test_checks_are_told_with_how_to_mend_them(out: Console) -> None:
    checks = [
        Check("Settings", "They can be read."),
        Check("Directory", "", ("directory.yaml:3: [odd] " + "long " * 60, "Another.")),
    ]
    display.print_checks(out, checks)
    lines = said(out).splitlines()
    assert lines[0] == "well    Settings: They can be read."
    assert lines[1].startswith("mend    Directory: directory.yaml:3: [odd] long")
    assert lines[2] == "mend    Directory: Another."
    assert [check.as_json()["well"] for check in checks] == [True, False]


def test_warnings_have_their_place(out: Console) -> None:
    problem = Problem("neglect.md:7", "Background: a figure [here].")
    display.print_warnings(out, [problem])
    assert said(out) == "neglect.md:7: Background: a figure [here].\n"


def test_a_preview_shows_every_page_in_order(out: Console) -> None:
    briefing = example_briefing()
    display.print_preview(out, briefing)
    words = said(out)
    places = [words.index(f"{name} ─") for name in pages(briefing)]
    assert places == sorted(places)
    for label in ("[I've read it]", "[See what fits]", "[Next question]", "[Finish]", "[Send]"):
        assert label in words


APPROVED = small_briefing()
DRAFT = replace(APPROVED, status=Status.DRAFT, approver=None)


@pytest.mark.parametrize(
    ("kept", "change", "words"),
    [
        (APPROVED, Change.NEW, "stored, approved by Alex Approver."),
        (APPROVED, Change.APPROVED, "stored, approved by Alex Approver."),
        (APPROVED, Change.UNCHANGED, "unchanged, approved by Alex Approver."),
        (DRAFT, Change.UNCHANGED, "unchanged, awaiting approval."),
        (DRAFT, Change.REPLACED, "stored in place of the earlier draft, awaiting approval."),
    ],
)
def test_what_became_of_a_file_is_said(
    out: Console, kept: Briefing, change: Change, words: str
) -> None:
    saved = Saved(UUID(int=1), kept, change)
    display.print_saved(out, out, kept, saved, approve="sevenbot approve")
    assert said(out) == f"small version 1: {words}\n"


def test_an_approval_that_does_not_count_is_said(out: Console) -> None:
    claimed = replace(APPROVED, approver="[b]A. Name[/b]")
    saved = Saved(UUID(int=1), DRAFT, Change.NEW)
    display.print_saved(out, out, claimed, saved, approve="sevenbot approve")
    first, second = said(out).splitlines()
    assert first == "small version 1: stored, awaiting approval."
    assert "its file says that '[b]A. Name[/b]' approved it" in second
    assert second.endswith("sevenbot approve small --version 1 --by NAME")


def test_a_ladder_with_denominators_and_what_is_held_back(out: Console) -> None:
    display.print_engagement(out, FOUND)
    lines = said(out).splitlines()
    assert lines[0] == (
        "A [red]small[/red] briefing, version 3, to everyone, sent Mon 2 Nov 2026, 09:00"
    )
    assert lines[1] == f"Dissemination {UUID(int=7)}; it is this briefing's only one."
    assert lines[2].split()[:3] == ["agency", "delivered", "opened"]
    police, recalled, passed_on = [line for line in lines if "Police" in line]
    assert "30 of 40" in police
    assert (
        recalled.split()[-10:] == ["14", "10", "of", "14", "5", "of", "10", "8", "of", "10"][-10:]
    )
    assert "8 of 20" in passed_on
    gone, recalled, passed_on = [line for line in lines if line.strip().startswith("gone")]
    assert gone.count("held back") == 2
    assert "0 of 4" not in gone
    assert recalled.count("held back") == 4
    assert "no account yet" in passed_on


@pytest.mark.parametrize(
    ("others", "words"),
    [(1, "has one other, and the console lists both."), (2, "has 2 others, and the console")],
)
def test_that_there_are_others_is_said(out: Console, others: int, words: str) -> None:
    display.print_engagement(out, replace(FOUND, others=others))
    assert words in said(out).splitlines()[1]


def test_agencies_names_are_no_markup(out: Console) -> None:
    display.print_ladder(out, LADDER, DIRECTORY)
    assert "[b]Police[/b]" in said(out)


def test_engagement_for_scripts() -> None:
    found = display.engagement_json(FOUND)
    assert (found["dissemination"], found["briefing"], found["version"]) == (
        str(UUID(int=7)),
        "small",
        3,
    )
    assert (found["audience"], found["began"], found["others"]) == (
        "everyone",
        "2026-11-02T09:00:00+00:00",
        0,
    )
    json.dumps(found)
    recall, cascade = found["recall"], found["cascade"]
    assert isinstance(recall, dict)
    assert isinstance(cascade, dict)
    assert recall["agencies"]["police"]["later"] == 8
    assert recall["agencies"]["gone"] == {
        "asked": None,
        "paired": None,
        "first": None,
        "later": None,
        "change": None,
        "suppressed": True,
    }
    assert recall["total"]["suppressed"]
    assert cascade["police"]["reached"] == 8
    assert cascade["gone"]["reached"] is None
    agencies = found["agencies"]
    assert isinstance(agencies, dict)
    assert agencies["police"]["opened"] == {"count": 30, "of": 40, "suppressed": False}
    assert agencies["gone"]["answered"] == {"count": None, "of": 4, "suppressed": True}
