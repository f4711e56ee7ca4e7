"""What binds a change to an error: each tie by itself."""

import pytest

from casebook.domain.change import Change
from casebook.domain.finding import ErrorPattern
from casebook.knowledge.strength import Strength
from casebook.reasoning.harmless import harmless_because, is_undone_by
from casebook.reasoning.ties import Pair, tie_between
from tests.unit.agents.builders import at, changed, error_line, workload
from tests.unit.agents.scenarios import TRACE


def pair(change: Change, line: str | None, settings: tuple[str, ...] = ()) -> Pair:
    error = None
    if line is not None:
        error = ErrorPattern(
            template=line, count=9, first_at=at(-50), last_at=at(0), example=line,
            log_group="/aws/lambda/checkout-fn", resource="checkout-fn",
        )  # fmt: skip
    return Pair(change, "checkout-fn", error, at(-50), workload(), settings)


REFUSED = error_line("cannot reach payments at 10.0.0.9:81: Connection refused")
DENIED = error_line(
    "User: arn:aws:sts::1:assumed-role/checkout-role/x is not authorized to perform:"
    " dynamodb:PutItem on resource: arn:aws:dynamodb:x:1:table/orders-table"
)
URL = "environment.PAYMENTS_URL"
NO_FILES = error_line("accept4: too many open files")
NO_ROOM = error_line("FailedScheduling: 0/6 nodes are available: 6 Insufficient memory.")


@pytest.mark.parametrize(
    ("change", "line", "tie", "category"),
    [
        (changed("checkout-fn", -60, (URL, "http://a:80", "http://10.0.0.9:81/x")), REFUSED,
         "changed-address", "configuration"),
        (changed("/shop/payments-url", -60, ("value", "a.internal", "10.0.0.9:81")), REFUSED,
         "changed-address", "configuration"),
        (changed("checkout-fn", -60, (URL, "<url-1> (digest ab)", "<url-2> (digest cd)")), REFUSED,
         "hidden-address", "configuration"),
        (changed("checkout-fn", -60, ("environment.ORDERS_TABLE", "orders", None)),
         error_line("'ORDERS_TABLE'", "KeyError"), "missing-setting", "configuration"),
        (changed("checkout-fn", -60, ("environment.QUEUE", "jobs", "jobz-queue")),
         error_line("NonExistentQueue: jobz-queue"), "mentioned-value", "configuration"),
        (changed("checkout-fn", -60, ("permissions.P.Allow dynamodb:PutItem", "arn:x", None),
                 kind="permission"), DENIED, "lost-permission", "permission"),
        (changed("checkout-role", -60, ("role.policies.P.statements", "dynamodb:*", "s3:*"),
                 kind="permission"), DENIED, "lost-permission", "permission"),
        (changed("checkout-role", -60, kind="permission", summary="DeleteRolePolicy"), DENIED,
         "lost-permission", "permission"),
        (changed("checkout-fn", -60, ("permissions.P.Deny dynamodb:PutItem", None, "*"),
                 kind="permission"), DENIED, "lost-permission", "permission"),
        (changed("orders-table", -60, ("throughput.write", 100, 1), kind="scaling"),
         error_line("ProvisionedThroughputExceededException when calling the PutItem operation"),
         "lowered-limit", "throttling"),
        (changed("checkout-fn", -60, ("timeoutSeconds", 30, 3)),
         "2026 x Task timed out after 3.00 seconds", "lowered-limit", "configuration"),
        (changed("payments-fn", -60, ("concurrency.reserved", None, 0), kind="scaling"),
         error_line("payments answered 503"), "stopped-callee", "throttling"),
        (changed("checkout-fn", -60, ("handler", "app.main", "app.mian")),
         "Runtime.HandlerNotFound: app.mian is undefined or not exported", "changed-runtime",
         "configuration"),
        (changed("checkout-fn", -60, kind="deployment"),
         "Runtime.ImportModuleError: No module named 'yaml'", "broken-release", "deployment"),
        (changed("checkout-fn", -60, kind="deployment"), error_line("'coupon'", "KeyError", TRACE),
         "defect-after-release", "code-defect"),
        (changed("checkout-fn", -60, ("vpc.securityGroups", "sg-1", "sg-2")),
         error_line("connect ETIMEDOUT 10.2.2.2:5432"), "changed-network", "network"),
        (changed("checkout-fn", -60, ("environment.DB_PASSWORD", "<x-1>", "<x-2>")),
         error_line("password authentication failed for user"), "changed-secret", "configuration"),
        (changed("payments-fn", -60, kind="service-event", summary="Multi-AZ failover started"),
         error_line("payments answered 503"),
         "service-event", "infrastructure"),
        (changed("payments-fn", -60, ("environment.MODE", "a", "b")),
         error_line("payments answered 503"), "change-just-before", "configuration"),
        (changed("checkout-fn", -60, kind="deployment"), None, "change-just-before", "deployment"),
        (changed("checkout-fn", -60, ("environment.ORDERS_TABLE", "orders", "order")),
         error_line("ResourceNotFoundException: Requested resource not found"),
         "renamed-target", "configuration"),
        (changed("checkout-fn", -7000, kind="deployment"),
         error_line("'coupon'", "KeyError", TRACE), "defect-after-release", "code-defect"),
        (changed("payments-fn", -60, ("environment.MODE", "a", "b")), None, "change-just-before",
         "configuration"),
        (changed("checkout-fn", -60, ("environment.PAY_RETRIES", "2", "12")),
         error_line("payments answered 503"), "more-load", "configuration"),
        (changed("checkout-fn", -60, ("environment.PRICE_CACHE_TTL", "300", "0")),
         error_line("payments answered 503"), "more-load", "configuration"),
        (changed("payments-fn", -60, ("desiredCount", 8, 2), kind="scaling"),
         error_line("payments answered 503"), "scaled-in", "configuration"),
        (changed("checkout-fn", -60, ("environment.NEW_PRICING", "false", "true")),
         error_line("'coupon'", "KeyError"), "change-just-before", "configuration"),
        (changed("checkout-fn", -60, ("trigger[alarm-jobs].enabled", True, False)), None,
         "stopped-trigger", "configuration"),
        (changed("checkout-fn", -60, ("schedule[default/hourly].enabled", True, None)), None,
         "stopped-trigger", "configuration"),
        (changed("payments-fn", -60, ("rule[default/paid].pattern", "{}", '{"source": ["x"]}')),
         None, "stopped-trigger", "configuration"),
        (changed("checkout-fn", -60, ("ulimits.nofile.softLimit", 65536, 1024)), NO_FILES,
         "lowered-limit", "configuration"),
        (changed("checkout-fn", -60, kind="deployment"), NO_FILES, "defect-after-release",
         "deployment"),
        (changed("checkout-fn", -60, ("Checkout", "4.5.3", "Checkout:4.6.0"), kind="deployment"),
         error_line("no stock at Checkout.Program"), "defect-after-release", "deployment"),
        (changed("payments-fn", -60, ("desiredCount", 8, 2), kind="scaling"), NO_FILES, "scaled-in",
         "configuration"),
        (changed("checkout-fn", -60, ("resources.requests.memory", "1Gi", "8Gi")), NO_ROOM,
         "asks-for-room", "configuration"),
        (changed("checkout-fn", -60, ("replicas", 4, 40), kind="scaling"), NO_ROOM,
         "asks-for-room", "configuration"),
        (changed("payments-fn", -60, ("nodes.maxSize", 12, 3), kind="scaling"), NO_ROOM,
         "scaled-in", "configuration"),
    ],
)  # fmt: skip
def test_a_change_that_the_error_speaks_of_is_tied_to_it(
    change: Change, line: str | None, tie: str, category: str
) -> None:
    found = tie_between(pair(change, line))

    assert found is not None
    assert (found.name, found.category) == (tie, category)


@pytest.mark.parametrize(
    ("change", "line"),
    [
        # the address of the error is another one
        (changed("checkout-fn", -60, ("environment.SEARCH_URL", "http://a:80", "http://b:80")),
         REFUSED),
        # the address was there before as well
        (changed("checkout-fn", -60, (URL, "http://10.0.0.9:81/v1", "http://10.0.0.9:81/v2")),
         REFUSED),
        # a release of the caller does not refuse connections elsewhere
        (changed("checkout-fn", -60, kind="deployment"), REFUSED),
        # the permission was given, not taken
        (changed("fulfilment-fn", -60, ("permissions.P.Allow sqs:Send", None, "*"),
                 kind="permission"), DENIED),
        # the limit was raised
        (changed("orders-table", -60, ("throughput.write", 1, 100), kind="scaling"),
         error_line("ProvisionedThroughputExceededException when calling the PutItem operation")),
        # the callee fails, and it was the caller that changed
        (changed("checkout-fn", -60, ("environment.MODE", "a", "b")),
         error_line("payments answered 503")),
        # hours ago, and nothing but the order of things
        (changed("payments-fn", -36000, ("environment.MODE", "a", "b")),
         error_line("payments answered 503")),
        (changed("checkout-fn", -36000, kind="deployment"), error_line("'x'", "KeyError", TRACE)),
        # more files may be open, less is asked for
        (changed("checkout-fn", -60, ("ulimits.nofile.softLimit", 1024, 65536)), NO_FILES),
        (changed("checkout-fn", -60, ("resources.requests.memory", "8Gi", "1Gi")), NO_ROOM),
        (changed("checkout-fn", -60, ("replicas", 9, 3), kind="scaling"), NO_ROOM),
        # no limit of open files takes a node's room, and none of a node's memory a file
        (changed("checkout-fn", -60, ("ulimits.nofile.softLimit", 65536, 1024)), NO_ROOM),
        (changed("checkout-fn", -60, ("resources.requests.memory", "8Gi", "1Gi")), NO_FILES),
    ],
)  # fmt: skip
def test_a_change_that_the_error_does_not_speak_of_is_not(change: Change, line: str) -> None:
    found = tie_between(pair(change, line))

    assert found is None or found.strength is not Strength.DIRECT, found


def test_only_content_makes_a_direct_tie() -> None:
    """Being first is a suspicion: it never carries a conclusion by itself."""
    nearby = changed("payments-fn", -60, ("environment.MODE", "a", "b"))

    found = tie_between(pair(nearby, error_line("payments answered 503")))

    assert found is not None
    assert found.strength is not Strength.DIRECT


def test_an_address_in_the_settings_strengthens_what_is_hidden() -> None:
    hidden = changed("checkout-fn", -60, summary="UpdateFunctionConfiguration")

    plain = tie_between(pair(hidden, REFUSED))
    known = tie_between(pair(hidden, REFUSED, ("PAYMENTS_URL = http://10.0.0.9:81/x",)))

    assert plain is not None
    assert known is not None
    assert plain.strength.weight < known.strength.weight


@pytest.mark.parametrize(
    ("diff", "is_harmless"),
    [
        (("tags.owner", "a", "b"), True),
        (("environment.LOG_LEVEL", "INFO", "DEBUG"), True),
        (("memoryMb", 128, 512), True),
        (("concurrency.reserved", 5, None), True),
        (("memoryMb", 512, 128), False),
        (("CodeSize", 4_000_000, 9_000_000), False),
        (("BatchSize", 10, 1_000), False),
        (("ScalingConfig.MaximumConcurrency", 2, 200), False),
        (("environment.WORKERS", 2, 20), False),
        (("payload_size", 2, 20), False),
        (("environment.URL", "a", "b"), False),
        (("trigger[tag-alarm].enabled", True, False), False),
    ],
)
def test_what_changes_nothing_or_gives_room_is_harmless(
    diff: tuple[str, object, object], is_harmless: bool
) -> None:
    assert (harmless_because(changed("checkout-fn", -60, diff)) is not None) is is_harmless


def test_a_change_is_undone_by_its_reverse() -> None:
    change = changed("checkout-fn", -600, (URL, "a", "b"))

    assert is_undone_by(change, changed("checkout-fn", -300, (URL, "b", "a")))
    assert not is_undone_by(change, changed("checkout-fn", -300, (URL, "b", "c")))
    assert not is_undone_by(change, changed("checkout-fn", -900, (URL, "b", "a")))


def test_the_fault_lies_where_the_change_was_made_if_what_fails_uses_it() -> None:
    record = changed("payments-fn", -60, ("CNAME pay.shop.internal", "lb.example.com", None))

    tie = tie_between(pair(record, error_line("getaddrinfo ENOTFOUND pay.shop.internal")))

    assert tie is not None
    assert (tie.name, tie.resource) == ("missing-setting", "payments-fn")
    assert tie.why == "its errors name pay.shop.internal"


@pytest.mark.parametrize(
    ("kind", "setting", "category"),
    [("lambda", "concurrency.reserved", "throttling"),
     ("eks-workload", "spec.replicas", "configuration"), ("ecs", "desiredCount", "configuration")],
)  # fmt: skip
@pytest.mark.parametrize("answer", ["Connection refused", "503 no healthy upstream"])
def test_a_function_of_no_concurrency_throttles_and_what_runs_in_no_copy_is_set_so(
    kind: str, setting: str, category: str, answer: str
) -> None:
    error = pair(changed("payments", -60), error_line(f"call to payments failed: {answer}")).error
    shop = workload((("checkout-fn", kind), ("payments", kind)), (("checkout-fn", "payments"),))
    stopped = changed("payments", -60, (setting, 2, 0), kind="scaling")

    tie = tie_between(Pair(stopped, "checkout-fn", error, at(-50), shop))

    assert tie is not None
    assert (tie.name, tie.resource, tie.category) == ("stopped-callee", "payments", category)


def test_what_a_consumer_cannot_read_is_tied_to_the_release_of_who_sent_it() -> None:
    error = ErrorPattern(
        template="x", count=9, first_at=at(-50), last_at=at(0), resource="fulfilment-fn",
        example=error_line("JSONDecodeError: Expecting value: line 1 column 1"),
        log_group="/aws/lambda/fulfilment-fn",
    )  # fmt: skip
    release = changed("checkout-fn", -60, kind="deployment")

    tie = tie_between(Pair(release, "fulfilment-fn", error, at(-50), workload()))

    assert tie is not None
    assert (tie.name, tie.resource) == ("changed-producer", "checkout-fn")


@pytest.mark.parametrize("front", ["apigateway", "stepfunctions"])
@pytest.mark.parametrize(
    "line",
    [
        "The Lambda function returned the following error: Runtime.ImportModuleError",
        "Lambda returned: KeyError: 'currency'",
        "failed: Error: missing required environment variable PAYMENTS_URL",
    ],
)
def test_what_only_hands_calls_on_logs_errors_of_the_code_behind_it(front: str, line: str) -> None:
    shop = workload((("edge", front), ("checkout-fn", "lambda")), (("edge", "checkout-fn"),))
    error = pair(changed("checkout-fn", -60), error_line(line)).error

    released = changed("edge", -60, ("Version", 1, 2), kind="deployment")
    own = Pair(released, "edge", error, at(-50), shop)
    found = tie_between(own)

    assert own.code == "checkout-fn"
    assert found is None or found.name not in ("broken-release", "defect-after-release")


def test_a_front_that_does_not_load_was_broken_by_the_release_of_the_code_behind_it() -> None:
    shop = workload((("edge", "apigateway"), ("app", "lambda")), (("edge", "app"),))
    error = pair(changed("app", -60), error_line("Unable to import module 'app'")).error
    released = changed("app", -60, ("Version", 1, 2), kind="deployment")

    found = tie_between(Pair(released, "edge", error, at(-50), shop))

    assert found is not None
    assert (found.name, found.resource) == ("broken-release", "app")
