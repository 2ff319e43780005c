"""What a person does on their own page and in their own list."""

from dataclasses import replace
from uuid import UUID

import pytest

from content.actions import Action, ActionName
from content.compose.examples import DELIVERY, example_briefing
from content.compose.pause import NOBODY
from content.compose.record import Copies
from content.held import HeldKind
from content.message import plain_text
from handlers.interaction import Interaction, OpenView, PrivateNote, Respondent
from handlers.ports import Role
from handlers.router import handle
from tests.fakes.ports import World

ANNA = Respondent("north", "U1")
MEMBER = UUID(int=9)
MINE = (ActionName.READ_MINE, ActionName.CHECK_MINE)


@pytest.fixture
def world() -> World:
    world = World()
    world.post(example_briefing(), DELIVERY)
    world.registered["north", "U1"] = MEMBER
    world.visible[MEMBER] = [DELIVERY]
    return world


def pressed(name: ActionName, who: Respondent = ANNA, delivery: UUID = DELIVERY) -> Interaction:
    """A press in a private chat: not in the post's channel."""
    return Interaction(who, Action(name, delivery), channel="D1")


@pytest.mark.parametrize("name", MINE)
async def test_a_list_opens_the_briefing_outside_its_channel(
    world: World, name: ActionName
) -> None:
    assert isinstance(await handle(pressed(name), world.ports()), OpenView)


@pytest.mark.parametrize("name", MINE)
@pytest.mark.parametrize(
    "who",
    [
        Respondent("north", "U2"),
        Respondent("south", "U1"),
        Respondent("north", "U1", outsider=True),
    ],
)
async def test_it_opens_to_nobody_who_could_not_see_it(
    world: World, name: ActionName, who: Respondent
) -> None:
    world.registered["south", "U1"] = UUID(int=10)
    world.visible[UUID(int=10)] = [DELIVERY]
    reply = await handle(pressed(name, who), world.ports())
    assert isinstance(reply, PrivateNote)
    assert "for another group" in plain_text(reply.message)
    assert ("north", "U2") not in world.registered


async def test_a_restricted_one_opens_to_leads_alone(world: World) -> None:
    world.post(replace(example_briefing(), restricted=True), DELIVERY)
    assert isinstance(await handle(pressed(ActionName.READ_MINE), world.ports()), PrivateNote)
    world.given_roles["north", "U1"] = frozenset({Role.LEAD})
    assert isinstance(await handle(pressed(ActionName.READ_MINE), world.ports()), OpenView)


async def test_what_is_gone_is_told(world: World) -> None:
    reply = await handle(pressed(ActionName.READ_MINE, delivery=UUID(int=404)), world.ports())
    assert isinstance(reply, PrivateNote)
    assert "no longer here" in plain_text(reply.message)


async def test_the_record_is_shown_in_short_with_links(world: World) -> None:
    world.held[MEMBER] = {HeldKind.MEMBER: 1, HeldKind.ANSWERS: 3, HeldKind.QUERIES: 0}
    world.links[MEMBER] = Copies("https://l.example/a", "https://l.example/b", 30)
    reply = await handle(pressed(ActionName.RECORD, delivery=NOBODY), world.ports())
    assert isinstance(reply, OpenView)
    said = plain_text(reply.view.message)
    assert "Your first answers: 3 entries." in said
    assert "Your questions to the Learning group" not in said
    assert "https://l.example/a" in said
    assert "https://l.example/b" in said
    assert "30 minutes" in said
    assert reply.view.submit is None


async def test_digests_are_turned_off_and_on(world: World) -> None:
    off = await handle(pressed(ActionName.DIGESTS_OFF, delivery=NOBODY), world.ports())
    assert isinstance(off, PrivateNote)
    assert "Digests are off" in plain_text(off.message)
    assert world.digests == {MEMBER: False}
    on = await handle(pressed(ActionName.DIGESTS_ON, delivery=NOBODY), world.ports())
    assert isinstance(on, PrivateNote)
    assert "Digests are on" in plain_text(on.message)
    assert world.digests == {MEMBER: True}


async def test_ending_the_pause_is_a_note_so_that_the_page_behind_is_made_anew(
    world: World,
) -> None:
    reply = await handle(pressed(ActionName.RESUME, delivery=NOBODY), world.ports())
    assert isinstance(reply, PrivateNote)
    assert "The pause has ended" in plain_text(reply.message)


@pytest.mark.parametrize("name", [ActionName.RECORD, ActionName.DIGESTS_OFF, ActionName.DIGESTS_ON])
async def test_a_guest_has_none_of_it(world: World, name: ActionName) -> None:
    guest = Respondent("north", "U3", outsider=True)
    assert isinstance(await handle(pressed(name, guest, NOBODY), world.ports()), PrivateNote)
    assert ("north", "U3") not in world.registered
    assert world.digests == {}
