"""Names and addresses that are published are left alone, and no more than those."""

import pytest

from content.identifying import find_identifying


def found(text: str) -> list[str]:
    return [text[detail.start : detail.end] for detail in find_identifying(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Professor Eileen Munro told his committee.",
        "Review author Dr Joanna Hill was seen at work.",
        "The Callum Review, the Ellie Foundation and the Amira Centre",
        "Callum's Law and Ellie's foundation",
        "Eileen Munro's recent review was missing a page.",
        "Eileen Munro (2011) and Tom Lewis, 2019",
        "Karen and colleagues lived with the question.",
        "Callum and Jones reviews were seen.",
        "Victoria Climbié was known to four teams.",
        "Bridget Shaw, then Secretary of State, lives with her choice.",
        "Isabelle Trent, Chief Social Worker, was seen.",
        "Alan Reed chaired the review.",
        "Jayden, 7, is a made-up child.",
        "Their names have been changed: Jayden is 7.",
        'The film "Jack and Jill" is old.',
    ],
)
def test_published_names_are_left_alone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Keira's review is due on Friday.", "Keira's"),
        ("We talked of the Tyler case.", "Tyler"),
        ("His real name is Callum.", "Callum"),
        ("He had made up a story about Callum.", "Callum"),
        ("Our Kayleigh went missing.", "Kayleigh"),
        ("He was sent by Karen Whitmore, our social worker.", "Karen Whitmore"),
        ("Names were changed in the report. Callum was seen.", "Callum"),
    ],
)
def test_names_that_only_look_published_are_found(text: str, name: str) -> None:
    assert found(text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "20 Great Smith Street",
        "Home Office, 1 Acacia Avenue",
        "Offices: 12 Acacia Avenue",
        "The office of the NSPCC is at Weston House, 42 Curtain Road",
        "The team is based in the library, 3 Mill Lane",
        "Liverpool Crown Court, 4 Acacia Avenue",
    ],
)
def test_offices_are_left_alone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "39 Victoria Street",
        "Rowan Court, 12 Elm Street",
        "We heard from the council: 14 Acacia Avenue is empty.",
        "Police found him at 7 Acacia Avenue.",
    ],
)
def test_homes_near_a_public_body_are_found(text: str) -> None:
    assert len(found(text)) == 1
