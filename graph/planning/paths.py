"""Reads property paths."""

from graph.planning.cursor import Cursor
from graph.planning.syntax import NotUnderstood, Path, Step


class PathReader(Cursor):
    """A cursor that knows paths, as SPARQL's grammar builds them."""

    def path(self) -> Path:
        """A variable or a path."""
        if self.kind == "variable":
            start, name = self.start, self.take()[1:]
            return Path(start, self.end, "plain", variable=name)
        return self.joined("|", "alternative")

    def joined(self, operator: str, step: Step) -> Path:
        """Parts between `|`, or between `/`."""
        start = self.start
        parts = []
        while True:
            parts.append(self.joined("/", "sequence") if operator == "|" else self.directed())
            if not self.took(operator):
                break
        if len(parts) == 1:
            return parts[0]
        none = (any if step == "alternative" else all)(part.allows_none for part in parts)
        return Path(start, self.end, step, tuple(parts), allows_none=none)

    def directed(self) -> Path:
        """A part, or `^` and a part."""
        start = self.start
        if not self.took("^"):
            return self.repeated()
        part = self.repeated()
        return Path(start, self.end, "inverse", (part,), allows_none=part.allows_none)

    def repeated(self) -> Path:
        """A part that `*`, `+` or `?` may follow."""
        start = self.start
        part = self.primary()
        if self.kind != "operator" or self.token not in ("*", "+", "?"):
            return part
        operator = self.take()
        if self.start == self.end and self.kind not in ("mark", "operator"):
            raise NotUnderstood("a sign or a variable that touches a path")
        none = part.allows_none or operator != "+"
        return Path(start, self.end, "closure", (part,), allows_none=none)

    def primary(self) -> Path:
        """A predicate, a path in brackets, or what `!` leaves out."""
        start = self.start
        if self.took("("):
            inner = self.joined("|", "alternative")
            self.take(")")
            return Path(start, self.end, inner.step, inner.parts, allows_none=inner.allows_none)
        if self.took("!"):
            if self.token == "(":
                self.skip_brackets()
            else:
                self.took("^")
                self.verb()
            return Path(start, self.end, "other")
        self.verb()
        return Path(start, self.end, "plain")

    def verb(self) -> None:
        """A predicate."""
        if not self.took("A"):
            self.iri()
