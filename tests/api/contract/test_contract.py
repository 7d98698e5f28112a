"""The server does what /openapi.json says: schemathesis asks it whatever the description allows, and what it
does not allow, and follows its links. `FACELEX_CONTRACT_EXAMPLES=100` asks more of each operation.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from graph.build import DATASET
from graph.engine import Engine
from tests.api.servers import BEARER, TOKEN, Served, served

HERE = Path(__file__).parent
EXAMPLES = os.environ.get("FACELEX_CONTRACT_EXAMPLES", "3")


@pytest.fixture(scope="module")
def server(engine: Engine, data_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server over the real data that takes writes, into a folder of its own."""
    data = tmp_path_factory.mktemp("contract")
    shutil.copy(data_folder / DATASET, data)
    with served(data, engine, write_token=TOKEN) as found:
        httpx.get(f"{found.address}/openapi.json", timeout=120)  # the first time its examples are asked for
        yield found


def test_server_keeps_its_contract(server: Served, tmp_path: Path) -> None:
    shutil.copy(HERE / "schemathesis.toml", tmp_path)
    command = [str(Path(sys.executable).with_name("st")), "run", f"{server.address}/openapi.json"]
    options = {
        "--checks": "all",
        "--max-examples": EXAMPLES,
        "--seed": "1",
        "--workers": "1",  # Python 3.11 may read source text wrongly in two threads
        "--request-timeout": "60",
        "--max-response-time": "60",  # all dumps at once take ten seconds, beside other work more
        "--header": f"Authorization: {BEARER['Authorization']}",
    }
    run = subprocess.run(
        [
            *command,
            *(word for pair in options.items() for word in pair),
            "--no-color",
            "--continue-on-failure",
        ],
        cwd=tmp_path,
        env={**os.environ, "SCHEMATHESIS_HOOKS": str(HERE / "hooks.py"), "PYTHONWARNINGS": "ignore"},
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-20_000:] + run.stderr[-2_000:]
    summary = run.stdout[run.stdout.rindex("= SUMMARY =") :]
    assert "Examples" in summary
    print(summary)
