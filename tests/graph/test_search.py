import pytest

from graph.engine import Engine
from graph.search import LONGEST, LabelIndex, search

DATA = """
@prefix fl: <https://w3id.org/facelex/ns#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix j: <https://w3id.org/facelex/id/jurisdiction/> .
@prefix l: <https://w3id.org/facelex/id/law/> .
@prefix r: <https://w3id.org/facelex/id/rule/> .
@prefix o: <https://w3id.org/facelex/id/organisation/> .

j:us-ca-san-francisco a fl:City, fl:Jurisdiction ; skos:prefLabel "San Francisco"@en .
j:us-ca-san-jose a fl:City, fl:Jurisdiction ; skos:prefLabel "San José"@en .
j:br-sp a fl:State, fl:Jurisdiction ; skos:prefLabel "São Paulo"@en ; fl:isoCode "BR-SP" .
l:us-il-bipa a fl:Law ; skos:prefLabel "Biometric Information Privacy Act"@en ; fl:shortName "BIPA"@en ;
  fl:citation "740 ILCS 14" ; fl:billNumber "SB 2400" ;
  dct:description "Written release before face scans."@en .
l:us-tx-cubi a fl:Law ; skos:prefLabel "Capture or Use of Biometric Identifier"@en ; fl:billNumber "S1033" .
r:us-il-bipa--consent a fl:Rule ; fl:law l:us-il-bipa ;
  dct:description "Consent before a scan of face geometry."@en .
o:clearview-ai a fl:Vendor, fl:Organisation ; skos:prefLabel "Clearview AI"@en ;
  skos:altLabel "Smartcheckr"@en .
"""


@pytest.fixture(scope="module")
def index() -> LabelIndex:
    return LabelIndex(Engine.from_text(DATA))


def first(index: LabelIndex, text: str) -> str:
    hits = index.search(text)
    return hits[0].id if hits else "nothing"


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("San Francisco", "jurisdiction/us-ca-san-francisco"),
        ("san jose", "jurisdiction/us-ca-san-jose"),
        ("SAO PAULO", "jurisdiction/br-sp"),
        ("br-sp", "jurisdiction/br-sp"),
        ("Bipa", "law/us-il-bipa"),
        ("740 ILCS 14", "law/us-il-bipa"),
        ("740 ilcs", "law/us-il-bipa"),
        ("sb 2400", "law/us-il-bipa"),
        ("S. 1033", "law/us-tx-cubi"),
        ("s1033", "law/us-tx-cubi"),
        ("SB2400", "law/us-il-bipa"),
        ("S.B. 2400", "law/us-il-bipa"),
        ("sb-2400", "law/us-il-bipa"),
        ("Senate Bill 2400", "law/us-il-bipa"),
        ("privacy act", "law/us-il-bipa"),
        ("biometric ident", "law/us-tx-cubi"),
        ("smartcheckr", "organisation/clearview-ai"),
        ("clearview", "organisation/clearview-ai"),
        ("claerview", "organisation/clearview-ai"),
        ("san fransisco", "jurisdiction/us-ca-san-francisco"),
        ("Farncisco", "jurisdiction/us-ca-san-francisco"),
        ("geometry", "rule/us-il-bipa--consent"),
        ("ban in San Francisco", "jurisdiction/us-ca-san-francisco"),
        ("quetzal", "nothing"),
        ("", "nothing"),
        ("?!", "nothing"),
    ],
)
def test_best_hit(index: LabelIndex, text: str, thing: str) -> None:
    assert first(index, text) == thing


def test_closer_matches_rank_higher(index: LabelIndex) -> None:
    ladder = ["BIPA", "Biometric Inf", "Information Privacy", "Inform Priv", "Infromation Privcy"]
    scores = [next(hit.score for hit in index.search(text) if hit.id == "law/us-il-bipa") for text in ladder]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == len(scores)


def test_hit_says_what_matched(index: LabelIndex) -> None:
    (hit, *_) = index.search("smartcheckr")
    assert (hit.kind, hit.label, hit.matched, hit.role) == (
        "organisation",
        "Clearview AI",
        "Smartcheckr",
        "other name",
    )


def test_rule_is_called_by_its_law_and_summary(index: LabelIndex) -> None:
    assert index.search("geometry")[0].label == (
        "Biometric Information Privacy Act: Consent before a scan of face geometry."
    )


def test_kinds_and_limit_restrict_the_hits(index: LabelIndex) -> None:
    assert {hit.kind for hit in index.search("biometric", kinds=("rule",))} == {"rule"}
    assert len(index.search("san", limit=1)) == 1


def test_law_comes_before_its_rules(index: LabelIndex) -> None:
    assert [hit.id for hit in index.search("biometric information")] == [
        "law/us-il-bipa",
        "rule/us-il-bipa--consent",
    ]


def test_search_without_an_index_gives_the_same(index: LabelIndex) -> None:
    assert search(Engine.from_text(DATA), "bipa") == index.search("bipa")


def test_no_more_is_read_of_a_search_than_its_bound(real_index: LabelIndex) -> None:
    assert real_index.search(" " * (LONGEST - 4) + "bipa")
    assert real_index.search(" " * LONGEST + "bipa") == []
    assert real_index.search("x" * 9999) == []


def test_many_slips_in_many_words_are_forgiven(real_index: LabelIndex) -> None:
    hits = real_index.search("clearveiw ai facial recogniton settlment")
    assert "clearview" in hits[0].label.lower()


@pytest.fixture(scope="module")
def real_index(engine: Engine) -> LabelIndex:
    return LabelIndex(engine)


@pytest.mark.parametrize("text", ["SB 2401", "SB2401", "S.B. 2401", "Senate Bill 2401", "sb 24000"])
def test_the_next_number_is_another_bill(index: LabelIndex, text: str) -> None:
    assert first(index, text) == "nothing"
