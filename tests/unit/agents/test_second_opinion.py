"""What a model says beside the rules weighs nothing where they know, else a little."""

import pytest

from casebook.agents.assessment import weigh
from casebook.agents.findings_form import STRONGEST
from casebook.domain.finding import Category, Finding, FindingKind
from casebook.domain.report import Verdict
from tests.unit.agents import scenarios
from tests.unit.agents.builders import Diagnosed, Incident, diagnose


def of_a_model(kind: FindingKind, diagnosed: Diagnosed) -> Finding:
    category: Category | None = "permission" if kind is FindingKind.CAUSE else None
    answered = [each.id for each in diagnosed.evidence if each.outcome == "success"]
    return Finding(
        id="fnd_model", agent="log-agent", rule="model:acme/large", kind=kind, category=category,
        claim="The orders table is to blame.", strength=STRONGEST, evidence=tuple(answered[:3]),
        resource="orders-table",
    )  # fmt: skip


@pytest.mark.parametrize(
    "incident",
    [scenarios.dead_address(), scenarios.healed_blip(), scenarios.usual_noise(),
     scenarios.change_after_onset()],
    ids=["confirmed", "recovered", "quiet", "likely"],
)  # fmt: skip
@pytest.mark.parametrize("kind", [FindingKind.CAUSE, FindingKind.SYMPTOM, FindingKind.RULED_OUT])
def test_a_verdict_of_the_rules_stands(incident: Incident, kind: FindingKind) -> None:
    diagnosed = diagnose(incident)
    told = [*diagnosed.findings, of_a_model(kind, diagnosed)]

    weighed = weigh(told, diagnosed.evidence, incident.workload, incident.window)

    assert weighed.verdict is diagnosed.assessment.verdict
    assert weighed.confidence == diagnosed.assessment.confidence
    assert weighed.hypotheses == diagnosed.assessment.hypotheses


def test_what_the_model_said_is_still_told() -> None:
    incident = scenarios.dead_address()
    diagnosed = diagnose(incident)
    told = [*diagnosed.findings, of_a_model(FindingKind.CAUSE, diagnosed)]

    weighed = weigh(told, diagnosed.evidence, incident.workload, incident.window)

    (remark,) = [each for each in weighed.findings if each.rule.startswith("model:")]
    assert remark.kind is FindingKind.CONTEXT


def test_where_the_rules_know_nothing_a_models_cause_is_likely_and_never_confirmed() -> None:
    incident = Incident().works("checkout-fn", -3_600, 5, step=30)
    incident.usual("checkout-fn", "Errors", 0).metric("checkout-fn", "Errors", {-2: 25, -1: 25})
    diagnosed = diagnose(incident)
    told = [*diagnosed.findings, of_a_model(FindingKind.CAUSE, diagnosed)]

    weighed = weigh(told, diagnosed.evidence, incident.workload, incident.window)

    assert diagnosed.assessment.verdict is Verdict.INCONCLUSIVE
    assert weighed.verdict is Verdict.LIKELY
    assert [each.resource for each in weighed.hypotheses] == ["orders-table"]
