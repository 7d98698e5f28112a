"""The everyday words for actors, activities and settings: what a plain sentence may call them.

A phrase is written folded, in words parted by spaces, and phrases by strokes; the longest that fits is read.
The labels and words of the concepts themselves need no entry. A phrase may stand for several parts: "schools"
act, or are where somebody acts.
"""

from collections.abc import Mapping
from typing import Final

ACTORS: Final[Mapping[str, str]] = {
    "police": (
        "cops|cop|officers|officer|police officer|police officers|police department|police departments|"
        "police force|police forces|law enforcement|law enforcement agencies|sheriff|sheriffs|"
        "the police|pd|p d|police dept|policemen|policeman|police detectives|police chief"
    ),
    "municipal-police": "city police|local police|town police|county police",
    "state-police": "state trooper|state troopers|troopers|highway patrol",
    "national-police": (
        "federal police|fbi|fbi agents|fbi agent|ice|ice agents|ice agent|ice officers|ice officer|"
        "federal agents|federal officers|immigration and customs enforcement|federal law enforcement|"
        "gendarmerie"
    ),
    "national-government": (
        "federal government|federal agency|federal agencies|national authorities|national agencies|"
        "border guards|border agency|immigration officers|homeland security|dhs|tsa|cbp|home office|"
        "customs|customs officers|customs officer|customs agents|customs and border protection|"
        "border patrol|border patrol agents|border force|cbp officers|tsa agents|tsa officers"
    ),
    "state-government": "state agency|state agencies|state authorities|dmv",
    "local-government": (
        "city agency|city agencies|city council|city councils|councils|council|city hall|municipality|"
        "municipalities|town council|towns|cities|the city|county agencies|local authorities|"
        "local authority|local government|local governments"
    ),
    "civilian-departments": "city departments|city department|library|libraries|civilian agencies",
    "government": (
        "governments|public bodies|public body|public authorities|public authority|agency|agencies|"
        "public sector|authorities|officials"
    ),
    "private-sector": (
        "private detective|private detectives|private investigator|private investigators|security guard|"
        "security guards|private security|"
        "company|companies|business|businesses|firm|firms|private company|private companies|corporation|"
        "corporations|private sector|bank|banks|casino|casinos|insurers|airlines|private businesses"
    ),
    "retailers": (
        "shop|shops|store|stores|a store|retailer|retail store|retail stores|supermarket|supermarkets|"
        "shopkeeper|shopkeepers|walmart|rite aid|home depot|macys|wegmans|"
        "costco|kmart|bunnings|tesco|grocery store|grocery stores|shopping centre|shopping centres|mall|"
        "malls|merchants"
    ),
    "landlords": (
        "landlord|landlady|building owner|building owners|property manager|property managers|"
        "housing provider|housing providers|my landlord|lessor|lessors"
    ),
    "employers": "employer|boss|bosses|my employer|my boss|workplaces",
    "schools": "school|university|universities|school district|school districts|college|colleges|teachers",
    "transit": (
        "transit agency|transit agencies|transit operator|transit authority|railway|railways|metro|"
        "subway|subways|train operators|public transport|bus companies"
    ),
    "platforms": "platform|social media|social network|social networks|online platforms|websites|website",
    "vendors": "vendor|clearview|clearview ai|software makers|developers|suppliers",
    "individuals": (
        "i|individual|private person|private persons|citizens|citizen|neighbour|neighbours|neighbor|"
        "neighbors|a person|homeowner|homeowners"
    ),
    "everyone": "anyone|anybody|everybody|somebody|someone|people|one",
}
ACTIVITIES: Final[Mapping[str, str]] = {
    "real-time-identification": (
        "live|real time|realtime|live facial recognition|live face recognition|lfr|on live video|in real time"
    ),
    "retrospective-identification": (
        "retrospective|retrospectively|after the fact|in recorded footage|recorded footage|"
        "recorded video|cctv footage|old footage|in photos of suspects|mugshots|mug shots|"
        "identify suspects|identify a suspect"
    ),
    "verification-1to1": (
        "one to one|1 to 1|1 1|verify identity|verify identities|face id|unlock|verification|"
        "check identity|check identities|verify"
    ),
    "emotion-recognition": (
        "emotion|emotions|emotion detection|read emotions|detect emotions|recognise emotions|"
        "recognize emotions|infer emotions"
    ),
    "categorisation": (
        "categorise|categorize|categorization|classify|by race|by gender|by ethnicity|"
        "biometric categorisation|biometric categorization"
    ),
    "body-worn-camera": (
        "body camera|body cameras|body cam|body cams|bodycam|bodycams|body worn|body worn camera|"
        "body worn cameras"
    ),
    "drone": "drones|by drone|from drones|unmanned aircraft",
    "sole-basis-for-arrest": (
        "on a match alone|arrest someone on a match alone|arrest people on a match alone|"
        "arrest on a match alone|sole basis for an arrest|sole basis|only basis for arrest|arrest|"
        "arrest people|arrest someone|arrests"
    ),
    "acquire": "buy|buys|buying|purchase|procure|procurement|obtain|get face|get facial|acquiring",
    "access-third-party": (
        "third party|third parties|ask another agency|through another agency|use clearview|"
        "using clearview|through a vendor|access"
    ),
    "collect-biometrics": (
        "collect|collecting|collect biometrics|collect biometric data|collect faceprints|"
        "collect face prints|faceprint|faceprints|face prints|take faceprints|capture|biometric data|"
        "collect face data|collect facial data|collect my face"
    ),
    "store": (
        "keep|retain|save|retention|storage|store faces|store face|store facial|store biometric|"
        "store biometrics|store faceprints|store data|store images|store templates|storing"
    ),
    "share-or-sell": "share|sell|sells|sharing|selling|disclose|trade|sale",
    "scraping-face-database": "scrape|scraping|scrape faces|scrape photos|scrape images|scrape the web",
    "use": (
        "uses|used|using|keep using|continue using|continue to use|still use|deploy|deploys|run|scan|scans|"
        "scanned|identified|scan faces|scan my face|scanning|operate|"
        "identify|recognise|recognize|install|employ"
    ),
}
SETTINGS: Final[Mapping[str, str]] = {
    "public-space": (
        "in public|in public spaces|in public places|public place|public places|public spaces|street|"
        "streets|on the street|on the streets|park|parks|protest|protests|demonstration|demonstrations|"
        "publicly accessible spaces"
    ),
    "public-accommodation": (
        "restaurant|restaurants|hotel|hotels|stadium|stadiums|arena|arenas|venue|venues|theatre|"
        "theatres|concert|concerts|bar|bars|pub|pubs|nightclub|nightclubs|gym|gyms|museum|museums|cinema|"
        "cinemas|madison square garden|places of public accommodation|event venues"
    ),
    "retail": "in shops|in stores|in a shop|in a store|in supermarkets|in retail|shopping|shop floor",
    "schools": (
        "in schools|in school|at school|at schools|in classrooms|classroom|classrooms|on campus|campus|"
        "in a school|school|schools"
    ),
    "housing": (
        "housing|apartment|apartments|apartment building|apartment buildings|flats|rental housing|homes|"
        "residential buildings|tenants"
    ),
    "workplace": "at work|workplace|workplaces|in the workplace|offices|office|workers|employees",
    "border": "borders|at the border|border control|border crossings|passport control",
    "airport": "airports|in airports|at the airport|at airports",
}
BY_PART: Final = {"actor": ACTORS, "activity": ACTIVITIES, "setting": SETTINGS}

SAYS_NOTHING: Final = (
    "i live|we live|they live|who live|people live|you live|where i live|i work|i run|trade union"
)
"""Phrases that hold a word of another phrase and are none."""

LOOSE: Final = frozenset({"arrest", "arrests", "arrest people", "arrest someone"})
"""Phrases that are read as something more definite than they say."""

ACTOR_OF_SETTING: Final = {
    "retail": "retailers",
    "schools": "schools",
    "workplace": "employers",
    "housing": "landlords",
    "public-accommodation": "private-sector",
}
"""Who acts where a sentence names only the setting: "banned in Illinois schools"."""

WEAK_PHRASES: Final = frozenset({"faceprint", "faceprints", "face prints", "biometric data", "access", "i"})
"""Phrases that only say with what something else is done ("sell faceprints")."""

WEAK: Final = frozenset({"use", "everyone"})
"""What gives way to anything more definite in the same sentence ("use live face recognition")."""

_NOISE: Final = (
    "a about across after ai all allow allowed allows also am an and any anywhere applies apply are "
    "as ask at ban banned bans be been before being biometric biometrics but by camera cameras can "
    "cctv city compliant could country county customer customers data did do does doing during else "
    "employee ever face faces facial for forbid forbidden forbidding forbids from frt had has have "
    "here how identification if illegal images in inside into is it its kind law lawful laws legal "
    "legally let like local matching may me might more must my near not of off ok okay on ones or "
    "our outlaw outlawed own passengers people permission permit permits permitted person persons "
    "photos please prohibit prohibited prohibits province public recognise recognition recognize "
    "regulated require required residents restricted rule rules s scanner scanners shoppers should "
    "since so software some state still student students surveillance system systems tech "
    "technologies technology tell tenant than that the their them there they this those through to "
    "tool tools under unlawful us visitors was we were what when where whether which while who will "
    "with within without would you your"
)
NOISE: Final = frozenset(_NOISE.split())
"""Words that say nothing about the parts of a question."""
