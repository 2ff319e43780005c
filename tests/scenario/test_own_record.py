"""All that is held about a person: seen in the chat, downloaded by a link, and by nobody else."""

import json
import re
from datetime import timedelta
from typing import Any

import httpx
import pytest

from bot.sandbox.world import Json
from tests.scenario.seen import wire
from tests.scenario.stage import BRIEFING, Stage
from tests.scenario.test_recall import answered
from tests.scenario.writing import comes_home, writes

pytestmark = pytest.mark.asyncio(loop_scope="module")

LINK = re.compile(r"http://127\.0\.0\.1:\d+/download/[\w-]+")
WORDS = "Is there a version for <volunteers> & carers?"


def links(body: Json) -> tuple[str, str]:
    """Return the links to the page and to the data."""
    to_read, as_data = dict.fromkeys(LINK.findall(wire(body)))
    return to_read, as_data


async def fetched(link: str) -> httpx.Response:
    """Open the link as a browser does, and press its button."""
    async with httpx.AsyncClient(trust_env=False) as browser:
        shown = await browser.get(link)
        assert shown.status_code == 200, shown.text
        assert "Download it" in shown.text
        assert "everything that Sevenbot holds about you" in shown.text
        file = await browser.post(link)
    assert file.status_code == 200
    assert "attachment" in file.headers["content-disposition"]
    assert file.headers["cache-control"] == "no-store"
    return file


async def test_a_person_sees_and_downloads_all_that_is_held(stage: Stage, platform: str) -> None:
    posted = await stage.posted(platform)
    person, other = posted.members[4], posted.members[5]
    await answered(stage, posted, posted.as_(person), fits=False)
    await answered(stage, posted, posted.as_(other), fits=True)
    box = await posted.as_(person).opens("Ask a question")
    await posted.as_(person).sends(box, words=WORDS)
    await writes(stage, platform, person, "pause until tomorrow")

    told = await writes(stage, platform, person, "what do you hold about me")
    assert "What is held about you" in told.words
    for kind in ("Your register entry", "Posts that you could see", "Your first answers"):
        assert kind in told.words
    assert "Not held about you" in told.words
    months = stage.sevenbot.settings.retention_months
    assert f"for {months} months after a briefing's last post" in told.words
    to_read, as_data = links(told.said.body)

    data: dict[str, Any] = json.loads((await fetched(as_data)).text)
    held = {kind: it["entries"] for kind, it in data["held"].items()}
    (entry,) = held["member"]
    assert entry["account"] == person.account
    assert entry["pseudonym"] == str(await stage.registered(person))
    assert [it["fits"] for it in held["answers"]] == [False] * 3
    questions = stage.library[BRIEFING].questions
    assert {it["question"] for it in held["answers"]} == {question.ask for question in questions}
    wrong = {a.text for question in questions for a in question.answers if not a.fits}
    assert {words for it in held["answers"] for words in it["chosen"]} <= wrong
    (query,) = held["queries"]
    assert query["text"] == WORDS
    assert held["preferences"][0]["paused_until"]
    assert sorted({it["kind"] for it in held["did"]}) == ["answered", "queried"]
    for kind in data["held"].values():
        assert kind["why"]
    everything = json.dumps(data)
    assert other.account not in everything
    assert str(await stage.registered(other)) not in everything

    page = (await fetched(to_read)).text
    assert "Is there a version for &lt;volunteers&gt; &amp; carers?" in page
    assert questions[0].ask.replace("'", "&#39;") in page
    assert other.account not in page
    assert "<script" not in page


async def test_the_links_soon_expire(stage: Stage, platform: str) -> None:
    posted = await stage.posted(platform)
    told = await writes(stage, platform, posted.members[4], "privacy")
    for link in links(told.said.body):
        assert (await fetched(link)).status_code == 200
    stage.clock.advance(timedelta(minutes=31))
    async with httpx.AsyncClient(trust_env=False) as browser:
        for link in links(told.said.body):
            late = await browser.post(link)
            assert late.status_code == 404
            assert "ask Sevenbot for a new one" in late.text


async def test_the_own_page_leads_to_the_record(stage: Stage, platform: str) -> None:
    posted = await stage.posted(platform)
    home = await comes_home(stage, platform, posted.members[3])
    screen = await home.reader().opens("What is held about me")
    assert "What is held about you" in wire(screen.body)
    assert len(links(screen.body)) == 2
    assert screen.submit is None
