import pytest

from graph.allowed import allowed_address, is_allowed

ALLOWED = (
    "https://db.example/sparql",
    "http://files.example:8080/data/",
    "http://all.example",
    "http://[::1]:7878/query",
)


@pytest.mark.parametrize(
    "address",
    [
        "https://db.example/sparql",
        "https://DB.example/sparql",
        "https://db.example:443/sparql",
        "https://db.example/sparql?timeout=5",
        "http://files.example:8080/data/",
        "http://files.example:8080/data/a/b%20c.ttl",
        "http://all.example/any/thing",
        "http://all.example",
        "http://[::1]:7878/query",
    ],
)
def test_address_on_the_list_or_below_it_is_allowed(address: str) -> None:
    assert is_allowed(address, ALLOWED)
    assert not is_allowed(address, ())


@pytest.mark.parametrize(
    "address",
    [
        "http://db.example/sparql",
        "https://db.example:8443/sparql",
        "https://db.example/sparql/",
        "https://db.example/sparql2",
        "https://db.example./sparql",
        "https://evil.example/sparql",
        "https://db.example.evil.example/sparql",
        "https://me@db.example/sparql",
        "https://db.example@evil.example/sparql",
        "https://evil.example#@db.example/sparql",
        "https://evil.example\\@db.example/sparql",
        "https://db.example\t/sparql",
        "https://db.example/sparql#part",
        "http://files.example/data/a",
        "http://files.example:8080/data",
        "http://files.example:8080/data/../secret",
        "http://files.example:8080/data/%2e%2E/secret",
        "http://files.example:8080/data/.%2e/secret",
        "http://files.example:8080/data/a%2f..%2f..%2fsecret",
        "http://files.example:8080/data/..\\secret",
        "http://files.example:0/data/",
        "http://files.example:port/data/",
        "http://[::1/query",
        "file:///data/a",
        "ftp://all.example/",
        "//all.example/",
        "http://\u0430ll.example/",
        "http://all.example/é",
        "",
        "urn:x",
    ],
)
def test_any_other_address_is_not(address: str) -> None:
    assert not is_allowed(address, ALLOWED)


@pytest.mark.parametrize("text", ALLOWED)
def test_list_takes_plain_addresses(text: str) -> None:
    assert allowed_address(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "db.example",
        "https://",
        "https://a:b@db.example/",
        "https://db.example/?",
        "https://db.example/a?b=c",
        "https://db.example/#a",
        "https://db.example/a/../b",
        "https://*.example/",
        "https://db.example/a b",
    ],
)
def test_list_takes_nothing_that_may_mean_more(text: str) -> None:
    assert allowed_address(text) is None
