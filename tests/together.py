"""Which tests one worker runs one after another, since they share what takes seconds to start.

`--dist=loadgroup` would do by marks, but does nothing with this version of pytest: xdist hands its
groups over in a field that pytest reads no more (pytest-dev/pytest-xdist#1386).
"""

from typing_extensions import override
from xdist.scheduler import LoadScopeScheduling

MODULES = ("tests/peers/", "tests/scenario/")
"""Each module has its own browser, peer or stage."""
FOLDERS = ("tests/browser/",)
"""The whole folder has one demo."""


class Together(LoadScopeScheduling):
    """Hands out modules and folders where they are named above, and single tests elsewhere."""

    @override
    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith(MODULES):
            return nodeid.partition("::")[0]
        return next((folder for folder in FOLDERS if nodeid.startswith(folder)), nodeid)
