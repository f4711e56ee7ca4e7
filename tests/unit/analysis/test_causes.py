from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.analysis.causes import STANDS_OUT, Suspect, rank_causes

Row = Sequence[float | None]
STEP = 300
ALARM = 30 * STEP
CALLS = [["web", "cart"], ["web", "search"], ["cart", "stock"], ["search", "index"]]


def steady(value: float, rows: int = 30) -> list[float]:
    """A little unrest around a value, the same every time."""
    return [value * (1 + 0.01 * ((7 * row) % 5 - 2)) for row in range(rows)]


def recording(start: int, values: Mapping[str, Row]) -> dict[str, object]:
    rows = max((len(row) for row in values.values()), default=0)
    return {"times": [start + STEP * row for row in range(rows)], "values": dict(values)}


USUAL = {"web": (0.2, 600.0), "cart": (0.05, 300.0), "search": (0.08, 300.0),
         "stock": (0.02, 300.0), "index": (0.03, 300.0)}  # fmt: skip


def normal() -> dict[str, object]:
    values: dict[str, Row] = {}
    for node, (latency, requests) in USUAL.items():
        values[f"{node}|latency|Average"] = steady(latency)
        values[f"{node}|availability|Average"] = [100.0] * 30
        values[f"{node}|requests|Sum"] = steady(requests)
    return recording(0, values)


def incident(**changed: Mapping[str, Row]) -> dict[str, object]:
    values: dict[str, Row] = {}
    for node, (latency, requests) in USUAL.items():
        values[f"{node}|latency|Average"] = [latency] * 5
        values[f"{node}|availability|Average"] = [100.0] * 5
        values[f"{node}|requests|Sum"] = [requests] * 5
    for node, metrics in changed.items():
        for metric, row in metrics.items():
            values[f"{node}|{metric}|{'Sum' if metric == 'requests' else 'Average'}"] = row
    return recording(ALARM - 2 * STEP, values)


def ranked(
    during: Mapping[str, object], metric: str = "latency", calls: Sequence[Sequence[str]] = CALLS
) -> list[Suspect]:
    symptom = {"node": "web", "metric": metric, "statistic": "Average", "timestamp": ALARM}
    return rank_causes(symptom, normal(), during, calls)


def rising(usual: float, by: float) -> list[float]:
    return [usual, usual, usual + by, usual + by, usual + by]


def test_a_caller_that_waits_for_a_slow_callee_is_explained_by_it() -> None:
    suspects = ranked(
        incident(
            web={"latency": rising(0.2, 0.5)},
            cart={"latency": rising(0.05, 1.0)},
            stock={"latency": rising(0.02, 1.0)},
        )
    )

    assert suspects[0].node == "stock"
    assert suspects[0].stands_out
    explained = {each.node: each.explained for each in suspects}
    assert explained["web"] > 0.8
    assert explained["cart"] > 0.8
    assert explained["stock"] == 0


def test_the_node_of_the_symptom_may_be_the_cause_itself() -> None:
    suspects = ranked(incident(web={"latency": rising(0.2, 0.5)}))

    assert suspects[0].node == "web"


def test_a_callee_too_small_for_the_symptom_is_not_its_cause() -> None:
    suspects = ranked(
        incident(
            web={"latency": rising(0.2, 0.5)},
            cart={"latency": rising(0.05, 1.0)},
            search={"latency": rising(0.08, 0.2), "requests": [3.0] * 5},
        )
    )

    assert suspects[0].node == "cart"


def test_failures_are_followed_to_the_callee_that_fails() -> None:
    failing = [100.0, 100.0, 90.0, 88.0, 90.0]
    suspects = ranked(
        incident(web={"availability": [100.0, 100.0, 95.0, 94.0, 95.0]},
                 search={"availability": failing}, index={"availability": failing}),
        metric="availability",
    )  # fmt: skip

    assert suspects[0].node == "index"


def test_a_slow_callee_is_why_its_caller_times_out() -> None:
    suspects = ranked(
        incident(web={"availability": [100.0, 100.0, 90.0, 90.0, 90.0],
                      "latency": rising(0.2, 1.5)},
                 cart={"latency": rising(0.05, 3.0)}),
        metric="availability",
    )  # fmt: skip

    assert suspects[0].node == "cart"


def test_what_is_different_all_day_is_not_news() -> None:
    suspects = ranked(
        incident(
            web={"latency": rising(0.2, 0.5)},
            cart={"latency": [3.0] * 5},
            search={"latency": rising(0.08, 1.0)},
        )
    )

    assert suspects[0].node == "search"


def test_an_incident_without_a_quiet_row_is_compared_with_normal_times() -> None:
    suspects = ranked(incident(web={"latency": [0.7] * 5}, cart={"latency": [1.05] * 5}))

    assert suspects[0].node == "cart"


def test_when_nothing_happened_nothing_stands_out() -> None:
    assert all(each.score < STANDS_OUT for each in ranked(incident()))


def test_a_suspect_says_which_metrics_stood_out_and_since_when() -> None:
    (deviation,) = ranked(incident(web={"latency": rising(0.2, 0.5)}))[0].deviations

    assert (deviation.metric, deviation.statistic) == ("latency", "Average")
    assert deviation.usual == pytest.approx(0.2)
    assert deviation.observed == pytest.approx(0.7)
    assert deviation.first_at == ALARM


def test_a_metric_that_should_not_run_low_is_harmful_when_it_falls() -> None:
    during = incident(web={"latency": rising(0.2, 0.5)})
    values = during["values"]
    assert isinstance(values, dict)
    values["index|FreeStorageSpace|Average"] = [50.0, 50.0, 1.0, 1.0, 1.0]

    told = {each.node: [found.metric for found in each.deviations] for each in ranked(during)}

    assert told["index"] == ["FreeStorageSpace"]


def test_a_symptom_that_no_metric_shows_leaves_the_rows_from_the_alarm_on() -> None:
    symptom = {"node": "nobody", "metric": "latency", "timestamp": ALARM}
    during = incident(cart={"latency": rising(0.05, 1.0)})

    assert rank_causes(symptom, normal(), during, [])[0].node == "cart"


def test_services_that_call_each_other_do_not_explain_each_other_away() -> None:
    suspects = ranked(
        incident(cart={"latency": rising(0.05, 1.0)}, web={"latency": rising(0.2, 0.5)}),
        calls=[*CALLS, ["cart", "web"]],
    )

    assert suspects[0].node == "cart"
    assert suspects[0].stands_out


def test_without_any_metric_every_node_is_named_and_none_stands_out() -> None:
    suspects = rank_causes({"node": "web", "metric": "latency"}, {}, {}, CALLS)

    assert {each.node for each in suspects} == set(USUAL)
    assert not any(each.stands_out for each in suspects)


anything = st.one_of(
    st.none(), st.floats(), st.integers(), st.just(-0.0), st.text(max_size=2), st.booleans()
)
names = st.sampled_from(["a", "b", "c"])
metrics = st.sampled_from(
    ["latency|Average", "availability|Average", "requests|Sum", "Errors|Sum", "CPU|Maximum", "|"]
)
keys = st.one_of(st.builds("{}|{}".format, names, metrics), st.text(max_size=5))
recordings = st.fixed_dictionaries(
    {"times": st.lists(anything, max_size=8),
     "values": st.dictionaries(keys, st.lists(anything, max_size=12), max_size=8)}
)  # fmt: skip
symptoms = st.fixed_dictionaries(
    {"node": names, "metric": st.sampled_from(["latency", "availability", "?"]),
     "timestamp": anything}
)  # fmt: skip
graphs = st.lists(st.lists(names, min_size=2, max_size=2), max_size=8)


@given(symptoms, recordings, recordings, graphs)
def test_the_ranking_never_raises_and_scores_lie_between_0_and_1(
    symptom: dict[str, object],
    before: dict[str, object],
    during: dict[str, object],
    calls: list[list[str]],
) -> None:
    suspects = rank_causes(symptom, before, during, calls)

    assert all(0 <= each.score <= 1 and 0 <= each.explained <= 1 for each in suspects)
    assert len({each.node for each in suspects}) == len(suspects)


lists_of_numbers = st.lists(st.one_of(st.none(), st.floats(0, 1000)), min_size=5, max_size=5)
measured = st.dictionaries(
    st.builds("{}|{}".format, st.sampled_from(["n0", "n1", "n2", "n3"]),
              st.sampled_from(["latency|Average", "availability|Average", "requests|Sum"])),
    lists_of_numbers, min_size=3,
)  # fmt: skip


@given(measured, measured, st.permutations(["n0", "n1", "n2", "n3"]))
def test_renaming_the_nodes_changes_nothing(
    before: dict[str, Row], during: dict[str, Row], new: list[str]
) -> None:
    to = dict(zip(["n0", "n1", "n2", "n3"], new, strict=True))
    calls = [["n0", "n1"], ["n1", "n2"], ["n0", "n3"]]

    def renamed(values: Mapping[str, Row]) -> dict[str, Row]:
        return {f"{to[key[:2]]}{key[2:]}": row for key, row in values.items()}

    def ranking(symptom: str, *both: Mapping[str, Row], calls: list[list[str]]) -> list[Suspect]:
        alarm = {"node": symptom, "metric": "latency", "timestamp": STEP}
        return rank_causes(alarm, recording(0, both[0]), recording(0, both[1]), calls)

    original = ranking("n0", before, during, calls=calls)
    other = ranking(
        to["n0"], renamed(before), renamed(during), calls=[[to[a], to[b]] for a, b in calls]
    )

    assert [(to[each.node], each.score) for each in original] == [
        (each.node, each.score) for each in other
    ]


@given(symptoms, recordings, recordings, graphs)
def test_the_ranking_is_in_order(
    symptom: dict[str, object],
    before: dict[str, object],
    during: dict[str, object],
    calls: list[list[str]],
) -> None:
    scores = [each.score for each in rank_causes(symptom, before, during, calls)]

    assert scores == sorted(scores, reverse=True)


levels = st.floats(-1e9, 1e9, allow_subnormal=False) | st.sampled_from([0.0, -0.0, 1e-300])


@given(
    st.dictionaries(st.builds("{}|{}".format, names, metrics), levels, max_size=8),
    st.integers(0, 30),
    st.integers(0, 12),
    graphs,
)
def test_in_flat_data_nothing_stands_out(
    flat: dict[str, float], normal_rows: int, rows: int, calls: list[list[str]]
) -> None:
    before = {key: [level] * normal_rows for key, level in flat.items()}
    during = {key: [level] * rows for key, level in flat.items()}

    suspects = rank_causes(
        {"node": "a", "metric": "latency", "timestamp": STEP},
        recording(0, before),
        recording(0, during),
        calls,
    )

    assert not any(each.stands_out for each in suspects)
    assert not any(each.deviations for each in suspects)


@given(st.lists(st.lists(st.text(max_size=2) | st.none(), max_size=4), max_size=6))
def test_calls_of_any_shape_are_read_or_passed_over(calls: list[list[str]]) -> None:
    rank_causes({}, normal(), incident(), calls)
