"""The briefing that docs/authoring.md shows, for tests to read and to spoil."""

from pathlib import Path

AUTHORING = Path(__file__).parents[4] / "docs" / "authoring.md"


def example() -> str:
    """Return the example as an author would save it."""
    return AUTHORING.read_text(encoding="utf-8").split("```markdown\n")[1].split("\n```\n")[0]


def spoiled(old: str, new: str) -> str:
    """Return the example with its first `old` replaced."""
    text = example()
    assert old in text
    return text.replace(old, new, 1)


def line_of(text: str, words: str) -> int:
    """Return the line on which the words first stand."""
    return text[: text.index(words)].count("\n") + 1
