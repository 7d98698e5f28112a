"""What is written for reference managers, read again by libraries that read for them."""

from dataclasses import replace
from datetime import date

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from pylatexenc.latex2text import LatexNodes2Text

from graph.citation_files import bibtex, csl_json, csl_type, ris
from graph.citations import LAW, RECORD, Cited, cited
from graph.engine import Engine
from schema.periods import PartialDate

NASTY = r"50% of {A} & B_c #1 $5 ~x^2 \input{evil} <b> café 顔認識 “quoted”"
LAW_CITED = Cited(
    "law/x",
    LAW,
    "statute",
    NASTY,
    date(2026, 9, 5),
    "sha256-0",
    number="N° 1 & 2",
    authority="A & B",
    place="Île",
    issued=PartialDate("2008-10-03"),
    url="https://example.org/a_b?c=d&e={f}#g%20h",
)
REAL = (
    "law/us-il-bipa-2008",
    "rule/us-il-bipa-2008--consent",
    "proceeding/aclu-v-clearview",
    "outcome/aclu-v-clearview--2021-08-ruling",
    "source/legiscan-com-ca-text-ab1034-2023",
    "organisation/clearview-ai",
    "event/cressida-dick-rusi-2020",
    "jurisdiction/us-ca",
)


def real(engine: Engine, thing: str) -> Cited:
    found = cited(engine, thing, date(2026, 11, 25))
    assert found
    return found


def fields(entry: str) -> dict[str, str]:
    library = parse_string(entry)
    assert not library.failed_blocks
    (found,) = library.entries
    assert found.entry_type == "misc"
    return {name: str(field.value) for name, field in found.fields_dict.items()}


def test_bibtex_means_in_latex_what_the_text_says() -> None:
    found = fields(bibtex(LAW_CITED))
    said = LatexNodes2Text(keep_comments=True).latex_to_text(found["title"])
    assert said.replace("\u02c6", "^") == NASTY  # the library's word for \\textasciicircum
    assert LatexNodes2Text().latex_to_text(found["howpublished"]) == "N° 1 & 2"
    assert found["url"] == "https://example.org/a_b?c=d&e=%7Bf%7D#g%20h"
    assert (found["year"], found["month"]) == ("2008", "oct")
    assert "sha256-0" in found["note"]


def test_bibtex_has_no_command_of_ours_or_theirs() -> None:
    title = fields(bibtex(LAW_CITED))["title"]
    assert r"\input" not in title
    assert title.count("{") == title.count("}")


def test_date_keeps_its_precision() -> None:
    month, year = (replace(LAW_CITED, issued=PartialDate(text)) for text in ("2008-10", "2008"))
    assert fields(bibtex(month))["month"] == "oct"
    assert "month" not in fields(bibtex(year))
    assert csl_json(month)[0]["issued"] == {"date-parts": [[2008, 10]]}
    assert csl_json(year)[0]["issued"] == {"date-parts": [[2008]]}
    assert "DA  - 2008/10//\r\n" in ris(month)


@pytest.mark.parametrize(
    ("kind", "status", "csl"),
    [
        ("statute", "in force", "legislation"),
        ("ordinance", "expired", "legislation"),
        ("statute", "pending", "bill"),
        ("regulation", "in force", "regulation"),
        ("court order", "in force", "legal_case"),
        ("guidance", "in force", "document"),
        ("treaty", "in force", "treaty"),
    ],
)
def test_type_follows_what_a_law_is(kind: str, status: str, csl: str) -> None:
    assert csl_type(replace(LAW_CITED, kind=kind, status=status)) == csl
    assert ris(replace(LAW_CITED, kind=kind, status=status)).startswith("TY  - ")


def test_record_is_an_entry_of_facelex() -> None:
    (item,) = csl_json(replace(LAW_CITED, form=RECORD, url=None))
    assert (item["type"], item["container-title"]) == ("entry", "facelex")
    assert item["author"] == [{"literal": "facelex"}]
    assert item["URL"] == "https://w3id.org/facelex/id/law/x"


@pytest.mark.parametrize("thing", REAL)
def test_real_things_are_read_by_reference_managers(engine: Engine, thing: str) -> None:
    found = real(engine, thing)
    entry = fields(bibtex(found))
    assert LatexNodes2Text().latex_to_text(entry["title"]) == found.title
    (read,) = rispy.loads(ris(found))
    assert read["title"] == found.title
    assert read["type_of_reference"] in {"STAT", "CASE", "ELEC", "DBASE"}
    (item,) = csl_json(found)
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, CiteProcJSON([item]), formatter.plain)
    bibliography.register(Citation([CitationItem(found.id)]))
    (said,) = (str(line) for line in bibliography.bibliography())
    assert found.title.split(",")[0][:20] in said
    assert item["URL"] in said
