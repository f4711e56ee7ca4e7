"""Every request that is sent to AWS is counted, and every byte that Logs Insights scans."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from botocore.awsrequest import AWSResponse
from botocore.exceptions import EndpointConnectionError
from hypothesis import given
from hypothesis import strategies as st

from casebook.adapters.aws_meter import AwsMeter
from casebook.adapters.clients import Clients
from casebook.domain.usage import Spent
from casebook.errors import AwsCallFailed

ATTEMPTS = 4  # clients.py; botocore's quota allows a client's first calls all of them


def answers(status: int, body: bytes) -> AWSResponse:
    answer = AWSResponse("https://sqs", status, {}, None)
    answer._content = body
    return answer


THROTTLED = answers(400, b'{"__type": "ThrottlingException", "message": "slow down"}')
BROKEN = answers(500, b"{}")
REFUSED = answers(403, b'{"__type": "AccessDeniedException", "message": "no"}')
FINE = answers(200, b"{}")
UNREACHABLE = EndpointConnectionError(endpoint_url="https://sqs")


@pytest.fixture
def reached(monkeypatch: pytest.MonkeyPatch) -> Clients:
    """Clients that reach what `script` puts in AWS' place."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setattr("botocore.endpoint.time.sleep", lambda _: None)
    return Clients("us-east-1")


def script(clients: Clients, answers: list[Any]) -> None:
    """What SQS answers, one after the other; an exception is how the connection fails."""
    waiting = iter(answers)

    def send(request: object) -> AWSResponse:
        answer = next(waiting)
        if isinstance(answer, Exception):
            raise answer
        found: AWSResponse = answer
        return found

    clients._client("sqs", "us-east-1")._endpoint.http_session.send = send


def sent(clients: Clients) -> int:
    return clients.meter.take().aws_requests


@pytest.mark.parametrize(
    "attempts",
    [
        [FINE],
        [REFUSED],
        [THROTTLED, FINE],
        [BROKEN, THROTTLED, FINE],
        [THROTTLED, THROTTLED, REFUSED],
        [UNREACHABLE, FINE],
        [BROKEN] * ATTEMPTS,
        [UNREACHABLE] * ATTEMPTS,
    ],
)
def test_every_attempt_counts_whatever_the_call_comes_to(
    reached: Clients, attempts: list[Any]
) -> None:
    script(reached, attempts)

    try:
        reached.call("sqs", "list_queues")
    except AwsCallFailed:
        assert attempts[-1] is not FINE

    assert sent(reached) == len(attempts)


def test_a_call_that_never_left_is_no_request(clients: Clients) -> None:
    with pytest.raises(AwsCallFailed):
        clients.call("sqs", "create_queue", QueueName=7)

    assert sent(clients) == 0


def test_calls_side_by_side_are_all_counted(clients: Clients) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: clients.call("sqs", "list_queues"), range(40)))

    assert clients.meter.take() == Spent(aws_requests=40)
    assert clients.meter.take() == Spent()


COUNTS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 10**12)), max_size=20)


@given(threads=st.lists(COUNTS, max_size=6), takes=st.integers(0, 30))
def test_what_is_taken_while_threads_count_is_together_what_they_counted(
    threads: list[list[tuple[int, int]]], takes: int
) -> None:
    meter, taken = AwsMeter(), Spent()

    def count(counts: list[tuple[int, int]]) -> None:
        for requests, scanned in counts:
            meter.count(requests=requests, bytes_scanned=scanned)

    with ThreadPoolExecutor(8) as pool:
        running = [pool.submit(count, counts) for counts in threads]
        for _ in range(takes):
            taken += meter.take()
        for each in running:
            each.result()

    counted = [each for counts in threads for each in counts]
    assert taken + meter.take() == Spent(
        aws_requests=sum(requests for requests, _ in counted),
        bytes_scanned=sum(scanned for _, scanned in counted),
    )
