"""What a person does on the page reaches the face, and the answer comes back as a fragment."""

from typing import Any

import httpx
import pytest

from bot.sandbox.page import SCREENS_KEPT
from bot.sandbox.world import FieldTrouble, Note, Nothing, Refusal, Shown
from tests.wire.sandbox.page.played import HEADERS, Rig


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
