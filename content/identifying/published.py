"""Names and addresses that stand in a text because they are published: an author's, a review's, a
law's, a minister's, a department's."""

import re
from itertools import pairwise

from content.identifying.folding import either, phrase_set
from content.identifying.names import Name, bare

_TITLE = either(r"""
professor, prof\.?, emeritus, sir, dame, lord, lady, baroness, baron, viscount, minister, judge
justice, secretary, commissioner, president, chancellor, coroner, king, queen, prince, princess
pope, saint, st\.?, our, operation, project, storm, hurricane, ask, councillor, cllr\.?
authors?, editors?, reviewers?, scrutineer, chair, foreword by, written by, chief \w{3,20}
(?:assistant |deputy )?director(?: of [\w' ]{3,30})?, superintendent, commander, artist, poet
singer, footballer, actor, ambassador, campaigner, researchers?, academics?, mayor, leader
(?:case |practice )review, lcspr, cspr, scr
""")
"""Words before a name that make it a public person's, or no person's."""
_BEFORE = re.compile(
    rf"\b{_TITLE}[,:]? (?:(?:Dr|Mr|Mrs|Ms|Miss|Prof|Rev(?:erend)?)\.? )?$", re.IGNORECASE
)
_YEAR = r"(?:19|20)\d\d"
_MEMORIAL = either("""
foundation, trust, campaign, charity, legacy, appeal, centre, hospice, fund, award
""")
_WORK = either(r"""
law, rule, act, review, report, inquiry, enquiry, guidelines?, principles?, competen(?:ce|cy), test
model, theory, stud(?:y|ies), research, book, paper, findings, framework, recommendations?
institute, protocol, tool, app, programme, case, scandal, murder, helpline, project, wards?, unit
suite, refuge, clinic, service, team, house, building, hub, method, approach, scale, questionnaire
index, score, training, poem, film, blog, podcast
""")
"""What may bear somebody's name, or be theirs because they wrote it."""
_OFFICE = either(r"""
minister, (?:home |foreign |education |health )?secretary, commissioner, professor, judge, mp
author, researcher, chancellor, chief \w{2,20}, president, chair, briefing, film, book, play, poem
video
""")
_AFTER = re.compile(
    rf",? (?:et al|and colleagues)\b"
    rf"|(?:'s)?(?:,? (?:and |& )?(?:[A-Z][a-z][\w'-]{{0,20}}|[A-Z]\.?)){{0,4}},? ?[(\[]?{_YEAR}\b"
    rf"| (?i:{_WORK}|{_MEMORIAL})\b"
    rf"|,? (?:the |our )?(?:lead |independent |national )?(?:reviewer|author|scrutineer|director)\b"
    rf"|(?:,? (?:and |& )?[A-Z][\w'-]{{1,20}}){{1,3}} (?:reviews|reports|inquiries|cases|murders)\b"
    rf"|(?:,? (?:then|now|the|an?|our|who is|former) ){{1,2}}"
    rf"(?:[\w-]{{1,20}} ){{0,2}}(?i:{_OFFICE})\b"
)
_OWN_TITLE = re.compile(rf" (?:[A-Z]|{_MEMORIAL}\b)")
_OWN_WORK = re.compile(rf" (?:[a-z-]{{1,20}} ){{0,2}}(?i:{_WORK}|{_MEMORIAL})\b")
_WROTE = either(r"""
wrote, writes, argue[sd]?, describe[sd]?, researched, studied, publishe[sd], calls? for, called for
conclude[sd], recommend(?:s|ed)
(?:led|leads|chaired|chairs) (?:the|an?) (?:[a-z-]{1,20} )?(?:review|inquiry|panel|audit|board)
""")
_WRITES = re.compile(rf" {_WROTE}\b")
_PSEUDONYM = re.compile(
    either(r"""
not (?:his|her|their|a|the \w{1,20}'s) real name, real names?\b, made[ -]up, pseudonym, invented
fictional, fictitious, names?\b[^.!?]{0,40}\b(?:have|has|are|were|been) (?:been )?changed
(?:is|are) (?:an?|the) characters?, role[ -]play, imaginary
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
39 victoria street, 1 parliament street
100 parliament street, 102 petty france, 1 horse guards road
1 victoria street, 10 victoria street, 10 south colonnade, 10 whitechapel high street
""")
"""Where ministries are: their publications print it, and nobody lives there but two ministers."""
_PUBLIC_BODY = either(r"""
(?i:offices?), (?i:headquarters), (?i:hq), (?i:town hall), (?i:civic centre), (?i:library)
(?i:police station), (?i:council), (?i:courthouse), (?i:surgery), (?i:clinic)
(?i:(?:health|children's|family|community|youth|contact) (?:centre|hub))
Department for [A-Z]\w{1,20}, Department of [\w ]{4,40}, Ministry of [A-Z]\w{1,20}, Home Office
Cabinet Office, Parliament, NHS England, Ofsted, Cafcass, NSPCC, Barnardo's, Partnership, Trust
Commission, Commissioner, Authority, Court, University, (?:Royal )?College of [A-Z]\w{1,20}, Union
Society, Foundation, Institute, Association, Charity, Army
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
    lead = f"{text[max(0, name.start - 60) : name.start]}{name.words[0]} "
    if _BEFORE.search(text, max(0, name.start - 60), name.start) or _BEFORE.search(lead):
        return True
    if any(" ".join(pair) in _PEOPLE for pair in pairwise((name.before, *folded))):
        return True
    possessive = name.words[-1].endswith("'s")
    # "Keira's review" is a child's; "Eileen Munro's review" and "Laming's review" their author's.
    owned = _OWN_TITLE if len(folded) == 1 and name.listed else _OWN_WORK
    if owned.match(text, name.end) if possessive else _AFTER.match(text, name.end):
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
