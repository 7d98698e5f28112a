"""A form that drafts a record: its fields, and the record that is made of what somebody wrote into them.

The fields are those of the outline of a kind (`api/drafts/*.yaml`), each with the words that the schema
takes. Of rules, exceptions and sources the form has one each; more are added in the text.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from api.wording import KIND_WORDS, field_words
from graph.context import KEY_ORDER
from graph.forms import KIND_CLASSES, PARTS, Forms
from graph.values import is_reference
from graph.words import words_of

Shape = Literal["text", "long", "lines", "choice", "choices"]

_LONG: Final = frozenset({"summary", "doubts"})
_TODAY: Final = frozenset({"checked", "verified_on"})
_GROUPS: Final = {
    "rules": "A rule of it",
    "rules.exceptions": "An exception of the rule",
    "sources": "The source",
}
_MORE: Final = {"rules": {"until": "2029-01-01"}}
"""Keys of a part that its outline does not need, with an example."""
_OF_EVERY_RECORD: Final[Mapping[str, Any]] = {
    "summary": "One or two sentences in your own words.",
    "doubts": ["What you could not find out."],
    "sources": [
        {
            "title": "Title of the report",
            "url": "https://example.org/report",
            "publisher": "Example News",
            "supports": "date, who did it",
            "date": "2026-03-04",
        }
    ],
}
"""What every record may have, with examples, even if the outline of its kind has it not."""
_LONGEST_SLUG: Final = 60
_HINTS: Final = {
    "id": "Made from the name if left empty",
    "jurisdiction": "A place, as people call it",
    "until": "The first day on which it no longer binds",
    "supports": "Which facts stand there",
    "doubts": "One a line: what you could not find out",
}


@dataclass(frozen=True)
class Field:
    """A field: its name (`rules.effect`: of a part), what it is called, an example, the words it takes."""

    name: str
    label: str
    example: str
    shape: Shape
    words: tuple[str, ...]
    hint: str = ""

    @property
    def key(self) -> str:
        """The key of the record."""
        return self.name.rpartition(".")[2]

    @property
    def is_list(self) -> bool:
        """Whether it takes several values."""
        return self.shape in ("lines", "choices")


@dataclass(frozen=True)
class Group:
    """The fields of a record, or of a part: `name` is "" or the keys to the part (`rules.exceptions`)."""

    name: str
    label: str
    fields: tuple[Field, ...]


def groups_for(kind: str, outline: Mapping[str, Any], forms: Forms) -> tuple[Group, ...]:
    """The form of a kind, from its outline."""
    of = KIND_CLASSES[kind]
    more = {key: one for key, one in _OF_EVERY_RECORD.items() if key in forms.keys_for([of])}
    return tuple(_groups("", f"The {KIND_WORDS[kind][0].lower()}", {**more, **outline}, of, forms))


def _groups(name: str, label: str, outline: Mapping[str, Any], of: str, forms: Forms) -> Iterator[Group]:
    parts = {key: value[0] for key, value in outline.items() if key in PARTS}
    keys = [
        key for key in sorted(outline, key=KEY_ORDER.index) if key not in parts and not (name and key == "id")
    ]
    found = (_field(f"{name}.{key}" if name else key, outline[key], of, forms) for key in keys)
    yield Group(name, label, tuple(one for one in found if one.shape != "choice" or len(one.words) > 1))
    for key, part in parts.items():
        at = f"{name}.{key}" if name else key
        whole = {**_MORE.get(key, {}), **part}
        yield from _groups(at, _GROUPS.get(at, key), whole, PARTS[key], forms)


def _field(name: str, example: Any, of: str, forms: Forms) -> Field:  # noqa: ANN401  # a value of a record
    key = name.rpartition(".")[2]
    words = tuple(sorted(forms.words_for(key, [of])))
    if key == "type":
        others = set(KIND_CLASSES.values()) - {of}
        words = tuple(sorted(one for one, above in forms.wider.items() if of in above and one not in others))
    several = isinstance(example, list)
    shape: Shape = ("choices" if several else "choice") if words else "lines" if several else "text"
    shape = "long" if key in _LONG and shape == "text" else shape
    shown = example[0] if several else example
    return Field(name, field_words(key), shown, shape, words, _HINTS.get(key, ""))


def form_schema(kind: str, groups: Sequence[Group]) -> dict[str, Any]:
    """The JSON Schema of what the form of a kind sends: `form`, and its fields, each of which may be empty.

    The words of a field are examples: another is taken, and told among what is wrong with the record.
    """
    fields = {field.name: _field_schema(field) for group in groups for field in group.fields}
    return {
        "type": "object",
        "title": f"The form of a {KIND_WORDS[kind][0].lower()}",
        "properties": {"form": {"const": kind}, "type": {"type": "string"}, **fields},
        "required": ["form"],
        "additionalProperties": False,
    }


def _field_schema(field: Field) -> dict[str, Any]:
    text: dict[str, Any] = {"type": "string", "examples": list(field.words) or [field.example]}
    said = field.label.capitalize() + (f". {field.hint}" if field.hint else "")
    if field.is_list:  # given once or several times; of a form nobody can tell one from a list of one
        text = {"type": ["string", "array"], "items": text}
    return {**text, "description": said}


def defaults(groups: Sequence[Group], outline: Mapping[str, Any], day: date) -> dict[str, list[str]]:
    """What the form holds before anything is written: the class of the thing, and the day of its checks."""
    found = {one.name: [day.isoformat()] for one in groups[0].fields if one.key in _TODAY}
    return {**found, "type": [outline["type"]]}


def drafted(
    kind: str, groups: Sequence[Group], given: Mapping[str, Sequence[str]], place_of: Callable[[str], str]
) -> dict[str, Any]:
    """The record that the fields make. `place_of` gives the id of a place by its name, or the name again."""
    record = _values(groups[0], given, place_of) | {"type": (given.get("type") or [KIND_CLASSES[kind]])[0]}
    own = record.get("id") or _own_slug(kind, record)
    slug = own.removeprefix(f"{kind}/")
    record["id"] = f"{kind}/{slug}"
    parts = {group.name: _values(group, given, place_of) for group in groups[1:]}
    if rule := parts.get("rules"):
        rule["id"] = f"rule/{slug}--{slug_of(rule.get('effect', 'rule'))}"
        if exception := parts.get("rules.exceptions"):
            begin = rule["id"].partition("/")[2]
            exception["id"] = f"exception/{begin}--{slug_of(exception.get('summary', 'exception'), 40)}"
            rule["exceptions"] = [exception]
        record["rules"] = [rule]
    if source := parts.get("sources"):
        where = source.get("url") or source.get("title") or slug
        source["id"] = f"source/{slug_of(where.partition('://')[2] or where, 80) or slug}"
        record["sources"] = [source]
    return record


def _values(
    group: Group, given: Mapping[str, Sequence[str]], place_of: Callable[[str], str]
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in group.fields:
        lines = [line for text in given.get(field.name, ()) for line in _lines(field, text)]
        values = [_reference(field, one, place_of) for one in lines]
        if values:
            found[field.key] = values if field.is_list else values[0]
    return found


def _lines(field: Field, text: str) -> list[str]:
    """The values of a text: one a line where there may be several, and one otherwise; spaces are joined."""
    texts = text.splitlines() if field.is_list else [text]
    return list(filter(None, (" ".join(one.split()) for one in texts)))


def _reference(field: Field, text: str, place_of: Callable[[str], str]) -> str:
    """What refers to a thing, by its id if its name was written."""
    if not is_reference(field.example) or "/" in text or field.key == "id":
        return text
    kind = field.example.partition("/")[0]
    return place_of(text) if kind == "jurisdiction" else f"{kind}/{slug_of(text)}"


def _own_slug(kind: str, record: Mapping[str, Any]) -> str:
    name = slug_of(record.get("name", "")) or "new"
    if kind == "jurisdiction":
        above = next(iter(record.get("within", ())), "").partition("/")[2]
        return f"{above}-{name}" if above else name
    if kind != "law":
        return name
    place = record.get("jurisdiction", "").partition("/")[2]
    year = record.get("enacted", record.get("effective", ""))[:4]
    return "-".join(filter(None, (place, name, year)))


def slug_of(text: str, longest: int = _LONGEST_SLUG) -> str:
    """A slug for a text: its words in small letters without accents, at most so many characters."""
    slug = ""
    for word in words_of(text):
        plain = "".join(letter for letter in word if letter.isascii())
        if plain and len(slug) + 1 + len(plain) <= longest:
            slug += f"-{plain}" if slug else plain
    return slug
