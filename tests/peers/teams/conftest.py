"""The independent peers for Teams: where they are, and cards to show them."""

import json
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from bot.platforms.teams.render import render_message, render_view
from content.actions import Action, ActionName
from content.compose.examples import DELIVERY, examples
from content.message import (
    Bullets,
    Button,
    Buttons,
    Choices,
    Context,
    Divider,
    Emphasis,
    Fact,
    Facts,
    Form,
    Heading,
    Image,
    Link,
    Message,
    Option,
    Plain,
    Strong,
    Submit,
    Text,
    TextField,
    View,
    Weight,
)

MODULES = Path(__file__).parents[1] / "node_modules"
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

LIVE = (
    "**bold** _slanted_ [link](https://evil.example) <b>html</b> # x\n"
    "- item {{DATE(2026-01-01T00:00:00Z)}}"
)
READ = Action(ActionName.READ, DELIVERY)


def everything() -> Message:
    """Every kind of block, each with words that try to come alive."""
    spans = (Plain(LIVE), Strong(LIVE), Emphasis(LIVE), Link("words", "https://x.example/"))
    return Message(
        LIVE,
        (
            Heading(LIVE),
            Context((Plain(LIVE),)),
            Text(spans),
            Bullets((spans, (Plain("two"),))),
            Bullets(((Plain(LIVE),),), ordered=True),
            Facts((Fact(LIVE, LIVE), Fact("", ""))),
            Divider(),
            Heading(LIVE, level=2),
            Image("https://x.example/picture.png", LIVE),
            Choices("lettered", LIVE, (Option("a", LIVE), Option("b", "Two"))),
            Choices("several", "Which?", (Option("a", "One"), Option("b", "Two")), several=True),
            Form(
                (
                    TextField("words", LIVE, hint=LIVE, value=LIVE),
                    TextField("more", "M", optional=True),
                )
            ),
            Buttons((Button("Read", READ, Weight.MAIN),), (Button(LIVE, READ),)),
        ),
    )


def cards() -> dict[str, dict[str, Any]]:
    """Everything that goes out, as cards by name."""
    said: dict[str, Message | View] = dict(examples())
    said["everything"] = everything()
    said["everything-view"] = View(LIVE[:60], everything(), Submit("Send", READ))
    found: dict[str, dict[str, Any]] = {}
    for name, each in said.items():
        if isinstance(each, View):
            found[name] = render_view(each, {"words": LIVE})["card"]["content"]
        else:
            found[name] = render_message(each)["attachments"][0]["content"]
    return found


CARDS = cards()


@pytest.fixture(params=CARDS)
def card(request: pytest.FixtureRequest) -> dict[str, Any]:
    """A fresh copy of one card."""
    copy: dict[str, Any] = json.loads(json.dumps(CARDS[request.param]))
    return copy


@pytest.fixture(scope="session")
def peer() -> Callable[[str], Path]:
    """Find an installed npm package, or skip by its name."""

    def find(name: str) -> Path:
        folder = MODULES / name
        if not folder.is_dir():
            pytest.skip(f"the peer {name} is not installed: run `make peers`")
        return folder

    return find


@pytest.fixture(scope="module")
def chromium() -> Generator[Browser]:
    """A real browser, or a skip by its name. No longer than a module: while it is open,
    playwright's own loop runs in this thread, and no asynchronous test can."""
    if not CHROMIUM.exists():
        pytest.skip("the peer chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
