"""What the doctor finds at Teams."""

from datetime import timedelta

import pytest

from config.directory import Channel
from tests.wire.teams.names import CHANNEL, DIRECTORY
from tests.wire.teams.sending import PLACE
from tests.wire.teams.server import Answer, refusal
from tests.wire.teams.standin import Rig


async def test_the_doctor_finds_nothing_wrong(rig: Rig) -> None:
    assert list(await rig.teams.check()) == []


async def test_the_doctor_names_what_is_wrong(rig: Rig) -> None:
    rig.connector.script.append(refusal(404, "ConversationNotFound"))
    (sentence,) = await rig.teams.check()
    assert sentence.startswith("all: Teams does not know this conversation")
    rig.notebook.pages["north-teams"] = {f"channel:{CHANNEL}": "19:t", "team:19:t": "removed"}
    (sentence,) = await rig.teams.check()
    assert sentence == "all: the app was removed from this channel's team."


async def test_the_doctor_tells_of_a_wrong_secret(rig: Rig) -> None:
    await rig.teams.roster(PLACE)
    rig.clock.advance(timedelta(hours=2))
    wrong = {"error": "invalid_client", "error_description": "AADSTS7000215: Invalid."}
    rig.tokens.script.append(Answer(401, wrong))
    (sentence,) = await rig.teams.check()
    assert sentence.startswith("north-teams: ")
    assert "TEAMS_REGISTRATIONS__MAIN__" in sentence


async def test_the_doctor_minds_the_channels_of_the_tenant_only(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    slack = Channel(key="s", agency="north", workspace="north-slack", id="C1", name="S")
    directory = DIRECTORY.model_copy(update={"channels": (slack,)})
    monkeypatch.setattr(rig.teams, "_directory", directory)
    assert list(await rig.teams.check()) == []
    assert rig.connector.calls == []
