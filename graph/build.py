"""From records to the dataset: `dataset.nq`, sorted N-Quads, the same bytes for the same records.

Each record becomes one named graph by the JSON-LD context alone; `derive/*.ru` then add what follows from
what is written (each says why). `dataset.json` beside it names the state of the data and of the files it came
from.
"""

import fcntl
import hashlib
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, TypeAlias

from graph.context import CONTEXT
from graph.engine import version_of
from graph.load import Record, load_records, record_files
from graph.rdf import Workspace
from graph.whole_file import write_whole
from graph.yaml_text import Value
from schema.errors import RecordError, RecordErrors, StoreError
from schema.vocabulary import FILES, LICENCE, SCHEMA_GRAPH, record_iri

Progress: TypeAlias = Callable[[str, int, int], None]
"""Called as (stage, done, total); stages are read, convert, derive, write."""

DERIVE: Final = Path(__file__).parent / "derive"
DATASET: Final = "dataset.nq"
MANIFEST: Final = "dataset.json"

_FORMAT: Final = "1"  # raise it when this module writes the same records differently
_LOCK: Final = ".build.lock"


@dataclass(frozen=True)
class BuildReport:
    """What a build made: quads in named graphs, records, the name of the data's state, and the seconds it
    took.
    """

    quads: int
    records: int
    data_version: str
    seconds: float


@dataclass(frozen=True)
class Manifest:
    """What `dataset.json` says: the dataset's name, the fingerprint of what it was built from, and counts."""

    data_version: str
    fingerprint: str
    quads: int
    records: int


def build_dataset(records_dir: Path, out_dir: Path, progress: Progress | None = None) -> BuildReport:
    """Build the dataset from all records under `records_dir` into `out_dir`, replacing what is there at once.

    RecordErrors with everything that is wrong in the records; StoreError when `out_dir` cannot be written.
    """
    begun = time.perf_counter()
    with build_lock(out_dir):
        manifest = write_dataset(records_dir, out_dir, progress)
    return BuildReport(manifest.quads, manifest.records, manifest.data_version, time.perf_counter() - begun)


@contextmanager
def build_lock(out_dir: Path) -> Iterator[None]:
    """Hold the folder for one build at a time, also among processes. StoreError when it cannot be written."""
    try:
        out_dir.mkdir(parents=True, exist_ok=True)
        lock = (out_dir / _LOCK).open("w")
    except OSError as error:
        raise _unwritable(out_dir, error) from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def write_dataset(records_dir: Path, out_dir: Path, progress: Progress | None = None) -> Manifest:
    """Build into `out_dir`; the caller holds its `build_lock`. Errors as for `build_dataset`."""
    tell = progress or be_silent
    fingerprint = fingerprint_of(records_dir)
    tell("read", 0, 1)
    records = load_records([records_dir])
    tell("read", 1, 1)
    lines = dataset_lines(records, tell)
    tell("write", 0, 1)
    data = b"".join(lines)
    manifest = Manifest(version_of(data), fingerprint, len(lines), len(records))
    try:
        write_whole(out_dir / DATASET, data)
        write_whole(out_dir / MANIFEST, (json.dumps(asdict(manifest), indent=2) + "\n").encode())
    except OSError as error:
        raise _unwritable(out_dir, error) from error
    tell("write", 1, 1)
    return manifest


def dataset_lines(records: Sequence[Record], progress: Progress | None = None) -> list[bytes]:
    """The N-Quads lines of the dataset, sorted. RecordErrors when a record would make a blank node."""
    tell = progress or be_silent
    work = Workspace()
    nameless = []
    for done, record in enumerate(records):
        if done % 100 == 0:
            tell("convert", done, len(records))
        if work.add_json_ld(json_ld_of(record)):
            remedy = "give every rule, exception, outcome, amendment and source an `id`"
            nameless.append(
                RecordError(str(record.path), record.lines[()], "has a part without a name", remedy)
            )
    if nameless:
        raise RecordErrors(nameless)
    tell("convert", len(records), len(records))
    for name in ("ontology", "concepts", "alignments"):
        if work.add_turtle(FILES[name].read_bytes(), SCHEMA_GRAPH):
            raise StoreError(f"{FILES[name]} has a blank node; give it an IRI")
    steps = sorted(DERIVE.glob("*.ru"))
    for done, step in enumerate(steps):
        tell("derive", done, len(steps))
        work.update(step.read_text(encoding="utf-8"))
    tell("derive", len(steps), len(steps))
    return sorted(work.nquads().splitlines(keepends=True))


def json_ld_of(record: Record) -> bytes:
    """A record as a JSON-LD document: the entity, and the record itself, in the record's named graph."""
    name = record_iri(record.id)
    provenance = {
        "id": name,
        "type": "Record",
        "about": record.id,
        "derived_from": sorted(set(_source_ids(record.data))),
        "licence": LICENCE,
    } | {key: record.data[key] for key in ("verification", "checked") if key in record.data}
    body = json.dumps({"@id": name, "@graph": [record.data, provenance]}, ensure_ascii=False)
    return f'{{"@context":{_CONTEXT_TEXT},{body[1:]}'.encode()


def fingerprint_of(records_dir: Path) -> str:
    """A hash of all that a dataset is built from: names and contents of records, schema, derive files."""
    total = hashlib.sha256(_FORMAT.encode())
    root = str(records_dir)
    records = {str(path).removeprefix(root): path for path in record_files([records_dir])}
    others = {path.name: path for path in (*FILES.values(), *sorted(DERIVE.glob("*.ru")))}
    for name, path in (records | others).items():
        content = path.read_bytes()
        total.update(f"\0{name}\0{len(content)}\0".encode())
        total.update(content)
    return "sha256-" + total.hexdigest()


def _source_ids(value: Value) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _source_ids(item)
    elif isinstance(value, Mapping):
        for key, part in value.items():
            if key == "sources":
                yield from (source["id"] for source in part)
            else:
                yield from _source_ids(part)


def _unwritable(out_dir: Path, error: OSError) -> StoreError:
    return StoreError(
        f"the data folder {out_dir} cannot be written ({error.strerror}); "
        "set FACELEX_DATA to a folder that can, for example FACELEX_DATA=/tmp/facelex"
    )


def be_silent(_stage: str, _done: int, _total: int) -> None:
    """Progress that nobody follows."""


_CONTEXT_TEXT: Final = json.dumps(CONTEXT)
