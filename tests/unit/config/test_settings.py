"""Settings come in through one door, and a wrong one is named."""

from pathlib import Path

import pytest
from pydantic import BaseModel, Field, SecretStr
from pydantic_settings import SettingsConfigDict

from config.errors import Problem, SettingsError
from config.settings import Section, Settings, process_environ


class Registration(BaseModel):
    secret: SecretStr


class ExampleSettings(Section):
    model_config = SettingsConfigDict(env_prefix="EXAMPLE_")
    registrations: dict[str, Registration] = Field(default_factory=dict)
    url: str = "https://example.org/"


def test_defaults() -> None:
    settings = Settings.load({})
    assert settings.database_url is None
    assert settings.data_dir == Path("var")
    assert settings.mode == "production"
    assert settings.suppression_threshold == 5


def test_the_environment_is_read_and_empty_is_unset() -> None:
    settings = Settings.load(
        {
            "DATABASE_URL": "postgresql://u:p@h/d",
            "SEVENBOT_MODE": "sandbox",
            "SEVENBOT_DATA_DIR": "/srv/x",
            "SEVENBOT_LOG_LEVEL": "",
            "HOME": "/root",
        }
    )
    assert settings.database_url is not None
    assert settings.database_url.get_secret_value() == "postgresql://u:p@h/d"
    assert (settings.mode, settings.data_dir) == ("sandbox", Path("/srv/x"))
    assert settings.log_level == "INFO"


def test_the_processs_own_environment_does_not_leak_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEVENBOT_MODE", "sandbox")
    assert Settings.load({}).mode == "production"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SEVENBOT_MODE", "test"),
        ("SEVENBOT_SUPPRESSION_THRESHOLD", "4"),
        ("SEVENBOT_LOG_LEVEL", "X"),
    ],
)
def test_a_wrong_setting_is_named_without_its_value(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as refused:
        Settings.load({name: value})
    (problem,) = refused.value.problems
    assert problem.where == name
    assert f"'{value}'" not in problem.what


def test_all_wrong_settings_come_at_once() -> None:
    with pytest.raises(SettingsError) as refused:
        Settings.load({"SEVENBOT_MODE": "x", "SEVENBOT_LOG_LEVEL": "y"})
    assert len(refused.value.problems) == 2


def section(environ: dict[str, str]) -> tuple[ExampleSettings, list[str]]:
    problems: list[Problem] = []
    read = Settings.load(environ).section(ExampleSettings, problems)
    return read, [problem.where for problem in problems]


def test_a_section_is_read_from_the_same_environment() -> None:
    environ = {"EXAMPLE_REGISTRATIONS__MAIN__SECRET": " s3cret\n", "EXAMPLE_URL": "https://x.org/"}
    read, wrong = section(environ)
    assert wrong == []
    assert read.registrations["main"].secret.get_secret_value() == "s3cret"
    assert read.url == "https://x.org/"
    assert "s3cret" not in repr(read)


def test_a_sections_missing_value_is_named_in_full_and_the_rest_is_read() -> None:
    read, wrong = section(
        {
            "EXAMPLE_REGISTRATIONS__MAIN__OTHER": "x",
            "EXAMPLE_REGISTRATIONS__SECOND__SECRET": "s3cret",
        }
    )
    assert wrong == ["EXAMPLE_REGISTRATIONS__MAIN__SECRET"]
    assert set(read.registrations) == {"second"}


@pytest.mark.parametrize("name", ["EXAMPLE_REGISTRATIONS", "EXAMPLE_REGISTRATIONS__MAIN"])
@pytest.mark.parametrize("value", ["notjson", "{}", "[]", "null", "[" * 100_000])
def test_a_group_has_no_value_of_its_own(name: str, value: str) -> None:
    read, wrong = section({name: value, "EXAMPLE_URL": "https://x.org/"})
    assert wrong == [name]
    assert read.url == "https://x.org/"


@pytest.mark.parametrize("value", ["a\0b", "a\nb", "\udcff", "a\x1b[31m"])
def test_a_value_that_is_no_text_is_named(value: str) -> None:
    read, wrong = section({"EXAMPLE_URL": value})
    assert wrong == ["EXAMPLE_URL"]
    assert read.url == "https://example.org/"
    with pytest.raises(SettingsError, match="SEVENBOT_DIRECTORY: It holds a character"):
        Settings.load({"SEVENBOT_DIRECTORY": value})


class NeedySettings(Section):
    model_config = SettingsConfigDict(env_prefix="NEEDY_")
    url: str


def test_a_section_that_cannot_do_without_is_refused() -> None:
    with pytest.raises(SettingsError, match="NEEDY_URL: It is missing; set it"):
        Settings.load({}).section(NeedySettings, [])


@pytest.mark.parametrize(
    ("people", "why"),
    [("4", "be recognised"), ("0", "be recognised"), ("101", "hardly an agency"), ("9" * 30, "at")],
)
def test_a_threshold_out_of_bounds_is_told_with_the_reason(people: str, why: str) -> None:
    with pytest.raises(SettingsError, match=why):
        Settings.load({"SEVENBOT_SUPPRESSION_THRESHOLD": people})


def test_a_threshold_may_be_raised() -> None:
    settings = Settings.load({"SEVENBOT_SUPPRESSION_THRESHOLD": "100"})
    assert settings.suppression_threshold == 100


@pytest.mark.parametrize(("months", "why"), [("11", "at least 12"), ("85", "at most 84")])
def test_a_period_of_retention_out_of_bounds_is_told_with_the_reason(months: str, why: str) -> None:
    with pytest.raises(SettingsError, match=why):
        Settings.load({"SEVENBOT_RETENTION_MONTHS": months})


def test_the_period_of_retention_may_be_set() -> None:
    assert Settings.load({}).retention_months == 24
    for months in (12, 84):
        settings = Settings.load({"SEVENBOT_RETENTION_MONTHS": str(months)})
        assert settings.retention_months == months


def test_no_problem_is_in_a_validators_words() -> None:
    environ = {
        "SEVENBOT_MODE": "x",
        "SEVENBOT_LOG_LEVEL": "y",
        "SEVENBOT_SUPPRESSION_THRESHOLD": "many",
    }
    with pytest.raises(SettingsError) as refused:
        Settings.load(environ)
    assert [str(problem) for problem in refused.value.problems] == [
        "SEVENBOT_MODE: Choose one of 'production' or 'sandbox'.",
        "SEVENBOT_SUPPRESSION_THRESHOLD: Write a whole number.",
        "SEVENBOT_LOG_LEVEL: Choose one of 'DEBUG', 'INFO', 'WARNING' or 'ERROR'.",
    ]


def test_the_process_goes_before_the_file_beside_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("EXAMPLE_A=file\nEXAMPLE_B=file\nEXAMPLE_C\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EXAMPLE_A", "process")
    environ = process_environ()
    assert (environ["EXAMPLE_A"], environ["EXAMPLE_B"]) == ("process", "file")
    assert "EXAMPLE_C" not in environ


@pytest.mark.parametrize(
    ("written", "says"),
    [
        (b"EXAMPLE_A=\xff\n", ".env: This is not UTF-8 text"),
        (b"# fine\nEXAMPLE_A='open\nEXAMPLE_B=x\n", ".env:2: This is no setting"),
        (b"EXAMPLE_A" + b"=x" * 1_000_000, ".env: This is larger"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, written: bytes, says: str
) -> None:
    (tmp_path / ".env").write_bytes(written)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SettingsError) as refused:
        process_environ()
    assert str(refused.value.problems[0]).startswith(says)


def test_odd_things_beside_the_process(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / ".env"
    file.symlink_to(file)
    with pytest.raises(SettingsError, match="cannot be read"):
        process_environ()
    file.unlink()
    file.mkdir()
    assert "EXAMPLE_A" not in process_environ()
    file.rmdir()
    file.write_text("\ufeffEXAMPLE_A=x\n", encoding="utf-8")
    assert process_environ()["EXAMPLE_A"] == "x"
