"""A session is paid by its user, a diagnosis by who started it."""

import pytest

from casebook.budget.spenders import of_diagnosis
from casebook.domain.diagnosis import Diagnosis


@pytest.mark.parametrize(("user", "payer"), [("ann", "ann"), (None, "cloudwatch")])
def test_a_diagnosis_is_paid_by_who_started_it_or_by_the_alarm(
    user: str | None, payer: str
) -> None:
    diagnosis = Diagnosis("dgn_1", workload_id="wkl_1", project="shop", user=user)

    spender = of_diagnosis(diagnosis)

    assert (spender.stream, spender.project, spender.user) == ("dgn_1", "shop", payer)
