import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest

from api.commands.serve import address_of, listen
from api.costly import MOST_WAITING
from api.settings import Settings
from tests.api.commands.conftest import Facelex


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port


def read(address: str) -> str:
    """The text at an address of a server that may still be starting."""
    deadline = time.monotonic() + 30
    while True:
        try:
            with urlopen(address, timeout=10) as response:
                return str(response.read().decode())
        except URLError:
            assert time.monotonic() < deadline
            time.sleep(0.05)


def status(address: str) -> int:
    try:
        with urlopen(address, timeout=60) as response:
            return int(response.status)
    except HTTPError as error:
        return error.code


@contextmanager
def running(data_folder: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A server as a user starts it, and its port; it may still be starting."""
    port = free_port()
    command = [sys.executable, "-m", "api", "serve", "--data", str(data_folder), "--port", str(port)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COV_")}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as server:
        try:
            yield server, port
        finally:
            server.kill()


@pytest.mark.parametrize(("ending", "status"), [(signal.SIGINT, 0), (signal.SIGTERM, -signal.SIGTERM)])
def test_server_answers_and_ends_when_told(data_folder: Path, ending: signal.Signals, status: int) -> None:
    with running(data_folder) as (server, port):
        answer = json.loads(
            read(f"http://127.0.0.1:{port}/api/check?place=San+Francisco&actor=police&on=2024-06-01")
        )
        assert answer["verdict"] == "prohibited"
        server.send_signal(ending)
        _, said = server.communicate(timeout=20)
    assert server.returncode == status
    assert f"facelex serves http://127.0.0.1:{port}/" in said
    assert "Traceback" not in said
    with socket.create_server(("127.0.0.1", port)):
        pass  # nobody holds the port any more


def test_home_page_has_room_for_all_its_first_visitors(data_folder: Path) -> None:
    visitors = MOST_WAITING * 2
    with running(data_folder) as (_, port):
        home = f"http://127.0.0.1:{port}/"
        read(f"{home}healthz")
        with ThreadPoolExecutor(visitors) as crowd:
            found = list(crowd.map(status, [home] * visitors))
    assert found == [200] * visitors


def test_taken_port_is_told_with_the_way_out(facelex: Facelex) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        run = facelex("serve", "--port", str(taken.getsockname()[1]))
    assert run.status == 2
    assert "--port" in run.err
    assert "Traceback" not in run.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--port", "http"), "FACELEX_PORT is 'http'"),
        (("--host", "a/b"), "FACELEX_HOST"),
        (("--workers", "0"), "FACELEX_WORKERS"),
        (("--query-timeout", "soon"), "FACELEX_QUERY_TIMEOUT"),
        (("--query-memory", "1"), "FACELEX_QUERY_MEMORY"),
    ],
)
def test_unusable_option_is_told_by_its_setting(facelex: Facelex, words: tuple[str, ...], said: str) -> None:
    run = facelex("serve", *words)
    assert (run.status, run.out) == (2, "")
    assert said in run.err


def test_answers_are_sent_without_delay() -> None:
    with (
        listen(Settings(port=free_port())) as listener,
        socket.create_connection(listener.getsockname()),
        listener.accept()[0] as connection,
    ):
        assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_address_is_one_that_a_browser_opens() -> None:
    assert address_of(Settings(host="::1", port=80)) == "http://[::1]:80/"
