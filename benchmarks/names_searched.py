"""What people type to find a thing: names of the real data, whole or in part, with and without slips."""

from random import Random
from typing import Final
from urllib.parse import quote

from graph.any_engine import AnyEngine
from graph.queries import load_query

_NAMES: Final = load_query("search_labels")
_SEED: Final = 2019


def search_paths(engine: AnyEngine) -> list[str]:
    """A request for each name in the data, in an order of chance that is the same each time."""
    draw = Random(_SEED)
    names = sorted({row["text"] for row in engine.select(_NAMES) if row["text"].split()})
    draw.shuffle(names)
    return [f"/api/search?q={quote(_typed(name, draw))}" for name in names]


def _typed(name: str, draw: Random) -> str:
    """One or two words of a name as people type them; in every second a letter is missing."""
    words = name.split()
    start = draw.randrange(len(words))
    typed = " ".join(words[start : start + 2])
    if draw.random() < 0.5 and len(typed) > 4:
        missing = draw.randrange(1, len(typed))
        typed = typed[:missing] + typed[missing + 1 :]
    return typed
