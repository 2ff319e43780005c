"""What a survey says: before, while and after it is open."""

from dataclasses import replace

import pytest

from content.actions import ActionName
from content.compose.examples import DELIVERY
from content.compose.examples.survey import (
    CLOSES_AT,
    example_results,
    example_survey,
    nothing_to_show,
)
from content.compose.survey import (
    compose_survey_form,
    compose_survey_post,
    compose_survey_reminder,
    option_label,
)
from content.compose.survey_results import compose_survey_results
from content.message import Choices, Form, Message, View, buttons_of, plain_text
from content.results import Suppressed
from content.survey import AGREEMENT, YES_NO, field_name, read_submission

SURVEY = example_survey()


def choices_of(view: View) -> list[Choices]:
    return [block for block in view.message.blocks if isinstance(block, Choices)]


def results(doing: tuple[str, ...] = (), **changes: object) -> Message:
    return compose_survey_results(SURVEY, replace(example_results(SURVEY), **changes), doing)


def test_the_post_says_who_asks_why_what_anonymous_means_and_until_when() -> None:
    post = compose_survey_post(SURVEY, DELIVERY, CLOSES_AT)
    words = plain_text(post)
    for part in (SURVEY.title, SURVEY.asked_by, SURVEY.why, SURVEY.promise):
        assert part in words
    assert "4 questions, under two minutes. Open until Friday 4 December 2026, 17:00." in words
    (anonymous,) = [line for line in words.split("\n\n") if line.startswith("Anonymous")]
    assert anonymous.count(". ") == 0
    assert "backups" in anonymous
    assert "could still link" in anonymous
    assert [button.action.name for button in buttons_of(post)] == [ActionName.PULSE]


def test_a_summer_close_is_told_in_london_time() -> None:
    words = plain_text(compose_survey_post(SURVEY, DELIVERY, CLOSES_AT.replace(month=7)))
    assert "4 July 2026, 18:00" in words


@pytest.mark.parametrize(("so_far", "told"), [(15, True), (None, False)])
def test_the_reminder_goes_to_all_and_tells_steps_only(so_far: int | None, *, told: bool) -> None:
    words = plain_text(compose_survey_reminder(SURVEY, DELIVERY, CLOSES_AT, so_far))
    assert ("At least 15 people have answered." in words) is told
    assert "whole channel" in words


def test_every_option_has_its_words() -> None:
    words = [option_label(option) for option in dict.fromkeys((*AGREEMENT, *YES_NO))]
    assert len(set(words)) == len(words)
    with pytest.raises(KeyError):
        option_label("perhaps")


def test_what_the_form_offers_is_what_a_submission_may_hold() -> None:
    view = compose_survey_form(SURVEY, DELIVERY)
    assert view.submit is not None
    assert view.submit.action.name is ActionName.SEND_PULSE
    chosen = {block.name: (block.options[-1].key,) for block in choices_of(view)}
    (form,) = [block for block in view.message.blocks if isinstance(block, Form)]
    read = read_submission(SURVEY, chosen, {form.fields[0].name: "More time"})
    assert set(read.options.values()) == {"prefer-not"}
    assert form.fields[0].optional
    assert not any(block.optional for block in choices_of(view))
    assert "No case details" in plain_text(view.message)


def test_the_form_comes_back_as_it_was_filled_in() -> None:
    view = compose_survey_form(SURVEY, DELIVERY, chosen={"own-words": "no"}, draft="Words")
    chosen = {block.name: block.chosen for block in choices_of(view)}
    assert chosen[field_name(SURVEY.closed[1])] == ("no",)
    assert chosen[field_name(SURVEY.closed[0])] == ()
    (form,) = [block for block in view.message.blocks if isinstance(block, Form)]
    assert form.fields[0].value == "Words"


def test_results_come_in_the_order_in_which_they_were_asked() -> None:
    found = example_results(SURVEY)
    answers = {
        question: dict(sorted(cells.items(), key=lambda cell: (len(cell[0]), cell[0])))
        for question, cells in found.everyone.answers.items()
    }
    assert [*answers["see-alone"]] != [*found.everyone.answers["see-alone"]]
    mixed = results(everyone=replace(found.everyone, answers=answers))
    assert mixed == results()


def test_results_say_what_was_said_what_will_be_done_and_what_was_held_back() -> None:
    words = plain_text(results(("A quiet room.",)))
    assert "67 of 156 people answered." in words
    assert "- Yes: 38\n- All other answers: 29" in words
    assert "From the agency shown on its own: 42 of 90 people answered there." in words
    assert "2 of 3 agencies are not shown on their own" in words
    assert "What will be done\n\n- A quiet room." in words
    assert "Nobody has observed it" not in words


def test_a_suppressed_figure_is_never_nought() -> None:
    assert (
        "0" not in plain_text(results(everyone=example_results(SURVEY).agencies["school"])).split()
    )
    words = plain_text(compose_survey_results(SURVEY, nothing_to_show(SURVEY), ()))
    assert "9 people were asked." in words
    assert words.count("Held back") == 1
    assert ": 0" not in words
    assert "still being decided" in words


def test_where_everyone_and_those_shown_are_told_of_nothing_it_says_so_by_question() -> None:
    both = example_results(SURVEY)
    hidden = {each.key: dict.fromkeys(each.options, Suppressed()) for each in SURVEY.closed}
    words = plain_text(
        results(shown=both.agencies["school"], everyone=replace(both.everyone, answers=hidden))
    )
    assert words.count("Held back") == 3


def test_where_nothing_is_held_back_nothing_is_said_of_it() -> None:
    both = example_results(SURVEY)
    words = plain_text(
        results(agencies={"health": both.shown}, everyone=both.shown, shown=both.shown)
    )
    assert "not shown" not in words
    assert "on its own" not in words
