"""Places that stand where a name could, as tables. Lower case, without accents; see `fold`."""

from content.identifying.folding import phrase_set, word_set

PLACES = word_set("""
aberdeen aberdeenshire abergavenny accrington afghanistan africa albania allerdale america amersham
andover anfield anglesey angus antrim argyll armagh arun ascot ashfield asia australia avon
aylesbury babergh bacup banbury bangladesh bangor barbados barnet barnsley barrow basildon
basingstoke bassetlaw bath batley bebington bedford bedfordshire belfast belgravia berkshire
berwick bexley bicester birkenhead birmingham blaby blackburn blackpool bolsover bolton bootle
boston bournemouth bracknell bradford braintree breckland brent brentwood bridgend brighton bristol
britain brixton bromley bromsgrove bromyard broxbourne broxtowe buckinghamshire bulgaria burnley
burton bury bute buxton caerphilly calderdale cambridge cambridgeshire camden canada cannock
canterbury cardiff carlisle carmarthen carmarthenshire castleford ceredigion charnwood chelmer
chelmsford cheltenham cherwell cheshire chester chesterfield chichester chiltern china chorley
clackmannanshire cleator cleethorpes cleveland clwyd colchester colne congleton conwy copeland
corby cornwall coventry craven crawley crewe cronton crosby croydon cumberland cumbria dacorum
darlington dartford darwen daventry denbighshire derby derbyshire derry devon dewsbury diss
doncaster donegal dorset dover dublin dudley dumfries dundee durham ealing eastbourne eastleigh
edinburgh ellesmere elmbridge enfield england epsom eritrea essex ethiopia europe evesham exeter
falkirk fareham fenland fermanagh fife flintshire folkestone formby france frodsham fulham garston
gateshead gedling germany ghana gillingham glasgow glossop gloucester gloucestershire gosport
gravesham greenwich grimsby guildford gwent gwynedd hackney halesowen halewood halifax halton
hambleton hamilton hammersmith hampshire haringey harlow harrogate harrow hartlepool hastings
havant havering helens hereford herefordshire hertfordshire hertsmere heswall highland hillingdon
hinckley horsham hounslow hoylake huddersfield hull humber huntingdonshire huyton hyndburn ilkeston
india inverclyde inverness ipswich iran iraq ireland islington italy jamaica jersey keighley kendal
kensington kent kettering kidderminster kilmarnock kingston kirkby kirkcaldy kirklees knowsley
knutsford lambeth lanark lanarkshire lancashire lancaster leeds leicester leicestershire lewes
lewisham leyland lichfield lincoln lincolnshire liverpool llandudno llanelli london londonderry
lothian lowestoft luton macclesfield maghull maidstone maldon malvern manchester mansfield matlock
medway melton mendip mersey merseyside merthyr merton middlesbrough midlothian monmouthshire moray
morecambe morocco morpeth nantwich neston netherlands newark newbury newcastle newham newport
newquay newry nigeria norfolk northampton northamptonshire northshire northumberland northumbria
norway norwich nottingham nottinghamshire nuneaton oadby oldham orkney ormskirk oxford oxfordshire
paisley pakistan pembrokeshire pendle penrith penzance perth peterborough plymouth poland poole
portsmouth portugal powys prescot preston pudsey ramsbottom reading redbridge redcar redditch
reigate renfrewshire rhondda rhos rhyl richmond ripon rochdale rochester rochford romania romford
rossendale rother rotherham roxburgh rugby runcorn runnymede rushcliffe rushmoor russia rutland
ryedale salford salisbury sandbach sandwell scarborough scilly scotland scunthorpe sefton selby
sevenoaks severn sheffield shetland shrewsbury shropshire sittingbourne skegness skelmersdale
skipton slough snowdonia soar solihull somalia somerset southampton southend southport southshire
southwark spain speke spelthorne stafford staffordshire stalybridge stevenage stirling stockbridge
stockport stockton stoke stratford strathclyde stroud sudan suffolk sunderland surrey sussex sutton
swale swansea sweden swindon syria tameside tamworth tandridge taunton tees telford tendring thames
thanet thetford thurrock torbay torfaen torridge toxteth trafford trent tring turkey tyne tyneside
uganda uk ukraine usa uttlesford vietnam wakefield wales wallasey walsall waltham wandsworth
warrington warwick warwickshire watford waveney waverley wealden weymouth whiston whitby widnes
wigan wight wiltshire winchester windsor wirral wisbech woking wokingham wolverhampton worcester
worcestershire workington worthing wrexham wycombe wyre yarmouth yeovil york yorkshire zimbabwe
""")
"""Countries, counties, councils and large towns of one word."""

PLACE_NAMES = phrase_set("""
blaenau gwent, burton upon trent, bury st edmunds, canvey island, castle point, derbyshire dales
gretna green, hemel hempstead, high peak, hong kong, king lynn, kings lynn, leamington spa
malvern hills, milton keynes, neath port talbot, newton abbot, port talbot, potters bar
ribble valley, rhondda cynon taf, saffron walden, saint helens, sierra leone, south hams, sri lanka
st albans, st helens, sutton coldfield, test valley, three rivers, tower hamlets, tunbridge wells
waltham forest, welwyn garden city, welwyn hatfield, weston super mare, wyre forest
""")
"""Places of several words, each without a possessive: King's Lynn."""

QUALIFIERS = word_set("""
north south east west northern southern eastern western central mid upper lower great greater new
isle little northeast northwest southeast southwest inner outer nether
""")
"""Words before a place's name that make it another place: North Tyneside, Great Yarmouth."""

LAST_WORDS = word_set("""
avenue borough building centre city coast council county crescent district estate gardens harbour
island library road square station street terrace town valley village
""")
"""Last words of a place's name, which are nobody's surname: Amber Valley, Derby Road."""

LAST_WORDS_OR_SURNAMES = word_set("""
bay beach bridge common court cross dales downs forest grove hall heath heights hills house isle
lane moor moors park port vale wells
""")
