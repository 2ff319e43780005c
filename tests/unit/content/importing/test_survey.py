"""A survey's file: what is read, and that every problem comes with its line."""

from pathlib import Path

import pytest

from config.errors import InputError
from content.approval import Status
from content.importing.survey import import_survey
from content.survey import Agreement, FreeText, Purpose, YesNo
from tests.unit.content.importing.example import AUTHORING, line_of


def example() -> str:
    return AUTHORING.read_text(encoding="utf-8").split("```yaml\n")[1].split("\n```\n")[0]


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "survey.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_example_of_the_docs_is_imported_without_a_word(tmp_path: Path) -> None:
    imported = import_survey(written(tmp_path, example()))
    survey = imported.survey
    assert imported.warnings == ()
    assert survey.slug == "neglect-autumn"
    assert survey.purpose is Purpose.PULSE
    assert survey.status is Status.APPROVED
    assert survey.theme is not None
    assert [type(question) for question in survey.questions] == [
        Agreement,
        YesNo,
        Agreement,
        FreeText,
    ]


def test_a_theme_may_be_left_out(tmp_path: Path) -> None:
    text = "\n".join(line for line in example().splitlines() if not line.startswith("theme"))
    assert import_survey(written(tmp_path, text)).survey.theme is None


@pytest.mark.parametrize(
    ("old", "new", "at"),
    [
        ("pulse survey", "7-minute briefing", "format"),
        ("version: 1", "version: 0", "version"),
        ("slug: neglect-autumn", "slug: Neglect", "slug"),
        ("title: Working with", "titel: Working with", "titel"),
        ("kind: yes or no", "kind: stars", "    kind: stars"),
        ("key: can-name", "key: Can name", "  - key: Can"),
        ("status: approved", "status: sent", "status"),
    ],
)
def test_problems_of_form_name_their_line(tmp_path: Path, old: str, new: str, at: str) -> None:
    text = example().replace(old, new, 1)
    with pytest.raises(InputError) as refused:
        import_survey(written(tmp_path, text))
    assert f"{tmp_path}/survey.yaml:{line_of(text, at)}" in [
        p.where for p in refused.value.problems
    ]


def test_what_the_checks_call_an_error_refuses_the_file(tmp_path: Path) -> None:
    text = example().replace("approver: Alex Approver", "approver: Sam Author")
    text = text.replace("title: Working", f"title: {'x' * 80} Working")
    text = text.replace("key: duty-team", "key: can-name")
    with pytest.raises(InputError) as refused:
        import_survey(written(tmp_path, text))
    assert [(p.where, p.what.split(":")[0]) for p in refused.value.problems] == [
        (f"{tmp_path}/survey.yaml:{line_of(text, 'title')}", "Title"),
        (
            f"{tmp_path}/survey.yaml:{line_of(text, '    ask: I get an answer') - 2}",
            "Question can-name",
        ),
        (f"{tmp_path}/survey.yaml:{line_of(text, 'status')}", "Approval"),
    ]


def test_leading_wording_is_a_warning_with_its_line(tmp_path: Path) -> None:
    text = example().replace("I can name neglect", "I can always name neglect")
    (warning,) = import_survey(written(tmp_path, text)).warnings
    assert warning.where == f"{tmp_path}/survey.yaml:{line_of(text, '  - key: can-name')}"
    assert warning.what.startswith("Question can-name: A strong or sweeping word")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        import_survey(tmp_path / "none.yaml")
