"""YAML whose every value knows its line, and pydantic's complaints told by file and line."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar, cast

import yaml
from pydantic import BaseModel, ValidationError
from yaml.constructor import SafeConstructor

from config.complaints import sentence, unreadable
from config.errors import InputError, Problem
from config.nodes import Odd, compose

_Model = TypeVar("_Model", bound=BaseModel)
Location = tuple[str | int, ...]
EACH = -1
"""In a path of `Located.texts`: every entry of a list."""


NOT_THERE = "There is no such file; check the name, or create it."
MAX_BYTES = 1_000_000
"""Of a text file, at the most: some thousands of channels, read in seconds."""


class Located:
    """A YAML document with the line of each of its values."""

    def __init__(self, name: str, text: str, *, first_line: int = 1) -> None:
        """Read the text. `first_line` is the line of the file at which it starts. Raises
        InputError with the line when it is not YAML, or a key stands twice."""
        self.name = name
        self._lines: dict[Location, int] = {}
        self._first = first_line
        try:
            node = compose(text)
        except yaml.MarkedYAMLError as error:
            raise InputError(name, [self._unreadable(error)]) from None
        except (yaml.YAMLError, ValueError, OverflowError):
            what = "This holds a character that cannot stand in YAML; delete it."
            raise InputError(name, [Problem(f"{name}:{first_line}", what)]) from None
        if isinstance(node, Odd):
            raise InputError(name, [Problem(f"{name}:{node.line + first_line}", node.what)])
        problems: list[Problem] = []
        self.value: Any = None if node is None else self._walk(node, (), problems)
        if problems:
            raise InputError(name, problems)

    def _unreadable(self, error: yaml.MarkedYAMLError) -> Problem:
        line = error.problem_mark.line if error.problem_mark else 0
        return Problem(f"{self.name}:{line + self._first}", unreadable(error))

    def where(self, location: Sequence[str | int]) -> str:
        """Return `file:line` of the value, or of the nearest thing around it."""
        path = tuple(location)
        while path not in self._lines and path:
            path = path[:-1]
        return f"{self.name}:{self._lines.get(path, self._first)}"

    def texts(self, path: Location) -> Iterator[tuple[Location, str]]:
        """Yield every text that stands at a path, with its location. What stands otherwise than
        the path says is passed over."""
        yield from _texts(self.value, (), path)

    def validated(self, model: type[_Model], subject: str) -> _Model:
        """Return the value as the model. Raises InputError with each problem's line."""
        try:
            return model.model_validate(self.value)
        except ValidationError as error:
            raise InputError(
                subject,
                [
                    Problem(self.where(_without_tags(detail["loc"])), sentence(detail))
                    for detail in error.errors(include_url=False)
                ],
            ) from None

    def _walk(self, node: yaml.Node, path: Location, problems: list[Problem]) -> Any:
        """Return the node's value; note its line, and what is wrong in it."""
        self._lines[path] = node.start_mark.line + self._first
        match node:
            case yaml.MappingNode():
                values: dict[str, Any] = {}
                for key, value in node.value:
                    line = key.start_mark.line + self._first
                    name = str(key.value)
                    if not isinstance(key, yaml.ScalarNode):
                        problems.append(Problem(f"{self.name}:{line}", "A key is one word."))
                    elif name in values:
                        what = f"'{name}' stands here a second time."
                        problems.append(Problem(f"{self.name}:{line}", what))
                    values[name] = self._walk(value, (*path, name), problems)
                    self._lines[(*path, name)] = line
                return values
            case yaml.SequenceNode():
                return [self._walk(v, (*path, i), problems) for i, v in enumerate(node.value)]
            case _:
                try:
                    value = _scalar(node)
                except yaml.MarkedYAMLError as error:
                    problems.append(self._unreadable(error))
                except (ValueError, OverflowError):
                    # PyYAML makes a date or a number of what looks like one.
                    what = "There is no such date or number; mend it, or put it in quotes."
                    problems.append(Problem(self.where(path), what))
                else:
                    hidden = hidden_character(value) if isinstance(value, str) else None
                    if hidden is None:
                        return value
                    problems.append(Problem(self.where(path), hidden[1]))
                return None


def read_located(path: Path, *, missing: str = NOT_THERE) -> Located:
    """Read a YAML file. Raises InputError when it is missing (in these words), not text or not
    YAML."""
    return Located(path.name, read_text(path, missing=missing))


def read_text(path: Path, *, missing: str = NOT_THERE) -> str:
    """Read a UTF-8 text file. Raises InputError that says what to do when it cannot; `missing`
    are the words for a file that is not there."""
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):
            what = "This is not a file; name one."
        else:
            with path.open("rb") as file:
                read = file.read(MAX_BYTES + 1)
            if len(read) <= MAX_BYTES:
                return read.decode().replace("\r\n", "\n").replace("\r", "\n")
            what = f"This is larger than {MAX_BYTES:,} bytes; check that it is the right file."
    except FileNotFoundError:
        what = missing
    except IsADirectoryError:
        what = "This is a folder; name a file in it."
    except UnicodeDecodeError:
        what = "This is not UTF-8 text; save it as UTF-8."
    except OSError as error:
        what = f"The file cannot be read: {error.strerror}."
    except ValueError:
        what = "No file can have this name; check it."
    raise InputError(str(path), [Problem(str(path), what)])


_HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
                     r"\ufeff\ufff9-\ufffb\ud800-\udfff]")  # fmt: skip


def hidden_character(text: str) -> tuple[int, str] | None:
    """Find a character that nobody sees and that could break a line, turn the reading direction,
    hide an identifying number or be refused by the database. Returns where it stands and a
    sentence; None when there is none. Joiners (U+200C, U+200D) are letters' business and stay."""
    found = _HIDDEN.search(text)
    if found is None:
        return None
    code = ord(found.group())
    return found.start(), f"An invisible character (U+{code:04X}) stands here; delete it."


_TEXT = "tag:yaml.org,2002:str"
"""PyYAML's name for what is no number, day or the like."""


def _texts(value: Any, at: Location, path: Location) -> Iterator[tuple[Location, str]]:
    match value:
        case str() if not path:
            yield at, value
        case dict() if path and path[0] in value:
            yield from _texts(value[path[0]], (*at, path[0]), path[1:])
        case list() if path and path[0] == EACH:
            for index, entry in enumerate(cast("list[Any]", value)):
                yield from _texts(entry, (*at, index), path[1:])
        case _:
            pass


def _scalar(node: yaml.Node) -> Any:
    if node.tag == _TEXT:
        return node.value
    constructor: Any = SafeConstructor()  # its stubs leave construct_object untyped
    return constructor.construct_object(node)


def _without_tags(location: tuple[int | str, ...]) -> Location:
    return tuple(part for part in location if not (isinstance(part, str) and "[" in part))
