"""Names that stand in a text because they are published: an author's, a review's, a law's, a
minister's; and names that are said to be nobody's."""

import re
from collections.abc import Iterator
from itertools import pairwise

from content.identifying.detail import Detail, DetailKind
from content.identifying.folding import either, phrase_set
from content.identifying.names import Name, bare
from content.identifying.sentences import sentence

_TITLE = either(r"""
professor, prof\.?, emeritus, sir, dame, lord, lady, baroness, baron, viscount, judge
minister(?: (?:for|of) [\w' ]{3,30})?
justice, secretary, commissioner, president, chancellor, coroner, king, queen, prince, princess
pope, saint, st\.?, operation, project, storm, hurricane, councillor, cllr\.?
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
_NAMED_AFTER = either(r"""
foundation, trust, campaign, charity, legacy, appeal, centre, hospice, fund, award, law, rule
review, report, inquiry, enquiry, guidelines?, competen(?:ce|cy), protocol, helpline, project, app
tool, programme, wards?, unit, suite, refuge, clinic, institute
""")
"""What may bear anybody's name."""
_WORK = either(r"""
act, principles?, test, model, theory, stud(?:y|ies), research, book, paper, findings, framework
recommendations?, case, scandal, murder, service, team, house, building, hub, method, approach
scale, questionnaire, index, score, training, poem, film, blog, podcast
""")
"""What may be an author's or a public person's. A given name alone before it is a child's: "the
Tyler case"."""
_OFFICE = either(r"""
minister, (?:home |foreign |education |health )?secretary, commissioner, professor, judge, mp
author, researcher, chancellor, chief \w{2,20}, president, chair, briefing, film, book, play, poem
video
""")
_AFTER = re.compile(
    rf",? (?:et al|and colleagues)\b"
    rf"|(?:'s)?(?:,? (?:and |& )?(?:[A-Z][a-z][\w'-]{{0,20}}|[A-Z]\.?)){{0,4}},? ?[(\[]?{_YEAR}\b"
    rf"| (?i:{_NAMED_AFTER})\b"
    rf"|,? (?:the |our )?(?:lead |independent |national )?(?:reviewer|author|scrutineer|director)\b"
    rf"|,? (?:Former|Shadow|Chief|Minister|Secretary|Commissioner|MP|Professor|President)\b"
    rf"|(?:,? (?:and |& )?[A-Z][\w'-]{{1,20}}){{1,3}} (?:reviews|reports|inquiries|cases|murders)\b"
    rf"|(?:,? (?:then|now|the|an?|our|who is|former) ){{1,2}}"
    rf"(?:[\w-]{{1,20}} ){{0,2}}(?i:{_OFFICE})\b"
)
_TITLED = re.compile(r" [A-Z]")
_THEIR_WORK = re.compile(rf" (?:[a-z-]{{1,20}} ){{0,2}}(?i:{_WORK}|{_NAMED_AFTER})\b")
_MEMORIAL = re.compile(r" (?:foundation|trust|campaign|charity|legacy|appeal|fund|award)\b")
_WROTE = either(r"""
wrote, writes, argue[sd]?, describe[sd]?, researched, studied, publishe[sd], calls? for, called for
conclude[sd], recommend(?:s|ed)
(?:led|leads|chaired|chairs) (?:the|an?) (?:[a-z-]{1,20} )?(?:review|inquiry|panel|audit|board)
""")
_WRITES = re.compile(rf" {_WROTE}\b")
_PSEUDONYM = re.compile(
    r"\b"
    + either(r"""
not (?:his|her|their|a|the \w{1,20}'s) real name, not (?:their )?real names, is not a real \w{3,6}
(?:made[ -]up|invented|fictional|fictitious|imaginary) (?:names?|cases?|child|family|story|example)
names?\b[^.!?]{0,20}\b(?:we )?(?:made|are made|is made) up, (?:is|are) made[ -]up, pseudonym
names?\b[^.!?]{0,40}\b(?:have|has|are|were|been) (?:been )?changed, characters? in, role[ -]play
known (?:here|in this \w{1,12}) as, we (?:will |have |shall )?call(?:ed)? (?:him|her|them)\b
"""),
    re.IGNORECASE,
)
"""Words of a sentence that say that a name in it is nobody's."""
_PEOPLE = phrase_set("""
anthony walker, arthur labinjo-hughes, ayeeshia jane, damilola taylor, daniel pelka
ellie butler, finley boden, hamzah khan, holly wells, jacob crouch, james bulger, jasmine beckford
jessica chapman, kaylea titford, keanu williams, khyra ishaq, liam fee, logan mwangi, maria colwell
peter connelly, poppi worthington, sara sharif, sarah everard, sarah payne, star hobson
stephen lawrence, victoria climbie, shannon matthews, jimmy savile, ian huntley, molly russell
awaab ishak, sophie lancaster, brianna ghey, martha mills, clare wood, alice ruggles
anna freud, ask angela, baby peter, mother teresa, peter pan
""")
"""People named by published inquiries, reviews, laws and charities: their names are no secret."""


def is_published(text: str, name: Name) -> bool:
    """Whether a name is there as an author's, a public person's, a law's or a review's, or is
    said not to be a real one."""
    folded = [bare(word) for word in name.words]
    lead = f"{text[max(0, name.start - 60) : name.start]}{name.words[0]} "
    if _BEFORE.search(text, max(0, name.start - 60), name.start) or _BEFORE.search(lead):
        return True
    if any(" ".join(pair) in _PEOPLE for pair in pairwise((name.before, *folded))):
        return True
    alone = len(folded) == 1 and name.listed
    if name.words[-1].endswith("'s"):
        # "Keira's review" is a child's; "Eileen Munro's review" and "Laming's" their author's.
        following = (_TITLED, _MEMORIAL) if alone else (_TITLED, _THEIR_WORK)
    else:
        following = (_AFTER,) if alone else (_AFTER, _THEIR_WORK)
    if any(pattern.match(text, name.end) for pattern in following):
        return True
    if (len(folded) > 1 or name.before == "dr") and _WRITES.match(text, name.end):
        return True
    return _PSEUDONYM.search(text, *sentence(text, name.start)) is not None


def unless_published(text: str, name: Name) -> Iterator[Detail]:
    """Yield the name as a detail, if it is no published one."""
    if not is_published(text, name):
        yield Detail(name.start, name.end, DetailKind.NAME)
