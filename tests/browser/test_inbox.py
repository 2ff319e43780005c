"""The queries inbox in a real browser: read, answered, clarified; by keyboard, narrow, and without
script; and checked by axe-core."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Show
from tests.browser.test_pages import channel, clean

WORDS = "Ring the duty desk. The number is in your agency's procedures."


@pytest.fixture
def browser(lasting_browser: Browser) -> Iterator[Browser]:
    """The browser, without what the test before left open in it."""
    yield lasting_browser
    for context in lasting_browser.contexts:
        context.close()


def asked(page: Page, show: Show, words: str) -> None:
    """Raise a hand in the sandbox, from the post itself: nobody's answers are touched."""
    page.goto(show.sandbox)
    column = channel(page, "Slack")
    column.locator("summary").filter(has_text="•••").first.click()
    column.get_by_role("button", name="Ask a question").first.click()
    dialog = page.get_by_role("dialog")
    dialog.locator("textarea").fill(words)
    dialog.get_by_role("button", name="Send").click()
    expect(dialog).to_contain_text("Thank you for raising a hand")


def fits(page: Page) -> None:
    """Fail where a narrow page must be moved sideways."""
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_a_query_is_answered_privately(page: Page, show: Show, axe: str) -> None:
    words = "Who do we ring at night, asks the inbox?"
    asked(page, show, words)
    page.goto(show.console)
    page.get_by_role("link", name=re.compile("quer(y waits|ies wait) for an answer")).click()
    main = page.get_by_role("main")
    expect(main).to_contain_text(words)
    clean(page, axe)
    page.get_by_role("listitem").filter(has_text=words).get_by_role("link").click()
    clean(page, axe)
    page.get_by_role("link", name="Answer privately").click()
    clean(page, axe)

    page.get_by_role("button", name="Look at it once more").click()
    expect(page.locator(":focus")).to_contain_text("Nothing was done yet")
    expect(page).to_have_title(re.compile("^Please look again: "))
    clean(page, axe)
    page.get_by_role("link", name=re.compile("Please write something")).click()
    expect(page.get_by_label("Your answer")).to_be_focused()
    page.get_by_label("Your answer").fill(WORDS)
    page.get_by_label("Your name").select_option(index=1)
    page.get_by_role("button", name="Look at it once more").click()
    expect(main).to_contain_text("Send this answer?")
    expect(main).to_contain_text(WORDS)
    clean(page, axe)
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_role("status")).to_contain_text("The answer is on its way")
    expect(main).to_contain_text("answered on the same day")
    clean(page, axe)


def test_a_clarification_takes_two_people_without_script_and_narrow(
    browser: Browser, page: Page, show: Show, axe: str
) -> None:
    words = "Is there a version for volunteers, asks the inbox?"
    asked(page, show, words)
    plain = browser.new_page(java_script_enabled=False, viewport={"width": 320, "height": 800})
    plain.goto(f"{show.console}/inbox")
    plain.get_by_role("listitem").filter(has_text=words).get_by_role("link").click()
    plain.get_by_role("link", name="Write a clarification").click()
    clarify = plain.url
    plain.get_by_label("The clarification").fill("Volunteers use the same one.")
    names = plain.get_by_label("Your name").locator("option").all_inner_texts()
    plain.get_by_label("Your name").select_option(names[1])
    plain.get_by_role("button", name="Hand it to a second person").click()
    main = plain.get_by_role("main")
    expect(main).to_contain_text("Awaits a second person")
    plain.get_by_role("link", name="Look it over and approve it").click()
    approve = plain.url
    assert names[1] not in plain.get_by_label("Your name").locator("option").all_inner_texts()
    plain.get_by_role("button", name="Approve and post it").click()
    expect(main).to_contain_text("Please choose your name from the list.")
    plain.get_by_label("Your name").select_option(index=1)
    withdraw = approve.replace("approve", "withdraw")
    page.set_viewport_size({"width": 320, "height": 800})
    for address in (clarify, approve, withdraw, f"{show.console}/inbox"):
        page.goto(address)
        fits(page)
        clean(page, axe)
    plain.get_by_role("button", name="Approve and post it").click()
    expect(main).to_contain_text("It is being posted now.")
    expect(main).to_contain_text("Approved by ")
    page.goto(plain.url)
    fits(page)
    clean(page, axe)
    page.goto(show.sandbox)
    expect(page.locator("body")).to_contain_text("Volunteers use the same one.", timeout=20_000)


def test_the_inbox_is_walked_by_keyboard(page: Page, show: Show) -> None:
    page.goto(f"{show.console}/inbox")
    seen: list[str] = []
    for _ in range(6):
        page.keyboard.press("Tab")
        seen.append(page.locator(":focus").inner_text())
    assert seen[:5] == [
        "Skip to the content",
        "Sevenbot",
        "Briefings",
        "Deliveries",
        "Queries",
    ]
