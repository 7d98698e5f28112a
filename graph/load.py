"""Reading the records: every file under `graph/records`, everything that is wrong with them at once.

Loading asks whether the records hold together: known keys and words, values of the right form, each id once,
no reference into nothing. Whether they make sense as law is asked by the shapes and checks
(`graph.validate`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from graph.context import KEYS
from graph.forms import KIND_CLASSES, Forms, read_forms
from graph.record_check import as_list, check_record, line_of
from graph.values import is_reference
from graph.yaml_text import Document, KeyPath, Value, read_documents
from schema.errors import RecordError, RecordErrors

RECORDS: Final = Path(__file__).parent / "records"

_NOT_REFERRING: Final = frozenset({"id", "former_ids", "type"})


@dataclass(frozen=True)
class Record:
    """One record: its id (`law/us-il-bipa`), kind (`law`), file, content, and the line of each key."""

    id: str
    kind: str
    path: Path
    data: dict[str, Any]
    lines: Mapping[KeyPath, int]


def record_files(paths: Iterable[Path]) -> list[Path]:
    """The record files among files and folders, sorted, each once."""
    found = set()
    for path in paths:
        found |= set(path.rglob("*.yaml")) if path.is_dir() else {path}
    return sorted(found)


def load_records(
    paths: Iterable[Path] = (RECORDS,), *, forms: Forms | None = None, is_whole: bool = True
) -> list[Record]:
    """The records in files and folders, sorted by id. RecordErrors with all errors, sorted by file and line.

    `is_whole` says that the paths hold all records; otherwise references are not followed, since what they
    refer to may stand elsewhere. `forms` are read from the schema unless given.
    """
    forms = forms or read_forms()
    records: list[Record] = []
    errors: list[RecordError] = []
    paths = list(paths)
    errors += _strays(paths)
    for path in record_files(paths):
        try:
            documents = read_documents(path)
        except RecordError as error:
            errors.append(error)
            continue
        for document in documents:
            errors += check_record(path, document, forms)
            records += _record(path, document)
    definitions = list(_definitions(records))
    errors += _duplicates(definitions)
    errors += _ambiguous_sources(records)
    errors += _former_ids_in_use(records, {name for name, _, _ in definitions})
    if is_whole:
        errors += _dangling(records, {name for name, _, _ in definitions})
    if errors:
        raise RecordErrors(errors)
    return sorted(records, key=lambda record: record.id)


def walk(value: Value, at: KeyPath = ()) -> Iterator[tuple[KeyPath, str]]:
    """Every text in a record with its place."""
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield from walk(part, (*at, key))
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from walk(part, (*at, number))
    else:
        yield at, value


def key_at(at: KeyPath) -> str:
    """The key under which a value stands, also as an item of its list."""
    return next(str(step) for step in reversed(at) if isinstance(step, str))


def _record(path: Path, document: Document) -> list[Record]:
    name = document.data.get("id")
    if not isinstance(name, str):
        return []
    return [Record(name, name.partition("/")[0], path, document.data, document.lines)]


def _definitions(records: Sequence[Record]) -> Iterator[tuple[str, Record, int]]:
    """Every id that a record gives, to itself and to its parts, with its line."""
    for record in records:
        for at, text in walk(record.data):
            if at[-1] == "id":
                yield text, record, line_of(record.lines, at)


def _strays(paths: Iterable[Path]) -> Iterator[RecordError]:
    """Files that somebody took for records: they would be left out without a word."""
    for folder in paths:
        for path in sorted(folder.rglob("*")):
            if path.suffix != ".yaml" and path.suffix.lower() in (".yaml", ".yml", ".json", ".jsonld"):
                yield RecordError(str(path), 1, "is not read as a record", f"name it {path.stem}.yaml")


def _duplicates(definitions: Iterable[tuple[str, Record, int]]) -> Iterator[RecordError]:
    first: dict[str, tuple[Record, int]] = {}
    for name, record, line in definitions:
        if name.startswith("source/"):
            continue  # a source may serve several records: see _ambiguous_sources
        if name in first:
            other, other_line = first[name]
            problem = f"the id `{name}` is taken: {other.path}:{other_line}"
            yield RecordError(str(record.path), line, problem, "give this one another id, or merge the two")
        else:
            first[name] = record, line


def _ambiguous_sources(records: Iterable[Record]) -> Iterator[RecordError]:
    """The same source may stand wherever it is used, but it has one address."""
    first: dict[str, tuple[str, str]] = {}
    for record in records:
        for at, text in walk(record.data):
            if at[-1] != "url":
                continue
            line = line_of(record.lines, at)
            name = str(_part(record.data, at[:-1]).get("id"))
            address, where = first.setdefault(name, (text, f"{record.path}:{line}"))
            if address != text:
                problem = f"`{name}` has another address here than in {where}"
                yield RecordError(str(record.path), line, problem, "give one of the two sources another id")


def _part(data: Value, at: KeyPath) -> Value:
    for step in at:
        data = data[step]
    return data


def _former_ids_in_use(records: Iterable[Record], known: set[str]) -> Iterator[RecordError]:
    for record in records:
        for number, name in enumerate(as_list(record.data.get("former_ids", []))):
            if name in known:
                line = line_of(record.lines, ("former_ids", number))
                problem = f"the former id `{name}` is the id of something"
                yield RecordError(
                    str(record.path), line, problem, "delete it here: an id in use leads nowhere else"
                )


def references(record: Record) -> Iterator[tuple[KeyPath, str, str]]:
    """Every value in a record that refers to a thing of ours: its place, its key, the id."""
    for at, text in walk(record.data):
        name = key_at(at)
        if name in _NOT_REFERRING or name not in KEYS or KEYS[name].type != "@id":
            continue
        if is_reference(text):
            yield at, name, text


def _dangling(records: Iterable[Record], known: set[str]) -> Iterator[RecordError]:
    for record in records:
        for at, name, text in references(record):
            if text not in known:
                near = get_close_matches(text, known, n=1)
                remedy = f"did you mean `{near[0]}`?" if near else "write a record for it"
                problem = f"`{name}: {text}` refers to nothing"
                yield RecordError(str(record.path), line_of(record.lines, at), problem, remedy)


__all__ = [
    "KIND_CLASSES",
    "RECORDS",
    "Record",
    "key_at",
    "load_records",
    "record_files",
    "references",
    "walk",
]
