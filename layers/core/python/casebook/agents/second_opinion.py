"""What a model found beside the rules: heard, and never the last word.

A model reads what strangers wrote, and may do what they say. So where the rules reach a verdict by
themselves, what a model found is a remark in the report and weighs nothing: no log line can turn a
verdict around through a model, in either direction. Where the rules reach none, a model's cause is
weighed as circumstantial evidence (see findings_form.py), which is never confirmed.
"""

from collections.abc import Sequence

from casebook.domain.finding import Finding, FindingKind

BY_MODEL = "model:"
"""What the rule of a model's finding begins with; its provider and name follow."""


def is_by_model(finding: Finding) -> bool:
    return finding.rule.startswith(BY_MODEL)


def by_rules(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings without those of models."""
    return tuple(each for each in findings if not is_by_model(each))


def as_remarks(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings, those of models as context, which speaks for nothing."""
    return tuple(_remark(each) if is_by_model(each) else each for each in findings)


def _remark(finding: Finding) -> Finding:
    return finding.model_copy(update={"kind": FindingKind.CONTEXT, "category": None})
