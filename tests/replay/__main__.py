"""`python -m tests.replay DIR…`: diagnose scenarios in this process and score the reports.

For whoever writes rules: a whole suite takes seconds. With `--why`, every finding and hypothesis.
"""

import argparse
import os
import time
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

# Powertools reads these when it is imported: its metrics want a namespace, and nobody its log.
os.environ["POWERTOOLS_LOG_LEVEL"] = "CRITICAL"

from rich.console import Console

from casebook.domain.diagnosis import Diagnosis
from cli.evaluation import board
from cli.evaluation.reading import find
from cli.evaluation.scoring import Trial
from tests.replay.replay import Replay


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.replay", description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--why", action="store_true", help="print findings and hypotheses")
    asked = parser.parse_args()
    console, trials = Console(), list[Trial]()
    for scenario in find(asked.folders):
        began = time.monotonic()
        with redirect_stdout(StringIO()):  # where metrics are printed
            diagnosis = Replay(scenario).diagnosis()
        seconds = time.monotonic() - began
        trials.append(
            Trial(
                scenario.name,
                scenario.part,
                scenario.expected,
                diagnosis=diagnosis.diagnosis_id,
                report=diagnosis.report,
                seconds=seconds,
            )
        )
        if asked.why:
            _explain(console, diagnosis)
    console.print(board.table(trials), board.totals(trials), sep="\n")


def _explain(console: Console, diagnosis: Diagnosis) -> None:
    for finding in diagnosis.findings:
        console.print(
            f"  {finding.agent} {finding.rule} [{finding.kind.value} {finding.strength:.2f}]"
            f" {finding.resource}/{finding.category}: {finding.claim}",
            markup=False,
        )
    if diagnosis.report:
        for each in diagnosis.report.hypotheses:
            console.print(
                f"  => {each.resource}/{each.category} {each.confidence:.2f} {each.summary}",
                markup=False,
            )
        console.print(
            f"  gaps: {diagnosis.report.gaps}\n  {diagnosis.report.summary}", markup=False
        )


if __name__ == "__main__":
    main()
