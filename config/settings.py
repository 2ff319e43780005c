"""The only door to the environment.

`Settings.load(environ)` reads the house's own settings; a platform reads its own section through
`settings.section(kind)`. Every setting is described in docs/settings.md.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, TypeVar

from dotenv import dotenv_values
from pydantic import Field, PrivateAttr, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)
from typing_extensions import override

from config.errors import Problem, SettingsError

_Section = TypeVar("_Section", bound="Section")


class Section(BaseSettings):
    """A group of settings with a common prefix. Read by `Settings.section`, never directly."""

    model_config = SettingsConfigDict(
        extra="ignore",
        frozen=True,
        env_nested_delimiter="__",
        hide_input_in_errors=True,
        env_ignore_empty=True,
    )

    @classmethod
    @override
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take values only as given: the environment comes in through the one door."""
        return (init_settings,)


class Settings(Section):
    """The house's own settings."""

    database_url: SecretStr | None = Field(default=None, validation_alias="DATABASE_URL")
    """A PostgreSQL address; unset, the embedded server runs in `data_dir`."""
    data_dir: Path = Field(default=Path("var"), validation_alias="SEVENBOT_DATA_DIR")
    directory: Path = Field(default=Path("directory.yaml"), validation_alias="SEVENBOT_DIRECTORY")
    mode: Literal["production", "sandbox"] = Field(
        default="production", validation_alias="SEVENBOT_MODE"
    )
    """Sandbox allows loopback issuers and a local certificate; production refuses them."""
    identity_key: SecretStr | None = Field(default=None, validation_alias="SEVENBOT_IDENTITY_KEY")
    """The key to members' identities: 32 bytes, URL-safe base64. Unset with the embedded
    database, it is made and kept in `data_dir`, outside the database."""
    suppression_threshold: int = Field(
        default=5, ge=5, validation_alias="SEVENBOT_SUPPRESSION_THRESHOLD"
    )
    """Groups smaller than this are suppressed. It may be raised, never lowered."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", validation_alias="SEVENBOT_LOG_LEVEL"
    )
    _environ: Mapping[str, str] = PrivateAttr(default_factory=dict[str, str])

    @classmethod
    def load(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the settings. Raises SettingsError naming each wrong or missing variable."""
        settings = _read(cls, environ)
        settings._environ = dict(environ)  # noqa: SLF001 - our own private attribute
        return settings

    def section(self, kind: type[_Section]) -> _Section:
        """Read a platform's section from the same environment. Raises SettingsError."""
        return _read(kind, self._environ)


class _MappingSource(EnvSettingsSource):
    """Reads a mapping as pydantic-settings reads the process's environment."""

    def __init__(self, settings_cls: type[BaseSettings], environ: Mapping[str, str]) -> None:
        self._given = environ
        super().__init__(settings_cls)

    @override
    def _load_env_vars(self) -> Mapping[str, str | None]:
        return {name.lower(): value for name, value in self._given.items() if value}


def _read(kind: type[_Section], environ: Mapping[str, str]) -> _Section:
    try:
        values: dict[str, Any] = _MappingSource(kind, environ)()
        return kind(**values)
    except ValidationError as error:
        prefix = kind.model_config.get("env_prefix") or ""
        raise SettingsError(
            "The environment",
            [
                Problem(
                    prefix + "__".join(str(part).upper() for part in detail["loc"]),
                    detail["msg"],
                )
                for detail in error.errors(include_input=False, include_url=False)
            ],
        ) from None


def process_environ() -> dict[str, str]:
    """Return the process's environment over the `.env` file of the working folder, if there is
    one."""
    written = {name: value for name, value in dotenv_values(".env").items() if value is not None}
    return {**written, **os.environ}
