"""Finds every platform, connects it to a small directory, and keeps its golden files."""

import json
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from bot.platforms.base import Inbound, Platform
from bot.platforms.discovery import load_platform, platform_names
from config.directory import Directory
from config.located import Located
from config.settings import Settings
from content.compose.examples import examples
from content.message import Message, View
from handlers.events import EngagementEvent
from handlers.interaction import Interaction, Reply
from tests.contract.kitchen_sink import kitchen_sink
from tests.fakes.clock import FakeClock

HERE = Path(__file__).parent
GOLDEN = HERE / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite-golden",
        action="store_true",
        help="write the golden files anew; look at the difference before you keep it",
    )


class _NoNotebook:
    async def read(self, workspace: str) -> Mapping[str, str]:
        return {}

    async def write(self, workspace: str, entries: Mapping[str, str]) -> None:
        pass


async def _nothing_comes_in(interaction: Interaction) -> Reply:
    raise AssertionError(interaction)


async def _nothing_is_said(_: object) -> Message:
    raise AssertionError


async def _nothing_is_shown(event: EngagementEvent) -> None:
    raise AssertionError(event)


async def _nobody_is_known(workspace: str, account: str) -> bool:
    return False


def small_directory(platform: str) -> Directory:
    """One agency, one workspace on the platform, one channel."""
    return Directory.parse(
        Located(
            "directory.yaml",
            f"""
partnership: Contract
agencies: [{{key: house, name: House, sector: other, head_count: 9}}]
workspaces: [{{key: home, platform: {platform}, id: T0CONTRACT, agency: house}}]
channels: [{{key: hall, agency: house, workspace: home, id: C0CONTRACT, name: hall}}]
""",
        ),
        platforms=[platform],
    )


def environment(platform: str) -> Mapping[str, str]:
    """The variables with which the platform connects to that directory."""
    path = HERE / "environments" / f"{platform}.env"
    assert path.is_file(), f"tell the contract tests how {platform} is connected: write {path}"
    lines = path.read_text("utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line)


@pytest.fixture(scope="session", params=platform_names())
def platform(request: pytest.FixtureRequest) -> Platform:
    return load_platform(request.param)(
        settings=Settings.load(environment(request.param)),
        directory=small_directory(request.param),
        inbound=Inbound(
            _nothing_comes_in,
            _nothing_is_shown,
            _nobody_is_known,
            _nothing_is_said,
            _nothing_is_said,
        ),
        notebook=_NoNotebook(),
        now=FakeClock().now,
    )


@pytest.fixture(scope="session")
def reader(platform: Platform) -> ModuleType:
    """Reads the platform's wire as the platform would."""
    return import_module(f"tests.contract.reading.{platform.name}")


CASES: Mapping[str, Message | View] = {**examples(), **kitchen_sink()}


@pytest.fixture(params=CASES)
def case(request: pytest.FixtureRequest) -> tuple[str, Message | View]:
    return request.param, CASES[request.param]


@pytest.fixture
def golden(request: pytest.FixtureRequest, platform: Platform) -> "Golden":
    return Golden(
        GOLDEN / platform.name, rewrite=request.config.getoption("--rewrite-golden", default=False)
    )


class Golden:
    """A platform's golden files."""

    def __init__(self, folder: Path, *, rewrite: bool) -> None:
        self.folder = folder
        self.rewrite = rewrite

    def check(self, name: str, wire: Mapping[str, object]) -> None:
        """Compare with the file, or write it anew."""
        path = self.folder / f"{name}.json"
        text = json.dumps(wire, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
        if self.rewrite:
            self.folder.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.is_file(), f"{path} is missing: run pytest tests/contract --rewrite-golden"
        assert text == path.read_text("utf-8")

    def names(self) -> set[str]:
        """The names of the files that are there."""
        return {path.stem for path in self.folder.glob("*.json")}
