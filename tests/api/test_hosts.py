import pytest
from starlette.requests import Request

from api.hosts import address_of, base_of


def request(host: str) -> Request:
    return Request(
        {
            "type": "http",
            "scheme": "https",
            "path": "/api/changes.atom",
            "query_string": b"",
            "server": ("127.0.0.1", 8000),
            "headers": [(b"host", host.encode())],
        }
    )


@pytest.mark.parametrize("host", ["example.org", "example.org:8080", "127.0.0.1:8000", "[::1]:8000"])
def test_client_sees_the_host_that_it_asked(host: str) -> None:
    assert base_of(request(host)) == f"https://{host}"
    assert address_of(request(host), {"place": "São Paulo"}) == (
        f"https://{host}/api/changes.atom?place=S%C3%A3o+Paulo"
    )


@pytest.mark.parametrize("host", ["", 'x"><script>', "a b", "x/y", "user@x", "x:port", "x" * 300])
def test_host_that_is_none_is_not_repeated(host: str) -> None:
    assert base_of(request(host)) == "https://127.0.0.1:8000"
