from datetime import date

import pytest

from graph.citations import CASE, LAW, RECORD, SOURCE, Cited, cited
from graph.engine import Engine
from schema.vocabulary import ID, KINDS

DAY = date(2026, 11, 25)


def of(engine: Engine, thing: str, on: date = DAY) -> Cited:
    found = cited(engine, thing, on)
    assert found
    return found


def test_law_has_its_citation_maker_date_and_official_text(engine: Engine) -> None:
    law = of(engine, "law/us-il-bipa-2008")
    assert (law.form, law.kind, law.title) == (LAW, "statute", "Biometric Information Privacy Act")
    assert (law.number or "").startswith("740 ILCS 14/1")
    assert (str(law.issued), law.place, law.authority) == (
        "2008-10-03",
        "Illinois",
        "Illinois General Assembly",
    )
    assert (law.url or "").startswith("https://ilga.gov/")
    assert (law.on, law.data_version, law.iri) == (DAY, engine.data_version, ID + "law/us-il-bipa-2008")


def test_rule_is_its_provision_in_its_law(engine: Engine) -> None:
    rule = of(engine, "rule/us-il-bipa-2008--consent")
    assert (rule.title, rule.pinpoint) == ("Biometric Information Privacy Act", "740 ILCS 14/15(b)")
    assert rule.iri.endswith("rule/us-il-bipa-2008--consent")
    exception = of(engine, "exception/us-il-bipa-2008--consent--health-care-patients")
    assert exception.pinpoint == "740 ILCS 14/15(b)"


def test_provision_that_stands_for_itself_follows_the_number(engine: Engine) -> None:
    rule = of(engine, "rule/cl-ley-21719-2024--biometric")
    assert rule.pinpoint == f"{rule.number}, {rule.provision}"


def test_case_is_told_by_its_last_decision_up_to_the_day(engine: Engine) -> None:
    case = of(engine, "proceeding/aclu-v-clearview")
    assert (case.form, case.number, str(case.issued), case.is_decided) == (
        CASE,
        "2020 CH 04353",
        "2022-05-11",
        True,
    )
    before = of(engine, "proceeding/aclu-v-clearview", date(2020, 6, 1))
    assert (str(before.issued), before.is_decided) == ("2020-05-28", False)
    outcome = of(engine, "outcome/aclu-v-clearview--2021-08-ruling")
    assert (outcome.title, str(outcome.issued)) == (case.title, "2021-08")


def test_source_is_told_by_its_publisher_and_others_by_their_record(engine: Engine) -> None:
    source = of(engine, "source/legiscan-com-ca-text-ab1034-2023")
    assert (source.form, source.publisher, source.title) == (SOURCE, "LegiScan", "AB 1034 (2023-2024)")
    company = of(engine, "organisation/clearview-ai")
    assert (company.form, company.title, company.url) == (RECORD, "Clearview AI", None)


def test_law_without_official_text_is_not_given_the_address_of_others(engine: Engine) -> None:
    assert of(engine, "law/gb-crime-policing-act-2026").url is None


@pytest.mark.parametrize("thing", ["law/nowhere", "law/../x", "nothing/x", "law/"])
def test_unknown_thing_is_none(engine: Engine, thing: str) -> None:
    assert cited(engine, thing, DAY) is None


@pytest.mark.parametrize("kind", KINDS)
def test_every_thing_of_every_kind_can_be_cited(engine: Engine, kind: str) -> None:
    begin = f"{ID}{kind}/"
    subjects = sorted({str(getattr(quad.subject, "value", "")) for quad in engine.quads()})
    things = [iri.removeprefix(ID) for iri in subjects if iri.startswith(begin) and "#" not in iri]
    assert things
    for thing in things[:: max(1, len(things) // 40)]:
        found = of(engine, thing)
        assert found.title
        assert "\n" not in found.title
