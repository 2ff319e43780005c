"""Addresses of public bodies, which their publications print."""

import re

from content.identifying.folding import either, phrase_set

_MINISTRIES = phrase_set("""
10 downing street, 11 downing street, 2 marsham street, 20 great smith street, 70 whitehall
102 petty france, 1 horse guards road, 10 south colonnade
""")
"""Where ministries are: an imprint names them, and no family in a case lives there. Only those
that can be nowhere else in the country stand here; others need the body's name beside them."""
_SEAT = either(r"""
(?i:offices?), (?i:headquarters), (?i:hq)
""")
_PUBLIC_BODY = either(r"""
(?i:town hall), (?i:civic centre), (?i:library), (?i:police station), (?i:council), (?i:surgery)
(?i:clinic), (?i:(?:health|children's|family|community|youth|contact) (?:centre|hub))
Department for [A-Z]\w{1,20}, Department of [\w ]{4,40}, Ministry of [A-Z]\w{1,20}, Home Office
Cabinet Office, Parliament, NHS England, Ofsted, Cafcass, NSPCC, Barnardo's, Partnership, Trust
Commission, Commissioner, Authority, (?:Crown|County|Magistrates'?|Family|Youth|High) Court, Union
University, (?:Royal )?College of [A-Z]\w{1,20}, Society, Foundation, Institute, Association
Charity, Army
""")
_BEFORE = re.compile(
    rf"\b(?:{_SEAT}:|(?:{_SEAT}|{_PUBLIC_BODY})(?: \([A-Z]{{2,8}}\))?"
    r"(?:(?i:,? (?:is |are |it is |which is )?(?:at|in|on|based at|now at))|,))"
    r"(?: [A-Z][\w']{1,20}(?: [A-Z][\w']{1,20}){0,5},){0,2} ?$"
)
_REACH = 120


def is_an_office(text: str, start: int, address: str) -> bool:
    """Whether an address is a ministry's, or stands right after the name of a public body."""
    if " ".join(address.casefold().split()) in _MINISTRIES:
        return True
    return _BEFORE.search(text, max(0, start - _REACH), start) is not None
