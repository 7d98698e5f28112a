"""One record that somebody drafts: what is wrong with its text, asked in memory and with bounded work.

It is read, checked and held to the shapes as `facelex validate` does; nothing is written, and of other
records only the ids and classes of things are known. What several records together can get wrong
(`checks/*.rq`) is not asked.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from textwrap import shorten
from typing import Any, Final

from rdflib import Graph

from graph.build import dataset_lines
from graph.catalogue import Entry
from graph.engine import Engine
from graph.forms import KIND_CLASSES, Forms
from graph.kinds import BY_KEY
from graph.load import Record, references, walk
from graph.record_check import check_record
from graph.validate import Finding, Places, shape_findings
from graph.values import is_slug
from graph.yaml_text import Document, parse
from schema.errors import RecordError
from schema.vocabulary import NS, TYPE, iri_of

MOST_BYTES: Final = 64 * 1024
"""The longest text of a draft; the longest record has 23 KB."""
MOST_FINDINGS: Final = 50
"""So many are told; who has more begins with these."""
MOST_PARTS: Final = 120
"""Ids in one record: its own, its rules, exceptions, sources ... The largest record has 63."""
MOST_REFERENCES: Final = 1_000
"""References in one record to other things."""

STAGES: Final = ("read", "shapes")
_MOST_WORDS: Final = 600
"""Characters of a sentence: what somebody wrote may be repeated in it."""
_UNNAMED: Final = "graph/records/record.yaml"


@dataclass(frozen=True)
class Known:
    """What a draft is held to: the things that are recorded, the forms of records, and the shapes."""

    entries: Mapping[str, Entry]
    forms: Forms
    shapes: Graph


@dataclass(frozen=True)
class Drafted:
    """What became of a draft: its id and the file where it belongs ("" when its text does not say), whether
    that id is recorded already, the STAGES that were asked, and what they found, by line.
    """

    id: str
    file: str
    is_known: bool
    stages: tuple[str, ...]
    findings: tuple[Finding, ...]
    is_cut: bool
    """Whether more is wrong than is told."""

    @property
    def errors(self) -> int:
        """How many of the findings are errors: without any the record can be sent."""
        return sum(found.severity == "error" for found in self.findings)


def check_draft(text: str, known: Known) -> Drafted:
    """What is wrong with the text of one record, which has at most MOST_BYTES.

    RecordError, with its line, when it is no YAML of ours: anchors, tags, deep nesting, keys twice.
    """
    documents = parse(text, Path(_UNNAMED))
    data = documents[0].data
    id = data["id"] if isinstance(data.get("id"), str) else ""
    file = file_of(id, data)
    record = Record(id, id.partition("/")[0], Path(file), data, documents[0].lines)
    stages: tuple[str, ...] = STAGES[:1]
    found = list(islice(_read(record, documents, known), MOST_FINDINGS + 1))
    if not found:
        stages = STAGES
        found = list(islice(_shaped(record, known), MOST_FINDINGS + 1))
    told = sorted(found[:MOST_FINDINGS], key=lambda one: (one.line, one.severity, one.message))
    where = "" if file == _UNNAMED else file
    return Drafted(id, where, id in known.entries, stages, tuple(told), len(found) > MOST_FINDINGS)


def file_of(id: str, data: Mapping[str, Any]) -> str:
    """The file where a record of this id belongs, from the top of the repository."""
    kind, _, slug = id.partition("/")
    if kind not in KIND_CLASSES or not is_slug(slug):
        return _UNNAMED
    if kind == "jurisdiction":
        folder = "us/" if slug.partition("-")[0] == "us" else ""
        return f"graph/records/{kind}/{folder}{_file_of_places(slug)}.yaml"
    where = data.get("jurisdiction")
    folder = ""
    if kind in ("law", "regulator") and isinstance(where, str) and is_slug(place := where.partition("/")[2]):
        folder = (_file_of_places(place) if kind == "law" else place.partition("-")[0]) + "/"
    return f"graph/records/{kind}/{folder}{slug}.yaml"


def _file_of_places(slug: str) -> str:
    """Places and laws stand together by country; those of the United States by state."""
    steps = slug.split("-")
    return "-".join(steps[: 2 if steps[0] == "us" else 1])


def _read(record: Record, documents: list[Document], known: Known) -> Iterator[Finding]:
    path = str(record.path)
    ids = [(at, text) for at, text in walk(record.data) if at[-1] == "id"]
    found = list(islice(references(record), MOST_REFERENCES + 1))
    if len(documents) > 1:
        yield _told(
            RecordError(path, documents[1].lines[()], "begins a second record", "send one record at a time")
        )
    if len(ids) > MOST_PARTS or len(found) > MOST_REFERENCES:
        problem = f"has more than {MOST_PARTS} parts or {MOST_REFERENCES} references"
        yield _told(RecordError(path, 1, problem, "check so long a record with `facelex validate`"))
        return
    yield from map(_told, check_record(record.path, documents[0], known.forms, MOST_FINDINGS + 1))
    own: set[str] = set()
    for at, text in ids:
        if text in own and not text.startswith("source/"):
            problem = f"the id `{text}` stands here twice"
            yield _told(RecordError(path, record.lines[at], problem, "give this one another id"))
        own.add(text)
    for at, name, text in found:
        if text not in own and text not in known.entries:
            line = next(record.lines[at[:end]] for end in range(len(at), -1, -1) if at[:end] in record.lines)
            problem, remedy = f"`{name}: {text}` refers to nothing", "find its id by the search of this site"
            yield _told(RecordError(path, line, problem, f"{remedy}, or write a record for it"))


def _shaped(record: Record, known: Known) -> Iterator[Finding]:
    """What the shapes find in the record, in a graph with it and the classes of what it refers to."""
    lines = dataset_lines([record])
    for thing in sorted({text for _, _, text in references(record)}):
        for name in sorted(_classes(known, thing)):
            lines.append(f"<{iri_of(thing)}> <{TYPE}> <{NS}{name}> <{NS}draft> .\n".encode())
    engine = Engine.from_text(b"".join(lines).decode())
    places = Places([record])
    yield from shape_findings(engine, places, places.things_in({record.path}))


def _classes(known: Known, thing: str) -> set[str]:
    entry = known.entries.get(thing)
    if entry is None:
        return set()
    named = {BY_KEY[entry.kind].class_name} if entry.kind in BY_KEY else set()
    return {
        above for name in {*named, *entry.values.get("type", ())} for above in known.forms.wider.get(name, ())
    }


def _told(error: RecordError) -> Finding:
    problem, remedy = (
        shorten(text, _MOST_WORDS, placeholder=" ...") for text in (error.problem, error.remedy)
    )
    return Finding(error.path, error.line, "error", problem, remedy, "")
