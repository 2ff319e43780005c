"""Given names that are also something else, as a table."""

from content.identifying.folding import word_set

ALSO_WORDS = word_set("""
abel ada aden albion amber angel archer aria art asa ash aspen august austin autumn axel bailey
baker beau bell bennett bill blair blessing blue bob bonnie bowen brad brady brent bronte brook
brooke bruce bryant bryce buster byron carol carter cassidy chad chance charity chase chelsea chen
cherry chester christ christian clay clement clover cohen cole comfort conrad constance cooper
coral cruz crystal cyrus dale dallas damson dane darwin dawn deacon dean dee delta denver destiny
devon diamond dillon dolly dominique douglas drake drew dudley dunstan earl easton eden efe elder
elis emerson emery emir era ernest esa eve fae faith favour fletcher flora florence floyd ford
forrest fortune francis frank franklin fraser gage gaia garfield garrett gene genesis georgia gift
gilbert gita gloria godswill grace grady grant gray grayson grey griffin guy hadley hal hale han
hans happy hardy harlan harlow harmony harper harris harrison haven hayes hazel heath heather
heavenly hero holden honey honor hope hudson hung hunter huxley ike ina indie ira iris irvin
irving isis israel ita iva ivory ivy jak jan jay jean jed jem jenson jersey jet jewel ji jia jin
jing jolly jordan joss journey joy jude junior justice kala kane karma kashmir kay keane keating
kelvin kendrick kennedy kent kenya kia kiki king kirby kit kitty knox krishna kush lan lance lane
lani laurel lawrence lawson layne lea leaf leda lee leeds leigh lex liberty lincoln lloyd london
lore love luc lucky lula lux mace macy maitland major mama mani mara mari marina mario mark marley
marshall mason mat mata max may mckenzie melody memory mercedes mercer mercy merlin merrick merry
mica miles miller minerva ming miracle mitchell mo montague montana morag moray morgan morris
moses murphy murray muse nana nas nate navy neel nell nelly nelson neo neva nevin nida nik nile
nita nixon noble noel nolan norman norris nour nova nuh oakley octavia ola ole olive ora oran
orlando page pandora paris parker pascal pat patience paxton peace pearl penny perry pia pierce
pip porter praise precious prem presley preston primrose prince princess promise prudence queenie
quinn rada rae raj raja ramsey randall raven ray rayne reed rees reese reg reilly rex rich rida
ridley riley rio riva river roan rob robin rock rocky rod roma roman romany romilly rooney ros
rose ross royal royce rush russell saba safa saffron sage sahara sai sailor salam sana sandy
santiago savana savanna savannah sawyer scarlet selam sena serenity serge shadi shah shaikh shalom
sharif shaw sheikh sheridan shiraz shiva sierra sim sinclair sky sol solomon sonnet sorrel soul
spencer stan star sterling stewart stone storm su sue suki sultan sultana summer sunny sutton
sydney tad taj tal talan tamar tana tanner tate tay taylor temple teresa than thatcher tiara tigan
tiger timon tinker toma topaz tope tory treasure trent trinity tudor tulip turner tyga tyne tyrell
uma unique unity urban uri val vale valentine van vaughan ved veda venus verity victor victoria
vida viola violet virgil virginia visha vishnu viva wade walker wallace ward warren wells wen wes
west weston wilder will willow wilson wim windsor winter wisdom wolf woody wyatt xin yan yang yen
yin ying yuan zi
""")
"""Names that are also words, places or surnames of the well-known: a weak form is not enough."""

MORE_NAMES = ALSO_WORDS - word_set("""
adelaide chester christ devon dudley florence israel judge justice kent kenya king lincoln london
major montana orlando page paris preston prince princess roma roman romany royal sky blue star
sydney unit unity virginia
""")
"""Those of them that are people more often than places."""
