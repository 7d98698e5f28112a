"""What is wrong with one record by itself: its keys, its words, the form of its values.

What several records must agree on (ids, references) is seen in `graph.load`; what a lawyer would call wrong,
in the shapes and checks.
"""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from itertools import islice
from pathlib import Path
from typing import Any, Final

from graph.context import KEYS
from graph.forms import KIND_CLASSES, PARTS, Forms
from graph.values import is_slug, problem_with
from graph.yaml_text import Document, KeyPath, Value
from schema.errors import RecordError
from schema.periods import PartialDate

_REQUIRED: Final = ("id", "type", "name")
_PERIODS: Final = (("from", "until"), ("date", "ended"))


def check_record(path: Path, document: Document, forms: Forms, most: int | None = None) -> list[RecordError]:
    """Everything that is wrong with the record itself, in no particular order; at most `most` errors."""
    return list(islice(_RecordCheck(path, document, forms).errors(), most))


class _RecordCheck:
    def __init__(self, path: Path, document: Document, forms: Forms) -> None:
        self.path = path
        self.data = document.data
        self.lines = document.lines
        self.forms = forms
        self.kind = str(self.data.get("id", "")).partition("/")[0]

    def errors(self) -> Iterator[RecordError]:
        for key in _REQUIRED:
            if key not in self.data:
                yield self.error(
                    (), f"has no `{key}`", f"add `{key}: ...`; every record has {', '.join(_REQUIRED)}"
                )
        yield from self.errors_of_id()
        errors_of_classes = list(self.errors_of_classes())
        yield from errors_of_classes
        classes = as_list(self.data.get("type", ()))
        if errors_of_classes or not classes:
            classes = [KIND_CLASSES[self.kind]] if self.kind in KIND_CLASSES else []
        yield from self.errors_of_thing(self.data, (), classes)

    def errors_of_classes(self) -> Iterator[RecordError]:
        classes = as_list(self.data.get("type", ()))
        for name in classes:
            if not isinstance(name, str) or name not in self.forms.wider:
                yield self.error(("type",), f"`{name}` is not a class", _did_you_mean(name, self.forms.wider))
                return
        wanted = KIND_CLASSES.get(self.kind)
        if wanted and classes and not any(wanted in self.forms.wider[name] for name in classes):
            accepted = sorted(name for name, wider in self.forms.wider.items() if wanted in wider)
            problem = f"a record of kind {self.kind} cannot be of type {', '.join(classes)}"
            yield self.error(("type",), problem, f"accepted: {', '.join(accepted)}")

    def errors_of_id(self) -> Iterator[RecordError]:
        """The id says the kind (the folder) and the slug (the file's name)."""
        if "id" not in self.data:
            return
        given = self.data["id"]
        kind, _, slug = given.partition("/") if isinstance(given, str) else ("", "", "")
        if kind not in KIND_CLASSES or not is_slug(slug):
            example = f"id: law/{self.path.stem}"
            yield self.error(
                ("id",), f"`{given}` is not the id of a record", f"write kind/slug as in `{example}`"
            )
        elif kind not in self.path.parts[:-1]:
            remedy = f"move the file to the folder `{kind}`, or correct the id"
            yield self.error(("id",), f"`{given}` does not stand in the folder `{kind}`", remedy)
        elif kind == "jurisdiction":
            if slug != self.path.stem and not slug.startswith(f"{self.path.stem}-"):
                remedy = f"a file of several places has those that begin with its name: {self.path.stem}-..."
                yield self.error(("id",), f"`{given}` does not belong in {self.path.name}", remedy)
        elif slug != self.path.stem:
            remedy = f"name the file {slug}.yaml, or the id {kind}/{self.path.stem}"
            yield self.error(("id",), f"`{given}` stands in a file named {self.path.name}", remedy)

    def errors_of_thing(
        self, data: Mapping[str, Any], at: KeyPath, classes: list[str]
    ) -> Iterator[RecordError]:
        accepted = self.forms.keys_for(classes) | {"id"} | ({"type"} if not at else frozenset())
        for name, value in data.items():
            here = (*at, name)
            if name not in KEYS:
                yield self.error(here, f"`{name}` is not a key of records", _did_you_mean(name, accepted))
            elif name not in accepted and classes:
                on = ", ".join(self.forms.classes_with(name)) or "nothing"
                of = "/".join(classes) or "thing without a type"
                yield self.error(
                    here,
                    f"`{name}` is not a key of a {of} (it is one of {on})",
                    _did_you_mean(name, accepted),
                )
            elif name in PARTS:
                yield from self.errors_of_parts(value, here, PARTS[name])
            elif name not in ("id", "type"):
                yield from self.errors_of_values(name, value, here, classes)
        yield from self.errors_of_periods(data, at)

    def errors_of_parts(self, value: Value, at: KeyPath, kind: str) -> Iterator[RecordError]:
        if not isinstance(value, list):
            yield self.error(at, f"`{at[-1]}` is not a list", "begin each item with `- id: ...`")
            return
        for number, part in enumerate(value):
            here = (*at, number)
            if not isinstance(part, Mapping):
                yield self.error(
                    here, f"an item of `{at[-1]}` is a text", "write it as `- id: ...` and its keys"
                )
                continue
            if not isinstance(part.get("id"), str):
                yield self.error(here, f"an item of `{at[-1]}` has no `id`", f"add `id: {kind.lower()}/...`")
            else:
                yield from self.errors_of_part_id(part["id"], (*here, "id"), kind)
            yield from self.errors_of_thing(part, here, [kind])

    def errors_of_part_id(self, given: str, at: KeyPath, kind: str) -> Iterator[RecordError]:
        if kind == "Amendment":
            stem, _, fragment = given.partition("#")
            if stem != self.data.get("id") or not is_slug(fragment):
                example = f"{self.data.get('id')}#amended-2021-07-01"
                yield self.error(
                    at, f"`{given}` is not the id of an amendment of this law", f"as in `{example}`"
                )
            return
        folder, _, slug = given.partition("/")
        if folder != kind.lower() or not is_slug(slug):
            yield self.error(
                at, f"`{given}` is not an id of a {kind}", f"write it as `{kind.lower()}/<slug>`"
            )

    def errors_of_values(
        self, name: str, value: Value, at: KeyPath, classes: list[str]
    ) -> Iterator[RecordError]:
        key = KEYS[name]
        if isinstance(value, list) != key.is_list:
            form = f"`{name}: [...]`, also for one value" if key.is_list else f"`{name}: ...`, one value"
            what = "is not a list" if key.is_list else "is a list"
            yield self.error(at, f"`{name}` {what}", f"write it as {form}")
            return
        items = value if isinstance(value, list) else [value]
        seen: set[str] = set()
        for number, text in enumerate(items):
            here = (*at, number) if key.is_list else at
            if not isinstance(text, str):
                yield self.error(
                    here, f"`{name}` has something other than a text", "write one text for each value"
                )
            elif text in seen:
                yield self.error(here, f"`{name}` says {text!r} twice", "delete one")
            elif key.type == "@vocab":
                yield from self.errors_of_word(name, text, here, classes)
            elif problem := problem_with(key, text):
                yield self.error(here, *problem)
            if isinstance(text, str):
                seen.add(text)

    def errors_of_word(self, name: str, text: str, at: KeyPath, classes: list[str]) -> Iterator[RecordError]:
        words = self.forms.words_for(name, classes)
        if text not in words:
            yield self.error(
                at, f"`{name}: {text}` is not a concept of its scheme", _did_you_mean(text, words)
            )

    def errors_of_periods(self, data: Mapping[str, Any], at: KeyPath) -> Iterator[RecordError]:
        for start, end in _PERIODS:
            first, last = data.get(start), data.get(end)
            if not isinstance(first, str) or not isinstance(last, str):
                continue
            if any(problem_with(KEYS[key], text) for key, text in ((start, first), (end, last))):
                continue
            if PartialDate(last).first_day < PartialDate(first).first_day:
                remedy = f"`{end}` is the first day after the period, so it is never before `{start}`"
                yield self.error((*at, end), f"`{end}: {last}` is before `{start}: {first}`", remedy)

    def error(self, at: KeyPath, problem: str, remedy: str) -> RecordError:
        return RecordError(str(self.path), line_of(self.lines, at), problem, remedy)


def line_of(lines: Mapping[KeyPath, int], at: KeyPath) -> int:
    """The line of a key or item; of what holds it where it has none of its own."""
    while at not in lines:
        at = at[:-1]
    return lines[at]


def as_list(value: Value) -> list[Any]:
    """A value that may be written alone, as a list."""
    return list(value) if isinstance(value, list | tuple) else [value]


def _did_you_mean(given: object, accepted: Iterable[str]) -> str:
    names = sorted(accepted)
    near = get_close_matches(str(given), names, n=1)
    listed = f"accepted: {', '.join(names) or 'nothing'}"
    return f"did you mean `{near[0]}`? {listed}" if near else listed
