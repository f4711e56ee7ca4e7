"""Requests in access logs, as the services' own documents write them."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.analysis.access_logs import Access, access_in, access_of
from casebook.analysis.field_counts import SeenLine, field_counts
from casebook.analysis.log_entry import read_entry
from casebook.knowledge.log_fields import Severity


def balancer(
    url: str, status: str = "502", answered: str = "-", target: str = "10.0.0.1:80", reason="-"
) -> str:
    return (
        "https 2026-07-02T22:23:00.186641Z app/shop/50dc6c495c0c9188 192.168.131.39:2817 "
        f"{target} 0.086 0.048 0.037 {status} {answered} 0 57 "
        f'"GET https://shop.example.com:443{url} HTTP/1.1" "curl/7.46.0" ECDHE-RSA TLSv1.2 '
        "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/t/73e2d6bc24d8a067 "
        '"Root=1-58337281-1d84f3d73c47ec4e58577259" "shop.example.com" "arn" 1 '
        f'2026-07-02T22:22:48.364000Z "forward" "-" "{reason}" "{target}" "{answered}" "-" "-"'
    )


DISTRIBUTION = """\
2026-05-21 01:13:11 FRA2 182 192.0.2.10 GET d111.cloudfront.net /view/my/file.html 502 - Mozilla - -
Error 4TyzHTa== shop.example.com http - 0.001 - - - Error HTTP/1.1 - - 11040 0.001 OriginDnsError
text/html 78 - -""".replace("\n", " ").replace(" ", "\t")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (balancer("/cart"), "GET https://shop.example.com:443/cart answered 502, the target gave no"
         " status"),
        (balancer("/cart", "502", "502", "-", "LambdaInvalidResponse"),
         "GET https://shop.example.com:443/cart answered 502: LambdaInvalidResponse"),
        (DISTRIBUTION, "GET /view/my/file.html answered 502: OriginDnsError"),
        ('192.0.2.1 - - [02/Jul/2026:22:23:00 +0000] "POST /pay HTTP/1.1" 500 12 "-" "curl"',
         "POST /pay ended with 500"),
    ],
)  # fmt: skip
def test_a_line_tells_the_request_and_why_it_failed(line: str, said: str) -> None:
    entry = read_entry(line)

    assert entry.severity is Severity.ERROR
    assert entry.message == said


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"requestId": "Zr1=", "httpMethod": "GET", "resourcePath": "/orders", "status": "504",
          "integrationErrorMessage": "Endpoint request timed out"},
         "GET /orders answered 504: Endpoint request timed out"),
        ({"routeKey": "POST /pay", "status": 500, "integrationStatus": "200",
          "integration.error": "The Lambda function returned an invalid response"},
         "POST /pay answered 500: The Lambda function returned an invalid response"),
        ({"httpMethod": "GET", "path": "/me", "status": "500", "apiId": "a1",
          "authorizer": {"error": "The authorizer timed out"}},
         "GET /me answered 500: The authorizer timed out"),
        ({"httpMethod": "GET", "path": "/me", "status": "500", "apiId": "a1",
          "responseType": "AUTHORIZER_CONFIGURATION_ERROR", "integrationErrorMessage": "-"},
         "GET /me answered 500: AUTHORIZER_CONFIGURATION_ERROR"),
        ({"date": "2026-05-21", "cs-method": "GET", "cs-uri-stem": "/a.html", "sc-status": "502",
          "x-edge-result-type": "Error", "x-edge-detailed-result-type": "OriginConnectError"},
         "GET /a.html answered 502: OriginConnectError"),
        ({"cs-method": "GET", "cs-uri-stem": "/a.html", "sc-status": "500",
          "x-edge-result-type": "Error", "x-edge-detailed-result-type": "Error"},
         "GET /a.html answered 500"),
        ({"request_verb": "GET", "request_url": "http://a.example.com:80/x",
          "elb_status_code": "502", "target_status_code": "502",
          "error_reason": "LambdaInvalidResponse"},
         "GET http://a.example.com:80/x answered 502: LambdaInvalidResponse"),
        ({"method": "GET", "path": "/x", "authority": "shop.example.com", "response_code": 503,
          "upstream_cluster": "outbound|80||p", "response_code_details": "no_healthy_upstream"},
         "GET /x answered 503: no_healthy_upstream"),
        ({"method": "GET", "path": "/x", "response_code": 500, "upstream_cluster": "outbound|80||p",
          "response_code_details": "via_upstream"}, "GET /x answered 500"),
        ({"RequestMethod": "GET", "RequestPath": "/x", "RequestHost": "shop.example.com",
          "DownstreamStatus": 500, "OriginStatus": 500}, "GET /x answered 500"),
        ({"request_method": "GET", "request_uri": "/x?a=1", "status": 500},
         "GET /x?a=1 ended with 500"),
    ],
)  # fmt: skip
def test_an_entry_with_the_fields_of_a_service_tells_the_same(
    fields: dict[str, Any], said: str
) -> None:
    entry = read_entry(json.dumps(fields))

    assert entry.severity is Severity.ERROR
    assert entry.message == said


def test_a_request_that_succeeded_is_no_failure() -> None:
    assert read_entry(balancer("/cart", "200", "200")).severity is not Severity.ERROR
    hit = {"cs-method": "GET", "cs-uri-stem": "/", "sc-status": "200", "x-edge-result-type": "Hit"}
    assert access_of(hit) == Access("GET", "/", "200", of_upstream=True)


def test_what_failing_requests_have_in_common_is_told_from_plain_lines_too() -> None:
    lines = [
        SeenLine(balancer(f"/orders/{place}?page=2", target=target), failed=target == "10.0.0.9:80")
        for place in range(20)
        for target in ("10.0.0.1:80", "10.0.0.2:80", "10.0.0.9:80")
    ]

    counts = field_counts(lines)

    assert counts is not None
    assert (counts.failing, counts.others) == (20, 40)
    assert [field.name for field in counts.fields] == ["target"]
    assert counts.fields[0].values[0] == ("10.0.0.9", 20, 0)


def test_ids_in_paths_do_not_hide_which_path_fails() -> None:
    lines = [
        SeenLine(balancer(f"/{what}/{place}"), failed=what == "invoices")
        for place in range(20)
        for what in ("orders", "invoices")
    ]

    counts = field_counts(lines)

    assert counts is not None
    assert counts.fields[0].name == "path"
    assert counts.fields[0].values[0] == ("/invoices/*", 20, 0)


@given(st.text(), st.sampled_from([balancer("/cart"), DISTRIBUTION]), st.data())
def test_any_line_is_read(text: str, line: str, data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(line)))
    for each in (text, line[:cut] + text, line[:cut] + text + line[cut:]):
        access = access_in(each)
        assert access is None or all(value for _, value in access.fields)
