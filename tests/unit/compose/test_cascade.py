"""What is said about passing it on."""

from dataclasses import replace
from datetime import date

import pytest

from content.actions import Action, ActionName
from content.cascade import Coverage, Part, read_confirmation, summed
from content.cascade.parts import NOTHING_YET
from content.compose.cascade import (
    MOST_PARTS,
    compose_as_it_stands,
    compose_passing_on,
    compose_reminder,
    compose_to_coordinator,
    compose_to_deputy,
    coverage_words,
)
from content.compose.confirmation import compose_confirm, compose_correct, compose_receipt
from content.compose.examples import DELIVERY, example_briefing
from content.compose.examples.cascade import DEADLINE, example_parts
from content.compose.hand_over import (
    TO,
    compose_elsewhere,
    compose_hand_over,
    compose_handed_on,
    compose_not_yet,
)
from content.message import Choices, Form, Message, TextField, View, buttons_of, plain_text

BRIEFING = example_briefing()
PARTS = example_parts()
SOME = summed(PARTS)
WHOLE = Coverage(45, 45, 2)
SAID = (BRIEFING, DELIVERY, DEADLINE)


def actions(message: Message) -> list[tuple[ActionName, int]]:
    return [(button.action.name, button.action.step) for button in buttons_of(message)]


def fields(view: View) -> dict[str, TextField]:
    forms = [block for block in view.message.blocks if isinstance(block, Form)]
    return {field.name: field for form in forms for field in form.fields}


def choices(view: View) -> Choices:
    return next(block for block in view.message.blocks if isinstance(block, Choices))


def submitted(view: View) -> Action:
    assert view.submit is not None
    return view.submit.action


def test_a_lead_gets_the_pack_the_day_and_two_ways_to_answer() -> None:
    message = compose_passing_on(*SAID)
    assert actions(message) == [
        (ActionName.CONFIRM, 0),
        (ActionName.PACK, 0),
        (ActionName.NOT_YET, 0),
    ]
    assert "Friday 18 December 2026" in plain_text(message)
    assert "Friday 18 December 2026" in message.fallback


def test_the_same_message_says_how_far_it_has_come() -> None:
    message = compose_passing_on(*SAID, SOME)
    assert "23 of 45 people reached, 22 to go" in plain_text(message)
    assert (ActionName.CORRECT, 0) in actions(message)
    whole = compose_passing_on(*SAID, WHOLE)
    assert "All 45 people reached" in plain_text(whole)
    assert "confirm by" not in plain_text(whole)
    assert actions(whole) == [(ActionName.PACK, 0), (ActionName.CORRECT, 0)]


def test_a_message_comes_to_say_what_was_told_and_when() -> None:
    message = compose_as_it_stands(*SAID, PARTS)
    words = plain_text(message)
    assert "- Part 1: Duty team, nights & weekends · 14 people · Thursday 3 December 2026" in words
    assert "- Part 2: Family support · 9 people · Tuesday 8 December 2026" in words
    assert "23 of 45 people reached, 22 to go" in words
    assert "23 of 45 people reached, 22 to go" in message.fallback
    assert actions(message) == actions(compose_passing_on(*SAID, SOME))


def test_of_many_parts_the_newest_are_named() -> None:
    told = replace(PARTS[2].confirmation, reached=1)
    parts = [Part(number, replace(told, teams=f"Team {number}")) for number in range(1, 11)]
    words = plain_text(compose_as_it_stands(*SAID, parts))
    assert words.count("· 1 person ·") == MOST_PARTS
    assert "5 earlier parts are recorded too." in words
    assert "Part 10: Team 10" in words
    words = plain_text(compose_as_it_stands(*SAID, parts[: MOST_PARTS + 1]))
    assert "One earlier part is recorded too." in words
    assert "earlier" not in plain_text(compose_as_it_stands(*SAID, parts[:MOST_PARTS]))


def test_a_message_asks_for_no_more_than_what_can_still_be_done() -> None:
    told = replace(PARTS[0].confirmation, reached=45)
    whole = compose_as_it_stands(*SAID, [Part(1, told)])
    assert actions(whole) == [(ActionName.PACK, 0), (ActionName.CORRECT, 0)]
    for asked in ("helped", "stopped"):
        message = compose_as_it_stands(*SAID, (), asked=asked)
        assert actions(message) == [(ActionName.CONFIRM, 0), (ActionName.PACK, 0)]
        assert "confirm by" not in plain_text(message)
        in_parts = compose_as_it_stands(*SAID, PARTS, asked=asked)
        assert (ActionName.NOT_YET, 0) not in actions(in_parts)
    for message in (
        compose_handed_on(BRIEFING, "Robin (deputy)", date(2026, 12, 3)),
        compose_handed_on(BRIEFING, None, date(2026, 12, 3)),
        compose_elsewhere(BRIEFING),
    ):
        assert actions(message) == []
        assert "Nothing more comes to you about it." in plain_text(message)


def test_what_counts_no_more_is_not_told_of() -> None:
    message = compose_as_it_stands(*SAID, [replace(part, superseded=True) for part in PARTS])
    assert "Duty team" not in plain_text(message)
    assert actions(message) == actions(compose_passing_on(*SAID))


def test_one_person_is_not_called_people() -> None:
    assert coverage_words(Coverage(1, 1, 1)) == "The one person who should hear it was reached"
    assert coverage_words(Coverage(0, 1, 1)) == "0 of 1 person reached, 1 to go"
    assert coverage_words(Coverage(45, 45, 2)) == "All 45 people reached"


def test_a_reminder_names_what_is_open_and_never_a_person_or_a_fault() -> None:
    for coverage in (NOTHING_YET, SOME):
        for last in (None, "deputy", "coordinator"):
            words = plain_text(compose_reminder(*SAID, coverage, last_before=last))
            assert "Still open" in words
            assert ("last reminder" in words) is (last is not None)
            assert not any(blame in words for blame in ("you have not", "overdue", "late", "must"))
    assert "22 people" in plain_text(compose_reminder(*SAID, SOME))
    one = compose_reminder(*SAID, Coverage(44, 45, 1))
    assert "1 person who" in plain_text(one)


@pytest.mark.parametrize("why", ["handed", "quiet", "left"])
def test_a_deputy_is_told_why_and_gets_what_the_lead_had(why: str) -> None:
    message = compose_to_deputy(*SAID, SOME, why)  # type: ignore[arg-type]
    assert actions(message) == actions(compose_passing_on(*SAID, SOME))
    assert "A lead in your agency" in plain_text(message) or "a lead in your" in plain_text(message)


def test_the_coordinator_is_told_and_then_it_stops() -> None:
    message = compose_to_coordinator(BRIEFING, "Northshire Police", DEADLINE, NOTHING_YET, 6)
    words = plain_text(message)
    assert "Northshire Police" in words
    assert "Recorded so far: Nothing yet" in words
    assert "No more reminders" in words
    assert "Not confirmed yet" in words
    assert actions(message) == []


def test_what_was_told_in_part_is_never_called_unanswered() -> None:
    told = compose_to_coordinator(BRIEFING, "Northshire Police", DEADLINE, SOME, 3)
    words = plain_text(told)
    assert "Confirmed in part" in words
    assert "Northshire Police has confirmed in part" in told.fallback
    deputy = plain_text(compose_to_deputy(*SAID, SOME, "quiet"))
    assert "Part of this is recorded already" in deputy
    for said in (words, told.fallback, deputy):
        assert "has not" not in said
        assert "Not confirmed" not in said


def test_a_coordinator_is_told_how_many_reminders_were_sent() -> None:
    for coverage in (NOTHING_YET, SOME):
        for sent in (0, 2):
            words = plain_text(compose_to_coordinator(BRIEFING, "Police", DEADLINE, coverage, sent))
            assert f"Reminders sent: {sent}" in words
            assert "We have reminded" not in words


def test_what_the_form_asks_is_what_is_read() -> None:
    view = compose_correct(BRIEFING, DELIVERY, PARTS, PARTS[1])
    filled = {name: field.value for name, field in fields(view).items()}
    method = choices(view)
    told = read_confirmation(
        filled, {method.name: method.chosen}, date(2026, 12, 10), date(2026, 12, 1)
    )
    assert told == PARTS[1].confirmation
    assert submitted(view) == Action(ActionName.SEND_CONFIRM, DELIVERY, 2)
    empty = compose_confirm(BRIEFING, DELIVERY, NOTHING_YET)
    errors = read_confirmation({}, {}, date(2026, 12, 10), date(2026, 12, 1))
    required = {name for name, field in fields(empty).items() if not field.optional}
    assert set(errors) == required | {choices(empty).name}  # type: ignore[arg-type]
    assert submitted(empty).step == 0


def test_a_correction_starts_from_the_newest_word_on_everybody() -> None:
    parts = (PARTS[0], Part(2, replace(PARTS[2].confirmation, eligible=50)))
    view = compose_correct(BRIEFING, DELIVERY, parts, parts[0])
    assert fields(view)["eligible"].value == "50"


def test_a_further_part_starts_from_what_is_known() -> None:
    values = {n: f.value for n, f in fields(compose_confirm(BRIEFING, DELIVERY, SOME)).items()}
    assert values.pop("eligible") == "45"
    assert set(values.values()) == {""}


def test_nothing_that_was_written_is_lost() -> None:
    filled = {"teams": "Duty", "reached": "many", "attachment": "a drive"}
    view = compose_confirm(BRIEFING, DELIVERY, SOME, step=3, filled=filled, method=("training",))
    values = {name: field.value for name, field in fields(view).items() if field.value}
    assert values == filled
    assert choices(view).chosen == ("training",)
    assert submitted(view).step == 3


def test_a_receipt_shows_the_newest_part_and_lets_each_be_corrected() -> None:
    view = compose_receipt(BRIEFING, DELIVERY, PARTS)
    assert actions(view.message) == [
        (ActionName.CORRECT, 3),
        (ActionName.CONFIRM, 0),
        (ActionName.CORRECT, 2),
    ]
    words = plain_text(view.message)
    assert words.index("Family support") < words.index("Part 1: Duty team")
    assert "Correct part 2" in words
    one = compose_receipt(BRIEFING, DELIVERY, PARTS[:1])
    assert "[Correct it]" in plain_text(one.message)
    assert "Half of the team works nights." in plain_text(one.message)


def test_a_whole_account_asks_for_no_more() -> None:
    told = replace(PARTS[0].confirmation, reached=45)
    view = compose_receipt(BRIEFING, DELIVERY, [Part(1, told)])
    assert actions(view.message) == [(ActionName.CORRECT, 1)]


def test_not_yet_is_fine_and_leads_to_a_hand_over() -> None:
    view = compose_not_yet(*SAID)
    assert submitted(view).name is ActionName.HAND_OVER
    assert "That is fine" in view.message.fallback


def test_it_is_handed_to_one_of_those_who_are_named() -> None:
    view = compose_hand_over(BRIEFING, DELIVERY, {"k1": "Robin (deputy)"})
    assert choices(view).name == TO
    assert [(o.key, o.label) for o in choices(view).options] == [("k1", "Robin (deputy)")]
    assert submitted(view).name is ActionName.SEND_HAND_OVER
    nobody = compose_hand_over(BRIEFING, DELIVERY, {})
    assert nobody.submit is None
    assert "training coordinator" in nobody.message.fallback
