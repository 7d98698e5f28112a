"""The questions that users ask: query templates, and parameters drawn afresh for each.

A template is SPARQL as it stands: a parameter is a variable written `$name`, what is found is `?name`. Its
first lines say what it asks, how often it comes in the mix, and from what each parameter is drawn:

    # Which prohibitions bind in a city on a day?
    # weight: 20
    # draws: $city city, $day day
"""

import re
from bisect import bisect
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Final

from benchmarks.world import ACTORS, EFFECTS, LAW_KINDS, LAW_STATUSES, World, pick, slug_of
from graph.engine import Term, date_term, iri_term, text_term
from schema.vocabulary import concept, iri

TEMPLATES: Final = Path(__file__).parent / "queries"

MIX: Final = "mix"
"""All templates, by their weights."""

_PARAMETER: Final = re.compile(r"\$(\w+)", re.ASCII)
_DRAW: Final = re.compile(r"\$(\w+) ([\w-]+)", re.ASCII)


@dataclass(frozen=True)
class Template:
    """One kind of question. `draws` maps each parameter to a name of DRAWS."""

    name: str
    question: str
    weight: int
    draws: dict[str, str]
    text: str

    @property
    def makes_graph(self) -> bool:
        """Whether the answer is a graph, not rows or yes and no."""
        return re.search(r"^(CONSTRUCT|DESCRIBE)\b", self.text, re.MULTILINE) is not None

    def filled(self, terms: dict[str, Term]) -> str:
        """The query with each parameter as a term, written so that no value can end it and begin something
        else. ValueError when a parameter is missing.
        """
        missing = set(self.draws) - set(terms)
        if missing:
            raise ValueError(f"{self.name}: no term for {', '.join(sorted(missing))}")
        return _PARAMETER.sub(lambda found: str(terms[found[1]]), self.text)


def load_templates(folder: Path = TEMPLATES) -> tuple[Template, ...]:
    """All templates, by name. ValueError when one's header does not say what is described above."""
    return tuple(parse_template(path.stem, path.read_text("utf-8")) for path in sorted(folder.glob("*.rq")))


def parse_template(name: str, text: str) -> Template:
    """A template and its header; ValueError when weight or draws are missing or name what there is not."""
    comments = [line.lstrip("# ") for line in text.splitlines() if line.startswith("#")]
    said = dict(comment.split(": ", 1) for comment in comments[1:])
    body = "\n".join(line for line in text.splitlines() if not line.startswith("#")).strip()
    draws = dict(_DRAW.findall(said.get("draws", "")))
    if not said.get("weight", "").isdigit():
        raise ValueError(f"{name}.rq lacks a line such as `# weight: 10`")
    if set(draws) != set(_PARAMETER.findall(body)) or not set(draws.values()) <= set(DRAWS):
        raise ValueError(f"{name}.rq: `# draws:` must list its parameters, each with one of {sorted(DRAWS)}")
    return Template(name, comments[0], int(said["weight"]), draws, body)


class Asker:
    """Draws questions about a world; the same seed draws the same ones."""

    def __init__(self, world: World, templates: Sequence[Template], seed: int) -> None:
        self.world = world
        self.templates = {template.name: template for template in templates}
        self.rng = Random(f"questions {seed}")
        self._pools = {
            "city": [place.slug for place in world.of_kind("City")],
            "country": [place.slug for place in world.of_kind("Country")],
            "upper-place": [place.slug for place in world.of_kind("Country", "State")],
            "place": [place.slug for place in world.places],
        }

    def fresh(self, name: str) -> Iterator[tuple[Template, str]]:
        """Questions of one template, or of MIX by their weights, without end; no two are the same text: each
        ends with a comment of its own, so that nobody can answer from what was kept.
        """
        for number, (template, text) in enumerate(self.questions(name)):
            yield template, f"{text}\n# question {number} of {self.rng.getrandbits(64):016x}"

    def repeated(self, name: str, distinct: int, exponent: float = 1.0) -> Iterator[tuple[Template, str]]:
        """Questions that come again: of so many distinct ones, the n-th comes 1/n**exponent as often as the
        first.
        """
        stream = self.questions(name)
        asked = [next(stream) for _ in range(distinct)]
        heights = list(accumulate(1 / (rank + 1) ** exponent for rank in range(distinct)))
        while True:
            yield asked[bisect(heights, self.rng.random() * heights[-1])]

    def questions(self, name: str) -> Iterator[tuple[Template, str]]:
        """Questions of one template, or of MIX, without end; the same one may come twice."""
        weights = tuple((template.name, template.weight) for template in self.templates.values())
        while True:
            template = self.templates[pick(self.rng, weights) if name == MIX else name]
            yield template, template.filled({key: DRAWS[what](self) for key, what in template.draws.items()})

    def slug(self, pool: str) -> str:
        """A slug of a pool of places; the first ones, which hold the most, come more often."""
        slugs = self._pools[pool]
        return slugs[int(len(slugs) * self.rng.random() ** 1.5)]

    def numbered(self, kind: str) -> str:
        """The IRI of a numbered record; the low numbers, which most is said of, come more often."""
        return iri(kind, slug_of(kind, int(self.world.counts[kind] * self.rng.random() ** 1.5)))

    def law(self) -> str:
        """The IRI of a law."""
        return iri("law", self.world.laws[int(len(self.world.laws) * self.rng.random())].slug)


def _place(pool: str) -> Callable[[Asker], Term]:
    return lambda asker: iri_term(iri("jurisdiction", asker.slug(pool)))


def _thing(asker: Asker) -> Term:
    kind = pick(asker.rng, (("law", 4), ("place", 3), ("organisation", 2), ("proceeding", 1), ("event", 1)))
    if kind == "law":
        return iri_term(asker.law())
    return _place("place")(asker) if kind == "place" else iri_term(asker.numbered(kind))


def _day(asker: Asker) -> Term:
    rng = asker.rng
    month, day = 1 + int(12 * rng.random()), 1 + int(28 * rng.random())
    return date_term(f"{2012 + int(15 * rng.random())}-{month:02}-{day:02}")


def _word(asker: Asker) -> Term:
    return text_term(asker.world.words[int(150 * asker.rng.random())])


DRAWS: Final[dict[str, Callable[[Asker], Term]]] = {
    "city": _place("city"),
    "country": _place("country"),
    "upper-place": _place("upper-place"),
    "place": _place("place"),
    "thing": _thing,
    "law": lambda asker: iri_term(asker.law()),
    "organisation": lambda asker: iri_term(asker.numbered("organisation")),
    "day": _day,
    "word": _word,
    "law-kind": lambda asker: iri_term(concept(pick(asker.rng, LAW_KINDS))),
    "law-status": lambda asker: iri_term(concept(pick(asker.rng, LAW_STATUSES))),
    "effect": lambda asker: iri_term(concept(pick(asker.rng, EFFECTS))),
    "actor": lambda asker: iri_term(concept(pick(asker.rng, ACTORS))),
}
"""What a parameter can be drawn from."""
