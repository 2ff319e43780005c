"""What the store's tests share."""

import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest


@pytest.fixture
def place() -> Generator[Path]:
    """A folder of this test's own. Not pytest's `tmp_path`: every session of pytest closes the
    folder around those for other accounts, and root's PostgreSQL runs as another account."""
    made = Path(tempfile.mkdtemp(prefix="sevenbot-"))
    yield made
    shutil.rmtree(made)
