"""What is said of a change keeps the reason, however long the platform's message is."""

import hashlib
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from casebook.citing.claims import Citing
from casebook.domain.change import Change
from casebook.domain.evidence import Evidence
from casebook.domain.report import Report, Since
from casebook.domain.window import Window
from casebook.reasoning.change_words import described
from casebook.reporting.looking import since_words

NOW = datetime(2026, 11, 21, 19, 0, tzinfo=UTC)
REASONS = (
    "InsufficientFreeAddressesInSubnet: no free addresses",
    "CannotPullContainerError: access denied",
    "OutOfMemoryError: container killed due to memory usage",
    "Essential container exited because the health check timed out",
)
# What stands before the reason: ids and names, of which none is a reason.
FILLERS = st.lists(
    st.sampled_from(
        [
            "(service orders-web) was unable to place a task in group service:orders-web.",
            "arn:aws:ecs:eu-west-1:123456789012:task/main/0123456789abcdef0123456789abcdef",
            "Task started by ecs-svc/1234567890123456789 in availability zone eu-west-1b.",
            "The task belonged to the deployment of the service's newest revision.",
        ]
    ),
    min_size=3,
    max_size=5,
)


def evidence(excerpt: str) -> Evidence:
    return Evidence(
        id="evd_1",
        tool="list_changes",
        query={},
        window=Window(start=NOW - timedelta(hours=1), end=NOW),
        outcome="success",
        sha256=hashlib.sha256(excerpt.encode()).hexdigest(),
        excerpt=excerpt,
        location="s3://x/y",
        taken_at=NOW,
    )


@given(FILLERS, st.sampled_from(REASONS))
def test_the_reason_at_the_end_of_a_long_event_survives(fillers: list[str], reason: str) -> None:
    summary = f"{' '.join(fillers)} Reason: {reason}."
    change = Change(
        change_id="chg_1", at=NOW, kind="service-event", resource="orders", summary=summary
    )

    told = described(change, Citing(evidence(summary)))

    assert reason.split(":", maxsplit=1)[0].rsplit(" because ", maxsplit=1)[-1] in told
    assert "0123456789abcdef" not in told or len(summary) <= 140


def test_since_is_a_moment_or_an_interval_as_wide_as_a_datapoint() -> None:
    minute = timedelta(minutes=1)

    assert since_words(Since(onset=NOW)) == "19:00:00 UTC"
    assert since_words(Since(not_before=NOW, onset=NOW + minute)) == "19:00–19:01 UTC"


def test_a_report_of_an_older_version_can_be_read() -> None:
    old = {"verdict": "likely", "rootCause": None, "confidence": 0.6, "summary": "x"}

    report = Report.model_validate(old)

    assert report.since is None
    assert report.looked_at == report.next_steps == ()
