"""Secrets by their kind: how many are found, and how many texts are altered without cause."""

from casebook.redaction import redact
from tests.unit.redaction.kinds import KINDS, LOOKALIKES, false_alarms, recall


def secret_kinds() -> dict[str, dict[str, float]]:
    """Recall of each kind, and false alarms in each kind of text that only looks like one."""
    return {
        "recall": {kind.name: round(recall(kind, redact), 3) for kind in KINDS},
        "falseAlarms": {each.name: round(false_alarms(each, redact), 3) for each in LOOKALIKES},
    }
