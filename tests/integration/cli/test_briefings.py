"""`import`, `preview`, `send`, `engagement`: words, JSON, exit codes, and nothing half-done."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from bot.demo.show import LIBRARY
from bot.platforms.discovery import platform_names
from config.now import LONDON
from tests.integration.cli.conftest import Shell

NEGLECT = (LIBRARY / "neglect.md").read_text(encoding="utf-8")
USAGE, INPUT, SETTINGS, REFUSED, NOT_FOUND, NO_DATABASE = 2, 3, 4, 5, 6, 7


def line_of(words: str, document: str = NEGLECT) -> int:
    """Return the line on which the words stand, from 1."""
    return document[: document.index(words)].count("\n") + 1


def test_the_library_is_imported_whole_and_again(shell: Shell) -> None:
    first = shell("import", LIBRARY)
    assert (first.code, first.out.count("stored, approved.")) == (0, 6)
    assert "README" not in first.out
    assert shell.count("briefing_versions") == 6
    assert shell("import", LIBRARY).code == 0
    assert shell.count("briefing_versions") == 6


def test_malformed_briefings_name_file_and_line_and_nothing_is_stored(shell: Shell) -> None:
    good = shell.write("good.md", NEGLECT)
    one = shell.write("one.md", NEGLECT.replace("version: 1", "version: soon"))
    two = shell.write("two.md", NEGLECT.replace("## Background", "## Backgruond"))
    ended = shell("import", good, one, two)
    assert ended.code == INPUT
    assert ended.out == ""
    assert "nothing was changed" in ended.err
    assert re.search(rf"one\.md:{line_of('version: 1')}: ", ended.err)
    assert re.search(rf"two\.md:{line_of('## Background')}: .*Backgruond", ended.err)
    assert shell.count("briefing_versions") == 0


def test_what_a_check_finds_has_its_place(shell: Shell) -> None:
    heading = "## Background\n"
    bad = NEGLECT.replace(heading, heading + "\nHer NHS number is 943 476 5919.\n")
    path = shell.write("bad.md", bad)
    ended = shell("import", path)
    assert ended.code == INPUT
    assert re.search(r"bad\.md:\d+: Background: .*NHS number", ended.err)
    assert shell.count("briefing_versions") == 0


def test_a_stored_version_is_never_changed(shell: Shell) -> None:
    assert shell("import", LIBRARY / "neglect.md").code == 0
    other = shell.write("other.md", NEGLECT.replace("summary: ", "summary: Again. "))
    new = shell.write("new.md", NEGLECT.replace("slug: neglect", "slug: another"))
    ended = shell("import", new, other)
    assert ended.code == REFUSED
    assert "raise its version to 2" in ended.err
    assert shell.count("briefing_versions") == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("nowhere.md", "There is no such file"),
        ("empty", "This folder holds no briefing."),
        ("latin.md", "This is not UTF-8 text"),
        ("deck.pptx", "deck.pptx"),
    ],
)
def test_what_is_no_briefing(shell: Shell, given: str, said: str) -> None:
    (shell.folder / "empty").mkdir()
    (shell.folder / "latin.md").write_bytes("Siân".encode("latin-1"))
    (shell.folder / "deck.pptx").write_bytes(b"PK\x03\x04 words")
    ended = shell("import", given)
    assert ended.code == INPUT
    assert said in ended.err


def test_an_unapproved_briefing_is_stored_and_not_sent(shell: Shell) -> None:
    draft = NEGLECT.replace("status: approved", "status: draft")
    ended = shell("import", shell.write("draft.md", draft))
    assert ended.code == 0
    assert "neglect version 1: stored, not approved by a second person yet." in ended.out
    sent = shell("send", "neglect", "--audience", "everyone")
    assert sent.code == REFUSED
    assert "not approved by a second person, and was not sent" in sent.err
    assert shell("engagement").code == NOT_FOUND


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["nothing", "--audience", "everyone"], NOT_FOUND, "sevenbot import"),
        (["neglect", "--audience", "nobody"], NOT_FOUND, "there are: everyone, health-and-school"),
        (["neglect"], USAGE, "--audience"),
        (["neglect", "--audience", "everyone", "--version", "9"], NOT_FOUND, "version 9"),
        (["neglect", "--audience", "everyone", "--version", "new"], USAGE, "--version"),
        (["neglect", "--audience", "everyone", "--at", "soon"], INPUT, "--at: 'soon'"),
        (
            ["neglect", "--audience", "everyone", "--at", "2027-03-28 01:30"],
            INPUT,
            "the clocks go forward",
        ),
        (["neglect", "--audience", "everyone", "--at", "2020-01-01 09:00"], REFUSED, "is over"),
        (
            ["neglect", "--audience", "everyone", "--at", "2027-01-11", "--cron", "0 9 * * mon"],
            INPUT,
            "--at, --cron: Give one of them",
        ),
        (["neglect", "--audience", "everyone", "--cron", "0 9 * * 1"], INPUT, "cron weekday"),
        (["neglect", "--audience", "everyone", "--cron", "often"], INPUT, "cron: 'often'"),
        (["neglect", "--audience", "everyone", "--cron", "0 99 * * *"], INPUT, "cron hour"),
        (["neglect", "--audience", "everyone", "--cron", "0 9 31 2 *"], INPUT, "never comes"),
        (["neglect", "--audience", "everyone", "--missed", "later"], INPUT, "--missed: 'later'"),
        (["neglect", "--audience", "everyone", "--missed", "-1"], INPUT, "--missed: '-1'"),
        (["neglect", "--audience", "everyone", "--missed", "nan"], INPUT, "--missed: 'nan'"),
    ],
)
def test_what_cannot_be_sent(shell: Shell, arguments: list[str], code: int, said: str) -> None:
    assert shell("import", LIBRARY / "neglect.md").code == 0
    ended = shell("send", *arguments)
    assert (ended.code, ended.out) == (code, "")
    assert said in ended.err
    assert shell.count("disseminations") == 0
    assert shell.count("procrastinate_jobs") == 0


def test_a_restricted_briefing_goes_to_no_open_channel(shell: Shell) -> None:
    restricted = NEGLECT.replace("status: approved", "status: approved\nrestricted: true")
    assert shell("import", shell.write("restricted.md", restricted)).code == 0
    ended = shell("send", "neglect", "--audience", "everyone")
    assert ended.code == REFUSED
    assert "restricted to leads" in ended.err
    assert shell.count("disseminations") == 0


@pytest.mark.parametrize(
    ("at", "due"),
    [
        ("2027-01-11 09:00", datetime(2027, 1, 11, 9, tzinfo=UTC)),
        ("2027-07-11T09:00", datetime(2027, 7, 11, 8, tzinfo=UTC)),
        # The hour that autumn repeats: its first coming.
        ("2027-10-31 01:30", datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),
        ("2027-01-11 09:00+02:00", datetime(2027, 1, 11, 7, tzinfo=UTC)),
    ],
)
def test_a_moment_is_londons(shell: Shell, at: str, due: datetime) -> None:
    assert shell("import", LIBRARY / "neglect.md").code == 0
    ended = shell("send", "neglect", "--audience", "everyone", "--at", at, "--json")
    assert ended.code == 0, ended.err
    dissemination = UUID(json.loads(ended.out)["dissemination"])
    ((identity, plan),) = shell.ask("SELECT id, plan FROM disseminations")
    assert identity == dissemination
    assert datetime.fromisoformat(plan["at"]) == due
    # Nothing is queued before its moment.
    assert shell.count("procrastinate_jobs") == 0


def test_a_recurring_plan_with_its_rule(shell: Shell) -> None:
    assert shell("import", LIBRARY / "neglect.md").code == 0
    for missed, kept in (("skip", {"kind": "skip"}), ("6", {"kind": "send late"})):
        ended = shell(
            "send", "neglect", "--audience", "health-and-schools",
            "--cron", "0 9 * * mon", "--missed", missed,
        )  # fmt: skip
        assert ended.code == 0
        assert re.search(r"Planned as dissemination [0-9a-f-]{36}\.", ended.out)
        ((plan,),) = shell.ask("SELECT plan FROM disseminations ORDER BY created_at DESC LIMIT 1")
        assert plan["cron"] == "0 9 * * mon"
        assert kept.items() <= plan["missed"].items()


def test_sending_now_queues_with_the_row(shell: Shell) -> None:
    assert shell("import", LIBRARY / "neglect.md").code == 0
    recent = f"{datetime.now(LONDON) - timedelta(minutes=5):%Y-%m-%d %H:%M}"
    for arguments in ([], ["--at", recent]):
        assert shell("send", "neglect", "--audience", "everyone", *arguments).code == 0
    assert shell.count("occurrences") == 2
    assert shell.count("procrastinate_jobs") == 2


def test_engagement_in_words_and_in_json(shell: Shell) -> None:
    assert shell("engagement").code == NOT_FOUND
    assert "Nothing was sent yet" in shell("engagement").err
    assert shell("import", LIBRARY).code == 0
    sent = shell("send", "neglect", "--audience", "everyone", "--json")
    identity = json.loads(sent.out)["dissemination"]
    for which in ([], ["neglect"], [identity]):
        ended = shell("engagement", *which, "--json")
        found = json.loads(ended.out)
        assert (found["dissemination"], found["briefing"], found["version"]) == (
            identity,
            "neglect",
            1,
        )
        assert set(found) == {"dissemination", "briefing", "version", "agencies", "total"}
        assert set(found["total"]["opened"]) == {"count", "of", "suppressed"}
    words = shell("engagement", "neglect")
    assert words.code == 0
    assert "version 1" in words.out
    for rung in ("delivered", "opened", "acknowledged", "answered", "understood", "queries"):
        assert rung in words.out
    for which in ("mental-health-and-wellbeing", "nothing", str(uuid4())):
        ended = shell("engagement", which)
        assert (ended.code, ended.out) == (NOT_FOUND, "")
        assert which in ended.err


def test_preview_in_words(shell: Shell) -> None:
    ended = shell("preview", LIBRARY / "neglect.md")
    assert ended.code == 0
    for words in ("post", "reading", "question 1", "result 3", "last page", "[I've read it]"):
        assert words in ended.out


@pytest.mark.parametrize("platform", ["", *platform_names()])
def test_preview_as_json_needs_no_secret(
    shell: Shell, platform: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing = dict.fromkeys(shell.environ)
    (shell.folder / "directory.yaml").unlink()
    option = ["--platform", platform] if platform else []
    ended = shell("preview", LIBRARY / "neglect.md", "--json", *option, **nothing)
    assert ended.code == 0, ended.err
    found = json.loads(ended.out)
    assert set(found) == ({platform} if platform else set(platform_names()))
    for name, pages in found.items():
        assert {"post", "reading", "question 1", "last page"} <= set(pages)
        assert pages["post"].keys() & ({"blocks"} if name == "slack" else {"attachments"})


@pytest.mark.parametrize("option", [[], ["--json"]])
def test_preview_for_a_platform_that_there_is_not(shell: Shell, option: list[str]) -> None:
    ended = shell("preview", LIBRARY / "neglect.md", "--platform", "fax", *option)
    assert (ended.code, ended.out) == (NOT_FOUND, "")
    assert "There is no platform 'fax'; there are: slack, teams." in ended.err


def test_preview_of_a_malformed_briefing(shell: Shell) -> None:
    ended = shell("preview", shell.write("bad.md", "no front matter"))
    assert ended.code == INPUT
    assert "bad.md:1" in ended.err


def test_warnings_are_told_and_do_not_stop(shell: Shell, tmp_path: Path) -> None:
    doubtful = NEGLECT.replace("## Background\n", "## Background\n\nNine in ten families.\n")
    for command in ("import", "preview"):
        ended = shell(command, shell.write("doubtful.md", doubtful))
        assert ended.code == 0
        assert re.search(r"doubtful\.md:\d+: Background: .*source", ended.err)
