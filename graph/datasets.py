"""The dataset that a query is about: the graphs that FROM, or the protocol's parameters, choose.

FROM never fetches anything: it chooses among the graphs that are here.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin

from graph.tokens import tokens

_ESCAPE: Final = re.compile(r"\\(.)")


@dataclass(frozen=True)
class Dataset:
    """IRIs of the graphs whose merge, as a set, is the default graph, and of the named graphs.

    With both empty nothing is chosen: the whole of the data.
    """

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.default or self.named)


WHOLE: Final = Dataset()

_MAY_CHOOSE: Final = re.compile(r"(?<![:?$\w])FROM(?!\w)", re.IGNORECASE)
"""FROM where it can be a word of its own."""


def may_choose(text: str) -> bool:
    """Whether a query may choose a dataset: most texts cannot, and need not be read."""
    return _MAY_CHOOSE.search(text) is not None


def dataset_of(text: str) -> Dataset:
    """What FROM and FROM NAMED of a query choose; WHOLE without them."""
    if not may_choose(text):
        return WHOLE
    found = list(_clauses(list(tokens(text))))
    return Dataset(
        tuple(graph for named, graph in found if not named), tuple(graph for named, graph in found if named)
    )


def _clauses(read: Sequence[tuple[str, str, int]]) -> Iterator[tuple[bool, str]]:
    """Each FROM as (is it NAMED, graph). They stand outside all groups, also after a CONSTRUCT's template."""
    base, prefixes = "", dict[str, str]()
    at = depth = 0
    while at < len(read):
        kind, token, _ = read[at]
        word = token.upper() if kind == "name" else ""
        after = [text for _, text, _ in read[at + 1 : at + 5]] + [""] * 4
        depth += (token == "{") - (token == "}") if kind == "mark" else 0
        if depth:
            pass
        elif word == "BASE":
            base = urljoin(base, after[0][1:-1])
        elif word == "PREFIX":
            name = after[0] if after[0].startswith(":") else after[0] + after[1]
            iri = after[1] if after[0].startswith(":") else after[2]
            prefixes[name.rstrip(":")] = urljoin(base, iri[1:-1])
        elif word == "FROM":
            named = after[0].upper() == "NAMED"
            first, second = after[1:3] if named else after[0:2]
            if first.startswith("<"):
                yield named, urljoin(base, first[1:-1])
            elif first.startswith(":"):
                yield named, prefixes.get("", "") + _ESCAPE.sub(r"\1", first[1:])
            else:
                yield named, prefixes.get(first, "") + _ESCAPE.sub(r"\1", second[1:])
        at += 1
