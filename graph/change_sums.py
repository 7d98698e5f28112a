"""Changes one after another, as one change."""

from collections.abc import Iterable
from typing import Final

from pyoxigraph import NamedNode, RdfFormat, parse, serialize

from graph.changes import Change, emptied, emptied_graphs

_NQ: Final = RdfFormat.N_QUADS


class ChangeSum:
    """The sum of changes, each of which adds only what was not there before it, and removes only what was."""

    def __init__(self) -> None:
        self._emptied: dict[str | None, None] = {}  # in their order
        self._removed: set[bytes] = set()
        self._added: set[bytes] = set()

    def add(self, change: Change) -> None:
        """Add the next change."""
        if graphs := emptied_graphs(change.removed):
            self._emptied |= dict.fromkeys(graphs)
            self._removed = _outside(self._removed, graphs)
            self._added = _outside(self._added, graphs)
        gone = {line for line in _lines(change.removed) if not line.startswith(b"#")}
        new = set(_lines(change.added))
        added, removed = self._added, self._removed
        self._added = (added - gone) | (new - removed)
        self._removed = (removed - new) | (gone - added)

    @property
    def change(self) -> Change:
        """All of them as one."""
        graphs = b"".join(map(emptied, self._emptied))
        return Change(graphs + b"".join(sorted(self._removed)), b"".join(sorted(self._added)))


def _lines(text: bytes) -> list[bytes]:
    return text.splitlines(keepends=True)


def _outside(lines: set[bytes], graphs: Iterable[str | None]) -> set[bytes]:
    """The lines of N-Quads that are in none of some graphs."""
    names = set(graphs)
    kept = (
        quad
        for quad in parse(b"".join(lines), _NQ)
        if (quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else None) not in names
    )
    return set(_lines(serialize(kept, format=_NQ) or b""))
