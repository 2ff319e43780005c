"""Given names, as a table.

Long because it is one list: given names common in the United Kingdom, of the many
languages spoken there, gathered by hand. Lower case, without accents; see `fold`. A double name is
known by its first part, and initials need no list.
"""

from content.identifying.folding import word_set

GIVEN = word_set("""
aadam aaliya aaliyah aarav aarifa aaron aarya abbie abby abdallah abdel abdelrahman abdi abdifatah
abdirahman abdul abdulaziz abdulkadir abdullah abdullahi abdulrahman abdurrahman abena abi abigail
abimbola abiodun abirami abisola abla abraham abrehet achieng adaeze adam adama adaora addison
adedayo adeel adelaide adele adeline adesola adetokunbo adil aditi aditya adjoa adnan adonis
adrian adriana adrianna adwoa aerin aeron afia afonso afsana afua agata agatha aggie agnes
agnieszka agron ahlam ahmad ahmadullah ahmed ahmet ahsan aidah aidan aiden aileen ailsa aimee aine
ainsley aisha aishah aissatou aiyana aiza ajay ajmal akash akbar akeem akhil akosua akouvi akram
akshay akua alan alana alastair alba albert albie aled aleena alejandro aleksandar aleksander
aleksandra alem alena alesha alessandro alessia alex alexander alexandra alexandru alexia alexis
alfie alfonso alfred algirdas alhassan ali alia alice alicia alicja alin alina alisha alison
alistair aliyah aliza allan allana allegra allison almaz alondra althea alun alvin alyssa ama
amaan amadou amaka amal amanda amandeep amanuel amar amara amarachi amare amari ambreen ameenah
ameer ameera amelia amelie amelka amie amina aminah aminata aminu amir amira amirah amit amna amoy
amrit amrita amy ana anaiah anais analyn ananya anas anastasia anastasiia anders andre andrea
andreea andrei andrej andrew andris andriy andrzej andy aneesa anesu aneta aneurin angela angelica
angelina angelo angus ania anika anil anisa anisah anisha anita anjali anjum ankit ann anna
annabel annabelle annaliese annalisa annalise anne annette annie annika annmarie anouk ansh
anthony antoine anton antonella antonia antonina antonio antony anum anwar anya aoife aqib aqsa
araba arabella aram araminta arben archibald archie ardit areeba arfan ariadne ariana arianna arif
arin aris arisa ariyan arjun arkadiusz arlo armaan arman armani arnav arnold aron arooj arran
arsalan arslan arta artan artem arthur artur arturas arturo arun arya aryaan aryan asad asante
asfaw asha ashanti ashfaq ashleigh ashley ashok ashraf ashton ashwin asif asiya asma asmaa astrid
ataullah athan athena atieno atiya attila aubrey audra audrey augusta augustas aurelia auriel
aurimas aurora ava avani avi avia avin aviv avneet avraham awa awais awet awin ayaan ayaana ayah
ayan ayana ayaz aydin ayesha ayla aylin ayman aymen ayo ayodele ayse aysha ayub ayush azaan azad
azadeh azhar aziz azizullah azlan azra babajide babatunde babs badr baha bahar bailee bakary
balazs baljit balraj balwinder baran barbara barnaby barry bart bartek bartholomew bartlomiej
bartosz basil basit batool bawer bea beata beatrice beatrix beatriz becca beckett becky bekele
bekim belinay belinda bella ben benedict benjamin benji benny bereket beren berfin berihu berivan
bernadette bernard bernice bertha bertie bertram besa besnik beth bethan bethanie bethany betty
bev beverley bhavesh bhavna bianca bibi bijan bilal bilkis billi billie billy binta birgit birhane
bisma blake blanka blerim blerta bobbi bobby bodhi bogdan bohdan bola boris bosede boyd bozena
bradleigh bradley bramwell brandon branwen breanna breindel brenda brendan brendon brett brian
briana brianna bridget bridie brielle brigid britney brittany brogan bronagh bronwen bronwyn bruno
bryan bryn bryony bushra busra cade caden cadi cael caelan cai caitlin caitlyn caitriona caius
caleb calista callan calleigh callie callum calum cameron camila camilla camille candice cara
caralyn carina caris carl carla carlo carlos carlton carly carmel carmen carolina caroline carolyn
caron carrie carsten carwyn caryl carys casey casper cassandra cassian cassie cassius catalin
catalina catarina caterina catherine cathy catrin catriona cayden cecil cecile cecilia cedric
celeste celia celina celine ceri cerys cesar chaim chaminda chana chandni chandra chanel chanelle
chantal chantay chantelle charlee charleigh charlene charles charley charlie charlize charlotte
chaya chayse cheikh cheryl cheyenne chiara chibuike chidera chidi chidinma chiedza chike chima
chimamanda chinedu chinenye chinonso chinwe chioma chipo chizoba chloe chris chrissie christa
christelle christiana christina christine christopher christos chrystal chuka chukwudi chukwuemeka
cian ciara ciaran cillian cindy claire clara clare claudette claudia claudio clayton clementine
cleo cleopatra cliff clifford clint clive clyde coby codie cody colette colin colleen colm conall
connah connell connie connor conor constantin cora corban cordelia cordell corey corinne cormac
cornelius corrine cosima cosmin courtney craig cristian cristiano cristina csaba curtis cynthia
dabir dafydd dagmar dainius daisy dakota dalia daljit dalton damian damien damilola damir damon
dan danai danial danica daniel daniela daniella danielle danika danilo danish daniyal danny danuta
dara darcey darcie darcy daria dariela darius dariusz darnell darren darryl darryn daryl daryna
dasha dashawn daud dave davey david davide davina davinder dawid dawit dayo deana deandre deanna
dearbhla debbie debora deborah declan deena deepa deepak deirdre delia delilah delroy delyth
demarco dembe demetrius demi denis denisa denise dennis dennison denny denys denzel deon derek
dervla derya deshawn desiree desislava desmond desta devan devante devin devlin devonte dewayne
dewi dexter dezider dhara dhruv dhruvi diana diane diarmuid diego dilan dilara dilip dilnaz
dilshan dilwyn dilys dimitar dimitri dina dinesh dineth diogo dion dionne dipa diya diyar dmitri
dmytro dolores domantas dominic dominik donald donata donna donnell donovan donte dora doreen
dorian dorin dorina doris dorota dorothy douaa dougie dovid draco drita dritan dua duane duarte
duc dulcie duncan duran dwayne dwight dylan dzhan eamon eamonn ebo ebony ebrahim ebrima ece eddie
edgar edie edison edita edith edmond edmund edna edona edson eduard eduardo edvinas edward edwin
edyta effie efua egle ehsan eileen eilidh eira eirlys eisha ekaterina ekin ekow elaina elaine
elana eldon eleanor eleanora elen elena eleni eleri elham eli eliana elias eliette elif elijah
elin elina elinor eliot elira elisa elise elisha elissa eliza elizabeta elizabeth elke ella
ellamae elle ellen ellery ellesse ellie elliot elliott ellis elna elodi elodie eloise elowen elroy
elsa elsie elspeth elton eluned elvin elvira elwyn elyas elza emanuel emanuela emeka emer emese
emil emilia emiliano emilie emilio emilis emily emine emira emma emmalee emmanuel emmeline emmett
emmie emrah emre emrys emyr ender engin ennis enoch enrico enrique enya enzo eoghan eoin ephraim
erdem eren eric erica erik erika erin erion eris ernestas ernie errol eryn erza esha eshaal esi
esin esme esmee esperanza esra essa estella estelle ester estera esther eszter ethan etienne etta
eugene eugenia eun eunice eva evaan evan evangeline evelina evelyn everett everly evgeni evie
evita ewa ewan ewelina eyob ezekiel eziah ezinne ezra faarax fabian fabio fadi fadumo fahad fahim
fahima faisal faiz faiza faizan falak fanta fara farah farai faraz fardowsa fareed fareeda fareeha
farhan farid farida fariha farooq farrah farrukh farzana fatema fathima fatiha fatima fatimah
fatma fatmir fatou fatoumata faustina fay faye fe fearne federica federico feisal felicia felicity
felipe felix femi fenella feng fenton ferdinand fergus ferishta fern fernanda fernando feven ffion
fidel fikret filimon filip filipa filipe filmon filomena finbar findlay finlay finley finn finola
fintan fiona fionn fiorella firas firat flavia fleur flo florian florin florina fola folake
folasade forhad fouad fraidy frances francesca francesco francine francisco frankie freda freddie
freddy frederic frederica frederick freja freshta freya frida fuad funke funmi fynn gabe gabija
gabor gabriel gabriela gabriele gabriella gaby gail galina gamal ganesh gareth garry gary gaspard
gavin gavriel gaynor gearoid gebre gediminas geeta gemma genc genet genevieve gennaro geoff
geoffrey george georgi georgiana georgie georgina geraint gerald geraldine gerard gergana germaine
gerry gertrude gethin gezim ghazal gheorghe ghulam gia giancarlo gideon gilad giles gillian gina
ginny gintaras giorgia giorgio giovanna giovanni girish gisele giulia giuliana giuseppe gjergj
gladys glen glenda glenn glenys glynn goda godfrey godwin goitom goncalo goran gordon gosia gracie
gracjan graham grainne grazyna greg gregor gregory greta griff gruff gruffydd grzegorz guilherme
gulalai guled gulnaz gulsen gunel gunther gurdeep gurjit gurleen gurmeet gurpreet gurvinder gus
gustavo gwen gwendoline gwendolyn gwenllian gwilym gwyn gwyneth habib habiba habibah habibullah
hadi hadia hadiya hadiza hafiz hafizah hafsa hafsah haider haileselassie hailey hajra hakan hakeem
hala halil halima halimah halimatu halina hallie hamayun hamda hamed hameed hamid hamish hamna
hamse hamza hamzah hana hanan hani hania hanif haniya hanna hannah hanne hannes hao haris harish
harjinder harjit harleen harley harman harmander haroon haroun harpal harpreet harri harriet
harriett harriette harry harshil haruna haruto harvey hasan hasina hassan hassana hatice hattie
hauwa hawa hawwa haya haydar hayden haydn haylee hayley hazem hazera hazim heba hector hedley
heena heidi hekmat heledd helen helena helga helin helmi hemant henna henri henrietta henrik henry
henryk herbert hermione hester hetty hewa hiba hibaaq hibah hibaq hibo hien hilal hilary hilda
hina hira hiro hisham hiwet hiwot hodan hollie holly horace horia horst hosea howard hristo hubert
huda hugh hugo hui humaira humphrey humza hunain huong huria huseyin husna hussain hussein
hussnain huw hywel iain ian ianis ianto ibraheem ibrahim ibrahima ibrar ida idil idrees idris
idriss iestyn ieuan ifan ife ifeoma ifra ifrah ifza ignacy ignas igor ihsan ijeoma ikra ikram
ilaria ilham ilhan ilias ilir ilya ilyas ilze imaan imaani iman imani imelda immanuel imogen imran
imre inaam inaaya inaya inayah ines inesa inga ingrid inigo ioan ioana iona ionela ionut iqbal
iqra irena irene irenka irfan irina irma iryna isa isaac isaak isaam isabel isabela isabella
isabelle isadora isaiah isata isatou isaura isha ishaal ishaan ishan ishaq ishmael isla ismael
ismail ismat isobel isobelle isra israa issa issac istvan iulia iuliana ivan ivana ivaylo ivelina
iven ives ivo ivona ivor iwan iwona iya iyad iyla izaak izaan izabela izabella izzah izzy jaanvi
jabari jabril jace jacek jacinta jack jackie jackson jacob jacqueline jacques jad jada jade jaden
jadon jadwiga jadyn jaeden jagdeep jago jagoda jahanara jahangir jahmai jahmal jahmar jai jaida
jaiden jaidon jaime jaimie jainaba jaka jake jakob jakub jaleel jalen jamaal jamal jamar jameel
jamel jamelia james jamie jamila jamilah jana janae jane janek janelle janet janette janice janina
janine janis janusz jared jarek jarell jaroslav jaroslaw jarvis jas jasbir jasdeep jashan jaskaran
jasleen jaslyn jasmeen jasmeet jasmin jasmina jasmine jason jaspal jasper jaspreet jasvinder
jatinder javad javaid javed javier javon jawad jax jaxon jaxson jaxx jayan jayda jayde jayden
jaydon jayesh jayla jaylen jayne jayson jazmin jazmine jeanette jeanie jeanne jedrzej jeff jeffery
jeffrey jemal jemima jemma jen jena jenai jenifer jenna jennie jennifer jenny jensen jerell
jeremiah jeremy jermaine jerome jerry jerzy jess jesse jessica jessie jethro jett jevon jill
jillian jim jimmy jiri jo joachim joan joana joanna joanne joao joaquin joban jocelyn jodi jodie
jody joe joel joella joey johan johanna john johnathan johnny jojo jolanta jolene jolie jomar jon
jonah jonas jonathan joni jonny jorge jorgie jorja jose josef joseph josephine josh joshua josiah
josie josue jovan jovita jowita joyce jozef joziah juan juana juanita jubair judah judi judith
judy jules julia julian juliana julianna julie julien juliet juliette julio julita julius juliusz
juma junaid junayd juno jurgita justas justin justina justine justyna jyoti kabir kacey kaci kacie
kacper kade kadeem kaden kadiatou kadie kadija kadijatu kadir kady kael kai kaia kaidan kaiden
kailan kailey kain kaine kairo kaisha kaitlin kaitlyn kaiya kaja kajan kajetan kajol kajus kal
kaleb kaleel kaleigh kalil kalina kallum kalpesh kalvin kamal kamala kamaljit kamau kameron kamil
kamila kamilah kamile kamran kamrul kanchan kanika kanisha kara karam karan kardelen kareem karen
karim karima karina karis karishma karl karla karlie karlo karol karolina karoline karolis karson
kartik kasey kash kashaf kashif kasia kasim kasimir kaspar kasper kasun katalin katarina katarzyna
kate katelyn katerina kateryna katey kath katharine katherine kathleen kathryn kathy katie katina
katja katrina katrine katy katya kavita kawthar kaya kaycee kaydee kayden kayla kaylan kaylee
kayleigh kaylen kayley kaylin kayne kaysha kazhal kazim kazimierz keandre keanu keara keegan
keelan keeley keely keenan keeva kehinde keir keira keiran keisha keith kelechi keli kelise kellan
kellie kelly kelsey kelsi kelsie kemal kemar kemi kemoy ken kenan kendall kendra kenisha kenji
kenneth kenny kenza kenzie kerem kerenza keri kerri kerry kerys keshawn ketan kevin keyan keyon
keysha kezia keziah khadeeja khadija khadijah khadra khai khaled khaleel khalid khalil khaliyah
khansa khatija khawla khizar khloe khurram khushi kian kiana kiara kiaran kidane kiera kieran
kieron kieva kiley kim kimberley kimberly kimi kimora kimran kinga kingsley kinza kion kira kiran
kirandeep kirat kiri kirill kirk kirsten kirsti kirstie kirstin kirsty kisanet kishan kishore
kitti kiya kiyan klara klaudia klaudija klaus klea klevis kobe kobi koby kodi kody kofi kojo kola
koloman komal konrad konstantin kordian korey kori kornel kornelia korneliusz kory kourtney kris
krish krishan krista kristaps kristen kristian kristiana kristie kristijan kristina kristine
kristofer kristopher kristy krisztina krupa krystal krystian krystyna krzysztof kuba kudakwashe
kudzai kudzanai kujtim kukua kulbir kuldeep kulvinder kumail kumar kunal kurt kurtis kwabena
kwadwo kwaku kwame kwasi kwesi kya kyan kye kyla kylan kyle kylee kyleigh kyler kylie kymani kyra
kyran kyrie kyro kyron kyson lacey lachlan laci lacie ladan laiba laila lailah laina lainey
lakshmi lamar lamin lamont lana lanre lara laraib larisa larissa larna larry lars lashay laszlo
lateef latifa latifah latisha latoya lauma laura lauren laurence laurie lauryn laurynas lavinia
lawand layan layla laylah layton lazar leah leandra leandro leanna leanne leela leena leeroy leia
leigha leighton leila leilah leilani lela leland lemar len lena leni lennie lennon lennox lenny
leo leon leona leonard leonardo leonidas leonie leonor leonora leopold lerato leroy lesley leslie
letebrhan leticia letitia letty leuan levent levi lewie lewis lexi lexie leya leyla leyton lia
liam liana lianne liban libbie libby lida lidia lidya lieke liene lila lilah lilia lilian liliana
lilith lilla lillian lillie lilly lily lin lina linas linda lindiwe lindsay lindsey linh linnea
lino linus lionel lisa lisbeth lissa lister liv livia liviu livvy liya liyah liyana liz liza
lizzie lleucu llew llewellyn llinos llyr loay logan lois lola loni lora lorcan loreen lorelei
lorena lorenzo loretta lori lorna lorne lorraine lottie lou louella louie louis louisa louise
loukas lovell lowell lowen lowenna lowri luan luana luay lubna luca lucas lucia lucian luciana
lucie lucien lucille lucinda lucja lucy ludmila ludovic luis luisa luiza luka lukas lukasz luke
lule lulu luna luqman luwam luzia lwazi lydia lyla lyn lynda lyndon lyndsay lyndsey lynette lynn
lynne lynsey lyra lyric maab maahir maame maariya mabel mabli macauley macey maci macie maciej
mackenzie macsen maddie maddison maddox maddy madeleine madeline madiha madina madison mae maeva
maeve magda magdalena maggie magnus maha mahad mahbub mahdi mahdiya mahek mahi mahima mahir
mahmood mahmoud mahnoor mahomed mahrukh mahsa mai maia maiah maija maimouna maimuna mair maira
mairead mairi maisey maisie maison maisy maja majid majida makayla makenzie maksim maksym
maksymilian mala malachi malachy malaika malak malakai malcolm maleeha malek malgorzata malia
malik malika malina malka mallory malwina mamadou mamun manal manav mandeep mandy manel manish
manisha manjit manmeet manoj manon manpreet mansoor manuel manuela manveer manvir maqsood marc
marcel marcela marceli marcelina marcella marcello marcia marcie marcin marco marcos marcus marcy
mared marek margaret margarita margherita margo margot marguerite maria mariah mariam mariama
mariame marian mariana marianna marianne maribel maricel marie mariella marija marika marilyn
marion maris marisa marisol marissa marita marites marius mariusz mariya mariyah mariyam marjan
marjorie marko markus marla marlene marlon marnie marquis marsha marta martha martin martina
martine martins martyn martyna marvin marwa marwah marwan mary maryam maryan maryann maryanne
masako maseeh masood massimo masud masuma matas mataya matei mateo mateus mateusz mathew mathias
mathilda matilda matilde matiullah mats matt matteo matthew matthias mattie matty maud maude maura
maureen maurice mauro maverick mavis mawuli maxim maxime maximilian maximus maxine maxwell maya
mayar maybelle mayra maysa mayson mazen meadow medhanie meena meera meg megan meghan mehak mehari
mehdi mehmet mehmood mehreen mehret mehwish mei meilin meirion mekhi mel melania melanie melek
melina melisa melissa mellissa melvin melvyn memet menachem mendel meredith mergim merhawi merin
merjem meron merryn mert merve mervyn meryem meryl mesfin meurig mhairi mia miah micah micaiah
michael michaela michal michalina micheal michel michele michelle mick mickey miguel mihaela mihai
mika mikaeel mikael mikaela mike mikey mikhail mikolaj mila milan milana milda milena mili milica
millicent millie milly milo milos milosz mimi mimoza mina minahil mindaugas minh minna mira
mirabel mirac miranda mireille mirela miriam mirka mirna miroslav miroslawa misbah mischa misha
mishal miski mitchel mitesh miya mizan modou moe mohamad mohamed mohammad mohammed mohamud mohan
mohd mohini mohsin moira moises mojtaba mollie molly momina momodou momtaz mona monica monika
monique monty monu moosa mordechai morven morwenna moshe mostafa mostyn motunrayo moussa mozammel
mthunzi mubarak mudasir mudassar muhamed muhammad muhammed muhsin mujahid mujtaba mulu muna
munashe muneeb munir munira murad murat murdo muriel mursal murtaza musa musab musfirah musharraf
muskaan mustafa mustapha muzammil mya myah myfanwy mykola myla myles mylo myra myriam myron
naailah nabeel nabeela nabil nabila nadeem nader nadia nadifa nadine nadiya nadja naeem nafeesa
nafi nafisa nafisah naheed nahid nahida nahla nahom naila naima naimah naina najib najibullah
najma najwa nakato naleo nalini namra namukasa nancy nandini nanette naoise naomi nara narges
narinder naseem naser nash nasibullah nasim nasir nasra nasreen nasrin nasser nastassia nat
natalia natalie natalka natan natasha natasza nathalie nathan nathanael nathanial nathaniel
natnael navdeep naveed naveen navid navin navjot navneet navreet nawaal nawal nawaz nayan nayeli
naylah nayra naz nazaneen nazanin nazar nazia nazifa nazim nazir nazish nazma nazmin ned neelam
neema neha neil neill nela nelia nella nellie nerea nerijus nerissa nermin nerys nesrin nessa
nesta nestor nevaeh neve neville neytiri ngozi nguyen nhial nia niah niall niamh nichola nicholas
nick nicki nickolas nicky nico nicodem nicola nicolae nicolas nicole nicoleta nidal nieve nigel
nihal niharika nihat nii nikhil nikita nikki nikkita niklas nikodem nikola nikolai nikolas nikolay
nikolett nikoletta nila nilesh nilufar nimah nimal nimco nimra nina ninette ninon niraj niralya
nirmala nirosha nisa nisha nishant nissa nitin niva niya niyah njeri njoroge nkechi nkiru nnamdi
nneka noa noah noam noella noelle noemi noemie nojus nokuthula nola nomsa nomvula noor noora
noorah nora norah norbert noreen norma noshin noura nouran novah nuala nuha numan nuno nura nurah
nuray nuria nurul nusaiba nusrat nyah nyasha nyima nyla nylah nyra obada obi obinna octavian
octavio odalys odette odhran odin ofelia ogechi oghenekaro oisin okello oksana olaf olaitan
olamide olanrewaju olasunkanmi oleg olek oleksandr oleksandra oleksii olena olga oli oliver olivia
olivier olivija oliwia ollie oluchi olufemi olufunke olufunmilayo olumide olusegun olushola
olutayo oluwadamilola oluwafemi oluwakemi oluwaseun oluwaseyi oluwatimilehin oluwatobi oluwatosin
oluwatoyin omar omari omarion omer omid omkar omolade omolara omotola ondrej onur oona oonagh
opeyemi ophelia orelia oren oriana orianna orietta orin orla orlagh orlaith orson ortensia osagie
osama osazee oscar oshane osian osinachi oskar oskaras osman ossian ostap osvaldo oswin othman
otieno otilia otis ottie ottilie otto ottoline oumar oumou ousman ousmane ovidiu owain owais owen
oyin oyinkan oyinkansola ozan ozgur oziah pablo paddy padma padraic padraig paige palesa palmira
paloma palwasha pam pamela panna panos paola paolo parminder parmjit parth parveen parviz parwana
pascale pasha patrice patricia patrick patrik patrycja patryk patsy paul paula paulette paulina
pauline paulius paulo pavan pavel pavla pawan pawel payal payton peadar pearse pedro pegah peggy
penelope pennie peony percy perla pernille perpetua persephone pervez peta pete peter peteris petr
petra petras petre petro petronela petru peyton pharrell phebe phil philip philippa philippe
phillip phillipa philomena phineas phoebe phoenix phuong phylis phyllis pierre piers pietro pilar
pinar piotr piper pippa piran pius pixie piyush plamen polly pooja poonam poornima poppy porsha
portia prabhjot pradeep pranav prasad prashant pratik praveen pravin preeti prerna priscilla
prisha priti priya priyan priyanka przemek przemyslaw punam puneet purdey qadir qais qamar qasim
quang quentin quiana quincy quinlan quintin quinton qurat rabea rabi rabia rabiah rachael rachel
rachelle radek radha radhika radka radko radmila radoslav radoslaw radu raees raegan raelynn
rafael rafaela rafaella rafal rafe rafferty raffi rafi rafia rafiq raghad raheela raheem raheema
rahel rahim rahima rahma rahman rahmat rahmatullah rahul rahwa raiden raihan raihana raimonda
raine raisa raiyan rajan rajani rajbir rajdeep rajeev rajesh rajinder rajiv rajni rajpal raju
rakesh ralf ralph ralphie raluca ramandeep ramanpreet rameen rameesha ramesh ramiro ramiz ramla
ramona ramone ramunas ramzi rana randa randeep randolph randy rani rania raniya ranjit ranveer
ranvir raphael raphaela raquel rareo rasa rasan rasha rashad rashed rasheed rasheeda rashid
rashida rashmi rasmus ratna raul raunaq ravi ravin ravina ravinder ravneet ravza rawan raya rayaan
rayan rayana rayann rayhan rayleigh raymond rayna rayyan raza razan razia razvan reagan reanna
reanne reba rebeca rebecca rebecka rebekah rebin rebwar reece reem reema reena reet regan reggie
regina reginald reha rehaan rehan rehana rehman reid reiko reina reinis reka rekha remas remi
remiel remo remus remy rena renae renars renata renate rene renee renesmee renie renita reshma
reuben reuel reva rey reyan reyansh reyhan reza rezan rezwan rhea rhett rhian rhianna rhianne
rhiannon rhoda rhodri rhona rhonda rhyan rhyley rhys ria riaan riad rianna rianne riaz ricardo
riccardo ricci richa richard richelle richie rick ricky rico ridhi ridwan rieko riham rihanna
rihards rikki riko rilind rima rimantas rimsha rina rini riona rishabh rishi rishika rita ritchie
ritesh ritika ritu rivka riya riyad riyadh riyan riyana riyaz riz rizwan rizwana roann robbi
robbie robel robert roberta robertas roberto robyn rocco rochelle rocio roddy roderick rodney
rodrigo roger rogerio rohaan rohan rohat rohin rohini rohit roisin rojda rojin roksana roland rolf
rolph romain romaine romana romario romas romee romeo romesh romi romy ron rona ronald ronaldo
ronan roni ronja ronnie ronny roop ropafadzo rory rosa rosabel rosabella rosalba rosalie rosalind
rosaline rosalyn rosamund rosanna rosanne rosario roscoe roseann roseanna roseanne rosella roselyn
rosemarie rosetta roshan roshana roshni rosie rosina rosita roslyn rossana rowan rowena roxana
roxane roxanna roxanne roxy roy roya royston roza rozalia rozerin ruairi ruaridh ruben rubi rubie
rubina ruby rudi rudo rudolf rudolph rudy rueben rufaro rufus rugile ruhan ruhul rui rukaya
rukhsana rumaisa rumaysa rumbidzai rumeysa rupa rupert rupinder ruqaya ruqayyah rushil ruslan
rusne rusty ruta rutendo ruth ruthie ruvimbo ruweyda ruya ruzgar ryan rylan rylee ryleigh ryszard
saad saada saadia saalihah saanvi saara saarah sabah sabeeha sabeel sabiha sabina sabine sabir
sabira sabra sabreen sabri sabrin sabrina sacha sachin sadaf sade sadia sadie sadiq sadiya saed
safaa safeer safia safina safiya safiyah safiyya safwan sagal sagar sahal sahan sahana sahar sahib
sahil sahir sahra saif saifullah saihan saika saim saima saina sainab saira sairah saiyan sajad
sajan sajda sajid sajida sajjad saka sakeena sakib sakina salah salahuddin salama salar saleem
saleh saleha salem salena salif salih saliha salim salima salina sally salma salman salome saloni
salvador salvatore sam samaan samad samaira samanta samantha samar samara samarah sameena sameer
sameera sami samia samiha samim samina samir samira samirah samiullah samiya samiyah sammi sammie
sammy samrah samrawit samreen samson samual samuel samuela samya samyuktha sanaa sanah sanam
sanaya sandeep sander sandi sandie sandip sandra sandro sanem sangeeta sania sanita sanjana sanjay
sanjeev sanjit sanna sanniya sanober santana santino sanya saoirse saphia sapna sara sarabjit
sarah sarai saran sarayah sareena sargun sariah sarika sarina sarita sarmad saroj sarra sarvesh
sasha sashka saskia sathya satnam saul saule saulius savina savita sawda sawsan saya sayed sayeeda
sayid scarlett scot scott scottie seamus sean seb sebastian sebastien sebnem sedra seema segun
sehar seher sejal sekou selamawit selen selena selim selima selin selina selma selwyn semere
semhar semir senait senan senga seona serafina serdar seren serena sergei sergio sergiu serhat
serhii serish serkan seth sevan sevda sevgi sevim seyed seyi shaan shaaz shabana shabaz shabbir
shabina shabir shabnam shadia shae shafiq shafiqa shahana shahbaz shaheen shaheer shahid shahida
shahin shahina shahmir shahnaz shahram shahrukh shahzad shahzaib shaila shaima shakeel shakera
shakia shakil shakila shakira shakur shalini shamar shameela shameem shamila shamim shamima
shamira shams shamsa shan shana shanae shanai shanaya shandy shane shaneeka shanel shanell
shanelle shani shania shanice shaniqua shaniya shannah shannan shannen shannon shanon shante
shantel shantelle shaquille sharan sharanjit shardonnay shareen sharifa sharleen sharlene
sharmaine sharmila sharmin sharna sharnee sharon sharyn shashi shaun shauna shaunagh shaunie shawn
shawna shay shaya shayaan shayan shayla shaylan shayma shayna shayne shazad shazia shea sheela
sheena sheffali shehla shehnaz shehryar shehzad sheila shekinah shelbi shelbie shelby shelina
shelley shellie shelly shemaiah shemar shenelle shenice sheniz sheree sherie sherif sherine
sherise sherman sheron sherri sherrie sherry sheryl sherzad sheyi shezan shianne shifa shilan
shiloh shilpa shimon shingai shira shireen shirin shirko shirley shiv shivam shivan shivani shloka
shlomo shmuel shoaib shobha shola shona shonagh shosha shoshana shpresa shrey shreya shruti shuaib
shubham shukri shukria shumaila shyam shyann siaka sian siana sibel sibusiso sid siddhant
siddharth siddiq sidney sidra sidrah siena sienna siham sihem sika sila silas silva silvana
silvester silvia silvija silviu silviya sima simao simar simarjit simeon simi simisola simmi simon
simona simonas simone simran simrit sina sinan sindi sine sinead sinem siobhain siobhan sion
sioned sipho sira siraj sirena sissy sita siti siva siwan siya siyana siyar skaiste skye skyla
skylah skylar slawek slawomir soban sofi sofia sofie sofiia sofija sohaib sohail sohana soheil
sohrab sokol soledad soleil solomiya soma somaya sona sonal sonam sondos sonia sonja sonny sonya
sophia sophie soran soraya sorcha soren sorin sorina soumaya spiros spozhmai spyros sreya srishti
stacey stacie stacy stanimir stanislav stanislaw stanley stef stefan stefani stefania stefanie
stefano steff steffan steffi stella sten steph stephan stephane stephania stephanie stephen
stephon stephy steve steven stevie stoyan stuart subhan suddaf sudha sufyan suhaib suhail suhana
suhani suhayb suhaylah sujata sukaina sukhbir sukhdeep sukhjit sukhmani sukhpreet sukhraj
sukhvinder sukhwinder sulaiman suleika suleiman suleman suleyman sumaira sumaiya sumaya sumayah
sumayya sumeet sumera sumeya sumitra sunil sunita sunniva supriya suraj suraya surayya suresh
surinder surjit surya susan susana susanna susannah susanne sushila susie suvi suzan suzana
suzanna suzannah suzanne suzette suzie sven svetlana svitlana swapna swati sybil syed syeda
sylvester sylvia sylvie sylwester sylwia symon syra szilard szilvia szymon tabassum tabatha tabby
tabitha tadas tadeo tadeusz tadhg tafadzwa taha tahir tahira tahirah tahiya tahj tahlia tahmid
tahmina tahnee tahreem tai taiba taibah taila taine taiwo taiya taiyba tajah tajwar takara
takudzwa tala talal taleah talha tali talia taliah taliesin talisa talitha taliyah tallulah talor
talulah tam tamanna tamara tamarah tambu tameem tamer tamera tami tamia tamika tamim tammi tammie
tammy tamoor tamra tamsin tamsyn tamzin tanaka tanatswa tania taniel tanish tanisha taniya tanjim
tanmay tansy tanush tanveer tanvi tanvir tanya tanyaradzwa tanzeela tanzil tao tapiwa tara taran
taras tareq tariku tariq tariro tarja tarjei tarkan tarryn tarun taryn tasfia tasha tashan tasia
taslima tasmin tasmiya tasneem tassilo tatenda tatiana tatum tatyana tauqeer tauras taurean tavia
tavian tavis tawana tawanda taya tayah tayba tayden taye tayla taylah taylan tayler tayo tayyab
tayyaba tayyibah tazmin teagan tearra ted teddie teddy teegan teejay tegan tegen tehreem tehya
teifi teigan tekle teleri temi temidayo temilola temitayo temitope temperance temur tendai teo
teodor teodora teofil terence terese tereza teri terrell terrence terri terry tesfay tesfaye tess
tessa tessie teuta teya thabiso thabo thaddeus thaila thalia thandazani thandeka thandi thandiwe
thanh thanush tharshan thea theadora thelma themba theo theodor theodora theodore theodoros
theofilos theresa therese thi thiago thierry thinh thivya tho thom thomas thomasina thor thora
thorin thula thulani thuy thyra tia tiago tiah tiamo tiana tianna tiarna tiarnan tibor tiegan
tierna tiernan tierney tiffani tiffany tigist tilda tilen tilly tim timea timos timotei timothy
timur tina tinashe tinevimbo tino tinotenda tirath tirion titilayo titus tiya tobenna tobi tobiah
tobias tobiloba tobin toby tochi todd todor tola tolani tolga tolu toluwani tom tomas tomasz tomek
tomi tomiwa tommi tommie tommy tomos tonda toni tonia tonicha tonisha tony tonya torey tori torin
torquil torran tosin toyah toyin tracey traci tracie tracy tran travis trefor tremaine trenton
trevon trevor trey tricia trina trish trisha tristan tristram trixie troi troy trudi trudie trudy
trystan tsegay tuan tuana tufayl tulisa tunde turan tushar twm ty tyana tye tyla tylah tyler tylor
tymon tymoteus tymoteusz tymur tyra tyran tyree tyreece tyreek tyreese tyreke tyren tyrese tyrion
tyron tyrone tyson tzipora ubah ubayd uche uchenna ugne ugochi ugonna uju ulrich ulrika ulrike
umaima umair umaiza umar umara umayr umer umi umme ummi ummul umut una unaisah unathi uriah uriel
ursula urszula urte urwa usaama usama usamah usha usmaan usman uthman uwais uzair uzma uzoma
vaclav vadim vaida vaidas valdas valentin valentina valentino valentyna valeria valerie valerija
valeriu valmira valon vanda vandana vanesa vanessa vanja varinder varsha varun vasile vasilica
vasyl veer vela velma venetia vera verna vernon veronica veronika vesa vesela vesna viaan vibha
vic vicki vickie vicky victorija vidhi vidya viet vihaan vijay vijaya vikas vikki vikram viktor
viktoria viktoriia viktorija vilius vilma vilte vimal vin vinay vince vincent vincente vincenzo
vineet vinh vinicius vinnie vinny vinod violeta violetta violette viorel vioreln virat virgilijus
vishal vita vitalie vitalii vitalijs vitor vitoria vittoria viv vivaan vivek vivian viviana vivien
vivienne vlad vladimir vladislav volkan volodymyr vy vytautas waad wadad wafa wahid wahida
wahidullah wajid waleed walid waliyha walter wambui wanda wangari wanjiku wanjiru waqar waqas
warda wareesha warisha warsame waseem wasila wasim wassim wayne wei wenda wendy werner wesley
whitney wiam wictoria wieslaw wiktor wiktoria wilbur wilf wilfie wilfred wilfrid wilhelm
wilhelmina wilkie willa willem william willis wilma winfred winifred winnie winona winston winta
wioletta wladyslaw wlodzimierz wojciech wojtek wren wylie xander xanthe xanthia xavi xavier
xaviour xena xenia xenos xhevahire xiang xiao xiomara xiu xue yaa yacine yacoub yadira yael yaelle
yagmur yahia yahya yakov yakub yakubu yamama yamin yamina yana yanek yanick yanis yann yannick
yannis yaqoob yaqub yara yared yaren yarik yaroslav yas yasar yaseen yaser yash yashika yashwant
yasin yasir yasmin yasmina yasmine yasser yassin yassine yavuz yaw yaya yazan yazmin yefim yehuda
yehya yelena yelyzaveta yemi yemisi yerusalem yesenia yestyn yetunde yevgeniya yiannis yiannos
yigit yildiz yitzchok yllka ynez ynyr yohana yohannes yoko yolanda yolande yona yonas yonatan
yonis yordan yordanos yorick yosef yosief yosra youcef youmna younes younis yousef yousif yousra
youssef youssouf ysabel ysolde yue yui yuki yulia yulian yuliia yumna yuna yuri yurii yuriy yusef
yusif yusra yusuf yuto yuval yves yvette yvonne zaahid zaara zabihullah zac zacariah zach
zachariah zachary zack zada zafar zafira zaharia zaheer zahid zahida zahir zahira zahra zahraa
zaid zaida zaima zain zaina zainab zainabu zaine zaira zak zakaria zakariya zakariyya zakary zaki
zakir zakira zakiya zakk zala zalmai zamaan zaman zamir zamira zamzam zana zander zandra zane
zanele zaneta zania zara zarah zareen zarghuna zarif zarina zarish zarmina zaryab zaryn zavier
zawadi zaya zayaan zayan zayd zaydan zayden zayla zayn zaynab zaynah zayne zbigniew zdenka zdenko
zdravka zdravko zeb zebedee zeenat zeeshan zeina zeinab zeke zekiel zekiye zelal zelda zelia zelie
zelma zena zenab zendaya zenia zenobia zephaniah zephyr zerin zeyad zeynab zeynep zhan zhane
zhanna zhara zhi zhivko zia ziad ziah ziana zidan zidane ziggy zigmas zilan zimal zina zinaida
zineb zinnia zion zita ziva ziya ziyad ziyan zlatan zlatko zoe zoey zofia zoha zohaib zohra zola
zoltan zora zorah zoran zorica zosia zoya zoyah zsofia zsolt zsuzsanna zubaida zubair zubayr
zubeda zuhra zula zulaikha zuleika zulekha zulfiqar zunaira zuri zuriel zuzana zuzanna zuzia zyan
zydrunas zygmunt zylah zyon
""")
"""Words that are given names and hardly anything else."""
