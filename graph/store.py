"""The data folder: the dataset as it was last built, built anew when the records have changed."""

import json
import logging
from pathlib import Path
from typing import Final

from graph.build import DATASET, MANIFEST, Manifest, Progress, build_lock, fingerprint_of, write_dataset
from graph.engine import Engine
from graph.load import RECORDS
from schema.errors import StoreError

_LOG: Final = logging.getLogger("facelex.store")


def open_engine(data: Path, records: Path = RECORDS, progress: Progress | None = None) -> Engine:
    """The engine over the dataset in folder `data`; builds only if the records or the schema changed since.

    A damaged dataset is built anew, with a remark in the log. RecordErrors when the records must be built and
    are wrong; StoreError when the folder cannot be written.
    """
    fingerprint = fingerprint_of(records)
    engine = _current(data, fingerprint)
    if engine:
        return engine
    with build_lock(data):
        engine = _current(data, fingerprint)  # another process may have built it while this one waited
        if engine:
            return engine
        if (
            (data / DATASET).exists()
            and (manifest := _manifest(data))
            and manifest.fingerprint == fingerprint
        ):
            _LOG.warning("%s is damaged; building it anew", data / DATASET)
        write_dataset(records, data, progress)
        return Engine.load(data / DATASET)


def current_version(data: Path, records: Path = RECORDS, progress: Progress | None = None) -> str:
    """The data version of the records, without loading the dataset; builds as `open_engine` does."""
    fingerprint = fingerprint_of(records)
    manifest = _manifest(data)
    if not manifest or manifest.fingerprint != fingerprint or not (data / DATASET).is_file():
        with build_lock(data):
            manifest = write_dataset(records, data, progress)
    return manifest.data_version


def _current(data: Path, fingerprint: str) -> Engine | None:
    manifest = _manifest(data)
    if not manifest or manifest.fingerprint != fingerprint:
        return None
    try:
        return Engine.load(data / DATASET, manifest.data_version)
    except StoreError:
        return None


def _manifest(data: Path) -> Manifest | None:
    try:
        found = json.loads((data / MANIFEST).read_text(encoding="utf-8"))
        return Manifest(**found)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError) as error:
        _LOG.warning("%s is damaged (%s); building it anew", data / MANIFEST, error)
        return None
