"""The dataset of an update: `using-graph-uri` is as if USING stood in it (SPARQL 1.1 Protocol, 2.2.3)."""

from typing import Final

from api.problems import BadRequest
from graph.datasets import Dataset
from graph.engine import iri_term
from graph.tokens import tokens

_CHOOSES: Final = frozenset({"USING", "WITH"})


def with_using(text: str, dataset: Dataset) -> str:
    """The update with the dataset's graphs as USING clauses before each WHERE.

    BadRequest when the text has USING or WITH of its own, as the protocol demands, and for DELETE WHERE,
    which has no place for them.
    """
    if not dataset:
        return text
    graphs = [f"USING {iri_term(graph)}" for graph in dataset.default]
    graphs += [f"USING NAMED {iri_term(graph)}" for graph in dataset.named]
    clauses = " ".join(graphs) + " "
    parts: list[str] = []
    depth = end = 0
    before = ""
    for kind, token, at in tokens(text):
        word = token.upper() if kind == "name" else token
        depth += (token == "{") - (token == "}")
        if word in _CHOOSES and not depth:
            raise BadRequest(f"the update has {word} of its own; leave using-graph-uri out, or {word}")
        if word == "WHERE" and not depth:
            if before == "DELETE":
                raise BadRequest(
                    "DELETE WHERE has no place for using-graph-uri; write DELETE {...} WHERE {...}"
                )
            parts += [text[end:at], clauses]
            end = at
        before = word
    return "".join([*parts, text[end:]])
