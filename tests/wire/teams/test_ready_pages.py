"""A page of a briefing is kept ready to send; a page with somebody's words is not."""

from dataclasses import replace

import pytest

from bot.platforms.teams.replies import _ready
from content.actions import Action, ActionName
from content.message import Form, Message, Submit, TextField, View
from handlers.interaction import FieldErrors, OpenView, UpdateView
from tests.wire.teams.names import DELIVERY
from tests.wire.teams.pressing import submit
from tests.wire.teams.standin import Rig

BOX = View(
    "7-minute briefing",
    Message("A box.", (Form((TextField("words", "Your words"),)),)),
    Submit("Send", Action(ActionName.SEND_QUESTION, DELIVERY)),
)


@pytest.fixture(autouse=True)
def none_kept() -> None:
    _ready.cache_clear()


async def test_a_page_is_made_once_and_the_same_for_everybody(rig: Rig) -> None:
    rig.house.reply = UpdateView(BOX)
    first = await rig.send(submit(rig))
    rig.house.reply = UpdateView(replace(BOX))
    second = await rig.send(submit(rig))
    value = rig.teams.render_view(BOX)
    assert first.json() == {"task": {"type": "continue", "value": value}}
    assert (first.content, first.headers) == (second.content, second.headers)
    assert first.headers["content-type"] == "application/json"
    assert (_ready.cache_info().misses, _ready.cache_info().hits) == (1, 1)


async def test_another_page_is_another(rig: Rig) -> None:
    titles: list[str] = []
    for title in ("One", "Two"):
        rig.house.reply = UpdateView(replace(BOX, title=title))
        titles.append((await rig.send(submit(rig))).json()["task"]["value"]["title"])
    assert titles == ["One", "Two"]


async def test_what_a_person_wrote_is_not_kept(rig: Rig) -> None:
    written = Form((TextField("elsewhere", "Your words", value="My own words"),))
    page = replace(BOX, message=Message("A box.", (written,)))
    for reply in (FieldErrors({"elsewhere": "Please look again."}, page), OpenView(page)):
        rig.house.reply = reply
        assert "My own words" in (await rig.send(submit(rig))).text
    assert _ready.cache_info().currsize == 0
