"""An address is read in one spelling, and connected to where it is public."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knell.flows.outside import Refused, judge, take_apart
from soak.addresses import INSIDE_V4, INSIDE_V6, spell_v4

PUBLIC = ["1.1.1.1", "8.8.8.8", "93.184.216.34", "172.15.255.255", "172.32.0.1", "100.63.255.255", "100.128.0.1", "223.255.255.255"]
PUBLIC_V6 = ["2606:2800:220:1:248:1893:25c8:1946", "2001:4860:4860::8888", "2a00:1450:4001:80b::200e", "2400:cb00:2048:1::c629:d7a2"]


@pytest.mark.parametrize("address", PUBLIC + PUBLIC_V6)
def test_a_public_address_is_connected_to(address: str) -> None:
    assert judge(ipaddress.ip_address(address)) is None


@pytest.mark.parametrize("address", INSIDE_V4 + INSIDE_V6)
def test_an_address_inside_is_not(address: str) -> None:
    assert judge(ipaddress.ip_address(address)) is not None


@given(st.ip_addresses(v=4))
def test_what_python_calls_private_is_never_judged_public(address: ipaddress.IPv4Address) -> None:
    if judge(address) is None:
        assert address.is_global
        assert not address.is_multicast
        for dress in (
            f"::ffff:{address}",
            f"64:ff9b::{address}",
            f"::{address}",
            f"2002:{int(address) >> 16:x}:{int(address) & 0xFFFF:x}::",
        ):
            assert judge(ipaddress.ip_address(dress)) is not None


@given(st.ip_addresses(v=6))
def test_an_ipv6_address_that_is_judged_public_is_a_global_unicast_one(address: ipaddress.IPv6Address) -> None:
    if judge(address) is None:
        assert address in ipaddress.ip_network("2000::/3")
        assert address.is_global
        assert address.sixtofour is None
        assert address.teredo is None


@given(st.ip_addresses(v=4), st.integers(0, 15))
def test_a_number_is_read_in_its_plain_spelling_or_not_at_all(address: ipaddress.IPv4Address, notation: int) -> None:
    spelt = list(spell_v4(str(address)))[notation]
    try:
        target = take_apart(f"http://{spelt}/")
    except Refused:
        return
    assert target.literal == address
    assert judge(address) is None


@given(st.text(max_size=40))
def test_any_text_is_taken_apart_or_refused_in_one_line(text: str) -> None:
    for url in (text, f"http://{text}", f"http://{text}/x", f"https://a.com{text}", f"http://a.com/{text}", f"http://[{text}]/"):
        refused = None
        try:
            target = take_apart(url)
        except Refused as error:
            refused = error.line()
        if refused is not None:
            assert "\n" not in refused
            continue
        assert target.url.isascii()
        assert not set(target.url) & set(" \t\r\n\\")
        assert "@" not in target.host
        assert take_apart(target.url) == target


@pytest.mark.parametrize(
    ("given_as", "asked_as"),
    [
        ("http://Example.COM", "http://example.com/"),
        ("https://example.com:443/a#b", "https://example.com/a"),
        ("http://example.com:8080/a?b=c d".replace(" ", "%20"), "http://example.com:8080/a?b=c%20d"),
        (
            "https://пример.рф/путь?ключ=слово",
            "https://xn--e1afmkfd.xn--p1ai/%D0%BF%D1%83%D1%82%D1%8C?%D0%BA%D0%BB%D1%8E%D1%87=%D1%81%D0%BB%D0%BE%D0%B2%D0%BE",
        ),
        ("https://مثال.إختبار/", "https://xn--mgbh0fb.xn--kgbechtv/"),
        ("http://[2606:2800:220:1:248:1893:25c8:1946]:8443/", "http://[2606:2800:220:1:248:1893:25c8:1946]:8443/"),
    ],
)
def test_an_honest_address_is_asked_for_in_letters_that_the_network_knows(given_as: str, asked_as: str) -> None:
    assert take_apart(given_as).url == asked_as


@pytest.mark.parametrize(
    "url", ["http://faß.example.com/", "http://x\u200d.example.com/", "http://a..com/", "http://-a.com/", f"http://{'a' * 64}.com/"]
)
def test_a_host_that_could_be_two_or_none_is_refused(url: str) -> None:
    with pytest.raises(Refused):
        take_apart(url)


def test_a_name_of_tor_is_for_a_proxy_to_find() -> None:
    with pytest.raises(Refused, match="Tor"):
        take_apart("http://abcdef.onion/")
    assert take_apart("http://abcdef.onion/", onion=True).host == "abcdef.onion"
