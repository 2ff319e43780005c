"""Every way a call can fail has its meaning."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.results import Broken, Stopped, TryLater, Unclear
from bot.platforms.retry_after import UNSAID
from bot.platforms.slack import words
from bot.platforms.slack.errors import Failure, Kind, not_sent, refused, repeatable
from content.templating import say
from tests.fakes.clock import START


@pytest.mark.parametrize(
    ("header", "after"),
    [
        ("30", timedelta(seconds=30)),
        ("1.5", timedelta(seconds=1.5)),
        ("0", timedelta()),
        ("-5", timedelta()),
        ("1e30", timedelta(hours=1)),
        ("nan", UNSAID),
        ("inf", UNSAID),
        ("soon", UNSAID),
        (None, UNSAID),
        ("Mon, 02 Nov 2026 09:00:40 GMT", timedelta(seconds=40)),
        ("Mon, 02 Nov 2026 09:00:40 -0000", timedelta(seconds=40)),
        ("Mon, 02 Nov 2026 08:00:00 GMT", timedelta()),
    ],
)
def test_retry_after_is_read_as_it_comes(header: str | None, after: timedelta | None) -> None:
    failure = refused(429, {}, header, START)
    assert failure.kind is Kind.LATER
    assert failure.limited
    assert failure.after == after


@pytest.mark.parametrize(
    ("status", "answer", "kind"),
    [
        (200, {"error": "not_in_channel"}, Kind.STOPPED),
        (200, {"error": "invalid_blocks"}, Kind.BROKEN),
        (200, {"error": "ratelimited"}, Kind.LATER),
        (200, {"error": "internal_error"}, Kind.UNCLEAR),
        (500, {"error": "internal_error"}, Kind.UNCLEAR),
        (503, {"error": "service_unavailable"}, Kind.LATER),
        (500, {}, Kind.UNCLEAR),
        (503, {}, Kind.UNCLEAR),
        (200, {"error": "a_word_of_tomorrow"}, Kind.BROKEN),
        (200, {"error": "Not a word at all!"}, Kind.UNCLEAR),
        (200, {"error": {"deep": 1}}, Kind.UNCLEAR),
        (404, {}, Kind.UNCLEAR),
    ],
)
def test_an_answer_has_its_meaning(status: int, answer: dict, kind: Kind) -> None:
    assert refused(status, answer, None, START).kind is kind


@given(
    st.integers(200, 599),
    st.dictionaries(
        st.sampled_from(["error", "needed", "response_metadata"]),
        st.recursive(
            st.none() | st.integers() | st.text(max_size=20),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(st.sampled_from(["messages", "x"]), inner, max_size=2)
            ),
            max_leaves=6,
        ),
    ),
    st.none() | st.text(max_size=12),
)
def test_no_answer_is_too_odd(status: int, answer: dict, retry_after: str | None) -> None:
    failure = refused(status, answer, retry_after, START)
    assert failure.reason
    assert len(failure.reason) < 1000


def test_what_slack_adds_for_the_developer_is_passed_on() -> None:
    scope = refused(200, {"error": "missing_scope", "needed": "chat:write"}, None, START)
    assert scope.reason.endswith("Needed: chat:write.")
    rules = {"messages": ["[ERROR] no text", "[ERROR] too long", "[ERROR] third"]}
    blocks = refused(200, {"error": "invalid_blocks", "response_metadata": rules}, None, START)
    assert blocks.reason.endswith("([ERROR] no text; [ERROR] too long)")


def test_every_word_has_a_sentence_and_one_meaning() -> None:
    tables = (words.LATER, words.STOPPED, words.BROKEN, words.UNCLEAR)
    every = [word for table in tables for word in table]
    assert len(every) == len(set(every))
    for word in every:
        sentence = say(f"slack_error.{word}")
        assert sentence[0].isupper()
        assert sentence.endswith(".")


def test_failures_become_results() -> None:
    wait = timedelta(seconds=3)
    assert not_sent(Failure(Kind.LATER, "r", after=wait)) == TryLater("r", wait)
    assert not_sent(Failure(Kind.STOPPED, "r")) == Stopped("r")
    assert not_sent(Failure(Kind.BROKEN, "r")) == Broken("r")
    assert not_sent(Failure(Kind.UNCLEAR, "r")) == Unclear("r")
    assert repeatable(Failure(Kind.UNCLEAR, "r")).kind is Kind.LATER
    assert repeatable(Failure(Kind.BROKEN, "r")) == Failure(Kind.BROKEN, "r")
