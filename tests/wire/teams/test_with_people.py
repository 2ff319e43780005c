"""The adapter and the sandbox's Teams, neither of which knows the other's code: people write, open
forms from their chat and fill them in, over the signed wire."""

import json
from collections.abc import AsyncGenerator
from dataclasses import dataclass

import httpx
import pytest
from starlette.applications import Starlette

from bot.platforms.results import Sent, Stopped
from bot.platforms.teams.platform import Teams, connect
from bot.sandbox.serving import LocalServer, bind
from bot.sandbox.teams.face import TeamsFace
from bot.sandbox.teams.people import chat_id
from bot.sandbox.world import FieldTrouble, Person, Post, Screen, World
from config.directory import Agency, Channel, Directory, Sector, Workspace
from config.now import system_now
from config.settings import Settings
from content.actions import Action, ActionName
from content.message import Button, Buttons, Heading, Message, Submit, View
from handlers.interaction import Command, FieldErrors, OpenView, Respondent, UpdateView
from tests.contract.kitchen_sink import kitchen_sink
from tests.wire.sandbox.teams.fakes import ANNA, BEN, GUEST, POLICE, TENANT, make_world
from tests.wire.teams.names import DELIVERY
from tests.wire.teams.standin import House, PocketNotebook

WORKSPACE = Workspace(key="north-teams", platform="teams", id=TENANT, agency="police")
DIRECTORY = Directory(
    partnership="Northshire",
    agencies=(Agency(key="police", name="Police", sector=Sector.POLICE, head_count=9),),
    workspaces=(WORKSPACE,),
    channels=(Channel(key="all", agency="police", workspace="north-teams", id=POLICE, name="All"),),
)
OPEN = Action(ActionName.READ, DELIVERY)
WAITING = Message(
    "One thing is waiting.",
    (Heading("What is waiting"), Buttons((Button("Open it", OPEN),))),
)
DONE = View("Done", Message("Thank you.", (Heading("Thank you"),)))


def view(name: str) -> View:
    found = kitchen_sink()[name]
    assert isinstance(found, View)
    assert isinstance(found.submit, Submit)
    return found


@dataclass
class Play:
    world: World
    face: TeamsFace
    teams: Teams
    house: House

    @property
    def anna(self) -> Person:
        return self.world.people["north-teams", ANNA]

    async def opened(self, page: View) -> Screen:
        """Let Anna open this page from a card in her chat."""
        self.house.answer, self.house.reply = WAITING, OpenView(page)
        card = await self.face.home(self.anna)
        assert isinstance(card, Post)
        screen = await self.face.press(self.anna, card, self.face.controls(card)[0])
        assert isinstance(screen, Screen), screen
        return screen


@pytest.fixture
async def play() -> AsyncGenerator[Play]:
    world, house, app = make_world(), House(known={ANNA, BEN}), Starlette()
    listening = bind(0)
    face = TeamsFace(
        world,
        bot_url="http://bot.example",
        base_url=f"http://127.0.0.1:{listening.getsockname()[1]}",
        transport=httpx.ASGITransport(app),
    )
    teams = connect(
        settings=Settings.load({"SEVENBOT_MODE": "sandbox", **face.environ()}),
        directory=DIRECTORY,
        inbound=house.inbound(),
        notebook=PocketNotebook(),
        now=system_now,
    )
    app.router.routes.extend(teams.routes())
    server = LocalServer(Starlette(routes=list(face.routes())), listening)
    await face.start()
    await server.start()
    await teams.start()
    yield Play(world, face, teams, house)
    await teams.stop()
    await server.stop()
    await face.stop()


async def test_a_person_adds_the_app_and_writes(play: Play) -> None:
    play.house.answer = WAITING
    page = await play.face.home(play.anna)
    assert isinstance(page, Post)
    assert (page.channel, page.private_to) == (chat_id(play.anna), ANNA)
    assert play.house.visited == [Respondent("north-teams", ANNA)]
    answer = await play.face.command(play.anna, "/learning ask what <data> & Co means")
    assert isinstance(answer, Post)
    assert play.house.obeyed == [
        Command(Respondent("north-teams", ANNA), "ask what <data> & Co means")
    ]
    assert len(play.world.posts) == 2


async def test_a_mention_in_a_channel_leaves_the_channel_alone(play: Play) -> None:
    play.house.answer = WAITING
    answer = await play.face.command(play.anna, "history", POLICE)
    assert isinstance(answer, Post)
    assert answer.private_to == ANNA
    assert [command.text for command in play.house.obeyed] == ["history"]
    first, second = await play.face.resend(play.anna)
    assert first == second
    await play.teams.stop()
    assert [post.channel for post in play.world.posts] == [chat_id(play.anna)]
    assert len(play.house.obeyed) == 1


async def test_a_guest_is_told_apart(play: Play) -> None:
    await play.face.command(play.world.people["north-teams", GUEST], "history", POLICE)
    assert play.house.obeyed == [
        Command(Respondent("north-teams", GUEST, outsider=True), "history")
    ]


async def test_a_survey_may_stay_open(play: Play) -> None:
    screen = await play.opened(view("sink-survey"))
    play.house.reply = UpdateView(DONE)
    assert isinstance(await play.face.submit(screen, {}), Screen)
    pressed, sent = play.house.handled
    assert (pressed.channel, pressed.submitted) == (chat_id(play.anna), False)
    assert (sent.channel, sent.submitted) == (None, True)
    assert (sent.chosen, sent.written) == ({}, {})
    await play.face.submit(screen, {"q1": ["4"], "q5": ["o1", "o11"], "q6": ["More time."]})
    assert play.house.handled[2].chosen == {"q1": ("4",), "q5": ("o1", "o11")}
    assert play.house.handled[2].written == {"q6": "More time."}


async def test_a_long_form_keeps_what_stands_in_it_while_it_is_mended(play: Play) -> None:
    page = view("sink-long-form")
    screen = await play.opened(page)
    assert isinstance(await play.face.submit(screen, {}), FieldTrouble)
    play.house.reply = FieldErrors({"reached": "More people than there are."}, page)
    again = await play.face.submit(screen, {"more1": ["One"]})
    assert isinstance(again, Screen)
    sent = play.house.handled[1]
    assert sent.chosen == {
        "teams": ("t1", "t13"),
        "way": ("other",),
        "lead": ("t3",),
        "whole": ("5",),
    }
    assert sent.written == {"reached": "18", "eligible": "30", "more1": "One"}
    words = json.dumps(again.body, ensure_ascii=False)
    assert words.index("Please look again at: “People reached") < words.index('"reached"')
    assert words.count("More people than there are.") == 1
    play.house.reply = UpdateView(DONE)
    await play.face.submit(again, {"more1": ["One"]})
    assert play.house.handled[2].chosen == sent.chosen
    assert play.house.handled[2].written == sent.written


async def test_private_messages_reach_who_has_the_app(play: Play) -> None:
    for _ in range(2):
        sent = await play.teams.post_private(WORKSPACE, ANNA, WAITING, delivery=DELIVERY)
        assert isinstance(sent, Sent)
    assert [post.private_to for post in play.world.posts] == [ANNA, ANNA]
    play.world.barriers.without_bot.add(POLICE)
    stopped = await play.teams.post_private(WORKSPACE, BEN, WAITING, delivery=DELIVERY)
    assert isinstance(stopped, Stopped)
    assert "does not have the app" in stopped.reason
