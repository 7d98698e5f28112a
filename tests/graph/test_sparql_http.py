from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import pytest

from graph.engine_address import Address, Auth
from graph.results import ROWS_MEDIA
from graph.sparql_http import Reply, SparqlHttp, shown
from schema.errors import EngineError, EngineRefused, EngineTimeout, EngineTooMuch
from tests.engines import free_port
from tests.stub import Asked, Behave, Stub, answer, raw, stub

GOOD = '{"head":{"vars":["x"]},"results":{"bindings":[]}}'


@pytest.fixture
def server() -> Iterator[Stub]:
    with stub(answer(GOOD)) as made:
        yield made


@pytest.fixture
def http(server: Stub) -> Iterator[SparqlHttp]:
    made = SparqlHttp(Address(f"{server.at}/query?key=s3cret", f"{server.at}/update", f"{server.at}/store"))
    yield made
    made.close()


def ask(http: SparqlHttp, seconds: float = 5, most: int = 1) -> Reply:
    return http.query("SELECT ?x WHERE { ?x ?y ?z }", ROWS_MEDIA, seconds, most)


def test_query_goes_as_a_form_with_its_media_type(server: Stub, http: SparqlHttp) -> None:
    assert ask(http) == Reply(ROWS_MEDIA, GOOD.encode())
    (asked,) = server.asked
    assert (asked.method, asked.path) == ("POST", "/query?key=s3cret")
    assert asked.query == "SELECT ?x WHERE { ?x ?y ?z }"
    assert asked.headers["Accept"] == ROWS_MEDIA
    assert asked.headers["Accept-Encoding"] == "identity"
    assert "Authorization" not in asked.headers


def test_no_secret_gets_into_a_log(server: Stub, http: SparqlHttp, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    ask(http)
    server.behave = answer("no", "text/plain", 500)
    with pytest.raises(EngineError):
        ask(http)
    assert "s3cret" not in caplog.text


def test_update_goes_as_it_stands_and_a_graph_by_its_name(server: Stub, http: SparqlHttp) -> None:
    http.update('INSERT DATA { <urn:a> <urn:b> "é" }', 5)
    http.put_graph("http://g/1?a=b&c#d", b"<urn:a> <urn:b> <urn:c> .\n", 5)
    update, put = server.asked
    assert (update.path, update.headers["Content-Type"]) == ("/update", "application/sparql-update")
    assert update.body.decode() == 'INSERT DATA { <urn:a> <urn:b> "é" }'
    assert (put.method, put.path) == ("PUT", "/store?graph=http%3A%2F%2Fg%2F1%3Fa%3Db%26c%23d")


@pytest.mark.parametrize(
    ("auth", "header"),
    [(Auth("basic", "me:se:cret"), "Basic bWU6c2U6Y3JldA=="), (Auth("bearer", "t0k"), "Bearer t0k")],
)
def test_credentials_are_sent(server: Stub, auth: Auth, header: str) -> None:
    http = SparqlHttp(Address(server.at, auth=auth))
    ask(http)
    http.close()
    assert server.asked[0].headers["Authorization"] == header


def test_digest_answers_the_challenge(server: Stub) -> None:
    def behave(asked: Asked, handler: BaseHTTPRequestHandler) -> None:
        if "Authorization" in asked.headers:
            answer(GOOD)(asked, handler)
        else:
            challenge = 'Digest realm="r", nonce="n", qop="auth", algorithm="MD5"'
            answer("", "text/plain", 401, WWW_Authenticate=challenge)(asked, handler)

    server.behave = behave
    http = SparqlHttp(Address(server.at, auth=Auth("digest", "me:secret")))
    ask(http)
    ask(http)
    http.close()
    assert 'username="me"' in server.asked[-1].headers["Authorization"]
    assert "secret" not in server.asked[-1].headers["Authorization"]


def slowly(server: Stub, *pieces: bytes, pause: float = 0.15) -> Behave:
    """Send pieces with pauses, then wait for the end of the test."""

    def behave(_: Asked, handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        for piece in pieces:
            handler.wfile.write(piece)
            handler.wfile.flush()
            if server.released.wait(pause):
                return
        server.released.wait(20)

    return behave


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\nContent-Length: 1000\r\n"


@pytest.mark.parametrize(
    "pieces",
    [
        (),
        (b"HTTP/1.1 200 OK\r\n",),
        tuple(bytes([byte]) for byte in HEAD),  # a byte of the head now and then
        (HEAD + b"\r\n", *(b" " for _ in range(60))),  # a byte of the body now and then
    ],
    ids=["says nothing", "stops in its head", "drips its head", "drips its body"],
)
def test_engine_that_is_slow_is_left_at_the_deadline(
    server: Stub, http: SparqlHttp, pieces: tuple[bytes, ...]
) -> None:
    server.behave = slowly(server, *pieces)
    with pytest.raises(EngineTimeout, match=r"did not answer within 0\.5 s"):
        ask(http, seconds=0.5)


def test_engine_that_is_down_cannot_be_reached() -> None:
    http = SparqlHttp(Address(f"http://127.0.0.1:{free_port()}/query"))
    with pytest.raises(EngineError, match="cannot be reached"):
        ask(http)


@pytest.mark.parametrize(
    ("behave", "kind", "said"),
    [
        (answer("<html>", "text/html"), EngineError, "answers a query with text/html where"),
        (answer(GOOD, ""), EngineError, "answers a query with no media type"),
        (answer("no", "text/plain", 401), EngineError, "refuses access .*FACELEX_SPARQL_AUTH"),
        (answer("no", "text/plain", 403), EngineError, "refuses access"),
        (answer("", "text/plain", 302, Location="http://evil.example/"), EngineError, "sends elsewhere"),
        (answer("", "text/plain", 307, Location="/query"), EngineError, "sends elsewhere"),
        (answer("line 1: unknown\x1b[2J", "text/plain", 400), EngineRefused, r": line 1: unknown \[2J$"),
        (answer("<p>sorry</p>", "text/html", 400), EngineRefused, "does not take the request$"),
        (answer("x" * 9000, "text/plain", 500), EngineError, "failed with status 500: x{300}$"),
        (answer("Transaction timed out", "text/plain", 500), EngineTimeout, "timed out"),
        (answer("", "text/plain", 504), EngineTimeout, "in its own time"),
        (answer(b" " * 2_000_000), EngineTooMuch, "more than 1 MiB"),
        (answer(b"\x1f\x8b", Content_Encoding="gzip"), EngineError, "compresses"),
        (answer(GOOD, X_SPARQL_MaxRows="100"), EngineError, "cut its answer.*ResultSetMaxRows"),
        (answer(GOOD, X_SQL_State="S1TAT"), EngineError, "cut its answer"),
        (raw(b"SSH-2.0-OpenSSH_9.2\r\n"), EngineError, "does not speak HTTP"),
        (raw(b"\x00\xff" * 100), EngineError, "does not speak HTTP"),
        (raw(HEAD + b"\r\n{"), EngineError, "broke off"),
        (raw(HEAD + b"X-Long: " + b"a" * 200_000 + b"\r\n\r\n"), EngineError, "does not speak HTTP"),
        (raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"), EngineError, "does not speak HTTP"),
        (raw(), EngineError, "broke off"),
    ],
)
def test_engine_that_fails_is_told_by_its_failure(
    server: Stub, http: SparqlHttp, behave: Behave, kind: type[EngineError], said: str
) -> None:
    server.behave = behave
    with pytest.raises(kind, match=said) as caught:
        ask(http)
    assert type(caught.value) is kind
    assert f"the SPARQL engine at {server.at}/query" in str(caught.value)
    assert "s3cret" not in str(caught.value)


def test_redirect_is_not_followed_and_takes_no_credentials_along(server: Stub) -> None:
    with stub(answer(GOOD)) as elsewhere:
        server.behave = answer("", "text/plain", 307, Location=f"{elsewhere.at}/query")
        http = SparqlHttp(Address(server.at, auth=Auth("basic", "me:secret")))
        with pytest.raises(EngineError, match="sends elsewhere"):
            ask(http)
        http.close()
        assert elsewhere.asked == []


def test_endless_answer_is_left_at_its_bound(server: Stub, http: SparqlHttp) -> None:
    def behave(_: Asked, handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        handler.wfile.write(HEAD.replace(b"Content-Length: 1000\r\n", b"") + b"\r\n")
        while not server.released.is_set():
            handler.wfile.write(b" " * 65536)

    server.behave = behave
    with pytest.raises(EngineTooMuch):
        ask(http)


def test_connection_that_was_closed_meanwhile_is_opened_anew(server: Stub, http: SparqlHttp) -> None:
    ask(http)

    def once(asked: Asked, handler: BaseHTTPRequestHandler) -> None:
        server.behave = answer(GOOD)
        raw()(asked, handler)

    server.behave = once
    assert ask(http).body == GOOD.encode()
    assert len(server.asked) == 3


def test_update_is_not_sent_twice(server: Stub, http: SparqlHttp) -> None:
    server.behave = raw()
    with pytest.raises(EngineError, match="broke off"):
        http.update("INSERT DATA {}", 5)
    assert len(server.asked) == 1


def test_proxy_of_the_environment_is_not_used(server: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    http = SparqlHttp(Address(server.at))
    assert ask(http).body == GOOD.encode()
    http.close()


def test_address_without_update_or_store_says_which_to_set(server: Stub) -> None:
    http = SparqlHttp(Address(server.at))
    with pytest.raises(EngineError, match="FACELEX_SPARQL_UPDATE_URL"):
        http.update("DROP ALL", 5)
    with pytest.raises(EngineError, match="FACELEX_SPARQL_STORE_URL"):
        http.put_graph("urn:g", b"", 5)
    http.close()


def test_what_is_shown_of_an_address_holds_no_secret() -> None:
    assert shown("https://me:pass@db.example:8182/sparql?token=abc#x") == "https://db.example:8182/sparql"
    assert "secret" not in repr(Address("http://x/?secret", auth=Auth("basic", "me:secret")))
