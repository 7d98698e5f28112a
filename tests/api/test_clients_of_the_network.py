import pytest

from api.clients import client_of, is_this_machine


@pytest.mark.parametrize(
    ("host", "client"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:0:1::5", "2001:db8:0:1::/64"),
        ("2001:db8:0:1:ffff::5", "2001:db8:0:1::/64"),
        ("2001:db8:0:2::5", "2001:db8:0:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("testclient", "testclient"),
        ("not:an:address", "not:an:address"),
        ("x" * 1000, "x" * 64),
        (None, ""),
    ],
)
def test_client_is_an_address_or_a_household(host: str | None, client: str) -> None:
    assert client_of((host, 1) if host else None) == client


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"])
def test_this_machine_is_known(host: str) -> None:
    assert is_this_machine(client_of((host, 1)))


@pytest.mark.parametrize("host", ["128.0.0.1", "2001:db8::1", "testclient", ""])
def test_others_are_not_this_machine(host: str) -> None:
    assert not is_this_machine(client_of((host, 1)))
