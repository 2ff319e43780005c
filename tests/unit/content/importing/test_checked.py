"""Import refuses what the checks call an error, and hands on what they warn of."""

from pathlib import Path

import pytest

from config.errors import InputError
from content.importing.checked import import_file
from tests.unit.content.importing.example import example, line_of, spoiled


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "briefing.md"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_example_of_the_docs_is_imported_without_a_word(tmp_path: Path) -> None:
    imported = import_file(written(tmp_path, example()))
    assert imported.briefing.slug == "hearing-the-child"
    assert imported.warnings == ()


def test_errors_name_their_line_and_refuse_the_import(tmp_path: Path) -> None:
    text = spoiled("title: Hearing the child", f"title: {'x' * 81}")
    text = text.replace("adults spoke to adults.", "adults spoke. DOB 3/4/12.")
    text = text.replace("[x] Write down what", "[ ] Write down what")
    with pytest.raises(InputError) as refused:
        import_file(written(tmp_path, text))
    assert [(p.where, p.what.split(":")[0]) for p in refused.value.problems] == [
        (f"{tmp_path}/briefing.md:{line_of(text, 'title: xxx')}", "Title"),
        (f"{tmp_path}/briefing.md:{line_of(text, '## Background')}", "Background"),
        (f"{tmp_path}/briefing.md:{line_of(text, '### quiet')}", "Question quiet-at-pickup"),
    ]
    assert "3/4/12" not in str(refused.value)


def test_warnings_name_their_line_too(tmp_path: Path) -> None:
    text = spoiled("Before you name a behaviour", "Jayden, 7, did. Before you name a behaviour")
    warnings = import_file(written(tmp_path, text)).warnings
    assert [w.where for w in warnings] == [
        f"{tmp_path}/briefing.md:{line_of(text, '## Key point: B')}"
    ]
    assert warnings[0].what.startswith("Key point 1: This may hold a person's name with an age.")
