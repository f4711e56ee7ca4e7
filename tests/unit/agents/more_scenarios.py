"""Incidents as teams on AWS tell of them, with what a good colleague would say."""

from collections.abc import Callable
from dataclasses import dataclass

from casebook.domain.window import Window
from tests.unit.agents.builders import Incident, at, changed, error_line, workload
from tests.unit.agents.scenarios import TRACE, failing


@dataclass(frozen=True)
class Expected:
    verdicts: tuple[str, ...]
    resource: str | None
    categories: tuple[str, ...] = ()


BLAMED = ("confirmed", "likely")
Scenario = tuple[Callable[[], Incident], Expected]


def _web() -> Incident:
    resources = [("api", "apigateway"), ("web-fn", "lambda"), ("catalog-fn", "lambda"),
                 ("orders-db", "rds"), ("search", "http")]  # fmt: skip
    calls = [("api", "web-fn"), ("web-fn", "catalog-fn"), ("web-fn", "orders-db"),
             ("catalog-fn", "search")]  # fmt: skip
    return Incident(workload(resources, calls))


def raw_python_error_after_release() -> Incident:
    line = f"[ERROR] 2026-11-21T19:09:10.000Z 4b0b9c1e-1111-2222-3333-444455556666 {TRACE}"
    change = changed("web-fn", -300, ("code.sha256", "a", "b"), kind="deployment")
    return _web().log("web-fn", line, *range(-50, 8, 2)).change(change)


def memory_was_lowered() -> Incident:
    line = "2026-11-21T19:09:10Z RequestId: x Error: Runtime exited with error: signal: killed"
    change = changed("web-fn", -90, ("memoryMb", 512, 128))
    return _web().log("web-fn", line, *range(-50, 8, 3)).change(change)


def slow_callee_makes_caller_time_out() -> Incident:
    incident = _web()
    incident.log("web-fn", "2026-11-21T19:09:10Z 1f Task timed out after 3.00 seconds",
                 *range(-50, 8, 3))  # fmt: skip
    incident.log("catalog-fn", error_line("search answered 503 Service Unavailable"),
                 *range(-50, 8, 3))  # fmt: skip
    return incident


def renamed_setting() -> Incident:
    line = error_line("request failed: 'ORDERS_TABLE'", "KeyError", TRACE)
    change = changed("web-fn", -70, ("environment.ORDERS_TABLE", "orders", None),
                     ("environment.ORDER_TABLE", None, "orders"))  # fmt: skip
    return _web().log("web-fn", line, *range(-50, 8, 3)).change(change)


def callee_was_broken_by_its_release() -> Incident:
    incident = _web()
    incident.log("web-fn", error_line("catalog responded with status 500"), *range(-50, 8, 2))
    boom = "TypeError: Cannot read properties of undefined (reading 'price')\n    at render (/var/task/index.js:12:9)"  # noqa: E501
    incident.log("catalog-fn", f"2026-11-21T19:09:10.000Z 12 ERROR {boom}", *range(-51, 8, 2))
    return incident.change(
        changed("catalog-fn", -100, ("code.sha256", "a", "b"), kind="deployment")
    )


def only_metrics_after_release() -> Incident:
    incident = _web()
    incident.usual("web-fn", "Errors", 0).metric("web-fn", "Errors", {-1: 30, 0: 4})
    incident.usual("web-fn", "Invocations", 90).metric("web-fn", "Invocations", {-1: 90, 0: 9})
    return incident.change(changed("web-fn", -70, ("code.sha256", "a", "b"), kind="deployment"))


def expired_certificate_and_innocent_release() -> Incident:
    line = error_line(
        "request to https://search.example.com/q failed, reason: certificate has expired"
    )
    incident = _web().log("catalog-fn", line, *range(-50, 8, 2))
    return incident.change(changed("web-fn", -3000, ("code.sha256", "a", "b"), kind="deployment"))


def hidden_environment() -> Incident:
    line = error_line("connect ECONNREFUSED 10.9.9.9:8080")
    incident = _web().log("catalog-fn", line, *range(-50, 8, 2))
    incident.state("catalog-fn", environment__SEARCH_URL="http://10.9.9.9:8080/q")
    return incident.change(
        changed("catalog-fn", -56, summary="UpdateFunctionConfiguration by alice")
    )


def no_telemetry() -> Incident:
    return _web()


def surge_throttles() -> Incident:
    incident = _web()
    incident.usual("web-fn", "Invocations", 100).usual("web-fn", "Throttles", 0)
    incident.metric("web-fn", "Invocations", {-2: 900, -1: 1000, 0: 400})
    incident.metric("web-fn", "Throttles", {-1: 300, 0: 80})
    return incident


def database_failover() -> Incident:
    line = error_line("connection to server at orders-db, port 5432 failed: Connection refused")
    incident = _web().log("web-fn", line, *range(-50, 8, 2))
    return incident.change(
        changed("orders-db", -60, kind="service-event", actor=None, summary="Failover started")
    )


def log_level_is_innocent() -> Incident:
    incident = _web().log("web-fn", error_line("catalog responded with status 500"),
                          *range(-50, 8, 2))  # fmt: skip
    return incident.change(changed("web-fn", -60, ("environment.LOG_LEVEL", "INFO", "DEBUG")))


def too_many_connections() -> Incident:
    line = error_line("FATAL: remaining connection slots are reserved for superuser connections")
    return _web().log("web-fn", line, *range(-50, 8, 2))


def wrong_table_name_is_denied() -> Incident:
    line = error_line(
        "User: arn:aws:sts::1:assumed-role/checkout-role/checkout-fn is not authorized to perform:"
        " dynamodb:PutItem on resource: arn:aws:dynamodb:us-east-1:1:table/order-table"
    )
    change = changed(
        "checkout-fn", -60, ("environment.ORDERS_TABLE", "orders-table", "order-table")
    )
    return failing(Incident(), line).change(change)


def poison_message() -> Incident:
    line = error_line(
        "cannot parse message 17: Unexpected token < in JSON at position 0", "SyntaxError"
    )
    incident = Incident().log("fulfilment-fn", line, -110, -80, -50, -20)
    return incident.works("fulfilment-fn", -100, 9, 5)


def noise_beside_a_fault() -> Incident:
    from tests.unit.agents.scenarios import dead_address

    line = error_line("coupon service is slow, going on without", "CouponTimeoutWarning")
    return dead_address().log("checkout-fn", line, *range(-3700, 8, 5))


def healed_though_something_harmless_changed() -> Incident:
    from tests.unit.agents.scenarios import healed_blip

    return healed_blip().change(changed("checkout-fn", -600, ("memoryMb", 256, 512)))


def failing_for_half_an_hour() -> Incident:
    """The alarm was slow: the errors began long before its window."""
    line = error_line("cannot reach payments at 127.0.0.1:9: Connection refused", "PaymentFailed")
    incident = Incident(window=Window(start=at(-120), end=at(0)))
    incident.log("checkout-fn", line, *range(-1500, 8, 10))
    return incident.change(
        changed(
            "checkout-fn",
            -1510,
            ("environment.PAYMENTS_URL", "http://pay:80", "http://127.0.0.1:9"),
        )
    )


def unexplained() -> Incident:
    return _web().log("web-fn", error_line("something odd happened"), *range(-50, 8, 5))


def observed_late() -> Incident:
    """Nobody told us: Casebook itself saw that the setting differs from five minutes ago."""
    line = error_line("checkout failed: cannot reach payments at 127.0.0.1:9: Connection refused")
    change = changed("checkout-fn", 9, ("environment.PAYMENTS_URL", "http://pay:80", "http://127.0.0.1:9"),
                     actor=None, not_before=-200)  # fmt: skip
    return failing(Incident(), line).change(change)


def hotfix_in_the_middle() -> Incident:
    """The callee is down; the caller is released meanwhile, and its errors change words."""
    incident = _web().log("web-fn", error_line("catalog responded with status 500"),
                          *range(-60, -20, 2))  # fmt: skip
    incident.log("web-fn", error_line("giving up on catalog: it is not answering well"),
                 *range(-15, 8, 2))  # fmt: skip
    return incident.change(changed("web-fn", -18, ("code.sha256", "a", "b"), kind="deployment"))


def only_slow() -> Incident:
    incident = _web()
    for name in ("web-fn", "catalog-fn"):
        incident.usual(name, "Duration", 100).metric(name, "Duration", {-1: 2500, 0: 2600})
    return incident


def topology_is_unknown() -> Incident:
    shop = workload((("a-fn", "lambda"), ("b-table", "dynamodb")), ())
    line = error_line(
        "An error occurred (ProvisionedThroughputExceededException) when calling the PutItem"
        " operation: too much"
    )
    return (
        Incident(shop)
        .log("a-fn", line, *range(-50, 8, 2))
        .change(changed("b-table", -70, ("throughput.write", 50, 1), kind="scaling"))
    )


SCENARIOS: dict[str, Scenario] = {
    "raw_python_error_after_release": (raw_python_error_after_release,
        Expected(BLAMED, "web-fn", ("code-defect", "deployment"))),
    "memory_was_lowered": (memory_was_lowered,
        Expected(BLAMED, "web-fn", ("configuration", "resource-exhaustion"))),
    "slow_callee_makes_caller_time_out": (slow_callee_makes_caller_time_out,
        Expected(BLAMED, "search", ("dependency",))),
    "renamed_setting": (renamed_setting, Expected(BLAMED, "web-fn", ("configuration",))),
    "callee_was_broken_by_its_release": (callee_was_broken_by_its_release,
        Expected(("confirmed",), "catalog-fn", ("code-defect",))),
    "only_metrics_after_release": (only_metrics_after_release,
        Expected(("likely",), "web-fn", ("deployment", "code-defect"))),
    "expired_certificate_and_innocent_release": (expired_certificate_and_innocent_release,
        Expected(("likely",), "search", ("dependency", "infrastructure"))),
    "hidden_environment": (hidden_environment,
        Expected(BLAMED, "catalog-fn", ("configuration",))),
    "no_telemetry": (no_telemetry, Expected(("inconclusive",), None)),
    "surge_throttles": (surge_throttles, Expected(BLAMED, "web-fn", ("traffic", "throttling"))),
    "database_failover": (database_failover,
        Expected(BLAMED, "orders-db", ("infrastructure",))),
    "log_level_is_innocent": (log_level_is_innocent,
        Expected(("likely",), "catalog-fn", ("dependency",))),
    "too_many_connections": (too_many_connections,
        Expected(("likely",), "orders-db", ("resource-exhaustion",))),
    "wrong_table_name_is_denied": (wrong_table_name_is_denied,
        Expected(BLAMED, "checkout-fn", ("configuration",))),
    "poison_message": (poison_message, Expected(("likely",), "fulfilment-fn", ("bad-input",))),
    "noise_beside_a_fault": (noise_beside_a_fault,
        Expected(("confirmed",), "checkout-fn", ("configuration",))),
    "healed_though_something_harmless_changed": (healed_though_something_harmless_changed,
        Expected(("healthy",), None)),
    "failing_for_half_an_hour": (failing_for_half_an_hour,
        Expected(BLAMED, "checkout-fn", ("configuration",))),
    "unexplained": (unexplained, Expected(("inconclusive",), None)),
    "hotfix_in_the_middle": (hotfix_in_the_middle,
        Expected(("likely",), "catalog-fn", ("dependency",))),
    "only_slow": (only_slow, Expected(("likely",), "catalog-fn", ("dependency",))),
    "topology_is_unknown": (topology_is_unknown,
        Expected(("confirmed",), "b-table", ("throttling",))),
    "observed_late": (observed_late, Expected(("confirmed",), "checkout-fn", ("configuration",))),
}  # fmt: skip
