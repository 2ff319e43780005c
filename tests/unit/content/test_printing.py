"""The typesetter reads nothing beside its templates, and fetches nothing."""

import re
from datetime import date
from pathlib import Path

import pytest
from typst import TypstError

import content.printing
from content.printing import print_pdf

PRINT = Path(content.printing.__file__).parent / "templates" / "print"
DAY = date(2026, 11, 25)


def test_no_template_fetches_or_includes_anything() -> None:
    templates = list(PRINT.glob("*.typ"))
    assert templates
    assert all(path.suffix == ".typ" for path in PRINT.iterdir())
    for path in templates:
        code = re.sub(r"//.*", "", path.read_text("utf-8"))
        assert not re.search(r"\b(?:import|include|read|plugin|image|eval)\b|@", code)


@pytest.mark.parametrize("reach", ["/etc/passwd", "../en.toml", "/../en.toml", "../../dates.py"])
def test_nothing_outside_the_templates_is_read(
    reach: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "content" / "templates" / "print"
    folder.mkdir(parents=True)
    folder.joinpath("curious.typ").write_text(f'#set document(title: "x")\n#read("{reach}")')
    folder.parent.joinpath("en.toml").write_text("")
    monkeypatch.setattr(content.printing, "files", lambda package: tmp_path / package)
    with pytest.raises(TypstError, match=r"not found|escape"):
        print_pdf("curious", {}, DAY)


def test_a_page_without_a_title_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "content" / "templates" / "print"
    folder.mkdir(parents=True)
    folder.joinpath("untitled.typ").write_text("Words.")
    monkeypatch.setattr(content.printing, "files", lambda package: tmp_path / package)
    with pytest.raises(TypstError, match="title"):
        print_pdf("untitled", {}, DAY)
