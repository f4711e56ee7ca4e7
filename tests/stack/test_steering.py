"""A person steers a diagnosis on the state machine: pausing, resuming, cancelling, repeatedly."""

import time

from cli import shop
from cli.client import Client

SECONDS, STEP = 60.0, 0.5


def types(client: Client, diagnosis: str) -> list[str]:
    return [event.type for event in client.diagnosis_events(diagnosis, after=0)]


def comes(client: Client, diagnosis: str, type_: str) -> bool:
    """Whether the event comes in time."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        if type_ in types(client, diagnosis):
            return True
        time.sleep(STEP)
    return False


def ask(client: Client, diagnosis: str, what: str) -> str:
    return str(client.post(f"/api/diagnoses/{diagnosis}/{what}", {})["status"])


def test_a_paused_diagnosis_waits_at_the_gate_and_goes_on_when_it_is_resumed(
    client: Client,
) -> None:
    diagnosis = client.start_diagnosis(shop.registered(client), "complex")
    assert [ask(client, diagnosis, "pause") for _ in range(2)] == ["paused", "paused"]
    assert comes(client, diagnosis, "plan-made")
    time.sleep(5)  # the gate is reached, and holds
    assert "agent-started" not in types(client, diagnosis)

    assert [ask(client, diagnosis, "resume") for _ in range(2)] == ["running", "running"]

    assert comes(client, diagnosis, "diagnosis-concluded")
    told = types(client, diagnosis)
    assert (told.count("diagnosis-paused"), told.count("diagnosis-resumed")) == (1, 1)
    assert told[-1] == "diagnosis-concluded"


def test_a_diagnosis_that_is_cancelled_at_once_writes_nothing_more_and_frees_its_workload(
    client: Client,
) -> None:
    workload = shop.registered(client)
    diagnosis = client.start_diagnosis(workload, "complex")

    assert [ask(client, diagnosis, "cancel") for _ in range(2)] == ["cancelled", "cancelled"]

    time.sleep(8)  # whatever the state machine still does
    assert types(client, diagnosis)[-1] == "diagnosis-cancelled"
    assert client.diagnosis(diagnosis)["status"] == "cancelled"
    again = client.start_diagnosis(workload, "simple")
    assert again != diagnosis
    assert comes(client, again, "diagnosis-concluded")
