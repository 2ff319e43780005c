"""What is printed of practice change: always as self-reported, with denominators."""

from io import StringIO

from rich.console import Console

from bot.evidence.practice import Practice, PracticeRung
from bot.evidence.triangulation import Account, People, SideBySide
from bot.printing.practised import practice_json, print_practice
from bot.surveys.practice import PracticeFound
from config.directory import Agency, Channel, Directory, Sector, Workspace

DIRECTORY = Directory(
    partnership="Test",
    agencies=(Agency(key="police", name="[b]Police[/b]", sector=Sector.POLICE, head_count=9),),
    workspaces=(Workspace(key="w", platform="slack", id="T", agency="police"),),
    channels=(Channel(key="c", agency="police", workspace="w", id="C", name="c"),),
)
HELD = PracticeRung(eligible=9, answered=None, changed=None)
FOUND = PracticeFound(
    None,
    Practice(
        {"gone": HELD, "police": PracticeRung(eligible=40, answered=30, changed=12)},
        PracticeRung(eligible=49, answered=33, changed=None),
    ),
    (
        SideBySide("gone", Account(9, 9, ("email",)), None),
        SideBySide("police", None, People(5, 28, 40)),
    ),
)


def printed(found: PracticeFound) -> str:
    out = Console(file=StringIO(), width=200)
    print_practice(out, found, DIRECTORY)
    assert isinstance(out.file, StringIO)
    return out.file.getvalue()


def test_it_is_labelled_and_has_its_denominators() -> None:
    words = printed(FOUND)
    assert "Practice change, self-reported. This is what people say of themselves." in words
    assert "[b]Police[/b]" in words
    lines = [" ".join(line.split()) for line in words.splitlines()]
    assert "gone held back held back held back" in lines
    assert "[b]Police[/b] 30 of 40 10 12 of 30" in lines
    assert "all together 33 of 49 16 held back" in lines
    assert "no account yet" in words
    assert "5 of 28 say that it was talked over (40 were asked)" in words


def test_nothing_is_printed_before_anybody_was_asked() -> None:
    assert printed(PracticeFound(None, None, FOUND.sides)) == ""


def test_for_scripts_what_is_held_back_says_so() -> None:
    found = practice_json(FOUND)
    assert found["self_reported"] is True
    assert found["agencies"] == {
        "gone": {
            "eligible": 9,
            "answered": None,
            "changed": None,
            "no_answer": None,
            "suppressed": True,
        },
        "police": {
            "eligible": 40,
            "answered": 30,
            "changed": 12,
            "no_answer": 10,
            "suppressed": False,
        },
    }
    sides = found["side_by_side"]
    assert isinstance(sides, dict)
    assert sides["gone"]["comparison"] == "account_alone"
    assert sides["police"]["people"] == {"talked_over": 5, "said": 28, "eligible": 40}
    assert practice_json(PracticeFound(None, None, ()))["total"] is None
