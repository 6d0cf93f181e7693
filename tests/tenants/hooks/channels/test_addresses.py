"""Only the public internet is called, at the address that was looked at."""

from __future__ import annotations

import pytest

from tenants.hooks.channels.addresses import BadAddress, is_public, pinned, read_address

NONE: frozenset[str] = frozenset()
OPEN = frozenset({"localhost"})


@pytest.mark.parametrize(
    "address",
    ["93.184.216.34", "8.8.8.8", "2606:2800:220:1:248:1893:25c8:1946"],
)
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.255.255.254", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.0.1",
        "169.254.169.254", "169.254.0.23", "100.64.0.1", "100.100.100.200", "192.0.0.192", "168.63.129.16",
        "224.0.0.1", "239.255.255.250", "255.255.255.255", "240.0.0.1", "198.18.0.1", "192.0.2.1", "203.0.113.9",
        "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1",
        "::ffff:8.8.8.8", "64:ff9b::808:808",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b::a00:1",
        "64:ff9b:1::a00:1", "2002:7f00:1::", "2002:a00:1::1", "2001:0:4136:e378:8000:63bf:f5ff:fffe",
        "not an address", "",
    ],
)  # fmt: skip
def test_all_others_are_not(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    ("url", "parts"),
    [
        ("https://x.example", ("https", "x.example", 443, "/")),
        ("https://X.example./a/b?c=d#e", ("https", "x.example", 443, "/a/b?c=d")),
        ("https://x.example:8443/?q", ("https", "x.example", 8443, "/?q")),
        ("http://localhost:5/in", ("http", "localhost", 5, "/in")),
    ],
)
def test_an_address_is_read(url: str, parts: tuple[str, str, int, str]) -> None:
    place = read_address(url, open_hosts=OPEN)

    assert (place.scheme, place.host, place.port, place.path) == parts


@pytest.mark.parametrize(
    "url",
    [
        "http://x.example/", "ftp://x.example/", "//x.example/", "x.example", "https://", "https:///path", "",
        "https://user:pw@x.example/", "https://x.example:22/", "https://x.example:99999/", "https://x.example:abc/",
        "https://x.example\\@y.example/", "https://x .example/", "https://x.example/\r\nHost: y", "https://[::1",
        "https://例子.example/", "https://x.example/" + "a" * 2000, "file:///etc/passwd", "gopher://x.example",
    ],
)  # fmt: skip
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(BadAddress):
        read_address(url, open_hosts=NONE)


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "2130706433", "0x7f000001", "localhost"])
def test_a_name_or_number_of_this_machine_is_not_called(host: str) -> None:
    place = read_address(f"https://{host}/", open_hosts=NONE)

    with pytest.raises(BadAddress):
        pinned(place, open_hosts=NONE)


def test_one_private_address_among_public_ones_is_enough() -> None:
    place = read_address("https://x.example/", open_hosts=NONE)

    with pytest.raises(BadAddress, match="not on the public internet"):
        pinned(place, open_hosts=NONE, resolver=lambda host, port: ["8.8.8.8", "10.0.0.1"])


def test_a_host_that_nobody_knows_is_said_to_be_unknown() -> None:
    def nowhere(host: str, port: int) -> list[str]:
        raise OSError("NXDOMAIN of an inner zone")

    place = read_address("https://x.example/", open_hosts=NONE)
    for resolver in (nowhere, lambda host, port: []):
        with pytest.raises(BadAddress, match=r"^its host is unknown$"):
            pinned(place, open_hosts=NONE, resolver=resolver)
