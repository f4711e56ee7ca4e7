"""Who asks a proxy for what it never served makes it fail, and nobody behind it is at fault."""

import json
from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest

from tests.evals import aws, logs
from tests.evals.logs.clock import iso
from tests.kinds.incidents import Situation, blamed, situation

SEEDS = range(3)
DOORS = ("/wp-login.php", "/.env", "/admin/setup", "/vendor/phpunit/eval-stdin.php", "/.git/config")


def balancer(_: Random, at: float, level: str, text: str) -> str:
    """A balancer's line; the text is host, path and status."""
    host, path, status = text.split(" ")
    answered = "-" if status == "502" else status
    return (
        f"https {iso(at)} app/edge/50dc6c495c0c9188 203.0.113.9:2817 10.0.1.7:80 0.0 0.1 0.0"
        f' {status} {answered} 34 366 "GET https://{host}:443{path} HTTP/1.1" "curl" - - arn'
        f' "Root=1-58337281" "{host}" "arn" 0 {iso(at)} "forward" "-" "-" "10.0.1.7:80"'
        f' "{answered}" "-" "-"'
    )


def distribution(dice: Random, at: float, level: str, text: str) -> str:
    """An entry of CloudFront in CloudWatch."""
    host, path, status = text.split(" ")
    result = "Miss" if status == "200" else "Error"
    return json.dumps(
        {
            "timestamp(ms)": str(1_795_000_000_000 + int(at * 1000)),
            "c-ip": f"203.0.113.{dice.randint(1, 250)}",
            "cs-method": "GET",
            "x-host-header": host,
            "cs-uri-stem": path,
            "sc-status": status,
            "x-edge-result-type": result,
            "x-edge-detailed-result-type": result if result == "Miss" else "OriginConnectError",
        }
    )


def ingress(dice: Random, at: float, level: str, text: str) -> str:
    """An entry of nginx with the fields that its documents show."""
    host, path, status = text.split(" ")
    entry = {"time_iso8601": iso(at), "request_method": "GET", "http_host": host, "status": status}
    return json.dumps({**entry, "request_uri": path, "request_time": f"{dice.random():.3f}"})


Format = Callable[[Random, float, str, str], str]


def _edge(seed: int, about: str, style: Format) -> tuple[Situation, str, str]:
    """A proxy with its access log, before a service, and the host that it serves."""
    of = situation(seed, f"{about} {style.__name__}")
    edge, service, host = of.name("edge"), of.name("web"), f"{of.name()}.example"
    of.it.has(replace(aws.balancer(edge, 600, 0.1), style=style))
    of.it.has(aws.tasks(service, logs.gunicorn, of.name()))
    of.it.calls(f"{edge} > {service}")
    of.business(service, 8)
    for path in ("/", "/visit", "/works/<100..999>"):
        of.it.says(edge, f"{host} {path} 200", 4)
    return of, edge, host


@pytest.mark.parametrize("style", [balancer, distribution, ingress])
@pytest.mark.parametrize("seed", SEEDS)
def test_who_searches_for_open_doors_is_nobody_s_failure(seed: int, style: Format) -> None:
    of, edge, host = _edge(seed, "scan", style)
    since = of.minutes_ago(6, 20)
    asked = of.dice.choice((host, f"staging.{host}"))
    for door in DOORS:
        of.it.says(edge, f"{asked} {door} 502", 5, since)
    of.it.moves(since, f"{edge} HTTPCode_Target_5XX_Count 25")
    of.it.alarm(of.name("a"), edge, "HTTPCode_Target_5XX_Count", 10, 3)

    report = of.diagnosed()

    assert blamed(report) == edge
    assert report.root_cause
    assert report.root_cause.category == "bad-input"


@pytest.mark.parametrize("style", [balancer, distribution, ingress])
@pytest.mark.parametrize("seed", SEEDS)
def test_what_was_served_before_and_fails_is_the_service_s(seed: int, style: Format) -> None:
    of, edge, host = _edge(seed, "fails", style)
    since = of.minutes_ago(6, 20)
    for path in ("/", "/visit", "/works/<100..999>"):
        of.it.says(edge, f"{host} {path} 502", 5, since)
    of.it.moves(since, f"{edge} HTTPCode_Target_5XX_Count 15")
    of.it.alarm(of.name("a"), edge, "HTTPCode_Target_5XX_Count", 6, 3)

    report = of.diagnosed()

    assert report.root_cause is None or report.root_cause.category not in ("bad-input", "traffic")
