"""How many diagnoses may be under way, as it is written on a command line."""

import pytest

from casebook.settings import Settings
from infra import options
from infra.options import AtOnce


def said(**written: str) -> AtOnce:
    return options.at_once(written.get)


def test_the_caps_are_those_of_the_product_unless_something_else_is_said() -> None:
    product = Settings()

    assert said() == (product.diagnoses_at_once, product.project_diagnoses_at_once)
    assert said(diagnosesAtOnce="100", projectDiagnosesAtOnce="30") == (100, 30)


def test_a_projects_default_is_no_more_than_the_accounts() -> None:
    assert said(diagnosesAtOnce="4") == (4, 4)


@pytest.mark.parametrize("text", ["0", "-1", "501", "many", "2.5", "", "٣"])
def test_what_is_no_number_that_fits_is_refused_by_name(text: str) -> None:
    with pytest.raises(ValueError, match=r"diagnosesAtOnce=.*whole number from 1 to 500"):
        said(diagnosesAtOnce=text)


def test_a_project_cannot_have_more_than_the_account() -> None:
    with pytest.raises(ValueError, match="a project cannot have more under way than the account"):
        said(diagnosesAtOnce="5", projectDiagnosesAtOnce="6")
