from pathlib import Path

import pytest

from api.settings import Settings
from graph.engine_address import Address, Auth
from schema.errors import SettingsError


def test_empty_environment_gives_the_defaults() -> None:
    assert Settings.from_environment({"FACELEX_PORT": " "}) == Settings()
    assert (Settings().host, Settings().port, Settings().data) == ("127.0.0.1", 8000, Path(".data"))


def test_every_variable_is_read() -> None:
    given = {
        "FACELEX_DATA": "/srv/facelex",
        "FACELEX_HOST": "::1",
        "FACELEX_PORT": "8001",
        "FACELEX_QUERY_TIMEOUT": "2.5",
        "FACELEX_QUERY_MEMORY": "256",
        "FACELEX_WORKERS": "3",
        "FACELEX_WRITE_TOKEN": "0123456789abcdef",
        "FACELEX_DEFAULT_GRAPH": "own",
        "FACELEX_ALLOWED_ADDRESSES": " https://a.example/sparql, http://b.example/data/ ,",
        "FACELEX_RATE_LIMIT": "0",
        "FACELEX_LOG": "json",
        "FACELEX_PUBLIC_URL": "https://facelex.example/",
    }
    assert Settings.from_environment(given) == Settings(
        Path("/srv/facelex"),
        "::1",
        8001,
        2.5,
        256,
        3,
        write_token="0123456789abcdef",
        default_graph="own",
        allowed_addresses=("https://a.example/sparql", "http://b.example/data/"),
        rate_limit=0,
        log="json",
        public_url="https://facelex.example",
    )


def test_token_is_never_shown() -> None:
    assert "0123456789abcdef" not in repr(Settings(write_token="0123456789abcdef"))
    with pytest.raises(SettingsError) as caught:
        Settings.from_environment({"FACELEX_WRITE_TOKEN": "0123456789 abcdef"})
    assert "0123456789" not in str(caught.value)


def test_engine_at_another_address_is_read() -> None:
    given = {
        "FACELEX_SPARQL_QUERY_URL": "https://db.example:8182/sparql?timeout=10",
        "FACELEX_SPARQL_UPDATE_URL": "https://db.example:8182/update",
        "FACELEX_SPARQL_STORE_URL": "https://db.example:8182/store",
        "FACELEX_SPARQL_AUTH": "Basic me:se cret:",
    }
    settings = Settings.from_environment(given)
    assert settings.engine_address == Address(
        given["FACELEX_SPARQL_QUERY_URL"],
        given["FACELEX_SPARQL_UPDATE_URL"],
        given["FACELEX_SPARQL_STORE_URL"],
        Auth("basic", "me:se cret:"),
    )
    assert "cret" not in repr(settings)
    assert Settings().engine_address is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FACELEX_PORT", "http"),
        ("FACELEX_PORT", "0"),
        ("FACELEX_PORT", "65536"),
        ("FACELEX_PORT", "80.5"),
        ("FACELEX_HOST", "http://localhost/"),
        ("FACELEX_QUERY_TIMEOUT", "nan"),
        ("FACELEX_QUERY_TIMEOUT", "-1"),
        ("FACELEX_QUERY_MEMORY", "lots"),
        ("FACELEX_WORKERS", "0"),
        ("FACELEX_RATE_LIMIT", "-1"),
        ("FACELEX_LOG", "yes"),
        ("FACELEX_PUBLIC_URL", "facelex.example"),
        ("FACELEX_PUBLIC_URL", "https://facelex.example/path"),
        ("FACELEX_WRITE_TOKEN", "short"),
        ("FACELEX_WRITE_TOKEN", "with spaces in it all"),
        ("FACELEX_WRITE_TOKEN", "caf\u00e9 caf\u00e9 caf\u00e9"),
        ("FACELEX_DEFAULT_GRAPH", "merge"),
        ("FACELEX_SPARQL_QUERY_URL", "db.example/sparql"),
        ("FACELEX_SPARQL_QUERY_URL", "ftp://db.example/sparql"),
        ("FACELEX_SPARQL_QUERY_URL", "http:///sparql"),
        ("FACELEX_SPARQL_QUERY_URL", "http://db.example:99999/sparql"),
        ("FACELEX_SPARQL_QUERY_URL", "http://db.example/a b"),
        ("FACELEX_SPARQL_QUERY_URL", "http://db.example/#x"),
        ("FACELEX_SPARQL_QUERY_URL", "http://[::1/sparql"),
    ],
)
def test_unusable_value_is_refused_with_name_and_example(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"{name} is .*for example"):
        Settings.from_environment({name: value})


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"FACELEX_SPARQL_QUERY_URL": "http://me:pass@x/"}, "QUERY_URL holds a password; .*SPARQL_AUTH"),
        ({"FACELEX_SPARQL_UPDATE_URL": "http://x/"}, "UPDATE_URL goes with FACELEX_SPARQL_QUERY_URL"),
        ({"FACELEX_SPARQL_AUTH": "me:pass"}, "AUTH is of no known form"),
        ({"FACELEX_SPARQL_AUTH": "basic pass"}, "AUTH is of no known form"),
        ({"FACELEX_SPARQL_AUTH": "bearer pass\r\nX-Evil: 1"}, "AUTH is of no known form"),
        ({"FACELEX_SPARQL_AUTH": "digest me:pass\n"}, ""),
    ],
)
def test_way_into_an_engine_is_checked_and_never_repeated(given: dict[str, str], said: str) -> None:
    if not said:
        assert Settings.from_environment(given).sparql_auth == Auth("digest", "me:pass")
        return
    with pytest.raises(SettingsError, match=said) as caught:
        Settings.from_environment(given)
    assert "pass@" not in str(caught.value)
    assert "me:pass" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value"), [("FACELEX_WRITE_TOKEN", "0123456789abcdef"), ("FACELEX_DEFAULT_GRAPH", "own")]
)
def test_setting_of_the_embedded_engine_is_not_passed_over_beside_another(name: str, value: str) -> None:
    given = {"FACELEX_SPARQL_QUERY_URL": "http://127.0.0.1:7878/query", name: value}
    with pytest.raises(SettingsError, match=f"{name} goes with the embedded engine"):
        Settings.from_environment(given)
    assert Settings.from_environment({**given, "FACELEX_SPARQL_QUERY_URL": ""}) != Settings()
