"""The service description: what /sparql can do, as RDF (SPARQL 1.1 Service Description)."""

from dataclasses import dataclass
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
<update> a sd:Service ;
  dct:description "Updates, for those who have the server's token."@en ;
  sd:endpoint <update> ;
  sd:supportedLanguage sd:SPARQL11Update ;
  sd:inputFormat formats:Turtle, formats:N-Triples, formats:RDF_XML,
    formats:JSON-LD, formats:TriG, formats:N-Quads ;
  sd:defaultDataset <#dataset> .
"""
_ASKING: Final = """
<> sd:feature sd:BasicFederatedQuery ;
  dct:description "SERVICE asks some addresses. FROM chooses among the graphs that are here."@en .
"""
_NOT_ASKING: Final = """
<> dct:description "SERVICE is refused. FROM chooses among the graphs that are here."@en .
"""


@dataclass(frozen=True)
class Abilities:
    """What a server is set to: a default graph that is a merge, writes, and SERVICE."""

    union: bool
    can_write: bool
    can_ask: bool


def describe_service(request: Request, data_version: str, accept: str, abilities: Abilities) -> Response:
    """The description in the RDF format that the client accepts best."""
    name = choose(accept, GRAPHS)[0]
    text = _SERVICE + (_UNION if abilities.union else _OWN)
    text += (_WRITING if abilities.can_write else "") + (_ASKING if abilities.can_ask else _NOT_ASKING)
    body = translated(text.encode(), str(request.url.replace(query="")), name)
    return reply(request, data_version, body, GRAPHS[name], {"Vary": "Accept"}, from_records=False)
