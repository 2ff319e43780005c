"""How well leading wording is found, in figures: over questions that lead, and over questions that
only look so. Run with `-s` to see them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from content.checks.findings import Severity
from content.checks.leading import Slip, check_wording, find_slips
from content.compose.examples import example_briefing
from content.survey import Agreement, FreeText, YesNo, practice_change

CORPORA = Path(__file__).parents[3] / "corpora"
ENOUGH = 40
FLOORS = {
    "tuned": (0.95, 0.95),
    "held out": (0.95, 0.95),
    "later": (0.95, 0.95),
    "last": (0.95, 0.80),
}
"""Precision and recall that are kept. For the parts see the corpora themselves."""


def read(name: str) -> Mapping[str, list[str]]:
    parts: dict[str, list[str]] = {}
    for line in (CORPORA / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            parts[line.strip("[]")] = []
        elif line and not line.startswith("#"):
            parts[list(parts)[-1]].append(line)
    return parts


POSITIVES = read("leading_positives.txt")
NEGATIVES = read("leading_negatives.txt")
SURVEY = practice_change(example_briefing())


def is_found(line: str) -> bool:
    kind, _, ask = line.partition(" | ")
    return Slip(kind) in find_slips(ask)


@pytest.mark.parametrize("part", FLOORS)
def test_precision_and_recall(part: str, record_property: Callable[[str, object], None]) -> None:
    missed = [line for line in POSITIVES[part] if not is_found(line)]
    mistaken = [line for line in NEGATIVES[part] if find_slips(line)]
    found = len(POSITIVES[part]) - len(missed)
    precision = found / (found + len(mistaken))
    recall = found / len(POSITIVES[part])
    print(  # noqa: T201 - the figures are what this test is for
        f"\nleading wording, {part}: {len(POSITIVES[part])} positives, "
        f"{len(NEGATIVES[part])} hard negatives, precision {precision:.3f}, recall {recall:.3f}"
    )
    record_property(f"leading precision, {part}", round(precision, 3))
    record_property(f"leading recall, {part}", round(recall, 3))
    assert precision >= FLOORS[part][0], mistaken
    assert recall >= FLOORS[part][1], missed


@pytest.mark.parametrize("part", FLOORS)
def test_the_corpora_are_large_whole_and_without_doubles(part: str) -> None:
    assert len(POSITIVES[part]) >= ENOUGH
    assert len(NEGATIVES[part]) >= ENOUGH
    assert {line.partition(" | ")[0] for line in POSITIVES[part]} == {slip.value for slip in Slip}
    every = [line for lines in (*POSITIVES.values(), *NEGATIVES.values()) for line in lines]
    assert len(set(every)) == len(every)


def test_the_standard_questions_lead_nobody() -> None:
    assert list(check_wording(SURVEY)) == []


def test_a_finding_names_the_question_and_says_why_in_one_kind_sentence() -> None:
    leading = replace(
        SURVEY,
        questions=(
            YesNo("a", "Don\u2019t you agree that it was clear and useful?"),
            Agreement("b", "I always use the GCP2."),
            FreeText("c", "Which child were you worried about?"),
            FreeText("d", "Why is it hard to challenge?"),
            Agreement("e", "word " * 26),
            Agreement("f", "I am not sure that it is not clear."),
        ),
    )
    found = list(check_wording(leading))
    assert {finding.section for finding in found} == {f"Question {key}" for key in "abcdef"}
    for finding in found:
        assert finding.severity is Severity.WARNING
        assert finding.what.endswith(".")
        assert ". " not in finding.what
        assert not {"wrong", "fail", "must", "bad"} & set(finding.what.casefold().split())
    assert len({finding.what for finding in found}) == len(Slip)
