"""`correct` and `withdraw`: words, JSON, exit codes, and nothing half-done."""

import json
import re
from uuid import uuid4

from bot.demo.show import LIBRARY
from tests.integration.cli.conftest import INPUT, NOT_FOUND, REFUSED, USAGE, Shell

REASON = "A number in it was out of date."
CHANGE = "change: {what: The number to ring is new., material: true}"


def second_version(shell: Shell, change: str = CHANGE) -> None:
    """Bring in version 2 of a shipped briefing, with this in its front matter, approved."""
    shipped = LIBRARY.joinpath("neglect.md").read_text("utf-8")
    changed = re.sub(r"(?m)^version: 1$", f"version: 2\n{change}".rstrip(), shipped)
    assert shell("import", shell.write("neglect-2.md", changed)).code == 0
    ended = shell("approve", "neglect", "--version", "2", "--by", shell.approver)
    assert ended.code == 0, ended.err


def planned(shell: Shell) -> str:
    """Plan the first version for later; return the dissemination."""
    given = ("--audience", "everyone", "--version", "1", "--at", "2099-01-12 09:00", "--json")
    ended = shell("send", "neglect", *given)
    return json.loads(ended.out)["dissemination"]


def test_a_correction_in_words_and_in_json(shell: Shell) -> None:
    shell.ready("neglect")
    one, two = planned(shell), planned(shell)
    second_version(shell)
    ended = shell("correct", "neglect", "--by", shell.approver, "--dissemination", one)
    assert ended.code == 0, ended.err
    assert (
        f"Dissemination {one} sends version 2 in place of 1, and posts that stand are" in ended.out
    )
    assert "is asked to read it again" in ended.out
    told = json.loads(shell("correct", "neglect", "--by", shell.approver, "--json").out)
    assert told == [{"dissemination": two, "former": 1, "version": 2, "material": True}]
    again = shell("correct", "neglect", "--by", shell.approver)
    assert again.out == (
        "Everything that was sent shows this version already. Nothing was changed.\n"
    )
    assert shell.count("corrections") == 2


def test_a_withdrawal_in_words_and_in_json(shell: Shell) -> None:
    shell.ready("neglect")
    one, two = planned(shell), planned(shell)
    ended = shell("withdraw", one, "--by", shell.approver, "--reason", REASON)
    assert ended.code == 0, ended.err
    assert ended.out.startswith("Withdrawn: its posts become a notice")
    assert "`sevenbot deliveries list` names each post that cannot be changed" in ended.out
    again = shell("withdraw", one, "--by", shell.approver, "--reason", "Another.")
    assert again.code == 0
    assert again.out.startswith(f"It is withdrawn already: by {shell.approver}")
    told = json.loads(
        shell("withdraw", two, "--by", shell.approver, "--reason", REASON, "--json").out
    )
    assert (told["dissemination"], told["before"]) == (two, False)
    assert "withdrew" not in shell("plan", "show").out


def test_what_cannot_be_done(shell: Shell) -> None:
    shell.ready("neglect")
    sent = planned(shell)
    by = ("--by", shell.approver)
    reason = ("--reason", REASON)
    for arguments, code, words in (
        (("correct", "nothing", *by), NOT_FOUND, "sevenbot import"),
        (("correct", "neglect", *by), REFUSED, "does not say what it changes"),
        (("correct", "neglect"), USAGE, "--by"),
        (("correct", "neglect", "--by", "Nobody"), REFUSED, "a coordinator or approver"),
        (("withdraw", sent, *by), USAGE, "--reason"),
        (("withdraw", "neglect", *by, *reason), USAGE, "UUID"),
        (("withdraw", str(uuid4()), *by, *reason), NOT_FOUND, "There is no dissemination"),
        (("withdraw", sent, "--by", "Nobody", *reason), REFUSED, "a coordinator or approver"),
        (("withdraw", sent, *by, "--reason", " "), INPUT, "Say why"),
        (("withdraw", sent, *by, "--reason", "x" * 301), INPUT, "under 300 characters"),
        (("withdraw", sent, *by, "--reason", "Ring 0151 496 0123."), INPUT, "may identify"),
    ):
        ended = shell(*arguments)
        assert (ended.code, ended.out) == (code, ""), ended.err
        assert words in ended.err
    assert shell.count("corrections") == 0
    second_version(shell, change="")
    ended = shell("correct", "neglect", *by)
    assert (ended.code, ended.out) == (REFUSED, "")
    assert "does not say what it changes" in ended.err
