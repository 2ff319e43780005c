"""The list of a workspace's people: asked for once, at Slack's pace, and brought to its end."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web

from bot.platforms.results import Roster, Stopped, TryLater
from bot.platforms.slack.people import MAX_PAGES, PAGES_A_MINUTE
from content.templating import say
from tests.wire.slack.standin import Rig, place, refusal, status

LIST = "users.list"
PRESENT = {"members": ["U0P0", "U0P2"]}


def page(number: int, *, of: int) -> dict[str, Any]:
    """One of so many pages, with one person."""
    cursor = "" if number == of - 1 else f"page-{number + 1}"
    people = [{"id": f"U0P{number}", "team_id": "T0NORTH"}]
    return {"members": people, "response_metadata": {"next_cursor": cursor}}


def cursors(rig: Rig) -> list[str | None]:
    return [call.body.get("cursor") for call in rig.api.called(LIST)]


async def test_many_at_once_have_the_one_list(rig: Rig) -> None:
    async def slowly(request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(0.05)
        return web.json_response({"ok": True, **page(0, of=1)})

    rig.api.answers["conversations.members"] += [PRESENT] * 32
    rig.api.answers[LIST] += [slowly] * 32
    rosters = await asyncio.gather(*(rig.slack.roster(place()) for _ in range(32)))
    assert len(rig.api.called(LIST)) <= 2  # the second, since there is one who is not on it
    assert {roster.accounts for roster in rosters if isinstance(roster, Roster)} == {
        frozenset({"U0P0"})
    }


async def test_a_list_that_was_refused_half_way_goes_on_where_it_stood(rig: Rig) -> None:
    rig.api.answers["conversations.members"] += [PRESENT] * 4
    rig.api.answers[LIST] += [
        page(0, of=3),
        status(429, {}, {"Retry-After": "20"}),
        page(1, of=3),
        status(500),
        page(2, of=3),
    ]
    assert isinstance(await rig.slack.roster(place()), TryLater)
    again = await rig.slack.roster(place())
    assert isinstance(again, TryLater)
    assert again.after == timedelta(seconds=20)
    assert again.reason == say("slack_error.ratelimited")
    assert again.everywhere
    assert cursors(rig) == [None, "page-1"]  # nobody asks while Slack wants no more
    rig.clock.advance(timedelta(seconds=20))
    assert isinstance(await rig.slack.roster(place()), TryLater)
    assert await rig.slack.roster(place()) == Roster(frozenset({"U0P0", "U0P2"}))
    assert cursors(rig) == [None, "page-1", "page-1", "page-2", "page-2"]


async def test_a_list_longer_than_a_minutes_pages_is_read_in_its_minutes(rig: Rig) -> None:
    pages = PAGES_A_MINUTE + 5
    rig.api.answers["conversations.members"] += [PRESENT] * 2
    rig.api.answers[LIST] += [page(number, of=pages) for number in range(pages)]
    so_far = await rig.slack.roster(place())
    assert so_far == TryLater(say("slack_error.many_people"), timedelta(minutes=1), everywhere=True)
    assert len(rig.api.called(LIST)) == PAGES_A_MINUTE
    rig.clock.advance(timedelta(minutes=1))
    assert await rig.slack.roster(place()) == Roster(frozenset({"U0P0", "U0P2"}))
    assert len(rig.api.called(LIST)) == pages


async def test_a_list_is_begun_anew_where_slack_has_lost_the_place(rig: Rig) -> None:
    rig.api.answers["conversations.members"] += [PRESENT] * 3
    rig.api.answers[LIST] += [
        page(0, of=3),
        status(503),
        refusal("invalid_cursor"),
        page(2, of=3),
        refusal("missing_scope"),
    ]
    assert isinstance(await rig.slack.roster(place()), TryLater)
    assert await rig.slack.roster(place()) == Roster(frozenset({"U0P2"}))
    assert cursors(rig) == [None, "page-1", "page-1", None]
    rig.clock.advance(timedelta(minutes=10))
    assert isinstance(await rig.slack.roster(place()), Stopped)


async def test_a_list_that_was_left_for_long_is_begun_anew(rig: Rig) -> None:
    rig.api.answers["conversations.members"] += [PRESENT] * 2
    rig.api.answers[LIST] += [page(0, of=2), status(503), page(2, of=3)]
    assert isinstance(await rig.slack.roster(place()), TryLater)
    rig.clock.advance(timedelta(minutes=31))
    assert await rig.slack.roster(place()) == Roster(frozenset({"U0P2"}))


async def test_a_list_without_an_end_is_given_up(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MAX_PAGES >= 100
    monkeypatch.setattr("bot.platforms.slack.people.MAX_PAGES", 3)
    rig.api.answers["conversations.members"] += [PRESENT]
    rig.api.answers[LIST] += [page(0, of=9)] * 4
    assert isinstance(await rig.slack.roster(place()), Stopped)
    assert len(rig.api.called(LIST)) == 3


async def test_a_roster_tells_how_many_calls_it_took(rig: Rig) -> None:
    rig.api.answers["conversations.members"] += [
        {"members": ["U0P0"], "response_metadata": {"next_cursor": "more"}},
        {"members": ["U0P1"], "response_metadata": {"next_cursor": "more"}},
        PRESENT,
    ]
    rig.api.answers[LIST] += [page(0, of=1)] * 2
    roster = await rig.slack.roster(place())
    assert isinstance(roster, Roster)
    assert roster.calls == 3
