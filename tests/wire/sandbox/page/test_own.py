"""Writing to the bot from the page, one's own page there, and notes whose buttons work."""

import pytest

from bot.sandbox.world import Note, Nothing, Post, Refusal
from tests.wire.sandbox.page.played import HEADERS, NOON, Rig


async def send(rig: Rig, path: str, **given: str) -> dict[str, str]:
    asked = {"channel": "C1", "as": "U1"} | given
    answer = await rig.http.post(f"/page/{path}", data=asked, headers=HEADERS)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def messages(rig: Rig, person: str = "U1") -> str:
    asked = {"channel": "C1", "as": person}
    return (await rig.http.get("/page/messages", params=asked)).text


def home(rig: Rig, text: str = "What I owe") -> Post:
    page = Post("north", "D1", "V9", {"text": text}, NOON, private_to="U1")
    rig.world.homes["north", "U1"] = page
    return page


async def test_a_command_is_written_here_or_in_the_chat(rig: Rig) -> None:
    rig.face.said = Note(rig.amina, {"text": "Only <you>"}, "C1", NOON, "5.5")
    answer = await send(rig, "command", text=" pause ", where="channel")
    assert answer == {"kind": "note", "html": "<p>Only &lt;you&gt;</p>", "said": ""}
    await send(rig, "command", where="chat")
    assert rig.face.asked == [("U1", "pause", "C1"), ("U1", "", None)]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (Nothing(), "Done."),
        (Post("north", "D1", "7.7", {"text": "Yours"}, NOON, private_to="U1"), "Done."),
        (Refusal(500, "The bot answered with an error."), "It did not work (500)."),
    ],
)
async def test_other_answers(rig: Rig, said: Post | Nothing | Refusal, expected: str) -> None:
    rig.face.said = said
    assert (await send(rig, "command", text="help"))["said"].startswith(expected)


async def test_ones_own_page_stands_above_all_and_is_ones_own(rig: Rig) -> None:
    rig.post("For all")
    before = (await rig.http.get("/page/marks")).json()["channels"]["C1"]
    rig.face.said = home(rig)
    assert (await send(rig, "home"))["said"] == "Your own page is open."
    assert rig.face.asked == [("U1", "home")]
    shown = await messages(rig)
    assert shown.index("What I owe") < shown.index("For all")
    assert "Your own page with Sevenbot" in shown
    assert "What I owe" not in await messages(rig, "U2")
    marks = {before, (await rig.http.get("/page/marks")).json()["channels"]["C1"]}
    rig.world.homes["north", "U1"].earlier.append({"text": "Before"})
    marks.add((await rig.http.get("/page/marks")).json()["channels"]["C1"])
    assert len(marks) == 3


async def test_buttons_of_the_page_and_of_notes_reach_the_face(rig: Rig) -> None:
    home(rig)
    rig.world.notes.append(Note(rig.amina, {"text": "Yours"}, "D1", NOON, "5.5"))
    assert "Yours" in await messages(rig)
    for thing in ("V9", "5.5"):
        assert (await rig.press(post=thing)).status_code == 200
    assert rig.face.asked == [("U1", "V9", "Read"), ("U1", "5.5", "Read")]


@pytest.mark.parametrize("thing", ["V9", "5.5", ""])
async def test_what_is_anothers_or_has_no_name_cannot_be_pressed(rig: Rig, thing: str) -> None:
    home(rig)
    rig.world.notes.append(Note(rig.amina, {"text": "Yours"}, "C1", NOON, "5.5"))
    rig.world.notes.append(Note(rig.amina, {"text": "Nameless"}, "C1", NOON))
    assert (await rig.press(post=thing, **{"as": "U2"})).status_code == 404


async def test_a_private_message_to_another_cannot_be_pressed(rig: Rig) -> None:
    rig.post("For Amina", channel="D1", private_to="U1")
    assert (await rig.press()).status_code == 200
    assert (await rig.press(**{"as": "U2"})).status_code == 404


async def test_only_the_pages_own_script_may_write(rig: Rig) -> None:
    for path in ("command", "home"):
        refused = await rig.http.post(f"/page/{path}", data={"channel": "C1", "as": "U1"})
        assert refused.status_code == 403
    assert rig.face.asked == []


async def test_the_whole_page_offers_both(rig: Rig) -> None:
    text = (await rig.http.get("/")).text
    assert ">/learning</label>" in text
    assert "data-home" in text
