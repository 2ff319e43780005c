"""The only door to the environment.

`Settings.load(environ)` reads the house's own settings; a platform reads its own section through
`settings.section(kind, problems)`. Every setting is described in docs/settings.md.
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar, cast, get_args
from unicodedata import category

from dotenv import dotenv_values
from dotenv.parser import parse_stream
from pydantic import (
    AfterValidator,
    BaseModel,
    Field,
    PrivateAttr,
    SecretStr,
    ValidationError,
    ValidationInfo,
)
from pydantic.fields import FieldInfo
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)
from typing_extensions import override

from config.addresses import public_address
from config.complaints import demand
from config.errors import InputError, Problem, SettingsError
from config.located import read_text

_Section = TypeVar("_Section", bound="Section")

LOWEST_THRESHOLD = 5
HIGHEST_THRESHOLD = 100


def _threshold(people: int) -> int:
    if people < LOWEST_THRESHOLD:
        raise ValueError(
            f"It is at least {LOWEST_THRESHOLD}: figures about fewer people would let somebody be"
            " recognised."
        )
    if people > HIGHEST_THRESHOLD:
        raise ValueError(
            f"It is at most {HIGHEST_THRESHOLD}: with more, hardly an agency would ever see a"
            " figure of its own."
        )
    return people


LEAST_RETENTION = 12
MOST_RETENTION = 84


def _retention(months: int) -> int:
    if months < LEAST_RETENTION:
        raise ValueError(
            f"It is at least {LEAST_RETENTION}: learning returns to people for up to a year."
        )
    if months > MOST_RETENTION:
        raise ValueError(
            f"It is at most {MOST_RETENTION}: figures stay without it, and nothing that leads to"
            " people is kept longer than it is needed."
        )
    return months


def _public(address: str | None, info: ValidationInfo) -> str | None:
    sandbox = info.data.get("mode") == "sandbox"
    return None if address is None else public_address(address, sandbox=sandbox)


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

    @classmethod
    def names(cls, **groups: Iterable[str]) -> set[str]:
        """Return the names of all variables that are read, in capitals. `groups` are the
        directory's keys for the entries of each group."""
        prefix = cls.model_config.get("env_prefix") or ""
        found: set[str] = set()
        for name, field in cls.model_fields.items():
            whole = str(field.validation_alias or prefix + name).upper()
            if name not in groups:
                found.add(whole)
                continue
            _, entry = get_args(field.annotation)
            for key in groups[name]:
                inner = f"{whole}__{variable(key)}"
                parts = entry.model_fields if issubclass(entry, BaseModel) else ()
                found |= {f"{inner}__{part.upper()}" for part in parts} or {inner}
        return found


class Settings(Section):
    """The house's own settings."""

    database_url: SecretStr | None = Field(default=None, validation_alias="DATABASE_URL")
    """A PostgreSQL address; unset, the embedded server runs in `data_dir`."""
    database_pool: int = Field(default=5, ge=2, le=100, validation_alias="SEVENBOT_DATABASE_POOL")
    """Connections that one process keeps for general use, beside the few that have a task of their
    own."""
    data_dir: Path = Field(default=Path("var"), validation_alias="SEVENBOT_DATA_DIR")
    directory: Path = Field(default=Path("directory.yaml"), validation_alias="SEVENBOT_DIRECTORY")
    mode: Literal["production", "sandbox"] = Field(
        default="production", validation_alias="SEVENBOT_MODE"
    )
    """Sandbox allows loopback issuers and a local certificate; production refuses them."""
    identity_key: SecretStr | None = Field(default=None, validation_alias="SEVENBOT_IDENTITY_KEY")
    """The key to members' identities: 32 bytes, URL-safe base64. Unset with the embedded
    database, it is made and kept in `data_dir`, outside the database."""
    suppression_threshold: Annotated[int, AfterValidator(_threshold)] = Field(
        default=LOWEST_THRESHOLD, validation_alias="SEVENBOT_SUPPRESSION_THRESHOLD"
    )
    """Groups smaller than this are suppressed. It may be raised, never lowered."""
    retention_months: Annotated[int, AfterValidator(_retention)] = Field(
        default=24, validation_alias="SEVENBOT_RETENTION_MONTHS"
    )
    """So many months after a briefing's last post nothing of it leads to people any more."""
    pulse_keys: Path | None = Field(default=None, validation_alias="SEVENBOT_PULSE_KEYS")
    """The folder of open surveys' keys, for `pulse_keys_dir`."""
    public_url: Annotated[str | None, AfterValidator(_public)] = Field(
        default=None, validation_alias="SEVENBOT_PUBLIC_URL"
    )
    """Where people's browsers reach the web process; without it no link to a download is made."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", validation_alias="SEVENBOT_LOG_LEVEL"
    )
    _environ: Mapping[str, str] = PrivateAttr(default_factory=dict[str, str])

    @classmethod
    def load(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the settings. Raises SettingsError naming each wrong variable."""
        settings, problems = _read(cls, environ)
        if problems:
            raise SettingsError("The environment", problems)
        settings._environ = dict(environ)  # noqa: SLF001 - our own private attribute
        return settings

    @property
    def pulse_keys_dir(self) -> Path:
        """Return the folder in which open surveys' keys are kept: outside the database, and where
        there are several machines, one folder for all of them."""
        return self.pulse_keys or self.data_dir / "pulse-keys"

    def section(self, kind: type[_Section], problems: list[Problem]) -> _Section:
        """Read a platform's section from the same environment. What is wrong in it is added to
        `problems` and left out, so that all that is wrong can be told at once. Raises
        SettingsError when the section cannot do without."""
        section, found = _read(kind, self._environ)
        problems += found
        return section

    @property
    def given(self) -> set[str]:
        """Return the names of the variables that have a value, in capitals."""
        return {name.upper() for name, value in self._environ.items() if value}


class _MappingSource(EnvSettingsSource):
    """Reads a mapping as pydantic-settings reads the process's environment."""

    def __init__(self, settings_cls: type[BaseSettings], given: Mapping[str, str]) -> None:
        self._given = given
        super().__init__(settings_cls)

    @override
    def _load_env_vars(self) -> Mapping[str, str | None]:
        return self._given

    @override
    def decode_complex_value(self, field_name: str, field: FieldInfo, value: Any) -> Any:
        """Leave the words as they are: a group is written a variable each, never as JSON."""
        return value


def _read(kind: type[_Section], environ: Mapping[str, str]) -> tuple[_Section, list[Problem]]:
    """Return the section, and what is wrong in the variables that it leaves out."""
    prefix = kind.model_config.get("env_prefix") or ""
    names = tuple(
        str(field.validation_alias or prefix + name).lower()
        for name, field in kind.model_fields.items()
    )
    given = {n.lower(): v.strip() for n, v in environ.items() if n.lower().startswith(names)}
    problems = {
        name.upper(): Problem(name.upper(), "It holds a character that is no text; type it anew.")
        for name, value in given.items()
        if any(category(character) in {"Cc", "Cs"} for character in value)
    }
    readable = {n: v for n, v in given.items() if v and n.upper() not in problems}
    values: dict[str, Any] = _MappingSource(kind, readable)()
    while True:
        try:
            return kind(**values), list(problems.values())
        except ValidationError as error:
            for detail in error.errors(include_input=False, include_url=False):
                problem = _problem(prefix, detail)
                problems.setdefault(problem.where, problem)
                if not _left_out(values, detail["loc"]):
                    raise SettingsError("The environment", problems.values()) from None


def _left_out(values: dict[str, Any], location: Sequence[int | str]) -> bool:
    """Take out the value at the place, or the nearest thing around it, and tell whether there
    was one."""
    part, *rest = location
    inner = values.get(str(part))
    if rest and isinstance(inner, dict) and rest[0] in inner:
        return _left_out(cast("dict[str, Any]", inner), rest)
    return values.pop(str(part), None) is not None


def _problem(prefix: str, detail: Mapping[str, Any]) -> Problem:
    where = prefix + "__".join(str(part).upper() for part in detail["loc"])
    match detail["type"]:
        case "value_error":
            return Problem(where, str(detail["ctx"]["error"]))
        case "missing":
            return Problem(where, "It is missing; set it.")
        case "extra_forbidden":
            return Problem(where, "There is no such setting; check its spelling.")
        case "dict_type" | "model_type":
            what = "It is a group; set each of its settings by name, as docs/settings.md shows."
            return Problem(where, what)
        case "string_type":
            return Problem(where, "It is one setting and no group; drop what follows its name.")
        case _:
            wanted = demand(detail)
            return Problem(where, f"{wanted[0].upper()}{wanted[1:]}.")


def variable(key: str) -> str:
    """Return a key of the directory as it stands in a variable's name."""
    return key.replace("-", "_").upper()


def each_once(problems: Iterable[Problem]) -> Sequence[Problem]:
    """Return the first problem of each setting: one that is wrong is missing too."""
    first: dict[str, Problem] = {}
    for problem in problems:
        first.setdefault(problem.where, problem)
    return tuple(first.values())


def process_environ() -> dict[str, str]:
    """Return the process's environment over the `.env` file of the working folder, if there is
    one. Raises SettingsError when that file cannot be read."""
    return {**_written(Path(".env")), **os.environ}


def _written(file: Path) -> dict[str, str]:
    if file.is_dir() or not (file.exists() or file.is_symlink()):
        return {}
    try:
        text = read_text(file).removeprefix("\ufeff")
    except InputError as error:
        raise SettingsError("The file of settings", error.problems) from None
    odd = [line.original.line for line in parse_stream(StringIO(text)) if line.error]
    if odd:
        what = "This is no setting; write NAME=value, and close what quotation marks there are."
        raise SettingsError("The file of settings", [Problem(f"{file}:{n}", what) for n in odd])
    values = dotenv_values(stream=StringIO(text))
    return {name: value for name, value in values.items() if value is not None}
