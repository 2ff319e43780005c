"""A table of malformed briefings: each is refused, and the problem names the file and the line."""

import pytest

from config.errors import InputError
from content.importing.markdown import read_briefing
from tests.unit.content.importing.example import line_of, spoiled

NAME = "briefing.md"

# Each: what is replaced, by what, words on the line that must be named, words of the problem.
MALFORMED = {
    "no title": ("title: Hearing the child\n", "", "slug:", "'title' is missing"),
    "a field twice": ("version: 1\n", "version: 1\nversion: 2\n", "version: 2", "a second time"),
    "a misspelt field": ("summary:", "sumary:", "sumary:", "check its spelling"),
    "an unknown field in a theme": ("name: Neglect}", "nam: x}", "theme:", "check its spelling"),
    "an unknown format": ("7-minute briefing\n", "8-minute briefing\n", "format:", "7-minute"),
    "an unknown source": ("practice learning review", "rumour", "kind: rumour", "choose one of"),
    "a version in words": ("version: 1", "version: one", "version: one", "whole number"),
    "a version beyond counting": (
        "version: 1",
        "version: 99999999999999999999",
        "version: 9",
        "the most is 9999",
    ),
    "a version before the first": ("version: 1", "version: 0", "version: 0", "the least is 1"),
    "a theme in words": ("{key: neglect, name: Neglect}", "neglect", "theme:", "{key: …, name: …}"),
    "links in words": ("links:\n", "links: none\nmore:\n", "links: none", "write a list"),
    "a slug with spaces": ("slug: hearing-the-child", "slug: A b", "slug:", "as in north-police"),
    "an unknown status": ("status: approved", "status: maybe", "status:", "approved"),
    "an empty title": ("title: Hearing the child", "title: ''", "title: ''", "title"),
    "a number for a title": ("title: Hearing the child", "title: 7", "title: 7", "write words"),
    "a link that is not https": (
        'url: "https://procedures.example.org/voice"',
        'url: "http://x.example.org"',
        'url: "http://x',
        "https://",
    ),
    "bad YAML": ("author: Sam Author", "author: [Sam", "approver: Alex", "YAML"),
    "a YAML bomb": ("author: Sam Author", "author: &a [x, x]", "author: &a", "write the value"),
    "an impossible date": ("author: Sam Author", "author: 2024-13-45", "author: 2024", "no such"),
    "fields that are a list": (
        "slug: hearing-the-child\nversion: 1",
        "- a\n- b",
        "title: Hea",
        "YAML",
    ),
    "words before the first section": ("## Background", "Hello\n\n## Background", "Hello", "first"),
    "a large heading": ("## Background", "# Background", "# Background", "first '##'"),
    "a third heading": ("A local review", "### More\n\nA local review", "### More", "'##'"),
    "an unknown section": ("## What to do", "## What now", "## What now", "not a section"),
    "a section twice": ("## What to do", "## Background", "## Background\n\nTalk", "already"),
    "a missing section": ("## What to remember\n", "", "format:", "What to remember"),
    "two key points": ("## Key point: See", "## Key points: See", "format:", "has 2"),
    "a key point without words": (
        "## Key point: Write down the child's own words",
        "## Key point:",
        "## Key point:\n",
        "no words",
    ),
    "a bold heading": ("## Background", "## **Background**", "## **Back", "plain words"),
    "a table": ("A local review", "| a | b |\n|---|---|\n| 1 | 2 |\n\nA", "| a | b |", "a table"),
    "a picture": ("adults spoke", "![x](https://x.example.org/i.png) spoke", "![x]", "a picture"),
    "HTML": ("A local review", "<div>A</div>\n\nA review", "<div>", "HTML"),
    "HTML in a sentence": ("adults spoke", "<b>adults</b> spoke", "<b>", "HTML"),
    "a comment": ("A local review", "<!-- x -->\n\nA review", "<!--", "HTML"),
    "a fence": ("A local review", "~~~\nx\n~~~\n\nA review", "~~~", "code"),
    "code in a sentence": ("adults spoke", "`adults` spoke", "`adults`", "code"),
    "text set in": ("A local review", "    A local review", "    A local", "four spaces"),
    "a quotation": ("A local review", "> A local review", "> A local", "quotation"),
    "a rule": ("A local review", "***\n\nA local review", "***\n", "a line across"),
    "an underlined heading": ("A local review", "Title\n---\n\nA", "---\n\nA", "a line across"),
    "crossed-out text": ("adults spoke", "~~adults~~ spoke", "~~adults", "crossed-out"),
    "a forced line break": ("A local review", "A local\\\nreview", "A local\\", "line break"),
    "a nested list": ("- Say who", "  - Say who", "  - Say who", "without a list"),
    "an item of two paragraphs": ("- Use quotation marks.", "- Use\n\n  marks.", "  marks", "one"),
    "an empty item": ("- Use quotation marks.", "-", "-\n- Say", "empty"),
    "a list from 3": ("- Use quotation", "3. Use quotation", "3. Use", "starts at 1"),
    "an http link": ("(https://procedures", "(http://procedures", "(http://", "https://"),
    "a script link": ("(https://procedures", "(javascript:procedures", "(javascript", "https://"),
    "a link with a password": ("(https://proc", "(https://a:b@proc", "a:b@", "does not name"),
    "a broken link": ("(https://procedures.example.org/", "(https://[", "(https://[", "address"),
    "an odd link": ("(https://procedures.example.org/", "(https://x.org/|", "x.org/|", "copy"),
    "a link's title": ("org/voice).", 'org/voice "Go").', '"Go"', "title"),
    "a link elsewhere": ("A local", "[x]: https://x.example.org\n\nA local", "[x]:", "stands"),
    "bold in italics": ("**easily lost**", "*easily **lost***", "*easily", "one another"),
    "a hidden character": ("adults spoke", "adults\u200b spoke", "adults\u200b", "U+200B"),
    "a hidden entity": ("adults spoke", "adults&#x202e; spoke", "&#x202e;", "U+202E"),
    "a hidden escape": ("author: Sam Author", 'author: "a\\0b"', "author:", "U+0000"),
    "a long paragraph": ("A local", "word " * 2001 + "A local", "word word", "divide it"),
    "reflection in prose": ("1. When did", "When did", "When did", "numbered list"),
    "bold in a reflection": ("1. When did", "1. **When** did", "1. **When", "plain words"),
    "a question without key": ("### quiet-at-pickup\n", "", "You work", "'### its-key'"),
    "a key with spaces": ("### quiet-at-pickup", "### Quiet one", "### Quiet", "key is"),
    "a key twice": (
        "#### Reworded 1",
        "### quiet-at-pickup\n\n#### R",
        "### quiet-at-pickup\n\n#### R",
        "already",
    ),
    "variants out of order": (
        "#### Reworded 2",
        "#### Reworded 3",
        "#### Reworded 3",
        "Reworded 2",
    ),
    "a variant alone": (
        "### quiet-at-pickup",
        "#### Reworded 1",
        "#### Reworded 1",
        "'### its-key'",
    ),
    "nothing is asked": (
        "**What fits practice best?**\n\n- [ ] Wait",
        "- [ ] Wait",
        "You work in a nursery",
        "what is asked",
    ),
    "no scenario": (
        "You work in a nursery.",
        "\n### b\n\n**What?**\n\n- [x] A",
        "### quiet",
        "asked",
    ),
    "no options": (
        "### quiet-at",
        "### none\n\nOne.\n\n**What?**\n\n### quiet-at",
        "### none",
        "no options",
    ),
    "an option without a box": ("- [ ] Wait", "- Wait", "- Wait", "starts with '[ ]'"),
    "an option without words": (
        "[ ] Wait and see whether she is brighter next week.",
        "[ ]",
        "- [ ]\n",
        "no words",
    ),
    "an option without explanation": ("  Why: It may pass", "  It may pass", "- [ ] Wait", "Why:"),
    "bold in an option": ("[ ] Wait", "[ ] **Wait**", "[ ] **Wait", "plain words"),
    "words after the options": ("#### Reworded 1", "And so on.\n\n#### R", "And so on", "is over"),
    "a picture among questions": ("You work in", "> You work in", "> You work", "quotation"),
    "too many options": (
        "- [ ] Wait",
        "".join(f"- [ ] x{n}\n  Why: y\n" for n in range(26)) + "- [ ] Wait",
        "- [ ] Wait",
        "more than 26",
    ),
}


@pytest.mark.parametrize(("old", "new", "at", "says"), MALFORMED.values(), ids=MALFORMED.keys())
def test_a_malformed_briefing_names_file_and_line(old: str, new: str, at: str, says: str) -> None:
    text = spoiled(old, new)
    with pytest.raises(InputError) as refused:
        read_briefing(text, NAME)
    found = [str(problem) for problem in refused.value.problems]
    start = f"{NAME}:{line_of(text, at)}: "
    lines = [problem for problem in found if problem.startswith(start) and says in problem]
    assert lines, (start, says, found)
