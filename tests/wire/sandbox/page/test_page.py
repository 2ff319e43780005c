"""What the page shows: channels, private messages, figures and arranged faults."""

import httpx
import pytest
from starlette.applications import Starlette

from bot.sandbox.faults import Fault
from bot.sandbox.page import EngagementRow, Page
from bot.sandbox.world import Note
from tests.wire.sandbox.page.played import HEADERS, NOON, Rig


async def test_the_whole_page(rig: Rig) -> None:
    rig.post("A <briefing>")
    answer = await rig.http.get("/")
    assert answer.status_code == 200
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert "The Police</strong>, in Northshire &lt;Police&gt;" in answer.text
    assert "A &lt;briefing&gt;" in answer.text
    assert "Robin Guest (guest)" in answer.text
    assert "Sevenbot</option>" not in answer.text
    assert "elsewhere</h2>" not in answer.text
    assert "nobody</h2>" not in answer.text
    assert 'href="http://127.0.0.1:8001/"' in answer.text
    assert "style=" not in answer.text
    assert "https://" not in answer.text


async def test_nothing_comes_from_elsewhere(rig: Rig) -> None:
    for name in ("page.css", "page.js", "icon.svg", "slack.css", "teams.css"):
        answer = await rig.http.get(f"/static/{name}")
        assert answer.status_code == 200
        assert "url(" not in answer.text
        assert "https://" not in answer.text
    assert (await rig.http.get("/static/page.py")).status_code == 404


async def test_what_one_person_sees(rig: Rig) -> None:
    nothing = await rig.http.get("/page/messages", params={"channel": "C1", "as": "U1"})
    assert "Nothing has been posted here yet." in nothing.text
    rig.post("For all").earlier.append({"text": "Before"})
    rig.post("For Amina", channel="D1", private_to="U1")
    rig.post("Elsewhere", channel="C2")
    rig.post("Another platform's", workspace="other", channel="C1")
    rig.world.notes.append(Note(rig.amina, {"text": "Early note"}))
    rig.world.notes.append(Note(rig.amina, {"text": "Note"}, "C1", NOON))
    rig.world.notes.append(Note(rig.amina, {"text": "Note elsewhere"}, "C2", NOON))
    amina = (await rig.http.get("/page/messages", params={"channel": "C1", "as": "U1"})).text
    robin = (await rig.http.get("/page/messages", params={"channel": "C1", "as": "U2"})).text
    for words in (
        "For all",
        "(edited)",
        "Direct message to you",
        "For Amina",
        "Note",
        "Early note",
    ):
        assert words in amina
    assert amina.index("Early note") < amina.index("For all")
    assert "12:00" in amina
    for words in ("Elsewhere", "Note elsewhere", "Another platform"):
        assert words not in amina
    assert "For Amina" not in robin
    assert "Note" not in robin


@pytest.mark.parametrize(
    "asked", [{"channel": "C404", "as": "U1"}, {"channel": "C1", "as": "UBOT"}]
)
async def test_what_is_not_there(rig: Rig, asked: dict[str, str]) -> None:
    assert (await rig.http.get("/page/messages", params=asked)).status_code == 404


async def test_the_marks_change_with_what_happens(rig: Rig) -> None:
    async def mark() -> str:
        return (await rig.http.get("/page/marks")).json()["channels"]["C1"]

    seen = {await mark()}
    post = rig.post()
    seen.add(await mark())
    post.earlier.append({"text": "Before"})
    seen.add(await mark())
    rig.world.notes.append(Note(rig.amina, {"text": "Note"}))
    seen.add(await mark())
    rig.post(channel="D1", private_to="U1")
    seen.add(await mark())
    assert len(seen) == 5
    rig.post(channel="C2")
    assert await mark() in seen


async def test_the_figures(rig: Rig) -> None:
    assert "the figures begin with the first post" in (await rig.http.get("/page/engagement")).text
    rig.figures += [
        EngagementRow("The Police", "Opened", 12, 40, suppressed=False),
        EngagementRow("The Police", "Understood", 9, 40, suppressed=False),
        EngagementRow("Small <one>", "Opened", None, 7, suppressed=True),
    ]
    text = (await rig.http.get("/page/engagement")).text
    assert "<strong>12</strong> <small>of 40</small>" in text
    assert "held back <small>(of 7)</small>" in text
    assert "Small &lt;one&gt;" in text
    assert text.count("<td>") == 4


async def test_without_figures_it_says_so(rig: Rig) -> None:
    page = Page(rig.world, {"slack": rig.face})
    transport = httpx.ASGITransport(Starlette(routes=list(page.routes())))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as http:
        text = (await http.get("/")).text
    assert "No figures are connected" in text
    assert "Open the console" not in text


async def test_faults_are_arranged_and_cleared(rig: Rig) -> None:
    given = {"fault": "slow", "channel": "C1", "times": "99", "seconds": "2.5"}
    answer = await rig.http.post("/page/faults", data=given, headers=HEADERS)
    assert "Answer slowly: learning, 20 more posts" in answer.text
    (planned,) = rig.world.faults
    assert (planned.fault, planned.channel, planned.times, planned.seconds) == (
        Fault.SLOW,
        "C1",
        20,
        2.5,
    )
    await rig.http.post("/page/faults", data={"fault": "500"}, headers=HEADERS)
    assert (await rig.http.get("/page/marks")).json()["faults"] == 2
    assert "any channel, 1 more post<" in (await rig.http.get("/page/faults")).text
    assert rig.world.fault_for("C9") is not None
    assert (await rig.http.get("/page/marks")).json()["faults"] == 1
    cleared = await rig.http.post("/page/faults/clear", headers=HEADERS)
    assert "everything works" in cleared.text
    assert rig.world.faults == []


@pytest.mark.parametrize(
    "given",
    [{"fault": "flood"}, {"fault": "slow", "times": "many"}, {"fault": "slow", "seconds": "x"}],
)
async def test_faults_that_make_no_sense(rig: Rig, given: dict[str, str]) -> None:
    answer = await rig.http.post("/page/faults", data=given, headers=HEADERS)
    assert answer.status_code == 422
    assert rig.world.faults == []
