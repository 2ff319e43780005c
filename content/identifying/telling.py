"""What is told of people in a case, as parts of patterns. Each follows a name and a space."""

from content.identifying.folding import either

BEFALLEN = r"(?:has been|had been|is|was) " + either("""
excluded, arrested, missing, asleep, pregnant, born, fostered, adopted, groomed, assaulted, stabbed
autistic, self-harming, in care, sectioned, bullied, bailed, taken into care, expelled, sexually
""")
"""What befalls people alone."""

ONLY_PEOPLE = either(r"""
told (?:his|her|their)\b, self-harm(?:s|ed), disclos(?:ed|ing)\b, confided\b
r[au]ns? away, sleeps\b
(?:hits?|beats?|kick(?:s|ed)|punche[sd]|slap(?:s|ped)|hurts?|touche[sd]) (?:him|her|them|me)\b
told the (?:nurse|teacher|school|police|midwife|head|social worker|health visitor|doctor|class)\b
said (?:that )?(?:he|she)\b, live[sd] with (?:his|her|mum|dad|an?)\b, was born\b
(?:went|goes|was|is) missing from (?:his|her|home|care|school|placement)\b
died (?:in|at|when|aged|from|after|on)\b
""")
"""What is said of people alone, so that a name which is on no list is one as well."""

_HELPING = either(r"""
has, had, have, is, was, were, are, will be, gets, got, 's
""")
_BETWEEN = either(r"""
been, being, \w{1,20}ly, not, never, also, always, often, still, now, just, only, already, first
later, once, again, then, too, very, so
""")
_STATE = either(r"""
placed, seen, found, taken, removed, brought, born, excluded, arrested, missing, hungry, asleep
scared, afraid, frightened, pregnant, adopted, fostered, known, referred, admitted, discharged
assessed, injured, hurt, hit, assaulted, abused, neglected, groomed, exploited, raped, shaken
killed, charged, convicted, interviewed, spoken, visited, moved, sent, left, living, staying
sleeping, going, refusing, using, drinking, withdrawn, underweight, autistic, disabled, deaf, upset
angry, distressed, unwell, tearful, quiet, unkempt, tired, late, absent, stopped, collected
dropped, hiding, crying, wearing, self-harming, home, alone, alive, dead, covered, limping
carrying, caring, attending, coming, eating, losing, drunk, beaten, bitten, burn(?:t|ed), bruised
at risk, under, not, in (?:an?|care|year|hospital|custody|foster|her|his|their)\b
on (?:an?|the|tag|bail|roll)\b
""")
_DEED = either(r"""
lives?, lived, ran, attends, attended, died, sleeps, slept, cried, cries, refused, refuses, hits?
stays, stayed, presented, alleged, denied, disclosed, drank, drinks, hid, hides, smelt, smells
cuts?, missed, misses, moved in, turned up, threatened, punched, kicked, struggles, struggled
tells? (?:me|us|staff|mum|dad|his|her|the), told (?:me|us|staff|mum|dad|his|her|the), came home
came (?:in|to) school, goes missing, went missing, weighs, self-harms, ran off, was born
""")
_ACT = either(r"""
told, tells, moves?, moved, arrived, came, comes, goes, went, left, cares, cared, admitted, said
says, asked, does, did, has, had, needs, wants, wanted, feels, felt, loves, keeps, kept, takes
took, met, returned, stopped, started, began, lost, fell, joined, works, worked, uses, used, seems
seemed, looks, looked, appears, appeared, plays, played, wrote, drew, eats, ate
turn(?:s|ed)? \w+teen, turn(?:s|ed)? \d{1,2}
""")
_ADVERB = r"(?:(?:\w{1,20}ly|often|also|then|never|always) )?"
TOLD_IN_FULL = rf"(?:{_HELPING} (?:{_BETWEEN} ){{0,3}}{_STATE}|{_ADVERB}{_DEED}\b)"
"""What is told of people in a case, after a name in full. Others say things and join meetings."""
TOLD = rf"(?:{TOLD_IN_FULL}|{_ADVERB}{_ACT}\b)"
"""What is told of somebody, after a given name alone."""

SPOKEN_OF = either(r"""
saw, seen, visited, spok?en? (?:to|with), speak (?:to|with), about, re, regarding, discuss(?:ed)?
supporting, assessed, interviewed, removed, case of, subject, known?, met with
concern(?:ed|s)? (?:about|for), referral (?:for|of), re-?refer(?:red)?, home visit to
""")
"""Before a name in full, when somebody writes about a case."""

PERSONAL = either(r"""
he, she, his, her, him, hers, himself, herself, he's, she's, (?-i:I), my, me, pregnant, placements?
social worker, health visitor, foster, teacher, tutor, classmates?, bruis\w{1,5}, asleep, hungry
nappy, birthday, bedroom, self-harm\w{0,4}, disclos\w{1,6}, missing, custody
chronology, duty desk, lac, cin
""")
"""Words of a sentence that tells of a person."""
