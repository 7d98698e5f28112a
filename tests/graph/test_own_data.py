import gzip
import io
from collections.abc import Callable
from pathlib import Path
from typing import IO, cast

import pytest
from pyoxigraph import Store

from graph.changes import Change
from graph.journal import Journal
from graph.own_data import Source, back_up, load_files, own_store, restore
from schema.errors import FacelexError, QueryRefused, QuerySyntaxError, StoreError

RECORD = "https://w3id.org/facelex/record/law/x"


def source(data: str | bytes, format: str = "ttl", graph: str | None = None) -> Source:
    content = data.encode() if isinstance(data, str) else data
    return Source(f"mine.{format}", lambda: io.BytesIO(content), format, graph)


def no_file() -> IO[bytes]:
    raise FileNotFoundError(2, "No such file or directory")


def silent(_: Source) -> Callable[[int], None]:
    return lambda read: None


def own(data: Path) -> list[str]:
    with Journal.look(data) as journal:
        store: Store = own_store(journal)
    return sorted(str(quad) for quad in store)


def test_files_add_to_what_is_there(tmp_path: Path) -> None:
    with Journal(tmp_path) as journal:
        journal.append(Change(added=b"<x:a> <x:p> <x:b> .\n<x:a> <x:p> <x:c> <x:g> .\n"))
    sources = [
        source("<x:a> <x:p> <x:b>, <x:d> ."),
        source("<x:a> <x:p> <x:e> .", graph="x:g"),
        source('{"@id": "x:a", "x:p": {"@id": "x:f"}}', "jsonld", "x:g"),
        source("<x:g> { <x:a> <x:p> <x:h> } <x:a> <x:p> <x:i> .", "trig", "x:g"),
        source("<x:a> <x:p> <x:j> <x:k> .", "nq"),
    ]
    loaded = load_files(tmp_path, sources, silent)
    assert (loaded.added, loaded.all) == (6, 8)
    assert own(tmp_path) == sorted(
        ["<x:a> <x:p> <x:b>", "<x:a> <x:p> <x:d>", "<x:a> <x:p> <x:j> <x:k>"]
        + [f"<x:a> <x:p> <x:{name}> <x:g>" for name in "cefhi"]
    )


@pytest.mark.parametrize(
    ("broken", "error", "said"),
    [
        (source("<x:a> <x:p> "), QuerySyntaxError, "mine.ttl is not Turtle"),
        (source(f"<x:a> <x:p> 1 <{RECORD}> .", "nq"), QuerySyntaxError, "N-Quads"),
        (source(f"<x:a> <x:p> <x:b> <{RECORD}> .", "nq"), QueryRefused, "belongs to the records"),
        (source("<x:a> <x:p> 1 .", graph=RECORD), QueryRefused, "belongs to the records"),
        (source("<x:h> { <x:a> <x:p> 1 }", "trig", "x:g"), QueryRefused, "--graph"),
        (source("<x:a> <x:p> 1 .", graph="not an IRI"), FacelexError, "not an IRI"),
        (
            Source("none", no_file, "ttl"),
            StoreError,
            "none cannot be read",
        ),
    ],
)
def test_all_files_come_in_or_none(
    tmp_path: Path, broken: Source, error: type[FacelexError], said: str
) -> None:
    load_files(tmp_path, [source("<x:a> <x:p> <x:b> .")], silent)
    with pytest.raises(error, match=said):
        load_files(tmp_path, [source("<x:a> <x:p> <x:c> ."), broken], silent)
    assert own(tmp_path) == ["<x:a> <x:p> <x:b>"]


def test_progress_tells_how_much_was_read(tmp_path: Path) -> None:
    told: list[int] = []
    big = "".join(f"<x:s{n}> <x:p> <x:o> .\n" for n in range(150_000))
    load_files(tmp_path, [source(big, "nt")], lambda _: told.append)
    assert len(told) >= 2
    assert sorted(told) == told
    assert told[-1] <= len(big)


def test_backup_put_back_is_the_same_to_the_byte(tmp_path: Path) -> None:
    mine = "_:a <x:p> _:b . _:b <x:q> 1, 'é'@fr . <x:g> { _:a <x:p> 2 }"
    load_files(tmp_path / "one", [source(mine, "trig")], silent)
    first, second = io.BytesIO(), io.BytesIO()
    assert back_up(tmp_path / "one", first) == 4
    load_files(tmp_path / "two", [source("<x:other> <x:p> 1 .")], silent)
    assert restore(tmp_path / "two", unpacked(first.getvalue()), lambda read: None) == 4
    assert back_up(tmp_path / "two", second) == 4
    assert first.getvalue() == second.getvalue()
    assert own(tmp_path / "one") == own(tmp_path / "two")


def unpacked(data: bytes) -> Source:
    return Source("own.nq.gz", lambda: cast(IO[bytes], gzip.open(io.BytesIO(data), "rb")), "nq")


@pytest.mark.parametrize(
    "spoil", [lambda data: data[:-20], lambda data: data[:40], lambda data: b"no backup"]
)
def test_broken_backup_is_not_put_back(tmp_path: Path, spoil: Callable[[bytes], bytes]) -> None:
    load_files(tmp_path, [source("".join(f"<x:s{n}> <x:p> 1 .\n" for n in range(999)))], silent)
    out = io.BytesIO()
    back_up(tmp_path, out)
    load_files(tmp_path, [source("<x:a> <x:p> 1 .")], silent)
    with pytest.raises(StoreError, match=r"own\.nq\.gz cannot be read"):
        restore(tmp_path, unpacked(spoil(out.getvalue())), lambda read: None)
    assert len(own(tmp_path)) == 1000


def test_backup_is_taken_while_another_process_writes(tmp_path: Path) -> None:
    with Journal(tmp_path) as journal:
        journal.append(Change(added=b"<x:a> <x:p> <x:b> .\n"))
        assert back_up(tmp_path, io.BytesIO()) == 1
        with pytest.raises(StoreError, match="/store"):
            load_files(tmp_path, [source("<x:a> <x:p> 1 .")], silent)
        with pytest.raises(StoreError, match="another process"):
            restore(tmp_path, source("", "nq"), lambda read: None)


def test_nothing_to_back_up_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="nobody has data"):
        back_up(tmp_path, io.BytesIO())
    assert list(tmp_path.iterdir()) == []
