"""The relations of the network in words, read both ways.

Most relations come from one predicate. `fl:jurisdiction` and `dct:relation` mean a little different things on
different kinds, so a row may name the kind that it is for; the first row that fits is taken.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Relation:
    """A relation: the predicate's local name, the kind it starts from (None: any), its key, words and words
    back.
    """

    predicate: str
    start: str | None
    key: str
    words: str
    inverse: str


RELATIONS: Final = (
    Relation("within", None, "within", "within", "contains"),
    Relation("jurisdiction", "law", "law-of", "law of", "has law"),
    Relation("jurisdiction", "regulator", "body-of", "public body of", "has public body"),
    Relation("jurisdiction", "proceeding", "heard-in", "heard in", "place of the case"),
    Relation("enactedBy", None, "enacted-by", "enacted by", "enacted"),
    Relation("enforcedBy", None, "enforced-by", "enforced by", "enforces"),
    Relation("isPartOf", None, "part-of", "part of", "has part"),
    Relation("amends", None, "amends", "amends", "amended by"),
    Relation("madeUnder", None, "made-under", "made under", "basis of"),
    Relation("interprets", None, "interprets", "interprets", "interpreted by"),
    Relation("law", "rule", "rule-of", "rule of", "has rule"),
    Relation("opens", None, "opens", "opens the way in", "opened by"),
    Relation("preempts", None, "pre-empts", "pre-empts", "pre-empted by"),
    Relation("vendor", None, "sold-by", "sold by", "vendor of"),
    Relation("headquarters", None, "based-in", "based in", "seat of"),
    Relation("country", None, "from-country", "belongs to", "home of"),
    Relation("plaintiff", None, "brought-by", "brought by", "plaintiff in"),
    Relation("defendant", None, "against", "against", "defendant in"),
    Relation("under", None, "under", "brought under", "relied on in"),
    Relation("concerns", None, "concerns", "concerns", "subject of"),
    Relation("actor", "event", "involves", "involves", "involved in"),
    Relation("place", None, "took-place-in", "took place in", "place of"),
    Relation("technology", None, "about", "about", "appears in"),
    Relation("changes", None, "changes", "changes the state of", "changed by"),
    Relation("relation", None, "related-to", "related to", "related to"),
)


def relation_for(predicate: str, start_kind: str) -> Relation | None:
    """The relation that a predicate (local name) states of a thing of this kind; None when it is no edge."""
    for relation in RELATIONS:
        if relation.predicate == predicate and relation.start in (None, start_kind):
            return relation
    return None
