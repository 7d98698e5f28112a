from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from graph.description import DESCRIPTIONS
from graph.dialects import FOLDER, STANDARD, VIRTUOSO, undo_virtuoso
from graph.engine import Engine, iri_term
from graph.queries import QUERIES, load_query
from schema.vocabulary import PREFIXES


def test_every_form_stands_beside_a_standard_one_with_the_same_header() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {VIRTUOSO.name}
    assert VIRTUOSO.forms
    for name, form in VIRTUOSO.forms.items():
        folder = QUERIES if (QUERIES / f"{name}.rq").exists() else DESCRIPTIONS
        standard = load_query(name, folder)
        assert (form.binds, form.gives) == (standard.binds, standard.gives)
        assert form.question.startswith(standard.question)
        assert VIRTUOSO.form_of(standard) == form
        assert STANDARD.form_of(standard) == standard


@pytest.mark.parametrize(
    "thing", ["law/eu-ai-act-2024", "jurisdiction/us", "organisation/clearview-ai", "law/nope"]
)
@pytest.mark.parametrize(("name", "folder"), [("thing_facts", QUERIES), ("thing", DESCRIPTIONS)])
def test_form_means_what_the_standard_one_means(engine: Engine, name: str, folder: Path, thing: str) -> None:
    standard = load_query(name, folder)
    bound = {"thing": iri_term(f"https://w3id.org/facelex/id/{thing}")}
    format = "csv" if folder == QUERIES else "nt"
    found = engine.write(VIRTUOSO.forms[name], format, **bound).splitlines()
    assert sorted(set(found)) == sorted(set(engine.write(standard, format, **bound).splitlines()))


BOOLEAN = NamedNode(PREFIXES["xsd"] + "boolean")
GEOMETRY = NamedNode("http://www.openlinksw.com/schemas/virtrdf#Geometry")
WKT = NamedNode(PREFIXES["geosparql"] + "wktLiteral")


@pytest.mark.parametrize(
    ("term", "meant"),
    [
        (Literal("1", datatype=BOOLEAN), Literal("true", datatype=BOOLEAN)),
        (Literal("0", datatype=BOOLEAN), Literal("false", datatype=BOOLEAN)),
        (Literal("true", datatype=BOOLEAN), Literal("true", datatype=BOOLEAN)),
        (Literal("1"), Literal("1")),
        (
            Literal("POINT(-122.41999816895 37.770000457764)", datatype=GEOMETRY),
            Literal("POINT(-122.42 37.77)", datatype=WKT),
        ),
        (Literal("POINT(2 0)", datatype=GEOMETRY), Literal("POINT(2 0)", datatype=WKT)),
        (NamedNode("urn:1"), NamedNode("urn:1")),
    ],
)
def test_what_virtuoso_does_to_terms_is_undone(term: Literal, meant: Literal) -> None:
    assert undo_virtuoso(term) == meant
