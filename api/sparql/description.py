"""The service description: what /sparql can do, as RDF (SPARQL 1.1 Service Description)."""

from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from api.media import GRAPHS, choose
from api.replies import reply
from graph.rdf import translated

_SERVICE: Final = Path(__file__).with_name("description.ttl").read_text(encoding="utf-8")
_UNION: Final = """
<> sd:feature sd:UnionDefaultGraph .
<#default> dct:description "The merge of all graphs, as a set."@en .
"""
_OWN: Final = """
<#default> dct:description "What was written without a graph; the records stand in named graphs."@en .
"""
_WRITING: Final = """
<> sd:supportedLanguage sd:SPARQL11Update .
"""


def describe_service(
    request: Request, data_version: str, accept: str, union: bool, can_write: bool
) -> Response:
    """The description in the RDF format that the client accepts best."""
    name = choose(accept, GRAPHS)[0]
    text = _SERVICE + (_UNION if union else _OWN) + (_WRITING if can_write else "")
    body = translated(text.encode(), str(request.url.replace(query="")), name)
    return reply(request, data_version, body, GRAPHS[name], {"Vary": "Accept"}, from_records=False)
