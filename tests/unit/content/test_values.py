"""The values that everything else is built of: learning, briefing, poll, actions, message."""

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.actions import MAX_ENCODED, Action, ActionName, UnknownAction
from content.approval import Status
from content.briefing import BRIEFING
from content.importing.front import MOST_VERSIONS
from content.importing.markdown import read_briefing
from content.learning import Reach, Source, SourceKind
from content.message import (
    Bullets,
    Button,
    Buttons,
    Choices,
    Context,
    Divider,
    Emphasis,
    Fact,
    Facts,
    Form,
    Heading,
    Image,
    Link,
    Message,
    Option,
    Plain,
    Strong,
    Text,
    TextField,
    buttons_of,
    plain_text,
)
from content.poll import Answer, Question, UnknownChoice, mark
from tests.unit.content.importing.example import example

DELIVERY = UUID("00000000-0000-4000-8000-00000000000a")
BRIEF = read_briefing(example(), "example.md")


@pytest.mark.parametrize(
    ("kind", "hidden", "line"),
    [
        (SourceKind.CASE_REVIEW, False, "from a local case review"),
        (SourceKind.RESEARCH, False, "from local research"),
        (SourceKind.CASE_REVIEW, True, "from local learning"),
    ],
)
def test_a_sources_line(kind: SourceKind, hidden: bool, line: str) -> None:  # noqa: FBT001
    assert Source(kind, Reach.LOCAL, "T", "P", 2024, hidden=hidden).line == line


@pytest.mark.parametrize(
    ("author", "approver", "status", "approved"),
    [
        ("A. One", "B. Two", Status.APPROVED, True),
        ("A. One", "B. Two", Status.DRAFT, False),
        ("A. One", None, Status.APPROVED, False),
        ("A. One", " a.  ONE ", Status.APPROVED, False),
    ],
)
def test_only_a_second_persons_approval_counts(
    author: str,
    approver: str | None,
    status: Status,
    approved: bool,  # noqa: FBT001
) -> None:
    briefing = replace(BRIEF, author=author, approver=approver, status=status)
    assert briefing.approved_by_another is approved


def test_a_briefing_goes_to_the_store_and_back() -> None:
    assert BRIEFING.validate_json(BRIEFING.dump_json(BRIEF)) == BRIEF
    assert BRIEFING.validate_python(BRIEFING.dump_python(BRIEF, mode="json")) == BRIEF


def question(*fitting: str) -> Question:
    answers = tuple(Answer(k, f"Option {k}", fits=k in fitting, why=f"Why {k}") for k in "abc")
    return Question("q", "Scenario", "Ask?", answers)


@pytest.mark.parametrize(
    ("fitting", "chosen", "fits", "missed"),
    [
        ("b", "b", True, ""),
        ("b", "a", False, "b"),
        ("ac", "ac", True, ""),
        ("ac", "ca", True, ""),
        ("ac", "a", False, "c"),
        ("ac", "abc", False, ""),
        ("ac", "b", False, "ac"),
    ],
)
def test_marking(fitting: str, chosen: str, fits: bool, missed: str) -> None:  # noqa: FBT001
    marking = mark(question(*fitting), tuple(chosen))
    assert marking.fits is fits
    assert "".join(answer.key for answer in marking.chosen) == "".join(sorted(chosen))
    assert "".join(answer.key for answer in marking.missed) == missed


@pytest.mark.parametrize(
    ("fitting", "chosen"), [("b", ""), ("b", "d"), ("b", "bd"), ("b", "ab"), ("ac", "az")]
)
def test_a_choice_that_was_not_offered(fitting: str, chosen: str) -> None:
    with pytest.raises(UnknownChoice):
        mark(question(*fitting), tuple(chosen))


def test_several_may_be_chosen_where_several_fit() -> None:
    assert question("a", "b").several
    assert not question("a").several


@given(st.sampled_from(ActionName), st.uuids(), st.integers(0, 9), st.integers(1, MOST_VERSIONS))
def test_an_action_comes_back_as_it_went(
    name: ActionName, delivery: UUID, step: int, edition: int
) -> None:
    action = Action(name, delivery, step, edition)
    assert len(action.encode()) <= MAX_ENCODED
    assert Action.decode(action.encode()) == action


GOOD = Action(ActionName.READ, DELIVERY, 2).encode()


@pytest.mark.parametrize(
    "encoded",
    [
        "",
        "x",
        GOOD + ".0",
        GOOD + ".1",
        GOOD + ".02",
        GOOD + ".2.2",
        GOOD + ".-2",
        GOOD.replace("1.", "2.", 1),
        GOOD.replace("read", "write"),
        GOOD[:-1] + "02",
        GOOD[:-1] + "x",
        GOOD.replace("AAAA", "AA!A", 1),
        GOOD.replace("AAAA", "", 1),
        "é" * 10_000,
    ],
)
def test_anything_else_is_no_action(encoded: str) -> None:
    with pytest.raises(UnknownAction) as refused:
        Action.decode(encoded)
    assert len(str(refused.value)) <= MAX_ENCODED


@given(st.text(max_size=80))
def test_no_text_breaks_the_decoder(text: str) -> None:
    with pytest.raises(UnknownAction):
        Action.decode(text)


READ, ASK = (Button(n.value, Action(n, DELIVERY)) for n in (ActionName.READ, ActionName.ASK))
EVERYTHING = Message(
    "All",
    (
        Heading("Title"),
        Text((Plain("One "), Strong("two "), Emphasis("three "), Link("four", "https://x.org"))),
        Context((Plain("quiet"),)),
        Bullets(((Plain("a"),), (Plain("b"),))),
        Bullets(((Plain("a"),), (Plain("b"),)), ordered=True),
        Facts((Fact("Where", "Online"), Fact("When", "Now"))),
        Buttons((READ,), (ASK,)),
        Choices("answer", "Which?", (Option("a", "This"), Option("b", "That"))),
        Form((TextField("words", "Your words"),)),
        Image("https://x.org/i.png", "A picture of it"),
        Divider(),
    ),
)


def test_plain_text_loses_no_words() -> None:
    assert plain_text(EVERYTHING).split("\n\n") == [
        "Title",
        "One two three four (https://x.org)",
        "quiet",
        "- a\n- b",
        "1. a\n2. b",
        "Where: Online\nWhen: Now",
        "[read] | [ask]",
        "Which?\n(a) This\n(b) That",
        "Your words: ____",
        "A picture of it",
    ]


def test_every_button_is_found() -> None:
    assert list(buttons_of(EVERYTHING)) == [READ, ASK]
