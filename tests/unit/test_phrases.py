"""What is shown to people stands in the templates, and not in code: looked for in the code itself.

What is said of it in other letters is in `test_language.py`.
"""

import ast
import re
from pathlib import Path

import pytest

import bot

BOT = Path(bot.__file__).parent
WHERE = (
    "agencies/*.py",
    "decisions/*.py",
    "delivery/*.py",
    "desks/*.py",
    "evidence/*.py",
    "followups/*.py",
    "store/**/*.py",
    "surveys/*.py",
    "web/*.py",
    "platforms/slack/errors.py",
    "platforms/slack/words.py",
    "platforms/slack/ready.py",
    "platforms/teams/errors.py",
    "platforms/*/links.py",
)
"""Where what is shown on pages, in chat and by commands comes from."""

EXEMPT = {
    "store/migrations": "statements that make tables, and nothing that is said",
    "store/tables": "the tables with their conditions, and nothing that is said",
    "store/server": "said in a terminal when the machine itself fails (no rights, a full disk):"
    " that must not take reading a file first",
    "surveys/checkup.py": "for the doctor, in an administrator's terminal, as the settings are",
    "surveys/keys.py": "what is wrong with a survey's key is said to logs and to the doctor",
}
"""What is not looked through, and why."""

UNSAID = ("logger", "ValueError", "RuntimeError", "AssertionError", "psycopg.OperationalError")
"""What a call of these is given is told to no person. Logs are an administrator's, in English. The
errors are none of the closed set (config/errors.py): they say to whoever works on the code that it
was used as it must not be, or they stand for what a driver would have said, and are caught."""

_SENTENCE = re.compile(r"[A-Za-z]{2,} [a-z]{2,}")
"""Two words in a row, the second in small letters."""
_NO_SENTENCE = re.compile(
    r"\b(SELECT|INSERT|UPDATE|DELETE|CREATE|FROM|WHERE|JOIN|CASE|CAST|SET|ORDER BY|AS|IS NULL)\b"
    r"|^(<|body\{)"
)
"""SQL, and the bare HTML and CSS of a page."""


def looked_through(where: str) -> list[Path]:
    """Return the files of a pattern without those that are exempt."""
    return [
        file
        for file in sorted(BOT.glob(where))
        if not str(file.relative_to(BOT)).startswith(tuple(EXEMPT))
    ]


def sentences(source: str) -> list[str]:
    """Return what code says in words of its own, an f-string as one."""
    tree = ast.parse(source)
    passed_over: set[int] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Expr(value) if isinstance(value, ast.Constant):  # a docstring
                passed_over.add(id(value))
            case ast.ClassDef(bases=[ast.Name("Enum")], body=body):  # keys of what is kept
                passed_over |= {id(it.value) for it in body if isinstance(it, ast.Assign)}
            case ast.Assign(targets=[ast.Name("name")], value=value):  # a follow-up's, for logs
                passed_over.add(id(value))
            case ast.Call(func, args, keywords):
                named = ast.unparse(func)
                if named.startswith(UNSAID):
                    passed_over |= {id(it) for it in args}
                if named == "asyncio.create_task":  # a task's name, for who looks at one that hangs
                    passed_over |= {id(it.value) for it in keywords}
            case _:
                pass
    said: list[str] = []
    for node in ast.walk(tree):
        if id(node) in passed_over:
            continue
        match node:
            case ast.JoinedStr(values):
                passed_over |= {id(it) for it in values}
                parts = [it.value if isinstance(it, ast.Constant) else "\u2026" for it in values]
                said.append("".join(map(str, parts)))
            case ast.Constant(str() as words):
                said.append(words)
            case _:
                pass
    return [it for it in said if _SENTENCE.search(it) and not _NO_SENTENCE.search(it)]


@pytest.mark.parametrize("where", WHERE)
def test_what_code_says_on_pages_in_chat_and_by_commands_is_a_phrase(where: str) -> None:
    """The console's pages are templates of their own."""
    files = looked_through(where)
    assert files, "nothing stands there any more: say where it went"
    assert {
        str(file.relative_to(BOT)): found
        for file in files
        if (found := sentences(file.read_text(encoding="utf-8")))
    } == {}


@pytest.mark.parametrize("exempt", EXEMPT)
def test_what_is_exempt_is_there(exempt: str) -> None:
    assert (BOT / exempt).exists()


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("raise Refused('not_here')", []),
        ("raise Refused('Nobody may do it.')", ["Nobody may do it."]),
        ("raise Refused(f'It was {who} who stopped.')", ["It was \u2026 who stopped."]),
        ("def f():\n    'Return what is there.'\n    return ('a', 'as it was')", ["as it was"]),
        ("logger.info('It is done at %s.', when)", []),
        ("raise ValueError('No agency was asked.')", []),
        ("_ALL = 'SELECT a, b FROM c WHERE a is not null'", []),
        ("class A(Enum):\n    B = 'sent again'", []),
    ],
)
def test_the_search_finds_what_code_says(source: str, found: list[str]) -> None:
    assert sentences(source) == found
