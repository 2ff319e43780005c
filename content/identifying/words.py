"""The word lists behind the rules. Lower case, without accents; see `fold`.

The rules rest on the form of what is written, and the lists only settle what form alone cannot. A
name that is in none of them is still found where its form says so.
"""

from content.identifying.doubtful import MORE_NAMES
from content.identifying.folding import word_set
from content.identifying.places import PLACES

PEOPLE = word_set("""
adolescent adolescents adult adults anybody anyone aunt babies baby boy boys brother brothers
carer carers child children client clients cousin cousins dad dads daughter daughters eldest
everybody everyone families family father fathers female females foster friend friends girl girls
gran grandad grandfather grandmother grandparent grandparents guardian infant infants lad lads
lady learner learners male males mam man men mother mothers mum mums nan nana neighbour neighbours
newborn newborns nobody oldest one ones others parent parents participants partner people person
persons practitioner practitioners pupil pupils resident residents respondents sibling siblings
sister sisters somebody someone son sons staff stepdad stepfather stepmother stepmum student
students teen teenager teenagers teens those toddler toddlers twin twins uncle victim victims
woman women worker workers young youngest youngster youngsters youth youths
""")

KIN = word_set("""
aunt auntie baby boyfriend brother carer cousin dad daughter ex father friend girlfriend gran
grandad granddaughter grandfather grandma grandmother grandson half-brother half-sister husband
mam mom mother mum nan nana neighbour nephew niece partner sibling sister son stepbrother stepdad
stepfather stepmother stepmum stepsister toddler twin uncle wife
""")

FUNCTION = word_set("""
a about above across after again against all almost along already also although always among an and
another answer any anyone approximately are around as ask at average away back be because been
before behind being below between beyond both but by call can cannot check could currently deadline
despite did do does doing done down during each eight either else even ever every except few fewer
finally first five following for formerly four from further get give given go goes going good had
half has have having he her here hers him his how however i if in initially instead into is it its
just keep kept know last later least less let like look made make many may me might mine
minus more moreover most much must my near nearly neither never next nine no nobody none nor not
nothing now of off often on once one only onto or other our ours out over overall own part per
perhaps plus put rather read recently record remember same say says score scores see seen
seven several shall she should show since six so some somebody someone something sometimes soon
speak still such sure take talk tell ten than that the their theirs them then there therefore these
they things think this those though three through throughout thus time to today together tomorrow
too total toward towards twelve two under unless until up upon us use used very via was we well
went were what when whenever where whereas whether which while who whole whom whose why will with
within without would write yes yesterday yet you your yours
""")

CALENDAR = word_set("""
advent apr april aug august autumn christmas dec december diwali easter eid feb february fri friday
jan january jul july jun june lent mar march may mon monday nov november oct october ramadan sat
saturday sep sept september spring summer sun sunday thu thur thurs thursday tue tues tuesday wed
wednesday weds winter
""")

SECTOR = word_set("""
abuse academy accident act action acts addendum adoption advice advocacy agencies agency agenda
alternative annex annual anti-bullying appendix area areas article articles assembly assessment
assessments association audit audits authorities authority average award band barnardo barnardo's
barnardos bill board body branch brexit briefing briefings bulletin bureau cabinet cafcass camhs
care case cases category centre chair chapter charity charter childline children's childrens
church clause clinic code cohort college column commission commissioner committee community
conclusion conference connect consent consultation contact contents contextual core council
councils county county-lines court courts covid covid-19 crime criminal criteria crown curiosity
custody data day days debt defence department deputy detail developmental digest digital directive
director directorate disabled disclosure discussion district document domestic drug duty early
education elective elements emergency emotional engagement england enquiry entry equality evidence
example exclusion executive exercise experience exploitation facebook fact factor family feature
feedback female-genital figure file finding findings fire focus force form forms forum foundation
framework fund gap gaps gateway general gestational gold google gov government grade graded group
groups guidance guide guideline guidelines handbook harm harmful head headline headteacher health
healthwatch hearing help helpline hidden high higher history hm home homes hospital house
household housing hub human ideas impact improvement incident incidents indicator indicators
inequality information initial inquiry inspection inspector inspectorate instagram institute
intelligence interim introduction isolation issue item items journal judge justice kcsie keeping
key knowledge lado lead leaders leads league learners learning leaving legal lesson lessons level
levels library likelihood line link links local looked loss magistrates manager managers maternal
maximum mean median mental merseyside method microsoft midwife midwifery minimum minister ministry
missing model module mosaic multi multi-agency murder nacro national needs neglect network
newsletter nhs note notes notice number numbers nurse nursery nurses nursing objective observation
occupational office officer officers ofsted online operation opinion option order orders
organisation organisations outcome outcomes output overview page panel paper paragraph park
parliament partner partners partnership partnerships paternal pathway pattern pension period phase
physical picture place plan plans point points police policies policy post practice pressure
prevention primary principle priority prison privy probation problem procedure procedures process
professional professionals professor programme project proposal protect protection protective
protocol provider public pupil's purpose quality quarter question questions quiz rapid ratio
ratios reading reason reasons recommendation recommendations reference referral referrals
reflection reflections refuge regional register regulation regulations relationship report reports
research response responses restorative result results retirement review reviews right rights risk
risks role royal rule safe safeguarding safer sample scale scene schedule scheme school schools
science scope scrutiny secondary secretary section sections sector senior series serious
serious-case service services session sessions setting settings sexual shelter sign significant
signs site sixth skills slack slide snapchat social society source special specialist stage
standard standards start state statement statistics status step stepping steps stones strategy
street strength strengths stress stronger study subject substance suicide summary supervision
support supreme sure survey system systems table target task tasks team teams template term
thematic theme themes therapist threat threshold tier tiktok tool toolkit topic trafficking
training transition trauma treatment trend tribunal trigger trust type unborn understanding
understood unicef unit universal university update upper value version victoria violence virtual
visit visitor visits voice voluntary volunteer vulnerability wales ward warning week weeks welfare
wellbeing what's whatsapp widening windows witness women's work workbook workforce working
workshop world worry year years youth youtube zone
""")
"""Words of the work that stand with a capital and a number, and are nobody."""

ACRONYMS = word_set("""
ad ai am asb at bbc bme cafcass ce cic cin cla cp cpr cps cqc csa cse cso csp da dbs dfe dhsc dna
dob doh dos dpa dsl dss dv dvd ea ecm ect ed eet eh ehc ehcp ehe ehm eu faq fgm fii gb gcp gdpr gp
gps hcp hm hmi hmp hr hv ib icb icpc ict icu id imr ip iro it itv ks ks1 ks2 ks3 ks4 la lac lado
lgb lgbt lscb lscp ma mash mds mdt mh mp mps nao ne neet nfa nhs ni nmc nqt nrm nspcc nw ok ons op
pa pc pcc pdf pe pl pm pn poc pru psc pshe qa qc ra rc rcn rcpch rcpcr re rse rshp scr sen send sgo
si sia sld sms sro sv sw ta tac taf td tv uc uk un us usa va vawg vs who yjs yos yot yp ypas
""")

NATIONS = word_set("""
afghan african albanian american amish anglican arab arabic asian austrian bangladeshi bengali
black brazilian british buddhist bulgarian caribbean catholic caucasian chinese christian colombian
congolese cuban czech danish deaf dutch english eritrean ethiopian european filipino french gambian
georgian german ghanaian greek gujarati gypsy hindu hispanic hungarian igbo indian iranian iraqi
irish israeli italian jamaican jewish kashmiri kenyan kosovan kurdish latvian lebanese lithuanian
mediterranean mixed mormon moroccan muslim nepalese nepali nigerian norwegian pakistani palestinian
polish portuguese protestant punjabi roma romanian russian rwandan scottish shia sierra-leonean
sikh slovak somali spanish sri-lankan sudanese sunni swahili swedish swiss syrian tamil thai
tigrinya traveller turkish ugandan ukrainian urdu vietnamese welsh white yazidi yemeni yoruba
zimbabwean
""")

DESCRIBING = word_set("""
big dear little older poor tiny younger dr miss mr mrs ms mx
""")
"""Words that stand before somebody's name: "little Kian", "Mrs Dhillon"."""

NOBODY = (DESCRIBING | PEOPLE | FUNCTION | CALENDAR | SECTOR | PLACES | NATIONS) - (
    MORE_NAMES - CALENDAR
)
"""Capitalised words that are not a person's name."""

PARTICLES = word_set("al el bin binti ibn abu de da del della dos la le van von der den ter ul ap")
