"""`send` and `engagement`: words, JSON, exit codes, and nothing half-done."""

import json
import re
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from bot.demo.show import LIBRARY
from config.now import LONDON
from tests.integration.cli.ahead import BACK, FORWARD, SUMMER, WINTER, spelt
from tests.integration.cli.conftest import INPUT, NOT_FOUND, REFUSED, USAGE, Shell


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["nothing", "--audience", "everyone"], NOT_FOUND, "sevenbot import"),
        (["neglect", "--audience", "nobody"], NOT_FOUND, "there are: everyone, health-and-school"),
        (["neglect"], USAGE, "--audience"),
        (["neglect", "--audience", "everyone", "--version", "9"], NOT_FOUND, "version 9"),
        (["neglect", "--audience", "everyone", "--version", "new"], USAGE, "--version"),
        (["neglect", "--audience", "everyone", "--version", "0"], USAGE, "equal to 1 "),
        (["neglect", "--audience", "everyone", "--version", "9" * 12], USAGE, "equal to 9999 "),
        (["neglect", "--audience", "everyone", "--at", "soon"], INPUT, "--at: 'soon'"),
        (
            ["neglect", "--audience", "everyone", "--at", f"{WINTER}"],
            INPUT,
            f"is a day without a time; write the time too, as in '{WINTER} 09:00'.",
        ),
        (
            ["neglect", "--audience", "everyone", "--at", f"{FORWARD} 01:30"],
            INPUT,
            "the clocks go forward",
        ),
        (["neglect", "--audience", "everyone", "--at", "2020-01-01 09:00"], REFUSED, "is over"),
        (
            ["neglect", "--audience", "everyone", "--at", f"{WINTER}", "--cron", "0 9 * * mon"],
            INPUT,
            "--at, --cron: Give one of them",
        ),
        (["neglect", "--audience", "everyone", "--cron", "0 9 * * 1"], INPUT, "cron weekday"),
        (["neglect", "--audience", "everyone", "--cron", "often"], INPUT, "cron: 'often'"),
        (["neglect", "--audience", "everyone", "--cron", "0 99 * * *"], INPUT, "cron hour"),
        (["neglect", "--audience", "everyone", "--cron", "0 9 31 2 *"], INPUT, "never comes"),
        (
            ["neglect", "--audience", "everyone", "--cron", "* * * * *"],
            INPUT,
            "--cron: '* * * * *' comes more than once a day",
        ),
        (
            ["neglect", "--audience", "everyone", "--cron", "0 9,15 * * mon"],
            INPUT,
            "'0 9 * * mon' is every Monday at 09:00",
        ),
        (["neglect", "--audience", "everyone", "--missed", "later"], INPUT, "--missed: 'later'"),
        (["neglect", "--audience", "everyone", "--missed", "-1"], INPUT, "to 8,760"),
        (["neglect", "--audience", "everyone", "--missed", "nan"], INPUT, "--missed: 'nan'"),
    ],
)
def test_what_cannot_be_sent(shell: Shell, arguments: list[str], code: int, said: str) -> None:
    shell.ready("neglect")
    ended = shell("send", *arguments)
    assert (ended.code, ended.out) == (code, "")
    assert said in ended.err
    assert shell.count("disseminations") == 0
    assert shell.count("procrastinate_jobs") == 0


def test_a_restricted_briefing_goes_to_no_open_channel(shell: Shell) -> None:
    text = (LIBRARY / "neglect.md").read_text("utf-8")
    restricted = text.replace("status: draft", "status: draft\nrestricted: true")
    assert shell("import", shell.write("restricted.md", restricted)).code == 0
    assert shell("approve", "neglect", "--by", shell.approver).code == 0
    ended = shell("send", "neglect", "--audience", "everyone")
    assert ended.code == REFUSED
    assert "restricted to leads" in ended.err
    assert shell.count("disseminations") == 0


@pytest.mark.parametrize(
    ("at", "due"),
    [
        (f"{WINTER} 09:00", f"{WINTER}T09:00:00Z"),
        (f"{SUMMER}T09:00", f"{SUMMER}T08:00:00Z"),
        # The hour that autumn repeats: its first coming.
        (f"{BACK} 01:30", f"{BACK}T00:30:00Z"),
        (f"{WINTER} 09:00+02:00", f"{WINTER}T07:00:00Z"),
    ],
)
def test_a_moment_is_londons(shell: Shell, at: str, due: str) -> None:
    shell.ready("neglect")
    ended = shell("send", "neglect", "--audience", "everyone", "--at", at, "--json")
    assert ended.code == 0, ended.err
    dissemination = UUID(json.loads(ended.out)["dissemination"])
    ((identity, plan),) = shell.ask("SELECT id, plan FROM disseminations")
    assert identity == dissemination
    assert datetime.fromisoformat(plan["at"]) == datetime.fromisoformat(due)
    # Nothing is queued before its moment.
    assert shell.count("procrastinate_jobs") == 0


def test_a_recurring_plan_with_its_rule(shell: Shell) -> None:
    shell.ready("neglect")
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
    shell.ready("neglect")
    recent = f"{datetime.now(LONDON) - timedelta(minutes=5):%Y-%m-%d %H:%M}"
    for arguments in ([], ["--at", recent]):
        assert shell("send", "neglect", "--audience", "everyone", *arguments).code == 0
    assert shell.count("occurrences") == 2
    assert shell.count("procrastinate_jobs") == 2


def test_engagement_in_words_and_in_json(shell: Shell) -> None:
    assert shell("engagement").code == NOT_FOUND
    assert "Nothing was sent yet" in shell("engagement").err
    shell.ready("neglect")
    identity = sent(shell, "neglect")
    shell.work_off()
    for which in ([], ["neglect"], [identity]):
        ended = shell("engagement", *which, "--json")
        found = json.loads(ended.out)
        assert (found["dissemination"], found["briefing"], found["version"]) == (
            identity,
            "neglect",
            1,
        )
        assert set(found) == {
            "dissemination", "briefing", "version", "audience", "began", "others", "agencies",
            "total", "recall", "cascade", "practice", "corrections", "withdrawn",
        }  # fmt: skip
        assert (found["audience"], found["others"]) == ("everyone", 0)
        assert set(found["total"]["opened"]) == {"count", "of", "suppressed"}
    words = shell("engagement", "neglect")
    assert words.code == 0
    assert "version 1, to everyone, sent " in words.out
    assert f"Dissemination {identity}; it is this briefing's only one." in words.out
    for rung in ("delivered", "opened", "acknowledged", "answered", "understood", "queries"):
        assert rung in words.out
    for which in ("mental-health-and-wellbeing", "nothing", str(uuid4())):
        ended = shell("engagement", which)
        assert (ended.code, ended.out) == (NOT_FOUND, "")
        assert which in ended.err


def test_engagement_is_of_the_newest_that_has_begun(shell: Shell) -> None:
    shell.ready("neglect", "domestic-abuse")
    first, second = sent(shell, "neglect"), sent(shell, "neglect")
    shell.work_off()
    later = sent(shell, "neglect", "--at", f"{WINTER} 09:00")
    other = sent(shell, "domestic-abuse", "--at", f"{SUMMER} 09:00")
    for which in ([], ["neglect"]):
        found = json.loads(shell("engagement", *which, "--json").out)
        assert (found["dissemination"], found["others"]) == (second, 2)
    words = shell("engagement", "neglect").out
    assert f"Dissemination {second}; this briefing has 2 others" in words
    assert json.loads(shell("engagement", first, "--json").out)["dissemination"] == first
    for which, meant, moment in (
        ("domestic-abuse", other, f"{spelt(SUMMER)}, 09:00"),
        (later, later, f"{spelt(WINTER)}, 09:00"),
    ):
        ended = shell("engagement", which)
        assert (ended.code, ended.out) == (NOT_FOUND, "")
        assert f"(dissemination {meant}) is not yet sent" in ended.err
        assert f"planned for {moment}" in ended.err


def test_engagement_of_what_no_worker_has_taken_up(shell: Shell) -> None:
    shell.ready("neglect")
    identity = sent(shell, "neglect")
    for which in ([], ["neglect"], [identity]):
        ended = shell("engagement", *which)
        assert (ended.code, ended.out) == (NOT_FOUND, "")
        assert f"(dissemination {identity}) is not yet sent: waiting for a worker" in ended.err
    # One that was sent before is shown meanwhile.
    shell.work_off()
    sent(shell, "neglect")
    assert json.loads(shell("engagement", "neglect", "--json").out)["dissemination"] == identity


def test_engagement_of_what_was_stopped_or_missed_before_it_began(shell: Shell) -> None:
    shell.ready("neglect")
    waiting = sent(shell, "neglect", "--at", f"{WINTER} 09:00")
    assert shell("plan", "stop", waiting, "--by", "Cy").code == 0
    ended = shell("engagement", "neglect")
    assert ended.code == NOT_FOUND
    assert "was not sent: Cy stopped it on " in ended.err
    assert "was not sent: Cy" in shell("engagement").err
    shell.ask("UPDATE disseminations SET stopped_at = NULL, stopped_by = NULL")
    assert "its moment was missed" in shell("engagement", "neglect").err


def sent(shell: Shell, slug: str, *arguments: str) -> str:
    """Send to everyone; return the dissemination's id."""
    ended = shell("send", slug, "--audience", "everyone", *arguments, "--json")
    assert ended.code == 0, ended.err
    return str(json.loads(ended.out)["dissemination"])
