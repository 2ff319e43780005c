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
aadam aaliyah aaron abbie abby abdi abdirahman abdul abdullah abdullahi abena abigail abraham
adaeze adam adeel adele adrian agnes agnieszka ahmad ahmed aidan aileen aimee aisha aishah ajay
akua alan alana alastair albert albie aleksander alena alesha alessia alex alexander alexandra
alexis alfie alfred ali alice alicia alina alisha alison alistair aliyah ama amaan amal amanda
amara amelia amelie amina amir amira amit amy ana ananya andrea andreea andrei andrew andy angela
angus ania anil anisa anita ann anna annabel annalise anne annie anthony antonia antonio anya
arabella arben archer archie aria ariana arjun arlo arnold arta arthur arun aryan asha ashleigh
ashley ashton asif asma astrid athena aubrey audrey ava ayaan ayan ayesha ayla ayo azra balwinder
barbara barry bartholomew bartosz bea beatrice beau becky belinda bella ben benedict benjamin
bernadette bernard bertie besnik beth bethany betty beverley bianca bilal billie billy blake bob
bobbi bobby bodhi bogdan bradley brandon brenda brendan brian bridget brooke bruno bryan bryn
bryony caden caitlin caitlyn caleb callum calum camila camille carl carla carlos carly caroline
carrie casey casper cassius catherine cathy cayden cecilia celeste celia ceri chanel chanelle
chantelle charlene charles charlie charlotte chelsea cheryl cheyenne chiara chidera chidi chinedu
chioma chloe chris christina christine christopher ciara cindy claire clara clare claudia clayton
clementine clive clyde coby cody colin colleen connie connor conor cora cordelia corey craig
cristina curtis cynthia dafydd daisy dale damian damien damon dan daniel daniela daniella danielle
danny darcey darcy daria darius dariusz darnell darren darryl dashawn dave david dawid dawn
deandre debbie deborah declan deepa deepak delilah dembe demi demi-leigh denis denise dennis derek
desiree desmond dewi dexter dhruv diana diane dimitar dina dion dmitri dolly dominic dominik
dominique donna donovan doreen dorothy dougie douglas duc duncan dylan ebony eddie edgar edie
edith edward edwin effie eileen elaine eleanor elena eli eliana elias elif elijah elin elisa elise
elisha eliza elizabeth ella elle ellen ellie elliot elliott ellis elodie eloise elowen elsa elsie
emeka emil emilia emily emma emmanuel emmett emrys enya eric erica erin erion ernest ernie errol
esi esme esmee estella estelle esther ethan eva evan eve evelyn evie ewa ewan ewelina ezekiel ezra
fabian fahad faisal farah fareed farhan fatima fatimah fatou fearne felicity felipe felix femi
fergus ffion filip finlay finley finn fiona flo floyd fola folake francesca francis fraser freddie
freddy frederick freya funmi gabriel gabriela gabriella gail gareth gary gavin gemma genevieve
geoff geoffrey george georgia georgie georgina gerald geraldine gethin gheorghe gideon giles
gillian gina ginny giovanni giulia glenn gloria gordon gosia graham greg gregory greta grzegorz
gurpreet gus gwen gwendoline gwyneth hadiya hafsa hafsah haider halima hamish hamza hana hannah
harjit harley haroon harpreet harriet harris harrison harry harvey hasan hassan hattie hawa hayden
hayley hector heidi heledd helen helena henry hilary hina hollie holly hugh hugo hui humaira
humphrey husna hussain hussein ian ianto ibrahim idrees idris ifra igor ilir ilyas iman imani
imogen imran inaya indie ines ingrid ioan ioana iona ionut iqra irena irene iris isaac isabel
isabella isabelle isaiah isha ishaan isla ismail isobel ivan ivana ivor iwan izabela izzy jacinta
jack jackson jacob jacqueline jade jaden jahmal jai jaiden jake jakub jamal jamelia james jamie
jamila jan jane janet janice janine jared jarvis jasmin jasmine jason jasper jaspreet javier jaxon
jaxson jayda jayden jaydon jaylen jayne jayson jean jeanette jeff jeffrey jemima jenna jennifer
jenny jeremy jermaine jerome jerry jess jesse jessica jethro jill jim jimmy joan joanna joanne
jodi jodie jody joe joel johan john johnny jolene jonah jonas jonathan joni jordan jose josef
joseph josephine josh joshua josie jovan joyce juan jude judith judy julia julian julie juliet jun
juno justin kacey kaci kacper kadie kai kaiden kaiya kaleb kamal kamil kamila kamran kane kara
kareem karen karim karina karl karolina kasey kash kasia katarzyna kate katelyn katherine kathleen
kathryn katie katy kaya kayden kayla kaylee kayleigh keanu keegan keelan keeley keira keith kelly
kelsey kelsie kelvin ken kenan kenneth kenny kenzie kerri kerry kevin keziah khadeeja khadija
khadijah khalid kian kiera kieran kieron kim kimberley kinga kiran kirsten kirsty kitty klaudia
kobe kobi koby kofi kojo kornelia krish krishna kristian kristina kristopher krzysztof kuba kurtis
kwame kwesi kyan kye kyle kylie kyra lacey lachlan lacie laila lakshmi lara larissa lars latoya
laura lauren laurence lawrence layla layton lea leah leanna leanne lee leighton leila lena lennon
lenny leo leon leona leonard leonie leroy lesley leslie leticia levi lewis lexi lexie liam lianne
lila lilah lilia lillian lilly lily linda lindsay linh linus lisa liv livia liz lizzie lloyd logan
lois lola lorelei lorenzo lorna lorraine lottie louie louis louisa louise lowri luan luca lucas
lucia lucian lucie lucinda lucy luis luka lukasz luke luna lydia lyla lynn lynne mabel maciej
mackenzie macsen macy maddie maddison maddox maddy madeleine madison mae maeve magda magdalena
mahmoud maia mairead maisie maisy maja malachi malachy malcolm malgorzata malik malika mandeep
mandy manpreet manuel marcel marcin marco marcus margaret margo margot maria mariam mariama marian
marie marina mario marion marissa marius mark marley marlon marta martha martin martina marvin
mary maryam mateusz mathew matilda matt matteo matthew matthias maud maureen maurice mavis max
maxine maya meena meera meg megan mehmet mei mei-ling mel melanie melina melissa merryn mhairi mia
michael michaela michal michelle miguel mihai mikael mike mikey mikolaj mila milena miles millie
milly milo milos mina ming minh miranda miriam misha mitchell mo mohamed mohammad mohammed moira
mollie mollie-mae molly monica monika morgan moses mostyn muhammad muhammed muriel mustafa myles
mylo myra nadia nadine nancy naomi nasir nasreen natalia natalie natasha nathalie nathan nathaniel
navdeep nazia ned neil nell nerys nesta nevaeh ngozi nguyen nia niall niamh nicholas nick nicky
nico nicola nicole nicoleta nigel nikita nikki nina nita nitin nneka noah noel noelle nola nora
norah noreen norman nour nusrat nyla oakley obi octavia odette ola olaf ole oleksandr olga oliver
olivia ollie oluwadamilola oluwaseun oluwatobi omar omari oona orla oscar osian oskar osman otis
ottie ottilie otto owain owen oyin padraig paige pamela paolo parveen pascal patricia patrick
patrycja patsy paul paula pauline pavel pawel pedro peggy percy perry pete peter petra peyton phil
philip philippa phillip phoebe piers pietro piotr pixie poppy primrose priscilla priti priya
quentin quinn rachael rachel radoslav radu rafael rafal rafferty rafi rahul raj raja rajesh ralph
ralphie ramesh rania ranjit raphael rashid raul ravi raymond reanna rebecca reece reggie rehan
remi renee reuben rex rhea rhian rhiannon rhona rhys ria ricardo richard ricky riley rio rita riya
roan robbie robert roberta robyn rocco rodrigo roger rohan rohit roisin roman romeo romy ron
ronald ronan ronnie rory rosalie rosalind rosanna roshni rosie ross rowena roxanne roxy roy ruairi
ruben ruby rudy rufus rumaysa rupert ruqayyah russell ruth ryan sabrina sade sadia sadie safa
saffron safiya saira sajid sakina salim sally salma salman sam samantha sameer samina samir samira
sammy samuel sana sanaa sandeep sandra sanjay sara sarah sarika sasha saskia savanna scarlett
scott sean seb sebastian selena selina seren serena shabana shahid shakira shane shanelle shania
shanice shaniqua shaniya shannon sharon shaun shauna shay shazia shea sheila shelbie shelby
shelley shelly shirley shivani shona shreya sian sid sidney sienna silas simon simone simran
siobhan sipho skye sofia sohail solomon sonia sonya sophia sophie spencer stacey stacie stacy stan
stanislaw stanley stefan stella steph stephan stephanie stephen steve steven stevie stewart stuart
sukhdeep suki sulaiman suleiman sumaya sumayya summer-rose sunil suresh susan susanna suzanne
sybil sylvia szymon tabitha tafadzwa taha tahir talia tallulah tamara tamika tamsin tamsyn tania
tanisha tanya tara taran tariq taryn tasha tate tatenda tatiana tayla taylor ted teddy tegan
temitope tendai terence teresa terri terry tess tessa teuta thabo thalia thea theo theodora
theodore theresa thi thomas tia tiana tiffany tilda tilly tim timothy tina tobias toby todd tom
tomasz tommy tomos toni tony tracey tracy tran trevor tristan trudy tyler tyra tyreke tyrell
tyrese tyrone tyson uche umar una ursula usman valentina valerie vanessa vasile vaughan velma vera
verity veronica vicky vijay vikram viktor vincent vinnie viola vivian vivienne vlad waleed wallace
walter wanda warren wasim wayne wei wendy wesley wiktor wiktoria wilf wilfred will william willow
wilma winifred winnie winston wojciech wren xander xanthe xavier xin yahya yan yannick yaqub yara
yasir yasmin yasmine yaw yolanda youssef yuki yusra yusuf yvette yvonne zac zach zachary zack
zahra zain zainab zak zakariya zander zane zara zayn zaynab zaynah zeb zeeshan zeke zelda zena
zeynep zia zion zoe zofia zola zoya zuzanna zuzia
""")
"""Given names common in the United Kingdom, of its many languages."""

ALSO_WORDS = word_set("""
ash austin autumn bailey beau ben blue bob brooke carol celeste chase chelsea chester christian
coral crystal daisy dale dawn dean dolly dominique drew eve faith floyd frank fraser gene georgia
gloria grace grant guy harmony harris harrison hazel heather holly hope hunter indie iris ivy jack
jade jan jay jean jordan joy kent kitty lance lee lily lincoln lloyd marina mark marley mason max
may melody mercy miles miracle mitchell mo morgan oakley ola olive paris pat patience pearl penny
pixie poppy preston primrose prince quinn ray reed rex rich riley river rob robin rose ross rowan
ruby russell saffron sally sana sandy sky spencer stan star stewart sue summer sunny taylor ted
teresa tilly tim trinity verity victor victoria viola violet wade wallace warren will willow
""")
"""Names that are also words, places or surnames of the well-known: a weak form is not enough."""

MORE_NAMES = ALSO_WORDS - word_set("chester lincoln kent preston star sky blue")

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
a about above across after again against all almost along already also although always among an
and another answer any anyone approximately are around as ask at average away back be because been
before behind being below between beyond both but by call can cannot check could currently
deadline despite did do does doing done down during each eight either else even ever every except
few fewer finally first five following for formerly four from further get give given go goes going
good had half has have having he her here hers him his how however i if in initially instead into
is it its just keep kept know last later least less let like look made make many may me might mine
minus more moreover most much must my near nearly neither never next nine no nobody none nor not
nothing now of off often on once one only onto or other our ours out over overall own part per
perhaps plus put rather read recently record remember same say says score scores see seen seven
several shall she should show since six so some somebody someone something sometimes soon speak
still such sure take talk tell ten than that the their theirs them then there therefore these they
things think this those though three through throughout thus time to today together tomorrow too
total toward towards twelve two under unless until up upon us use used very via was we well went
were what when whenever where whereas whether which while who whole whom whose why will with
within without would write yes yesterday yet you your yours
""")

CALENDAR = word_set("""
advent apr april aug august autumn christmas dec december diwali easter eid feb february friday
jan january jul july jun june lent mar march may monday nov november oct october ramadan saturday
sep sept september spring summer sunday thursday tuesday wednesday winter
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

PLACES = word_set("""
aberdeen afghanistan africa albania america asia australia bangladesh barnet barnsley bath
bedfordshire belfast bexley birkenhead birmingham blackburn blackpool bolton bootle bradford brent
bristol britain bromley buckinghamshire bulgaria burnley bury cambridgeshire camden canada cardiff
carlisle cheshire chester china cleveland cornwall coventry crosby croydon cumbria darlington
derby derbyshire derry devon doncaster dorset dundee durham ealing edinburgh enfield england
eritrea essex ethiopia europe formby france gateshead germany ghana glasgow gloucestershire
greenwich hackney halewood halton hampshire haringey hartlepool havering helens herefordshire
hertfordshire hillingdon hounslow hull huyton india iran iraq ireland islington italy kent
kingston kirkby knowsley lambeth lancashire lancaster leeds leicester leicestershire lewisham
lincolnshire liverpool london luton maghull manchester merseyside merton middlesbrough newcastle
newham newport nigeria norfolk northamptonshire northshire northumberland nottingham
nottinghamshire oldham oxfordshire pakistan plymouth poland portsmouth prescot preston reading
redbridge richmond rochdale romania rotherham runcorn russia rutland salford scotland sefton
sheffield shropshire somalia somerset southampton southport southwark spain staffordshire
stockbridge stockport stoke sudan suffolk sunderland surrey sussex sutton swansea syria tameside
trafford turkey uk ukraine usa vietnam wales wallasey wandsworth warrington warwickshire whiston
widnes wigan wiltshire wirral worcestershire wrexham york yorkshire
""")

ACRONYMS = word_set("""
ad ai am asb at bbc bme cafcass ce cic cin cla cp cpr cps cqc csa cse cso csp da dbs dfe dhsc dna
doh dos dpa dsl dss dv dvd ea ecm ect ed eet eh ehc ehcp ehe ehm eu faq fgm fii gb gcp gdpr gp gps
hcp hm hmi hmp hr hv ib icb icpc ict icu id imr ip iro it itv ks ks1 ks2 ks3 ks4 la lac lado lgb
lgbt lscb lscp ma mash mds mdt mh mp mps nao ne neet nfa nhs ni nmc nqt nrm nspcc nw ok ons op pa
pc pcc pdf pe pl pm pn poc pru psc pshe qa qc ra rc rcn rcpch rcpcr re rse rshp scr sen send sgo
si sia sld sms sro sv sw ta tac taf td tv uc uk un us usa va vawg vs who yjs yos yot yp ypas
""")

NATIONS = word_set("""
afghan african albanian american anglican arab arabic asian bangladeshi black brazilian british
buddhist bulgarian caribbean catholic caucasian chinese christian czech english eritrean ethiopian
european french german ghanaian greek gypsy hindu hungarian indian iranian iraqi irish italian
jamaican jewish kurdish latvian lithuanian mixed muslim nigerian pakistani polish portuguese
protestant roma romanian russian scottish sikh slovak somali spanish sudanese syrian traveller
turkish ukrainian vietnamese welsh white
""")

NOBODY = (PEOPLE | FUNCTION | CALENDAR | SECTOR | PLACES | NATIONS) - (MORE_NAMES - CALENDAR)
"""Capitalised words that are not a person's name."""

PARTICLES = word_set("al el bin binti ibn abu de da del della dos la le van von der den ter ul ap")
