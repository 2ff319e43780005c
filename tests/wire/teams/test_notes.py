"""What is noted of what comes in: addresses and installations."""

from bot.platforms.teams.activity import Activity
from bot.platforms.teams.notes import FRESH_FOR, Notes
from tests.wire.teams.names import CHANNEL, TENANT, WORKSPACE
from tests.wire.teams.standin import Rig


async def test_an_installation_is_noted(rig: Rig) -> None:
    body = rig.activity(type="installationUpdate", name=None, action="add")
    assert (await rig.send(body)).status_code == 200
    page = rig.notebook.pages["north-teams"]
    assert page == {
        "service_url": rig.connector.address,
        f"channel:{CHANNEL}": "19:team@thread.tacv2",
        "team:19:team@thread.tacv2": "installed",
    }
    await rig.send(body)
    assert rig.notebook.writes == 1
    await rig.send(body | {"action": "remove"})
    assert page["team:19:team@thread.tacv2"] == "removed"


async def test_the_newest_address_is_noted_from_whatever_comes(rig: Rig) -> None:
    await rig.send(rig.activity(type="conversationUpdate", name=None, channelData=None))
    assert rig.notebook.pages["north-teams"] == {"service_url": rig.connector.address}
    moved = "https://smba.example/uk/"
    body = rig.activity(type="conversationUpdate", name=None, serviceUrl=moved, channelData=None)
    await rig.send(body, authorization=rig.bearer(serviceurl=moved))
    assert rig.notebook.pages["north-teams"] == {"service_url": moved}


async def test_a_team_without_a_named_channel_is_its_own_general_channel(rig: Rig) -> None:
    activity = Activity.model_validate(
        rig.activity(channelData={"tenant": {"id": TENANT}, "team": {"id": "19:t"}})
    )
    notes = Notes(rig.notebook, "https://default.example/", rig.clock.now)
    assert await notes.service_url(WORKSPACE) == "https://default.example/"
    await notes.keep(WORKSPACE, activity)
    assert rig.notebook.pages["north-teams"]["channel:19:t"] == "19:t"
    assert not await notes.left(WORKSPACE, "19:t")


async def test_an_address_is_read_again_after_a_few_seconds(rig: Rig) -> None:
    notes = Notes(rig.notebook, "https://default.example/", rig.clock.now)
    assert await notes.service_url(WORKSPACE) == "https://default.example/"
    # Another process hears from the tenant.
    await rig.notebook.write("north-teams", {"service_url": "https://smba.example/uk/"})
    assert await notes.service_url(WORKSPACE) == "https://default.example/"
    rig.clock.advance(FRESH_FOR)
    assert await notes.service_url(WORKSPACE) == "https://smba.example/uk/"


async def test_an_address_that_is_noted_here_is_used_at_once(rig: Rig) -> None:
    notes = Notes(rig.notebook, "https://default.example/", rig.clock.now)
    await notes.service_url(WORKSPACE)
    await notes.keep(WORKSPACE, Activity.model_validate(rig.activity()))
    assert await notes.service_url(WORKSPACE) == rig.connector.address


async def test_what_was_told_just_now_is_looked_at_again_after_a_few_seconds(rig: Rig) -> None:
    notes = Notes(rig.notebook, "https://default.example/", rig.clock.now)
    here = Activity.model_validate(rig.activity())
    there = here.model_copy(update={"service_url": "https://smba.example/uk/"})
    page = rig.notebook.pages
    for activity in (here, there, here):
        await notes.keep(WORKSPACE, activity)
    assert page["north-teams"]["service_url"] == there.service_url
    rig.clock.advance(FRESH_FOR)
    await notes.keep(WORKSPACE, here)
    assert page["north-teams"]["service_url"] == here.service_url


async def test_an_installation_is_noted_however_soon_it_changes(rig: Rig) -> None:
    notes = Notes(rig.notebook, "https://default.example/", rig.clock.now)
    for action in ("remove", "add", "remove"):
        body = rig.activity(type="installationUpdate", name=None, action=action)
        await notes.keep(WORKSPACE, Activity.model_validate(body))
    assert await notes.left(WORKSPACE, CHANNEL)


async def test_places_from_which_much_comes_are_remembered_up_to_a_bound(rig: Rig) -> None:
    notes = Notes(rig.notebook, "https://default.example/", rig.clock.now)
    here = Activity.model_validate(rig.activity())
    for number in range(3):
        address = f"https://smba{number}.example/"
        await notes.keep(WORKSPACE, here.model_copy(update={"service_url": address}))
    assert len(notes._heard) == 3
    for number in range(1000):
        address = f"https://more{number}.example/"
        await notes.keep(WORKSPACE, here.model_copy(update={"service_url": address}))
    assert len(notes._heard) <= 1000
