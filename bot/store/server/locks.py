"""Locks between processes, on a file. The kernel lets go of them when a process dies."""

import fcntl
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path


class FileLock:
    """A lock on one file: held alone, or shared by many. Not reentrant."""

    def __init__(self, path: Path) -> None:
        """Take the file's path. Opens nothing yet; the folder must be there when it is used."""
        self._path = path
        self._handle: int | None = None

    @contextmanager
    def alone(self) -> Generator[None]:
        """Hold it alone, waiting for whoever holds it now. Raises OSError."""
        handle = self._open()
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    @property
    def shared(self) -> bool:
        """Whether this object holds it, together with others."""
        return self._handle is not None

    def share(self) -> None:
        """Hold it together with others until `release`. Raises OSError when one holds it alone."""
        if self._handle is None:
            handle = self._open()
            try:
                fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except OSError:
                os.close(handle)
                raise
            self._handle = handle

    def release(self) -> bool:
        """Let go of a shared hold. Returns whether it was held, and nobody else holds it now."""
        if self._handle is None:
            return False
        handle, self._handle = self._handle, None
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        else:
            return True
        finally:
            os.close(handle)

    def _open(self) -> int:
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        folder = self._path.parent.stat()
        if os.geteuid() == 0 and os.fstat(handle).st_uid != folder.st_uid:
            os.fchown(handle, folder.st_uid, folder.st_gid)  # its owner must be able to open it
        return handle
