from dataclasses import replace
from datetime import date

import pytest

from graph.citation_styles import STYLES, apa, bluebook, oscola
from graph.citations import CASE, LAW, RECORD, SOURCE, Cited
from schema.periods import PartialDate

LAW_CITED = Cited(
    "rule/us-il-bipa-2008--consent",
    LAW,
    "statute",
    "Biometric Information Privacy Act",
    date(2026, 9, 5),
    "sha256-0",
    number="740 ILCS 14/1",
    provision="740 ILCS 14/15(b)",
    place="Illinois",
    issued=PartialDate("2008-10-03"),
    url="https://ilga.gov/x",
)
CASE_CITED = Cited(
    "proceeding/a-v-b",
    CASE,
    "lawsuit",
    "A v. B",
    date(2026, 9, 5),
    "sha256-0",
    number="2020 CH 04353",
    authority="Circuit Court of Cook County",
    issued=PartialDate("2022-05-11"),
    is_decided=True,
)
IRI = "https://w3id.org/facelex/id/"


def test_statute_in_each_style() -> None:
    assert bluebook(LAW_CITED) == (
        "Biometric Information Privacy Act, 740 ILCS 14/15(b) (2008), https://ilga.gov/x; facelex "
        f"(as of Sept. 5, 2026; data sha256-0), {IRI}rule/us-il-bipa-2008--consent."
    )
    assert oscola(LAW_CITED) == (
        "Biometric Information Privacy Act, 740 ILCS 14/15(b) (Illinois, 2008) <https://ilga.gov/x>; "
        f"facelex, data version sha256-0, as at 5 September 2026 <{IRI}rule/us-il-bipa-2008--consent>"
    )
    assert apa(LAW_CITED) == (
        "Biometric Information Privacy Act, 740 ILCS 14/15(b) (2008). https://ilga.gov/x facelex. "
        f"Data version sha256-0, as of September 5, 2026, from {IRI}rule/us-il-bipa-2008--consent"
    )


def test_case_in_each_style() -> None:
    assert bluebook(CASE_CITED).startswith(
        "A v. B, No. 2020 CH 04353 (Circuit Court of Cook County, May 11, 2022); facelex"
    )
    assert oscola(CASE_CITED).startswith(
        "A v. B (2020 CH 04353, Circuit Court of Cook County, 11 May 2022); facelex"
    )
    assert apa(CASE_CITED).startswith(
        "A v. B, No. 2020 CH 04353 (Circuit Court of Cook County, May 11, 2022). facelex."
    )


@pytest.mark.parametrize("style", STYLES)
def test_case_that_is_not_decided_is_said_to_be_filed(style: str) -> None:
    case = replace(CASE_CITED, is_decided=False)
    assert "filed" in STYLES[style](case)
    assert "filed" not in STYLES[style](replace(case, issued=None))


def test_source_and_record_in_each_style() -> None:
    source = Cited(
        "source/x",
        SOURCE,
        "source",
        "A title.",
        date(2026, 9, 5),
        "sha256-0",
        publisher="The Paper",
        issued=PartialDate("2021-03"),
        url="https://example.org/x",
    )
    assert bluebook(source).startswith("The Paper, A title. (Mar. 2021), https://example.org/x; facelex")
    assert oscola(source).startswith("'A title.' (The Paper, March 2021) <https://example.org/x>; facelex")
    assert apa(source).startswith("The Paper. (2021, March). A title. https://example.org/x facelex. Data")
    record = replace(source, form=RECORD, kind="organisation", title="Clearview AI", issued=None, url=None)
    assert bluebook(record).startswith("Clearview AI; facelex (as of")
    assert oscola(record).startswith("'Clearview AI'; facelex, data")
    assert apa(record).startswith("facelex. (n.d.). Clearview AI [Record of the organisation]. Data version")


@pytest.mark.parametrize("style", STYLES)
def test_every_style_says_day_version_and_name(style: str) -> None:
    said = STYLES[style](LAW_CITED)
    assert "2026" in said
    assert "sha256-0" in said
    assert LAW_CITED.iri in said


@pytest.mark.parametrize("style", STYLES)
def test_year_is_not_said_twice(style: str) -> None:
    law = replace(LAW_CITED, title="Crime and Policing Act 2008", number=None, provision=None)
    assert STYLES[style](law).count("2008)") == 0


@pytest.mark.parametrize(
    ("issued", "american"), [("2022", "2022"), ("2022-06", "June 2022"), ("2022-12-01", "Dec. 1, 2022")]
)
def test_date_keeps_its_precision(issued: str, american: str) -> None:
    assert f", {american})" in bluebook(replace(CASE_CITED, issued=PartialDate(issued)))
