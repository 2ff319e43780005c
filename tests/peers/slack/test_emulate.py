"""Our client against an emulator of Slack's Web API that nobody here wrote."""

from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx
import pytest

from bot.platforms.base import Inbound, Place
from bot.platforms.results import Absent, Found, Receipt, Roster, Sent, Stopped
from bot.platforms.slack import connect
from bot.platforms.slack.platform import Slack
from config.directory import Directory, Workspace
from config.located import Located
from config.now import system_now
from config.settings import Settings
from content.message import Heading, Message, Plain, Text
from tests.wire.slack.standin import DELIVERY, House, NoNotebook

TOKEN = "xoxb-peer"
SEED = f"""
slack:
  team: {{name: North, domain: north}}
  users:
    - {{name: asha, real_name: Asha}}
    - {{name: ben, real_name: Ben}}
  channels:
    - {{name: learning}}
  bots:
    - {{name: sevenbot}}
  tokens:
    - token: {TOKEN}
      user: asha
      scopes: [chat:write, channels:read, channels:history, groups:read, im:write, im:read,
        im:history, users:read]
"""
SAID = Message("Hearing children", (Heading("Hearing children"), Text((Plain("Ask & listen"),))))
CHANGED = Message("Corrected", (Heading("Corrected"),))

pytestmark = pytest.mark.peer("emulate")


@pytest.fixture(scope="module")
def address(
    emulate: Callable[[str, str], AbstractContextManager[str]],
) -> Iterator[str]:
    with emulate("slack", SEED) as address:
        yield address


@dataclass(slots=True)
class Peer:
    """The emulator, asked directly."""

    address: str

    def ask(self, method: str, **params: str) -> dict[str, Any]:
        answer: dict[str, Any] = httpx.post(
            f"{self.address}/api/{method}",
            data=params,
            headers={"Authorization": f"Bearer {TOKEN}"},
            trust_env=False,
        ).json()
        assert answer["ok"], answer
        return answer


@pytest.fixture
def peer(address: str) -> Peer:
    return Peer(address)


@pytest.fixture
def place(peer: Peer) -> Place:
    channels = peer.ask("conversations.list")["channels"]
    channel = next(c["id"] for c in channels if c["name"] == "learning")
    team = peer.ask("auth.test")["team_id"]
    workspace = Workspace(
        key="north", platform="slack", id=team, agency="house", may_read_history=True
    )
    return Place(workspace, channel)


@pytest.fixture
async def slack(address: str, place: Place) -> AsyncGenerator[Slack]:
    directory = Directory.parse(
        Located(
            "directory.yaml",
            f"""
partnership: Peers
agencies: [{{key: house, name: House, sector: other, head_count: 9}}]
workspaces: [{{key: north, platform: slack, id: {place.workspace.id}, agency: house}}]
channels: [{{key: hall, agency: house, workspace: north, id: {place.channel}, name: hall}}]
""",
        ),
        platforms=["slack"],
    )
    house = House()
    slack = connect(
        settings=Settings.load(
            {
                "SEVENBOT_MODE": "sandbox",
                "SLACK_API_URL": f"{address}/api/",
                "SLACK_TOKENS__NORTH": TOKEN,
                "SLACK_REGISTRATIONS__MAIN__SIGNING_SECRET": "peer",
            }
        ),
        directory=directory,
        inbound=Inbound(house.handle, house.was_shown, house.known, house.obey, house.home),
        notebook=NoNotebook(),
        now=system_now,
    )
    assert isinstance(slack, Slack)
    await slack.start()
    yield slack
    await slack.stop()


def _messages(peer: Peer, channel: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = peer.ask("conversations.history", channel=channel)["messages"]
    return found


async def test_a_post_stands_in_the_channel_and_is_found_again(
    slack: Slack, peer: Peer, place: Place
) -> None:
    delivery = uuid4()
    assert await slack.look(place, delivery=delivery) == Absent()
    sent = await slack.post(place, SAID, delivery=delivery)
    assert isinstance(sent, Sent)
    posted = next(m for m in _messages(peer, place.channel) if m["ts"] == sent.receipt.message)
    assert posted["text"] == "Hearing children"
    assert posted["blocks"][0]["type"] == "header"
    assert await slack.look(place, delivery=delivery) == Found(sent.receipt)


async def test_an_update_takes_its_place(slack: Slack, peer: Peer, place: Place) -> None:
    sent = await slack.post(place, SAID, delivery=DELIVERY)
    assert isinstance(sent, Sent)
    assert await slack.update(place, sent.receipt, CHANGED) == Sent(sent.receipt)
    posted = next(m for m in _messages(peer, place.channel) if m["ts"] == sent.receipt.message)
    assert posted["text"] == "Corrected"


async def test_a_private_message_reaches_the_one_person(
    slack: Slack, peer: Peer, place: Place
) -> None:
    users = peer.ask("users.list")["members"]
    ben = next(user["id"] for user in users if user["name"] == "ben")
    sent = await slack.post_private(place.workspace, ben, SAID, delivery=DELIVERY)
    assert isinstance(sent, Sent)
    assert sent.receipt.conversation.startswith("D")
    assert [m["ts"] for m in _messages(peer, sent.receipt.conversation)] == [sent.receipt.message]


async def test_the_roster_is_the_channels_people(slack: Slack, peer: Peer, place: Place) -> None:
    roster = await slack.roster(place)
    people = {user["name"]: user["id"] for user in peer.ask("users.list")["members"]}
    assert isinstance(roster, Roster)
    assert {people["asha"], people["ben"]} <= roster.accounts


async def test_what_the_peer_refuses_is_a_value(slack: Slack, place: Place) -> None:
    nowhere = Place(place.workspace, "C0NOWHERE")
    assert isinstance(await slack.post(nowhere, SAID, delivery=DELIVERY), Stopped)
    assert isinstance(await slack.roster(nowhere), Stopped)
    gone = Receipt(place.channel, "1.000001")
    assert not isinstance(await slack.update(place, gone, CHANGED), Sent)


async def test_the_check_is_content(slack: Slack) -> None:
    assert await slack.check() == []
