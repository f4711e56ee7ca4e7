"""The analysers on public data, and their speed relative to the field's libraries.

The data lie outside of the project, with their licences; without them there are no figures. Both
sides see the same lines in turns in one run, and the best of several rounds counts: ratios hold on
other machines, seconds do not.
"""

import gzip
import json
import logging
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from casebook.analysis import mine_templates
from casebook.redaction import redact
from tests.bench.imports import PROJECT

_SHARED = PROJECT.parent / "shared" / "bench"
_ROUNDS = 5
# detect-secrets reads a tenth of a megabyte a second; every so many texts are enough.
_EVERY_TEXT, _EVERY_LINE = 8, 20
_STREAMS = (100_000, 1_000_000)


def scored(board: str) -> dict[str, Any]:
    """What the data's own scorer says of a board that has no library to be compared with."""
    return _score(board) if _SHARED.is_dir() else {"skipped": f"there is no data in {_SHARED}"}


def template_figures() -> dict[str, Any]:
    """Grouping on the board; lines a second relative to drain3 with its defaults; and what a
    stream of lines takes, for two lengths."""
    if not _SHARED.is_dir():
        return {"skipped": f"there is no data in {_SHARED}"}
    from drain3 import TemplateMiner  # type: ignore[import-untyped]

    def drain() -> None:
        for lines in systems:
            miner = TemplateMiner()
            for line in lines:
                miner.add_log_message(line)

    logging.getLogger("drain3").setLevel(logging.ERROR)
    systems = [each["lines"] for each in _data("templates")["systems"].values()]
    ours, theirs = _in_turns(
        lambda: list(map(mine_templates, systems)),
        drain,
    )
    return {
        **_score("templates"),
        "targets": {"GA": 0.85, "FGA": 0.85, "timesDrain3": 5.0},
        "timesDrain3": round(theirs / ours, 2),
        "linesPerSecond": round(sum(map(len, systems)) / ours),
        "streams": {str(length): _stream(length) for length in _STREAMS},
    }


def redaction_figures() -> dict[str, Any]:
    """Recall on the board, lines that were altered without cause, and megabytes a second relative
    to detect-secrets with its defaults: on the board's texts, most of which hold a secret, and on
    log lines, which hold none."""
    if not _SHARED.is_dir():
        return {"skipped": f"there is no data in {_SHARED}"}
    from detect_secrets.core.scan import scan_line
    from detect_secrets.settings import default_settings

    texts = [case["text"] for case in _data("redaction")["cases"]][::_EVERY_TEXT]
    systems = _data("templates")["systems"].values()
    lines = [line for each in systems for line in each["lines"]][::_EVERY_LINE]
    figures: dict[str, Any] = {
        **_score("redaction"),
        "targets": {"gitleaks": 0.99, "cleanLinesAltered": 0.001, "timesDetectSecrets": 50.0},
    }
    for name, each in {"Texts": texts, "LogLines": lines}.items():
        with default_settings():
            ours, theirs = _in_turns(partial(_redacted, each), partial(_scanned, scan_line, each))
        figures[f"timesDetectSecretsOn{name}"] = round(theirs / ours, 1)
        figures[f"megabytesPerSecondOn{name}"] = round(sum(map(len, each)) / 1e6 / ours, 2)
    return figures


def _redacted(texts: list[str]) -> None:
    for text in texts:
        redact(text)


def _scanned(scan_line: Callable[[str], Iterable[object]], texts: list[str]) -> None:
    for text in texts:
        for line in text.splitlines():
            list(scan_line(line))


def _data(name: str) -> Any:
    with gzip.open(_SHARED / "data" / f"{name}.json.gz", "rt") as file:
        return json.load(file)


def _score(board: str) -> dict[str, Any]:
    """What the data's own scorer says, which the project cannot change."""
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "result.json"
        subprocess.run(
            [sys.executable, _SHARED / "score.py", board, "--json", result],
            cwd=PROJECT,
            check=True,
            capture_output=True,
        )
        figures: dict[str, Any] = json.loads(result.read_text())[board]
    # Its speed is one run's, of a cold interpreter.
    return {
        name: value for name, value in figures.items() if name not in ("lines_per_s", "mb_per_s")
    }


def _stream(length: int) -> dict[str, float]:
    """In an interpreter of its own, whose memory nothing else uses."""
    command = [sys.executable, "-m", "tests.bench.stream", str(length)]
    done = subprocess.run(command, cwd=PROJECT, check=True, capture_output=True, text=True)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def _in_turns(ours: Callable[[], object], theirs: Callable[[], object]) -> tuple[float, float]:
    """Seconds of this thread's processor time, the best round of each."""
    spent: list[tuple[float, float]] = []
    for _ in range(_ROUNDS):
        began = time.thread_time()
        ours()
        between = time.thread_time()
        theirs()
        spent.append((between - began, time.thread_time() - between))
    return min(first for first, _ in spent), min(second for _, second in spent)
