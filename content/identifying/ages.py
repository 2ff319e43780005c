"""The forms in which an age is written, and the words that tie it to a name."""

import re

from content.identifying.folding import either
from content.identifying.roles import RELATIVE

_TENS = r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
_ONES = r"(?:one|two|three|four|five|six|seven|eight|nine)"
_NUMBER = (
    rf"(?:\d{{1,2}}(?:½|\.5| 1/2)?|{_TENS}(?:[ -]{_ONES})?|ten|eleven|twelve|thirteen|fourteen"
    rf"|fifteen|sixteen|seventeen|eighteen|nineteen|{_ONES})"
)
_UNIT = r"(?:years?|yrs?|y(?:/?o)?|months?|mths?|mos?|m|weeks?|wks?|days?)"
_MORE = r"(?:,? (?:and )?(?:a half|\d{1,2} (?:months?|mths?|weeks?|wks?|days?)))?"
_SEX = r"(?:[mf]|male|female|boy|girl|he/him|she/her|they/them)"
_HEDGE = either(r"""
now, then, only, just, nearly, almost, about, around, approx\.?, approximately, currently, still
aged?, already, rising, barely, by then, by now, going on, coming up to, at, probably, maybe
(?:believed|thought|said|assessed) to be
""")
_SOMEBODY = either("""
boys?, girls?, child, lad, man, woman, twins, baby, teenager, student, pupil, daughter, son
brother, sister
""")
_ENDS = r" ?(?:[,;:!?)\]]|\.(?!\d)|$|-(?!\d))"

AGED = re.compile(
    rf"\b(?:aged?|age (?:of|is|was)|{_SOMEBODY} of)[ :]{{1,2}}"
    rf"(?:{_HEDGE} )?{_NUMBER}\b(?:(?: ?-? ?|[- ]){_UNIT}(?:[ -]old)?\b)?",
    re.IGNORECASE,
)
"""Words that say that a number is an age."""
OLD = re.compile(
    rf"\b{_NUMBER}(?:[ -]{{0,2}}(?:years?|yrs?|y|months?|mths?|weeks?|wks?|days?)\.?[ -]{{1,2}}"
    rf"(?:old|of age)|[ -]?(?:yo|y/o|y\.o\.?)(?:ld)?)\b",
    re.IGNORECASE,
)
GROUPED = re.compile(
    rf" ?(?:-|to|or|and|&|/) ?{_NUMBER}\b| ?\+|[ ,]*(?:and|or) (?:over|under|above|below|older|"
    rf"younger|upwards|up)\b",
    re.IGNORECASE,
)
"""After an age: the span or the ages of a group."""

IN_BRACKETS = re.compile(
    rf"[(\[] ?(?:{_HEDGE} )?(?:{_SEX}\b ?[,/]? ?)?{_NUMBER}(?: ?-?{_UNIT}\b\.?{_MORE})?(?: old)?"
    rf"(?: ?[,/]? ?{_SEX})?(?:[,;] [^\d()\[\]][^()\[\]]{{0,60}})? ?[)\]]",
    re.IGNORECASE,
)
SEVERAL_IN_BRACKETS = re.compile(
    rf"[(\[] ?(?:{_HEDGE} )?{_NUMBER}(?:(?:,| and|,? &) {_NUMBER}){{1,5}}(?: {_UNIT})? ?[)\]]",
    re.IGNORECASE,
)
"""The ages of several children, after their names."""
HEDGED_IN_BRACKETS = re.compile(
    rf"\((?=[^()\d]{{1,50}}\b(?:about|around|approx|probably|maybe|to be|age|aged) )"
    rf"[^()\d]{{1,60}}\b{_NUMBER}\b[^()]{{0,30}}\)",
    re.IGNORECASE,
)
YEAR_GROUP = re.compile(
    r"[(\[] ?(?:in )?(?:year|yr|y) ?\d{1,2} ?[)\]]|(?P<comma>,) (?:in )?(?:year|yr|y) ?\d{1,2}\b",
    re.IGNORECASE,
)
IN_COMMAS = re.compile(
    rf"(?:, ?{_SEX}\b(?=,))?(?:, ?(?:dob|d\.o\.b\.?|born)[ :]{{1,2}}[\d/.-]{{4,10}})?(?:,| -) ?"
    rf"(?:(?:who |(?:s?he) )?(?:{_HEDGE} )?(?:'?s|is|was|turned|turns|will be) )?"
    rf"(?:{_HEDGE} )?{_NUMBER}(?: ?{_UNIT}\b\.?{_MORE})?"
    rf"(?={_ENDS}| (?:and|who|told|tells|said|says|is|was|has|had|lives?|lived|goes|went|attends?"
    rf"|disclosed|reported|speaks|came|did|does|from|with|in|at|on|next|last|still)\b)",
    re.IGNORECASE,
)
AND_AGE = re.compile(rf" ?(?:,|and|&) ?{_NUMBER}\b", re.IGNORECASE)
IS = re.compile(
    rf"(?: (?P<verb>(?:who )?(?:is|was|will be|has turned|had turned|turn(?:s|ed|ing))|who's)|'s)"
    rf" (?:{_HEDGE} ){{0,2}}{_NUMBER}"
    rf"(?={_ENDS}| (?:and|when|but|so|years?|yrs|months|weeks|at the time|who|next|last|on|this"
    rf"|now|today|tomorrow|before|after|in|his|her|their|he|she|they|the|keeps?|lives?)\b)",
    re.IGNORECASE,
)
SPACED = re.compile(
    rf" {_NUMBER}(?: ?(?P<unit>yrs?|yo|y/o|years|mths|months))?(?={_ENDS}| (?:and|or|&) )",
    re.IGNORECASE,
)
AT_AGE = re.compile(
    rf"\b(?:at|aged?|at the age of|when|turning|turned) (?:{_HEDGE} )?{_NUMBER},? (?=[^\W\d_])",
    re.IGNORECASE,
)
PRONOUN = re.compile(
    rf"\b(?:he|she)(?:'s| is| was) (?:{_HEDGE} ){{0,2}}{_NUMBER}\b"
    r"(?! ?%| times| hours| minutes| of )",
    re.IGNORECASE,
)
BIRTHDAY = re.compile(r"'s? (?:\d{1,2}(?:st|nd|rd|th)|[a-z]{5,12}th|first|second|third) birthday")
AT_WEEKS = re.compile(
    rf"\b(?:at|of|only|just|about|around|was|when) {_NUMBER}[ -](?:days?|weeks?|months?)\b"
    r"(?! (?:later|after|before|earlier|apart|ago|of|to|in|on|pregnan\w+|gestation))",
    re.IGNORECASE,
)
BIRTHDAY_OF = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)|first|second|third|(?:{_TENS}[ -])?(?:[a-z]{{3,7}}th|fifth"
    r"|eighth|ninth)|[a-z]{4,7}teenth|twelfth) birthday\b",
    re.IGNORECASE,
)
REACHED = re.compile(
    rf"\b(?:turn(?:s|ed|ing)?|is (?:now|only|just|nearly|almost|about)"
    rf"|was (?:only|just|nearly|barely)|reach(?:es|ed)|will be|the age of|age)"
    rf" (?:{_HEDGE} )?{_NUMBER}\b"
    r"(?! ?%| times| hours| minutes| of | per | pages| miles| o'clock|[,.]\d|:| to )",
    re.IGNORECASE,
)
IS_NOW = re.compile(
    rf"\b(?:is|was|'s) (?:{_HEDGE} ){{0,2}}{_NUMBER}(?={_ENDS}| (?:and|when|but|so"
    r"|years?|months?|weeks?|at the time|who|next|last|on|this|now|today|tomorrow|before|after|in"
    r"|herself|himself)\b)",
    re.IGNORECASE,
)
BY_THEN = re.compile(
    rf"\b(?:by then|then|by now|rising|nearly|almost|barely|now) {_NUMBER}(?={_ENDS})",
    re.IGNORECASE,
)
KIN_IS = re.compile(
    rf"\b{RELATIVE}(?:'s| is| was|,| -)? (?:{_HEDGE} )?{_NUMBER}"
    rf"(?={_ENDS}| (?:and|when|but|so|years?|months?|weeks?|now|today|was|is)\b)",
    re.IGNORECASE,
)
"""An age of somebody who is named by what they are to another: "Zainab's brother is 10"."""

APPOSED = re.compile(r", (?:an?|the|who|his|her|their) [^,.()]{1,40}$|[(\[][^()\[\]]{0,40}$")
"""Between a name and its age: a few words about the person."""
BEFORE = re.compile(
    rf"(?:[ ,;:(\[-]|\b(?:who|is|was|are|were|has|had|turned|being|a|an|the|by|of|very|{_SEX}|child"
    rf"|baby|just|{_HEDGE})\b|(?<=\ba )[a-z]{{3,12}}(?= )|(?<=\ban )[a-z]{{3,12}}(?= )){{0,14}}$",
    re.IGNORECASE,
)
"""Between a name and an age that follows it: nothing but such words."""
AFTER = re.compile(
    r"(?:[ ,:(\[-]|(?:boys?|girls?|child|baby|toddler|sons?|daughters?|brothers?|sisters?|"
    r"half-?brother|half-?sister|twins?|siblings?|cousin|niece|nephew|grandson|granddaughter|pupil|"
    r"student|teenager|lad|young|man|woman|mother|father|mum|dad|person|called|named|who is|is|"
    r"pregnant)\b){0,10}"
)
"""Between an age and a name that follows it."""
