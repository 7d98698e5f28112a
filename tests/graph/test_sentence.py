"""Sentences that people ask, and what is read from them, on a day: 25 November 2026."""

from dataclasses import fields
from datetime import date

import pytest

from graph.answer import Lookup
from graph.engine import Engine
from graph.phrases import ACTOR_OF_SETTING, BY_PART
from graph.sentence import LONGEST, Reading, SentenceReader
from schema.errors import BadDay

TODAY = date(2026, 11, 25)


@pytest.fixture(scope="module")
def reader(engine: Engine) -> SentenceReader:
    lookup = Lookup(engine)
    return SentenceReader(lookup.places, lookup.concepts)


def said(reading: Reading) -> tuple[str | None, ...]:
    place = reading.place.slug if reading.place else None
    day = reading.day.isoformat() if reading.day else None
    return place, reading.actor, reading.activity, reading.setting, day


NYPD_LIVE = ("us-ny-new-york", "police", "real-time-identification", None, None)
UNDERSTOOD = [
    (
        "May landlords in New York City scan faces in 2024?",
        ("us-ny-new-york", "landlords", "use", None, "2024-01-01"),
    ),
    ("is face recognition banned in Illinois schools", ("us-il", "schools", None, "schools", None)),
    (
        "Can police in Portland, Oregon use live facial recognition on 1 June 2024?",
        ("us-or-portland", "police", "real-time-identification", None, "2024-06-01"),
    ),
    (
        "Can the police in San Francisco use facial recognition today?",
        ("us-ca-san-francisco", "police", "use", None, "2026-11-25"),
    ),
    (
        "Is it legal for shops in Portland Oregon to use facial recognition?",
        ("us-or-portland", "retailers", "use", None, None),
    ),
    (
        "May an employer in Illinois collect faceprints?",
        ("us-il", "employers", "collect-biometrics", None, None),
    ),
    ("Can a store in New York City scan my face?", ("us-ny-new-york", "retailers", "use", None, None)),
    (
        "Can police in London use live face recognition?",
        ("gb-eng-london", "police", "real-time-identification", None, None),
    ),
    (
        "Is real-time facial recognition in public spaces allowed in the European Union?",
        ("eu", None, "real-time-identification", "public-space", None),
    ),
    (
        "Can cops in Boston buy facial recognition software?",
        ("us-ma-boston", "police", "acquire", None, None),
    ),
    (
        "was face recognition by police allowed in New Orleans in 2021",
        ("us-la-new-orleans", "police", None, None, "2021-01-01"),
    ),
    (
        "Did New Orleans ban police face recognition in March 2021?",
        ("us-la-new-orleans", "police", None, None, "2021-03-01"),
    ),
    ("Can Vermont police use drones with face recognition?", ("us-vt", "police", "drone", None, None)),
    (
        "May the FBI use face recognition in Washington state?",
        ("us-wa", "national-police", "use", None, None),
    ),
    ("Can schools in New York State use facial recognition?", ("us-ny", "schools", "use", None, None)),
    (
        "Can my boss in Texas use emotion recognition at work?",
        ("us-tx", "employers", "emotion-recognition", "workplace", None),
    ),
    ("Emotion recognition at work in Germany", ("de", "employers", "emotion-recognition", "workplace", None)),
    ("May companies in France scrape faces?", ("fr", "private-sector", "scraping-face-database", None, None)),
    ("Can the state of New York buy facial recognition?", ("us-ny", None, "acquire", None, None)),
    ("May companies sell faceprints in Texas?", ("us-tx", "private-sector", "share-or-sell", None, None)),
    ("Can sheriffs in King County use face recognition?", ("us-wa-king-county", "police", "use", None, None)),
    ("Boston's police, body cameras?", ("us-ma-boston", "police", "body-worn-camera", None, None)),
    (
        "Are body cameras with face recognition legal in Oregon?",
        ("us-or", None, "body-worn-camera", None, None),
    ),
    ("police Springfield MA", ("us-ma-springfield", "police", None, None, None)),
    ("Can police in US-CA use face recognition?", ("us-ca", "police", "use", None, None)),
    ("Can police in the US use face recognition?", ("us", "police", "use", None, None)),
    (
        "Can police in the U.S. arrest someone on a match alone?",
        ("us", "police", "sole-basis-for-arrest", None, None),
    ),
    (
        "May a hotel in Baltimore use face recognition in 2021?",
        ("us-md-baltimore", "private-sector", "use", "public-accommodation", "2021-01-01"),
    ),
    ("May supermarkets in New Zealand use facial recognition?", ("nz", "retailers", "use", None, None)),
    ("May anyone in Virginia use face recognition?", ("us-va", "everyone", "use", None, None)),
    ("Can I use face recognition on my neighbours in Germany?", ("de", "individuals", "use", None, None)),
    (
        "Could local authorities in England use live facial recognition on the streets on January 5th, 2023?",
        ("gb-eng", "local-government", "real-time-identification", "public-space", "2023-01-05"),
    ),
    (
        "Can the city of Oakland buy face recognition since 2019?",
        ("us-ca-oakland", "local-government", "acquire", None, "2019-01-01"),
    ),
    (
        "Can transit agencies in San Francisco store faceprints?",
        ("us-ca-san-francisco", "transit", "store", None, None),
    ),
    (
        "May stores in Portland, Maine keep face data as of 2022-05-01?",
        ("us-me-portland", "retailers", "store", None, "2022-05-01"),
    ),
    ("May Clearview AI operate in Italy?", ("it", "vendors", "use", None, None)),
    ("Is Clearview AI banned in Canada?", ("ca", "vendors", None, None, None)),
    (
        "Can city agencies in Pittsburgh use face recognition tomorrow?",
        ("us-pa-pittsburgh", "local-government", "use", None, "2026-11-26"),
    ),
    ("San Francisco", ("us-ca-san-francisco", None, None, None, None)),
    ("Can customs officers in the US use it?", ("us", "national-government", "use", None, None)),
    (
        "May Customs and Border Protection use it at the border in Texas?",
        ("us-tx", "national-government", "use", "border", None),
    ),
    ("can border patrol use it in Texas", ("us-tx", "national-government", "use", None, None)),
    (
        "Could ICE agents scan faces in Minneapolis in January 2026?",
        ("us-mn-minneapolis", "national-police", "use", None, "2026-01-01"),
    ),
    ("Can police in Menlo Park, California use it?", ("us-ca-menlo-park", "police", "use", None, None)),
    ("Can police in a park in Texas use it?", ("us-tx", "police", "use", "public-space", None)),
    (
        "was it allowed for shops in Portland OR last year",
        ("us-or-portland", "retailers", None, None, "2025-01-01"),
    ),
    ("Can cops in VA use it?", ("us-va", "police", "use", None, None)),
    (
        "Can universities in Colorado verify identity with faces?",
        ("us-co", "schools", "verification-1to1", None, None),
    ),
    ("MAY POLICE IN SEATTLE USE FACE RECOGNITION???", ("us-wa-seattle", "police", "use", None, None)),
    (
        "Can police use face recognition in Portland, Oregon, United States?",
        ("us-or-portland", "police", "use", None, None),
    ),
    (
        "Is it legal to scrape photos for a face database in the United Kingdom?",
        ("gb", None, "scraping-face-database", None, None),
    ),
    (
        "Can a landlord in Portland Maine use facial recognition in May 2023?",
        ("us-me-portland", "landlords", "use", None, "2023-05-01"),
    ),
    ("Is face recognition at the border legal in the US?", ("us", None, None, "border", None)),
    (
        "Do schools in Montana need permission to use facial recognition now?",
        ("us-mt", "schools", "use", None, "2026-11-25"),
    ),
    ("Can I unlock with face id in Illinois?", ("us-il", "individuals", "verification-1to1", None, None)),
    (
        "Are supermarkets in Spain allowed to use facial recognition yesterday?",
        ("es", "retailers", "use", None, "2026-11-24"),
    ),
    (
        "Can Massachusetts state police use facial recognition on 2021-07-01?",
        ("us-ma", "state-police", "use", None, "2021-07-01"),
    ),
    ("can a shop in Illinois scan my face", ("us-il", "retailers", "use", None, None)),
    (
        "is live facial recognition legal in London in 2019?",
        ("gb-eng-london", None, "real-time-identification", None, "2019-01-01"),
    ),
    (
        "will real-time facial recognition be banned in the EU on 2 August 2026",
        ("eu", None, "real-time-identification", None, "2026-08-02"),
    ),
    ("was it banned in New Orleans in 2021", ("us-la-new-orleans", None, None, None, "2021-01-01")),
    ("Can my landlord in NYC use facial recognition?", ("us-ny-new-york", "landlords", "use", None, None)),
    ("in NYC, may cops use it", ("us-ny-new-york", "police", "use", None, None)),
    ("Can the polce in Boston use facial recogntion?", ("us-ma-boston", "police", "use", None, None)),
    ("Is facail recognition by supermarkts legal in the UK", ("gb", "retailers", None, None, None)),
    ("Does Britain let police use it", ("gb", "police", "use", None, None)),
    ("Can a private detective in Illinois use it?", ("us-il", "private-sector", "use", None, None)),
    ("Can police in New Jersey use it", ("us-nj", "police", "use", None, None)),
    ("Is facial recognition legal in America?", ("us", None, None, None, None)),
    ("Can Australian retailers use facial recognition?", ("au", "retailers", "use", None, None)),
    ("Can British Columbia police use it", ("ca-bc", "police", "use", None, None)),
    ("Can the NYPD use facial recognition?", ("us-ny-new-york", "police", "use", None, None)),
    ("New York Police Department live face recognition", NYPD_LIVE),
    ("Met police LFR legal?", ("gb-eng-london", "police", "real-time-identification", None, None)),
    ("Is face recognition legal in Washington DC?", ("us-dc", None, None, None, None)),
    ("can police in L.A. use it", ("us-ca-los-angeles", "police", "use", None, None)),
    ("can police in S.F. use it", ("us-ca-san-francisco", "police", "use", None, None)),
    ("is it ok for a landlord in tx", ("us-tx", "landlords", None, None, None)),
    ("Can US police use it", ("us", "police", "use", None, None)),
    ("Can I be scanned by police in Boston?", ("us-ma-boston", "police", "use", None, None)),
    ("Can I be scanned in a shop in Illinois?", ("us-il", "retailers", "use", "retail", None)),
    ("I live in Boston, can police use it?", ("us-ma-boston", "police", "use", None, None)),
    ("Can police keep using face recognition in Boston", ("us-ma-boston", "police", "use", None, None)),
    ("Can shops in Denver get consent", ("us-co-denver", "retailers", None, None, None)),
    ("2026-8-2 can police in Boston use it", ("us-ma-boston", "police", "use", None, "2026-08-02")),
    (
        "Can police in Springfield, MA use it in late 2020",
        ("us-ma-springfield", "police", "use", None, "2020-12-31"),
    ),
    (
        "Can police in Cambridge use it? The one in Massachusetts",
        ("us-ma-cambridge", "police", "use", None, None),
    ),
]


@pytest.mark.parametrize(("sentence", "expected"), UNDERSTOOD)
def test_sentence_is_understood(
    reader: SentenceReader, sentence: str, expected: tuple[str | None, ...]
) -> None:
    assert said(reader.read(sentence, TODAY)) == expected


@pytest.mark.parametrize(
    ("sentence", "choices"),
    [
        ("Can police in Portland use face recognition?", {"us-me-portland", "us-or-portland"}),
        ("Can police in CA use face recognition?", {"ca", "us-ca"}),
        ("São Paulo metro facial recognition", {"br-sp", "br-sp-sao-paulo"}),
        ("Can police in Boston and Chicago use face recognition?", {"us-ma-boston", "us-il-chicago"}),
        ("Can police in Springfield in Illinois use it?", {"us-ma-springfield", "us-il"}),
        ("Can police in Portland, Texas use it?", {"us-me-portland", "us-or-portland", "us-tx"}),
        ("Can police in Springfield use it?", {"us-ma-springfield"}),
        ("Can police in Jackson County use it?", {"us-mo-jackson-county"}),
        ("Can police in Cambridge use it?", {"us-ma-cambridge"}),
        ("Can landlords in New York use it?", {"us-ny", "us-ny-new-york"}),
        ("Is it legal in Washington?", {"us-wa", "us-dc"}),
        ("can police use it in LA", {"us-la", "us-ca-los-angeles"}),
        ("can police use it in ca", {"ca", "us-ca"}),
        ("is it legal in pa", {"pa", "us-pa"}),
        ("Could police in Jersey use it", {"je", "us-nj"}),
        ("May police in Brooklyn, Ohio use it", {"us-ny-new-york", "us-oh"}),
        ("Can police in Kansas City, Kansas use it", {"us-mo-kansas-city", "us-ks"}),
        ("is it allowed in London, Ontario", {"gb-eng-london", "ca-on", "us-or-ontario"}),
    ],
)
def test_place_that_may_be_several_is_asked_about(
    reader: SentenceReader, sentence: str, choices: set[str]
) -> None:
    reading = reader.read(sentence, TODAY)
    assert reading.place is None
    assert reading.is_ambiguous
    assert {one.id.partition("/")[2] for one in reading.candidates} == choices


@pytest.mark.parametrize(
    ("sentence", "named", "near"),
    [
        ("Can police in Atlantis use face recognition?", "atlantis", set()),
        ("Can police in San Fransisco use it?", "san fransisco", {"us-ca-san-francisco"}),
        ("Can police in Paris, Texas use it?", "paris texas", {"us-tx"}),
        ("Can police in Evanston, Illinois use it?", "evanston illinois", {"us-il"}),
        ("Can police in Oakland County use it?", "oakland county", {"us-ca-oakland"}),
        ("Can police in Mexico City use it?", "mexico city", {"mx"}),
        ("Can police in Madison Heights use it?", "madison heights", {"us-wi-madison"}),
        ("Do police at Boston Common use it?", "boston common", {"us-ma-boston"}),
        ("Can police in Vancouver, WA use it?", "vancouver WA", {"us-wa"}),
        ("Can police in Rochester NY use it?", "rochester NY", {"us-ny"}),
        ("Can police in Brooklyn Park, Minnesota use it?", "brooklyn park minnesota", {"us-mn"}),
        ("Can police in Brooklyn Center MN use it?", "brooklyn centre MN", {"us-mn"}),
        ("Can police in Highland Park, Illinois use it?", "highland park illinois", {"us-il"}),
    ],
)
def test_place_that_is_not_recorded_is_never_taken_for_another(
    reader: SentenceReader, sentence: str, named: str, near: set[str]
) -> None:
    reading = reader.read(sentence, TODAY)
    assert reading.place is None
    assert not reading.is_ambiguous
    assert reading.place_text == named
    assert {one.id.partition("/")[2] for one in reading.candidates} == near
    assert reading.actor == "police"


@pytest.mark.parametrize(
    "sentence",
    [
        "Can police unlock phones with Face ID?",
        "IS IT LEGAL FOR POLICE TO USE FACE RECOGNITION",
        "Can police use IT systems or AI?",
        "Can police use it on me OR us?",
    ],
)
def test_word_in_capitals_is_no_country(reader: SentenceReader, sentence: str) -> None:
    reading = reader.read(sentence, TODAY)
    assert reading.place is None
    assert reading.candidates == ()
    assert reading.actor == "police"


@pytest.mark.parametrize(
    ("sentence", "remark"),
    [
        ("Can the polce in Boston use it", "“polce” is read as “police”"),
        ("May landlords in Brooklyn use it", "“brooklyn” is read as “new york city”"),
        ("Can the NYPD use it", "“nypd” is read as “new york city police”"),
        ("Can police in Boston arrest people", "“arrest people” is read as sole basis for arrest"),
        ("Can police in Boston use it " + "very " * 100, "only the first 300 characters are read"),
    ],
)
def test_what_was_read_otherwise_than_written_is_said(
    reader: SentenceReader, sentence: str, remark: str
) -> None:
    assert remark in reader.read(sentence, TODAY).remarks


@pytest.mark.parametrize(
    ("sentence", "unread"),
    [
        ("Can hospitals in Massachusetts use it", ("hospitals",)),
        ("Can Palantir scan faces in Texas", ("palantir",)),
        ("Darf die Polizei in Berlin das", ("darf", "die", "polizei", "das")),
    ],
)
def test_actor_is_in_doubt_where_words_that_may_name_one_are_not_understood(
    reader: SentenceReader, sentence: str, unread: tuple[str, ...]
) -> None:
    reading = reader.read(sentence, TODAY)
    assert reading.is_actor_in_doubt
    assert reading.unread == unread
    assert not reader.read("Is it banned in Texas?", TODAY).is_actor_in_doubt
    assert not reader.read("May police in Texas scan penguins?", TODAY).is_actor_in_doubt


@pytest.mark.parametrize(
    ("sentence", "is_understood"),
    [
        ("Darf die Polizei in Berlin das", False),
        ("警察可以在伦敦使用人脸识别吗", False),
        ("можно ли полиции использовать распознавание лиц в Москве", False),
        ("Amsterdam", True),
        ("Is it legal in Atlantis?", True),
        ("Can police?", True),
    ],
)
def test_sentence_of_which_nothing_is_known_is_told_from_one_with_an_unknown_place(
    reader: SentenceReader, sentence: str, is_understood: bool
) -> None:
    assert reader.read(sentence, TODAY).is_understood == is_understood


def test_no_name_of_a_place_is_a_phrase_for_something_else(reader: SentenceReader, engine: Engine) -> None:
    places = Lookup(engine).places
    phrases = {phrase for table in BY_PART.values() for text in table.values() for phrase in text.split("|")}
    assert {phrase for phrase in phrases if places.named(phrase)} <= {"the city"}


def test_sentence_without_a_place_keeps_the_rest(reader: SentenceReader) -> None:
    reading = reader.read("Can police use live face recognition?", TODAY)
    assert (reading.place, reading.place_text, reading.actor) == (None, None, "police")
    assert reading.activity == "real-time-identification"


@pytest.mark.parametrize(
    ("words", "day", "is_assumed"),
    [
        ("on 1 June 2024", "2024-06-01", False),
        ("on June 1st, 2024", "2024-06-01", False),
        ("on the 3rd of March 2023", "2023-03-03", False),
        ("as of 2024-06-01", "2024-06-01", False),
        ("in May 2023", "2023-05-01", True),
        ("in 2022", "2022-01-01", True),
        ("in 2026", "2026-11-25", True),
        ("in November 2026", "2026-11-25", True),
        ("today", "2026-11-25", False),
        ("right now", "2026-11-25", False),
        ("tomorrow", "2026-11-26", False),
        ("yesterday", "2026-11-24", False),
        ("next year", "2027-01-01", True),
        ("last year", "2025-01-01", True),
        ("on 2026-8-2", "2026-08-02", False),
        ("in 2024-06", "2024-06-01", True),
        ("before 2020", "2019-12-31", True),
        ("before 18 December 2020", "2020-12-17", True),
        ("after January 1, 2021", "2021-01-02", True),
        ("after 2021", "2022-01-01", True),
        ("in late 2020", "2020-12-31", True),
        ("at the end of February 2024", "2024-02-29", True),
        ("in early 2021", "2021-01-01", True),
        ("in mid-2023", "2023-07-02", True),
        ("from 2020 to 2022", "2020-01-01", True),
        ("on 2 August", "2026-08-02", True),
        ("by June 3rd", "2026-06-03", True),
        ("two years ago", "2024-11-25", True),
        ("in 3 months", "2027-02-25", True),
        ("10 days ago", "2026-11-15", True),
        ("last month", "2026-10-01", True),
        ("next week", "2026-12-02", True),
    ],
)
def test_day_is_read_and_what_was_assumed_is_said(
    reader: SentenceReader, words: str, day: str, is_assumed: bool
) -> None:
    reading = reader.read(f"Can police in Boston use face recognition {words}?", TODAY)
    assert str(reading.day) == day
    assert bool(reading.remarks) == is_assumed
    assert reading.place
    assert reading.unread == ()


@pytest.mark.parametrize("words", ["on 31 June 2024", "on 01/06/2024", "on 2024-13-01", "on 3.4.24"])
def test_day_that_is_none_or_could_be_two_is_an_error(reader: SentenceReader, words: str) -> None:
    with pytest.raises(BadDay):
        reader.read(f"Can police in Boston use face recognition {words}?", TODAY)


def test_words_that_are_not_understood_are_told(reader: SentenceReader) -> None:
    reading = reader.read("Can police in Boston use face recognition with a warrant at midnight?", TODAY)
    assert reading.unread == ("warrant", "midnight")


def test_pronoun_and_small_words_are_no_places(reader: SentenceReader) -> None:
    assert said(reader.read("is it ok for us or me to use it in Boston", TODAY))[0] == "us-ma-boston"


def test_every_phrase_stands_for_a_concept_of_the_data(reader: SentenceReader, engine: Engine) -> None:
    concepts = Lookup(engine).concepts
    for part, phrases in BY_PART.items():
        assert set(phrases) <= {concept.word for concept in concepts.among(part)}, part
    assert set(ACTOR_OF_SETTING) <= {concept.word for concept in concepts.among("setting")}


@pytest.mark.parametrize(
    "text", ["", "?", " " * 500, "a" * 10_000, "in " * 5_000, "‮\x00<script>", "|" * 50, "portland " * 500]
)
def test_hostile_text_is_read_without_failing(reader: SentenceReader, text: str) -> None:
    reading = reader.read(text, TODAY)
    assert len(reading.sentence) <= LONGEST
    assert {field.name for field in fields(reading)} >= {"place", "unread"}
