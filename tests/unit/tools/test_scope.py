from dataclasses import replace

from casebook.domain.alarm import Alarm
from tests.fakes.shop import NOW, scope

ALARM = Alarm(
    name="checkout-errors",
    description="Customers cannot pay",
    state="ALARM",
    reason="Threshold Crossed: 1 datapoint [7.0] was greater than the threshold (0.0).",
    changed_at=NOW,
    metric="Errors",
    dimensions={"FunctionName": "checkout-fn"},
)


def test_the_occasion_is_what_the_alarm_is_about_and_not_its_arithmetic() -> None:
    alarmed = replace(scope(), alarm=ALARM)

    assert alarmed.occasion == "checkout-errors Customers cannot pay Errors checkout-fn"


def test_the_occasion_of_a_question_is_the_question() -> None:
    assert replace(scope(), question="why is it slow?").occasion == "why is it slow?"
    assert scope().occasion == ""
