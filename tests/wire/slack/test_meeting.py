"""The platform, through Slack's own SDK, and the local Slack, over the signed wire or a socket."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass

import httpx
import pytest
from starlette.applications import Starlette

from bot.platforms.base import Inbound
from bot.platforms.results import Sent
from bot.platforms.slack import connect
from bot.platforms.slack.platform import Slack
from bot.sandbox.serving import LocalServer, bind
from bot.sandbox.slack.face import SlackFace
from bot.sandbox.world import (
    Control,
    FieldTrouble,
    Note,
    Person,
    Post,
    SandboxChannel,
    SandboxWorkspace,
    Screen,
    World,
)
from config.now import system_now
from config.settings import Settings
from content.actions import Action, ActionName
from content.message import Button, Buttons, Heading, Message, Plain, Submit, Text, View
from handlers.interaction import (
    Command,
    FieldErrors,
    OpenView,
    PrivateNote,
    Respondent,
    UpdateView,
)
from tests.contract.kitchen_sink import kitchen_sink
from tests.patience import LONG
from tests.wire.slack.standin import DELIVERY, NOTE, READ, House, NoNotebook, directory

AMINA = Person("north-slack", "U0MEMBER", "Amina Rahman")
HERS = Respondent("north-slack", "U0MEMBER")
OWED = Message(
    "You owe one answer.",
    (Heading("What you owe"), Buttons((Button("Read it", READ), Button("Again", READ)))),
)
DONE = View("Learning", Message("Thank you.", (Text((Plain("Thank you."),)),)))


def survey() -> View:
    view = kitchen_sink()["sink-survey"]
    assert isinstance(view, View)
    return view


def long_form() -> View:
    view = kitchen_sink()["sink-long-form"]
    assert isinstance(view, View)
    return view


@dataclass
class Meeting:
    """Both, connected."""

    slack: Slack
    face: SlackFace
    house: House
    world: World

    async def note(self, said: Message = OWED) -> Note:
        self.house.answer = said
        note = await self.face.command(AMINA, "what do I owe", "C0NORTH")
        assert isinstance(note, Note), note
        return note

    async def home(self, said: Message = OWED) -> Post:
        self.house.answer = said
        home = await self.face.home(AMINA)
        assert isinstance(home, Post), home
        return home

    async def press(self, thing: Post | Note, number: int = 0) -> object:
        return await self.face.press(AMINA, thing, self.face.controls(thing)[number])

    async def opened(self, view: View) -> Screen:
        self.house.reply = OpenView(view)
        screen = await self.press(await self.home())
        assert isinstance(screen, Screen), screen
        return screen


def world() -> World:
    return World(
        {"north-slack": SandboxWorkspace("north-slack", "slack", "T0NORTH", "Northshire")},
        {
            "C0NORTH": SandboxChannel(
                "north-slack", "C0NORTH", "north", "police", ("U0MEMBER", "U0GUEST", "UBOT")
            )
        },
        {
            ("north-slack", person.account): person
            for person in (
                AMINA,
                Person("north-slack", "U0GUEST", "Robin Guest", outsider=True),
                Person("north-slack", "UBOT", "Sevenbot", bot=True),
            )
        },
    )


@pytest.fixture(params=["http", "socket"])
async def meeting(request: pytest.FixtureRequest) -> AsyncGenerator[Meeting]:
    house, listening = House(), bind(0)
    bridge: list[httpx.ASGITransport] = []

    class Bridge(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            return await bridge[0].handle_async_request(request)

    face = SlackFace(
        world(),
        bot_url="http://bot",
        base_url=f"http://127.0.0.1:{listening.getsockname()[1]}",
        socket_mode=request.param == "socket",
        transport=Bridge(),
    )
    server = LocalServer(Starlette(routes=list(face.routes())), listening)
    await face.start()
    await server.start()
    slack = connect(
        settings=Settings.load(
            {"SEVENBOT_MODE": "sandbox", "SLACK_TOKENS__SOUTH_SLACK": "xoxb-none", **face.environ()}
        ),
        directory=directory(),
        inbound=Inbound(house.handle, house.was_shown, house.known, house.obey, house.home),
        notebook=NoNotebook(),
        now=system_now,
    )
    assert isinstance(slack, Slack)
    bridge.append(httpx.ASGITransport(Starlette(routes=list(slack.routes()))))
    await slack.start()
    await slack.listen()
    async with asyncio.timeout(LONG):
        while face._sockets and not face._sockets.connected:  # noqa: ASYNC110 - the SDK's own task
            await asyncio.sleep(0.01)
    yield Meeting(slack, face, house, face.memory.world)
    await slack.stop()
    await server.stop()
    await face.stop()


async def test_a_command_is_answered_to_the_one_person_and_its_buttons_work(
    meeting: Meeting,
) -> None:
    note = await meeting.note()
    assert meeting.house.obeyed == [Command(HERS, "what do I owe")]
    assert (note.person, note.channel) == (AMINA, "C0NORTH")
    assert note.body["text"] == "You owe one answer."
    assert "What you owe" in meeting.face.html(note.body)
    meeting.house.reply = OpenView(survey())
    screen = await meeting.press(note)
    assert isinstance(screen, Screen)
    (interaction,) = meeting.house.handled
    assert (interaction.action, interaction.channel) == (READ, "C0NORTH")
    assert not interaction.submitted


async def test_a_guest_is_told_apart_in_every_way(meeting: Meeting) -> None:
    guest = meeting.world.people["north-slack", "U0GUEST"]
    await meeting.face.command(guest, "record", "C0NORTH")
    await meeting.face.home(guest)
    assert [command.respondent.outsider for command in meeting.house.obeyed] == [True]
    assert [respondent.outsider for respondent in meeting.house.visited] == [True]


async def test_a_persons_own_page_opens_pages_and_is_theirs_alone(meeting: Meeting) -> None:
    home = await meeting.home()
    assert meeting.house.visited == [HERS]
    assert home.private_to == "U0MEMBER"
    assert [control.label for control in meeting.face.controls(home)] == ["Read it", "Again"]
    screen = await meeting.opened(survey())
    interaction = meeting.house.handled[-1]
    assert (interaction.channel, interaction.submitted) == (None, False)
    assert screen.title == "Five questions"
    meeting.house.reply = UpdateView(DONE)
    shown = await meeting.face.submit(screen, {})
    assert isinstance(shown, Screen)
    assert meeting.house.handled[-1].submitted
    assert meeting.house.handled[-1].chosen == {}


async def test_a_note_on_ones_own_page_is_shown_over_it(meeting: Meeting) -> None:
    meeting.house.reply = PrivateNote(NOTE)
    shown = await meeting.press(await meeting.home())
    assert isinstance(shown, Screen)
    assert (shown.title, shown.submit) == ("Sevenbot", None)
    assert "Just for you." in meeting.face.html(shown.body)


async def test_a_private_message_is_pressed_where_it_stands(meeting: Meeting) -> None:
    workspace = directory().workspace("north-slack")
    sent = await meeting.slack.post_private(workspace, "U0MEMBER", OWED, delivery=DELIVERY)
    assert isinstance(sent, Sent)
    (post,) = meeting.world.posts
    assert post.private_to == "U0MEMBER"
    meeting.house.reply = PrivateNote(NOTE)
    note = await meeting.press(post)
    assert isinstance(note, Note)
    assert meeting.house.handled[-1].channel == sent.receipt.conversation == post.channel
    await meeting.slack.update_private(workspace, sent.receipt, NOTE)
    assert post.body["text"] == "Just for you."


async def test_a_survey_comes_back_by_name(meeting: Meeting) -> None:
    screen = await meeting.opened(survey())
    assert all(control.optional for control in screen.controls)
    meeting.house.reply = UpdateView(DONE)
    filled = {"q1": ["5"], "q3": ["not-said"], "q5": ["o0", "o11"], "q6": ["More time, please."]}
    await meeting.face.submit(screen, filled)
    interaction = meeting.house.handled[-1]
    assert interaction.chosen == {"q1": ("5",), "q3": ("not-said",), "q5": ("o0", "o11")}
    assert interaction.written == {"q6": "More time, please."}


async def test_what_is_chosen_already_comes_back_unless_it_is_changed(meeting: Meeting) -> None:
    screen = await meeting.opened(long_form())
    meeting.house.reply = UpdateView(DONE)
    boxes = {"more1": ["Something"], "teams": ["t2"]}
    await meeting.face.submit(screen, boxes)
    interaction = meeting.house.handled[-1]
    assert interaction.chosen == {
        "teams": ("t2",),
        "way": ("other",),
        "lead": ("t3",),
        "whole": ("5",),
    }
    assert interaction.written == {"reached": "18", "eligible": "30", "more1": "Something"}


async def test_each_trouble_stands_beside_its_own_input_and_nothing_is_lost(
    meeting: Meeting,
) -> None:
    screen = await meeting.opened(survey())
    errors = {"q3": "Please choose.", "q6": "No names, please."}
    meeting.house.reply = FieldErrors(errors, survey())
    trouble = await meeting.face.submit(screen, {"q1": ["4"], "q6": ["Anna said"]})
    assert isinstance(trouble, FieldTrouble)
    assert trouble.errors == errors
    meeting.house.reply = UpdateView(DONE)
    await meeting.face.submit(trouble.screen, {"q3": ["2"], "q6": ["Somebody said"]})
    assert meeting.house.handled[-1].chosen == {"q1": ("4",), "q3": ("2",)}
    assert meeting.house.handled[-1].written == {"q6": "Somebody said"}


async def test_a_button_within_a_page_turns_that_page(meeting: Meeting) -> None:
    action = Action(ActionName.NEXT, DELIVERY, 2)
    listing = View("A list", Message("x", (Buttons((Button("Hand it on", action),)),)))
    screen = await meeting.opened(listing)
    (button,) = screen.controls
    assert button == Control("button", "next", "Hand it on", value=action.encode())
    meeting.house.reply = OpenView(
        View("A list", survey().message, Submit("Send", action)),
    )
    shown = await meeting.face.submit(screen, {"next": [button.value]})
    assert isinstance(shown, Screen)
    assert (shown.id, shown.submit) == (screen.id, "Send")
    assert not meeting.house.handled[-1].submitted


async def test_a_failure_behind_is_told_in_both_places(meeting: Meeting) -> None:
    meeting.house.failure = RuntimeError("private words")
    note = await meeting.face.command(AMINA, "help")
    assert isinstance(note, Note)
    assert "could not be done just now" in note.body["text"]
    home = await meeting.face.home(AMINA)
    assert isinstance(home, Post)
    assert "could not be shown just now" in meeting.face.html(home.body)


async def test_no_forgery_gets_in(meeting: Meeting) -> None:
    made = await meeting.face.attack()
    assert {attempt.status for attempt in made} <= {401, 403, 404}
    assert (meeting.house.handled, meeting.house.obeyed, meeting.house.visited) == ([], [], [])
