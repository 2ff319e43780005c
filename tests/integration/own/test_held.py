"""All that is held about a person is told to them, and nothing of anybody else."""

import json
import re
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from bot.desks.links import LinkKind
from bot.store.content.shelf import BRIEFINGS, SURVEYS
from bot.store.tables import metadata
from bot.web.held_words import HeldWords
from bot.web.record import RecordData, RecordPage, record_data, render_record
from config.errors import NotFound
from content.held import HeldKind
from content.templating import phrase_keys
from handlers.ports import Member
from tests.fakes.briefings import small_briefing
from tests.fakes.surveys import small_survey
from tests.integration.own.conftest import Life

TOLD = {
    ("preferences", "member"): HeldKind.PREFERENCES,
    ("eligible_members", "member"): HeldKind.COULD_SEE,
    ("engagement_events", "member"): HeldKind.DID,
    ("responses", "member"): HeldKind.ANSWERS,
    ("recalls", "member"): HeldKind.ASKED_AGAIN,
    ("queries", "member"): HeldKind.QUERIES,
    ("cascade_parts", "member"): HeldKind.PASSED_ON,
    ("cascades", "holder"): HeldKind.IN_HAND,
    ("cascade_moves", "former"): HeldKind.IN_HAND,
    ("cascade_moves", "holder"): HeldKind.IN_HAND,
    ("deliveries", "member"): HeldKind.MESSAGES,
}
"""Every column that leads to a member, and the kind under which it is told."""


async def lived(life: Life) -> Member:
    """Let somebody who leads, approves and practises leave a row in every table there is."""
    bo, other = await life.joins("U-both"), await life.joins("U-other")
    sent, now = await life.briefs(bo, other), life.clock.now()
    for member in (bo, other):
        await life.keeps(
            life.opened(sent, member),
            life.read(sent, member),
            life.answered(sent, member, "q1", fits=member is bo),
            life.asked(sent, member, f"<b>Who & when?</b> {member.id}"),
        )
    recall = await life.puts(
        "recalls",
        dissemination=sent.dissemination,
        member=bo.id,
        agency="police",
        question="q1",
        first_fits=True,
        first_at=now,
        turn=1,
    )
    message = await life.writes_to(bo, "recall", bo.id, "2026-11-02")
    await life.puts(
        "recall_turns",
        recall=recall,
        turn=1,
        delivery=message,
        step=0,
        variant=0,
        asked_at=now,
        chosen=["a"],
        fits=True,
        answered_at=now,
    )
    cascade = await life.puts(
        "cascades",
        dissemination=sent.dissemination,
        agency="police",
        holder=bo.id,
        posted_on=now.date(),
        deadline=now.date(),
        opened_at=now,
    )
    await life.puts(
        "cascade_parts",
        cascade=cascade,
        number=1,
        member=bo.id,
        body={"teams": "Duty team", "reached": 8, "eligible": 20},
        at=now,
    )
    for former, holder in ((None, bo.id), (bo.id, other.id)):
        await life.puts(
            "cascade_moves", cascade=cascade, former=former, holder=holder, reason="handed", at=now
        )
    await life.preferences.set_digests(bo.id, wanted=False)
    await life.puts("decisions", act="approved", subject=UUID(int=1), person="Bo Both", at=now)
    await life.puts("decisions", act="approved", subject=UUID(int=1), person="Cy", at=now)
    for member in (bo, other):
        await life.puts("probes", target=str(member.id), tries=2, next_at=now)
    for name in ("Bo Both", "Cy"):
        async with life.database.begin() as connection:
            own = replace(small_briefing(name[:2].casefold()), author=name)
            await BRIEFINGS.save(connection, own, now)
            await SURVEYS.save(connection, replace(small_survey(own.slug), author=name), now)
    return bo


def test_no_column_that_leads_to_a_member_is_forgotten() -> None:
    """Whoever adds a table about members adds it to `bot/store/people/held.py`."""
    leading = {
        (table.name, column.name)
        for table in metadata.tables.values()
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table.name == "members"
    }
    assert leading == set(TOLD)


async def test_no_row_that_names_a_member_without_leading_to_them_is_forgotten(life: Life) -> None:
    """A search of all rows for the pseudonym, as text: it finds what no foreign key tells."""
    bo = await lived(life)
    naming: set[str] = set()
    for table in metadata.tables:
        (row,) = await life.rows(
            f"SELECT count(*) AS n FROM {table} t WHERE CAST(t AS text) LIKE :it",
            it=f"%{bo.id}%",
        )
        if row.n:
            naming.add(table)
    told = {table for table, _ in TOLD}
    # The register itself; the moment of a message, told with the message; the query's words.
    assert naming == told | {"members", "probes", "occurrences"}


async def test_an_answer_whose_question_a_correction_took_out_is_still_told(life: Life) -> None:
    bo = await lived(life)
    (before,) = (await life.own.held(bo.id)).entries[HeldKind.ASKED_AGAIN]
    await life.changes("UPDATE recall_turns SET variant = 7")
    (other_wording,) = (await life.own.held(bo.id)).entries[HeldKind.ASKED_AGAIN]
    assert other_wording["chosen"]
    await life.changes(
        "UPDATE briefing_versions SET body = jsonb_set(body, '{questions}', '[]')"
        " WHERE id IN (SELECT briefing_version FROM disseminations)"
    )
    held = await life.own.held(bo.id)
    (asked_again,), (answer,) = (
        held.entries[HeldKind.ASKED_AGAIN],
        held.entries[HeldKind.ANSWERS],
    )
    assert asked_again["chosen"] == answer["chosen"] == ["a"]
    assert (asked_again["fits"], asked_again["agency"]) == (before["fits"], "police")


async def test_every_kind_is_told_and_of_nobody_else(life: Life) -> None:
    bo = await lived(life)
    held = await life.own.held(bo.id)
    assert set(held.entries) == set(HeldKind)
    assert all(held.entries[kind] for kind in HeldKind), {
        kind: len(entries) for kind, entries in held.entries.items()
    }
    assert {kind for kind in TOLD.values() if not held.entries[kind]} == set()
    assert len(held.entries[HeldKind.IN_HAND]) == 3
    assert len(held.entries[HeldKind.DECISIONS]) == 1
    assert [it["name"] for it in held.entries[HeldKind.WRITTEN]] == ["Bo Both"] * 2
    (unreached,) = held.entries[HeldKind.UNREACHED]
    assert unreached == {"tries": 2, "next_at": life.clock.now()}
    (entry,) = held.entries[HeldKind.MEMBER]
    assert (entry["pseudonym"], entry["account"]) == (str(bo.id), "U-both")
    assert [(it["role"], it.get("agency")) for it in held.entries[HeldKind.ROLES]] == [
        ("agency lead", "health"),
        ("coordinator", None),
        ("approver", None),
    ]
    (answer,) = held.entries[HeldKind.ANSWERS]
    assert (answer["question"], answer["chosen"], answer["fits"]) == (
        "What fits?",
        ["This"],
        True,
    )
    other = (await life.joins("U-other")).id
    assert str(other) not in json.dumps(record_data(held))
    assert "U-other" not in json.dumps(record_data(held))
    summary = await life.own.summary(bo.id)
    assert summary.counts == {kind: len(entries) for kind, entries in held.entries.items()}


async def test_every_field_has_its_words(life: Life) -> None:
    held = await life.own.held((await lived(life)).id)
    fields = {field for entries in held.entries.values() for it in entries for field in it}
    known = {key.removeprefix("held.") for key in phrase_keys() if key.startswith("held.")}
    assert fields <= known
    rare = {
        "paused_until",
        "warnings",
        "answer",
        "answered_at",
        "next_at",
        "ended",
        "corrects",
        "reason",
    }
    rare |= {"kept_until"}  # its plan may still post
    assert known - fields - {"yes", "no", "part"} <= rare


async def test_the_page_shows_all_of_it_and_keeps_words_words(life: Life) -> None:
    bo = await lived(life)
    file = await RecordPage(life.own.held, life.own.directory)(bo.id)
    page = file.body.decode()
    assert file.name == "sevenbot-record.html"
    assert "&lt;b&gt;Who &amp; when?&lt;/b&gt;" in page
    assert "<b>" not in page
    for words in ("Your register entry", "Why: ", "Until when", "Not held about you", "Duty team"):
        assert words in page
    assert page.count("<h2>") == len(HeldKind) + 2
    assert "http" not in page.replace("https://learning.example", "")
    assert "Mon 2 Nov 2026, 09:00" in page


async def test_the_data_are_whole_and_of_json(life: Life) -> None:
    bo = await lived(life)
    file = await RecordData(life.own.held)(bo.id)
    data: dict[str, Any] = json.loads(file.body)
    assert (file.name, file.media_type) == ("sevenbot-record.json", "application/json")
    assert data["made_at"] == life.clock.now().isoformat()
    assert list(data["held"]) == [kind.value for kind in HeldKind]
    assert data["held"]["did"]["entries"][0]["at"].endswith("+00:00")
    assert "counter" in data["not_held"]["survey_answers"]


async def test_somebody_with_nothing_but_an_entry(life: Life) -> None:
    anna = await life.joins("U-anna")
    held = await life.own.held(anna.id)
    assert {kind for kind, entries in held.entries.items() if entries} == {HeldKind.MEMBER}
    assert render_record(held, HeldWords()).count("Nothing.") == len(HeldKind) - 1


async def test_what_somebody_who_is_gone_asks_for_is_not_found(life: Life) -> None:
    for file in (RecordPage(life.own.held, life.own.directory), RecordData(life.own.held)):
        with pytest.raises(NotFound):
            await file(UUID(int=404))


async def test_links_are_the_persons_own_and_soon_expire(life: Life) -> None:
    anna = await life.joins("U-anna")
    copies = life.own.copies(anna.id)
    assert copies is not None
    assert copies.minutes == 30
    found = [life.links.read(it.rpartition("/")[2]) for it in (copies.to_read, copies.as_data)]
    assert [(kind, subject) for kind, subject, _ in found] == [
        (LinkKind.RECORD, anna.id),
        (LinkKind.RECORD_DATA, anna.id),
    ]
    assert {(until - life.clock.now()).total_seconds() for *_, until in found} == {1800}


async def test_the_page_says_it_in_words_and_the_data_keep_the_keys(life: Life) -> None:
    bo = await lived(life)
    held = await life.own.held(bo.id)
    page = render_record(held, HeldWords(life.own.directory))
    told = re.findall(r"<dd>(.*?)</dd>", page, re.DOTALL)
    raw = {"opened", "acknowledged", "answered", "queried", "post", "recall", "open", "approved"}
    raw |= {"agency lead", "question", "taken over", "given up"}
    assert raw & set(told) == set()
    for words in ("You said that you have read it", "Questions asked again", "You took it over"):
        assert words in told
    assert "Letters of your answer: a" in page
    data: dict[str, Any] = json.loads(json.dumps(record_data(held)))
    did = data["held"]["did"]["entries"]
    assert [entry["kind"] for entry in did] == ["opened", "acknowledged", "answered", "queried"]


async def test_without_a_public_address_there_are_no_links(life: Life) -> None:
    anna = await life.joins("U-anna")
    nowhere = replace(life.own, links=replace(life.links, base=None))
    assert nowhere.copies(anna.id) is None
