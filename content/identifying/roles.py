"""The words for what one person is to another, as parts of patterns."""

from content.identifying.folding import either

RELATIVE = r"(?:(?:step|half|foster|god|grand|great|great-grand)[ -]?)?" + either(r"""
mums?, mams?, moms?, mummy, mothers?, dads?, daddy, fathers?, parents?, brothers?, sisters?
siblings?, sons?, daughters?, twins?, uncles?, aunts?, aunties?, cousins?, nephews?, nieces?, nans?
nana, nanny, gran, granny, grandad, grandma, grandpa, in-laws?, partner, husband, wife, boyfriend
girlfriend, fianc[eé]e?, ex, carers?, guardians?, baby, babies, toddler, children, kids, families
family
""")
"""Relatives, and those who stand in their place."""

CHILD = either(r"""
pupils?, students?, child, children, kids?, boys?, girls?, lads?, teenagers?, young person
young people, young (?:man|woman|mum|carer|adult), perpetrator, victim, suspect, offender, abuser
bab(?:y|ies), infant, newborn, toddlers?, client, patient, service user, learner
""")
"""Words for the child, the young person, the one who is helped and the one who harms."""

_BEFORE_A_WORKER = either("""
student, senior, allocated, named, her, his, their, the, our, my
""")
_KINDS_OF_WORKER = either("""
family, early help, youth, key, outreach, case, social, support, duty, play, care, project
family support, youth justice, social care, transition, drug, domestic abuse, community
""")
_NURSES = either("""
school, district, staff, community, paediatric, mental health, ward, practice, specialist
""")
_OFFICERS = either("""
police, probation, housing, attendance, welfare, education welfare, arresting, investigating
reviewing, neighbourhood, prison, youth offending
""")
_TITLES = either(rf"""
(?:{_KINDS_OF_WORKER} ?){{1,2}}(?:support )?workers?, (?:{_NURSES} )?nurse, {_OFFICERS} officers?
(?:detective |police )?(?:constable|sergeant|inspector), foster (?:carer|mother|father|parent)s?
health visitors?, midwife, paediatrician, consultant, psychologist, psychiatrist, therapist
counsell?or, doctor, (?:deputy )?head ?teacher, deputy head, (?:class |form |support )?teacher
teaching assistant, (?:form |personal )?tutor, senco, head of year, designated safeguarding lead
safeguarding lead, pastoral (?:lead|manager), child ?minder, interpreter, solicitor, team manager
advocate, (?:learning )?mentor, (?:football )?coach, caretaker, landlord, lodger, babysitter
(?:taxi |bus )?driver, volunteer, dentist, optician, imam, priest, vicar
(?-i:S/?W|FSW|H/?V|F/?C|MG[MF]|PG[MF]|PC|PCSO|WPC|DC|DS|DI|Sgt|GP|IRO|LADO|DSL|SENCo|TA|IDVA|CPN)
""")
WORKER = rf"(?:{_BEFORE_A_WORKER} )?{_TITLES}"
"""Workers and others who meet a family in their work. For use without regard to case."""
