"""Who can see a channel, and what the doctor says of it."""

from datetime import timedelta

import pytest

from bot.platforms.results import Roster, Stopped, TryLater
from tests.wire.slack.standin import Rig, place, raw, refusal, status

PEOPLE = [
    {"id": "U0ONE", "team_id": "T0NORTH"},
    {"id": "U0TWO", "team_id": "T0NORTH"},
    {"id": "U0BOT", "team_id": "T0NORTH", "is_bot": True},
    {"id": "U0GUEST", "team_id": "T0NORTH", "is_restricted": True},
    {"id": "U0GONE", "team_id": "T0NORTH", "deleted": True},
    {"id": "U0FAR", "team_id": "T0FAR"},
    {"id": "U0GRID", "team_id": "T0HOME", "enterprise_user": {"teams": ["T0NORTH"]}},
    {"id": "USLACKBOT", "team_id": "T0NORTH"},
]
ALL = [person["id"] for person in PEOPLE]


async def test_only_members_of_the_workspace_are_counted(rig: Rig) -> None:
    rig.api.answers["conversations.members"] += [
        {"members": ALL[:3], "response_metadata": {"next_cursor": "more"}},
        {"members": ALL[3:]},
    ]
    rig.api.answers["users.list"] += [
        {"members": PEOPLE[:4], "response_metadata": {"next_cursor": "more"}},
        {"members": [*PEOPLE[4:], "odd"]},
    ]
    roster = await rig.slack.roster(place())
    assert roster == Roster(frozenset({"U0ONE", "U0TWO", "U0GRID"}))
    assert [call.body.get("cursor") for call in rig.api.called("users.list")] == [None, "more"]


async def test_the_list_of_people_is_kept_for_ten_minutes(rig: Rig) -> None:
    for people in (PEOPLE[:1], PEOPLE[:1], PEOPLE):
        rig.api.answers["users.list"].append({"members": people})
    rig.api.answers["conversations.members"] += [
        {"members": ["U0ONE"]},
        {"members": ["U0ONE"]},
        {"members": ["U0ONE"]},
        {"members": ["U0ONE", "U0TWO"]},
    ]
    assert await rig.slack.roster(place()) == Roster(frozenset({"U0ONE"}))
    rig.clock.advance(timedelta(minutes=9))
    await rig.slack.roster(place())
    assert len(rig.api.called("users.list")) == 1
    rig.clock.advance(timedelta(minutes=1))
    await rig.slack.roster(place())
    assert len(rig.api.called("users.list")) == 2
    rig.clock.advance(timedelta(minutes=2))
    newcomer = await rig.slack.roster(place())
    assert newcomer == Roster(frozenset({"U0ONE", "U0TWO"}))
    assert len(rig.api.called("users.list")) == 3


@pytest.mark.parametrize("method", ["conversations.members", "users.list"])
async def test_a_roster_that_cannot_be_had_says_why(rig: Rig, method: str) -> None:
    if method == "users.list":
        rig.api.answers["conversations.members"] += [{"members": ["U0ONE"]}] * 5
    rig.api.answers[method] += [
        refusal("missing_scope", needed="users:read"),
        status(429, {}, {"Retry-After": "20"}),
        status(500),
        raw("[1]"),
        refusal("word_of_tomorrow"),
    ]
    assert "users:read" in str(await rig.slack.roster(place()))
    limited = await rig.slack.roster(place())
    assert limited == TryLater(
        "Slack asked us to slow down.", timedelta(seconds=20), everywhere=True
    )
    rig.clock.advance(timedelta(seconds=20))
    assert isinstance(await rig.slack.roster(place()), TryLater)
    assert isinstance(await rig.slack.roster(place()), TryLater)
    assert isinstance(await rig.slack.roster(place()), Stopped)


async def test_a_list_without_end_is_not_followed(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.platforms.slack.roster.MAX_PAGES", 2)
    page = {"members": [], "response_metadata": {"next_cursor": "x"}}
    rig.api.answers["conversations.members"] += [page] * 3
    assert isinstance(await rig.slack.roster(place()), Stopped)


async def test_the_check_finds_nothing_where_nothing_is_wrong(rig: Rig) -> None:
    rig.api.answers["auth.test"] += [{"team_id": "T0NORTH"}, {"team_id": "T0SOUTH"}]
    assert await rig.slack.check() == []


async def test_the_check_says_what_is_wrong(rig: Rig) -> None:
    rig.api.answers["auth.test"] += [{"team_id": "T0NORTH"}, refusal("invalid_auth")]
    rig.api.answers["conversations.info"].append(
        {"channel": {"is_member": False, "is_archived": True, "is_ext_shared": True}}
    )
    absent, archived, shared, token = await rig.slack.check()
    assert absent.startswith("north-slack, north: The bot is not in this channel")
    assert "archived" in archived
    assert "another organisation" in shared
    assert token.startswith("south-slack: Slack does not accept the bot's token")


async def test_the_check_sees_a_token_of_another_workspace(rig: Rig) -> None:
    rig.api.answers["auth.test"] += [{"team_id": "T0NORTH"}, {"team_id": "T0NORTH"}]
    rig.api.answers["conversations.info"].append(refusal("channel_not_found"))
    channel, token = await rig.slack.check()
    assert channel.startswith("north-slack, north: Slack shows the bot no such channel")
    assert "T0NORTH" in token
    assert "T0SOUTH" in token


async def test_a_roster_that_slack_cannot_tell_just_now_is_asked_for_again(rig: Rig) -> None:
    rig.api.answers["conversations.members"] += [refusal("fetch_members_failed")]
    assert isinstance(await rig.slack.roster(place()), TryLater)
