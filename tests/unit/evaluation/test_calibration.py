"""How far confidence, citations and names can be trusted."""

from __future__ import annotations

from io import StringIO
from math import comb
from typing import Any

import pytest
from rich.console import Console

from casebook.domain.evidence import Evidence
from casebook.domain.finding import Finding, FindingKind
from casebook.domain.hypothesis import Argument, Hypothesis
from casebook.domain.report import Moment, Report, RootCause, RuledOut, Verdict
from cli.evaluation.calibration.grounding import existence, grounding, uncited
from cli.evaluation.calibration.reliability import (
    by_confidence,
    by_verdict,
    interval,
    is_right,
    without_guess,
)
from cli.evaluation.calibration.table import Checked, document, shown
from cli.evaluation.scenario import Expected
from cli.evaluation.scoring import Trial
from tests.fakes.shop import NOW, scope

EVIDENCE = Evidence(
    id="evd_1",
    tool="get_log_patterns",
    query={},
    window=scope().window,
    outcome="success",
    sha256="",
    excerpt="checkout-fn: 14 times, connection to payments refused",
    location="",
    taken_at=NOW,
)
FAILED = EVIDENCE.model_copy(update={"id": "evd_2", "outcome": "error"})
HOLDS = "checkout-fn failed 14 times with `connection to payments refused`."
EXPECTED = Expected(
    verdict=("confirmed", "likely"), resource=("checkout-fn",), category=("configuration",)
)


def argument(claim: str, *evidence: str) -> Argument:
    return Argument(claim=claim, agent="log-agent", evidence=evidence or ("evd_1",))


def hypothesis(resource: str = "checkout-fn", *supports: Argument) -> Hypothesis:
    return Hypothesis(
        resource=resource,
        category="configuration",
        summary="",
        confidence=0.7,
        supports=supports or (argument(HOLDS),),
    )


def report(**fields: Any) -> Report:
    known: dict[str, Any] = {
        "verdict": Verdict.LIKELY,
        "root_cause": RootCause(resource="checkout-fn", category="configuration", summary=""),
        "confidence": 0.75,
        "summary": "",
        "hypotheses": (hypothesis(),),
        "evidence": (EVIDENCE, FAILED),
    }
    return Report(**(known | fields))


def finding(claim: str, **fields: Any) -> Finding:
    known: dict[str, Any] = {
        "id": "fnd_1",
        "agent": "log-agent",
        "rule": "rule",
        "kind": FindingKind.RULED_OUT,
        "claim": claim,
        "strength": 0.5,
        "evidence": ("evd_1",),
    }
    return Finding(**(known | fields))


def trial(confidence: float, resource: str = "checkout-fn", **fields: Any) -> Trial:
    cause = RootCause(resource=resource, category="configuration", summary="")
    told = report(confidence=confidence, root_cause=cause, **fields)
    return Trial("one", "", EXPECTED, report=told)


@pytest.mark.parametrize(("right", "of"), [(1, 7), (9, 12), (120, 124), (5, 10)])
def test_at_its_bounds_an_interval_leaves_a_fortieth_on_each_side(right: int, of: int) -> None:
    low, high = interval(right, of)

    def chance(counts: range, share: float) -> float:
        return sum(comb(of, k) * share**k * (1 - share) ** (of - k) for k in counts)

    assert low < right / of < high
    assert chance(range(right, of + 1), low) == pytest.approx(0.025)
    assert chance(range(right + 1), high) == pytest.approx(0.025)


def test_an_interval_is_open_to_where_everything_or_nothing_is_right() -> None:
    low, high = interval(10, 10)
    assert (low, high) == (pytest.approx(0.025 ** (1 / 10)), 1.0)
    assert interval(0, 10) == (0.0, pytest.approx(1 - low))
    assert interval(0, 0) == (0.0, 1.0)


def test_an_interval_of_thousands_is_as_the_normal_approximation_says() -> None:
    low, high = interval(2000, 4000)
    half = 1.96 * (0.25 / 4000) ** 0.5
    assert (low, high) == (pytest.approx(0.5 - half, abs=5e-4), pytest.approx(0.5 + half, abs=5e-4))


def test_reports_are_counted_in_the_band_of_their_confidence() -> None:
    trials = [trial(0.75), trial(0.72, resource="orders"), trial(0.95), trial(0.0)]

    shares = {share.name: (share.right, share.of) for share in by_confidence(trials)}

    assert shares["0.70 to 0.80"] == (1, 2)
    assert shares["0.90 to 1.00"] == (1, 1)
    assert shares["0.00 to 0.30"] == (1, 1)
    assert sum(of for _, of in shares.values()) == len(trials)


def test_exactly_point_8_is_not_above_it() -> None:
    (band,) = (share for share in by_confidence([trial(0.8)]) if share.of)
    assert band.name == "0.70 to 0.80"


def test_an_inconclusive_report_is_judged_by_its_best_guess() -> None:
    right = report(verdict=Verdict.INCONCLUSIVE, root_cause=None)
    wrong = right.model_copy(update={"hypotheses": (hypothesis("orders"),)})
    silent = right.model_copy(update={"hypotheses": ()})

    assert [is_right(each, EXPECTED) for each in (right, wrong, silent)] == [True, False, None]
    assert without_guess([Trial("one", "", EXPECTED, report=silent)]) == 1


def test_healthy_is_right_where_that_is_expected_and_wrong_elsewhere() -> None:
    well = report(verdict=Verdict.HEALTHY, root_cause=None)
    alarm = Expected(verdict=("healthy",), resource=(None,))

    assert is_right(well, alarm) is True
    assert is_right(well, EXPECTED) is False


def test_a_trial_without_a_report_is_in_no_verdict() -> None:
    assert not any(each.of for each in by_verdict([Trial("one", "", EXPECTED, problem="refused")]))


def test_a_report_whose_evidence_holds_it_is_grounded() -> None:
    told = report(
        timeline=(Moment(at=NOW, what=HOLDS, evidence=("evd_1",)),),
        ruled_out=(RuledOut(summary="orders answered 14 times.", evidence=("evd_1",)),),
    )

    rate = grounding(told, (), (EVIDENCE, FAILED))

    assert (rate.held, rate.of) == (3, 3)


@pytest.mark.parametrize(
    ("claim", "evidence", "reason"),
    [
        ("It failed 15 times.", "evd_1", "has a number that the evidence does not have: 15"),
        ("It said `out of memory`.", "evd_1", "quotes what the evidence does not say"),
        ("It failed 14 times.", "evd_9", "cites what does not exist: evd_9"),
        ("It failed 14 times.", "evd_2", "cites queries that failed"),
    ],
)
def test_a_wrong_citation_lowers_the_rate_wherever_it_stands(
    claim: str, evidence: str, reason: str
) -> None:
    ids = (evidence,)
    wrong = argument(claim, evidence)
    places = {
        "hypotheses": {"hypotheses": (hypothesis("checkout-fn", argument(HOLDS), wrong),)},
        "timeline": {"timeline": (Moment(at=NOW, what=claim, evidence=ids),)},
        "ruled out": {"ruled_out": (RuledOut(summary=claim, evidence=ids),)},
    }
    for where, fields in places.items():
        rate = grounding(report(**fields), (), (EVIDENCE, FAILED))

        (lapse,) = rate.lapses
        assert (rate.held, rate.of) == (1, 2)
        assert lapse.where == where
        assert reason in lapse.reason


def test_a_claim_in_the_summary_is_held_against_its_own_evidence() -> None:
    claim = "It failed 15 times."
    other = EVIDENCE.model_copy(update={"id": "evd_3", "excerpt": "15 times"})
    told = report(summary=f"Something is wrong. {claim}", evidence=(EVIDENCE, other))

    by_other = grounding(told, (finding(claim),), (EVIDENCE, other))
    by_all = grounding(told, (), (EVIDENCE, other))

    assert [lapse.where for lapse in by_other.lapses] == ["summary"]
    assert by_all.lapses == ()


def test_a_sentence_of_the_summary_that_no_evidence_holds_lowers_the_rate() -> None:
    (lapse,) = grounding(report(summary="It failed 99 times."), (), (EVIDENCE,)).lapses
    assert lapse.where == "summary"


def test_a_claim_with_figures_that_cites_nothing_is_counted_apart() -> None:
    told = report(
        timeline=(Moment(at=NOW, what="It failed 14 times"), Moment(at=NOW, what="It began"))
    )

    assert [lapse.text for lapse in uncited(told)] == ["It failed 14 times"]
    assert grounding(told, (), (EVIDENCE,)).of == 1


def test_a_resource_that_stands_nowhere_lowers_the_rate() -> None:
    made_up = finding("`invented-fn` is quiet.", resource="invented-fn")
    told = report(
        root_cause=RootCause(resource="phantom", category="network", summary=""),
        hypotheses=(hypothesis(), hypothesis("ghost")),
        ruled_out=(RuledOut(summary=made_up.claim, evidence=("evd_1",)),),
    )

    rate = existence(told, (made_up,), (EVIDENCE,), ["checkout-fn"])

    assert {lapse.text for lapse in rate.lapses} == {"phantom", "ghost", "invented-fn"}
    assert (rate.held, rate.of) == (1, 4)


def test_a_name_in_the_evidence_exists_as_a_whole_word_only() -> None:
    told = report(root_cause=None, hypotheses=(hypothesis("payments"), hypothesis("ments")))

    rate = existence(told, (), (EVIDENCE,), [])

    assert [lapse.text for lapse in rate.lapses] == ["ments"]


def test_the_tables_fit_80_columns_and_say_what_does_not_hold() -> None:
    one = trial(0.95)
    assert one.report is not None
    told = report(timeline=(Moment(at=NOW, what="It failed 15 times.", evidence=("evd_1",)),))
    rates = grounding(told, (), (EVIDENCE,)), existence(told, (), (EVIDENCE,), ["checkout-fn"])
    console = Console(file=StringIO(), width=80)

    console.print(shown([one], [Checked(one, *rates)]))

    text = console.file.getvalue()  # type: ignore[attr-defined]
    assert max(map(len, text.splitlines())) <= 80
    assert "1 of 2" in text
    found = document([one], [Checked(one, *rates)])
    assert found["citationGrounding"]["share"] == 0.5
    assert found["entityExistence"]["share"] == 1.0
    assert len(found["citationGrounding"]["lapses"]) == 1
