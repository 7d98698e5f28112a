"""The project's own queries: `.rq` files that run as they stand in any SPARQL 1.1 engine.

A file begins with comment lines: the question in words, then

    # binds: ?place ?day        variables a caller may bind (leave the line out, or write "none")
    # gives: ?rule ?law         the other variables of each row

Unbound, a query answers for everything. A variable that may be bound is projected and used in the outer
pattern, so that every engine means the same by binding it. A filter that is to hold only when a variable is
bound is written `FILTER(COALESCE(?name = ?wanted, true))`, not with BOUND(): engines that substitute values
do not see it there. Where such a filter also uses a variable of an OPTIONAL, that one is asked for first,
as in `FILTER(!BOUND(?end) || COALESCE(?day < ?end, true))`: Virtuoso would drop the rows without it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from schema.errors import QueryError

QUERIES: Final = Path(__file__).parent / "queries"
_VARIABLES: Final = re.compile(r"(?:\?\w+(?:\s*,?\s+|$))+|none", re.ASCII)


@dataclass(frozen=True)
class Query:
    """One query file: its name, the question in words, its variables (without "?"), and its SPARQL text."""

    name: str
    question: str
    binds: tuple[str, ...]
    gives: tuple[str, ...]
    text: str

    @property
    def projects(self) -> frozenset[str]:
        """Every variable of a row: what can be bound and what is given."""
        return frozenset(self.binds) | frozenset(self.gives)

    @cached_property
    def names_graph(self) -> bool:
        """Whether the text may ask for named graphs: the word is in it."""
        return "GRAPH" in self.text.upper()

    def check_bindings(self, names: Iterable[str]) -> None:
        """QueryError when a name is not one that the header lets a caller bind."""
        if foreign := sorted(set(names) - set(self.binds)):
            accepted = ", ".join(self.binds) or "nothing"
            raise QueryError(f"query {self.name} does not bind {', '.join(foreign)}; it binds {accepted}")


def query_names(folder: Path = QUERIES) -> tuple[str, ...]:
    """The names of all queries in a folder, sorted."""
    return tuple(sorted(path.stem for path in folder.glob("*.rq")))


QUERY_NAMES: Final = query_names()


def load_query(name: str, folder: Path = QUERIES) -> Query:
    """Read one query. QueryError when there is none of that name or its header is not as described above."""
    names = query_names(folder)
    if name not in names:
        raise QueryError(f"there is no query {name!r}; there are {', '.join(names) or 'none'}")
    return parse_query(name, (folder / f"{name}.rq").read_text(encoding="utf-8"))


def parse_query(name: str, text: str) -> Query:
    """Read the comment header of query text; QueryError when the question or `gives` is missing."""
    question: list[str] = []
    variables: dict[str, tuple[str, ...]] = {}
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        comment = line.lstrip("#").strip()
        key, colon, value = comment.partition(":")
        if colon and key in ("binds", "gives"):
            if key in variables:
                raise QueryError(f"{name}.rq has two `# {key}:` lines")
            variables[key] = _variables(name, key, value.strip())
        elif not variables:
            question.append(comment)
    if not " ".join(question).strip():
        raise QueryError(f"{name}.rq must begin with a comment that says what it asks")
    if not variables.get("gives"):
        raise QueryError(f"{name}.rq lacks a header line such as `# gives: ?rule ?law`")
    return Query(name, " ".join(question).strip(), variables.get("binds", ()), variables["gives"], text)


def _variables(name: str, key: str, value: str) -> tuple[str, ...]:
    if not _VARIABLES.fullmatch(value):
        raise QueryError(f"{name}.rq: `# {key}: {value}` must list variables, as in `# {key}: ?place ?day`")
    return tuple(re.findall(r"\?(\w+)", value))
