"""Reading the tokens of an operation one after another, with the prologue that holds for it."""

from graph.data_blocks import tokens_of
from graph.datasets import dataset_of


class TokenReader:
    """One pass over the tokens of a text: `at` is the next one."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens_of(text)
        self.at = 0
        self.prologue = ""

    @property
    def is_at_end(self) -> bool:
        """Whether no token is left."""
        return self.at >= len(self.tokens)

    @property
    def is_prefix(self) -> bool:
        """Whether the word here is the beginning of a prefixed name."""
        here, after = self.tokens[self.at], self.tokens[self.at + 1 : self.at + 2]
        return any(token.kind == "local" and token.start == here.end for token in after)

    def declares(self) -> bool:
        """Read a PREFIX or BASE into the prologue, if one stands here."""
        if self.is_at_end or self.tokens[self.at].word not in ("PREFIX", "BASE") or self.is_prefix:
            return False
        start = self.tokens[self.at].start
        while self.at < len(self.tokens) - 1 and self.tokens[self.at].kind != "iri":
            self.at += 1
        self.prologue += self.text[start : self.tokens[self.at].end] + "\n"
        self.at += 1
        return True

    def takes(self, *words: str) -> str:
        """Read one of some words, if it stands here; which one."""
        if self.is_at_end or self.tokens[self.at].word not in words or self.is_prefix:
            return ""
        self.at += 1
        return self.tokens[self.at - 1].word

    def iri(self) -> str | None:
        """Read an IRI, or a prefixed name as the IRI that it is short for; None where there is none."""
        if self.is_at_end:
            return None
        first = self.tokens[self.at]
        is_name = first.kind == "name" and self.is_prefix
        if first.kind not in ("iri", "local") and not is_name:
            return None
        last = self.tokens[self.at + is_name]
        self.at += 1 + is_name
        chosen = dataset_of(f"{self.prologue} ASK FROM {self.text[first.start : last.end]} {{}}").default
        return chosen[0] if chosen else None

    def written(self, start: int, end: int) -> str:
        """The text of the tokens from one up to another, as it is written."""
        found = self.tokens[start:end]
        return self.text[found[0].start : found[-1].end] if found else ""
