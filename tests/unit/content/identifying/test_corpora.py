"""How well identifying details are found, in figures: over sentences that hold one, and over
sentences that only look so. Run with `-s` to see them. What each part is, and its figures before
anything was learnt from it, stands at the head of the corpora."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from content.identifying import DetailKind, find_identifying

CORPORA = Path(__file__).parents[3] / "corpora"
FLOOR = 0.95
ENOUGH = 40


def read(name: str) -> Mapping[str, list[str]]:
    parts: dict[str, list[str]] = {}
    for line in (CORPORA / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            parts[line.strip("[]")] = []
        elif line and not line.startswith("#"):
            parts[list(parts)[-1]].append(line)
    return parts


POSITIVES = read("identifying_positives.txt")
NEGATIVES = read("identifying_negatives.txt")


def is_found(line: str) -> bool:
    kind, _, sentence = line.partition(" | ")
    return DetailKind(kind) in {detail.kind for detail in find_identifying(sentence)}


@pytest.mark.parametrize("part", POSITIVES)
def test_precision_and_recall(part: str, record_property: Callable[[str, object], None]) -> None:
    missed = [line for line in POSITIVES[part] if not is_found(line)]
    mistaken = [line for line in NEGATIVES[part] if find_identifying(line)]
    found = len(POSITIVES[part]) - len(missed)
    precision = found / (found + len(mistaken))
    recall = found / len(POSITIVES[part])
    print(  # noqa: T201 - the figures are what this test is for
        f"\nidentifying details, {part}: {len(POSITIVES[part])} positives, "
        f"{len(NEGATIVES[part])} hard negatives, precision {precision:.3f}, recall {recall:.3f}"
    )
    record_property(f"identifying precision, {part}", round(precision, 3))
    record_property(f"identifying recall, {part}", round(recall, 3))
    assert precision >= FLOOR, mistaken
    assert recall >= FLOOR, missed


@pytest.mark.parametrize("part", POSITIVES)
def test_each_part_is_large(part: str) -> None:
    assert len(POSITIVES[part]) >= ENOUGH
    assert len(NEGATIVES[part]) >= ENOUGH


def test_no_sentence_stands_twice() -> None:
    every = [line for lines in (*POSITIVES.values(), *NEGATIVES.values()) for line in lines]
    assert len(set(every)) == len(every)


def test_both_corpora_have_the_same_parts() -> None:
    assert list(POSITIVES) == list(NEGATIVES)


def test_every_kind_is_tried() -> None:
    kinds = {line.partition(" | ")[0] for lines in POSITIVES.values() for line in lines}
    assert kinds == {kind.value for kind in DetailKind}
