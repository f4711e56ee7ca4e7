"""A database that is slow is told with the statement that it spends its time on."""

from cli.evaluation.replay import Replay
from tests.evals.suite import scenario


def test_the_root_cause_names_the_statement_beside_what_ran_out() -> None:
    report = Replay(scenario("parish-records")).diagnosis().report

    assert report is not None
    assert report.root_cause is not None
    assert "CPUUtilization" in report.root_cause.summary
    assert "`The load of a statement rose from 0.3 to 8.4" in report.root_cause.summary
    assert "FROM baptisms b" in report.root_cause.summary
    assert "EXPLAIN" in report.remediation[0].text
