"""The words of streets, houses and postal areas, as parts of patterns."""

STREET = (
    r"(?:avenue|ave|road|rd|street|lane|crescent|cres|terrace|grove|gardens|gdns|drive|close|wynd)"
)
"""Words that are a street's when a number stands before them, in capitals or not."""

OTHER_STREET = (
    r"(?:st|dr|gr|ln|cl|ct|pl|sq|court|place|way|walk|square|hill|rise|row|mews|view|park|green"
    r"|parade|mount|heights|house|croft|fold|brow|hey|end|quay|wharf|gate|meadows?|towers?"
    r"|buildings|villas|cottages?|farm|approach|vale|brae|esplanade|promenade|broadway|parkway"
    r"|passage|yard|dene|glade|copse|hollow|leas?|orchard|paddocks?|path|common)"
)
"""Words that are a street's or a house's when they start with a capital."""

HOUSE = (
    r"(?:Cottages?|House|Lodge|Farm|Farmhouse|Villa|Barn|Hall|Rectory|Vicarage|Bungalow|Court|View"
    r"|Manor|Grange|Mill|Forge|Croft|End|Gables|Rise|Bank|Nook|Dene|Mead|Mount|Lea|Towers?|Heights"
    r"|Park|Mews|Place|Stables|Haven|Hill|Wood|Acres?|Point|Flats)"
)
"""Last words of a house's name."""

AREAS = (
    r"AB|AL|B|BA|BB|BD|BF|BH|BL|BN|BR|BS|BT|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT"
    r"|DY|E|EC|EH|EN|EX|FK|FY|G|GL|GU|GY|HA|HD|HG|HP|HR|HS|HU|HX|IG|IM|IP|IV|JE|KA|KT|KW|KY|L|LA"
    r"|LD|LE|LL|LN|LS|LU|M|ME|MK|ML|N|NE|NG|NN|NP|NR|NW|OL|OX|PA|PE|PH|PL|PO|PR|RG|RH|RM|S|SA|SE"
    r"|SG|SK|SL|SM|SN|SO|SP|SR|SS|ST|SW|SY|TA|TD|TF|TN|TQ|TR|TS|TW|UB|W|WA|WC|WD|WF|WN|WR|WS|WV|YO"
    r"|ZE"
)
"""The letters with which a postcode starts."""
