"""The sandbox and the console in a real browser: clicked, read, and checked by axe-core."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import Show

PLATFORMS = ("Slack", "Teams")


@pytest.fixture
def browser(lasting_browser: Browser) -> Iterator[Browser]:
    """The browser, without what the test before left open in it."""
    yield lasting_browser
    for context in lasting_browser.contexts:
        context.close()


def clean(page: Page, axe: str) -> None:
    """Fail on whatever axe-core finds against WCAG 2.2 AA."""
    page.evaluate(axe)
    found = page.evaluate(
        "async () => (await axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']}))"
        ".violations.map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).join(', '))"
    )
    assert found == []


def channel(page: Page, platform: str) -> Locator:
    """Return the first channel on this platform that still has its post."""
    return (
        page.locator("section, article")
        .filter(has_text=re.compile(platform))
        .filter(has=page.get_by_role("button", name=re.compile("Read it")))
        .first
    )


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_practitioner_reads_answers_and_asks(
    page: Page, show: Show, axe: str, platform: str
) -> None:
    page.goto(show.sandbox)
    clean(page, axe)
    column = channel(page, platform)
    column.get_by_role("button", name=re.compile("Read it")).first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("What to remember")
    clean(page, axe)
    dialog.get_by_role("button", name="I've read it").click()
    for number in (1, 2, 3):
        expect(dialog).to_contain_text(f"Question {number} of 3")
        clean(page, axe)
        dialog.locator("input[type=radio], input[type=checkbox]").first.check()
        dialog.get_by_role("button", name="See what fits").click()
        expect(dialog).to_contain_text(re.compile("This fits practice|Not quite"))
        dialog.get_by_role("button", name=re.compile("Next question|Finish")).click()
    expect(dialog).to_contain_text("Thank you")
    expect(dialog).to_contain_text("first answers")
    dialog.get_by_role("button", name="Ask a question").click()
    words = f"Who do we ring at night, asks {platform}?"
    dialog.locator("textarea").fill(words)
    clean(page, axe)
    dialog.get_by_role("button", name="Send").click()
    expect(dialog).to_contain_text("Thank you for raising a hand")

    page.goto(show.console)
    page.get_by_role("link", name=re.compile("Professional curiosity")).click()
    expect(page.get_by_role("main")).to_contain_text(words)
    clean(page, axe)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_who_writes_privacy_is_told_in_short_paragraphs(
    page: Page, show: Show, axe: str, platform: str
) -> None:
    page.goto(show.sandbox)
    column = channel(page, platform)
    column.get_by_role("textbox").fill("privacy")
    column.get_by_role("button", name="Send", exact=True).click()
    told = column.locator(".message").filter(has_text="What is held about you").last
    expect(told).to_contain_text(
        re.compile("Who sees it.*Survey answers.*Until when.*Your own copy", re.DOTALL)
    )
    clean(page, axe)
    paragraphs = told.evaluate("it => it.innerText.split('\\n').map(line => line.length)")
    assert 100 < max(paragraphs) <= 230


@pytest.mark.parametrize("platform", PLATFORMS)
def test_what_comes_is_brought_into_view(page: Page, show: Show, platform: str) -> None:
    page.set_viewport_size({"width": 390, "height": 500})
    page.goto(show.sandbox)
    column = channel(page, platform)
    column.get_by_role("textbox").fill("help")
    send = column.get_by_role("button", name="Send", exact=True)
    send.focus()
    page.keyboard.press("Enter")
    expect(
        column.locator(".message").filter(has_text="Write one of these").last
    ).to_be_in_viewport()
    expect(send).to_be_focused()


@pytest.mark.parametrize("platform", PLATFORMS)
def test_only_what_is_still_to_be_mended_is_marked(page: Page, show: Show, platform: str) -> None:
    page.goto(show.sandbox)
    channel(page, platform).get_by_role("button", name="Confirm", exact=True).first.click()
    dialog = page.get_by_role("dialog")
    record = dialog.get_by_role("button", name="Record it")
    teams, when = dialog.get_by_label("Which teams?"), dialog.get_by_label("When?")
    record.click()
    expect(teams).to_have_attribute("aria-invalid", "true")
    teams.fill("Duty team")
    record.click()
    expect(when).to_have_attribute("aria-invalid", "true")
    expect(teams).not_to_have_attribute("aria-invalid", "true")


@pytest.mark.parametrize("platform", PLATFORMS)
def test_escape_closes_and_coming_back_goes_on(page: Page, show: Show, platform: str) -> None:
    page.goto(show.sandbox)
    column = channel(page, platform)
    check = column.get_by_role("button", name="Check my understanding").first
    check.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Question")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(check).to_be_focused()


def test_the_console_works_without_script_narrow_and_by_keyboard(
    browser: Browser, show: Show
) -> None:
    page = browser.new_page(java_script_enabled=False, viewport={"width": 320, "height": 800})
    page.goto(show.console)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the content")
    page.get_by_role("link", name=re.compile("Professional curiosity")).click()
    main = page.get_by_role("main")
    expect(main).to_contain_text("Engagement by agency")
    expect(main).to_contain_text("held back")
    expect(main).to_contain_text("delivered")
    answer = page.goto(f"{show.console}/nothing")
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_role("main")).to_contain_text("There is no such page")


def test_the_sandbox_needs_no_sideways_scroll_at_400_percent(page: Page, show: Show) -> None:
    page.set_viewport_size({"width": 320, "height": 900})
    page.goto(show.sandbox)
    expect(page.get_by_role("button", name=re.compile("Read it")).first).to_be_visible()
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0
