"""What stands for one object, and for no other that looks like it."""

from dataclasses import replace
from uuid import uuid4

from content.compose.poll import compose_result
from content.message import plain_text
from content.poll import mark
from content.same import Same
from tests.fakes.briefings import small_briefing


def test_only_the_very_same_object_is_the_same() -> None:
    one, other = [1, 2], [1, 2]
    assert Same(one) == Same(one)
    assert hash(Same(one)) == hash(Same(one))
    assert Same(one) != Same(other)
    assert Same(one) != one


def test_a_result_page_is_composed_once_for_each_answer_to_each_post() -> None:
    briefing, post = small_briefing(), uuid4()
    question = briefing.questions[0]
    markings = [mark(question, (answer.key,)) for answer in question.answers]
    pages = [compose_result(briefing, post, 0, marking) for marking in markings]
    assert all(
        compose_result(briefing, post, 0, marking) is page
        for marking, page in zip(markings, pages, strict=True)
    )
    assert len(set(pages)) == len(pages)
    assert compose_result(briefing, uuid4(), 0, markings[0]) != pages[0]


def test_a_version_that_says_otherwise_has_a_page_of_its_own() -> None:
    """Even under the same name and number, as while it is still a draft."""
    briefing, post = small_briefing(), uuid4()
    first = briefing.questions[0]
    answers = tuple(replace(answer, why="Because it is so.") for answer in first.answers)
    questions = (replace(first, answers=answers), *briefing.questions[1:])
    changed = replace(briefing, questions=questions)
    chosen = (first.answers[0].key,)
    compose_result(briefing, post, 0, mark(first, chosen))
    page = compose_result(changed, post, 0, mark(questions[0], chosen))
    assert "Because it is so." in plain_text(page.message)
