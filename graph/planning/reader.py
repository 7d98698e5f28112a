"""Reads the groups and triple patterns of a query that the guard let through.

It knows the common part of the grammar: no blank nodes (their triples stay as they are), no triple terms, no
BASE. It raises NotUnderstood where anything else stands, also where its tokens might not be the engine's.
"""

from typing import Final

from graph.planning.syntax import (
    BETWEEN,
    Element,
    Group,
    Kind,
    NotUnderstood,
    Path,
    Shape,
    Span,
    Step,
    Term,
    Triple,
)
from graph.tokens import tokens

_FORMS: Final = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_OPENS: Final = {"(": ")", "{": "}", "[": "]"}
_TERMS: Final = ("variable", "iri", "local", "string", "number", "blank")


def read_shape(text: str) -> Shape:
    """The groups of a query; NotUnderstood when it may not be touched."""
    return _Reader(text).query()


class _Reader:
    def __init__(self, text: str) -> None:
        self.tokens = list(tokens(text))
        if any(kind == "variable" and token[1:].startswith(BETWEEN) for kind, token, _ in self.tokens):
            raise NotUnderstood("a variable that is named like one of ours")
        self.at = 0
        self.has_blank = False

    # Tokens

    @property
    def kind(self) -> str:
        return self.tokens[self.at][0] if self.at < len(self.tokens) else ""

    @property
    def token(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    @property
    def start(self) -> int:
        return self.tokens[self.at][2] if self.at < len(self.tokens) else 0

    @property
    def end(self) -> int:
        """Where the token before ends."""
        _, token, start = self.tokens[self.at - 1]
        return start + len(token)

    @property
    def word(self) -> str:
        """A bare word in capitals; "" for anything else, also for a prefix."""
        if self.kind != "name":
            return ""
        kind, _, start = self.tokens[self.at + 1] if self.at + 1 < len(self.tokens) else ("", "", 0)
        is_prefix = kind == "local" and start == self.start + len(self.token)
        return "" if is_prefix else self.token.upper()

    def take(self, *expected: str) -> str:
        token = self.token
        if not token or (expected and token not in expected and self.word not in expected):
            raise NotUnderstood(token)
        self.at += 1
        return token

    def took(self, *accepted: str) -> bool:
        if self.token and (self.token in accepted or self.word in accepted):
            self.at += 1
            return True
        return False

    # Queries

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
            if self.token in _OPENS:
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

    # Elements of a group

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

    def skip_brackets(self) -> None:
        """Go beyond the bracket that closes the one at hand."""
        depth = 0
        while True:
            depth += (self.token in _OPENS) - (self.token in _OPENS.values())
            self.take()
            if depth == 0:
                return

    # Triples

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
        return self.kind in _TERMS or self.token in ("[", "(")

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

    def node(self) -> Term:
        if self.token in ("[", "("):
            self.has_blank = True
            start = self.start
            self.skip_brackets()
            return Term(start, self.end, "", False)
        return self.term()

    def term(self) -> Term:
        start, kind, token = self.start, self.kind, self.token
        if kind == "blank":
            self.has_blank = True
        if kind == "operator" and token in ("+", "-"):
            self.take()
            kind = self.kind
            if kind != "number" or self.start != start + 1:
                raise NotUnderstood(token)
        if kind == "name" and self.word not in ("TRUE", "FALSE"):
            return self.iri()
        if kind not in _TERMS and kind != "name":
            raise NotUnderstood(token)
        self.take()
        if kind == "string":
            self.literal_tail()
        variable = token[1:] if kind == "variable" else ""
        return Term(start, self.end, variable, kind in ("iri", "local"))

    def literal_tail(self) -> None:
        if self.kind == "language":
            self.take()
        elif self.took("^^"):
            self.iri()

    def iri(self) -> Term:
        start = self.start
        if self.kind == "name":
            if self.word:
                raise NotUnderstood(self.token)
            self.take()
            self.take()
        elif self.kind in ("iri", "local"):
            self.take()
        else:
            raise NotUnderstood(self.token)
        return Term(start, self.end, "", True)

    # Paths

    def path(self) -> Path:
        if self.kind == "variable":
            start, name = self.start, self.take()[1:]
            return Path(start, self.end, "plain", variable=name)
        return self.joined("|", "alternative")

    def joined(self, operator: str, step: Step) -> Path:
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
        start = self.start
        if not self.took("^"):
            return self.repeated()
        part = self.repeated()
        return Path(start, self.end, "inverse", (part,), allows_none=part.allows_none)

    def repeated(self) -> Path:
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
        if not self.took("A"):
            self.iri()
