"""Makes the app package: the manifest with one registration's particulars, and the two icons."""

import io
import json
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from bot.platforms.teams.settings import unsafe_address
from config.errors import InputError, Problem

_HERE = Path(__file__).parent
ICONS = ("color.png", "outline.png")
_MADE = (2026, 1, 1, 0, 0, 0)
"""The same particulars give the same bytes, so that a package can be compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """What differs from one registration to the next."""

    app_id: str
    """The registration's application (client) id: the app and its bot share it."""
    version: str
    """Of the package, `1.0.0`; Teams takes an update only under a higher one."""
    partnership: str
    """Whose app it is, at most 32 characters."""
    website: str
    privacy: str
    terms: str


def manifest(particulars: Particulars) -> dict[str, Any]:
    """Return the manifest. Raises InputError naming each particular that Teams would refuse."""
    problems = list(_problems(particulars))
    if problems:
        raise InputError("The Teams app package", problems)
    whole: dict[str, Any] = json.loads((_HERE / "manifest.json").read_text("utf-8"))
    app_id = str(UUID(particulars.app_id))
    whole["id"] = app_id
    whole["version"] = particulars.version
    whole["bots"][0]["botId"] = app_id
    whole["developer"] = {
        "name": particulars.partnership,
        "websiteUrl": particulars.website,
        "privacyUrl": particulars.privacy,
        "termsOfUseUrl": particulars.terms,
    }
    return whole


def package(particulars: Particulars) -> bytes:
    """Return the package as a zip: three files, no folders. Raises InputError."""
    files = {"manifest.json": json.dumps(manifest(particulars), indent=2).encode()}
    files |= {name: (_HERE / name).read_bytes() for name in ICONS}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _MADE), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _problems(particulars: Particulars) -> Iterable[Problem]:
    try:
        UUID(particulars.app_id)
    except ValueError:
        yield Problem("--app-id", "This is not the id of an app registration (a GUID).")
    parts = particulars.version.split(".")
    if len(parts) != 3 or not all(part.isascii() and part.isdecimal() for part in parts):  # noqa: PLR2004
        yield Problem("--version", "Three numbers with points between them, such as 1.0.0.")
    if not 1 <= len(particulars.partnership) <= 32:  # noqa: PLR2004 - the schema's own limit
        yield Problem("--partnership", "A name of 1 to 32 characters.")
    for name in ("website", "privacy", "terms"):
        if unsafe_address(getattr(particulars, name), sandbox=False) is not None:
            yield Problem(f"--{name}", "A public address that starts with https://.")
