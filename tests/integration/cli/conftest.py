"""The command line in this process, with an environment and a folder of its own."""

import logging
import os
import sys
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, LiteralString, cast

import psycopg
import pytest
import structlog

from bot.cli import main
from bot.demo.show import LIBRARY
from bot.platforms.discovery import platform_names
from bot.sandbox.partnership import build_world
from bot.store.server.embedded import EmbeddedServer
from config.directory import Directory
from config.located import Located
from tests.scenario.stage import IDENTITY_KEY

OURS = ("SEVENBOT_", "SLACK_", "TEAMS_", "DATABASE_URL")
USAGE, INPUT, SETTINGS, REFUSED, NOT_FOUND, NO_DATABASE = 2, 3, 4, 5, 6, 7
"""Exit codes, as docs/operating.md gives them."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


@dataclass(slots=True)
class Shell:
    """Runs `sevenbot …` as the console script does: `main`, with arguments and an environment."""

    folder: Path
    environ: dict[str, str]
    approver: str
    """The directory's one approver."""
    monkeypatch: pytest.MonkeyPatch
    capture: pytest.CaptureFixture[str]

    def __call__(self, *arguments: str | Path, **changed: str | None) -> Ended:
        """Run a command; `changed` are variables that differ this once (None: not set)."""
        with self.monkeypatch.context() as patched:
            for name in os.environ:
                if name.startswith(OURS):
                    patched.delenv(name)
            given: Mapping[str, str | None] = {**self.environ, **changed}
            for name, value in given.items():
                if value is not None:
                    patched.setenv(name, value)
            patched.setenv("COLUMNS", "200")
            patched.chdir(self.folder)
            patched.setattr(sys, "argv", ["sevenbot", *map(str, arguments)])
            try:
                main()
                code: object = 0
            except SystemExit as ended:
                code = ended.code or 0
        out, err = self.capture.readouterr()
        assert isinstance(code, int)
        assert "Traceback" not in err
        return Ended(code, out, err)

    def ready(self, *slugs: str) -> None:
        """Import these briefings of the library, and approve them."""
        for slug in slugs:
            assert self("import", LIBRARY / f"{slug}.md").code == 0
            assert self("approve", slug, "--by", self.approver).code == 0

    def keeps_hours(self) -> None:
        """Give every agency the usual days and hours; the demonstration's are always there."""
        file = self.folder / "directory.yaml"
        text = file.read_text("utf-8")
        assert "window: always" in text
        file.write_text(text.replace("window: always", "window: mon-fri 08:00-18:00"), "utf-8")

    def work_off(self) -> None:
        """Leave what is queued as a worker does whose platform took the posts."""
        self.ask(
            "INSERT INTO deliveries (id, occurrence, dissemination, agency, workspace, channel,"
            " channel_id, state, attempts, settled_at)"
            " SELECT gen_random_uuid(), o.id, o.dissemination, 'northshire-police', 'police-slack',"
            " channel, channel, 'delivered', 1, now()"
            " FROM occurrences o JOIN disseminations d ON d.id = o.dissemination,"
            " unnest(d.channels) AS channel"
            " WHERE o.expanded_at IS NULL AND o.skipped_reason IS NULL"
        )
        self.ask("UPDATE occurrences SET expanded_at = now() WHERE skipped_reason IS NULL")

    def ask(self, query: LiteralString) -> list[tuple[Any, ...]]:
        """Ask the database."""
        with psycopg.connect(self.environ["DATABASE_URL"], autocommit=True) as connection:
            cursor = connection.execute(query)
            return cursor.fetchall() if cursor.description else []

    def count(self, table: str) -> int:
        """Return how many rows a table has."""
        ((rows,),) = self.ask(cast("LiteralString", f"SELECT count(*) FROM {table}"))
        return int(rows)

    def write(self, name: str, text: str) -> Path:
        """Write a file into the folder."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path


def nowhere() -> dict[str, str]:
    """Return the addresses of platforms at which nobody answers, so that no test calls a real
    one."""
    closed = "http://127.0.0.1:1"
    return {
        "SEVENBOT_MODE": "sandbox",
        "SLACK_API_URL": f"{closed}/slack/api/",
        "TEAMS_AUTHORITY": "https://127.0.0.1:1",
        "TEAMS_ISSUER": f"{closed}/issuer",
        "TEAMS_METADATA_URL": f"{closed}/issuer/metadata",
        "TEAMS_SERVICE_URL": f"{closed}/teams/",
    }


@pytest.fixture(autouse=True)
def logs_as_they_were() -> Generator[None]:
    """Commands configure the process's logs: put them back."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture
def shell(
    tmp_path: Path,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Shell:
    """A folder with the demonstration's directory, a database, and every secret."""
    world, directory = build_world(24)
    (tmp_path / "directory.yaml").write_text(directory, encoding="utf-8")
    tokens = {
        f"SLACK_TOKENS__{key.upper().replace('-', '_')}": f"xoxb-secret-{key}"
        for key, workspace in world.workspaces.items()
        if workspace.platform == "slack"
    }
    environ = {
        **nowhere(),
        "DATABASE_URL": database_url,
        "SEVENBOT_DATA_DIR": str(tmp_path / "data"),
        "SEVENBOT_IDENTITY_KEY": IDENTITY_KEY,
        "SLACK_REGISTRATIONS__MAIN__SIGNING_SECRET": "secret-signing",
        "TEAMS_REGISTRATIONS__MAIN__APP_ID": "secret-app",
        "TEAMS_REGISTRATIONS__MAIN__APP_SECRET": "secret-secret",
        "TEAMS_REGISTRATIONS__MAIN__HOME_TENANT": "secret-tenant",
        **tokens,
    }
    located = Located("directory.yaml", directory)
    (approver,) = Directory.parse(located, platforms=platform_names()).approvers
    return Shell(tmp_path, environ, approver, monkeypatch, capsys)


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Generator[Path]:
    """A data directory whose embedded server runs meanwhile, so that commands join it."""
    place = tmp_path_factory.mktemp("embedded")
    with EmbeddedServer(place):
        yield place
