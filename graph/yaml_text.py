"""The YAML door: record files in, plain text values out, with the line of each.

Every scalar stays the text that is written. Plain YAML loaders read `NO` (Norway) as false, section `1.10` as
1.1 and clause `012` as 10; here nothing is guessed, the JSON-LD context alone gives types. What makes YAML
surprising or dangerous is refused: duplicate keys, anchors and aliases, tags, directives, tabs, deep nesting.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

import yaml

from graph.yaml_writer import Value, canonical_documents, canonical_text
from schema.errors import RecordError

__all__ = [
    "Document",
    "KeyPath",
    "Value",
    "canonical_text",
    "is_canonical",
    "parse",
    "read_documents",
    "write_canonical",
]

KeyPath: TypeAlias = tuple[str | int, ...]
"""Where a value stands in a document: keys and list positions (from 0), outside in; () is all of it."""

_DEEPEST: Final = 10
_UNREADABLE: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


@dataclass(frozen=True)
class Document:
    """One YAML document: a mapping of texts, lists and mappings, and the line of each key and item."""

    data: dict[str, Any]
    lines: Mapping[KeyPath, int]


def read_documents(path: Path) -> list[Document]:
    """The documents of a file. RecordError (with path and line) when it cannot be read, see `parse`."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise RecordError(
            str(path), 1, f"cannot be read: {error.strerror}", "check the file and its rights"
        ) from error
    return parse(content, path)


def parse(content: bytes | str, path: Path) -> list[Document]:
    """The documents of a file's content; `path` is only named in errors.

    RecordError names path, line, what is wrong and what to do; it is the first error of the file.
    """
    text = content if isinstance(content, str) else _decoded(content, path)
    unreadable = _UNREADABLE.search(text)
    if unreadable:
        line = text.count("\n", 0, unreadable.start()) + 1
        raise _unreadable(path, line, unreadable[0])
    try:
        documents = list(_Reader(path, text).documents())
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = " ".join(filter(None, (error.context, error.problem)))
        remedy = "check indentation, colons and quotes of this line and the one before"
        raise RecordError(
            str(path), mark.line + 1 if mark else 1, f"is not YAML: {problem}", remedy
        ) from error
    except yaml.YAMLError as error:
        raise RecordError(
            str(path), 1, f"is not YAML: {error}", "rewrite the file as plain UTF-8 text"
        ) from error
    if not documents:
        raise RecordError(
            str(path), 1, "is empty", "write the record (it begins with `id:`) or delete the file"
        )
    return documents


def is_canonical(content: bytes, path: Path) -> bool:
    """Whether a record file is byte for byte as `write_canonical` leaves it. RecordError as in `parse`."""
    return _canonical(content, path) == content


def write_canonical(paths: Iterable[Path]) -> list[Path]:
    """Rewrite record files in the canonical form; the paths that changed.

    RecordError as in `parse`, and for a file with a comment, which would be lost.
    """
    changed = []
    for path in paths:
        content = path.read_bytes()
        canonical = _canonical(content, path)
        if canonical == content:
            continue
        line = _comment_line(content.decode())
        if line:
            remedy = "say it in `doubts` or a note of the record, then delete the comment"
            raise RecordError(str(path), line, "has a comment, which the canonical form would lose", remedy)
        path.write_bytes(canonical)
        changed.append(path)
    return changed


def _canonical(content: bytes, path: Path) -> bytes:
    return canonical_documents([document.data for document in parse(content, path)]).encode()


def _comment_line(text: str) -> int:
    """The line of the first comment, 0 for none: a "#" in the white space between two tokens."""
    end = 0
    for token in yaml.scan(text, Loader=yaml.BaseLoader):
        gap = text[end : token.start_mark.index]
        if "#" in gap:
            return text.count("\n", 0, end + gap.index("#")) + 1
        end = token.end_mark.index
    return 0


def _decoded(content: bytes, path: Path) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise RecordError(str(path), line, "is not UTF-8 text", "save the file as UTF-8") from error


def _unreadable(path: Path, line: int, character: str) -> RecordError:
    if character == "\t":
        return RecordError(str(path), line, "has a tab", "use spaces: two for each level")
    if character == "\r":
        return RecordError(str(path), line, "has a carriage return", "save the file with Unix line ends")
    if character == "\ufeff":
        return RecordError(str(path), line, "has a byte order mark", "save the file as UTF-8 without it")
    return RecordError(str(path), line, f"has the control character U+{ord(character):04X}", "delete it")


class _Reader:
    """Builds documents from YAML events (not nodes: an alias must be seen before it is expanded)."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.events: Iterator[yaml.Event] = yaml.parse(text, Loader=yaml.CBaseLoader)
        self.lines: dict[KeyPath, int] = {}

    def documents(self) -> Iterator[Document]:
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                if event.version or event.tags:
                    raise self.error(event, "has a YAML directive", "delete the line that begins with %")
                yield self.document()

    def document(self) -> Document:
        self.lines = {}
        event = next(self.events)
        if not isinstance(event, yaml.MappingStartEvent):
            problem = "is not a record" if not isinstance(event, yaml.AliasEvent) else "has an alias"
            raise self.error(event, problem, "write `key: value` lines, the first being `id:`")
        self.lines[()] = _line(event)
        return Document(self.mapping(event, (), 1), self.lines)

    def value(self, event: yaml.Event, at: KeyPath, depth: int) -> Value:
        self.check(event, depth)
        if isinstance(event, yaml.ScalarEvent):
            if not event.value:
                name = at[-1] if isinstance(at[-1], str) else at[-2]
                raise self.error(event, f"`{name}` has no value", "give it one, or delete the line")
            return event.value
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(event, at, depth)
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(event, at, depth)
        raise self.error(event, "has an alias (*)", "write the value out in full")

    def mapping(self, start: yaml.Event, at: KeyPath, depth: int) -> dict[str, Any]:
        self.check(start, depth)
        found: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            self.check(event, depth)
            if not isinstance(event, yaml.ScalarEvent) or not event.value:
                raise self.error(event, "has a key that is not a word", "write keys as in `name: ...`")
            key = event.value
            if key in found:
                problem = f"has the key `{key}` twice (first on line {self.lines[*at, key]})"
                raise self.error(event, problem, "keep one; several values are a list under one key")
            self.lines[*at, key] = _line(event)
            found[key] = self.value(next(self.events), (*at, key), depth + 1)
        if not found:
            raise self.error(start, "has an empty mapping", "fill it, or delete its key")
        return found

    def sequence(self, start: yaml.Event, at: KeyPath, depth: int) -> list[Any]:
        found: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            here = (*at, len(found))
            self.lines[here] = _line(event)
            found.append(self.value(event, here, depth + 1))
        if not found:
            raise self.error(start, f"`{at[-1]}` is an empty list", "fill it, or delete the line")
        return found

    def check(self, event: yaml.Event, depth: int) -> None:
        if depth > _DEEPEST:
            raise self.error(
                event, f"is nested more than {_DEEPEST} deep", "write it flatter; no record needs that"
            )
        if getattr(event, "anchor", None):
            raise self.error(
                event, "has an anchor (&) or alias (*)", "write the value out in full at each place"
            )
        if tag := getattr(event, "tag", None):
            raise self.error(event, f"has a tag ({tag})", "delete it: the context gives the types")

    def error(self, event: yaml.Event, problem: str, remedy: str) -> RecordError:
        return RecordError(str(self.path), _line(event), problem, remedy)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1
