"""The presenter pack on paper, read back as a PDF reader reads it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from content.cascade import PresenterPack, TalkingPoint, pack_pdf, presenter_pack
from content.checks import lengths
from content.compose.examples import example_briefing
from content.importing.markdown import read_briefing_file
from content.poll import Answer, Question

LIBRARY = sorted(Path("content/library").resolve().glob("[a-z]*.md"))
DAY = date(2026, 11, 25)
A4 = (595, 842)
PACK = presenter_pack(example_briefing())


def printed(pack: PresenterPack) -> PdfReader:
    return PdfReader(BytesIO(pack_pdf(pack, DAY)), strict=True)


def words(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def squeezed(text: str) -> str:
    """Without spaces, which a line's end may add or take."""
    return "".join(text.split())


def tags(reader: PdfReader) -> Iterator[str]:
    pending: list[object] = [reader.trailer["/Root"]["/StructTreeRoot"]]  # type: ignore[index]
    while pending:
        match pending.pop(0):
            case DictionaryObject() as node:
                if "/S" in node:
                    yield str(node["/S"])
                kids = node.get("/K")
                found = kids.get_object() if kids is not None else []
                pending[:0] = (
                    [k.get_object() for k in found] if isinstance(found, list) else [found]
                )
            case _:
                pass


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.stem)
def test_each_briefing_of_the_library_fits_one_page(path: Path) -> None:
    briefing = read_briefing_file(path)
    pack = presenter_pack(briefing)
    reader = printed(pack)
    assert len(reader.pages) == 1
    assert tuple(round(float(side)) for side in reader.pages[0].mediabox[2:]) == A4
    question = briefing.questions[0]
    text = squeezed(words(reader))
    for said in (
        pack.title,
        pack.why,
        *(point.point for point in pack.points),
        *(point.words for point in pack.points),
        *pack.reflections,
        question.ask,
        *(answer.text for answer in question.answers),
        *(answer.why for answer in question.answers),
        pack.this_week,
        pack.safety,
    ):
        assert squeezed(said) in text


def test_it_is_tagged_titled_and_in_british_english() -> None:
    reader = printed(PACK)
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert root["/Lang"] == "en-GB"  # type: ignore[index]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]  # type: ignore[index]
    assert reader.metadata is not None
    assert reader.metadata.title == PACK.title
    assert reader.metadata.creation_date_raw == "D:20261125120000Z"
    metadata = root["/Metadata"].get_data().decode()  # type: ignore[index]
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    found = list(tags(reader))
    assert found.count("/H1") == 1
    assert found.count("/H2") == 7
    assert found.index("/H1") < found.index("/H2")
    assert {"/P", "/L", "/LI", "/Table", "/TH", "/TD"} <= set(found)


def test_the_same_pack_gives_the_same_bytes() -> None:
    assert pack_pdf(PACK, DAY) == pack_pdf(PACK, DAY)
    assert pack_pdf(PACK, DAY) != pack_pdf(PACK, date(2026, 11, 26))


def test_without_a_scenario_and_for_leads_only() -> None:
    bare = presenter_pack(replace(example_briefing(), questions=(), restricted=True))
    reader = printed(bare)
    assert len(reader.pages) == 1
    assert "For leads only." in words(reader)
    assert "/Table" not in set(tags(reader))


def longest() -> PresenterPack:
    """A pack in which everything is as long as a briefing may be."""
    line = "A long sentence that fills the room it may take, and is still read. "

    def fill(size: int) -> str:
        return (line * 50)[:size].rstrip()

    answers = tuple(
        Answer(key, fill(lengths.OPTION), fits=key in "ab", why=fill(lengths.WHY))
        for key in "abcde"
    )
    return replace(
        PACK,
        title=fill(lengths.TITLE),
        why=fill(lengths.SUMMARY),
        points=(TalkingPoint(fill(lengths.KEY_POINT), fill(220)),) * 3,
        reflections=(fill(lengths.REFLECTION),) * 3,
        discussion=Question("q", fill(lengths.SCENARIO), fill(lengths.ASK), answers),
        this_week=fill(lengths.THIS_WEEK),
    )


@pytest.mark.parametrize("restricted", [False, True])
def test_what_is_too_much_for_a_page_is_folded(restricted: bool) -> None:  # noqa: FBT001
    pack = replace(longest(), restricted=restricted)
    reader = printed(pack)
    assert len(reader.pages) == 1
    text = squeezed(words(reader))
    for said in (pack.why, pack.points[0].point, pack.reflections[0], pack.safety):
        assert squeezed(said) in text


def test_what_no_page_holds_goes_on_to_another() -> None:
    pack = replace(longest(), reflections=("A question that does not end " * 60,) * 3)
    reader = printed(pack)
    assert len(reader.pages) > 1
    assert squeezed(pack.safety) in squeezed(words(reader))


@pytest.mark.parametrize(
    "hostile",
    [
        '#read("/etc/passwd")',
        '#import "@preview/cetz:0.3.0"',
        "#panic()",
        "*b* _i_ $x$ = H @ref <label> `raw` // comment /* c */",
        "\\ #{1 + 1} ] ) } \" '",
        "{{ 7 * 7 }} {% raw %}",
    ],
)
def test_words_stay_words(hostile: str) -> None:
    pack = replace(PACK, title=hostile, why=hostile, reflections=(hostile,) * 3)
    reader = printed(pack)
    assert squeezed(words(reader)).count(squeezed(hostile)) >= 5
    assert reader.metadata is not None
    assert reader.metadata.title == hostile


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Plant y ty, yng Nghymru: Ŵyr, tŷ, gwên", "Plant y ty, yng Nghymru: Ŵyr, tŷ, gwên"),
        ("Zoe\u0308 and Łukasz — 50 %", "Zoë and Łukasz — 50 %"),
        ("A star \U0001f31f and a tick ✓ go", "A star and a tick go"),
        ("\u202eback\u202c and\x00 forth\ttab\nline", "back and forth tab line"),
        ("\ufb01ve ① ½", "five 1 ½"),
        ("أ", "?"),
    ],
)
def test_what_the_page_has_no_letters_for(written: str, shown: str) -> None:
    reader = printed(replace(PACK, title=f"A {written}"))
    assert squeezed(shown) in squeezed(words(reader))


def test_every_letter_that_is_let_through_can_be_printed() -> None:
    letters = "".join(map(chr, range(0x20, 0x3000)))
    assert len(printed(replace(PACK, why=letters, discussion=None)).pages) >= 1
