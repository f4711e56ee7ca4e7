"""Which origins a stage may be given, and how a wrong one is refused."""

from __future__ import annotations

import pytest

from infra import origins


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("https://casebook.example.com", "https://casebook.example.com"),
        ("https://Casebook.Example.com", "https://casebook.example.com"),
        ("https://casebook.example.com:443", "https://casebook.example.com"),
        ("https://casebook.example.com:8443", "https://casebook.example.com:8443"),
        ("http://localhost:5173", "http://localhost:5173"),
        ("http://127.0.0.1:80", "http://127.0.0.1"),
        ("http://[::1]:3000", "http://[::1]:3000"),
    ],
)
def test_an_origin_is_kept_as_browsers_send_it(text: str, origin: str) -> None:
    assert origins.parse(text) == origin
    assert origins.parse(origin) == origin


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("*", "wildcard"),
        ("https://*.example.com", "wildcard"),
        ("casebook.example.com", "scheme"),
        ("localhost:5173", "scheme"),
        ("ftp://casebook.example.com", "scheme"),
        ("https://", "host"),
        ("null", "scheme"),
        ("https://casebook.example.com/", "only scheme, host and port"),
        ("https://casebook.example.com/console", "only scheme, host and port"),
        ("https://casebook.example.com?", "only scheme, host and port"),
        ("https://casebook.example.com#top", "only scheme, host and port"),
        ("https://ann@casebook.example.com", "only scheme, host and port"),
        ("https://casebook.example.com:port", "no address"),
        ("https://casebook.example.com:70000", "no address"),
        ("https://bücher.example", "ASCII"),
        ("https://casebook example.com", "spaces"),
        ("http://casebook.example.com", "https"),
        ("http://10.0.0.1", "https"),
        ("http://localhost.example.com", "https"),
    ],
)
def test_what_is_no_origin_is_refused_by_its_name_and_with_the_reason(
    text: str, complaint: str
) -> None:
    with pytest.raises(ValueError, match=complaint) as refused:
        origins.parse(text)

    assert repr(text) in str(refused.value)


@pytest.mark.parametrize(
    "listed",
    [
        "https://a.example,https://b.example",
        " https://a.example , https://b.example, ",
        '["https://a.example", "https://b.example"]',
        ["https://a.example", "https://b.example"],
        "https://a.example,https://b.example,https://a.example:443",
    ],
)
def test_origins_are_listed_with_commas_or_as_json(listed: object) -> None:
    assert origins.parse_all(listed) == ("https://a.example", "https://b.example")


@pytest.mark.parametrize("listed", ['["https://a.example"', {"a": 1}, 5, ["https://a.example", 5]])
def test_what_is_no_list_of_origins_is_refused(listed: object) -> None:
    with pytest.raises(ValueError, match="list"):
        origins.parse_all(listed)


def test_the_older_option_adds_one_more_origin() -> None:
    context = {"webOrigins": "https://a.example", "webOrigin": "https://b.example"}

    assert origins.from_context(context.get, local=False) == (
        "https://a.example",
        "https://b.example",
    )
    assert origins.from_context({}.get, local=False) == ()


def test_a_wrong_origin_is_refused_with_its_option() -> None:
    with pytest.raises(ValueError, match="-c webOrigin: "):
        origins.from_context({"webOrigin": "http://casebook.example"}.get, local=False)


def test_an_account_takes_no_loopback_origin_that_cognito_would_refuse() -> None:
    context = {"webOrigins": "http://127.0.0.1:8474"}

    with pytest.raises(ValueError, match="localhost"):
        origins.from_context(context.get, local=False)

    assert origins.from_context(context.get, local=True) == ("http://127.0.0.1:8474",)
    named = {"webOrigins": "http://localhost:5173"}
    assert origins.from_context(named.get, local=False) == ("http://localhost:5173",)
