"""Who acted: a member, one of the workspace's own people, or somebody from elsewhere."""

from datetime import timedelta

import pytest

from tests.wire.slack.standin import Rig, press, refusal, status, submission


async def test_somebody_from_elsewhere_is_an_outsider(rig: Rig) -> None:
    await rig.send(press(user="U0MEMBER") | {"user": {"id": "U0MEMBER", "team_id": "T0FAR"}})
    assert rig.house.handled[0].respondent.outsider
    assert rig.api.called("users.info") == []


async def test_the_register_vouches_for_members_and_is_asked_once(rig: Rig) -> None:
    await rig.send(press())
    await rig.send(press())
    assert rig.house.asked == [("north-slack", "U0MEMBER")]
    rig.clock.advance(timedelta(minutes=11))
    await rig.send(press())
    assert len(rig.house.asked) == 2
    assert rig.api.called("users.info") == []
    assert not rig.house.handled[0].respondent.outsider


@pytest.mark.parametrize(
    ("user", "outsider"),
    [
        ({"id": "U0NEW", "team_id": "T0NORTH"}, False),
        ({"id": "U0NEW", "team_id": "T0NORTH", "is_restricted": True}, True),
        ({"id": "U0NEW", "team_id": "T0NORTH", "is_ultra_restricted": True}, True),
        ({"id": "U0NEW", "team_id": "T0NORTH", "is_bot": True}, True),
        ({"id": "U0NEW", "team_id": "T0NORTH", "deleted": True}, True),
        ({"id": "U0NEW", "team_id": "T0FAR", "is_stranger": True}, True),
        ({"id": "U0NEW", "team_id": "T0FAR"}, True),
        (
            {"id": "U0NEW", "team_id": "T0FAR", "enterprise_user": {"teams": ["T0NORTH"]}},
            False,
        ),
    ],
)
async def test_slack_is_asked_about_strangers(rig: Rig, user: dict, outsider: bool) -> None:  # noqa: FBT001
    rig.api.answers["users.info"].append({"user": user})
    await rig.send(press(user="U0NEW"))
    assert rig.api.only("users.info").body == {"user": "U0NEW"}
    assert rig.house.handled[0].respondent.outsider is outsider
    await rig.send(press(user="U0NEW"))
    assert len(rig.api.called("users.info")) == (2 if outsider else 1)


async def test_an_account_that_slack_does_not_know_is_an_outsider(rig: Rig) -> None:
    rig.api.answers["users.info"].append(refusal("user_not_found"))
    await rig.send(press(user="U0GONE"))
    assert rig.house.handled[0].respondent.outsider


async def test_when_slack_cannot_vouch_nothing_happens_and_nothing_is_lost(rig: Rig) -> None:
    rig.api.answers["users.info"] += [status(503), status(503), status(503)]
    await rig.send(press(user="U0NEW"))
    assert "try again in a minute" in rig.api.only("chat.postEphemeral").body["text"]
    sent = submission({"block": {"words": {"value": "kept"}}})
    sent["user"]["id"] = "U0NEW"
    response = await rig.send(sent)
    assert response.json()["response_action"] == "errors"
    assert "try again" in response.json()["errors"]["block"]
    assert rig.house.handled == []


async def test_people_who_were_vouched_for_longest_ago_are_forgotten_first(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.platforms.slack.vouching.REMEMBERED", 1)
    rig.house.members.add(("north-slack", "U0SECOND"))
    for user in ("U0MEMBER", "U0SECOND", "U0MEMBER"):
        await rig.send(press(user=user))
    assert len(rig.house.asked) == 3
