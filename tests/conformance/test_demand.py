"""What docs/scale.md multiplies is what a diagnosis asks for today."""

import pytest

from local.scale.demand import DIAGNOSIS
from tests.bench.demand import demand_figures

# One of the scenarios whose mean `local/scale/demand.py` has, as it was measured then.
SCENARIO = "allotment-plots"
MEASURED = {
    "rounds": 1,
    "specialists": 4,
    "filterLogEvents": 5,
    "lookupEvents": 5,
    "getMetricData": 3,
    "describeAlarms": 1,
    "evidenceWrites": 11,
    "tableRequests": 88,
    "writeUnits": 280,
    "streamWriteUnits": 270,
    "busiestSharedPartitionUnits": 6,
    "frames": 68,
}


def test_a_diagnosis_asks_for_what_it_did_when_the_quotas_were_computed() -> None:
    """If this fails, run `python -m tests.bench demand`, and write its figures into
    `local/scale/demand.py`, this scenario's here, and docs/scale.md anew (`make docs`)."""
    assert demand_figures([SCENARIO]) == pytest.approx(MEASURED, rel=0.1)


def test_every_figure_that_is_measured_is_multiplied() -> None:
    fields = {name.replace("_", "").lower() for name in vars(DIAGNOSIS)}

    assert {name.lower() for name in MEASURED} == fields
