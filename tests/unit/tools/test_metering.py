"""Every run is counted: how long, how much, and how it ended."""

import json
from typing import Any

import pytest

from casebook.tools.metering import Metered
from casebook.tools.registry import Toolbox
from local.memory.clock import FakeClock
from local.memory.history import MemoryEvidenceStore
from tests.fakes.shop import NOW, scope
from tests.unit.tools.test_registry import Counter, Heard


@pytest.fixture(autouse=True)
def function(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", "log_agent")


def metered(
    capsys: pytest.CaptureFixture[str], *calls: tuple[str, Any], listener: Heard | None = None
) -> list[dict[str, Any]]:
    """The lines that the runs wrote; their bytes are those that were kept."""
    store = MemoryEvidenceStore()
    box = Toolbox(
        [Counter()], scope(), "dgn_1", store, FakeClock(NOW), Metered({"count"}, listener)
    )
    runs = box.gather(*calls)
    lines = [_read(line) for line in capsys.readouterr().out.splitlines()]
    by_size = sorted(len(store.get(run.evidence.location)) for run in runs)
    assert sorted(line["ToolBytes"] for line in lines) == by_size
    return lines


def _read(line: str) -> dict[str, Any]:
    """EMF writes a metric's value as a list of its values in the line."""
    read = json.loads(line).items()
    return {name: value[0] if isinstance(value, list) else value for name, value in read}


@pytest.mark.parametrize(
    ("number", "errors", "no_data"), [(3, 0, 0), (0, 0, 1), (13, 1, 0), (14, 1, 0), (99, 1, 0)]
)
def test_a_run_is_counted_by_how_it_ended(
    capsys: pytest.CaptureFixture[str], number: int, errors: int, no_data: int
) -> None:
    (line,) = metered(capsys, ("count", {"number": number}))

    counted = (line["ToolRuns"], line["ToolErrors"], line["ToolNoData"])
    assert counted == (1, errors, no_data)
    assert line["tool"] == "count"
    assert (line["ToolDuration"] >= 500) is (number == 99)


def test_the_metrics_have_the_tool_as_their_dimension_whatever_function_runs_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    (line,) = metered(capsys, ("count", {}))

    (directive,) = line["_aws"]["CloudWatchMetrics"]
    assert directive["Namespace"] == "Casebook"
    assert [set(each) for each in directive["Dimensions"]] == [{"service", "tool"}]
    assert line["service"] == "tools"
    assert {each["Name"]: each["Unit"] for each in directive["Metrics"]} == {
        "ToolRuns": "Count",
        "ToolErrors": "Count",
        "ToolNoData": "Count",
        "ToolDuration": "Milliseconds",
        "ToolBytes": "Bytes",
    }


def test_a_name_that_somebody_made_up_is_no_metric_of_its_own(
    capsys: pytest.CaptureFixture[str],
) -> None:
    (line,) = metered(capsys, ("drop_table_7", {}))

    assert (line["tool"], line["ToolErrors"]) == ("unknown", 1)


def test_the_listener_hears_what_is_metered(capsys: pytest.CaptureFixture[str]) -> None:
    heard = Heard()

    metered(capsys, ("count", {"number": 3}), ("count", {"number": 0}), listener=heard)

    assert sorted(heard.said) == [
        ("finished", 0), ("finished", 3), ("started", 0), ("started", 3),
    ]  # fmt: skip
