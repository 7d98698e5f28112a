"""What OpenAPI cannot say of a request, told to schemathesis: texts of SPARQL and RDF, and which parameters
exclude each other. It loads this file by itself (SCHEMATHESIS_HOOKS).
"""

from typing import Any, Final

import schemathesis
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode, HookContext, SerializationContext

QUERIES: Final = (
    "ASK {}",
    "SELECT ?law WHERE { ?law a <https://w3id.org/facelex/ns#Law> } LIMIT 5",
    "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }",
    "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 3",
    "DESCRIBE <https://w3id.org/facelex/id/law/us-il-bipa-2008>",
)
UPDATES: Final = (
    "INSERT DATA { GRAPH <urn:mine> { <urn:a> <urn:b> 1 } }",
    "DELETE DATA { GRAPH <urn:mine> { <urn:a> <urn:b> 1 } }",
    "INSERT { GRAPH <urn:other> { ?s <urn:b> ?o } } WHERE { GRAPH <urn:mine> { ?s ?p ?o } }",
)
TURTLE: Final = ('<urn:a> <urn:b> "1" .', "@prefix x: <urn:x:> . x:a x:b x:c, 2 .", "")
NTRIPLES: Final = ('<urn:a> <urn:b> "1" .\n', "")
RDF_XML: Final = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="urn:x:">'
    '<rdf:Description rdf:about="urn:a"><x:b>1</x:b></rdf:Description></rdf:RDF>',
)

TABLES: Final = (
    "place,actor,on\r\nus-ca-san-francisco,police,2024-06-01\r\nAtlantis,police,\r\n",
    "actor,place\r\n",
)
FORMATS: Final = {
    "questions": TABLES,
    "sparql-query": QUERIES,
    "sparql-update": UPDATES,
    "turtle": TURTLE,
    "trig": TURTLE,
    "n-triples": NTRIPLES,
    "n-quads": NTRIPLES,
    "rdf-xml": RDF_XML,
}
TEXTS: Final = (
    "text/csv",
    "application/sparql-query",
    "application/sparql-update",
    "application/n-triples",
    "application/n-quads",
    "application/trig",
    "application/rdf+xml",
    "application/xml",  # the serializer of this one would take RDF/XML too
)


@schemathesis.serializer(*TEXTS)
def as_it_is(_: SerializationContext, value: Any) -> bytes:  # noqa: ANN401  # whatever was generated
    """A text in one of these media types is sent as it is."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")


for name, texts in FORMATS.items():
    schemathesis.openapi.format(name, st.sampled_from(texts))


@schemathesis.hook
def before_call(context: HookContext, case: Case[Any], kwargs: dict[str, Any]) -> None:
    """A graph is named or is the default one; a dataset goes with a query; a form has all its parameters; an
    activity goes with an actor; a first day is before the last; a page is one that there is.
    """
    if case.meta and case.meta.generation.mode is not GenerationMode.POSITIVE:
        return
    query = case.query
    if case.path == "/store":
        if case.method in ("PUT", "DELETE") and not query:
            query["graph"] = "urn:mine"
        if "graph" in query:
            query.pop("default", None)
    if case.path in ("/api/near", "/api/timeline") and "actor" not in query:
        for name in ("activity", "setting", *(["on"] if case.path == "/api/near" else [])):
            query.pop(name, None)
    if case.path != "/api/paths" and str(query.get("from", "")) > str(query.get("to", "9")):
        query["from"], query["to"] = query["to"], query["from"]
    if case.path == "/api/calendar.ics" and "from" not in query:
        query.pop("to", None)  # it begins today
    if case.path.startswith("/api/changes.") and "to" not in query:
        query.pop("from", None)  # they end today
    if case.path.startswith(("/api/changes.", "/api/corrections.")):
        query.pop("page", None)  # there may be no such page
    if case.path == "/sparql" and case.method == "GET" and "query" not in query:
        query.clear()
    if case.path in ("/sparql", "/update") and case.media_type == "application/x-www-form-urlencoded":
        query.clear()
