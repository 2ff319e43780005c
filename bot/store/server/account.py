"""The system account that the embedded PostgreSQL runs as, and the folders it must reach.

PostgreSQL refuses to run as root. Where root starts Sevenbot, the server runs as the data
folder's owner, or as a system account of its own.
"""

import hashlib
import os
import pwd
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from config.errors import DatabaseUnavailable

SYSTEM_ACCOUNT = "sevenbot"
SOCKET = ".s.PGSQL.5432"
MAX_SOCKET_PATH = 103
"""Bytes in a socket's address on macOS; Linux takes 107 (sockaddr_un)."""


@dataclass(frozen=True, slots=True)
class Account:
    """The system account that PostgreSQL runs as. It refuses to run as root."""

    uid: int
    gid: int
    other: bool
    """Whether it is another account than this process's own."""


def account_for(folder: Path) -> Account:
    """Return the account that owns (or will own) a data folder: our own, and for root the
    folder's owner or else a system account made for it. Raises DatabaseUnavailable."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), other=False)
    nearest = next(path for path in (folder, *folder.parents) if path.exists())
    owner = nearest.stat()
    if owner.st_uid != 0 and _named(owner.st_uid) and nearest in (folder, folder.parent):
        return Account(owner.st_uid, owner.st_gid, other=True)
    entry = _system_account()
    return Account(entry.pw_uid, entry.pw_gid, other=True)


def place_for_socket(folder: Path) -> Path:
    """Return where the server's socket belongs: in the data folder, or where its path is too long
    or odd for a socket's address, in a folder of its own among temporary files."""
    if _fits(folder):
        return folder
    name = f"sevenbot-{hashlib.sha256(bytes(folder)).hexdigest()[:12]}"
    usual = Path(tempfile.gettempdir()) / name
    return usual if _fits(usual) else Path("/tmp") / name  # noqa: S108 - checked when it is made


def socket_folder(folder: Path, account: Account) -> Path:
    """Return the place for the server's socket, made where it is not the data folder: only the
    account may enter it. Raises OSError, DatabaseUnavailable."""
    place = place_for_socket(folder)
    if place == folder:
        return folder
    try:
        place.mkdir(mode=0o700)
    except FileExistsError:
        pass
    else:
        os.chown(place, account.uid, account.gid)
    found = place.lstat()
    if place.is_symlink() or found.st_uid != account.uid or found.st_mode & 0o077:
        raise DatabaseUnavailable(
            f"The database's socket needs the folder {place}, and somebody else made it; remove it,"
            " or choose a shorter SEVENBOT_DATA_DIR."
        )
    return place


def open_way(target: Path) -> None:
    """Let another account pass through (not list) every folder on the way to `target`."""
    for folder in target.parents:
        mode = folder.stat().st_mode
        if not mode & 0o001:
            folder.chmod(mode | 0o001)


def open_programs(folder: Path) -> None:
    """Let another account run the programs in `folder` and read what stands beside it, wherever
    they were installed."""
    open_way(folder)
    if not folder.stat().st_mode & 0o001:  # installed for its owner alone
        for path in (folder.parent, *folder.parent.rglob("*")):
            mode = path.stat().st_mode
            path.chmod(mode | ((mode >> 6) & 0o005))


def _fits(folder: Path) -> bool:
    plain = re.fullmatch(r"[\w./+-]+", str(folder), flags=re.ASCII)
    return bool(plain) and len(bytes(folder / f"{SOCKET}.lock")) <= MAX_SOCKET_PATH


def _named(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True


def _system_account() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(SYSTEM_ACCOUNT)
    except KeyError:
        pass
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if useradd is not None:
        # Two first starts may race; the second finds the account that the first made.
        arguments = ["--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin"]
        subprocess.run([useradd, *arguments, SYSTEM_ACCOUNT], check=False, capture_output=True)  # noqa: S603
        try:
            return pwd.getpwnam(SYSTEM_ACCOUNT)
        except KeyError:
            pass
    raise DatabaseUnavailable(
        f"PostgreSQL does not run as root, and an account '{SYSTEM_ACCOUNT}' could not be made; run"
        " Sevenbot as an ordinary user, or set DATABASE_URL."
    )
