"""Updates that only list data, as most do: INSERT DATA and DELETE DATA, each block as TriG."""

from dataclasses import dataclass
from typing import Final

from graph.tokens import tokens

INSERT: Final = "INSERT"
DELETE: Final = "DELETE"


@dataclass(frozen=True)
class DataBlock:
    """The quads that one operation inserts or deletes, with the prologue, as a TriG text."""

    operation: str
    trig: str


def data_blocks(text: str) -> list[DataBlock] | None:
    """The operations of an update that only lists data; None for any other."""
    blocks: list[DataBlock] = []
    prologue: list[str] = []
    words: list[str] = []
    depth = start = 0
    declares = -1  # where a PREFIX or BASE began whose IRI is still to come
    for kind, token, at in tokens(text):
        word = token.upper() if kind == "name" else ""
        if depth:
            depth += (token == "{") - (token == "}") if kind == "mark" else 0
            if not depth:
                blocks.append(DataBlock(words[0], "\n".join([*prologue, text[start:at]])))
                words = []
        elif declares >= 0:
            if kind == "iri":
                prologue.append(text[declares : at + len(token)])
                declares = -1
        elif word in ("PREFIX", "BASE") and not words:
            declares = at
        elif word in (INSERT, DELETE, "DATA"):
            words.append(word)
        elif token == "{" and words in ([INSERT, "DATA"], [DELETE, "DATA"]):
            depth, start = 1, at + 1
        elif token != ";" or words:
            return None
    return None if depth or words or declares >= 0 else blocks
