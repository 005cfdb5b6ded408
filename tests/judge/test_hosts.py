"""Hosts that mean something, and the hosts that only look like them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.judge.hosts import CALENDARS, FREEMAIL, host, under


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.Vendor.Example/a?b#c", "vendor.example"),
        ("http://vendor.example:8080/", "vendor.example"),
        ("https://user:word@vendor.example/", "vendor.example"),
        ("www.vendor.example/path", "vendor.example"),
        ("vendor.example", "vendor.example"),
        ("//cdn.vendor.example/x.png", "cdn.vendor.example"),
        ("https://vendor.example./x", "vendor.example"),
        ("mailto:jo@vendor.example", ""),
        ("MAILTO:jo@vendor.example", ""),
        ("", ""),
        ("???", ""),
    ],
)
def test_the_host_of_a_url(url, expected):
    assert host(url) == expected


@given(st.text(max_size=400))
def test_any_text_has_a_host_or_none_in_lower_case(url):
    assert host(url) == host(url).lower()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("calendly.com", True),
        ("eu.calendly.com", True),
        ("meetings.hubspot.com", True),
        ("hubspot.com", False),
        ("notcalendly.com", False),
        ("calendly.com.vendor.example", False),
        ("com", False),
        ("", False),
    ],
)
def test_a_host_is_under_a_domain_by_whole_labels(name, expected):
    assert under(name, CALENDARS) is expected


@pytest.mark.parametrize("domain", ["gmail.com", "gmx.de", "wp.pl", "orange.fr", "163.com", "libero.it", "hotmail.es"])
def test_free_mailers_of_many_countries_are_known(domain):
    assert domain in FREEMAIL
