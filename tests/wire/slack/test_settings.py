"""What is missing or wrong in the environment is named, all of it at once."""

import pytest

from bot.platforms.slack.settings import read_access
from config.directory import Workspace
from config.errors import SettingsError
from config.settings import Settings
from tests.wire.slack.standin import directory, environment

WORKSPACES = directory().workspaces_on("slack")


def _problems(environ: dict[str, str], workspaces: tuple[Workspace, ...] = WORKSPACES) -> list[str]:
    with pytest.raises(SettingsError) as refused:
        read_access(Settings.load(environ), workspaces)
    return [str(problem) for problem in refused.value.problems]


def test_everything_is_found() -> None:
    environ = environment("https://slack.example", SLACK_REGISTRATIONS__MAIN__APP_TOKEN=" xapp-1 ")
    access = read_access(Settings.load(environ), WORKSPACES)
    assert access.api_url == "https://slack.example/api/"
    assert access.tokens == {"north-slack": "xoxb-north", "south-slack": "xoxb-south"}
    (registration,) = access.registrations
    assert registration.signing_secret == "the-signing-secret"
    assert registration.app_token == "xapp-1"
    assert {team: w.key for team, w in registration.teams.items()} == {
        "T0NORTH": "north-slack",
        "T0SOUTH": "south-slack",
    }


def test_slack_itself_is_where_the_api_is_unless_told() -> None:
    environ = {n: v for n, v in environment("").items() if n != "SLACK_API_URL"}
    access = read_access(Settings.load({**environ, "SEVENBOT_MODE": "production"}), WORKSPACES)
    assert access.api_url == "https://slack.com/api/"
    assert not access.loopback


def test_every_missing_variable_is_named() -> None:
    problems = _problems({"SLACK_TOKENS__NORTH_SLACK": "  "})
    assert [problem.split(":")[0] for problem in problems] == [
        "SLACK_TOKENS__NORTH_SLACK",
        "SLACK_TOKENS__SOUTH_SLACK",
        "SLACK_REGISTRATIONS__MAIN__SIGNING_SECRET",
    ]
    assert "SLACK_REGISTRATIONS__MAIN__APP_TOKEN" in problems[2]


def test_each_registration_needs_its_own_secret() -> None:
    second = WORKSPACES[0].model_copy(update={"key": "east", "registration": "second-app"})
    environ = environment("https://slack.example", SLACK_TOKENS__EAST="xoxb-east")
    problems = _problems(environ, (*WORKSPACES, second))
    assert len(problems) == 1
    assert problems[0].startswith("SLACK_REGISTRATIONS__SECOND_APP__SIGNING_SECRET: is missing")


def test_an_app_token_alone_is_enough() -> None:
    environ = environment("https://slack.example")
    environ["SLACK_REGISTRATIONS__MAIN__APP_TOKEN"] = "xapp-1"
    del environ["SLACK_REGISTRATIONS__MAIN__SIGNING_SECRET"]
    access = read_access(Settings.load(environ), WORKSPACES)
    assert access.registrations[0].signing_secret is None


@pytest.mark.parametrize(
    ("mode", "address"),
    [
        ("production", "http://127.0.0.1:8000/slack/api/"),
        ("production", "http://slack.com/api/"),
        ("sandbox", "http://slack.com/api/"),
        ("sandbox", "http://127.0.0.1.example/"),
        ("sandbox", "ftp://127.0.0.1/"),
        ("production", "slack.com/api"),
        ("production", "https://["),
        ("production", "https://"),
        ("production", "https://slack.com:99999/"),
        ("production", "https://slack .com/"),
    ],
)
def test_an_unsafe_address_is_refused(mode: str, address: str) -> None:
    problems = _problems(
        {**environment("https://x"), "SLACK_API_URL": address, "SEVENBOT_MODE": mode}
    )
    assert len(problems) == 1
    assert problems[0].startswith("SLACK_API_URL: must be an https address")


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "[::1]:8000"])
def test_the_sandbox_may_be_on_this_machine(host: str) -> None:
    access = read_access(Settings.load(environment(f"http://{host}")), WORKSPACES)
    assert access.loopback


@pytest.mark.parametrize(
    "name",
    [
        "SLACK_REGISTRATIONS",
        "SLACK_REGISTRATIONS__MAIN",
        "SLACK_REGISTRATIONS__MAIN__APP_TOKEN__X",
        "SLACK_TOKENS",
        "SLACK_TOKENS__NORTH_SLACK__X",
    ],
)
@pytest.mark.parametrize("value", ["notjson", "{}", "5", "[" * 100_000, "s3\0cret", "\udcff"])
def test_a_group_that_is_no_group_is_named(name: str, value: str) -> None:
    problems = _problems({name: value})
    named = {problem.partition(":")[0] for problem in problems}
    assert {name, name.removesuffix("__X")} & named
    assert len(named) == len(problems)
    assert "s3" not in str(problems)


def test_no_secret_stands_in_a_problem() -> None:
    environ = environment("http://slack.com", SLACK_REGISTRATIONS__MAIN__UNKNOWN="very-secret")
    with pytest.raises(SettingsError) as refused:
        read_access(Settings.load(environ), WORKSPACES)
    assert "very-secret" not in str(refused.value)
    assert "xoxb" not in str(refused.value)
