"""Reads the groups and triple patterns of a query that the guard let through.

It knows the common part of the grammar: no blank nodes (their triples stay as they are), no triple terms, no
BASE. It raises NotUnderstood where anything else stands, also where its tokens might not be the engine's.
"""

from typing import Final

from graph.planning.cursor import OPENS, TERMS
from graph.planning.paths import PathReader
from graph.planning.syntax import Element, Group, Kind, NotUnderstood, Shape, Span, Triple

_FORMS: Final = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


def read_shape(text: str) -> Shape:
    """The groups of a query; NotUnderstood when it may not be touched."""
    return _Reader(text).query()


class _Reader(PathReader):
    def query(self) -> Shape:
        while self.word not in _FORMS:
            if self.word == "BASE":
                raise NotUnderstood("BASE")
            self.take()
        prologue = Span(0, self.start)
        if self.took("CONSTRUCT"):
            if self.token != "{":
                raise NotUnderstood("a template that is the pattern too")
            self.skip_brackets()
        else:
            self.take()
        self.head()
        return Shape(prologue, self.pattern())

    def head(self) -> None:
        """What stands before the pattern of a query."""
        self.took("DISTINCT", "REDUCED")
        while self.token != "{":
            if self.token == "(":
                self.skip_brackets()
            else:
                self.take()

    def pattern(self) -> Group:
        """The pattern of a query. VALUES that follow it count as its last element."""
        group = self.group()
        elements = list(group.elements)
        while self.token not in ("}", ""):
            if self.word == "VALUES":
                elements.append(Element(group.end, group.end, "values"))
            if self.token in OPENS:
                self.skip_brackets()
            else:
                self.take()
        return Group(group.start, group.end, tuple(elements))

    def group(self) -> Group:
        start = self.start
        elements = []
        self.take("{")
        if self.word == "SELECT":
            elements.append(self.select())
        while self.token != "}":
            elements.append(self.element())
            if elements[-1].kind != "triples":
                self.took(".")
        self.take("}")
        return Group(start, self.end, tuple(elements))

    def select(self) -> Element:
        start = self.start
        self.take("SELECT")
        self.head()
        return self.made(start, "select", (self.pattern(),))

    def element(self) -> Element:
        start, word = self.start, self.word
        if word in ("OPTIONAL", "MINUS"):
            self.take()
            kind: Kind = "optional" if word == "OPTIONAL" else "minus"
            return self.made(start, kind, (self.group(),))
        if word == "GRAPH":
            self.take()
            self.term()
            return self.made(start, "graph", (self.group(),))
        if word == "FILTER":
            self.take()
            return self.constraint(start, "filter")
        if word == "BIND":
            self.take()
            return self.constraint(start, "bind")
        if word == "VALUES":
            self.take()
            names = self.at
            if self.token == "(":
                self.skip_brackets()
            else:
                self.take()
            variables = {token[1:] for kind, token, _ in self.tokens[names : self.at] if kind == "variable"}
            self.skip_brackets()
            return Element(start, self.end, "values", variables=frozenset(variables))
        if self.token == "{":
            groups = [self.group()]
            while self.took("UNION"):
                groups.append(self.group())
            return self.made(start, "group", tuple(groups))
        return self.block()

    def made(self, start: int, kind: Kind, groups: tuple[Group, ...]) -> Element:
        return Element(start, self.end, kind, groups=groups)

    def constraint(self, start: int, kind: Kind) -> Element:
        """A filter or BIND: its variables, and the groups of the EXISTS in it."""
        groups: list[Group] = []
        variables: set[str] = set()
        self.took("NOT")
        if self.took("EXISTS"):
            groups.append(self.group())
        else:
            while self.token != "(":  # the name of a function
                if self.kind not in ("name", "local", "iri"):
                    raise NotUnderstood(self.token)
                self.take()
            self.expression(groups, variables)
        return Element(start, self.end, kind, variables=frozenset(variables), groups=tuple(groups))

    def expression(self, groups: list[Group], variables: set[str]) -> None:
        """All of a pair of brackets."""
        depth = 0
        while True:
            if self.token == "{":
                groups.append(self.group())
                if depth == 0:
                    return
                continue
            if self.kind == "variable":
                variables.add(self.token[1:])
            depth += (self.token == "(") - (self.token == ")")
            self.take()
            if depth == 0:
                return

    def block(self) -> Element:
        start = self.start
        self.has_blank = False
        triples: list[Triple] = []
        while True:
            self.same_subject(triples)
            end = self.end
            if not self.took("."):
                break
            end = self.end
            if not self.begins_term():
                break
        return Element(start, end, "triples", None if self.has_blank else tuple(triples))

    def begins_term(self) -> bool:
        if self.kind == "name":
            return self.word in ("TRUE", "FALSE", "")
        return self.kind in TERMS or self.token in ("[", "(")

    def same_subject(self, triples: list[Triple]) -> None:
        is_node = self.token in ("[", "(")
        subject = self.node()
        if is_node and (self.token in (".", "}") or not self.begins_verb()):
            return
        if not (subject.variable or subject.is_iri or self.has_blank):
            raise NotUnderstood("a literal as a subject")
        while True:
            path = self.path()
            while True:
                triples.append(Triple(subject, path, self.node()))
                if not self.took(","):
                    break
            if self.token != ";":
                return
            while self.took(";"):
                pass
            if not self.begins_verb():
                return

    def begins_verb(self) -> bool:
        if self.kind == "name":
            return self.word in ("A", "")
        return self.kind in ("variable", "iri", "local") or self.token in ("^", "!", "(")
