"""Pages as tagged PDF: the one door to the typesetter.

A template is our own; what it prints comes as data and never as markup. It reads nothing beside
the folder of templates, no package is fetched, and the fonts are the typesetter's own. Every PDF
is PDF/UA-1: titled, tagged, and refused by the typesetter where it would not be.
"""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from importlib.resources import files
from pathlib import Path
from unicodedata import category, normalize

import typst

Printed = str | bool | int | Sequence["Printed"] | Mapping[str, "Printed"]
"""What a template may be given."""

STANDARD = "ua-1"
_UNPRINTED = re.compile(
    "[^ -~\xa0-\xac\xae-\u0233\u1e00-\u1e9b\u1ea0-\u1ef9\u2010-\u2015\u2018-\u201f"
    "\u2020-\u2022\u2026\u2032\u2033\u20ac\u2190-\u2193\u2212\u2260\u2264\u2265]"
)
"""Characters that the page's letters do not have, or that nobody sees."""


def print_pdf(template: str, data: Mapping[str, Printed], made_on: date) -> bytes:
    """Return the PDF that the template makes of the data; the same of the same, to the byte.
    `template` is a name in `templates/print`, and `made_on` the day that the file carries.
    Raises typst.TypstError where the template is at fault."""
    folder = Path(str(files("content").joinpath("templates", "print")))
    return typst.compile(
        folder / f"{template}.typ",
        root=folder,
        format="pdf",
        sys_inputs={"data": json.dumps(_printable(data))},
        ignore_system_fonts=True,
        pdf_standards=[STANDARD],
        timestamp=datetime.combine(made_on, time(12), UTC),
    )


def _printable(data: Printed) -> Printed:
    match data:
        case str():
            return _UNPRINTED.sub(_instead, normalize("NFC", " ".join(data.split())))
        case bool() | int():
            return data
        case Mapping():
            return {name: _printable(value) for name, value in data.items()}
        case _:
            return [_printable(each) for each in data]


def _instead(found: re.Match[str]) -> str:
    """Return what is printed for a character that the page has not: its plain form, nothing for
    a sign that says no word, or a question mark."""
    plain = normalize("NFKC", found[0])
    if not _UNPRINTED.search(plain):
        return plain
    return "" if category(found[0])[0] in "CMSZ" else "?"
