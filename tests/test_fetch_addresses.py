"""Which addresses are public, and how hosts are named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.web.addresses import is_named, is_public


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
        "224.0.0.251", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1",
        "fe80::1%eth0", "fd00::1", "ff02::1", "::ffff:10.0.0.1", "::ffff:7f00:1", "::127.0.0.1",
        "64:ff9b::10.0.0.1", "64:ff9b:1::1", "2002:7f00:1::", "2001:0:0a00:1::", "", "example.org",
    ],
)  # fmt: skip
def test_these_addresses_are_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "207.241.224.2", "2606:4700::1111", "64:ff9b::8.8.8.8"])
def test_these_addresses_are_public(address):
    assert is_public(address)


@given(st.text(max_size=60))
def test_no_text_makes_the_check_raise(text):
    assert is_public(text) in {True, False}


@pytest.mark.parametrize(
    ("host", "port", "named"),
    [
        ("127.0.0.1", 8000, True),
        ("127.0.0.1", 8001, False),
        ("intranet.example", 1, True),
        ("Intranet.Example.", 80, True),
        ("evil-intranet.example", 80, False),
        ("::1", 80, True),
    ],
)
def test_a_host_is_named_with_or_without_its_port(host, port, named):
    assert is_named(host, port, frozenset({"127.0.0.1:8000", "Intranet.example", "[::1]:80"})) is named
