"""What people write, from a neutral Command to a Message, with ports in memory."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.now import LONDON
from content.actions import ActionName
from content.compose.examples import DELIVERY, example_briefing
from content.compose.query import MAX_WORDS
from content.message import Message, buttons_of, plain_text
from content.own import OpenBriefing, OwnPage, Passed
from content.progress import AgencyProgress
from handlers.command import home, obey
from handlers.events import Queried
from handlers.interaction import Command, Respondent
from handlers.ports import Role
from tests.fakes.ports import World

ANNA = Respondent("north", "U1")
MEMBER = UUID(int=9)
ORDERS = (
    *("", "history", "pause until Friday", "pause", "pause until never", "resume", "status"),
    *("digests on", "digests off"),
    *("ask What now?", "ask", "connect", "privacy", "help", "please make me a sandwich"),
)


@pytest.fixture
def world() -> World:
    world = World()
    world.post(example_briefing(), DELIVERY)
    world.registered["north", "U1"] = MEMBER
    world.visible[MEMBER] = [DELIVERY]
    return world


async def told(world: World, text: str, who: Respondent = ANNA) -> Message:
    return await obey(Command(who, text), world.ports())


async def words(world: World, text: str, who: Respondent = ANNA) -> str:
    return plain_text(await told(world, text, who))


def labels(message: Message) -> list[str]:
    return [button.label for button in buttons_of(message)]


def a_page() -> OwnPage:
    return OwnPage(
        briefings=(
            OpenBriefing(
                delivery=DELIVERY,
                title="Hearing what a child tells us",
                posted_on=date(2026, 11, 23),
                read=False,
                questions=2,
                answered=0,
            ),
        ),
        history=(
            Passed(
                title="Listening on the phone",
                read_on=date(2026, 11, 3),
                answered=1,
                fitting=1,
                again=0,
                again_fitting=0,
            ),
        ),
    )


async def test_nothing_written_shows_what_is_open(world: World) -> None:
    assert "Nothing is open for you" in await words(world, "")
    world.pages[MEMBER] = a_page()
    message = await told(world, "")
    assert "Hearing what a child tells us" in plain_text(message)
    assert [button.action.name for button in buttons_of(message)] == [
        ActionName.READ_MINE,
        ActionName.CHECK_MINE,
    ]
    assert {button.action.delivery for button in buttons_of(message)} == {DELIVERY}
    assert "Listening on the phone" not in plain_text(message)


async def test_history_shows_what_was_done(world: World) -> None:
    world.pages[MEMBER] = a_page()
    said = await words(world, "history")
    assert "Listening on the phone: read on 3 November 2026." in said
    assert "1 of 1 first answer fitted practice." in said
    assert "Hearing what a child tells us" not in said


async def test_a_pause_is_kept_until_the_morning_of_the_day(world: World) -> None:
    message = await told(world, "Pause until 4 December, please")
    assert "No private message comes before Friday 4 December 2026." in plain_text(message)
    assert labels(message) == ["End the pause now"]
    assert world.pauses[MEMBER] == datetime(2026, 12, 4, tzinfo=LONDON).astimezone(UTC)
    assert "You have paused private messages" in await words(world, "")
    assert "The pause has ended" in await words(world, "resume")
    assert world.pauses == {}


async def test_a_pause_registers_whoever_is_new_and_nothing_else_does(world: World) -> None:
    new = Respondent("north", "U2")
    for text in ORDERS:
        if not text.startswith("pause until Friday"):
            await told(world, text, new)
    await home(new, world.ports())
    assert list(world.registered) == [("north", "U1")]
    await told(world, "pause until Friday", new)
    assert ("north", "U2") in world.registered


async def test_a_question_is_about_the_newest_briefing_that_one_could_see(world: World) -> None:
    newest = UUID(int=77)
    world.post(replace(example_briefing(), title="The newer one"), newest)
    world.visible[MEMBER] = [DELIVERY, newest]
    said = await words(world, "ask: who do we ring at night?")
    assert "Thank you for raising a hand" in said
    assert "“The newer one”" in said
    assert "999" in said
    (fact,) = world.facts.values()
    assert isinstance(fact, Queried)
    assert (fact.delivery, fact.about, fact.text) == (
        newest,
        "question",
        "who do we ring at night?",
    )
    await told(world, "ask who do we ring   at night?")
    assert len(world.facts) == 1


@pytest.mark.parametrize(
    ("text", "says", "shown"),
    [
        ("ask", "write your question after the word ask", ""),
        ("ask What about Jayden, aged 7, DOB 03/04/2019?", "may identify somebody", "aged 7"),
        ("ask " + "Why " * MAX_WORDS, "under 2000 characters", "Why Why"),
    ],
)
async def test_a_question_that_cannot_go_is_handed_back(
    world: World, text: str, says: str, shown: str
) -> None:
    said = await words(world, text)
    assert says in said
    assert shown in said
    assert "Not sent yet" in said
    assert world.facts == {}


@pytest.mark.parametrize("seen", [[], [UUID(int=404)]])
async def test_with_no_briefing_to_ask_about_the_words_come_back(
    world: World, seen: list[UUID]
) -> None:
    world.visible[MEMBER] = seen
    said = await words(world, "ask who do we ring at night?")
    assert "I know of no briefing" in said
    assert "who do we ring at night?" in said
    assert world.facts == {}


async def test_status_tells_a_lead_of_the_own_agency_and_others_kindly(world: World) -> None:
    assert "leads and deputies" in await words(world, "status")
    world.leading["north", "U1"] = [AgencyProgress(name="Northshire Police")]
    said = await words(world, "status")
    assert "How Northshire Police stands" in said
    assert "Nothing was sent to your agency lately" in said


async def test_digests_are_for_whoever_gets_some(world: World) -> None:
    assert "Nothing was changed" in await words(world, "digests off")
    assert world.digests == {}
    world.given_roles["north", "U1"] = frozenset({Role.DEPUTY})
    message = await told(world, "digests off")
    assert "Digests are off." in plain_text(message)
    assert labels(message) == ["Turn digests on"]
    assert world.digests == {MEMBER: False}
    assert "Digests are on." in await words(world, "digests on")
    assert world.digests == {MEMBER: True}


async def test_connect_tells_an_administrator_alone(world: World) -> None:
    refused = await words(world, "connect")
    assert "administrators" in refused
    assert "U1" not in refused
    world.given_roles["north", "U1"] = frozenset({Role.ADMINISTRATOR})
    said = await words(world, "connect")
    assert "workspace: north" in said
    assert "Your own account here: U1" in said


async def test_privacy_tells_what_is_held(world: World) -> None:
    said = await words(world, "privacy")
    assert "Your register entry: 1 entry." in said
    assert "no public address" in said
    nobody = await words(world, "privacy", Respondent("north", "U2"))
    assert "Nothing is held about you." in nobody
    assert "Not held about you." in nobody


async def test_help_and_unknown_words_get_help(world: World) -> None:
    assert "pause until Friday" in await words(world, "help")
    said = await words(world, "please make me a sandwich")
    assert "I did not understand that, and nothing was changed." in said
    assert "pause until Friday" in said


@pytest.mark.parametrize("text", ORDERS)
async def test_guests_get_a_kind_no_and_are_not_registered(world: World, text: str) -> None:
    guest = Respondent("north", "U3", outsider=True)
    world.leading["north", "U3"] = [AgencyProgress(name="Northshire Police")]
    for said in (await told(world, text, guest), await home(guest, world.ports())):
        assert "Nothing was kept." in plain_text(said)
        assert labels(said) == []
    assert ("north", "U3") not in world.registered
    assert world.facts == {}
    assert world.pauses == {}


async def test_the_own_page_offers_digests_to_whoever_gets_some(world: World) -> None:
    world.pages[MEMBER] = a_page()
    page = await home(ANNA, world.ports())
    assert "Turn digests off" not in labels(page)
    assert {"What is held about me", "Pause private messages"} <= set(labels(page))
    world.given_roles["north", "U1"] = frozenset({Role.COORDINATOR})
    assert "Turn digests off" in labels(await home(ANNA, world.ports()))
    world.digests[MEMBER] = False
    assert "Turn digests on" in labels(await home(ANNA, world.ports()))


async def test_a_new_persons_page_says_what_this_is(world: World) -> None:
    page = await home(Respondent("north", "U2"), world.ports())
    assert "I bring short safeguarding briefings" in plain_text(page)
    assert "Nothing is held about you yet." in plain_text(page)
    assert labels(page) == []


@given(
    st.one_of(
        st.text(max_size=120),
        st.builds(
            "{} {}".format,
            st.sampled_from(["pause", "ask", "stop", "pause until", "history", "status", "/"]),
            st.text(max_size=80),
        ),
    ),
    st.booleans(),
    st.frozensets(st.sampled_from(Role)),
)
async def test_any_text_gets_an_answer(
    text: str,
    outsider: bool,  # noqa: FBT001
    roles: frozenset[Role],
) -> None:
    world = World()
    world.post(example_briefing(), DELIVERY)
    world.registered["north", "U1"] = MEMBER
    world.visible[MEMBER] = [DELIVERY]
    world.given_roles["north", "U1"] = roles
    said = await told(world, text, replace(ANNA, outsider=outsider))
    assert plain_text(said).strip()
    assert said.fallback.strip()
