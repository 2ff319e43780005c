"""What the docs say is so: settings, commands, links, the directory's example."""

import re
from pathlib import Path

import pytest
from pydantic_core import PydanticUndefined
from typer.main import get_command

from bot.cli import cli
from bot.platforms.discovery import platform_names
from bot.platforms.slack.settings import RegistrationSettings as SlackRegistration
from bot.platforms.slack.settings import SlackSettings
from bot.platforms.teams.settings import RegistrationSettings as TeamsRegistration
from bot.platforms.teams.settings import TeamsSettings
from config.directory import Directory
from config.errors import SevenbotError
from config.located import Located
from config.settings import Settings

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def _settings() -> set[str]:
    """Every setting there is, as the docs write it."""
    names = {str(field.validation_alias) for field in Settings.model_fields.values()}
    for prefix, section, registration in (
        ("SLACK_", SlackSettings, SlackRegistration),
        ("TEAMS_", TeamsSettings, TeamsRegistration),
    ):
        for name in section.model_fields:
            if name == "registrations":
                names |= {
                    f"{prefix}REGISTRATIONS__<REG>__{inner.upper()}"
                    for inner in registration.model_fields
                }
            elif name == "tokens":
                names.add(f"{prefix}TOKENS__<WORKSPACE>")
            else:
                names.add(f"{prefix}{name.upper()}")
    return names


def test_every_setting_is_documented_and_every_documented_setting_exists() -> None:
    page = (ROOT / "docs/settings.md").read_text("utf-8")
    assert set(re.findall(r"^\| `([^`]+)`", page, re.MULTILINE)) == _settings()


def _defaults() -> dict[str, str]:
    """The default of every setting that has one, as the docs write it."""
    found = {str(field.validation_alias): field.default for field in Settings.model_fields.values()}
    for prefix, section in (("SLACK_", SlackSettings), ("TEAMS_", TeamsSettings)):
        for name, field in section.model_fields.items():
            found[f"{prefix}{name.upper()}"] = field.default
    # A group of settings (registrations, tokens) has a factory, and no default to write down.
    return {
        name: str(value)
        for name, value in found.items()
        if value is not None and value is not PydanticUndefined
    }


def test_every_default_is_as_documented() -> None:
    page = (ROOT / "docs/settings.md").read_text("utf-8")
    rows = re.findall(r"^\| `([^`]+)` \| ([^|]+) \| [^|]+ \|$", page, re.MULTILINE)
    assert {name for name, _ in rows} == _settings()
    documented = {name: default.strip("`") for name, default in rows if default.startswith("`")}
    assert documented == _defaults()


def test_every_exit_code_is_documented() -> None:
    page = (ROOT / "docs/operating.md").read_text("utf-8")
    documented = [int(code) for code in re.findall(r"^\| (\d+) \|", page, re.MULTILINE)]
    kinds = [SevenbotError]
    for kind in kinds:
        kinds += kind.__subclasses__()
    # 0 is success, 2 is typer's own for bad usage.
    assert documented == sorted({0, 2, *(kind.exit_code for kind in kinds)})


def test_the_procfile_is_as_documented() -> None:
    page = (ROOT / "docs/operating.md").read_text("utf-8")
    rows = re.findall(r"^\| (release|web|worker|clock) \| `([^`]+)` \|", page, re.MULTILINE)
    lines = (ROOT / "Procfile").read_text("utf-8").splitlines()
    assert dict(rows) == dict(line.split(": ", 1) for line in lines)


def test_the_example_environment_names_only_settings() -> None:
    text = (ROOT / ".env.example").read_text("utf-8")
    named = re.findall(r"^#?([A-Z_]+)=", text, re.MULTILINE)
    assert named
    general = {re.sub(r"__MAIN__", "__<REG>__", name) for name in named}
    general = {re.sub(r"^SLACK_TOKENS__.*", "SLACK_TOKENS__<WORKSPACE>", name) for name in general}
    assert general <= _settings()


def test_the_directorys_example_is_one() -> None:
    page = (ROOT / "docs/directory.md").read_text("utf-8")
    (example,) = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    directory = Directory.parse(Located("directory.md", example), platforms=platform_names())
    assert len(directory.agencies) == 3
    assert directory.audience_channels("health-and-police") == directory.channels


def test_every_command_that_the_readme_names_exists() -> None:
    commands = get_command(cli).commands  # pyright: ignore[reportAttributeAccessIssue]
    pages = "\n".join(page.read_text("utf-8") for page in PAGES)
    named = set(re.findall(r"(?:\.venv/bin/|`)sevenbot ([a-z]+)", pages))
    assert named
    assert named <= set(commands)
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z]+)`", pages)) <= targets


def test_the_procfile_names_commands() -> None:
    commands = get_command(cli).commands  # pyright: ignore[reportAttributeAccessIssue]
    lines = (ROOT / "Procfile").read_text("utf-8").splitlines()
    processes = {name: line.split()[1] for name, line in (entry.split(": ", 1) for entry in lines)}
    assert processes.keys() == {"release", "web", "worker", "clock"}
    assert set(processes.values()) <= set(commands)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target
