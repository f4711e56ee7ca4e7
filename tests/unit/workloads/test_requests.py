"""What teams report of changes: every name that AWS takes, and every way to write a diff."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from casebook.workloads.requests import DescribeWorkload, ReportChange

NAMES = (
    "rds!cluster-1a2b3c4d",
    "/aws/lambda/x",
    "svc#2",
    "arn:aws:iam::123456789012:role/service-role/checkout",
    "arn:aws:lambda:eu-west-1:123456789012:function:checkout:$LATEST",
    "orders.fifo",
    "sg (web) + api@eu",
    "Bestellungen für München",
    "注文",
    "*",
    "a" * 256,
    "arn:aws:states:eu-west-1:123456789012:stateMachine:" + "s" * 1900,
)
PRINTABLE = st.characters(
    blacklist_categories=("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs"),
)
WORDS = st.text(PRINTABLE, min_size=1, max_size=20)
# No part of a setting may look like what separates the parts.
PLAIN = st.text(st.sampled_from("abcXYZ019_./-[]@#!ü"), min_size=1, max_size=12).filter(
    lambda word: "->" not in word and word[0] not in "+-@"
)


def reported(**given_fields: object) -> ReportChange:
    body = {"at": "2026-11-21T19:00:00Z", "kind": "deployment", "resource": "checkout-fn"}
    return ReportChange.model_validate(body | given_fields)


@pytest.mark.parametrize("name", NAMES)
def test_every_name_that_aws_takes_is_a_resource_of_a_change(name: str) -> None:
    assert reported(resource=name).resource == name


@pytest.mark.parametrize("name", [name for name in NAMES if len(name) <= 256])
def test_every_name_that_aws_takes_can_be_registered(name: str) -> None:
    body = {"name": "shop", "project": "shop", "resources": [{"name": name, "type": "lambda"}]}

    assert DescribeWorkload.model_validate(body).resources[0].name == name


@given(WORDS)
def test_a_name_comes_back_as_it_was_reported(name: str) -> None:
    assert reported(resource=name).resource == name


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "at least 1 character"),
        (" checkout", "must not begin or end with a space"),
        ("check\nout", "printable characters only"),
        ("a" * 2049, "at most 2048 characters"),
    ],
)
def test_what_is_no_name_is_refused_and_told_why(name: str, why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        reported(resource=name)


@given(st.lists(PLAIN, min_size=1, max_size=4), PLAIN, PLAIN, st.sampled_from(["->", "→", "=>"]))
def test_a_setting_comes_back_from_its_line(
    path: list[str], before: str, after: str, arrow: str
) -> None:
    line = f"{' '.join(path)}: {before} {arrow} {after}"

    (field,) = reported(diff=line).fields()

    assert (field.path, field.before, field.after) == (" ".join(path), before, after)


def test_a_value_may_hold_colons_arrows_and_equals_signs() -> None:
    (field,) = reported(diff="Health check path: http://a:80/?x=1 -> http://b:81/?x=a->b").fields()

    assert field.path == "Health check path"
    assert (field.before, field.after) == ("http://a:80/?x=1", "http://b:81/?x=a->b")


def test_a_unified_diff_has_no_settings_of_its_own() -> None:
    diff = "--- a/my app.yml\n+++ b/my app.yml\n@@ -1 +1 @@\n-map: a -> b\n+map: a -> c"

    assert reported(diff=diff).fields() == ()


def registered(**resource: object) -> DescribeWorkload:
    body = {"name": "shop", "project": "shop", "resources": [{"name": "fn", **resource}]}
    return DescribeWorkload.model_validate(body)


SECRET = "hunter" + "2" * 3
METRIC = {"namespace": "Shop", "name": "Errors", "dimensions": {"Service": "cart"}}


@pytest.mark.parametrize(
    ("resource", "why"),
    [
        ({"name": "fn\x1b[2J"}, "a resource.*printable characters only"),
        ({"name": "n" * 2049}, "a resource.*2,049 characters"),
        ({"logGroups": ["g" * 513]}, "a log group.*513 characters: 1 to 512"),
        ({"logGroups": ["/aws/\u202egol"]}, "a log group.*printable"),
        ({"metrics": [METRIC | {"name": "m" * 256}]}, "a metric.*1 to 255"),
        ({"metrics": [METRIC | {"namespace": "a\nb"}]}, "a metric.*printable"),
        ({"metrics": [METRIC | {"dimensions": {"x": "s" * 1025}}]}, "a dimension.*1 to 1,024"),
        ({"metrics": [METRIC | {"name": f"password={SECRET}"}]}, "a metric.*held a secret"),
        ({"metrics": [METRIC] * 1_001}, "1,001 metrics, and 1,000 are allowed"),
        ({"metrics": [METRIC | {"dimensions": {f"d{n}": "v" * 1000}} for n in range(300)]},
         "bytes, and 250,000 are allowed: name fewer metrics"),
    ],
)  # fmt: skip
def test_a_registration_is_bounded_and_says_what_is_too_much(
    resource: dict[str, object], why: str
) -> None:
    with pytest.raises(ValidationError, match=why) as refused:
        registered(**resource)

    assert SECRET not in str(refused.value.errors(include_input=False))


def test_an_alarm_is_named_as_cloudwatch_names_it() -> None:
    body = {"name": "shop", "project": "shop", "resources": [{"name": "fn"}]}

    with pytest.raises(ValidationError, match=r"an alarm.*1 to 255"):
        DescribeWorkload.model_validate(body | {"alarms": ["a" * 256]})
