"""Whether the wording of a survey's question leaves people free to answer, and asks one thing.

A rule can only suspect; the author decides. Each rule looks at the question alone, in the forms
in which such slips are usually made.
"""

import re
from collections.abc import Iterator
from enum import Enum

from content.checks.findings import Finding, warning
from content.survey import PulseSurvey

MOST_WORDS = 25
"""Of one question; a longer one is read twice, or not at all."""


class Slip(Enum):
    """What a wording may do."""

    TWO_IDEAS = "two ideas"
    LEADING = "leading"
    LOADED = "loaded"
    NEGATIVE = "negative"
    JARGON = "jargon"
    TOO_LONG = "too long"
    CASE_DETAILS = "case details"
    PRESUMES = "presumes"


_SENTENCES = {
    Slip.TWO_IDEAS: "This may ask two things at once, and one answer cannot tell which of them is"
    " meant; please keep one, or make two questions of it.",
    Slip.LEADING: "This may lean towards one answer; please give both sides the same room, as in"
    " “how easy or hard”.",
    Slip.LOADED: "A strong or sweeping word here may push people one way; a plainer one lets them"
    " say how it is.",
    Slip.NEGATIVE: "A question that holds a “not” is easily answered the other way round; please"
    " say it without.",
    Slip.JARGON: "Somebody new may stumble over a word or short form here; please write it out, or"
    " use an everyday word.",
    Slip.TOO_LONG: f"This is long to take in at once; {MOST_WORDS} words are plenty.",
    Slip.CASE_DETAILS: "This may draw out names or details of a child, a family or a colleague;"
    " please ask about practice in general.",
    Slip.PRESUMES: "This takes for granted that something is so; please ask first whether it is,"
    " or add “if anything”.",
}


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


_ONE_IDEA = _any(
    r"\bhealth and (?:social )?(?:care|wellbeing)\b",
    r"\b(?:children|parents) and (?:young people|carers|families)\b",
    r"\b(?:mums and dads|mothers and fathers|parents and children)\b",
    r"\b(?:drugs? and alcohol|bed and breakfast|terms and conditions|search and rescue)\b",
    # A topic named in two words: "about sleep and babies?"
    r"\b(?:about|for|on|of) \w+ and \w+(?=[?.]|$)",
)
_BALANCED = _any(r"\bor\b", r"\bif (?:any|anything|ever|at all|so)\b")
_ROUND = r"(?:day|week|month|term|year|time|morning|shift|few|other week|two weeks)"

_ASKS = "do|does|did|is|are|was|were|has|have|should|would|could|can"
_JUDGED = (
    r"(?:helpful|useful|valuable|improved|important|vital|essential|clear|harmful|confusing|tragic"
    r"|pointless|wasteful|worrying)"
)
"""Words that judge what is asked about before anybody answers."""

_RULES: dict[Slip, re.Pattern[str]] = {
    Slip.TWO_IDEAS: _any(
        r"\band\b",
        r"\bas well as\b",
        r"\bor (?:to|when|how|that) \w+",
        r"\b(\w+) to \w+ or \1 to\b",
    ),
    Slip.LEADING: _any(
        r"^(?:(?:so|and|but|now|well),? )?\w+n't\b",
        r"^(?:surely|obviously|clearly|of course|naturally)\b",
        rf"^(?:{_ASKS})nt (?:you|we|it|they|there|your|the)\b",  # without its apostrophe
        rf"^(?:{_ASKS}) (?:you|we|it|they|there) not\b",
        r", (?:right|yes|correct|agreed|\w+n't (?:you|it|they|we|he|she))\?",
        r"\bdo you (?:accept|admit|concede) that\b",
        r"\bcan you believe\b",
        r"\bplease agree\b",
        r"^(?:can we count on|it is (?:well )?(?:known|clear|obvious|important))\b",
        r"^as (?:every|we|you|all|most)\b",
        r"^(?:given (?:how|that)|considering) ",
        r"\bas \w+ (?:to you )?as (?:it|they|you|we) (?:should|ought|could)\b",
        r"\bdo you share\b",
        r", (?:like|unlike) (?:your|other|most|all) \w+",
        r"^(?:most|many|other) (?:\w+ )?(?:people|colleagues|practitioners|teams|staff)\b",
        r"\b(?:experts|research|studies|everybody|we all) (?:says?|shows?|agrees?|know)\b",
    ),
    Slip.LOADED: _any(
        r"\b(?:always|never|everyone|everybody|everything|nobody|no one|none)\b",
        rf"\bevery (?!{_ROUND}\b)",
        r"\b(?:100 ?%|only ever|out of control|best|worst)",
        r"(?<!\bat )\ball\b",
        r"\b(?:absolutely|completely|totally|entirely|utterly|constantly|whatsoever)\b",
        r"\b(?:shocking|appalling|terrible|dreadful|awful|disgraceful|scandalous|hopeless)\b",
        r"\b(?:excellent|wonderful|brilliant|fantastic|amazing|outstanding|great|superb)\b",
        r"\b(?:fail(?:s|ed|ing|ures?)?|ignor(?:es?|ed|ing)|let down|careless|lazy)\b",
        rf"\b(?:the|our|this|these) (?:(?:new|much|very|most) )?{_JUDGED} \w+",
        r"\b(?:really|truly|honestly)\b",
        r"\bcares? enough\b",
        r"\b(?:broken?|breach(?:ed)?|neglected (?:your|their|his|her))\b",
        r"(?<=\w )such an? \w+ \w+",
    ),
    Slip.NEGATIVE: _any(
        r"\w+n't\b",
        r"\bnot\b(?! sure)",
        r"\b(?:hardly|rarely|scarcely|seldom|lack|i never|i have never)\b",
        r"^(?:nothing|nobody|no one|none)\b",
        r"\b(?:i|you|we|they) cannot\b",
        r"\bun(?:able|aware|clear|common|likely|prepared|usual|willing)\b",
        r"\b(?:have|has|is|are) (?:you|there|it|your team) no\b",
    ),
    Slip.CASE_DETAILS: _any(
        r"\b(?:which|what) (?:child|famil|case|young person|parent|colleague)",
        r"\bwhich of (?:your|the)\b",
        r"\bdescribe (?:an?|the|your)\b",
        r"\b(?:tell us about|example of|happened to) (?:an?|the|your) (?:child|family|case)\b",
        r"\b(?:about|did) the (?:child|family|mother|father|parents?)\b",
        r"\b(?:particular|certain|own) (?:child|family|cases?)\b",
        r"^(?:name|give) (?:an?|the|us)\b",
        r"\b(?:names? of|initials|date of birth|address of)\b",
        r"\byour last (?:referral|case|visit)\b",
        r"^who\b.*\?",
    ),
    Slip.PRESUMES: _any(
        r"^why\b",
        r"^how (?:did|do|does|has|have|often)\b",
        r"^when did\b",
        r"^what (?:stops?|stopped|made|makes|keeps|kept|prevents?|prevented) ",
        r"^what did you (?!see\b)",
        r"^what have you\b",
        r"^how much\b.*\b(?:has|have|did)\b",
        r"^how will you\b",
        r"^what (?:problems?|difficult(?:y|ies)|barriers?|obstacles?|benefits?|improvements?) "
        r"(?:have|has|had|did|do|does|are|were|was)\b",
        r"^which (?:benefit|improvement|problem|difficulty|barrier)\b",
        r"\b(?:like|liked) (?:best|most|least)\b",
        r"\b(?:are you still|have you stopped|now that you)\b",
        r"\bdo you still (?:find|feel|think|believe|struggle|avoid|forget|miss|ignore|skip)\b",
        r"\bsince you \w+",
    ),
}
_THING = r"(?:the|this|that|these|our|your) (?:\w+ ){1,3}"
_HELPS = (
    r"(?:help(?:ed|s)?|saved?|improved?|eased?|taught|gave me what"
    r"|ma(?:d|k)e .*\b(?:easier|better|clearer|safer|a difference|more \w+))\b"
)
_SCALE = _any(
    r"^to what extent\b",
    r"\b(?:do|would|wouldn't) you agree\b",
    r"^how (?!(?:did|do|does|has|have|often|many|long|soon|far|can|could|should|would|to)\b)\w+",
    r"^[^?]+\. [^.?]+\?$",
    r"^do you (?:think|feel|find)\b.*\b(?:better|easier|improvement|helpful|useful|good)\b",
    r"^would you say that\b",
    r"\bfair to say\b",
    r"\bdo you welcome\b",
    r"\bare you (?:happy|pleased|glad|satisfied)\b",
    r"^have you (?:benefit(?:t?ed)|profited|gained|improved|(?:become|grown) (?:more|better))\b",
    r"^(?:please )?rate how (?:much|well)\b",
    r"\bthanks to\b",
    r"\ba good use of\b",
    r"\bhow much (?:better|easier|clearer|safer)\b",
    r"\b(?:proud|lucky|fortunate|grateful|thankful|privileged|ashamed|embarrassed|guilty)\b",
    # What something did for somebody, asked of its good side alone.
    rf"^(?:did|has|have|does|do) {_THING}{_HELPS}",
    rf"^{_THING}{_HELPS}",
)
"""Such a question leans, unless it offers the other side too."""
_NOT_OFFERED = re.compile(r"\bor\b[^,]*\bnot\b")
_SHORT_FORM = re.compile(
    r"\b(?!(?:NHS|GPs?|UK|IT|PDF|OK)\b)(?:[A-Z]\w*[A-Z]\w*(?:-\w+)?|[A-Z]\d+)\b"
)
_OFFICE = _any(
    r"\b(?:operationali[sz]e|utili[sz]e|leverage|synerg|paradigm|methodolog|stakeholder)",
    r"\b(?:holistic|frameworks?|trauma-informed|contextual|triangulat|evidence-based)",
    r"\b(?:matrix|embedded|workflows?|systemic|multi-disciplinary|cumulative|lens)\b",
)


def find_slips(ask: str) -> tuple[Slip, ...]:
    """Return what the wording of a question may do, in the order of Slip."""
    return tuple(slip for slip in Slip if _has(slip, " ".join(ask.split())))


def check_wording(survey: PulseSurvey) -> Iterator[Finding]:
    """Yield what the wording of each question may do."""
    for question in survey.questions:
        for slip in find_slips(question.ask):
            yield warning(f"Question {question.key}", _SENTENCES[slip])


def _has(slip: Slip, ask: str) -> bool:
    plain = ask.casefold().replace("\u2019", "'")
    balanced = _BALANCED.search(plain) is not None
    match slip:
        case Slip.TWO_IDEAS:
            plain = _ONE_IDEA.sub("it", plain)
        case Slip.LEADING if not balanced and _SCALE.search(plain):
            return True
        case Slip.NEGATIVE:
            plain = "" if balanced and "un" in plain else _NOT_OFFERED.sub("", plain)
        case Slip.JARGON:
            return bool(_SHORT_FORM.search(ask) or _OFFICE.search(plain))
        case Slip.TOO_LONG:
            return len(ask.split()) > MOST_WORDS
        case Slip.PRESUMES if balanced:
            return False
        case _:
            pass
    return _RULES[slip].search(plain) is not None
