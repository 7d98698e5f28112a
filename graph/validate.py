"""Validation: everything that is wrong or doubtful in the records, each with its file and line.

Three stages, each asking what the one before cannot: loading (does a record hold together?), the shapes (does
one thing make sense as law? `schema/shapes.ttl`), the checks (do several? `checks/*.rq`). Records that cannot
be loaded end it there, for the other stages look at all records together.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

from graph.build import Progress, be_silent, dataset_lines
from graph.context import KEYS
from graph.engine import Engine
from graph.load import RECORDS, Record, load_records, record_files, walk
from graph.queries import Query, load_query, query_names
from graph.rdf import write_triples
from graph.record_check import line_of
from graph.shacl import check_shapes, read_shapes
from graph.yaml_text import KeyPath
from schema.errors import QueryError, RecordErrors
from schema.vocabulary import FILES, ID, RECORD, short_id

CHECKS: Final = Path(__file__).parent / "checks"
SEVERITIES: Final = ("error", "warning")

_HEADER: Final = re.compile(r"^# (severity|remedy): *(.+?) *$", re.MULTILINE)


@dataclass(frozen=True, order=True)
class Finding:
    """One thing wrong (severity "error") or doubtful ("warning"). Lines count from 1."""

    path: str
    line: int
    severity: str
    message: str
    remedy: str
    focus: str
    """The IRI of the thing, or "" for what a file says before it is known to be a thing."""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.severity}: {self.message}; {self.remedy}"


@dataclass(frozen=True)
class Check:
    """A query whose rows are violations; its question is the reason."""

    query: Query
    severity: str
    remedy: str


def validate(
    paths: Iterable[Path] | None = None, records_dir: Path = RECORDS, progress: Progress | None = None
) -> list[Finding]:
    """Everything found, sorted by file and line; of these files and folders only, if any are given.

    `progress` hears of the stages read, convert, derive, shapes and checks.

    All records are read in either case: a reference may lead to any of them. What cannot be loaded elsewhere
    is reported when these files load, because nothing else can be said while there is any.
    """
    wanted = None if paths is None else {path.resolve() for path in record_files(paths)}
    files = {path.resolve() for path in record_files([records_dir])} | (wanted or set())
    try:
        (progress or be_silent)("read", 0, 1)
        records = load_records(sorted(files))
    except RecordErrors as errors:
        found = [
            Finding(_shown(Path(error.path)), error.line, "error", error.problem, error.remedy, "")
            for error in errors.errors
        ]
        return sorted(_among(found, wanted) or found)
    return sorted(validate_records(records, wanted, progress))


def validate_records(
    records: Sequence[Record], wanted: Collection[Path] | None = None, progress: Progress | None = None
) -> list[Finding]:
    """What shapes and checks find in loaded records; about these files only, if given. In no order."""
    tell = progress or be_silent
    engine = Engine.from_text(b"".join(dataset_lines(records, tell)).decode())
    places = Places(records)
    nodes = None if wanted is None else places.things_in(wanted)
    tell("shapes", 0, 1)
    found = [*shape_findings(engine, places, nodes)]
    tell("checks", 0, 1)
    return [*found, *_among(check_findings(engine, places), wanted)]


def shape_findings(
    engine: Engine, places: "Places", nodes: Collection[str] | None = None
) -> Iterator[Finding]:
    """What does not conform to `schema/shapes.ttl`; among these things only, if given."""
    triples = BytesIO()
    write_triples(engine.quads(), "nt", triples, {})
    for result in check_shapes(triples.getvalue(), read_shapes(FILES["shapes"]), nodes):
        name = places.key_of(result.path)
        given = f" (`{name}: {short_id(result.value)}`)" if name and result.value else ""
        remedy = (
            f"{'correct' if result.value else 'add or correct'} `{name}`" if name else "correct the record"
        )
        yield places.finding(result.focus, result.path, result.severity, result.message + given, remedy)


def check_findings(
    engine: Engine, places: "Places", checks: Iterable[Check] | None = None
) -> Iterator[Finding]:
    """The rows of the checks (all of `checks/` unless given)."""
    for check in load_checks() if checks is None else checks:
        for row in engine.select(check.query):
            message = f"{check.query.question}: it {row['detail']}"
            yield places.finding(row["focus"], "", check.severity, message, check.remedy)


class Places:
    """Where in the files each thing stands."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._places: dict[str, tuple[Record, KeyPath]] = {}
        for record in records:
            self._places[RECORD + record.id] = (record, ())
            for at, text in walk(record.data):
                if at[-1] == "id":
                    self._places.setdefault(ID + text, (record, at[:-1]))

    def things_in(self, paths: Collection[Path]) -> set[str]:
        """The IRIs of all that stands in these files, also the records themselves."""
        return {thing for thing, (record, _) in self._places.items() if record.path in paths}

    def key_of(self, property_iri: str) -> str:
        """The key of records for a property, "" for one that is not written in records."""
        return next((key.name for key in KEYS.values() if key.iri == property_iri), "")

    def finding(self, focus: str, property_iri: str, severity: str, message: str, remedy: str) -> Finding:
        """A finding about a thing, at the line of the property's key, else at the thing's first line."""
        place = self._places.get(focus) or self._places.get(focus.partition("#")[0])
        if place is None:
            return Finding("schema", 1, severity, f"{focus}: {message}", remedy, focus)
        record, at = place
        names = [key.name for key in KEYS.values() if key.iri == property_iri]
        keys = [(*at, name) for name in [*names, "id"] if (*at, name) in record.lines]
        line = record.lines[keys[0]] if keys else line_of(record.lines, at)
        return Finding(_shown(record.path), line, severity, message, remedy, focus)


def load_checks(folder: Path = CHECKS) -> list[Check]:
    """All checks, by name. QueryError when one lacks severity or remedy, or does not give ?focus ?detail."""
    return [_check(load_query(name, folder)) for name in query_names(folder)]


def _check(query: Query) -> Check:
    header = dict(_HEADER.findall(query.text))
    if header.get("severity") not in SEVERITIES or "remedy" not in header:
        raise QueryError(f"{query.name}.rq needs `# severity: error` (or warning) and `# remedy: ...`")
    if query.gives != ("focus", "detail"):
        raise QueryError(f"{query.name}.rq must say `# gives: ?focus ?detail`")
    return Check(query, header["severity"], header["remedy"])


def _among(findings: Iterable[Finding], wanted: Collection[Path] | None) -> list[Finding]:
    if wanted is None:
        return list(findings)
    names = {_shown(path) for path in wanted}
    return [finding for finding in findings if finding.path in names]


def _shown(path: Path) -> str:
    """A path as a reader types it: relative to the working folder if it is in it."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
