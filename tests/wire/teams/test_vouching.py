"""Who acted: one of the workspace's own people, or somebody from elsewhere."""

import pytest

from tests.wire.teams.names import CHANNEL, OTHER_TENANT, PERSON, TENANT, Json
from tests.wire.teams.pressing import fetch
from tests.wire.teams.server import Answer, member, refusal
from tests.wire.teams.standin import Rig


async def outsider(rig: Rig, **sender: object) -> bool:
    base = {"id": "29:new", "aadObjectId": "new"} | sender
    kept = {name: value for name, value in base.items() if value is not None}
    assert (await rig.send(fetch(rig, **{"from": kept}))).status_code == 200
    return rig.house.handled[-1].respondent.outsider


async def test_a_member_is_not_asked_about(rig: Rig) -> None:
    assert not await outsider(rig, aadObjectId=PERSON)
    assert rig.connector.calls == []


async def test_an_unknown_account_is_asked_about_once(rig: Rig) -> None:
    assert not await outsider(rig)
    assert not await outsider(rig)
    (call,) = rig.connector.calls
    assert call.path == f"/teams/v3/conversations/{CHANNEL}/members/29:new"


@pytest.mark.parametrize(
    "changes",
    [
        {"userRole": "guest"},
        {"userRole": "anonymous"},
        {"tenantId": OTHER_TENANT},
        {"userPrincipalName": "pat_other.example#ext#@north.example"},
    ],
)
async def test_a_guest_is_an_outsider(rig: Rig, changes: Json) -> None:
    rig.connector.script.append(Answer(200, member(**changes)))
    assert await outsider(rig)
    assert await outsider(rig)


async def test_somebody_of_another_tenant_is_an_outsider(rig: Rig) -> None:
    assert await outsider(rig, tenantId=OTHER_TENANT)
    assert not await outsider(rig, tenantId=TENANT.lower())


async def test_an_account_in_no_directory_is_an_outsider(rig: Rig) -> None:
    assert await outsider(rig, aadObjectId=None)
    assert rig.connector.calls == []


async def test_an_account_that_nobody_can_check_does_nothing(rig: Rig) -> None:
    rig.connector.script.append(refusal(403, "BotNotInConversationRoster"))
    answer = await rig.send(fetch(rig, **{"from": {"id": "29:new", "aadObjectId": "new"}}))
    assert rig.house.handled == []
    assert "try again in a minute" in answer.text


async def test_a_busy_directory_is_asked_again(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.platforms.teams.patience.LONGEST_WAIT", 0.01)
    rig.connector.script.extend(
        [refusal(429, "Throttled", **{"Retry-After": "0.01"}), refusal(502, "Bad")]
    )
    assert not await outsider(rig)
    rig.connector.script.extend([refusal(429, "Throttled")] * 3)
    answer = await rig.send(fetch(rig, **{"from": {"id": "29:b", "aadObjectId": "b"}}))
    assert "try again in a minute" in answer.text


async def test_only_so_many_verdicts_are_remembered(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.platforms.teams.vouch._KEPT", 2)
    for name in ("b", "c", "d", "d"):
        await outsider(rig, aadObjectId=name)
    assert len(rig.connector.calls) == 3
    assert len(rig.teams._door._vouching._said) == 2
