"""How a lead's filled-in form is read."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.cascade import Confirmation, Method, filled_from, read_confirmation
from content.cascade.confirmation import MAX_LINK, MAX_PEOPLE, MAX_TEAMS, MAX_TEXT
from content.templating import say

TODAY = date(2026, 12, 10)
POSTED = date(2026, 12, 1)
FILLED = {
    "teams": " Duty team ",
    "reached": "12",
    "eligible": "1,045",
    "on": "last thursday",
    "reflections": "We see records late.",
    "barriers": "",
    "attachment": "https://files.example.org/minutes?id=7",
}
TOLD = Confirmation(
    teams="Duty team",
    reached=12,
    eligible=1045,
    method=Method.SUPERVISION,
    on=date(2026, 12, 3),
    reflections="We see records late.",
    attachment="https://files.example.org/minutes?id=7",
)


def read(
    chosen: tuple[str, ...] = ("supervision",), already: int = 0, **changed: str
) -> Confirmation | Mapping[str, str]:
    return read_confirmation(
        {**FILLED, **changed}, {"method": chosen}, TODAY, POSTED, already=already
    )


def test_a_whole_form_is_an_account() -> None:
    assert read() == TOLD


def test_an_account_goes_back_into_its_form() -> None:
    chosen = {"method": (TOLD.method.key,)}
    assert read_confirmation(filled_from(TOLD), chosen, TODAY, POSTED) == TOLD


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("0", 0),
        ("007", 7),
        (" 12 ", 12),
        ("1 045", 1045),
        ("\uff11\uff12", 12),
        ("1,000,000", MAX_PEOPLE),
    ],
)
def test_numbers_as_people_write_them(written: str, number: int) -> None:
    told = read(reached=written, eligible="1000000")
    assert isinstance(told, Confirmation)
    assert told.reached == number


@pytest.mark.parametrize("method", Method)
def test_every_method_can_be_chosen(method: Method) -> None:
    told = read((method.key,))
    assert isinstance(told, Confirmation)
    assert told.method is method


NUMBER = say("cascade.no_number")
MANY = say("cascade.too_many", limit="1,000,000")


@pytest.mark.parametrize(
    ("changed", "errors"),
    [
        ({"teams": " "}, {"teams": say("cascade.no_teams")}),
        ({"teams": "x" * (MAX_TEAMS + 1)}, {"teams": say("cascade.too_long", limit=MAX_TEAMS)}),
        ({"reached": "about ten"}, {"reached": NUMBER}),
        ({"reached": ""}, {"reached": NUMBER}),
        ({"reached": "-3"}, {"reached": NUMBER}),
        ({"reached": "1.5"}, {"reached": NUMBER}),
        ({"reached": "1,2"}, {"reached": NUMBER}),
        ({"eligible": "1000001"}, {"eligible": MANY}),
        ({"eligible": "9" * 5_000}, {"eligible": MANY}),
        (
            {"reached": "13", "eligible": "12"},
            {"reached": say("cascade.over", already=0, total=13)},
        ),
        ({"on": "soon"}, {"on": say("date.unclear_past")}),
        ({"on": "tomorrow"}, {"on": say("date.not_yet")}),
        ({"on": "30 nov"}, {"on": say("cascade.before_posted", posted="1 December 2026")}),
        ({"barriers": "x" * (MAX_TEXT + 1)}, {"barriers": say("cascade.too_long", limit=MAX_TEXT)}),
        (
            {"next_step": "Ask about NHS number 943 476 5919."},
            {"next_step": say("cascade.identifying", kinds="NHS number")},
        ),
        ({"attachment": "http://files.example.org"}, {"attachment": say("cascade.no_link")}),
        ({"attachment": "https://me:secret@x.org"}, {"attachment": say("cascade.no_link")}),
        ({"attachment": "javascript:alert(1)"}, {"attachment": say("cascade.no_link")}),
        ({"attachment": "see the shared drive"}, {"attachment": say("cascade.no_link")}),
        ({"attachment": "https://[::1"}, {"attachment": say("cascade.no_link")}),
        (
            {"attachment": "https://x.org/" + "a" * MAX_LINK},
            {"attachment": say("cascade.too_long", limit=MAX_LINK)},
        ),
    ],
)
def test_each_field_says_what_to_mend(changed: dict[str, str], errors: dict[str, str]) -> None:
    assert read(**changed) == errors


@pytest.mark.parametrize("chosen", [(), ("letter",), ("training", "other")])
def test_one_method_is_chosen(chosen: tuple[str, ...]) -> None:
    assert read(chosen) == {"method": say("cascade.no_method")}


def test_every_mistake_is_told_at_once() -> None:
    errors = read_confirmation({}, {}, TODAY, POSTED)
    assert isinstance(errors, Mapping)
    assert set(errors) == {"teams", "method", "on", "reached", "eligible"}


def test_earlier_parts_count_towards_everybody() -> None:
    assert isinstance(read(already=33, eligible="45"), Confirmation)
    words = say("cascade.over_with_earlier", already=34, total=46)
    assert read(already=34, eligible="45") == {"reached": words}


def test_a_schools_team_may_be_named_and_a_child_may_not() -> None:
    assert isinstance(read(teams="Year 6 staff, St Mary's Primary School"), Confirmation)
    assert set(read(teams="Duty team, about Kayla Smith (aged 7)")) == {"teams"}  # type: ignore[arg-type]


def test_what_no_store_keeps_is_left_out() -> None:
    told = read(teams="Duty\x00 team\ud800", reflections="One.\nTwo.\x07")
    assert isinstance(told, Confirmation)
    assert (told.teams, told.reflections) == ("Duty team", "One.\nTwo.")


@settings(deadline=None)
@given(
    st.dictionaries(st.sampled_from([*FILLED, "next_step"]), st.text(max_size=40)),
    st.lists(st.text(max_size=12), max_size=2).map(tuple),
    st.integers(0, 2_000),
)
def test_any_form_is_read_or_told_why_not(
    changed: dict[str, Any], chosen: tuple[str, ...], already: int
) -> None:
    told = read(chosen or ("other",), already, **changed)
    if isinstance(told, Confirmation):
        assert 0 <= told.reached <= told.eligible - already <= MAX_PEOPLE
        assert POSTED <= told.on <= TODAY
    else:
        assert told
        assert all(sentence.strip() for sentence in told.values())
