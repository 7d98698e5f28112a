"""/ns: the vocabulary, as a page or as RDF."""

from fastapi import APIRouter, Request, Response

from api.contract import states
from api.linking import HTML, THINGS, alternates, forms_of
from api.media import GRAPHS, choose
from api.ontology_page import ontology_page
from api.parts import Parts, PartsOf
from api.problems import NotAcceptable
from api.replies import reply
from graph.description import rdf_in
from schema.errors import NotFound
from schema.vocabulary import SCHEMA_GRAPH

router = APIRouter(tags=["linked data"])


@router.get("/ns")
@states(dict.fromkeys(THINGS.values()), errors=(NotAcceptable,))
def vocabulary(request: Request, parts: PartsOf) -> Response:
    """The vocabulary: classes, properties and concepts."""
    return _vocabulary(request, parts, choose(", ".join(request.headers.getlist("accept")), THINGS)[0])


@router.get("/ns.{ending}", include_in_schema=False)
def vocabulary_file(request: Request, parts: PartsOf, ending: str) -> Response:
    """The vocabulary in the form of an ending."""
    if ending not in GRAPHS:
        raise NotFound("ending", ending)
    return _vocabulary(request, parts, ending)


def _vocabulary(request: Request, parts: Parts, form: str) -> Response:
    body = ontology_page(parts) if form == HTML else rdf_in(parts.engine, SCHEMA_GRAPH, form)
    headers = {"Vary": "Accept", "Link": ", ".join(alternates(forms_of("/ns", THINGS), THINGS, form))}
    return reply(request, parts.engine.data_version, body, THINGS[form], headers)
