import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from rdflib import Dataset

from graph.build import build_dataset, build_lock, dataset_lines, fingerprint_of, json_ld_of
from graph.engine import version_of
from graph.load import load_records
from graph.rdf import Workspace
from schema.errors import RecordErrors, StoreError
from schema.vocabulary import ID, NS, RECORD

LAW = Path("law/us-ca/us-ca-oakland-2019.yaml")


def lines_of(records: Path) -> list[str]:
    return [line.decode().rstrip("\n") for line in dataset_lines(load_records([records]))]


def test_every_record_becomes_a_named_graph_that_says_where_it_comes_from(records: Path) -> None:
    lines = lines_of(records)
    record = f"<{RECORD}law/us-ca-oakland-2019>"
    law = f"<{ID}law/us-ca-oakland-2019>"
    dct = "http://purl.org/dc/terms/"
    for triple in (
        f"{record} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{NS}Record>",
        f"{record} <http://xmlns.com/foaf/0.1/primaryTopic> {law}",
        f"{record} <{NS}verification> <{NS}verified-text>",
        f'{record} <{NS}checkedOn> "2026-07-31"^^<http://www.w3.org/2001/XMLSchema#date>',
        f"{record} <http://www.w3.org/ns/prov#wasDerivedFrom> <{ID}source/oakland-code>",
        f"{record} <http://www.w3.org/ns/prov#wasDerivedFrom> <{ID}source/oakland-memo>",
        f"{record} <{dct}license> <https://creativecommons.org/licenses/by/4.0/>",
        f'{law} <http://www.w3.org/2004/02/skos/core#prefLabel> "Oakland ban"@en',
        f"{law} <{NS}rule> <{ID}rule/us-ca-oakland-2019--ban>",
    ):
        assert f"{triple} {record} ." in lines


def test_dataset_has_the_schema_in_its_own_graph_and_no_blank_nodes(records: Path) -> None:
    lines = lines_of(records)
    assert any(line.endswith(f"<{NS.rstrip('#')}> .") and line.startswith(f"<{NS}police>") for line in lines)
    assert not any(line.startswith("_:") or line.split(" ", 2)[2].startswith("_:") for line in lines)


def test_same_records_give_the_same_sorted_bytes(records: Path, tmp_path: Path) -> None:
    first = build_dataset(records, tmp_path / "one")
    second = build_dataset(records, tmp_path / "two")
    data = (tmp_path / "one/dataset.nq").read_bytes()
    assert data == (tmp_path / "two/dataset.nq").read_bytes()
    assert data.splitlines() == sorted(set(data.splitlines()))
    assert first.data_version == second.data_version == version_of(data)
    assert (first.records, first.quads) == (3, len(data.splitlines()))
    assert (tmp_path / "one/dataset.json").read_bytes() == (tmp_path / "two/dataset.json").read_bytes()


def test_bytes_do_not_depend_on_the_hash_seed_or_the_folder(records: Path, tmp_path: Path) -> None:
    versions = set()
    for seed in ("1", "2"):
        code = "import sys; from pathlib import Path; from graph.build import build_dataset;"
        code += "print(build_dataset(Path(sys.argv[1]), Path(sys.argv[2])).data_version)"
        moved = tmp_path / seed / "records"
        moved.parent.mkdir()
        moved.symlink_to(records)
        ran = subprocess.run(
            [sys.executable, "-c", code, str(moved), str(tmp_path / seed / "out")],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        versions.add(ran.stdout)
        versions.add(json.loads((tmp_path / seed / "out/dataset.json").read_text())["data_version"] + "\n")
    assert len(versions) == 1


def test_manifest_names_data_and_origin(records: Path, tmp_path: Path) -> None:
    report = build_dataset(records, tmp_path)
    assert json.loads((tmp_path / "dataset.json").read_text(encoding="utf-8")) == {
        "data_version": report.data_version,
        "fingerprint": fingerprint_of(records),
        "quads": report.quads,
        "records": 3,
    }


def test_fingerprint_changes_with_any_content_and_any_name(records: Path) -> None:
    seen = {fingerprint_of(records)}
    path = records / LAW
    path.write_bytes(path.read_bytes() + b"\n")
    seen.add(fingerprint_of(records))
    path.rename(path.with_name("other.yaml"))
    seen.add(fingerprint_of(records))
    assert len(seen) == 3


def test_progress_is_told_by_stage(records: Path, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    build_dataset(records, tmp_path, lambda *step: told.append(step))
    assert list(dict.fromkeys(stage for stage, _, _ in told)) == ["read", "convert", "derive", "write"]
    assert all(0 <= done <= total for _, done, total in told)
    assert ("convert", 3, 3) in told


def test_wrong_record_leaves_the_last_dataset_in_place(records: Path, tmp_path: Path) -> None:
    build_dataset(records, tmp_path)
    before = (tmp_path / "dataset.nq").read_bytes()
    (records / LAW).write_text("id: law/broken\n", encoding="utf-8")
    with pytest.raises(RecordErrors):
        build_dataset(records, tmp_path)
    assert (tmp_path / "dataset.nq").read_bytes() == before
    assert not [path for path in tmp_path.iterdir() if path.name.endswith(".new")]


def test_folder_that_cannot_be_written_is_named_with_the_way_out(records: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StoreError, match=r"cannot be written .* FACELEX_DATA"):
        build_dataset(records, tmp_path / "file" / "data")


def test_builds_into_one_folder_wait_for_each_other(records: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with ThreadPoolExecutor(2) as pool:
        with build_lock(out):
            builds = [pool.submit(build_dataset, records, out) for _ in range(2)]
            assert not list(out.glob("dataset.*"))
        versions = {build.result(timeout=60).data_version for build in builds}
    assert versions == {version_of((out / "dataset.nq").read_bytes())}


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib's parser uses its own old names
def test_rdflib_reads_the_same_from_a_record(records: Path) -> None:
    for record in load_records([records]):
        work = Workspace()
        assert work.add_json_ld(json_ld_of(record)) == 0
        theirs = Dataset()
        theirs.parse(data=json_ld_of(record), format="json-ld")
        ours = Dataset()
        ours.parse(data=work.nquads(), format="nquads")
        assert set(ours.quads()) == set(theirs.quads())


def test_real_dataset_is_built_within_its_bounds(data_folder: Path) -> None:
    manifest = json.loads((data_folder / "dataset.json").read_text(encoding="utf-8"))
    assert manifest["records"] > 1500
    assert 40_000 < manifest["quads"] < 500_000
