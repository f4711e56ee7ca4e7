"""Not every refusal is a missing permission, a platform's verdict on a function is the function's,
one template is not one message, and versions that only platform lines tell are compared.
"""

import pytest

from tests.evals import aws, logs
from tests.kinds.incidents import Situation, blamed, confidently_blames_other, situation

SEEDS = range(2)


def _fails(seed: int, about: str, text: str) -> tuple[Situation, str, float]:
    of = situation(seed, about)
    rate, since = of.dice.randint(60, 150), of.minutes_ago(8, 30)
    function = of.function(rate)
    of.it.says(function, text, 9, since, level="ERROR")
    of.it.moves(since, f"{function} Errors {rate / 2}")
    of.it.alarm(of.name("a"), function, "Errors", rate / 4, 3)
    return of, function, since


@pytest.mark.parametrize(
    "text",
    [
        "InvalidSignatureException: Signature expired: 20261121T185500Z is now earlier than"
        " 20261121T185911Z (20261121T190411Z - 5 min.)",
        "FATAL: password authentication failed for user 'app'",
    ],
)
@pytest.mark.parametrize("seed", range(2))
def test_a_clock_and_a_password_are_no_missing_permission(seed: int, text: str) -> None:
    of, _, _ = _fails(seed, f"refused {text[:9]}", text)

    report = of.diagnosed()

    steps = " ".join(step.text for step in report.remediation).lower()
    assert "give back the permission" not in steps


@pytest.mark.parametrize("seed", SEEDS)
def test_a_denied_action_is_one(seed: int) -> None:
    action = "dynamodb:PutItem"
    text = (
        "AccessDeniedException: User: arn:aws:sts::418295736104:assumed-role/r/x is not authorized"
        f" to perform: {action} because no identity-based policy allows the action"
    )
    of, _, _ = _fails(seed, "denied", text)

    report = of.diagnosed()

    assert report.root_cause
    assert report.root_cause.category == "permission"


@pytest.mark.parametrize(
    "text",
    [
        "Function.ResponseSizeTooLarge: Response payload size exceeded maximum allowed payload size"
        " (6291556 bytes).",
        "Execution failed due to configuration error: Malformed Lambda proxy response",
    ],
)
@pytest.mark.parametrize("seed", range(2))
def test_a_platform_s_verdict_on_a_function_blames_nobody_else(seed: int, text: str) -> None:
    of, function, _ = _fails(seed, f"verdict {text[:9]}", text)
    table = of.name("table")
    of.it.has(aws.table(table))
    of.it.calls(f"{function} > {table}")

    report = of.diagnosed()

    assert blamed(report) in (None, function)


@pytest.mark.parametrize("seed", SEEDS)
def test_one_template_of_many_messages_is_no_poison(seed: int) -> None:
    """Each message fails once, with its own id."""
    of = situation(seed, "many messages")
    queue, consumer, since = of.name("queue"), of.name("worker"), of.minutes_ago(8, 30)
    of.it.has(aws.queue(queue, 60), aws.function(consumer, logs.python_lambda, 60))
    of.it.calls(f"{queue} > {consumer}")
    of.business(consumer, 3)
    what = f"cannot process message <hex8>-<hex4>-<hex4>-<hex4>-<hex12>: no {of.name()}"
    of.it.says(consumer, what, 9, since, level="ERROR")
    of.it.moves(since, f"{consumer} Errors 9")
    of.it.alarm(of.name("a"), consumer, "Errors", 4, 3)

    diagnosis = of.diagnosis()

    assert [f for f in diagnosis.findings if f.rule == "poison-message"] == []


@pytest.mark.parametrize("seed", SEEDS)
def test_one_message_that_comes_again_and_again_is(seed: int) -> None:
    of = situation(seed, "one message")
    queue, consumer, since = of.name("queue"), of.name("worker"), -12 * 60.0
    of.it.has(aws.queue(queue, 60), aws.function(consumer, logs.python_lambda, 60))
    of.it.calls(f"{queue} > {consumer}")
    of.business(consumer, 3)
    digits = f"{of.dice.getrandbits(128):032x}"
    one = "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
    for count in range(30):
        text = f"cannot process message {one}, receive count {count + 1}: invalid JSON"
        of.it.once(since + count * 24, f"{consumer} ERROR | {text}")
    of.it.moves(since, f"{consumer} Errors 3")
    of.it.alarm(of.name("a"), consumer, "Errors", 1, 3)

    report = of.diagnosed()

    assert report.root_cause
    assert report.root_cause.category == "bad-input"
    assert not confidently_blames_other(report, queue, consumer)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_runtime_that_stayed_is_no_news(seed: int) -> None:
    of, function, _ = _fails(seed, "same runtime", "TypeError: promisify of undefined")
    text = "INIT_START Runtime Version: nodejs:22.v31\tRuntime Version ARN: arn:aws:lambda:::r:31"
    of.it.says(function, text, 0.3, -18000.0, style=logs.bare)

    assert not any("v31" in finding.claim for finding in of.diagnosis().findings)
