"""The word lists behind the rules. Lower case, without accents; see `fold`.

They are small on purpose: the rules rest on the form of what is written, and the lists only
settle what form alone cannot. A name that is not here is still found where its form says so.
"""

import unicodedata


def fold(text: str) -> str:
    """Return the text in lower case without accents, so that José and jose are one."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return plain.translate(_STROKES)


_STROKES = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "\u0131": "i", "æ": "ae", "ð": "d", "þ": "th"}
)


def word_set(words: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(words.split())


GIVEN = word_set("""
ebony shanice tyrell jahmal keanu malachi zion elisha ezekiel teddy otto casper rafferty jaxon
jaxson kobi kobe kye kyan lennon bodhi roman rory ronnie reuben arthur albie archer dexter ellis
emrys gethin mabel orla ottilie rosalie delilah elodie margot arabella maryam zaynab zaynah hawa
halima khadeeja sumayya sumaya ruqayyah hafsah rumaysa ilyas idrees yahya yaqub suleiman sulaiman
abdirahman abdullahi harjit jaspreet manpreet kiran navdeep ranjit balwinder sandeep deepak anil
nitin dhruv krishna lakshmi oluwadamilola oluwatobi temitope funmi folake adaeze chioma nneka
kwesi abena akua ama yaw esi kojo tendai tafadzwa tatenda thabo sipho wei ming xin yan mei-ling
hui jun minh linh thi nguyen tran duc wiktor stanislaw jakub zuzia ania gosia kamila kinga dariusz
grzegorz ionut gheorghe vasile marius radoslav dimitar ivana milos arben besnik erion ilir luan
arta teuta macy maisy darcy darcey demi-leigh kaci kasey kacey shanelle shaniqua shakira tanisha
tamika jodie jodi jody jolene kerri kelsie lacie leanna maddy mollie-mae paige sade savanna shelby
skye summer-rose tegan tilda trudy una wren xanthe yara zelda aadam aaliyah aaron abbie abby
abdi abdul abdullah abigail abraham adam adeel adele adrian agnes agnieszka ahmad ahmed aidan
aileen aimee aisha aishah ajay alan alana alastair albert aleksander alena alesha alessia alex
alexander alexandra alexis alfie alfred ali alice alicia alina aliyah alisha alison alistair amaan
amal amanda amara amelia amelie amina amir amira amit amy ana ananya andrea andreea andrei andrew
andy angela angus anita anisa ann anna annabel annalise anne annie anthony antonia antonio anya
archie aria ariana arjun arlo arnold arun aryan asha ashleigh ashley ashton asif asma astrid
athena aubrey audrey ava ayaan ayan ayesha ayla ayo azra barbara barry bartosz bea beatrice becky
belinda bella ben benjamin bernard bernadette beth bethany betty beverley bianca bilal billie
billy blake bob bobby bogdan bradley brandon brenda brendan brian bridget brooke bruno bryan
bryony caitlin caleb callum calum camila camille carl carla carlos carly caroline carrie casey
catherine cathy cecilia ceri charlene charles charlie charlotte chanel chantelle chelsea cheryl
chiara chidi chinedu chloe chris christina christine christopher ciara cindy claire clara clare
claudia clive cody colin colleen connie conor connor corey craig cristina curtis cynthia daisy
dale damian damien dan daniel daniela daniella danielle danny daria darius darren dave david dawid
dawn deborah debbie declan deepa demi denis denise dennis derek desmond diana diane dina dmitri
dominic dominik donna doreen dorothy douglas duncan dylan eddie edith edward eileen elaine eleanor
elena eli elias elif elijah elisa elise eliza elizabeth ella elle ellen ellie elliot elliott elsie
emeka emil emily emilia emma emmanuel enya eric erica erin esme esmee estelle esther ethan eva
evan eve evelyn evie ewa ewan ezra fabian fahad faisal fareed farah farhan fatima fatimah fatou
felicity felix femi fergus filip finlay finley finn fiona fola francesca francis freddie freddy
frederick freya gabriel gabriela gabriella gail gareth gary gavin gemma geoff geoffrey george
georgia georgie georgina gerald geraldine giovanni gillian gina giulia glenn gordon graham greg
gregory gurpreet gwen hadiya hafsa haider hamza hana hannah harley haroon harpreet harriet harris
harrison harry harvey hasan hassan hayden hayley heidi helen helena henry hilary hina holly hugh
hugo humaira husna hussain hussein ian ibrahim idris ifra igor iman imani imogen imran inaya ines
ioana iqra irena irene iris isaac isabel isabella isabelle isaiah isha ishaan isla ismail ivan
iwan izabela izzy jack jackson jacob jacqueline jade jaden jai jaiden jake jamal james jamie
jamila jan jane janet janice jasmin jasmine jason jasper javier jayden jaydon jayne jayson jean
jeanette jeff jeffrey jemima jenna jennifer jenny jeremy jermaine jerome jess jessica jesse jill
jim jimmy joan joanna joanne joe joel johan john johnny jonah jonas jonathan jordan jose joseph
josephine josh joshua joyce juan judith julia julian julie juliet justin kacper kai kaiden kamal
kamil kamran kane karen karim karina karl karolina kasia katarzyna kate katelyn katherine kathleen
kathryn katie katy kaya kayden kayla kaylee kayleigh keegan keeley keira keith kelly kelsey kelvin
ken kenneth kenny kenzie kerry kevin khadija khadijah khalid kian kieran kiera kim kimberley
kirsten kirsty kofi krish kristina krzysztof kuba kwame kyle kylie kyra lacey laila lara larissa
lars latoya laura lauren laurence lawrence layla layton lea leah leanne lee leila lena leo leon
leona leonard leonie leroy lesley leslie levi lewis lexi lexie liam lila lilah lillian lilly lily
linda lindsay lisa liz lizzie lloyd logan lois lola lorenzo lorna lorraine lottie louie louis
louisa louise luca lucas lucia lucie lucinda lucy luis luka lukasz luke luna lydia lyla lynn lynne
maciej mackenzie maddie maddison madeleine madison maeve magda magdalena mahmoud maisie maja
malcolm malgorzata malik malika mandeep mandy manuel marcel marcin marco marcus margaret maria
mariam mariama marian marie mario marion mark marlon marley marta martha martin martina mary
mateusz mathew matilda matt matteo matthew maureen maurice max maxine maya megan mehmet mei meera
mel melanie melissa mia michael michaela michal michelle miguel mihai mike mikey mila milena miles
millie milly milo miriam misha mo mohamed mohammad mohammed moira molly monica monika morgan
mollie moses muhammad muhammed mustafa nadia nadine naomi nasir nasreen natalia natalie natasha
nathan nathaniel nazia neil nell ngozi nia niall niamh nicholas nick nicky nico nicola nicole
nicoleta nigel nikita nikki nina nita noah noel nora norah noreen norman nour nusrat obi octavia
ola olaf ole oleksandr olga oliver olivia ollie oluwaseun omar oscar osman otis owen oyin pamela
paolo parveen patricia patrick patrycja paul paula pauline pavel pawel pedro peggy perry pete
peter petra phil philip philippa phillip phoebe pietro piotr poppy priti priya quinn rachael
rachel radu rafael rafal rafi rahul raj raja rajesh ralph ramesh rania raphael rashid raul raymond
rebecca reece reggie rehan rhiannon rhian rhys ria ricardo richard ricky riley rio rita riya roan
robbie robert roberta robyn rodrigo roger rohan roisin romeo ron ronald ronan rosalind rosie ross
rowena roxanne roy ruairi ruben ruby rufus rupert russell ruth ryan sabrina sadia sadie safa
safiya sajid sakina salim sally salma salman sam samantha sameer samina samir samira samuel sana
sanaa sandra sanjay sara sarah sarika sasha saskia scarlett scott sean sebastian selena selina
serena shabana shahid shane shania shannon sharon shaun shauna shay shazia shea sheila shelley
shirley shivani shona shreya sian sienna siobhan simon simone simran sofia sohail sonia sonya
sophia sophie spencer stacey stan stanley stefan stella stephanie stephen steve steven stewart
stuart sukhdeep sunil suresh susan susanna suzanne sylvia szymon tabitha taha tahir tamara tamsin
tania tanya tara tariq tasha tayla taylor ted terence teresa terri terry tess tessa thea theo
theodore theresa thomas tia tiana tiffany tilly tim timothy tina toby todd tom tomasz tommy toni
tony tracey tracy trevor tristan tyler tyrone uche umar usman valentina valerie vanessa vera
veronica vicky vijay vikram viktor vincent vivian vivienne vlad wanda warren waleed wasim wayne
wendy wesley wiktoria will william willow wojciech xander xavier yasmin yasmine yolanda youssef
yuki yusra yusuf yvette yvonne zac zach zachary zack zahra zain zainab zak zakariya zane zara zayn
zeeshan zeynep zoe zofia zoya zuzanna
""")
"""Given names common in the United Kingdom, of its many languages."""

ALSO_WORDS = word_set("""
ash austin autumn bailey blue carol chase christian crystal daisy dale dawn dean drew eve faith
frank gene georgia grace grant guy harmony hazel heather holly hope hunter iris ivy jack jade jan
jay jean jordan joy lance lee lily mark mason max may melody mercy miles miracle mo morgan
olive paris pat patience pearl penny poppy prince quinn ray reed rich river rob robin rose rowan
ruby sally sandy sky star stan sue summer sunny taylor ted teresa tilly tim trinity victor
victoria violet wade will willow chelsea chester lincoln kent preston brooke bob ben ola sana
harris harrison lloyd stewart spencer warren russell riley marley ross
""")
"""Names that are also words, places or surnames of the well-known: a weak form is not enough."""

MORE_NAMES = ALSO_WORDS - word_set("chester lincoln kent preston star sky blue")

PEOPLE = word_set("""
adolescent adolescents adult adults anyone anybody babies baby boy boys brother brothers carer
carers child children client clients cousin cousins dad dads daughter daughters everyone everybody
families family father fathers female females foster friend friends gran grandad grandfather
grandmother grandparent grandparents guardian infant infants lad lads lady male males man men mam
mother mothers mum mums nan nana neighbour neighbours newborn newborns nobody one ones others
parent parents partner people person persons practitioner practitioners pupil pupils resident
residents respondents sibling siblings sister sisters somebody someone son sons staff stepdad
stepfather stepmother stepmum student students teen teenager teenagers teens those toddler
toddlers twin twins uncle aunt victim victims woman women worker workers young youngster
youngsters youth youths eldest youngest oldest girl girls learner learners participants
""")

KIN = word_set("""
mum mam mom mother dad father brother sister son daughter stepdad stepfather stepmother stepmum
stepbrother stepsister half-brother half-sister cousin aunt auntie uncle nan nana gran grandma
grandad grandfather grandmother nephew niece grandson granddaughter twin sibling baby boyfriend
girlfriend partner husband wife ex friend neighbour carer toddler
""")

FUNCTION = word_set("""
a about above across after again against all along already also although always among an and
another any anyone are around as ask at away back be because been before behind being below
between beyond both but by call can cannot could despite did do does doing done down during each
either else even ever every except few fewer first following for four five from further get give
given go goes going good had half has have having he her here hers him his how however i if in
instead into is it its just keep kept know last later least less let like look made make many may
me might mine more moreover most much must my near nearly neither never next no nobody none nor
not nothing now of off often on once one only onto or other our ours out over own part per perhaps
put rather read record remember same say says see seen seven several shall she should show since
six so some somebody someone something sometimes soon speak still such take talk tell ten than
that the their theirs them then there therefore these they things think this those though three
through throughout thus to today together tomorrow too toward towards two under unless until up
upon us use used very via was we well went were what when whenever where whereas whether which
while who whole whom whose why will with within without would write yes yesterday yet you your
yours eight nine twelve check sure total score scores time deadline average answer plus minus
approximately almost overall currently recently formerly initially finally
""")

CALENDAR = word_set("""
january february march april may june july august september october november december jan feb mar
apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday
spring summer autumn winter easter christmas ramadan eid diwali advent lent
""")

SECTOR = word_set("""
abuse academy accident act action acts addendum adoption advice advocacy agencies agency agenda
alternative annex annual anti-bullying appendix area areas article articles assembly assessment
assessments association audit audits authorities authority award band barnardo barnardo's
barnardos bill board body branch briefing briefings bulletin bureau cabinet camhs cafcass care
case cases category centre chair chapter charity charter childline children's childrens church
clause clinic code cohort college column commission commissioner committee community conference
connect consent consultation contact contents core council councils county court courts covid
covid-19 crime criminal criteria crown curiosity custody data day days defence department detail
digital director directive directorate district document domestic drug duty early education
elective emergency emotional england enquiry entry equality evidence example exclusion executive
exercise exploitation fact factor family feature female-genital figure file finding findings fire
focus force form forms forum foundation framework fund gateway general gold gov government grade
graded group groups guidance guide guideline guidelines handbook harm head headteacher health
healthwatch hearing help helpline hidden high higher hm home homes hospital house household
housing hub human impact incident incidents indicator information initial inquiry inspection
inspector inspectorate institute intelligence interim introduction issue item items journal judge
justice kcsie keeping key knowledge lado lead leaders leads league learning legal leaving lesson
lessons level levels library likelihood line local looked magistrates manager managers mental
merseyside method midwife midwifery minister ministry missing model module mosaic multi
multi-agency murder nacro national neglect newsletter nhs note notes notice number numbers nurse
nursery nurses nursing objective occupational office officer officers ofsted online operation
option order orders organisation organisations outcome outcomes output overview page panel paper
paragraph park parliament partner partners partnership partnerships pathway pattern period phase
physical picture place plan plans point points police policies policy post practice primary
priority prison privy probation problem procedure procedures process professional professionals
professor programme project proposal protection protective protocol provider public pupil's
purpose quality quarter question questions rapid ratio reason reasons recommendation
recommendations reference referral referrals refuge regional register regulation regulations
report reports research response responses result results review reviews right rights risk risks
role royal rule safe safeguarding safer scale scene schedule scheme school schools science scope
secondary secretary section sections sector senior serious series service services session
sessions sexual shelter signs sixth skills slide social society source special specialist stage
standard standards state statement statistics status step steps stepping stones strategy street
strength strengths stronger study subject summary supervision support supreme sure start survey
system table target task tasks team teams template theme themes therapist thematic threshold tier
tool toolkit topic training transition treatment tribunal trigger trust type unborn unicef unit
universal university update upper value version victoria violence virtual visit visitor visits
voice voluntary volunteer wales ward warning week weeks welfare wellbeing what's widening witness
women's work workforce working workshop world worry year years youth zone term maternal paternal
average minimum maximum developmental reading gestational mean median retirement pension
conclusion contextual county-lines debt deputy digest disabled disclosure discussion elements
engagement experience feedback gap gaps harmful headline history ideas improvement indicators
inequality isolation learners link links loss needs network observation opinion pressure
prevention principle protect quiz ratios reflection reflections relationship restorative sample
scrutiny serious-case setting settings sign significant site stress substance suicide systems
threat trafficking trauma trend understanding understood vulnerability workbook windows brexit
google microsoft slack facebook instagram snapchat tiktok whatsapp youtube
""")
"""Words of the work that stand with a capital and a number, and are nobody."""

PLACES = word_set("""
england scotland wales ireland britain uk london birmingham manchester liverpool leeds sheffield
bradford bristol newcastle sunderland nottingham leicester coventry hull stoke derby plymouth
southampton portsmouth reading luton bolton oldham rochdale rotherham doncaster barnsley wigan
warrington salford stockport tameside trafford bury knowsley sefton wirral halton runcorn widnes
huyton kirkby prescot halewood whiston stockbridge southport bootle crosby formby maghull
birkenhead wallasey cheshire lancashire cumbria yorkshire merseyside cleveland durham
northumberland norfolk suffolk essex sussex surrey kent hampshire dorset devon cornwall somerset
wiltshire gloucestershire oxfordshire buckinghamshire bedfordshire hertfordshire cambridgeshire
lincolnshire nottinghamshire derbyshire staffordshire shropshire herefordshire worcestershire
warwickshire leicestershire rutland northamptonshire bath york chester lancaster preston blackpool
blackburn burnley carlisle middlesbrough hartlepool darlington gateshead cardiff swansea newport
wrexham edinburgh glasgow aberdeen dundee belfast derry europe france germany spain italy poland
romania bulgaria albania vietnam india pakistan bangladesh nigeria ghana somalia eritrea ethiopia
sudan syria iraq iran afghanistan turkey ukraine russia china usa america australia canada africa
asia camden hackney islington lambeth lewisham southwark greenwich newham haringey barnet brent
ealing croydon bromley hounslow wandsworth merton sutton hillingdon enfield redbridge havering
bexley kingston richmond helens northshire
""")

ACRONYMS = word_set("""
ad ai am asb at bbc bme cafcass ce cic cin cla cp cpr cps cqc csa cse cso csp da dbs dfe dhsc dna
doh dos dpa dsl dss dv dvd ea ed eet eh ehcp ehm eu faq fgm fii gb gcp gdpr gp gps hm hmi hmp hr
hv icb icpc icu id ict imr ip it itv iro ks ks1 ks2 ks3 ks4 la lac lado lgb lgbt lscb lscp ma mash
mp mps mh nao ne neet nfa nhs ni nrm nspcc nw ok ons pa pc pcc pdf pe pl pm pn poc pru psc pshe qa
qc ra rcn rcpcr rcpch rc re rshp rse scr sen send sgo si sia sld sms sro sv sw ta tac taf tv uc uk
un us usa va vs vawg who yjs yos yot yp ypas mdt mds td op ib nmc hcp nqt ect ecm ehc ehe
""")

NATIONS = word_set("""
afghan african albanian american arab arabic asian bangladeshi black brazilian british bulgarian
caribbean catholic caucasian chinese christian czech english eritrean ethiopian european french
german ghanaian greek gypsy hindu hungarian indian iranian iraqi irish italian jamaican jewish
kurdish latvian lithuanian mixed muslim nigerian pakistani polish portuguese roma romanian russian
scottish sikh slovak somali spanish sudanese syrian traveller turkish ukrainian vietnamese welsh
white protestant anglican buddhist
""")

NOBODY = (PEOPLE | FUNCTION | CALENDAR | SECTOR | PLACES | NATIONS) - (MORE_NAMES - CALENDAR)
"""Capitalised words that are not a person's name."""

PARTICLES = word_set("al el bin binti ibn abu de da del della dos la le van von der den ter ul ap")
