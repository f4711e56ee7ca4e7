"""What tools ask of AWS, from the functions that ask to what the project's members see."""

from __future__ import annotations

import io
import secrets

from rich.console import Console

from casebook.domain.usage import Spent
from cli.client import Client
from cli.events import Event
from cli.following import follow_diagnosis
from cli.sources import SessionSource, connect
from cli.stream import Follower
from local.state import Stack
from tests.stack.waiting import eventually


def asked_by(client: Client, user: str) -> Spent:
    """What the user's sessions, diagnoses and rechecks have asked of AWS, by the usage API."""
    found = (line for line in client.usage("user")["lines"] if line["key"] == user)
    line = next(found, {"awsRequests": 0, "bytesScanned": 0})
    return Spent(aws_requests=line["awsRequests"], bytes_scanned=line["bytesScanned"])


def of_state(client: Client, diagnosis: str) -> Spent:
    usage = client.get(f"/api/diagnoses/{diagnosis}/state")["usage"]
    return Spent(aws_requests=usage["awsRequests"], bytes_scanned=usage["bytesScanned"])


def of_answer(client: Client, workload: str, session: str, question: str) -> Spent:
    """What the events of the answer tell."""
    told = Spent()
    follower = Follower(SessionSource(client, workload, session), connect)
    asking = client.send_message
    for item in follower.follow(lambda: asking(workload, session, question, secrets.token_hex(8))):
        if isinstance(item, Event) and item.type == "usage-recorded":
            told += Spent(
                aws_requests=item.data["awsRequests"], bytes_scanned=item.data["bytesScanned"]
            )
        if isinstance(item, Event) and item.type in ("message-complete", "message-failed"):
            break
    return told


def test_the_usage_is_what_a_diagnosis_and_an_answer_tell_of_themselves(
    stack: Stack, client: Client, workload: str
) -> None:
    ann = stack.person.name
    before = asked_by(client, ann)

    diagnosis = client.start_diagnosis(workload, "complex")
    follow_diagnosis(client, diagnosis, Console(file=io.StringIO()))
    session = str(client.start_session(workload)["sessionId"])
    answered = of_answer(client, workload, session, "What are the errors?")
    client.end_session(workload, session)

    diagnosed = of_state(client, diagnosis)
    log = client.diagnosis_events(diagnosis, after=0)
    told = [event.data["awsRequests"] for event in log if event.type == "usage-recorded"]
    assert diagnosed.aws_requests == sum(told) > 0
    assert answered.aws_requests > 0
    # The usage of an answer is added after its last event.
    assert eventually(lambda: asked_by(client, ann) == before + diagnosed + answered), (
        f"{asked_by(client, ann)} is not {before} + {diagnosed} + {answered}"
    )


def test_evidence_that_is_asked_again_is_booked_on_who_asked(
    stack: Stack, client: Client, workload: str
) -> None:
    diagnosis = client.start_diagnosis(workload, "simple")
    follow_diagnosis(client, diagnosis, Console(file=io.StringIO()))
    logs = next(e for e in client.evidence_of(diagnosis) if e["tool"] == "get_log_patterns")
    before, state = asked_by(client, stack.person.name), of_state(client, diagnosis)

    client.recheck(diagnosis, logs["id"])

    assert asked_by(client, stack.person.name).aws_requests > before.aws_requests
    assert of_state(client, diagnosis) == state


def test_what_no_model_did_is_a_line_of_its_own(client: Client) -> None:
    lines = {line["key"]: line for line in client.usage("model")["lines"]}

    assert lines["tools"]["calls"] == 0
    assert lines["tools"]["awsRequests"] == client.usage("day")["total"]["awsRequests"] > 0
