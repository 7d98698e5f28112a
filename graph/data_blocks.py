"""Updates that only list data, as most do: INSERT DATA and DELETE DATA, each block as TriG.

Read so, they need no look at the rest of the data. What is not surely such a block, as SPARQL has it, is for
the engine to read.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from graph.tokens import TOKEN, tokens

INSERT: Final = "INSERT"
DELETE: Final = "DELETE"

_PROLOGUE: Final = ("PREFIX", "BASE")


@dataclass(frozen=True)
class DataBlock:
    """The quads that one operation inserts or deletes, with the prologue, as a TriG text."""

    operation: str
    trig: str


@dataclass(frozen=True)
class Token:
    """A token and where it stands."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """Where the text after it begins."""
        return self.start + len(self.text)

    @property
    def word(self) -> str:
        """The word that it is, in capitals; nothing for other tokens."""
        return self.text.upper() if self.kind == "name" else ""


def tokens_of(text: str) -> list[Token]:
    """The tokens of an update."""
    return [Token(*token) for token in tokens(text)]


def operations(text: str) -> list[str]:
    """Each operation of an update as an update of its own, with the prologue that holds for it.

    Text that is no update comes back as it is, for the engine to say why.
    """
    read = tokens_of(text)
    parts: list[str] = []
    prologue = ""
    depth = start = at = 0
    has_begun = False
    while at < len(read):
        token = read[at]
        depth += (token.text == "{") - (token.text == "}") if token.kind == "mark" else 0
        if token.word in _PROLOGUE and not has_begun:
            while at < len(read) - 1 and read[at].kind != "iri":
                at += 1
            start = read[at].end
            prologue += text[token.start : start] + "\n"
        elif token.text == ";" and not depth:
            parts.append(prologue + text[start : token.start])
            start, has_begun = token.end, False
        else:
            has_begun = True
        at += 1
    if not parts:
        return [text]
    return [*parts, prologue + text[start:]] if has_begun else parts


def data_blocks(text: str) -> list[DataBlock] | None:
    """The operations of an update that only lists data; None for any other."""
    read = tokens_of(text)
    rest = TOKEN.match(text, read[-1].end) if read else None
    if not read or (rest.end() if rest and rest.lastgroup == "space" else read[-1].end) < len(text):
        return None  # something in it is no token
    blocks: list[DataBlock] = []
    prologue: list[str] = []
    labels: set[str] = set()
    at = 0
    while at < len(read):
        word = read[at].word
        if word in _PROLOGUE:
            end = next((n for n in range(at, min(at + 4, len(read))) if read[n].kind == "iri"), None)
            if (
                end is None
                or (word == "BASE") != (end == at + 1)
                or (word != "BASE" and read[end - 1].text != ":")
            ):
                return None
            prologue.append(text[read[at].start : read[end].end])
            at = end + 1
            continue
        if word not in (INSERT, DELETE) or [one.text.upper() for one in read[at + 1 : at + 3]] != [
            "DATA",
            "{",
        ]:
            return None
        end = end_of_block(read, at + 3)
        trig = _as_trig(text, read[at + 3 : end], word == DELETE)
        if end == len(read) or trig is None or not labels.isdisjoint(trig[1]):
            return None
        labels |= trig[1]
        blocks.append(DataBlock(word, "\n".join([*prologue, trig[0]])))
        at = end + 1
        if at < len(read):
            if read[at].text != ";":
                return None
            at += 1
    return blocks


def end_of_block(read: Sequence[Token], at: int) -> int:
    """Where the bracket closes that opened before `at`; the end of the text if it does not."""
    depth = 1
    while at < len(read):
        if read[at].kind == "mark":
            depth += (read[at].text == "{") - (read[at].text == "}")
        if not depth:
            return at
        at += 1
    return at


def _as_trig(text: str, block: Sequence[Token], is_deletion: bool) -> tuple[str, set[str]] | None:
    """The inside of a block as TriG, and its blank nodes' labels; None where SPARQL may read it otherwise.

    TriG wants a full stop where SPARQL lets it be left out, and none after a graph.
    """
    labels = {token.text for token in block if token.kind == "blank"}
    if is_deletion and (labels or any(token.text in ("[", "(") and token.kind == "mark" for token in block)):
        return None  # blank nodes: an error there
    pieces: list[str] = []
    end = block[0].start if block else 0
    for token, stop in _with_stops(block):
        if token.kind == "language" and token.text[1:].lower() in ("prefix", "base"):
            return None
        if token.kind == "variable" or token.word in ("PREFIX", "BASE", "VERSION") or stop is None:
            return None
        pieces.append(text[end : token.start] + (" ." if stop == "add" else ""))
        pieces.append("" if stop == "drop" else token.text)
        end = token.end
    return "".join(pieces) + (" ." if block and _is_open(block[-1]) else ""), labels


def _with_stops(block: Sequence[Token]) -> Iterator[tuple[Token, str | None]]:
    """Each token and whether a full stop is to be added before it or the token dropped; None: not SPARQL."""
    before: Token | None = None
    depth = 0
    for at, token in enumerate(block):
        stop: str | None = ""
        if token.word == "GRAPH":
            stop = "add" if before and _is_open(before) else ""
            if depth:
                stop = None
        elif token.kind == "mark" and token.text == "{":
            depth += 1
            named = [one.word for one in block[max(at - 3, 0) : max(at - 1, 0)]]
            stop = "" if "GRAPH" in named else None
        elif token.kind == "mark" and token.text == "}":
            depth -= 1
        elif token.text == "." and token.kind == "mark" and before and before.text == "}":
            stop = "drop"
        yield token, stop
        before = token


def _is_open(token: Token) -> bool:
    """Whether a statement that ends in this token still wants its full stop."""
    return not (token.kind == "mark" and token.text in (".", "}", "{"))
