"""Changes are taken by every name that AWS takes, diffs with spaces in their paths are parsed, and
new connections are no requests.
"""

import random
import string

import pytest

from casebook.knowledge.metrics import MetricKind, describe_metric
from casebook.workloads.requests import ReportChange

_SIGNS = string.ascii_letters + string.digits + "._/#!:@+=-"


@pytest.mark.parametrize("name", ["rds!cluster-1a2b", "/aws/lambda/x", "svc#2", "arn:aws:sns:::t"])
def test_real_names_are_taken(name: str) -> None:
    body = {"at": "2026-11-21T19:00:00Z", "kind": "deployment", "resource": name, "summary": "x"}

    assert ReportChange.model_validate(body).resource == name


def test_any_name_of_aws_s_characters_is_taken() -> None:
    dice = random.Random("names")
    for _ in range(200):
        rest = "".join(dice.choice(_SIGNS) for _ in range(dice.randint(0, 60)))
        name = dice.choice(string.ascii_letters + "/") + rest
        body = {"at": "2026-11-21T19:00:00Z", "kind": "other", "resource": name, "summary": "x"}
        assert ReportChange.model_validate(body).resource == name


@pytest.mark.parametrize("path", ["CNAME api.shop.internal", "Listener rule 4", "plain"])
def test_a_path_of_a_diff_may_have_spaces(path: str) -> None:
    body = {
        "at": "2026-11-21T19:00:00Z",
        "kind": "configuration",
        "resource": "zone",
        "summary": "x",
        "diff": f"{path}: 10 -> 20",
    }

    (field,) = ReportChange.model_validate(body).fields()

    assert field.path == path


@pytest.mark.parametrize("name", ["NewConnectionCount", "NewConnections", "new_connections"])
def test_new_connections_are_no_requests(name: str) -> None:
    kind = describe_metric("AWS/ApplicationELB", name).kind

    assert kind not in (MetricKind.TRAFFIC, MetricKind.ERRORS)


@pytest.mark.parametrize("name", ["RequestCount", "Invocations", "http_requests_total"])
def test_requests_are(name: str) -> None:
    assert describe_metric("", name).kind is MetricKind.TRAFFIC
