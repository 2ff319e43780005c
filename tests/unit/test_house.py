"""The house's own rules, as tests."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.patience import LONG

ROOT = Path(__file__).parents[2]
FOLDERS = ("bot", "handlers", "content", "schedules", "config")
SOURCES = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))]
PEERS = ROOT / "tests/peers/node_modules"
EVERYTHING = [
    *SOURCES,
    *sorted((ROOT / "benchmarks").rglob("*.py")),
    *(path for path in sorted((ROOT / "tests").rglob("*.py")) if PEERS not in path.parents),
]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def test_imports_keep_the_contracts() -> None:
    outcome = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=LONG,
        check=False,
    )
    assert outcome.returncode == 0, outcome.stdout
    assert "0 broken" in outcome.stdout


@pytest.mark.parametrize("path", EVERYTHING, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_holds_one_idea(path: Path) -> None:
    text = path.read_text("utf-8")
    lines = text.count("\n")
    assert lines <= 400
    if lines > 300:
        docstring = ast.get_docstring(ast.parse(text)) or ""
        reasons = [line for line in docstring.splitlines() if line.startswith("Long because ")]
        assert reasons, "say why in the docstring, in a line that begins with 'Long because'"


def test_every_dependency_has_its_reason_and_every_reason_its_dependency() -> None:
    project = PYPROJECT["project"]
    optional = project["optional-dependencies"]
    declared = {
        re.split(r"[\[<>=; ]", entry)[0].lower()
        for entry in (*project["dependencies"], *optional["build"], *optional["dev"])
    }
    page = (ROOT / "docs/dependencies.md").read_text("utf-8")
    reasons = set(re.findall(r"^\| ([a-z0-9-]+) \| (?!licence)", page, re.MULTILINE))
    assert reasons - {"package"} == declared


def test_lock_files_name_no_registry() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text("utf-8")
        assert "--hash=sha256:" in text
        assert "://" not in text


def test_importing_has_no_effects() -> None:
    """Every module is imported in a fresh process that may not open, connect or start anything.
    Other people's modules are there already: what they do on import is not ours to promise."""
    modules = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in SOURCES
        if "migrations" not in path.parts
    ]
    program = f"""
import importlib, sys, threading
modules = {modules!r}
for name in modules:
    importlib.import_module(name)
for name in [name for name in sys.modules if name.split(".")[0] in {FOLDERS!r}]:
    del sys.modules[name]
forbidden = ("socket.connect", "socket.bind", "subprocess.Popen", "os.mkdir", "os.remove")
def watch(event, args):
    writes = event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+")
    if writes or event in forbidden:
        raise SystemExit(f"{{event}} {{args}} on import")
sys.dont_write_bytecode = True
sys.addaudithook(watch)
for name in modules:
    importlib.import_module(name)
assert threading.active_count() == 1, threading.enumerate()
"""
    outcome = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=LONG,
        check=False,
    )
    assert outcome.returncode == 0, outcome.stderr
