"""Whether Teams would take a message, asked without sending one; and who says that it may."""

from bot.platforms.results import Ready, Stopped, TryLater
from tests.wire.teams.names import APP_ID, PERSON, WORKSPACE
from tests.wire.teams.sending import PLACE
from tests.wire.teams.server import Answer, member, refusal
from tests.wire.teams.standin import Rig


async def test_a_channel_is_asked_about_by_its_members(rig: Rig) -> None:
    rig.connector.script.append(Answer(200, {"members": [member()]}))
    assert await rig.teams.ready(PLACE) == Ready()
    for answer in (refusal(403, "BotNotInConversationRoster"), refusal(404, "NotFound")):
        rig.connector.script.append(answer)
        assert isinstance(await rig.teams.ready(PLACE), Stopped)
    rig.connector.script.append(refusal(429, "Throttled"))
    assert isinstance(await rig.teams.ready(PLACE), TryLater)
    assert {call.method for call in rig.connector.calls} == {"GET"}


async def test_a_person_is_asked_about_by_their_chat(rig: Rig) -> None:
    rig.connector.script.append(Answer(201, {"id": "a:chat"}))
    assert await rig.teams.ready_private(WORKSPACE, PERSON) == Ready()
    rig.connector.script.append(refusal(403, "BotNotInConversationRoster"))
    assert isinstance(await rig.teams.ready_private(WORKSPACE, PERSON), Stopped)
    rig.connector.script.append(refusal(400, "BadSyntax"))
    assert isinstance(await rig.teams.ready_private(WORKSPACE, PERSON), Stopped)
    assert not any(call.path.endswith("/activities") for call in rig.connector.calls)


async def test_an_app_that_came_back_is_told(rig: Rig) -> None:
    bot = {"id": f"28:{APP_ID}"}
    added = {"type": "conversationUpdate", "name": None, "membersAdded": [bot]}
    channel = {"tenant": {"id": WORKSPACE.id}, "eventType": "channelRestored"}
    hints = [
        rig.activity(type="installationUpdate", name=None, action="add"),
        rig.activity(**added),
        rig.activity(type="conversationUpdate", name=None, channelData=channel),
    ]
    for hint in hints:
        assert (await rig.send(hint)).status_code == 200
    assert rig.house.mended == [("north-teams", None)] * 3
    for other in (
        rig.activity(type="installationUpdate", name=None, action="remove"),
        rig.activity(**added | {"membersAdded": [{"id": "29:anna"}]}),
    ):
        assert (await rig.send(other)).status_code == 200
    assert len(rig.house.mended) == 3
