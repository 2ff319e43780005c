"""What a person sees: every golden file, drawn by a program that nobody here wrote."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

HERE = Path(__file__).parent
FILES = sorted((HERE.parents[1] / "contract" / "golden" / "slack").glob("*.json"))
WIDTH = 640
DRAWN = {"header", "context", "divider", "image", "rich_text", "actions", "section"}
"""The drawer shows messages; a modal's inputs are not among them."""
READ_BY_THE_DRAWER_ALONE = {("sink-hostile", "actions")}
"""The drawer looks for mentions and emoji in a button's plain text, where Slack looks for none."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A message as the browser showed it."""

    words: str
    addresses: tuple[str, ...]
    scripts: int
    faults: tuple[str, ...]
    image: bytes


@pytest.fixture(scope="module")
def pictures(
    run_node: Callable[..., Any],
    chromium: Callable[[], AbstractContextManager[Browser]],
) -> dict[str, Picture]:
    given = [
        [b for b in json.loads(path.read_text("utf-8"))["blocks"] if b["type"] in DRAWN]
        for path in FILES
    ]
    pages = run_node(HERE / "picture.mjs", given, needs="slack-blocks-to-jsx")
    with chromium() as browser:
        page = browser.new_page(viewport={"width": WIDTH, "height": 400})
        page.route("**/*", lambda route: route.abort())
        return {path.stem: _shown(page, html) for path, html in zip(FILES, pages, strict=True)}


def _shown(page: Page, html: str) -> Picture:
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.set_content(html)
    links = page.locator("a").evaluate_all("links => links.map(link => link.href)")
    return Picture(
        words=" ".join(page.locator("body").inner_text().split()),
        addresses=tuple(links),
        scripts=page.locator("script").count(),
        faults=tuple(faults),
        image=page.screenshot(full_page=True),
    )


def _words(wire: Any) -> Iterator[str]:
    match wire:
        case {"type": "plain_text" | "text" | "link", "text": str(text)}:
            yield text
        case dict():
            for part in wire.values():
                yield from _words(part)
        case list():
            for part in wire:
                yield from _words(part)
        case _:
            pass


@pytest.mark.peer("slack-blocks-to-jsx")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_it_is_drawn_with_all_its_words(path: Path, pictures: dict[str, Picture]) -> None:
    picture = pictures[path.stem]
    assert picture.faults == ()
    assert len(picture.image) > 1000
    for block in json.loads(path.read_text("utf-8"))["blocks"]:
        kind = block["type"]
        if kind not in DRAWN - {"image"} or (path.stem, kind) in READ_BY_THE_DRAWER_ALONE:
            continue
        elements = [e for e in block.get("elements", []) if e.get("type") != "overflow"]
        for words in _words(elements or [block.get("text", {})]):
            assert " ".join(words.split()) in picture.words


@pytest.mark.peer("slack-blocks-to-jsx")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_nothing_comes_alive_in_it(path: Path, pictures: dict[str, Picture]) -> None:
    picture = pictures[path.stem]
    assert all(href.startswith(("https://", "http://")) for href in picture.addresses)
    assert not any("evil.example" in href for href in picture.addresses)
    assert picture.scripts == 0
