"""Every check finds each violation planted for it, and nothing in a dataset that is right or nearly wrong."""

import pytest

from graph.engine import Engine
from graph.validate import CHECKS, load_checks

PREFIXES = """
@prefix fl: <https://w3id.org/facelex/ns#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix schema: <https://schema.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix wd: <http://www.wikidata.org/entity/> .
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
j:us a fl:Country, fl:Jurisdiction ; fl:researchedThrough "2026-07-31" ; fl:checkedOn "2026-07-31" ;
  fl:isoCode "US" ; owl:sameAs wd:Q30 .
j:us-ca a fl:State, fl:Jurisdiction ; fl:within j:us ; fl:formerId j:california ; fl:isoCode "US-CA" ;
  fl:fipsCode "06" ; fl:researchedThrough "2026-07-31" .
j:us-ca-x a fl:City, fl:Jurisdiction ; fl:within j:us-ca ; fl:formerId j:x ;
  fl:researchedThrough "2026-07-31" .
j:fr a fl:Country, fl:Jurisdiction .
j:je a fl:Territory, fl:Jurisdiction .
b:ag a fl:Regulator, fl:Organisation .
s:one a fl:Source ; schema:url <https://example.org/1> ; dct:title "One" ; dct:publisher "P" ;
  dct:date "2020" .
l:a a fl:Law ; skos:prefLabel "A" ; fl:jurisdiction j:us-ca ; fl:kind fl:statute ; fl:status fl:in-force ;
  fl:introduced "2019" ; fl:enacted "2019-07-01" ; fl:effective "2019-07" ; fl:enactedBy b:ag ;
  fl:enforcedBy b:ag ; fl:checkedOn "2026-07-31" ; fl:citation "Civ. 1" ;
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
  fl:enacted "2001" ; fl:checkedOn "2026-07-31" ;
  fl:repealed "2010-05" ; dct:source s:one ; fl:rule r:old--ban .
r:old--ban a fl:Rule ; fl:law l:old ; fl:effect fl:ban ; fl:from "2001" ; fl:until "2010-05-01" ;
  fl:fromDay "2001-01-01" ; fl:untilDay "2010-05-01" ; fl:endKind fl:end-date .
p:one a fl:Proceeding ; skos:prefLabel "P v. Q" ; fl:jurisdiction j:us-ca ; fl:under l:a ;
  fl:filed "2020-05" ; fl:checkedOn "2026-07-31" ; fl:docket "1" ;
  fl:outcome o:one .
o:one a fl:Outcome ; dct:date "2020-05-03" ; fl:amount 5.0 ; fl:currency "USD" .
e:one a fl:Event ; dct:date "2020-05-03" ; fl:checkedOn "2026-07-31" .
"""

TWIN = (
    "l:a fl:rule r:a--z . r:a--z fl:effect fl:ban ; fl:actor fl:police ; fl:activity fl:use ; "
    'fl:provision "s. 1" ; '
)
"""A rule that says the same as the ban of law A; it goes on with the twin's period."""

PLANTED = [
    ("cycle-of-places", "j:us fl:within j:us-ca .", "j:us j:us-ca"),
    ("cycle-of-places", "j:fr fl:within j:fr .", "j:fr"),
    ("dangling-reference", "l:a fl:interprets l:none .", "l:a"),
    ("dangling-reference", "l:a fl:interprets l:none ; fl:amends l:none .", "l:a"),
    ("date-out-of-bounds", 'e:bad a fl:Event ; dct:date "2202-05" .', "e:bad"),
    ("date-out-of-bounds", 'p:one fl:filed "1202-05" .', "p:one"),
    ("date-out-of-bounds", 'r:a--later fl:until "2046" .', "r:a--later"),
    ("date-out-of-bounds", 'e:bad a fl:Event ; fl:ended "1989" .', "e:bad"),
    ("date-out-of-bounds", 'o:bad a fl:Outcome ; dct:date "2046" .', "o:bad"),
    ("date-out-of-bounds", 'l:a fl:expires "9999" .', "l:a"),
    (
        "exception-overrides-other-law",
        "x:bad fl:overrides r:city--ban . r:a--ban fl:exception x:bad .",
        "x:bad",
    ),
    (
        "exception-overrides-other-law",
        "x:bad fl:overrides x:b . r:a--ban fl:exception x:bad . "
        "r:city--ban fl:exception x:b . x:b a fl:Exception .",
        "x:bad",
    ),
    ("former-id-of-two", "j:fr fl:formerId j:x .", "j:fr"),
    ("identifier-of-two", 'j:fr fl:isoCode "US" .', "j:fr"),
    ("identifier-of-two", 'j:us-ca-x fl:fipsCode "06" .', "j:us-ca"),
    ("identifier-of-two", "b:ag owl:sameAs wd:Q30 .", "j:us"),
    (
        "known-before-it-happened",
        'e:bad a fl:Event ; dct:date "2026-08" ; fl:checkedOn "2026-07-31" .',
        "e:bad",
    ),
    ("known-before-it-happened", 'p:one fl:outcome o:bad . o:bad dct:date "2026-08-01" .', "o:bad"),
    ("known-before-it-happened", 'l:a fl:amendment l:change . l:change dct:date "2027" .', "l:change"),
    ("known-before-it-happened", 'j:us fl:researchedThrough "2026-08-01" .', "j:us"),
    ("known-before-it-happened", 'p:one fl:filed "2027" .', "p:one"),
    ("known-before-it-happened", 'l:a fl:introduced "2027" .', "l:a"),
    ("known-before-it-happened", 'l:a fl:enacted "2027" .', "l:a"),
    ("law-dates-out-of-order", 'l:bad fl:introduced "2020-05" ; fl:enacted "2020-04-30" .', "l:bad"),
    ("law-dates-out-of-order", 'l:bad fl:enacted "2020-05" ; fl:effective "2020-04-30" .', "l:bad"),
    ("law-dates-out-of-order", 'l:bad fl:enacted "2020" ; fl:repealed "2019-12" .', "l:bad"),
    ("law-dates-out-of-order", 'l:bad fl:enacted "2020" ; fl:expires "2019" .', "l:bad"),
    ("law-dates-out-of-order", 'l:bad fl:effective "2020" ; fl:repealed "2019" .', "l:bad"),
    ("law-dates-out-of-order", 'l:bad fl:effective "2020-02-02" ; fl:expires "2020-02-01" .', "l:bad"),
    ("law-in-force-has-ended", 'l:a fl:repealed "2022" .', "l:a"),
    ("law-in-force-has-ended", 'l:a fl:expires "2026-07-31" .', "l:a"),
    (
        "law-in-force-has-ended",
        'l:b fl:status fl:partly-in-force ; fl:repealed "2020" ; fl:checkedOn "2021-01-01" .',
        "l:b",
    ),
    ("law-without-rule", "l:bad a fl:Law ; fl:kind fl:statute ; fl:status fl:in-force .", "l:bad"),
    ("law-without-rule", "l:bad a fl:Law ; fl:kind fl:statute ; fl:status fl:partly-in-force .", "l:bad"),
    (
        "law-without-rule",
        "l:b a fl:Law ; fl:kind fl:statute ; fl:status fl:in-force . l:a dct:relation l:b .",
        "l:b",
    ),
    ("local-law-names-higher-actor", "r:city--ban fl:actor fl:state-police .", "r:city--ban"),
    ("local-law-names-higher-actor", "r:city--ban fl:actor fl:state-government .", "r:city--ban"),
    ("local-law-names-higher-actor", "r:city--ban fl:actor fl:national-government .", "r:city--ban"),
    (
        "local-law-names-higher-actor",
        "j:cook a fl:County . l:b fl:jurisdiction j:cook ; fl:rule r:b . r:b fl:actor fl:national-police .",
        "r:b",
    ),
    (
        "one-thing-recorded-twice",
        'l:b fl:citation "Civ. 1" ; fl:kind fl:statute ; fl:jurisdiction j:us-ca .',
        "l:a",
    ),
    (
        "one-thing-recorded-twice",
        'p:one fl:kind fl:lawsuit . p:two fl:docket "1" ; fl:kind fl:lawsuit ; fl:jurisdiction j:us-ca .',
        "p:one",
    ),
    ("outcome-before-filing", 'p:one fl:outcome o:bad . o:bad dct:date "2020-04" .', "o:bad"),
    ("overlapping-periods", TWIN + 'fl:fromDay "2022-01-01" .', "r:a--later"),
    ("overlapping-periods", TWIN + 'fl:fromDay "2018-01-01" ; fl:untilDay "2019-07-02" .', "r:a--ban"),
    ("overlapping-periods", TWIN + 'fl:untilDay "2020-01-01" .', "r:a--ban"),
    ("period-ends-before-it-begins", 'r:bad fl:fromDay "2020-01-01" ; fl:untilDay "2019-12-31" .', "r:bad"),
    ("period-ends-before-it-begins", 'r:bad fl:fromDay "2020-01-01" ; fl:untilDay "2020-01-01" .', "r:bad"),
    ("place-in-no-country", "j:lost a fl:City .", "j:lost"),
    ("place-in-no-country", "j:lost a fl:City ; fl:within j:isle . j:isle a fl:State .", "j:lost j:isle"),
    ("place-in-no-country", "j:lost a fl:Province .", "j:lost"),
    ("place-in-no-country", "j:lost a fl:County .", "j:lost"),
    ("place-not-researched", "l:bad fl:jurisdiction j:fr ; fl:rule r:a--ban .", "j:fr"),
    ("proceeding-under-foreign-law", "p:one fl:under l:fr . l:fr fl:jurisdiction j:fr .", "p:one"),
    ("rule-acts-on-itself", "r:a--ban fl:opens r:a--ban .", "r:a--ban"),
    ("rule-acts-on-itself", "r:a--ban fl:preempts r:a--ban .", "r:a--ban"),
    ("rule-acts-on-itself", "x:b fl:overrides x:c . x:c fl:overrides x:b .", "x:b x:c"),
    ("rule-before-enactment", 'l:a fl:rule r:bad . r:bad fl:from "2018" .', "r:bad"),
    ("rule-before-enactment", 'l:a fl:rule r:bad . r:bad fl:from "2019-06" .', "r:bad"),
    ("rule-of-ended-law-is-open", "l:old fl:rule r:bad . r:bad fl:endKind fl:end-open .", "r:bad"),
    (
        "rule-of-ended-law-is-open",
        "l:b fl:status fl:expired ; fl:rule r:b . r:b fl:endKind fl:end-open .",
        "r:b",
    ),
    ("rule-of-ended-law-is-open", 'l:a fl:expires "2030" .', "r:a--later"),
    (
        "rule-of-ended-law-is-open",
        "l:b fl:status fl:status-repealed ; fl:rule r:b . r:b fl:endKind fl:end-open .",
        "r:b",
    ),
    (
        "rule-of-ended-law-is-open",
        "l:b fl:status fl:superseded ; fl:rule r:b . r:b fl:endKind fl:end-open .",
        "r:b",
    ),
    ("rule-of-ended-law-is-open", 'l:a fl:repealed "2030" .', "r:a--later"),
    (
        "rule-of-ended-law-is-open",
        "l:old fl:rule r:bad . r:bad fl:endKind fl:end-open . "
        'l:b fl:status fl:expired ; fl:expires "2020" ; fl:rule r:b . r:b fl:endKind fl:end-open . '
        'l:c fl:status fl:superseded ; fl:repealed "2020" ; fl:rule r:c . r:c fl:endKind fl:end-open .',
        "r:bad r:b r:c",
    ),
    ("rule-of-law-not-enacted", 'r:city--ban fl:from "2024" .', "r:city--ban"),
    ("rule-of-law-not-enacted", 'r:city--ban fl:until "2024" .', "r:city--ban"),
    ("rule-of-law-not-enacted", 'l:b fl:status fl:failed ; fl:rule r:b . r:b fl:from "2020" .', "r:b"),
    ("rule-of-law-not-enacted", 'l:b fl:status fl:vetoed ; fl:rule r:b . r:b fl:from "2020" .', "r:b"),
    ("rule-outlives-its-law", 'l:old fl:rule r:bad . r:bad fl:until "2010-06" .', "r:bad"),
    ("rule-outlives-its-law", 'l:a fl:expires "2020-12-31" .', "r:a--ban"),
    ("rule-without-source", "l:bad a fl:Law . r:bad a fl:Rule ; fl:law l:bad .", "r:bad"),
    ("source-told-twice", 's:one dct:title "Two" .', "s:one"),
    ("source-told-twice", 's:one dct:date "2020-01" .', "s:one"),
    ("source-told-twice", 's:one dct:publisher "Q" .', "s:one"),
    ("source-told-twice", "s:one schema:url <https://example.org/2> .", "s:one"),
    (
        "unverified-rule-without-source",
        "l:bad fl:verification fl:unverified . r:bad a fl:Rule ; fl:law l:bad .",
        "r:bad",
    ),
]
"""A check, what is wrong in the data, and the things that the check is to find."""

ALLOWED = [
    ("dangling-reference", "j:fr fl:formerId j:gallia ."),
    ("date-out-of-bounds", 'e:ok a fl:Event ; dct:date "1990" . l:a fl:expires "2045-12-31" .'),
    ("date-out-of-bounds", 'l:a fl:enacted "1789" .'),
    ("exception-overrides-other-law", "r:a--ban fl:exception x:ok . x:ok fl:overrides x:a--warrant ."),
    ("exception-overrides-other-law", "r:a--ban fl:exception x:ok . x:ok fl:overrides l:city ."),
    ("identifier-of-two", 'b:ag fl:isoCode "FR" .'),
    ("known-before-it-happened", 'e:ok a fl:Event ; dct:date "2026-07-31" ; fl:checkedOn "2026-07-31" .'),
    ("known-before-it-happened", 'l:a fl:effective "2027" ; fl:expires "2030" .'),
    ("law-dates-out-of-order", 'l:ok fl:enacted "2020-05-07" ; fl:effective "2020-05" ; fl:expires "2020" .'),
    ("law-dates-out-of-order", 'l:ok fl:enacted "2020" ; fl:effective "2019" ; fl:doubt "Retroactive." .'),
    ("law-in-force-has-ended", 'l:a fl:repealed "2026-08-01" .'),
    ("law-in-force-has-ended", 'l:a fl:expires "2030" .'),
    ("law-without-rule", "l:ok a fl:Law ; fl:kind fl:guidance ; fl:status fl:in-force ."),
    ("law-without-rule", "l:ok a fl:Law ; fl:kind fl:statute ; fl:status fl:failed ."),
    (
        "law-without-rule",
        'l:ok a fl:Law ; fl:kind fl:statute ; fl:status fl:in-force ; fl:doubt "None found." .',
    ),
    (
        "law-without-rule",
        "l:ok a fl:Law ; fl:kind fl:statute ; fl:status fl:in-force . p:one fl:under l:ok .",
    ),
    (
        "law-without-rule",
        "l:ok a fl:Law ; fl:kind fl:statute ; fl:status fl:in-force . l:a fl:madeUnder l:ok .",
    ),
    ("law-without-rule", "l:ok a fl:Law ; fl:kind fl:statute ; fl:status fl:in-force ; fl:rule r:ok ."),
    ("law-without-rule", "l:ok a fl:Law ; fl:kind fl:statute ; fl:status fl:in-force . l:a fl:amends l:ok ."),
    (
        "law-without-rule",
        "l:ok a fl:Law ; fl:kind fl:statute ; fl:status fl:in-force . l:a fl:interprets l:ok .",
    ),
    ("local-law-names-higher-actor", "r:a--ban fl:actor fl:state-police ."),
    ("local-law-names-higher-actor", "r:city--ban fl:actor fl:government ."),
    ("one-thing-recorded-twice", 'l:b fl:citation "Civ. 1" ; fl:kind fl:statute ; fl:jurisdiction j:us .'),
    (
        "one-thing-recorded-twice",
        'l:b fl:citation "Civ. 1" ; fl:kind fl:guidance ; fl:jurisdiction j:us-ca .',
    ),
    (
        "one-thing-recorded-twice",
        'l:a fl:statusNote "Law." . l:b fl:statusNote "Law." ; fl:kind fl:statute; fl:jurisdiction j:us-ca .',
    ),
    ("outcome-before-filing", 'p:one fl:outcome o:ok . o:ok dct:date "2020" .'),
    ("overlapping-periods", TWIN + 'fl:fromDay "2018-01-01" ; fl:untilDay "2019-07-01" .'),
    ("overlapping-periods", TWIN.replace("s. 1", "s. 2") + 'fl:fromDay "2020-01-01" .'),
    ("overlapping-periods", TWIN.replace("fl:ban", "fl:moratorium") + 'fl:fromDay "2020-01-01" .'),
    ("overlapping-periods", TWIN + 'fl:actor fl:schools ; fl:fromDay "2020-01-01" .'),
    ("overlapping-periods", TWIN + 'fl:setting fl:border ; fl:fromDay "2020-01-01" .'),
    ("overlapping-periods", TWIN + 'fl:limitedTo "Children." ; fl:fromDay "2020-01-01" .'),
    ("overlapping-periods", TWIN.replace("l:a fl:rule", "l:b fl:rule") + 'fl:fromDay "2022-01-01" .'),
    ("overlapping-periods", TWIN + 'fl:fromDay "2022-01-01" . r:a--later fl:limitedTo "Children." .'),
    ("overlapping-periods", TWIN + 'fl:fromDay "2022-01-01" . r:a--later fl:actor fl:schools .'),
    ("overlapping-periods", TWIN + 'fl:fromDay "2022-01-01" . r:a--later fl:activity fl:store .'),
    ("overlapping-periods", TWIN + 'fl:fromDay "2022-01-01" . r:a--later fl:setting fl:border .'),
    ("overlapping-periods", TWIN + 'fl:fromDay "2022-01-01" . r:a--later fl:purpose fl:asylum .'),
    ("overlapping-periods", TWIN + 'fl:activity fl:store ; fl:fromDay "2022-01-01" .'),
    ("overlapping-periods", TWIN + 'fl:purpose fl:asylum ; fl:fromDay "2022-01-01" .'),
    ("period-ends-before-it-begins", 'r:ok fl:fromDay "2020-01-01" ; fl:untilDay "2020-01-02" .'),
    ("place-in-no-country", "j:hill a fl:City ; fl:within j:je ."),
    (
        "proceeding-under-foreign-law",
        "p:one fl:under l:eu . l:eu fl:jurisdiction j:eu . j:eu a fl:Supranational .",
    ),
    (
        "proceeding-under-foreign-law",
        "p:one fl:under l:il . l:il fl:jurisdiction j:il . j:il fl:within j:us .",
    ),
    ("rule-acts-on-itself", "r:a--ban fl:opens r:city--ban . r:city--ban fl:opens r:a--ban ."),
    ("rule-before-enactment", 'l:a fl:rule r:ok . r:ok fl:from "2019" .'),
    ("rule-before-enactment", 'l:a fl:rule r:ok . r:ok fl:from "2018" ; fl:doubt "Retroactive." .'),
    ("rule-of-ended-law-is-open", "l:old fl:rule r:ok . r:ok fl:endKind fl:end-unknown ."),
    ("rule-outlives-its-law", 'l:old fl:rule r:ok . r:ok fl:until "2010" .'),
    ("rule-outlives-its-law", 'l:old fl:rule r:ok . r:ok fl:until "2011" ; fl:doubt "Kept on." .'),
    ("rule-without-source", "l:ok a fl:Law . r:ok a fl:Rule ; fl:law l:ok ; dct:source s:one ."),
    ("rule-without-source", "l:ok fl:verification fl:unverified . r:ok a fl:Rule ; fl:law l:ok ."),
    ("source-told-twice", 's:one fl:supports "This." , "That." .'),
    (
        "unverified-rule-without-source",
        "l:ok fl:verification fl:unverified ; dct:source s:one . r:ok a fl:Rule ; fl:law l:ok .",
    ),
    (
        "unverified-rule-without-source",
        "l:ok fl:verification fl:verified-text . r:ok a fl:Rule ; fl:law l:ok .",
    ),
    (
        "unverified-rule-without-source",
        "l:ok fl:verification fl:unverified . r:ok a fl:Rule ; fl:law l:ok ; dct:source s:one .",
    ),
]
"""A check, and data that comes near to what it looks for and is right."""


def found(check: str, data: str) -> set[str]:
    """The local ids of what a check finds."""
    (query,) = [each.query for each in load_checks() if each.query.name == check]
    rows = Engine.from_text(PREFIXES + data).select(query)
    assert all(row["detail"] for row in rows)
    names = [row["focus"].rpartition("/")[2] for row in rows]
    assert len(names) == len(set(names)), "one thing wrong is told once"
    return set(names)


def test_every_check_has_a_planted_violation() -> None:
    assert {check for check, _, _ in PLANTED} == {path.stem for path in CHECKS.glob("*.rq")}
    assert {check for check, _ in ALLOWED} <= {check for check, _, _ in PLANTED}


@pytest.mark.parametrize(("check", "planted", "focus"), PLANTED)
def test_check_finds_the_planted_violation_alone(check: str, planted: str, focus: str) -> None:
    assert found(check, CLEAN + planted) == {name.partition(":")[2] for name in focus.split()}


@pytest.mark.parametrize("check", sorted({check for check, _, _ in PLANTED}))
def test_check_finds_nothing_in_clean_data(check: str) -> None:
    assert found(check, CLEAN) == set()


@pytest.mark.parametrize(("check", "allowed"), ALLOWED)
def test_check_lets_pass_what_only_looks_like_a_violation(check: str, allowed: str) -> None:
    assert found(check, CLEAN + allowed) == set()


@pytest.mark.parametrize("check", sorted({check for check, _, _ in PLANTED}))
def test_reason_of_a_check_is_one_plain_sentence(check: str) -> None:
    (rule,) = [each for each in load_checks() if each.query.name == check]
    assert rule.query.question[0].isupper()
    assert len(rule.query.question) < 120
    assert not any(word in rule.query.question for word in ("triple", "node", "fl:", "null", "IRI"))
