"""Addresses that lead elsewhere than to the publisher by name, however they are written."""

from __future__ import annotations

import pytest

from geo.checks.sources import address_fault


@pytest.mark.parametrize(
    "address",
    [
        "https://203.0.113.7/a",
        "http://3405803783/a",
        "http://0xCB.0.113.7/a",
        "http://0313.0.0161.07/",
        "http://[2001:db8::1]/a",
        "https://www.example.org:8443/a",
        "https://www.example.org:/a",
        "https://user@www.example.org/a",
        "https://user:word@www.example.org/a",
        "https://www.example.org@evil.example.com/a",
        "https://localhost/a",
        "https://intranet/a",
        "https://web.archive.org/web/2020/https://a.example.org",
        "https://archive.ph/abc",
        "https://webcache.googleusercontent.com/search?q=cache:abc",
        "https://www-example-org.cdn.ampproject.org/a",
        "https://bit.ly/3abc",
        "https://mirror.example.org/a",
        "https://staging.example.org/a",
        "https://xn--80ak6aa92e.xn--p1ai.onion/a",
        "https://еxample.org/a",
        "https://exa_mple.org/a",
        "https://example.org./a",
        "https:///a",
        "https://%65xample.org/a",
        "https://[bad/a",
    ],
)
def test_address_that_leads_elsewhere(address: str) -> None:
    assert "expected" in (address_fault(address) or "")


@pytest.mark.parametrize(
    "address",
    [
        "https://www.example.org/a?b=1&c=2#d",
        "http://world.kbs.co.kr/service/news_view.htm?lang=e&Seq_Code=156219",
        "https://www2.irrawaddy.com/article.php?art_id=1",
        "https://webarchive.archive.unhcr.org/20230520/https://www.unhcr.org/a.html",
        "https://digitalarchive.wilsoncenter.org/document/1",
        "https://xn--9d0bm53a3xbzui.kr/a",
        "https://www.bbc.com/korean/news-39884460",
        "https://example.org",
    ],
)
def test_address_of_a_publisher(address: str) -> None:
    assert address_fault(address) is None
