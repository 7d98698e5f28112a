import json
import logging
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.engine import Engine
from graph.load import RECORDS
from graph.queries import Query
from graph.store import open_engine
from schema.errors import RecordErrors, StoreError

COUNT = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }"


def count(engine: Engine) -> str:
    (row,) = engine.select(Query("count", "How many quads?", (), ("n",), COUNT))
    return row["n"]


def test_first_opening_builds_and_the_next_only_loads(records: Path, tmp_path: Path) -> None:
    stages: list[str] = []
    first = open_engine(tmp_path / "data", records, lambda stage, _done, _total: stages.append(stage))
    assert "write" in stages
    stages.clear()
    second = open_engine(tmp_path / "data", records, lambda stage, _done, _total: stages.append(stage))
    assert stages == []
    assert first.data_version == second.data_version
    assert count(first) == count(second)


def test_changed_record_is_seen(records: Path, tmp_path: Path) -> None:
    before = open_engine(tmp_path, records)
    path = records / "law/us-ca/us-ca-oakland-2019.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("Oakland ban", "Oakland's ban"), encoding="utf-8"
    )
    after = open_engine(tmp_path, records)
    assert before.data_version != after.data_version


def test_wrong_record_is_told_rather_than_old_data_shown(records: Path, tmp_path: Path) -> None:
    open_engine(tmp_path, records)
    (records / "law/us-ca/new.yaml").write_text("id: law/new\n", encoding="utf-8")
    with pytest.raises(RecordErrors):
        open_engine(tmp_path, records)


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        ("dataset.nq", lambda data: data[: len(data) // 2]),
        ("dataset.nq", lambda data: data.replace(b"Oakland", b"Oakham")),
        ("dataset.nq", lambda _data: b""),
        ("dataset.nq", lambda _data: b"\xff\x00rubbish"),
        ("dataset.json", lambda data: data[:20]),
        ("dataset.json", lambda _data: b"[]"),
        ("dataset.json", lambda _data: b'{"data_version": "x"}'),
        ("dataset.json", lambda _data: b"\xff"),
    ],
)
def test_damaged_folder_is_built_anew_with_a_remark(
    records: Path,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    name: str,
    damage: Callable[[bytes], bytes],
) -> None:
    good = open_engine(tmp_path, records)
    path = tmp_path / name
    data = path.read_bytes()
    path.write_bytes(damage(data))
    with caplog.at_level(logging.WARNING):
        again = open_engine(tmp_path, records)
    assert path.read_bytes() == data
    assert again.data_version == good.data_version
    assert "damaged" in caplog.text
    assert name in caplog.text


def test_missing_file_is_built_anew(records: Path, tmp_path: Path) -> None:
    good = open_engine(tmp_path, records)
    for name in ("dataset.nq", "dataset.json"):
        (tmp_path / name).unlink()
        assert open_engine(tmp_path, records).data_version == good.data_version


def test_folder_that_cannot_be_written_is_named_with_the_way_out(records: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    with pytest.raises(StoreError, match="FACELEX_DATA"):
        open_engine(blocked / "data", records)


def test_built_folder_is_opened_without_building(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = json.loads((data_folder / "dataset.json").read_text(encoding="utf-8"))
    monkeypatch.setattr("graph.store.write_dataset", None)
    assert count(open_engine(data_folder, RECORDS)) == str(before["quads"])
