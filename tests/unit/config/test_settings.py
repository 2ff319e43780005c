"""Settings come in through one door, and a wrong one is named."""

from pathlib import Path

import pytest
from pydantic import BaseModel, Field, SecretStr
from pydantic_settings import SettingsConfigDict

from config.errors import SettingsError
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


def test_a_section_is_read_from_the_same_environment() -> None:
    environ = {"EXAMPLE_REGISTRATIONS__MAIN__SECRET": "s3cret", "EXAMPLE_URL": "https://x.org/"}
    section = Settings.load(environ).section(ExampleSettings)
    assert section.registrations["main"].secret.get_secret_value() == "s3cret"
    assert section.url == "https://x.org/"
    assert "s3cret" not in repr(section)


def test_a_sections_missing_value_is_named_in_full() -> None:
    settings = Settings.load({"EXAMPLE_REGISTRATIONS__MAIN__OTHER": "x"})
    with pytest.raises(SettingsError) as refused:
        settings.section(ExampleSettings)
    assert [p.where for p in refused.value.problems] == ["EXAMPLE_REGISTRATIONS__MAIN__SECRET"]


def test_the_process_goes_before_the_file_beside_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("EXAMPLE_A=file\nEXAMPLE_B=file\nEXAMPLE_C\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EXAMPLE_A", "process")
    environ = process_environ()
    assert (environ["EXAMPLE_A"], environ["EXAMPLE_B"]) == ("process", "file")
    assert "EXAMPLE_C" not in environ
