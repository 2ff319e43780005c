"""What every platform must do with every message. A new platform is found by itself, and fails
here until it is whole."""

from types import ModuleType

import pytest
from hypothesis import HealthCheck, example, given, settings

from bot.platforms.base import Platform
from content.message import Choices, Form, Link, Message, View, buttons_of
from tests.contract.conftest import CASES, Golden
from tests.contract.kitchen_sink import kitchen_sink
from tests.contract.reading.what import Reading
from tests.contract.strategies import HOSTILE, messages, views

Case = tuple[str, Message | View]

thoroughly = settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.function_scoped_fixture,
        HealthCheck.large_base_example,
    ],
)


def _read(platform: Platform, reader: ModuleType, said: Message | View) -> Reading:
    if isinstance(said, View):
        reading: Reading = reader.read_view(platform.render_view(said))
    else:
        reading = reader.read_message(platform.render_message(said))
    return reading


def _addresses(message: Message) -> set[str]:
    found: set[str] = set()
    pending: list[object] = [message]
    while pending:
        match pending.pop():
            case Link(_, url):
                found.add(url)
            case tuple() as things:
                pending += things
            case thing if hasattr(thing, "__dataclass_fields__"):
                found |= {thing.url} if hasattr(thing, "url") else set()
                pending += [getattr(thing, name) for name in thing.__dataclass_fields__]
            case _:
                pass
    return found


def _holds(platform: Platform, reader: ModuleType, said: Message | View) -> Reading:
    message = said.message if isinstance(said, View) else said
    reading = _read(platform, reader, said)
    assert reading.problems == []
    assert reading.alive == []
    assert reading.links <= _addresses(message)
    assert sorted(reading.actions) == sorted(b.action.encode() for b in buttons_of(message))
    assert reading.fallback.strip()
    return reading


def _inputs(message: Message) -> list[str]:
    names: list[str] = []
    for block in message.blocks:
        if isinstance(block, Choices):
            names.append(block.name)
        elif isinstance(block, Form):
            names += [field.name for field in block.fields]
    return names


def test_there_are_limits_and_a_name(platform: Platform) -> None:
    assert platform.limits.per_channel
    assert platform.limits.per_workspace
    assert platform.routes()


def test_it_is_as_it_was_looked_at(platform: Platform, golden: Golden, case: Case) -> None:
    name, said = case
    wire = platform.render_view(said) if isinstance(said, View) else platform.render_message(said)
    golden.check(name, wire)


def test_no_golden_file_is_left_over(golden: Golden) -> None:
    assert golden.names() <= set(CASES)


def test_it_is_whole_and_within_the_limits(
    platform: Platform, reader: ModuleType, case: Case
) -> None:
    _, said = case
    reading = _holds(platform, reader, said)
    if isinstance(said, View) and said.submit is not None:
        assert reading.submit == said.submit.action.encode()
        assert reading.inputs == _inputs(said.message)


@pytest.mark.parametrize("name", ["sink-hostile", "sink-hostile-view"])
def test_words_stay_words(platform: Platform, reader: ModuleType, name: str) -> None:
    reading = _read(platform, reader, kitchen_sink()[name])
    assert reading.alive == []
    expected = HOSTILE if name == "sink-hostile" else HOSTILE[:5]
    for words in expected:
        shown = " ".join("".join(c for c in words if c >= " " or c == "\n").split())
        assert shown in reading.text


@pytest.mark.parametrize("name", ["sink-all-blocks", "sink-inputs-in-a-post"])
def test_nothing_of_a_short_post_is_dropped(
    platform: Platform, reader: ModuleType, name: str
) -> None:
    reading = _read(platform, reader, kitchen_sink()[name])
    wanted = {
        "sink-all-blocks": [
            "Every kind of block",
            "7-minute briefing · Neglect ·",
            "stressed",
            "linked",
            "A section",
            "Two and a bit",
            "Second",
            "A Partnership",
            "A diagram of the seven sections",
            "Where this comes from",
        ],
        "sink-inputs-in-a-post": ["What fits?", "Wait", "Ask", "Your question", "More"],
    }
    for words in wanted[name]:
        assert words in reading.text


def test_a_view_shows_all_of_a_long_text(platform: Platform, reader: ModuleType) -> None:
    reading = _read(platform, reader, kitchen_sink()["sink-long-view"])
    for number in range(60):
        assert f"Section {number}" in reading.text
    sentence = "A long sentence that says very little"
    assert reading.text.count(sentence) == 60 * 3 + 60


def test_every_option_comes_back_under_its_key(platform: Platform, reader: ModuleType) -> None:
    reading = _read(platform, reader, kitchen_sink()["sink-inputs"])
    assert reading.options == {"one": ["a", "b"], "many": list("abcde")}
    for key in "abcde":
        assert f"{key}: A long sentence that says very little about noticing" in reading.text


def test_what_may_stay_open_may_and_what_is_chosen_stands_there(
    platform: Platform, reader: ModuleType
) -> None:
    survey = _read(platform, reader, kitchen_sink()["sink-survey"])
    assert survey.optional == {f"q{number}" for number in range(1, 7)}
    assert survey.chosen == {}
    form = _read(platform, reader, kitchen_sink()["sink-long-form"])
    assert form.optional == {"also", "more2", "more3", "more4", "more5"}
    assert {name: sorted(keys) for name, keys in form.chosen.items()} == {
        "teams": ["t1", "t13"],
        "way": ["other"],
        "lead": ["t3"],
        "whole": ["5"],
    }


@thoroughly
@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@example(said=Message("", ()))
@given(said=messages)
def test_any_message_holds(platform: Platform, reader: ModuleType, said: Message) -> None:
    _holds(platform, reader, said)


@thoroughly
@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@given(said=views)
def test_any_view_holds(platform: Platform, reader: ModuleType, said: View) -> None:
    reading = _holds(platform, reader, said)
    if said.submit is not None:
        assert reading.submit == said.submit.action.encode()
        assert reading.inputs == _inputs(said.message)
