"""`import`, `approve`, `preview`: words, JSON, exit codes, and nothing half-done."""

import json
import re
from pathlib import Path

import pytest

from bot.demo.show import LIBRARY
from bot.platforms.discovery import platform_names
from tests.integration.cli.conftest import INPUT, NOT_FOUND, REFUSED, USAGE, Shell

NEGLECT = (LIBRARY / "neglect.md").read_text(encoding="utf-8")
APPROVED = NEGLECT.replace("status: draft", "approver: A. Name\nstatus: approved")


def line_of(words: str, document: str = NEGLECT) -> int:
    """Return the line on which the words stand, from 1."""
    return document[: document.index(words)].count("\n") + 1


def test_the_library_is_imported_whole_and_again(shell: Shell) -> None:
    first = shell("import", LIBRARY)
    assert (first.code, first.out.count(": stored, awaiting approval.")) == (0, 6)
    assert "README" not in first.out
    assert shell.count("briefing_versions") == 6
    again = shell("import", LIBRARY)
    assert (again.code, again.out.count(": unchanged, awaiting approval.")) == (0, 6)
    assert "stored" not in again.out
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


def test_an_approved_version_is_never_changed(shell: Shell) -> None:
    shell.ready("neglect")
    other = shell.write("other.md", NEGLECT.replace("summary: ", "summary: Again. "))
    new = shell.write("new.md", NEGLECT.replace("slug: neglect", "slug: another"))
    ended = shell("import", new, other)
    assert (ended.code, ended.out) == (REFUSED, "")
    assert "is approved and may have been sent, so its words stay as they are" in ended.err
    assert "Give the changed text version 2" in ended.err
    # All of them or none.
    assert shell.count("briefing_versions") == 1
    # The file that was approved is no change, and takes no approval back.
    again = shell("import", LIBRARY / "neglect.md")
    assert again.code == 0
    assert f"neglect version 1: unchanged, approved by {shell.approver}." in again.out


def test_what_nobody_approved_may_be_written_again(shell: Shell) -> None:
    assert shell("import", LIBRARY / "neglect.md").code == 0
    other = shell.write("other.md", NEGLECT.replace("summary: ", "summary: Again. "))
    ended = shell("import", other)
    assert ended.code == 0
    assert "stored in place of the earlier draft, awaiting approval." in ended.out
    ((summary,),) = shell.ask("SELECT body->>'summary' FROM briefing_versions")
    assert summary.startswith("Again.")


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


def test_a_file_that_says_it_is_approved(shell: Shell) -> None:
    """It is, where its approver is one of ours; else it awaits approval, and that is said."""
    stranger = shell("import", shell.write("neglect.md", APPROVED))
    assert stranger.code == 0
    assert stranger.out == "neglect version 1: stored, awaiting approval.\n"
    assert "its file says that 'A. Name' approved it" in stranger.err
    assert "sevenbot approve neglect --version 1 --by NAME" in stranger.err
    assert shell("send", "neglect", "--audience", "everyone").code == REFUSED
    assert shell.count("decisions") == 0

    ours = APPROVED.replace("A. Name", shell.approver.upper())
    ended = shell("import", shell.write("neglect.md", ours))
    assert (ended.code, ended.err.strip()) == (0, "")
    assert ended.out == f"neglect version 1: stored, approved by {shell.approver}.\n"
    ((act, person, detail),) = shell.ask("SELECT act, person, detail FROM decisions")
    assert (act, person, detail["file"]) == ("approved", shell.approver, True)
    assert shell("send", "neglect", "--audience", "everyone").code == 0
    # Again, it is no second decision, and nothing more to say.
    stranger = shell("import", shell.write("neglect.md", APPROVED))
    assert (stranger.code, stranger.err.strip()) == (0, "")
    assert f"unchanged, approved by {shell.approver}." in stranger.out
    assert shell.count("decisions") == 1


def test_an_unapproved_briefing_is_not_sent(shell: Shell) -> None:
    assert shell("import", LIBRARY / "neglect.md").code == 0
    sent = shell("send", "neglect", "--audience", "everyone")
    assert sent.code == REFUSED
    assert "not approved by a second person, and was not sent" in sent.err
    assert "sevenbot approve neglect --version 1 --by NAME" in sent.err
    assert shell("engagement").code == NOT_FOUND


def test_approving(shell: Shell) -> None:
    assert shell("import", LIBRARY / "neglect.md").code == 0
    ended = shell("approve", "neglect", "--by", f" {shell.approver.lower()} ")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == f"'neglect' version 1 is approved by {shell.approver}.\n"
    ((act, person, detail),) = shell.ask("SELECT act, person, detail FROM decisions")
    assert (act, person, detail["file"]) == ("approved", shell.approver, False)
    assert len(detail["digest"]) == 64
    # Once is enough, in whatever name.
    again = shell("approve", "neglect", "--by", "Somebody else")
    assert (again.code, again.out) == (0, ended.out)
    assert shell.count("decisions") == 1


@pytest.mark.parametrize(
    ("by", "said"),
    [
        ("A. Stranger", "'A. Stranger' is not an approver in the directory"),
        ("", "'' is not an approver in the directory"),
        ("U0HEAL0001", "is not an approver in the directory"),
    ],
)
def test_only_the_directorys_approvers_approve(shell: Shell, by: str, said: str) -> None:
    assert shell("import", LIBRARY / "neglect.md").code == 0
    ended = shell("approve", "neglect", "--by", by)
    assert (ended.code, ended.out) == (REFUSED, "")
    assert said in ended.err
    assert f"Approvers are: {shell.approver}." in ended.err
    assert shell.count("decisions") == 0


def test_a_directory_without_approvers(shell: Shell) -> None:
    path = shell.folder / "directory.yaml"
    path.write_text(path.read_text("utf-8").replace("- approver", "- scrutineer"), "utf-8")
    assert shell("import", LIBRARY / "neglect.md").code == 0
    ended = shell("approve", "neglect", "--by", shell.approver)
    assert ended.code == REFUSED
    assert "Approvers are: nobody yet." in ended.err


@pytest.mark.parametrize("written", ["{}", "Dr {}", "Revd. Prof. {}"])
def test_authors_do_not_approve_their_own(shell: Shell, written: str) -> None:
    name = written.format(shell.approver.upper())
    own = NEGLECT.replace("author: Sevenbot library authors", f"author: {name}")
    assert shell("import", shell.write("own.md", own)).code == 0
    ended = shell("approve", "neglect", "--by", shell.approver)
    assert ended.code == REFUSED
    assert "an author cannot approve their own text" in ended.err
    assert shell("send", "neglect", "--audience", "everyone").code == REFUSED


def test_approving_a_version(shell: Shell) -> None:
    assert shell("approve", "neglect", "--by", shell.approver).code == NOT_FOUND
    second = NEGLECT.replace("version: 1", "version: 2")
    assert shell("import", LIBRARY / "neglect.md", shell.write("two.md", second)).code == 0
    for version, code in ((3, NOT_FOUND), (1, 0)):
        ended = shell("approve", "neglect", "--version", str(version), "--by", shell.approver)
        assert ended.code == code
    # The newest is meant where none is named, and that one is not approved.
    assert shell("send", "neglect", "--audience", "everyone").code == REFUSED
    assert shell("send", "neglect", "--audience", "everyone", "--version", "1").code == 0


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
    assert (ended.code, ended.out) == (USAGE, "")
    assert "There is no platform 'fax'; there are: slack, teams." in ended.err


def test_preview_of_a_malformed_briefing(shell: Shell) -> None:
    ended = shell("preview", shell.write("bad.md", "no front matter"))
    assert ended.code == INPUT
    assert "bad.md:1" in ended.err


def test_files_of_one_name_are_told_apart(shell: Shell) -> None:
    (line,) = [n for n, text in enumerate(NEGLECT.splitlines(), 1) if text.startswith("version:")]
    spoilt = NEGLECT.replace("version: 1", "version: one")
    shell.write("p/n.md", spoilt)
    given = shell("import", "p/n.md", shell.write("q/n.md", spoilt))
    assert given.code == INPUT
    assert f"  p/n.md:{line}: " in given.err
    assert f"  {shell.folder}/q/n.md:{line}: " in given.err
    # Of a folder, what stands in it.
    folders = shell("import", "p", "q/").err
    assert f"  p/n.md:{line}: " in folders
    assert f"  q/n.md:{line}: " in folders


def test_warnings_are_told_and_do_not_stop(shell: Shell, tmp_path: Path) -> None:
    doubtful = NEGLECT.replace("## Background\n", "## Background\n\nNine in ten families.\n")
    for command in ("import", "preview"):
        ended = shell(command, shell.write("doubtful.md", doubtful))
        assert ended.code == 0
        assert re.search(r"doubtful\.md:\d+: Background: .*source", ended.err)
    assert "pointed out" in shell("import", "--help").out


def test_an_approver_sees_what_its_author_was_warned_of(shell: Shell) -> None:
    doubtful = NEGLECT.replace("## Background\n", "## Background\n\nJayden, 7, told us.\n")
    imported = shell("import", shell.write("doubtful.md", doubtful))
    (warning,) = [line for line in imported.err.splitlines() if "Background: " in line]
    ended = shell("approve", "neglect", "--by", shell.approver)
    assert ended.code == 0
    assert ended.out == f"'neglect' version 1 is approved by {shell.approver}.\n"
    said = warning.partition("Background: ")[2]
    assert ended.err == f"'neglect' version 1: Background: {said}\n"
    assert "Jayden" not in ended.err
