"""Names by what stands beside them: a relative, a title, a field of a form, something told."""

import pytest

from content.identifying import find_identifying


def found(text: str) -> list[tuple[str, str]]:
    return [(text[d.start : d.end], d.kind.value) for d in find_identifying(text)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The social worker, Oyelaran Ade, rang.", "Oyelaran Ade"),
        ("interpreter Farrukhi came late", "Farrukhi"),
        ("Midwife Precious wrote it down.", "Precious"),
        ("Dear Mrs Simmonds, thank you.", "Simmonds"),
        ("please ring ms begum", "begum"),
        ("Karen Whitmore, our new health visitor, called.", "Karen Whitmore"),
        ("the girl is called summer", "summer"),
        ("Her aunt (Precious) rang.", "Precious"),
        ("Completed by: Susan Platt", "Susan Platt"),
        ("The Okafor family moved.", "Okafor"),
        ("Mum is Tracey Holden.", "Tracey Holden"),
        ("Xochitl told her nan.", "Xochitl"),
        ("Xochitl's mum rang.", "Xochitl's"),
        ("Precious was excluded.", "Precious"),
        ("Grace was found alone and she was cold.", "Grace"),
        ("Callum Reid with his sister", "Callum Reid"),
        ("Maddison Poole, a pupil at the school, was absent.", "Maddison Poole"),
        ("We are worried about Niamh Gallagher.", "Niamh Gallagher"),
        ("We saw Precious at home with her mum.", "Precious"),
        ("callum told his nan", "callum"),
        ("i asked kian about her burn", "kian"),
        ("Chelsea-Leigh slept there.", "Chelsea-Leigh"),
    ],
)
def test_a_name_is_found(text: str, name: str) -> None:
    assert found(text) == [(name, "name")]


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("Callie died at seven weeks old.", "Callie died at seven weeks old"),
        ("By his fourth birthday Alfie had moved.", "fourth birthday Alfie"),
        ("Zainab's brother is 10.", "Zainab's brother is 10"),
        ("Mohamed and Yusra (11 and 8)", "Yusra (11 and 8)"),
        ("Ayaan, male, 13, was missing.", "Ayaan, male, 13"),
        ("Dylan, Year 7, slept there.", "Dylan, Year 7"),
        ("At just fifteen, Paige was alone.", "At just fifteen, Paige"),
        ("In March Cian, by then fourteen, was seen.", "Cian, by then fourteen"),
    ],
)
def test_a_name_and_an_age_are_found_together(text: str, detail: str) -> None:
    assert (detail, "name with age") in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Child B's mother asked for help.",
        "Ms K was 19 when Child K was born.",
        "Social Worker Apprentice Programme",
        "Teacher Training Agency and School Nurse Team",
        "A GP May See Them",
        "The police officer Halton sent was kind.",
        "ms and mr are forms of address; dr or not",
        "The Afghan family and the Knowsley children",
        "the girl is called out",
        "Her father (Polish) and her mother (Merseyside Police)",
        "Our partner Merseycare rang.",
        "Hope is not a plan. Will told stories.",
        "In Jayden and near Callum",
        "the cliff and the ruby were hers",
        "Amber Valley, 3; North Tyneside, 14; King's Lynn, 5",
        "Maths, Year 7; Liverpool (11 and 8)",
        "Jack-in-the-box answers",
        "Bruising was found, and her mother was told.",
        "Praise his work. He, she or they were seen.",
    ],
)
def test_nobody_is_found(text: str) -> None:
    assert found(text) == []
