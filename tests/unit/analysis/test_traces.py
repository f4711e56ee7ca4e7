import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.analysis.traces import fault_origin, most_telling, owner_of, path
from casebook.domain.trace import Segment, Trace, TraceSummary
from casebook.domain.workload import Resource
from tests.fakes.shop import NOW, shop
from tests.fakes.traces import checkout, segment


def test_the_path_goes_from_the_root_down_in_the_order_of_time() -> None:
    steps = path(checkout(NOW), shop().resources)

    assert [(each.depth, each.segment.name, each.resource) for each in steps] == [
        (0, "checkout-fn", "checkout-fn"),
        (1, "## handler", "checkout-fn"),
        (2, "DynamoDB", "orders-table"),
        (2, "payments.internal", "payments"),
    ]


def test_own_time_leaves_out_what_ran_below() -> None:
    own = {each.segment.id: each.own_seconds for each in path(checkout(NOW), ())}

    assert own == pytest.approx({"a": 0.0, "c": 0.3, "b": 0.2, "d": 2.5})


def test_work_side_by_side_is_counted_once() -> None:
    trace = Trace("t", 4, (
        segment("a", None, "root", 0, 4, NOW),
        segment("b", "a", "one", 1, 3, NOW),
        segment("c", "a", "two", 2, 3.5, NOW),
    ))  # fmt: skip

    assert path(trace, ())[0].own_seconds == pytest.approx(1.5)


def test_the_fault_began_in_the_deepest_segment_that_failed() -> None:
    origin = fault_origin(path(checkout(NOW), shop().resources))

    assert origin is not None
    assert (origin.segment.name, origin.resource) == ("payments.internal", "payments")


def test_a_fault_comes_before_an_error_that_was_meant_to_happen() -> None:
    trace = Trace("t", 1, (
        segment("a", None, "root", 0, 1, NOW, fault=True),
        segment("b", "a", "cache miss", 0, 0.1, NOW, error=True),
    ))  # fmt: skip

    origin = fault_origin(path(trace, ()))

    assert origin is not None
    assert origin.segment.name == "root"


def test_without_a_failure_there_is_no_origin() -> None:
    trace = Trace("t", 1, (segment("a", None, "root", 0, 1, NOW),))

    assert fault_origin(path(trace, ())) is None


@pytest.mark.parametrize(
    ("names", "owner"),
    [
        (("Checkout-FN",), "checkout-fn"),
        (("checkout-api/prod",), "checkout-api"),
        (("orders.shop.internal",), "shop/orders"),
        (("DynamoDB", "orders-table"), "orders-table"),
        (("checkout-fn-2",), None),
    ],
)
def test_a_resource_is_known_by_what_it_is_called(
    names: tuple[str, ...], owner: str | None
) -> None:
    known = [
        Resource(name=n) for n in ("checkout-fn", "checkout-api", "shop/orders", "orders-table")
    ]

    assert owner_of(names, known) == owner


def test_a_call_of_somebody_else_is_nobodys_work() -> None:
    trace = Trace("t", 1, (
        segment("a", None, "checkout-fn", 0, 1, NOW),
        segment("b", "a", "api.partner.example", 0, 1, NOW, is_call=True),
    ))  # fmt: skip

    assert [each.resource for each in path(trace, shop().resources)] == ["checkout-fn", None]


def test_failures_are_most_telling_then_slowness() -> None:
    def summary(trace_id: str, seconds: float, **state: bool) -> TraceSummary:
        states = {"error": False, "fault": False, "throttle": False, **state}
        return TraceSummary(trace_id, seconds, **states)

    told = most_telling(
        [summary("quick", 0.1), summary("slow", 9), summary("4xx", 1, error=True),
         summary("5xx", 1, fault=True), summary("429", 1, throttle=True)], 4,
    )  # fmt: skip

    assert [each.trace_id for each in told] == ["5xx", "429", "4xx", "slow"]


@given(
    st.lists(
        st.builds(
            segment,
            st.sampled_from("abcdef"),
            st.none() | st.sampled_from("abcdefx"),
            st.sampled_from(["checkout-fn", "x", ""]),
            st.floats(0, 100),
            st.none() | st.floats(-5, 100),
            st.just(NOW),
            fault=st.booleans(),
        ),
        max_size=8,
    )
)
def test_holes_rings_and_doubled_ids_break_nothing(segments: list[Segment]) -> None:
    steps = path(Trace("t", 1, tuple(segments)), shop().resources)
    origin = fault_origin(steps)

    assert {each.segment.id for each in steps} == {each.id for each in segments}
    assert all((each.own_seconds or 0) >= 0 for each in steps)
    assert (origin is not None) == any(each.segment.failed for each in steps)
