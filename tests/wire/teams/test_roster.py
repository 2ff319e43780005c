"""Who can see a channel: the tenant's own people."""

from datetime import timedelta

import pytest

from bot.platforms.results import Roster, Stopped, TryLater
from bot.platforms.teams.client import MAX_PAGES
from tests.wire.teams.names import CHANNEL, OTHER_TENANT, PERSON
from tests.wire.teams.sending import PLACE
from tests.wire.teams.server import Answer, member, refusal
from tests.wire.teams.standin import Rig


async def test_the_roster_is_the_tenants_own_people(rig: Rig) -> None:
    rig.connector.script.extend(
        [
            Answer(
                200,
                {
                    "members": [
                        member(),
                        member(aadObjectId="second", userRole="owner"),
                        member(aadObjectId="guest", userRole="guest"),
                        member(aadObjectId="nobody", userRole="anonymous"),
                        member(aadObjectId="ext", userPrincipalName="a_b.example#EXT#@n.example"),
                        member(aadObjectId="elsewhere", tenantId=OTHER_TENANT),
                    ],
                    "continuationToken": "more/of them",
                },
            ),
            Answer(
                200,
                {
                    "members": [
                        {"id": "29:bare"},
                        member(id="28:another-bot", aadObjectId=None),
                    ]
                },
            ),
        ]
    )
    roster = await rig.teams.roster(PLACE)
    assert roster == Roster(frozenset({PERSON, "second", "29:bare"}))
    first, second = rig.connector.calls
    assert first.path == f"/teams/v3/conversations/{CHANNEL}/pagedmembers"
    assert "continuationToken" not in first.query
    assert second.query == {"pageSize": "500", "continuationToken": "more/of them"}


async def test_a_roster_that_cannot_be_read(rig: Rig) -> None:
    rig.connector.script.append(refusal(429, "Throttled", **{"Retry-After": "2"}))
    limited = await rig.teams.roster(PLACE)
    assert isinstance(limited, TryLater)
    assert limited.after == timedelta(seconds=2)
    rig.connector.script.append(refusal(403, "BotNotInConversationRoster"))
    assert isinstance(await rig.teams.roster(PLACE), Stopped)
    rig.connector.script.append(Answer(cut=True))
    assert isinstance(await rig.teams.roster(PLACE), TryLater)
    rig.connector.script.append(refusal(400, "BadSyntax"))
    assert isinstance(await rig.teams.roster(PLACE), Stopped)


async def test_a_roster_without_an_end_is_given_up(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MAX_PAGES >= 50
    monkeypatch.setattr("bot.platforms.teams.client.MAX_PAGES", 3)
    page = Answer(200, {"members": [member()], "continuationToken": "again"})
    rig.connector.script.extend([page] * 3)
    assert isinstance(await rig.teams.roster(PLACE), Stopped)
