"""What goes to whoever installs Sevenbot: the five folders whole, and nothing else."""

import subprocess
import sys
from email.parser import Parser
from pathlib import Path
from zipfile import ZipFile

from tests.patience import LONG

ROOT = Path(__file__).parents[2]
FOLDERS = ("bot", "handlers", "content", "schedules", "config")


def test_the_wheel_holds_the_five_folders_and_nothing_else(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", tmp_path],
        cwd=ROOT,
        capture_output=True,
        check=True,
        timeout=LONG,
    )
    (path,) = tmp_path.glob("*.whl")
    with ZipFile(path) as wheel:
        names = set(wheel.namelist())
        about = {name for name in names if name.split("/")[0].endswith(".dist-info")}
        (metadata,) = (name for name in about if name.endswith("/METADATA"))
        said = Parser().parsestr(wheel.read(metadata).decode())
    assert names - about == {
        file.relative_to(ROOT).as_posix()
        for folder in FOLDERS
        for file in (ROOT / folder).rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    assert "Private :: Do Not Upload" in said.get_all("Classifier", [])
    assert said["License-Expression"] == "MIT"
