"""Each rule over log lines, one by one: given these lines, then this finding, or none."""

import pytest

from casebook.domain.finding import FindingKind
from casebook.reasoning.case import Rule
from casebook.reasoning.rules import causes, certificates, errors, poison
from tests.unit.agents.builders import Incident, at, error_line, found_by, workload

SECONDS = range(-50, 5, 5)


def shop_with(line: str) -> Incident:
    return Incident().log("checkout-fn", line, *SECONDS)


def test_a_certificate_that_has_expired_is_the_callees() -> None:
    line = error_line("payments: certificate verify failed: certificate has expired")

    (finding,) = found_by(certificates.rejected_certificate, shop_with(line))

    assert (finding.kind, finding.resource, finding.category) == (
        FindingKind.CAUSE,
        "payments-fn",
        "dependency",
    )


ALL = (causes.causes_by_sign, certificates.rejected_certificate, poison.poison_message)


@pytest.mark.parametrize("rule", ALL)
def test_no_rule_makes_a_cause_of_an_error_without_a_sign(rule: Rule) -> None:
    assert found_by(rule, shop_with(error_line("the widget is not blue"))) == []


@pytest.mark.parametrize("rule", ALL)
def test_no_rule_makes_a_cause_of_lines_that_are_no_errors(rule: Rule) -> None:
    line = '{"level":"INFO","message":"AccessDenied, 503, KeyError, throttled: all handled"}'

    assert found_by(rule, shop_with(line)) == []


@pytest.mark.parametrize("rule", ALL)
def test_no_rule_makes_news_of_an_error_that_is_as_frequent_as_before(rule: Rule) -> None:
    line = error_line("payments answered 503 for POST /charge")
    noise = Incident().log("checkout-fn", line, *range(-3700, 5, 10))

    assert found_by(rule, noise) == []


def test_a_programming_error_names_the_file_of_the_workload_and_not_of_a_library() -> None:
    stack = (
        'Traceback (most recent call last):\n  File "/var/task/shop/pricing.py", line 3, in price\n'
        '  File "/opt/python/lib/python3.13/site-packages/money/core.py", line 9, in add\n'
    )
    line = error_line("unsupported operand type(s)", "TypeError", stack)

    (finding,) = found_by(causes.causes_by_sign, shop_with(line))

    assert "`pricing.py`" in finding.claim
    assert "core.py" not in finding.claim
    assert finding.category == "code-defect"


@pytest.mark.parametrize(
    "line",
    [
        "java.lang.NullPointerException: Cannot invoke method on null\n"
        "\tat com.acme.Cart.total(Cart.java:12)",
        "TypeError: cart.items is not a function\n    at total (/var/task/cart.js:3:9)",
        "panic: runtime error: index out of range [3] with length 3",
        "NoMethodError: undefined method `total' for nil:NilClass",
        "System.NullReferenceException: no object\n   at Cart.Total() in Cart.cs:line 9",
    ],
)
def test_a_programming_error_is_known_in_every_language(line: str) -> None:
    (finding,) = found_by(causes.causes_by_sign, shop_with(f"[ERROR] {line}"))

    assert finding.category == "code-defect"


def test_a_word_in_a_stack_is_no_sign() -> None:
    stack = 'File "/var/task/botocore/retries/throttling.py", line 1, in AccessDenied'

    findings = found_by(causes.causes_by_sign, shop_with(error_line("odd", "Odd", stack)))

    assert findings == []


def test_new_errors_are_one_symptom_a_resource() -> None:
    incident = shop_with(error_line("one thing failed"))
    incident.log("checkout-fn", error_line("another matter broke down entirely"), *SECONDS)
    incident.log("payments-fn", error_line("a third"), -20)

    found = found_by(errors.new_errors, incident)

    assert sorted((each.resource, len(each.errors)) for each in found) == [
        ("checkout-fn", 2),
        ("payments-fn", 1),
    ]


def test_an_error_that_surges_above_its_usual_rate_began_with_the_surge() -> None:
    line = error_line("payments answered 503 for POST /charge")
    incident = Incident().log("checkout-fn", line, -3000, -2000, *range(-100, 5, 2))

    (finding,) = found_by(errors.new_errors, incident)

    assert finding.onset == at(-100)
    assert finding.errors[0].not_before == at(-2000)


def test_usual_errors_are_ruled_out_in_words() -> None:
    line = error_line("payments answered 503 for POST /charge")
    noise = Incident().log("checkout-fn", line, *range(-3700, 5, 10))

    (finding,) = found_by(errors.known_noise, noise)

    assert finding.kind is FindingKind.RULED_OUT


def test_logs_without_a_new_error_are_worth_a_word_only_if_there_are_lines() -> None:
    assert found_by(errors.no_new_errors, Incident().works("checkout-fn", -1200, 5))
    assert found_by(errors.no_new_errors, Incident()) == []


def test_logs_without_a_history_make_no_error_usual() -> None:
    assert found_by(errors.no_new_errors, Incident().works("checkout-fn", -60, 5)) == []


def test_a_call_without_a_known_callee_blames_nobody_else() -> None:
    lonely = Incident(workload([("job", "lambda")], []))
    lonely.log("job", error_line("connect ECONNREFUSED 10.1.1.1:80"), *SECONDS)

    (finding,) = found_by(causes.causes_by_sign, lonely)

    assert finding.resource == "job"


def test_a_poison_message_fails_behind_a_queue_without_any_variation() -> None:
    line = error_line("cannot parse message 17: not valid JSON", "ParseError")
    behind_queue = Incident().log("fulfilment-fn", line, -90, -60, -30)
    before_queue = Incident().log("checkout-fn", line, -90, -60, -30)

    assert found_by(poison.poison_message, behind_queue)[0].category == "bad-input"
    assert found_by(poison.poison_message, before_queue) == []
