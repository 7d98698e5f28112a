"""Tokens one after the other, and the terms among them."""

from typing import Final

from graph.planning.syntax import BETWEEN, NotUnderstood, Term
from graph.tokens import tokens

OPENS: Final = {"(": ")", "{": "}", "[": "]"}
TERMS: Final = ("variable", "iri", "local", "string", "number", "blank")


class Cursor:
    """Goes through the tokens of a text. NotUnderstood where something else is needed than what is there."""

    def __init__(self, text: str) -> None:
        self.tokens = list(tokens(text))
        if any(kind == "variable" and token[1:].startswith(BETWEEN) for kind, token, _ in self.tokens):
            raise NotUnderstood("a variable that is named like one of ours")
        self.at = 0
        self.has_blank = False

    @property
    def kind(self) -> str:
        """The kind of the token at hand (see `graph.tokens`); "" at the end."""
        return self.tokens[self.at][0] if self.at < len(self.tokens) else ""

    @property
    def token(self) -> str:
        """Its text."""
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    @property
    def start(self) -> int:
        """Its offset."""
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
        """The token, of those expected if any are; go on."""
        token = self.token
        if not token or (expected and token not in expected and self.word not in expected):
            raise NotUnderstood(token)
        self.at += 1
        return token

    def took(self, *accepted: str) -> bool:
        """Whether it is one of these, and was taken."""
        if self.token and (self.token in accepted or self.word in accepted):
            self.at += 1
            return True
        return False

    def skip_brackets(self) -> None:
        """Go beyond the bracket that closes the one at hand."""
        depth = 0
        while True:
            depth += (self.token in OPENS) - (self.token in OPENS.values())
            self.take()
            if depth == 0:
                return

    def node(self) -> Term:
        """A term, or blank nodes in brackets, which are only gone over."""
        if self.token in ("[", "("):
            self.has_blank = True
            start = self.start
            self.skip_brackets()
            return Term(start, self.end, "", False)
        return self.term()

    def term(self) -> Term:
        """A variable or constant."""
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
        if kind not in TERMS and kind != "name":
            raise NotUnderstood(token)
        self.take()
        if kind == "string":
            self.literal_tail()
        variable = token[1:] if kind == "variable" else ""
        return Term(start, self.end, variable, kind in ("iri", "local"))

    def literal_tail(self) -> None:
        """A language or datatype after a string."""
        if self.kind == "language":
            self.take()
        elif self.took("^^"):
            self.iri()

    def iri(self) -> Term:
        """An IRI in angle brackets, or a prefixed name."""
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
