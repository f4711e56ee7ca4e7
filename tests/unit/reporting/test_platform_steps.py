"""Nobody is told to take back what a platform did, and steps name the class of the error."""

import pytest

from casebook.domain.change import ChangeKind
from casebook.domain.finding import Category, ErrorPattern, Finding, FindingKind
from casebook.domain.report import Remediation
from casebook.reasoning.assessment import Assessment
from casebook.reasoning.weighing import Candidate
from casebook.reporting.remediation import remediation_for
from tests.unit.agents.builders import at, changed, workload


def steps(
    category: Category,
    line: str = "it failed",
    kind: ChangeKind | None = None,
    actor: str | None = None,
    summary: str = "x",
) -> str:
    error = ErrorPattern(
        template=line, count=3, first_at=at(-60), last_at=at(0), example=line, log_group="g",
        resource="checkout-fn",
    )  # fmt: skip
    fields = (("desiredCount", 4, 5),) if kind == "scaling" else ()
    cause = Finding(
        id="fnd_1", agent="a", rule="r", kind=FindingKind.CAUSE, claim="It failed.", strength=0.7,
        evidence=(), resource="checkout-fn", category=category, errors=(error,),
        change=changed("checkout-fn", -60, *fields, kind=kind, actor=actor, summary=summary)
        if kind else None,
    )  # fmt: skip
    one = Candidate("checkout-fn", category, (cause,))
    found: tuple[Remediation, ...] = remediation_for(
        one, Assessment((cause,), (), (), (one,), workload())
    )
    return " ".join(step.text for step in found)


@pytest.mark.parametrize(
    ("kind", "actor"),
    [
        ("scaling", "application-autoscaling"),
        ("scaling", "target-tracking"),
        ("scaling", "hpa-controller"),
        ("configuration", "secretsmanager.amazonaws.com"),
        ("service-event", "rds.amazonaws.com"),
        ("service-event", None),
    ],
)
def test_what_a_platform_did_is_not_taken_back(kind: ChangeKind, actor: str | None) -> None:
    said = steps("infrastructure", kind=kind, actor=actor, summary="RotationSucceeded")

    assert not any(words in said for words in ("Put `", "Take back", "Roll checkout-fn", "Undo"))


@pytest.mark.parametrize("actor", ["alice", "ops-oncall", "release-pipeline", "lambda-deployer"])
def test_what_a_person_or_pipeline_scaled_is(actor: str) -> None:
    assert "Put `desiredCount`" in steps("configuration", kind="scaling", actor=actor)


def test_a_run_that_a_person_started_is_theirs_to_stop() -> None:
    said = steps("traffic", kind="service-event", actor="l.bergstrom", summary="run by hand")

    assert "Stop it if it still runs" in said
    assert "platform" not in said


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("FATAL: password authentication failed for user app", "credentials"),
        ("InvalidSignatureException: Signature expired: 1 is now earlier than 2", "clock"),
        ("OSError: [Errno 24] Too many open files", "open files"),
    ],
)
@pytest.mark.parametrize("category", ["permission", "configuration", "resource-exhaustion"])
def test_a_step_names_the_class_of_the_error(line: str, word: str, category: Category) -> None:
    assert word in steps(category, line)
