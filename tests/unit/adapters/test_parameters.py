"""Parameters are asked for once a minute, and the newest value counts."""

from typing import Any

from casebook.adapters.parameters import SsmParameters


class OneParameter:
    """AWS with one parameter in it; counts how often it is asked."""

    def __init__(self) -> None:
        self.value = "first"
        self.asked: list[Any] = []

    def json_call(self, service: str, target: str, payload: Any, version: str = "1.0") -> Any:
        self.asked.append((service, target, payload, version))
        return {"Parameter": {"Value": self.value}}


class Watch:
    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_a_parameter_is_asked_for_as_systems_manager_wants_it() -> None:
    aws = OneParameter()

    assert SsmParameters(aws, 60).get("/casebook/engine") == "first"  # type: ignore[arg-type]
    assert aws.asked == [("ssm", "AmazonSSM.GetParameter", {"Name": "/casebook/engine"}, "1.1")]


def test_a_value_is_kept_for_a_minute_and_then_read_again() -> None:
    aws, watch = OneParameter(), Watch()
    parameters = SsmParameters(aws, 60, watch)  # type: ignore[arg-type]
    parameters.get("engine")
    aws.value = "second"

    watch.seconds = 59
    assert parameters.get("engine") == "first"
    watch.seconds = 61
    assert parameters.get("engine") == "second"
    assert len(aws.asked) == 2
