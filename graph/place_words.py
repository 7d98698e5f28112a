"""Everyday names of places and of their police, and names that more than one place has.

The names that the data give are found without these. A name that a stranger may mean otherwise than the data
do is asked about, however sure the data are: an answer about another Springfield looks right and is wrong.
"""

from collections.abc import Mapping, Sequence
from typing import Final

NICKNAMES: Final[Mapping[str, str]] = {
    "united kingdom": "uk|u k|gb|great britain|britain|british",
    "united states": "usa|u s a|united states of america|america|american",
    "european union": "eu|e u",
    "district of columbia": "dc|d c|washington dc|washington d c",
    "new york city": ("n y c|new york new york|new york ny|new york n y|city of new york"),
    "san francisco": "sf|s f|san fran",
    "los angeles": "l a",
    "philadelphia": "philly",
    "new orleans": "nola",
    "netherlands": "holland|dutch",
    "england": "english",
    "scotland": "scottish",
    "wales": "welsh",
    "ireland": "irish",
    "canada": "canadian",
    "australia": "australian",
    "france": "french",
    "germany": "german",
    "italy": "italian",
    "spain": "spanish",
    "portugal": "portuguese",
    "austria": "austrian",
    "belgium": "belgian",
    "switzerland": "swiss",
    "sweden": "swedish",
    "norway": "norwegian",
    "denmark": "danish",
    "finland": "finnish",
    "greece": "greek",
    "hungary": "hungarian",
    "romania": "romanian",
    "bulgaria": "bulgarian",
    "croatia": "croatian",
    "czechia": "czech|czech republic",
    "russia": "russian",
    "ukraine": "ukrainian",
    "turkey": "turkish",
    "israel": "israeli",
    "india": "indian",
    "china": "chinese",
    "japan": "japanese",
    "south korea": "south korean|korea",
    "brazil": "brazilian",
    "mexico": "mexican",
    "argentina": "argentinian|argentine",
    "south africa": "south african",
    "singapore": "singaporean",
    "california": "californian",
    "texas": "texan",
}
"""Names of the data, with the everyday names and adjectives that mean the same."""

KEPT: Final = (
    "british columbia|american samoa|american indian|indian river|new mexican|english bay|brooklyn park|"
    "brooklyn center|brooklyn centre"
)
"""Names that hold a word of `NICKNAMES` and mean something else."""

FORCES: Final[Mapping[str, str]] = {
    "new york city police": "nypd|new york police department|new york police dept",
    "los angeles police": "lapd",
    "san francisco police": "sfpd",
    "london police": "met police|metropolitan police|metropolitan police service|the met|scotland yard",
}
"""Police forces by their own names."""

DISTRICTS: Final[Mapping[str, str]] = {"new york city": "brooklyn|the bronx|staten island"}
"""Places of the data, with parts of them that are no places of it."""

SHARED: Final[Mapping[str, Sequence[str]]] = {
    "new york": ("us-ny", "us-ny-new-york"),
    "washington": ("us-wa", "us-dc"),
    "la": ("us-ca-los-angeles", "us-la"),
    "jersey": ("je", "us-nj"),
    "south wales": ("gb-wls-south-wales", "gb-wls"),
}
"""Names that mean several places of the data."""

_NAMESAKES: Final = (
    "springfield|cambridge|lawrence|worcester|northampton|davis|kirkland|kent county|orange county|"
    "montgomery county|jackson county|greene county|monroe county|erie county|wayne county|"
    "cumberland county|essex county|middlesex county|norfolk county|suffolk county|hampshire county|"
    "worcester county|jackson|aurora|arlington|albany|albany county|homestead|dallas county|"
    "jefferson parish|victoria|kansas city"
)
NAMESAKES: Final = frozenset(_NAMESAKES.split("|"))
"""Names of places in the data that other well-known places have too."""

_PARTS_OF_NAMES: Final = (
    "county city township town parish borough province district village square garden gardens heights beach "
    "falls springs island islands bay valley hills junction lake river region"
)
PARTS_OF_NAMES: Final = frozenset(_PARTS_OF_NAMES.split())
"""Words that make another name of the name before them: "Jackson County", "Mexico City"."""

ENDS_OF_NAMES: Final = PARTS_OF_NAMES | {"park", "center", "centre", "station", "college"}
"""The same, and words that mean something else where no name stands before them: "Menlo Park, California"."""
