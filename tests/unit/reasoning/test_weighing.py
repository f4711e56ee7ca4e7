"""The arithmetic of confidence, on findings made by hand."""

from typing import Any

import pytest

from casebook.domain.evidence import Evidence
from casebook.domain.finding import ErrorPattern, Finding, FindingKind
from casebook.domain.ids import FINDING, new_id
from casebook.domain.window import Window
from casebook.reasoning.ranking import contested, ranked
from casebook.reasoning.weighing import Candidate, candidates
from tests.unit.agents.builders import ALARM_AT, at, workload

KINDS = {"log": "logs", "metric": "metrics", "change": "configuration"}
TOOLS = {"log": "get_log_patterns", "metric": "query_metrics", "change": "list_changes"}


def told(strength: float, *evidence: str, **changes: Any) -> Finding:
    base = Finding(
        id=new_id(FINDING), agent="a", rule="r", kind=FindingKind.CAUSE, claim="c",
        strength=strength, evidence=evidence, resource="checkout-fn", category="configuration",
    )  # fmt: skip
    return base.model_copy(update=changes)


def candidate(*causes: Finding, **changes: Any) -> Candidate:
    return Candidate("checkout-fn", "configuration", causes, kinds_by_evidence=KINDS, **changes)


def error(template: str) -> ErrorPattern:
    return ErrorPattern(
        template=template, count=1, first_at=at(-9), last_at=at(-1), example="", log_group="g",
        resource="checkout-fn",
    )  # fmt: skip


def test_one_witness_is_as_sure_as_what_it_saw() -> None:
    assert candidate(told(0.7, "log")).confidence == pytest.approx(0.7)


def test_a_second_rule_over_the_same_logs_is_the_same_witness() -> None:
    twice = candidate(told(0.7, "log"), told(0.6, "log"))

    assert twice.confidence == pytest.approx(0.7)


def test_independent_witnesses_add_up_as_noisy_or() -> None:
    two = candidate(told(0.9, "log"), told(0.5, "metric"))

    assert two.confidence == pytest.approx(1 - 0.1 * 0.5)


def test_a_witness_that_is_half_known_counts_half() -> None:
    two = candidate(told(0.9, "log"), told(0.6, "log", "metric"))

    assert two.confidence == pytest.approx(1 - 0.1 * 0.7)


def test_a_symptom_confirms_that_it_failed_and_hardly_why() -> None:
    symptom = told(1.0, "metric", kind=FindingKind.SYMPTOM)

    assert candidate(told(0.9, "log"), symptoms=(symptom,)).confidence == pytest.approx(
        1 - 0.1 * 0.7
    )


def test_without_direct_evidence_nobody_is_surer_than_four_fifths() -> None:
    three = candidate(told(0.79, "log"), told(0.79, "metric"), told(0.79, "change"))

    assert three.confidence == 0.8


def test_no_evidence_is_proof() -> None:
    three = candidate(told(0.99, "log"), told(0.99, "metric"), told(0.99, "change"))

    assert three.confidence == 0.97


def test_what_speaks_against_takes_off_half_its_strength() -> None:
    denied = candidate(told(0.6, "log"), against=(told(0.5, "metric"),))

    assert denied.confidence == pytest.approx(0.6 * 0.75)


def test_two_like_explanations_of_one_error_make_each_other_doubtful() -> None:
    shared = (error("x"),)
    one = candidate(told(0.6, "log", errors=shared))
    other = candidate(told(0.55, "log", errors=shared))
    apart = candidate(told(0.6, "log", errors=(error("y"),)))

    marked = contested([one, other, apart])

    assert [each.is_contested for each in marked] == [True, True, False]
    assert marked[0].confidence == pytest.approx(0.6 * 0.85)


def opined(strength: float, *evidence: str, **changes: Any) -> Finding:
    """A model's finding."""
    return told(strength, *evidence, rule="model:provider/name", **changes)


def test_what_only_models_say_is_likely_at_most_however_many_say_it() -> None:
    chorus = candidate(opined(1.0, "log"), opined(1.0, "metric"), opined(1.0, "change"))

    assert chorus.confidence == 0.7
    assert chorus.kinds_by_rules == frozenset()


def test_a_model_corroborates_a_rule_as_a_symptom_would_by_another_kind_of_evidence() -> None:
    rule, weight = told(0.9, "log"), 0.3 * 0.75

    assert candidate(rule, opined(0.75, "metric")).confidence == pytest.approx(
        1 - 0.1 * (1 - weight), abs=0.001
    )
    assert candidate(rule, opined(0.75, "log")).confidence == pytest.approx(0.9)


def test_a_rule_and_a_model_together_are_at_least_as_sure_as_the_model_alone() -> None:
    assert candidate(told(0.3, "log"), opined(0.75, "log")).confidence == pytest.approx(0.7)


def test_a_model_takes_nothing_from_what_rules_saw() -> None:
    symptom = told(1.0, "metric", kind=FindingKind.SYMPTOM)
    without = candidate(told(0.9, "log"), symptoms=(symptom,))
    beside = candidate(told(0.9, "log"), opined(0.4, "metric"), symptoms=(symptom,))

    assert beside.confidence == without.confidence


def test_the_words_of_a_hypothesis_are_a_rules_where_there_is_one() -> None:
    rule = told(0.4, "log", claim="The rule says so.")

    assert candidate(rule, opined(0.75, "metric")).strongest == rule


def test_what_rules_find_likely_stands_first_in_the_order_that_rules_give_it() -> None:
    found = candidate(told(0.6, "log"))
    second = candidate(told(0.56, "log"), opined(0.75, "metric"))
    guess = candidate(told(0.3, "log"))
    opinion = candidate(opined(0.75, "metric"))

    assert second.confidence > found.confidence
    nobody = frozenset[str]()
    assert ranked([guess, opinion, second, found], nobody) == [found, second, opinion, guess]


@pytest.mark.parametrize(("sure", "first"), [(0.9, "asked"), (0.72, "other")])
def test_of_two_proven_faults_that_of_the_alarm_comes_first(sure: float, first: str) -> None:
    asked = Candidate("asked", "code-defect", (told(sure, "log"),), kinds_by_evidence=KINDS)
    other = Candidate("other", "permission", (told(0.95, "log"),), kinds_by_evidence=KINDS)

    assert ranked([other, asked], frozenset({"asked"}))[0].resource == first
    assert ranked([other, asked], frozenset())[0] is other


def test_candidates_gather_the_symptoms_of_those_who_call_them() -> None:
    evidence = [
        Evidence(
            id=id_, tool=tool, query={}, window=Window(start=at(-9), end=at(0)), outcome="success",
            sha256="", excerpt="", location="", taken_at=ALARM_AT,
        )
        for id_, tool in TOOLS.items()
    ]  # fmt: skip
    cause = told(0.8, "log", resource="payments-fn", category="throttling")
    caller = told(0.8, "metric", kind=FindingKind.SYMPTOM, resource="checkout-fn", category=None)
    stranger = told(
        0.8, "metric", kind=FindingKind.SYMPTOM, resource="fulfilment-fn", category=None
    )

    (found,) = candidates([cause, caller, stranger], evidence, workload())

    assert found.symptoms == (caller,)
    assert found.kinds == {"logs", "metrics"}


def test_what_was_read_back_is_the_same_witness_as_what_it_was_read_from() -> None:
    def seen(identifier: str, tool: str, **query: str) -> Evidence:
        return Evidence(
            id=identifier, tool=tool, query=query, window=Window(start=at(-120), end=at(0)),
            outcome="success", sha256="", excerpt="", location="", taken_at=ALARM_AT,
        )  # fmt: skip

    evidence = [seen("log", "get_log_patterns"), seen("back", "read_evidence", evidence_id="log")]

    (found,) = candidates([told(0.7, "log"), told(0.6, "back")], evidence, workload())

    assert found.kinds == {"logs"}
    assert found.confidence == pytest.approx(0.7)
