"""Raising a hand: a question, "I'm unsure", and where the learning comes from."""

import pytest

from bot.sandbox.world import FieldTrouble
from tests.scenario.seen import control, page, wire
from tests.scenario.stage import BRIEFING, Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")

SAFETY = "follow your safeguarding procedure"
IDENTIFYING = "Jack Smith, aged 7, of 14 Acacia Avenue told us. Who do we ring?"


async def test_a_question_reaches_the_learning_group(stage: Stage, platform: str) -> None:
    posted = await stage.posted(platform)
    reader = posted.reader()
    box = await reader.opens("Ask a question")
    said = wire(box.body)
    assert "No case details" in said
    assert SAFETY in said
    assert "999" in said
    thanks = await reader.sends(box, words="Is there a version for <volunteers> & carers?")
    assert "The Learning group has it" in wire(thanks.body)
    (query,) = await posted.queries()
    assert query == {
        "about": "question",
        "text": "Is there a version for <volunteers> & carers?",
        "warnings": [],
        "agency": posted.channel.agency,
    }
    assert await reader.kinds() == ["queried"]
    # The event itself holds no words; they stand with the query alone.
    assert "volunteers" not in str(await posted.facts())
    console = await stage.page(f"/disseminations/{posted.dissemination}")
    assert "Is there a version for &lt;volunteers&gt; &amp; carers?" in console
    assert reader.person.account not in console
    assert reader.person.name.replace("'", "&#39;") not in console


async def test_identifying_details_are_kept_out_and_the_words_are_still_there(
    stage: Stage, platform: str
) -> None:
    posted = await stage.posted(platform)
    reader = posted.reader()
    box = await reader.opens("Ask a question")
    before = await stage.counts()
    shown = await reader.send(box, words=IDENTIFYING)
    if isinstance(shown, FieldTrouble):
        (trouble,) = shown.errors.values()
        still = shown.screen
    else:
        # A platform without errors beside a field shows the page again, the words in it.
        still = page(shown)
        trouble = wire(still.body)
        assert IDENTIFYING in trouble
    assert "This may identify somebody" in trouble
    assert "Your words are still here, and nothing was sent" in trouble
    assert await stage.counts() == before
    assert await posted.queries() == []

    await reader.sends(still, words="Who do we ring?")
    assert [query["text"] for query in await posted.queries()] == ["Who do we ring?"]
    assert "Acacia" not in str(await stage.rows("SELECT * FROM engagement_events"))


async def test_an_empty_question_is_handed_back(stage: Stage, platform: str) -> None:
    posted = await stage.posted(platform)
    reader = posted.reader()
    box = await reader.opens("Ask a question")
    for words in ("", "   "):
        shown = await reader.send(box, words=words)
        if not isinstance(shown, FieldTrouble):
            assert "Please write your question first" in wire(page(shown).body)
    assert await posted.queries() == []


async def test_unsure_without_words_is_enough(stage: Stage, platform: str) -> None:
    posted = await stage.posted(platform)
    reader = posted.reader()
    box = await reader.opens("I'm unsure")
    assert control(box, "text").optional
    assert SAFETY in wire(box.body)
    thanks = await reader.sends(box)
    assert "Thank you for raising a hand" in wire(thanks.body)
    (query,) = await posted.queries()
    assert (query["about"], query["text"]) == ("unsure", "")
    console = await stage.page(f"/disseminations/{posted.dissemination}")
    assert "Somebody is unsure, and left no words." in console


async def test_where_this_comes_from(stage: Stage, platform: str) -> None:
    posted = await stage.posted(platform)
    source = stage.library[BRIEFING].source
    origin = await posted.reader().opens("Where this comes from")
    said = wire(origin.body)
    assert source.title in said
    assert source.publisher in said
    assert str(source.year) in said
    assert origin.submit is None
    assert await posted.kinds() == []
