"""YAML whose every value knows its line, and pydantic's complaints told by file and line."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from config.errors import InputError, Problem

_Model = TypeVar("_Model", bound=BaseModel)
Location = tuple[str | int, ...]


class Located:
    """A YAML document with the line of each of its values."""

    def __init__(self, name: str, text: str, *, first_line: int = 1) -> None:
        """Read the text. `first_line` is the line of the file at which it starts. Raises
        InputError with the line when it is not YAML, or a key stands twice."""
        self.name = name
        self._lines: dict[Location, int] = {}
        self._first = first_line
        try:
            node = yaml.compose(text, Loader=yaml.SafeLoader)
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line if error.problem_mark else 0
            what = f"This is not readable YAML ({error.problem}); check its indentation and colons."
            raise InputError(name, [Problem(f"{name}:{line + first_line}", what)]) from None
        except yaml.YAMLError as error:
            raise InputError(
                name, [Problem(name, f"This is not readable YAML ({error}).")]
            ) from None
        repeated: list[Problem] = []
        if node is not None:
            self._walk(node, (), repeated)
        if repeated:
            raise InputError(name, repeated)
        self.value: Any = yaml.safe_load(text)

    def where(self, location: Sequence[str | int]) -> str:
        """Return `file:line` of the value, or of the nearest thing around it."""
        path = tuple(location)
        while path not in self._lines and path:
            path = path[:-1]
        return f"{self.name}:{self._lines.get(path, self._first)}"

    def validated(self, model: type[_Model], subject: str) -> _Model:
        """Return the value as the model. Raises InputError with each problem's line."""
        try:
            return model.model_validate(self.value)
        except ValidationError as error:
            raise InputError(
                subject,
                [
                    Problem(self.where(_without_tags(detail["loc"])), _sentence(detail))
                    for detail in error.errors(include_url=False)
                ],
            ) from None

    def _walk(self, node: yaml.Node, path: Location, repeated: list[Problem]) -> None:
        self._lines[path] = node.start_mark.line + self._first
        match node:
            case yaml.MappingNode():
                seen: set[str] = set()
                for key, value in node.value:
                    name = str(key.value)
                    where = (*path, name)
                    if name in seen:
                        line = key.start_mark.line + self._first
                        repeated.append(
                            Problem(f"{self.name}:{line}", f"'{name}' stands here a second time.")
                        )
                    seen.add(name)
                    self._walk(value, where, repeated)
                    self._lines[where] = key.start_mark.line + self._first
            case yaml.SequenceNode():
                for index, value in enumerate(node.value):
                    self._walk(value, (*path, index), repeated)
            case _:
                pass


def read_located(path: Path) -> Located:
    """Read a YAML file. Raises InputError when it is missing, not text or not YAML."""
    return Located(path.name, read_text(path))


def read_text(path: Path) -> str:
    """Read a UTF-8 text file. Raises InputError that says what to do when it cannot."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        what = "There is no such file; check the name, or create it."
    except IsADirectoryError:
        what = "This is a folder; name a file in it."
    except UnicodeDecodeError:
        what = "This is not UTF-8 text; save it as UTF-8."
    except OSError as error:
        what = f"The file cannot be read: {error.strerror}."
    raise InputError(str(path), [Problem(str(path), what)])


def _without_tags(location: tuple[int | str, ...]) -> Location:
    return tuple(part for part in location if not (isinstance(part, str) and "[" in part))


def _sentence(detail: Mapping[str, Any]) -> str:
    name = next((str(p) for p in reversed(detail["loc"]) if isinstance(p, str)), "this")
    match detail["type"]:
        case "missing":
            return f"'{name}' is missing."
        case "extra_forbidden":
            return f"'{name}' is not something that belongs here; check its spelling."
        case "value_error":
            return str(detail["ctx"]["error"])
        case _:
            return f"'{name}': {detail['msg']}."
