"""The page's fragments, with a face that a test plays."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from bot.sandbox.page import SCREENS_KEPT, EngagementRow, Page
from bot.sandbox.world import (
    Attempt,
    Control,
    Fault,
    FieldTrouble,
    Json,
    Note,
    Nothing,
    Person,
    Post,
    Refusal,
    SandboxChannel,
    SandboxWorkspace,
    Screen,
    Shown,
    World,
)

HEADERS = {"X-Sandbox-Page": "1"}
NOON = datetime(2026, 7, 1, 11, 0, tzinfo=UTC)


@dataclass
class PlayedFace:
    """Answers as a test tells it, and keeps what was asked."""

    platform: str = "slack"
    answer: Shown = field(default_factory=Nothing)
    asked: list[Any] = field(default_factory=list)

    def routes(self) -> Sequence[Any]:
        return ()

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    def environ(self) -> Mapping[str, str]:
        return {}

    def controls(self, post: Post) -> Sequence[Control]:
        return [Control("button", "read", "Read", "1.read")]

    def html(self, body: Json) -> str:
        return f"<p>{escape(body['text'])}</p>"

    async def press(self, person: Person, post: Post, control: Control) -> Shown:
        self.asked.append((person.account, post.id, control.label))
        return self.answer

    async def submit(self, screen: Screen, filled: Mapping[str, Sequence[str]]) -> Shown:
        self.asked.append((screen.id, dict(filled)))
        if filled.get("answer") == ["z"]:
            raise ValueError("'z' is not an option.")
        return self.answer

    async def resend(self, person: Person) -> tuple[bytes, bytes]:
        return b"", b""

    async def attack(self) -> Sequence[Attempt]:
        return ()


@dataclass
class Rig:
    world: World
    face: PlayedFace
    http: httpx.AsyncClient
    figures: list[EngagementRow]

    @property
    def amina(self) -> Person:
        return self.world.people["north", "U1"]

    def post(self, text: str = "Hello", **further: Any) -> Post:
        whole = {
            "workspace": "north",
            "channel": "C1",
            "id": f"{len(self.world.posts)}.1",
        } | further
        post = Post(body={"text": text}, at=NOON, **whole)
        self.world.posts.append(post)
        return post

    def screen(self) -> Screen:
        choices = (("a", "One"), ("b", "Two"))
        return Screen(
            person=self.amina,
            id="V1",
            title="Learning <1>",
            body={"text": "Which?"},
            controls=(
                Control("one of", "answer", "Which?", options=choices),
                Control("text", "why", "Why?", optional=True),
                Control("button", "other", "Something else", value="x"),
            ),
            submit="Send",
        )

    async def press(self, **further: str) -> httpx.Response:
        given = {"channel": "C1", "as": "U1", "post": "0.1", "name": "read", "value": "1.read"}
        return await self.http.post("/page/press", data=given | further, headers=HEADERS)

    async def open(self) -> str:
        """Open a screen and return the key by which the page knows it."""
        self.post()
        self.face.answer = self.screen()
        html = (await self.press()).json()["html"]
        return html.split('data-screen="')[1].split('"')[0]


@pytest.fixture
async def rig() -> AsyncIterator[Rig]:
    people = [
        Person("north", "UBOT", "Sevenbot", bot=True),
        Person("north", "U1", "Amina Rahman"),
        Person("north", "U2", "Robin Guest", outsider=True),
        Person("other", "U9", "Somebody Else"),
    ]
    world = World(
        {
            "north": SandboxWorkspace("north", "slack", "T1", "Northshire <Police>"),
            "other": SandboxWorkspace("other", "pigeon", "P1", "Another platform"),
        },
        {
            "C1": SandboxChannel("north", "C1", "learning", "police", ("UBOT", "U1", "U2")),
            "C2": SandboxChannel("north", "C2", "nobody", "police", ("UBOT",)),
            "C9": SandboxChannel("other", "C9", "elsewhere", "other", ("U9",)),
        },
        {(p.workspace, p.account): p for p in people},
    )
    face, figures = PlayedFace(), []

    async def engagement() -> Sequence[EngagementRow]:
        return figures

    page = Page(
        world,
        {"slack": face},
        agencies={"police": "The Police"},
        engagement=engagement,
        console_url="http://127.0.0.1:8001/",
    )
    transport = httpx.ASGITransport(Starlette(routes=list(page.routes())))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as http:
        yield Rig(world, face, http, figures)


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
    assert "held back <small>of 7</small>" in text
    assert "Small &lt;one&gt;" in text
    assert text.count("<td>") == 4


async def test_without_figures_it_says_so(rig: Rig) -> None:
    page = Page(rig.world, {"slack": rig.face})
    transport = httpx.ASGITransport(Starlette(routes=list(page.routes())))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as http:
        text = (await http.get("/")).text
    assert "No figures are connected" in text
    assert "Open the console" not in text


async def test_only_the_pages_own_script_may_act(rig: Rig) -> None:
    for path in ("press", "submit", "faults", "faults/clear"):
        assert (await rig.http.post(f"/page/{path}", data={"as": "U1"})).status_code == 403
    assert rig.face.asked == []


async def test_a_press_opens_a_dialog(rig: Rig) -> None:
    rig.post()
    rig.face.answer = rig.screen()
    answer = (await rig.press()).json()
    assert answer["kind"] == "screen"
    assert "Learning &lt;1&gt;" in answer["html"]
    assert 'type="submit" class="button primary" data-send>Send</button>' in answer["html"]
    assert "As Amina Rahman" in answer["html"]
    assert rig.face.asked == [("U1", "0.1", "Read")]


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"post": "9.9"}, 404),
        ({"channel": "C404"}, 404),
        ({"as": "U9"}, 404),
        ({"name": "other"}, 409),
        ({"value": "2.read"}, 409),
    ],
)
async def test_presses_on_nothing(rig: Rig, given: dict[str, str], status: int) -> None:
    rig.post()
    assert (await rig.press(**given)).status_code == status
    assert rig.face.asked == []


async def test_a_post_of_another_workspace_cannot_be_pressed(rig: Rig) -> None:
    rig.post(workspace="other")
    assert (await rig.press()).status_code == 404


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (Nothing(), {"kind": "nothing", "html": "", "said": "Done."}),
        (
            Refusal(500, "The bot answered with an error."),
            {
                "kind": "refusal",
                "html": "",
                "said": "It did not work (500). The bot answered with an error.",
            },
        ),
    ],
)
async def test_other_answers(rig: Rig, shown: Shown, expected: dict[str, str]) -> None:
    rig.post()
    rig.face.answer = shown
    assert (await rig.press()).json() == expected


async def test_a_private_note(rig: Rig) -> None:
    rig.post()
    rig.face.answer = Note(rig.amina, {"text": "Not <you>"})
    assert (await rig.press()).json()["html"] == "<p>Not &lt;you&gt;</p>"


async def submit(rig: Rig, key: str, given: dict[str, Any]) -> httpx.Response:
    return await rig.http.post("/page/submit", data={"screen": key} | given, headers=HEADERS)


async def test_a_submission_carries_what_was_filled_in(rig: Rig) -> None:
    key = await rig.open()
    rig.face.answer = Nothing()
    await submit(rig, key, {"answer": ["a", "b"], "why": "", "strange": "x"})
    assert rig.face.asked[-1] == ("V1", {"answer": ["a", "b"], "why": []})
    await submit(rig, key, {"other": "x"})
    assert rig.face.asked[-1] == ("V1", {"other": ["x"], "answer": [], "why": []})


async def test_errors_name_their_fields(rig: Rig) -> None:
    key = await rig.open()
    rig.face.answer = FieldTrouble(rig.screen(), {"answer": "Choose one.", "gone": "Odd."})
    assert (await submit(rig, key, {})).json() == {
        "kind": "errors",
        "errors": [
            {"name": "answer", "label": "Which?", "said": "Choose one."},
            {"name": "gone", "label": "", "said": "Odd."},
        ],
    }


async def test_submissions_that_cannot_be(rig: Rig) -> None:
    assert (await submit(rig, "unknown", {})).status_code == 404
    key = await rig.open()
    wrong = await submit(rig, key, {"answer": "z"})
    assert (wrong.status_code, wrong.text) == (422, "'z' is not an option.")


async def test_old_dialogs_are_forgotten(rig: Rig) -> None:
    first = await rig.open()
    for _ in range(SCREENS_KEPT):
        await rig.press()
    assert (await submit(rig, first, {})).status_code == 404


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
