"""The shape of a query: its text without what its strings, IRIs and comments say.

What the guard finds of a query depends on its shape alone, and clients ask few shapes with many values. So
the guard reads each shape once: reading a text token by token takes longer than a short query.
"""

import re
from dataclasses import dataclass
from typing import Final

from graph.datasets import may_choose
from graph.guard import MAX_BYTES, check_query
from graph.tokens import COMMENT, STRING

Shape = tuple[str | None, ...]

_MOST: Final = 500
"""Shapes that are kept."""

_LONGEST: Final = MAX_BYTES // 4
"""Characters of a text that surely is not too long."""

_IRI: Final = r'[^\x00-\x20<>"{}|^`\\\x7f-\x9f'
_MARKS: Final = r"#'()\[\]"
"""What the guard looks for in IRIs: one that holds such a character is kept in the shape."""

_SILENT: Final = re.compile(
    rf"""(?=(["'<\#]))(?:{STRING}|{COMMENT}|<{_IRI}{_MARKS}]*+>)|(<{_IRI}]*+>)""", re.VERBOSE
)
"""A string, a comment or an IRI, in text without escapes."""

_CHANGES: Final = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID|BNODE)\b", re.IGNORECASE)
"""Functions whose value is another each time."""


@dataclass(frozen=True)
class QueryShape:
    """What is known of all queries of a shape, beside that they may run."""

    may_choose: bool
    """Whether it may choose a dataset, by FROM."""
    is_constant: bool
    """Whether its answer is the same for as long as the data is the same."""


UNKNOWN: Final = QueryShape(may_choose=True, is_constant=False)
"""Nothing is known."""


def shape_of(text: str) -> Shape:
    """What lies between the strings, IRIs and comments of a text without escapes, and the first character of
    each of those.
    """
    return tuple(_SILENT.split(text))


class QueryReader:
    """Reads queries, and remembers the last shapes that it found nothing against."""

    def __init__(self) -> None:
        self._known: dict[Shape, QueryShape] = {}

    def read(self, text: str) -> QueryShape:
        """What is known of the shape of a query that may run; what `graph.guard.check_query` raises about
        another.
        """
        if len(text) > _LONGEST or "\\" in text:
            check_query(text)
            return QueryShape(may_choose(text), not _CHANGES.search(text))
        shape = shape_of(text)
        found = self._known.get(shape)
        if found is None:
            check_query(text)
            said = " ".join(part for part in shape if part)
            found = QueryShape(may_choose(said), not _CHANGES.search(said))
            if len(self._known) >= _MOST:
                del self._known[next(iter(self._known))]
            self._known[shape] = found
        return found
