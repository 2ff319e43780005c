"""Whatever people read comes from the templates: another language is another file.

Everything is said in a pseudo-language (tests/fakes/pseudo.py). What still stands in our letters
must be somebody's own words (a briefing's, a name) or is English that no template knows of.

That no sentence stands in code is looked for in `test_phrases.py`.
"""

import ast
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from starlette.applications import Starlette

import content.compose.examples
from bot.decisions.letters import DECISIONS, decided
from bot.delivery import composing
from bot.delivery.outcome import state_words
from bot.desks.links import LinkKind, Links
from bot.evidence.ladder import Rung
from bot.followups import cascade, digests, queries, recall
from bot.store.cascade.cascades import CascadeState
from bot.store.delivery.deliveries import State
from bot.surveys import composing as surveys
from bot.surveys.shown import SurveyStage, stage_words
from bot.web.downloads import downloads
from bot.web.held_words import HeldWords
from bot.web.pages import cascade_words, rung_words
from bot.web.record import record_data, render_record
from config.calendar import Nation, Window
from config.now import LONDON
from content import days
from content.briefing import BRIEFING
from content.clarifying import answer_trouble
from content.compose.examples import DELIVERY, example_briefing, example_formats, examples
from content.compose.notes import compose_refusal
from content.held import Held, HeldKind
from content.identifying import DetailKind
from content.identifying.detail import Detail
from content.learning import Reach, Source, SourceKind
from content.message import Message, Plain, View
from content.templating import phrase_keys, say
from content.waiting import (
    BankHoliday,
    Enough,
    NoWorkingDay,
    OutOfHours,
    OutOfTerm,
    Paused,
    Reason,
    held_words,
)
from handlers.errors import Refusal
from schedules.occurrence import Missed, Moment, lateness
from schedules.plan import OneOff, SendLate, SkipMissed
from tests.fakes.clock import START
from tests.fakes.pseudo import marked, pseudo, pseudo_language

_RUN = re.compile(r"[A-Za-z][A-Za-z'\u2019\-]*(?: [A-Za-z'\u2019\-]+)*")
"""Words in a row, up to a mark of punctuation."""

_NOT_READ = frozenset({"url", "key", "action", "name", "delivery", "weight", "kind"})
"""Fields that no person reads."""

REASONS: tuple[Reason, ...] = (
    *(BankHoliday("", nation) for nation in Nation),
    OutOfTerm(""),
    *(NoWorkingDay(weekday) for weekday in range(7)),
    OutOfHours(Window()),
    Paused(date(2026, 11, 2)),
    Enough(4),
)
"""Every reason why something waits, without the names that a directory or a calendar gives."""

_TAGS = re.compile(r"<style>.*?</style>|<[^>]*>", re.DOTALL)


def texts(it: object) -> Iterator[str]:
    """Yield every text of a message, a page, or a piece of JSON."""
    if isinstance(it, str):
        yield it
    elif isinstance(it, dict):
        for value in it.values():  # pyright: ignore[reportUnknownVariableType]
            yield from texts(value)  # pyright: ignore[reportUnknownArgumentType]
    elif isinstance(it, list | tuple):
        for each in it:  # pyright: ignore[reportUnknownVariableType]
            yield from texts(each)  # pyright: ignore[reportUnknownArgumentType]
    elif is_dataclass(it) and not isinstance(it, Enum):
        for field in fields(it):
            if field.name not in _NOT_READ:
                yield from texts(getattr(it, field.name))


def authored() -> str:
    """Return what somebody wrote: the briefings of the examples, and names and words in them."""
    briefings = [example_briefing(), *example_formats().values()]
    written = [text for it in briefings for text in texts(BRIEFING.dump_python(it, mode="json"))]
    for file in Path(content.compose.examples.__file__).parent.glob("*.py"):
        written += [
            node.value
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ]
    return "\n".join(written)


AUTHORED = authored()


def english(it: object, own: str = AUTHORED) -> set[str]:
    """Return the runs of words in our letters that nobody wrote."""
    return {
        run
        for text in texts(it)
        for run in _RUN.findall(text)
        if not re.search(rf"(?<!\w){re.escape(run)}(?!\w)", own, re.IGNORECASE)
    }


@pytest.fixture(scope="module")
def pseudo_examples() -> Mapping[str, Message | View]:
    """Everything that is composed, in the pseudo-language."""
    with pseudo_language():
        return examples()


@pytest.mark.parametrize("name", sorted(set(examples()) - {"connect"}))
def test_every_message_and_page_comes_from_the_templates(
    name: str, pseudo_examples: Mapping[str, Message | View]
) -> None:
    """But for `connect`, which shows an administrator the lines of a file."""
    assert english(pseudo_examples[name]) == set()


def test_the_search_finds_a_word_that_no_template_knows() -> None:
    assert english(Plain("Nobody wrote this sentence")) == {"Nobody wrote this sentence"}
    assert english(Plain("on a Thursday in November")) == {"on a Thursday in November"}
    assert english(Plain(marked("Nobody wrote this") + " yet")) in ({"yet"}, set())
    with pseudo_language():
        assert english(say("view.title")) == set()
    assert english(say("refusal.handed_on"))
    assert english(f"{START:%A %-d %B}", "") == {"Monday", "November"}


def test_the_pseudo_language_leaves_what_is_filled_in() -> None:
    assert (
        pseudo("{{ a }} day{{ 's' if a > 1 }}")
        == f"{{{{ a }}}} {marked('day')}{{{{ '{marked('s')}' if a > 1 }}}}"
    )
    with pseudo_language():
        assert say("calendar.hours", count=3) == f"3 {marked('hours')}"
        assert say("pack.minutes", minutes="Anna").endswith("Anna") is False
    assert say("calendar.hours", count=3) == "3 hours"


def test_refusals_states_kinds_and_reasons() -> None:
    long_ago = START - timedelta(days=30)
    with pseudo_language():
        said: list[object] = [compose_refusal(it.name.lower()) for it in Refusal]
        said += [say(f"refusal_title.{it.name.lower()}") for it in Refusal]
        said += [state_words(it) for it in State]
        said += [rung_words(it) for it in Rung]
        said += [stage_words(it) for it in SurveyStage]
        said += [decided(it) for it in DECISIONS]
        said += [say(key) for key in phrase_keys() if key.startswith("letter_kind.")]
        said += [cascade_words(it) for it in CascadeState]
        said += [say(f"record_brief.{it.value}") for it in HeldKind]
        said += [it.words for it in DetailKind]
        said += [Detail(0, 1, it).description for it in DetailKind]
        for kind in SourceKind:
            for reach in Reach:
                said.append(Source(kind, reach, "", "", 2026).line)
                said.append(Source(kind, reach, "", "", 2026, hidden=True).line)
        said += [
            held_words(START, LONDON, REASONS),
            answer_trouble("Ring 07700 900123 about Kayleigh, aged 7."),
        ]
        for missed in (SkipMissed(), SendLate(timedelta(hours=30))):
            verdict = lateness(OneOff(long_ago, missed), long_ago, START)
            assert isinstance(verdict, Missed)
            said.append(verdict.reason)
        spring = Moment("2026-03-29T01:30:00", datetime(2026, 3, 29, 1, 30, tzinfo=UTC))
        assert spring.note
        said.append(spring.note)
        assert english([it for it in said if it is not None], "") == set()
        elsewhere = held_words(START, ZoneInfo("America/New_York"), REASONS)
        assert english(elsewhere, "New York") == set()


@pytest.mark.parametrize("module", [composing, surveys, recall, digests, queries, cascade])
def test_every_reason_why_something_is_not_sent_is_a_phrase(module: Any) -> None:
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    reasons = [
        call.args[0]
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == "Needless"
    ]
    assert reasons
    for reason in reasons:
        assert isinstance(reason, ast.Call)
        assert isinstance(reason.func, ast.Name)
        assert reason.func.id == "say"
        (key,) = reason.args
        assert isinstance(key, ast.Constant)
        assert key.value in phrase_keys()


def test_days_and_moments() -> None:
    with pseudo_language():
        for month in range(1, 13):
            day = date(2026, month, 3)
            moment = datetime(2026, month, 3, 12, 0, tzinfo=UTC)
            for said in (
                days.day_words(day),
                days.brief_day(day),
                days.weekday_words(day + timedelta(days=month)),
                days.weekday_of_year(day),
                days.moment_words(moment),
                days.in_london(moment + timedelta(days=month)),
                days.weekday_name(day),
            ):
                assert english(said, "") == set()


@pytest.mark.parametrize("month", range(1, 13))
def test_in_english_they_are_what_they_were(month: int) -> None:
    day = date(2026, month, 28)
    assert days.day_words(day) == f"{day:%-d %B %Y}"
    assert days.brief_day(day) == f"{day:%-d %b %Y}"
    assert days.weekday_words(day) == f"{day:%A %-d %B %Y}"
    moment = datetime(2026, month, 28, 23, 30, tzinfo=UTC)
    assert days.in_london(moment) == f"{moment.astimezone(days.LONDON):%a %-d %b %Y, %H:%M}"
    assert days.moment_words(moment) == f"{moment.astimezone(days.LONDON):%A %-d %B %Y, %H:%M}"


def test_ones_own_record() -> None:
    entries: dict[HeldKind, list[dict[str, Any]]] = {
        kind: [{"at": START, "digests": True, "kept_until": date(2028, 11, 2)}] for kind in HeldKind
    }
    held = Held(entries, START, 24)
    with pseudo_language():
        assert english(_TAGS.sub("\n", render_record(held, HeldWords())), "") == set()
        data = json.loads(json.dumps(record_data(held)))
        for kind in data["held"].values():
            assert english([kind["what"], kind["why"], kind["until"]], "") == set()


async def test_downloads() -> None:
    links = Links(bytes(32), "https://learning.example", lambda: START)
    transport = httpx.ASGITransport(Starlette(routes=[downloads(links, {})]))
    async with httpx.AsyncClient(transport=transport) as browser:
        for kind in LinkKind:
            address = links.make(kind, DELIVERY, valid=timedelta(minutes=30))
            assert address is not None
            with pseudo_language():
                page = await browser.get(address)
            assert page.status_code == 200
            assert english(_TAGS.sub("\n", page.text), "Sevenbot JSON") == set()
        with pseudo_language():
            late = await browser.get(f"{links.base}/download/nothing")
        assert late.status_code == 404
        assert english(_TAGS.sub("\n", late.text), "Sevenbot") == set()
