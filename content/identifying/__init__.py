"""Finding what could identify a child, a family or a worker in a text. Pure.

Rules over the form of what is written, with tables of words beside them: no model, no network,
time in proportion to the text's length. One module finds one kind of detail. They are a second
pair of eyes and not a proof: a surname alone, or a name that is on no list and has nothing beside
it, is not found. What reviews publish in place of a name ("Child Q", "Baby P", "Sibling 1") is not
taken for one, nor are authors, ministers, laws, inquiries and ministries' addresses.
"""

import re
import unicodedata

from content.identifying.addresses import find_addresses
from content.identifying.cases import find_cases
from content.identifying.contacts import find_contacts
from content.identifying.dates import find_dates
from content.identifying.detail import Detail, DetailKind
from content.identifying.numbers import find_numbers
from content.identifying.people import find_people
from content.identifying.relations import find_relations
from content.identifying.schools import find_schools
from content.identifying.stories import find_stories
from content.identifying.workers import find_workers

__all__ = ["Detail", "DetailKind", "find_identifying"]

_FINDERS = (
    find_people,
    find_relations,
    find_stories,
    find_workers,
    find_dates,
    find_numbers,
    find_cases,
    find_contacts,
    find_addresses,
    find_schools,
)

_PARAGRAPH = re.compile(r"\n(?=\n)")
_SAME = str.maketrans(
    dict.fromkeys("\u2019\u2018\u02bc\u0060\u00b4", "'")
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-")
    | dict.fromkeys("\t\n\r\v\f", " ")
)


def find_identifying(text: str) -> tuple[Detail, ...]:
    """Return the possible identifying details in the order in which they stand, none within
    another. Positions are those of `text`."""
    plain, places = _plain(text)
    found = [detail for find in _FINDERS for detail in find(plain)]
    kept: list[Detail] = []
    for detail in sorted(found, key=lambda each: (each.start, -each.end, each.kind)):
        if not kept or detail.end > kept[-1].end:
            kept.append(detail)
    return tuple(Detail(places[d.start], places[d.end - 1] + 1, d.kind) for d in kept)


def _plain(text: str) -> tuple[str, list[int]]:
    """Return the text with one form of each quote, dash, space and digit, without characters
    that nobody sees, and the place in `text` of each of its characters."""
    characters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(_PARAGRAPH.sub(".", text).translate(_SAME)):
        if unicodedata.category(character) in ("Cf", "Mn"):
            continue
        single = unicodedata.normalize("NFKC", character)
        characters.append(single if len(single) == 1 else character)
        places.append(place)
    return "".join(characters), places
