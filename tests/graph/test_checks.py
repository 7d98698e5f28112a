"""Every check finds the violation planted for it, and nothing in a dataset that is right."""

import pytest

from graph.engine import Engine
from graph.validate import CHECKS, load_checks

PREFIXES = """
@prefix fl: <https://w3id.org/facelex/ns#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix j: <https://w3id.org/facelex/id/jurisdiction/> .
@prefix l: <https://w3id.org/facelex/id/law/> .
@prefix r: <https://w3id.org/facelex/id/rule/> .
@prefix x: <https://w3id.org/facelex/id/exception/> .
@prefix b: <https://w3id.org/facelex/id/regulator/> .
@prefix p: <https://w3id.org/facelex/id/proceeding/> .
@prefix o: <https://w3id.org/facelex/id/outcome/> .
@prefix e: <https://w3id.org/facelex/id/event/> .
@prefix s: <https://w3id.org/facelex/id/source/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

CLEAN = """
fl:statute fl:givesForce fl:force-of-law .
j:us a fl:Country, fl:Jurisdiction ; fl:researchedThrough "2026-07-31" .
j:us-ca a fl:State, fl:Jurisdiction ; fl:within j:us ; fl:formerId j:california ;
  fl:researchedThrough "2026-07-31" .
j:us-ca-x a fl:City, fl:Jurisdiction ; fl:within j:us-ca ; fl:formerId j:x ;
  fl:researchedThrough "2026-07-31" .
j:fr a fl:Country, fl:Jurisdiction .
b:ag a fl:Regulator, fl:Organisation .
s:one a fl:Source ; schema:url <https://example.org/1> ; dct:title "One" ; dct:publisher "P" ;
  dct:date "2020" .
l:a a fl:Law ; skos:prefLabel "A" ; fl:jurisdiction j:us-ca ; fl:kind fl:statute ; fl:status fl:in-force ;
  fl:introduced "2019" ; fl:enacted "2019-07-01" ; fl:effective "2019-07" ; fl:enactedBy b:ag ;
  fl:enforcedBy b:ag ;
  dct:source s:one ; fl:rule r:a--ban, r:a--notice, r:a--later .
r:a--ban a fl:Rule ; fl:law l:a ; fl:effect fl:ban ; fl:actor fl:police ; fl:activity fl:use ;
  fl:provision "s. 1" ;
  fl:from "2019-07" ; fl:fromDay "2019-07-01" ; fl:until "2021-01-01" ; fl:untilDay "2021-01-01" ;
  fl:endKind fl:end-date ; fl:exception x:a--warrant .
r:a--later a fl:Rule ; fl:law l:a ; fl:effect fl:ban ; fl:actor fl:police ; fl:activity fl:use ;
  fl:provision "s. 1" ;
  fl:from "2021" ; fl:fromDay "2021-01-01" ; fl:endKind fl:end-open .
r:a--notice a fl:Rule ; fl:law l:a ; fl:effect fl:notice-required ; fl:actor fl:vendors ;
  fl:endKind fl:end-unknown .
x:a--warrant a fl:Exception ; fl:overrides r:a--ban .
l:city a fl:Law ; skos:prefLabel "City" ; fl:jurisdiction j:us-ca-x ; fl:kind fl:ordinance ;
  dct:source s:one ;
  fl:status fl:pending ; fl:rule r:city--ban .
r:city--ban a fl:Rule ; fl:law l:city ; fl:effect fl:ban ; fl:actor fl:municipal-police ; fl:reach fl:full .
l:old a fl:Law ; skos:prefLabel "Old" ; fl:jurisdiction j:us-ca ; fl:status fl:status-repealed ;
  fl:enacted "2001" ;
  fl:repealed "2010-05" ; dct:source s:one ; fl:rule r:old--ban .
r:old--ban a fl:Rule ; fl:law l:old ; fl:effect fl:ban ; fl:from "2001" ; fl:until "2010-05-01" ;
  fl:fromDay "2001-01-01" ; fl:untilDay "2010-05-01" ; fl:endKind fl:end-date .
p:one a fl:Proceeding ; skos:prefLabel "P v. Q" ; fl:jurisdiction j:us-ca ; fl:under l:a ;
  fl:filed "2020-05" ;
  fl:outcome o:one .
o:one a fl:Outcome ; dct:date "2020-05-03" ; fl:amount 5.0 ; fl:currency "USD" .
e:one a fl:Event ; dct:date "2020-05-03" .
"""

PLANTED = {
    "amount-without-currency": ("o:bad fl:amount 7.0 .", "o:bad"),
    "body-is-not-an-organisation": ("l:bad fl:enforcedBy j:us .", "l:bad"),
    "cycle-of-places": ("j:us fl:within j:us-ca .", "j:us j:us-ca"),
    "dangling-reference": ("l:a fl:interprets l:none .", "l:a"),
    "date-out-of-bounds": ('e:bad a fl:Event ; dct:date "2202-05" .', "e:bad"),
    "end-and-end-kind-disagree": ('r:bad a fl:Rule ; fl:until "2020" ; fl:endKind fl:end-open .', "r:bad"),
    "exception-overrides-no-rule": ("x:bad a fl:Exception ; fl:overrides l:a .", "x:bad"),
    "exception-overrides-other-law": (
        "x:bad fl:overrides r:city--ban . r:a--ban fl:exception x:bad .",
        "x:bad",
    ),
    "former-id-of-two": ("j:fr fl:formerId j:x .", "j:fr"),
    "law-dates-out-of-order": ('l:bad fl:enacted "2020-05" ; fl:effective "2020-04-30" .', "l:bad"),
    "law-in-force-has-ended": ('l:a fl:repealed "2022" .', "l:a"),
    "law-without-rule": ("l:bad a fl:Law ; fl:kind fl:statute ; fl:status fl:in-force .", "l:bad"),
    "local-law-names-higher-actor": ("r:city--ban fl:actor fl:state-police .", "r:city--ban"),
    "one-thing-recorded-twice": (
        'l:a fl:citation "Civ. 1" . l:b fl:citation "Civ. 1" ; fl:kind fl:statute; fl:jurisdiction j:us-ca .',
        "l:a",
    ),
    "outcome-before-filing": (
        'p:one fl:outcome o:bad . o:bad dct:date "2020-04" .',
        "o:bad",
    ),
    "overlapping-periods": (
        "l:a fl:rule r:a--z . r:a--z fl:effect fl:ban ; fl:actor fl:police ; fl:activity fl:use ; "
        'fl:provision "s. 1" ; fl:fromDay "2022-01-01" .',
        "r:a--later",
    ),
    "period-ends-before-it-begins": (
        'r:bad fl:fromDay "2020-01-01" ; fl:untilDay "2020-01-01" .',
        "r:bad",
    ),
    "place-not-researched": ("l:bad fl:jurisdiction j:fr ; fl:rule r:a--ban .", "j:fr"),
    "proceeding-under-foreign-law": (
        "p:one fl:under l:fr . l:fr fl:jurisdiction j:fr .",
        "p:one",
    ),
    "rule-acts-on-itself": ("r:a--ban fl:opens r:a--ban .", "r:a--ban"),
    "rule-before-enactment": (
        'l:a fl:rule r:bad . r:bad fl:from "2018" .',
        "r:bad",
    ),
    "rule-of-ended-law-is-open": ("l:old fl:rule r:bad . r:bad fl:endKind fl:end-open .", "r:bad"),
    "rule-of-law-not-enacted": ('r:city--ban fl:from "2024" .', "r:city--ban"),
    "rule-outlives-its-law": ('l:old fl:rule r:bad . r:bad fl:until "2010-06" .', "r:bad"),
    "rule-without-source": ("l:bad a fl:Law . r:bad a fl:Rule ; fl:law l:bad .", "r:bad"),
    "unverified-rule-without-source": (
        "l:bad fl:verification fl:unverified . r:bad a fl:Rule ; fl:law l:bad .",
        "r:bad",
    ),
    "source-told-twice": ('s:one dct:title "Two" .', "s:one"),
}


def found(check: str, data: str) -> set[str]:
    """The local ids of what a check finds."""
    (query,) = [each.query for each in load_checks() if each.query.name == check]
    rows = Engine.from_text(PREFIXES + data).select(query)
    assert all(row["detail"] for row in rows)
    return {row["focus"].rpartition("/")[2] for row in rows}


def test_every_check_has_a_planted_violation() -> None:
    assert sorted(PLANTED) == sorted(path.stem for path in CHECKS.glob("*.rq"))


@pytest.mark.parametrize("check", PLANTED)
def test_check_finds_the_planted_violation_alone(check: str) -> None:
    planted, focus = PLANTED[check]
    assert found(check, CLEAN + planted) == {name.partition(":")[2] for name in focus.split()}


@pytest.mark.parametrize("check", PLANTED)
def test_check_finds_nothing_in_clean_data(check: str) -> None:
    assert found(check, CLEAN) == set()


@pytest.mark.parametrize("check", PLANTED)
def test_reason_of_a_check_is_one_plain_sentence(check: str) -> None:
    (rule,) = [each for each in load_checks() if each.query.name == check]
    assert rule.query.question[0].isupper()
    assert len(rule.query.question) < 120
    assert not any(word in rule.query.question for word in ("triple", "node", "fl:", "null", "IRI"))
