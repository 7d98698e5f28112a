"""Where in the files of records a thing stands: for who wants to mend it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from graph.load import RECORDS, record_files

TOP: Final = "graph/records"


@dataclass(frozen=True)
class FilePlace:
    """A file, from the top of the repository, the line (from 1) where a thing begins, and the file's text."""

    file: str
    line: int
    text: str


class RecordPlaces:
    """The record files by kind and name; a file is read when it is asked for."""

    def __init__(self, files: Mapping[tuple[str, str], Path], folder: Path) -> None:
        self._files: Final = files
        self._folder = folder

    @classmethod
    def read(cls, folder: Path = RECORDS) -> "RecordPlaces":
        """List the files of a folder of records."""
        files = {(path.relative_to(folder).parts[0], path.stem): path for path in record_files([folder])}
        return cls(files, folder)

    def of(self, record: str, thing: str) -> FilePlace | None:
        """Where a thing (its id) stands in the file of a record (its id); None when no file here says so, as
        for data from elsewhere.
        """
        kind, _, slug = record.partition("/")
        path = self._path(kind, slug)
        if path is None:
            return None
        text = path.read_text(encoding="utf-8")
        for number, line in enumerate(text.splitlines(), 1):
            if line.lstrip(" -") == f"id: {thing}":
                return FilePlace(f"{TOP}/{path.relative_to(self._folder)}", number, text)
        return None

    def _path(self, kind: str, slug: str) -> Path | None:
        if kind != "jurisdiction":
            return self._files.get((kind, slug))
        steps = slug.split("-")  # several places stand in a file of the country or state
        tried = ("-".join(steps[:end]) for end in range(len(steps), 0, -1))
        return next((self._files[kind, name] for name in tried if (kind, name) in self._files), None)
