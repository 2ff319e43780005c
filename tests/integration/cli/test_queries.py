"""`queries …`: what is asked is listed, answered and clarified, as in the console."""

import json
from uuid import uuid4

import psycopg
import pytest
import yaml

from tests.integration.cli.ahead import SUMMER
from tests.integration.cli.conftest import INPUT, NOT_FOUND, REFUSED, USAGE, Shell
from tests.integration.cli.test_sending import sent

ASKED = "When may we tell the grandparents' own GP what the school nurse has told us about it?"
WORDS = "Ask for consent first. Where there is none, ring the duty desk the same day."

_HAND = """
WITH sending AS (SELECT id FROM disseminations LIMIT 1), person AS (
    INSERT INTO members (id, lookup, workspace, sealed_account, registered_at)
    VALUES (gen_random_uuid(), gen_random_uuid()::text::bytea, 'police-slack', '', now())
    RETURNING id)
INSERT INTO queries (id, dissemination, member, agency, about, text, warnings, asked_at)
SELECT %(id)s, sending.id, person.id, 'northshire-police', %(about)s, %(text)s, %(warnings)s,
    now() - %(days)s * interval '1 day'
FROM sending, person
"""
_POST = """
WITH moment AS (
    INSERT INTO occurrences (id, dissemination, subject, kind, slot, due_at)
    SELECT gen_random_uuid(), id, id, 'post', 's', now() FROM disseminations LIMIT 1
    RETURNING id, dissemination)
INSERT INTO deliveries (id, occurrence, dissemination, agency, workspace, channel,
    channel_id, state)
SELECT gen_random_uuid(), id, dissemination, 'northshire-police', 'police-slack',
    'police-learning', 'C1', 'delivered' FROM moment
"""


def asked(
    shell: Shell, text: str = ASKED, *warnings: str, about: str = "question", days: int = 0
) -> str:
    """Let somebody raise a hand so many days ago; return the query's id."""
    query = str(uuid4())
    given = {
        "id": query,
        "about": about,
        "text": text,
        "warnings": list(warnings),
        "days": days,
    }
    with psycopg.connect(shell.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(_HAND, given)
    return query


@pytest.fixture
def posted(shell: Shell) -> Shell:
    """A briefing that was sent, and is in one channel."""
    shell.ready("neglect")
    sent(shell, "neglect", "--at", f"{SUMMER} 09:00")
    shell.ask(_POST)
    return shell


def coordinator(shell: Shell) -> str:
    directory = yaml.safe_load((shell.folder / "directory.yaml").read_text("utf-8"))
    return next(p["name"] for p in directory["people"] if p["roles"] == ["coordinator"])


def test_nothing_is_open(shell: Shell) -> None:
    ended = shell("queries", "list")
    assert (ended.code, ended.out) == (0, "Nothing is open.\n")
    found = json.loads(shell("queries", "list", "--json").out)
    assert found == {
        "open": 0,
        "oldest": None,
        "answered": 0,
        "median_hours": None,
        "queries": [],
    }


def test_what_is_open_in_words_and_in_json(posted: Shell) -> None:
    first = asked(posted, "Who do we ring\nat night?", days=3)
    second = asked(posted, "Jack Smith, aged 7.", "name with age", days=1)
    third = asked(posted, "", about="unsure")
    fourth = asked(posted, "Red \x1b[31malert\x07?")
    ended = posted("queries", "list")
    assert ended.code == 0
    assert ended.out.startswith("4 open, the oldest since ")
    places = [ended.out.index(query) for query in (first, second, third, fourth)]
    assert places == sorted(places)
    for said in (
        f"{first}  A question about “",
        "Northshire Police, asked ",
        "waiting 3 days",
        "waiting 1 day\n",
        "asked today",
        "  Who do we ring at night?",
        f"{third}  Unsure about “",
        f"sevenbot queries show {second} shows them.",
        f"{fourth}  A question about “",
    ):
        assert said in ended.out
    assert "Jack" not in ended.out
    assert "\x1b" not in ended.out
    assert "\x07" not in ended.out
    found = json.loads(posted("queries", "list", "--json").out)
    assert [each["id"] for each in found["queries"]][:3] == [first, second, third]
    assert found["open"] == 4
    hidden = found["queries"][1]
    assert (hidden["text"], hidden["warnings"], hidden["days"]) == (None, ["name with age"], 1)
    assert "member" not in str(found)
    shown = posted("queries", "show", second)
    assert "These words may identify somebody (name with age): repeat them nowhere." in shown.out
    assert "  Jack Smith, aged 7." in shown.out
    assert "  Somebody is unsure, and left no words." in posted("queries", "show", third).out


def test_a_private_answer(posted: Shell) -> None:
    query = asked(posted, days=2)
    by = coordinator(posted)
    ended = posted("queries", "answer", query, "--by", by.upper(), "--words", WORDS)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == f"Answered by {by}: it goes to the person in working hours.\n"
    assert posted("queries", "answer", query, "--by", by, "--words", WORDS).code == 0
    other = posted("queries", "answer", query, "--by", by, "--words", "Something else.")
    assert (other.code, other.out) == (REFUSED, "")
    assert "a person gets one answer" in other.err
    assert posted.ask("SELECT answer, answered_by FROM queries") == [(WORDS, by)]
    assert posted.ask("SELECT act, person FROM decisions WHERE act = 'answered'") == [
        ("answered", by)
    ]
    shown = posted("queries", "show", query).out
    assert "answered privately after 2 days" in shown
    assert f"Answered privately by {by}, " in shown
    assert f"  {WORDS}" in shown
    assert (
        posted("queries", "list").out
        == "Nothing is open. The one answer came within about 2 days.\n"
    )
    everything = posted("queries", "list", "--all")
    assert f"{query}  A question about “" in everything.out
    found = json.loads(posted("queries", "list", "--all", "--json").out)
    assert found["median_hours"] == pytest.approx(48, abs=0.1)
    assert found["queries"][0]["answered"] is not None


def test_a_clarification_takes_two(posted: Shell) -> None:
    query = asked(posted)
    by = coordinator(posted)
    ended = posted("queries", "clarify", query, "--by", by, "--words", WORDS)
    assert ended.code == 0
    ((clarification,),) = posted.ask("SELECT id FROM clarifications")
    said = f"Clarification {clarification} by {by} awaits approval by somebody else.\n"
    assert ended.out == said
    assert posted("queries", "clarify", query, "--by", by, "--words", WORDS).out == said
    assert "a clarification awaits approval" in posted("queries", "list").out
    assert f"Clarification {clarification} by {by}, awaits approval:" in (
        posted("queries", "show", query).out
    )
    refused = posted("queries", "approve", clarification, "--by", by)
    assert (refused.code, refused.out) == (REFUSED, "")
    assert "is not the name of an approver" in refused.err
    assert posted.ask("SELECT 1 FROM occurrences WHERE kind = 'clarification'") == []
    approved = posted("queries", "approve", clarification, "--by", posted.approver)
    assert approved.code == 0
    assert approved.out.startswith(f"Approved by {posted.approver}: ")
    assert posted("queries", "approve", clarification, "--by", posted.approver).code == 0
    assert posted.ask(
        "SELECT d.channel FROM deliveries d JOIN occurrences o ON o.id = d.occurrence"
        " WHERE o.kind = 'clarification'"
    ) == [("police-learning",)]
    again = posted("queries", "clarify", query, "--by", by, "--words", WORDS)
    assert f"is approved already, by {posted.approver}." in again.out
    assert "answered to everybody on the same day" in posted("queries", "list", "--all").out
    assert f"approved by {posted.approver}, " in posted("queries", "show", query).out

    withdrawn = posted("queries", "withdraw", clarification, "--by", posted.approver)
    assert (withdrawn.code, withdrawn.out) == (
        0,
        "Withdrawn: nothing more of it is posted. What is posted stays where it is.\n",
    )
    assert ", withdrawn " in posted("queries", "show", query).out
    assert posted("queries", "list").out.startswith("1 open, ")
    late = posted("queries", "approve", clarification, "--by", posted.approver)
    assert late.code == REFUSED


def test_nobody_approves_their_own_words(posted: Shell) -> None:
    query = asked(posted)
    assert posted("queries", "clarify", query, "--by", posted.approver, "--words", WORDS).code == 0
    ((clarification,),) = posted.ask("SELECT id FROM clarifications")
    refused = posted("queries", "approve", clarification, "--by", posted.approver)
    assert (refused.code, refused.out) == (REFUSED, "")
    assert "nobody approves their own words" in refused.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "Please write something first"),
        ("Jack Smith, aged 7, told us.", "may identify somebody"),
        (f"Asked: {ASKED}", "repeats 8 or more words"),
    ],
)
def test_words_that_cannot_be_posted(posted: Shell, words: str, said: str) -> None:
    query = asked(posted)
    ended = posted("queries", "clarify", query, "--by", coordinator(posted), "--words", words)
    assert (ended.code, ended.out) == (INPUT, "")
    assert said in ended.err
    assert posted.count("clarifications") == 0


def test_what_is_not_there_and_who_may_not(posted: Shell) -> None:
    unknown = str(uuid4())
    by = posted.approver
    for arguments in (
        ("show", unknown),
        ("answer", unknown, "--by", by, "--words", WORDS),
        ("clarify", unknown, "--by", by, "--words", WORDS),
        ("approve", unknown, "--by", by),
        ("withdraw", unknown, "--by", by),
    ):
        ended = posted("queries", *arguments)
        assert (ended.code, ended.out) == (NOT_FOUND, "")
        assert unknown in ended.err
    refused = posted("queries", "answer", asked(posted), "--by", "Nobody", "--words", WORDS)
    assert refused.code == REFUSED
    assert "is not the name of a coordinator or approver" in refused.err
    assert posted("queries", "answer", "neglect", "--by", by, "--words", WORDS).code == USAGE
    assert posted("queries", "answer", unknown, "--by", by).code == USAGE
