"""Names and addresses that stand in a text because they are published: an author's, a review's, a
law's, a minister's, a department's."""

import re
from itertools import pairwise

from content.identifying.folding import either, phrase_set, word_set
from content.identifying.names import Name, bare

_TITLES = word_set("""
professor prof emeritus sir dame lord lady baroness baron viscount minister secretary judge justice
commissioner mp president chancellor coroner king queen prince princess pope saint st our operation
project storm hurricane ask author authors editor editors chair reviewer reviewers scrutineer
""")
"""Words before a name that make it a public person's, or no person's."""

_YEAR = r"(?:19|20)\d\d"
_WORK = either(r"""
law, rule, act, review, report, inquiry, enquiry, guidelines?, principles?, competen(?:ce|cy), test
model, theory, stud(?:y|ies), research, book, paper, findings, framework, trust, recommendations?
foundation, centre, charity, institute, campaign, protocol, tool, app, programme, award, case
scandal, murder, hospice, helpline, project, wards?, unit, suite, refuge, clinic, service, team
house, building, hub, method, approach, scale, questionnaire, index, score
""")
"""What may bear somebody's name after them."""
_OFFICE = either(r"""
minister, (?:home |foreign |education |health )?secretary, commissioner, professor, judge, mp
author, researcher, chancellor, chief \w{2,20}, president, chair
""")
_AFTER = re.compile(
    rf",? (?:et al|and colleagues)\b"
    rf"|(?:'s)?(?:,? (?:and |& )?(?:[A-Z][a-z][\w'-]{{0,20}}|[A-Z]\.?)){{0,4}},? ?[(\[]?{_YEAR}\b"
    rf"|(?:'s)? (?:[a-z-]{{1,20}} ){{0,2}}(?i:{_WORK})\b"
    rf"|(?:,? (?:then|now|the|an?|who is|former) ){{1,2}}(?:[a-z-]{{1,20}} ){{0,2}}(?i:{_OFFICE})\b"
)
_POSSESSED_TITLE = re.compile(r" [A-Z]")
_WROTE = either(r"""
wrote, writes, argue[sd]?, describe[sd]?, researched, studied, publishe[sd], calls? for, called for
conclude[sd], recommend(?:s|ed), chair(?:s|ed), led, leads
""")
_WRITES = re.compile(rf" {_WROTE}\b")
_PSEUDONYM = re.compile(
    either(r"""
not (?:his|her|their|a|the \w{1,20}'s) real name, real names?\b, made[ -]up, pseudonym, invented
fictional, fictitious, names? (?:has|have|is|are|was|were) (?:been )?changed, imaginary
known (?:here|in this \w{1,12}) as, \bwe (?:will |have |shall )?call(?:ed)? (?:him|her|them)\b
"""),
    re.IGNORECASE,
)
_PEOPLE = phrase_set("""
anthony walker, arthur labinjo-hughes, ayeeshia jane smith, damilola taylor, daniel pelka
ellie butler, finley boden, hamzah khan, holly wells, jacob crouch, james bulger, jasmine beckford
jessica chapman, kaylea titford, keanu williams, khyra ishaq, liam fee, logan mwangi, maria colwell
peter connelly, poppi worthington, sara sharif, sarah everard, sarah payne, star hobson
stephen lawrence, victoria climbie, shannon matthews, jimmy savile, ian huntley, molly russell
awaab ishak, sophie lancaster, brianna ghey, martha mills, clare wood, alice ruggles
anna freud, mother teresa
""")
"""People named by published inquiries, reviews, laws and charities: their names are no secret."""
_REACH = 200

OFFICES = phrase_set("""
10 downing street, 11 downing street, 2 marsham street, 20 great smith street, 70 whitehall
39 victoria street, 100 parliament street, 102 petty france, 1 horse guards road
1 victoria street, 10 victoria street, 10 south colonnade, 10 whitechapel high street
""")
"""Where ministries are: their publications print it, and nobody lives there but two ministers."""
_PUBLIC_BODY = either(r"""
(?i:offices?), (?i:headquarters), (?i:hq), (?i:town hall), (?i:civic centre), (?i:library)
(?i:police station), (?i:council), (?i:courthouse), (?i:surgery), (?i:clinic)
(?i:(?:health|children's|family|community|youth|contact) (?:centre|hub))
Department for [A-Z]\w{1,20}, Department of [\w ]{4,40}, Ministry of [A-Z]\w{1,20}, Ofsted, NSPCC
Barnardo's, Cafcass, NHS England, Home Office, Cabinet Office, Partnership, Commission
Commissioner, Authority, Court, University, Society, Foundation, Institute, Association
""")
_BODY = re.compile(
    rf"\b{_PUBLIC_BODY}(?: \([A-Z]{{2,8}}\))?"
    r"(?:(?i:,? (?:is |are |it is |which is )?(?:at|in|on|based at|now at))|[,:])"
    r"(?: [A-Z][\w']{1,20}(?: [A-Z][\w']{1,20}){0,3},){0,2} ?$"
)


def is_published(text: str, name: Name) -> bool:
    """Whether a name is there as an author's, a public person's, a law's or a review's, or is
    said not to be a real one."""
    folded = [bare(word) for word in name.words]
    if name.before in _TITLES or folded[0] in _TITLES:
        return True
    if any(" ".join(pair) in _PEOPLE for pair in pairwise((name.before, *folded))):
        return True
    possessive = name.words[-1].endswith("'s")
    if _AFTER.match(text, name.end) or (possessive and _POSSESSED_TITLE.match(text, name.end)):
        return True
    if (len(folded) > 1 or name.before == "dr") and _WRITES.match(text, name.end):
        return True
    low, high = max(0, name.start - _REACH), name.end + _REACH
    return _PSEUDONYM.search(text, low, high) is not None


def is_an_office(text: str, start: int, address: str) -> bool:
    """Whether an address is a ministry's, or stands right after the name of a public body."""
    return " ".join(address.casefold().split()) in OFFICES or (
        _BODY.search(text, max(0, start - 120), start) is not None
    )
