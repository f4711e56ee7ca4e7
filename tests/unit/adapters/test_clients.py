import subprocess
import sys

import pytest
from botocore.awsrequest import AWSResponse

from casebook.adapters.clients import Clients, translated
from casebook.errors import AwsCallFailed, NotFound, NotPermitted, Throttled


def test_a_client_is_made_once(clients: Clients) -> None:
    assert clients._client("sqs", None) is clients._client("sqs", None)


def test_a_refused_call_says_which_and_with_which_code(clients: Clients) -> None:
    with pytest.raises(AwsCallFailed) as failed:
        clients.call("sqs", "create_queue", QueueName="not a name")

    assert failed.value.operation == "CreateQueue"
    assert failed.value.code
    assert failed.value.http_status == 400


def test_a_call_that_never_left_is_a_failed_call_too(clients: Clients) -> None:
    with pytest.raises(AwsCallFailed, match="sqs:create_queue failed with ParamValidationError"):
        clients.call("sqs", "create_queue", QueueName=7)


@pytest.mark.parametrize(
    ("code", "kind", "retryable"),
    [
        ("ThrottlingException", Throttled, True),
        ("LimitExceededException", Throttled, True),
        ("AccessDeniedException", NotPermitted, False),
        ("InternalFailure", AwsCallFailed, True),
    ],
)
def test_throttling_may_be_tried_again_and_a_missing_permission_not(
    code: str, kind: type[AwsCallFailed], retryable: bool
) -> None:
    error = translated("Get", {"Error": {"Code": code, "Message": "x"}})

    assert (type(error), error.retryable) == (kind, retryable)
    assert code in error.detail


def test_a_throttled_call_is_tried_again_with_the_services_back_off(
    clients: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr("botocore.endpoint.time.sleep", waited.append)
    client = clients._client("sqs", None)
    refusal = AWSResponse("https://sqs", 400, {}, None)
    refusal._content = b'{"__type": "ThrottlingException", "message": "slow down"}'
    client.meta.events.register_first("before-send.sqs.ListQueues", lambda **_: refusal)

    with pytest.raises(Throttled):
        clients.call("sqs", "list_queues")

    assert len(waited) == 3


@pytest.mark.parametrize("code", ["ResourceNotFoundException", "NoSuchEntity", "QueueDoesNotExist"])
def test_every_services_word_for_it_is_not_found(code: str) -> None:
    assert isinstance(translated("Get", {"Error": {"Code": code, "Message": "x"}}), NotFound)


def test_botocore_is_loaded_when_the_first_client_is_asked_for() -> None:
    program = (
        "import sys, casebook.adapters.clients, casebook.adapters.configuration,"
        " casebook.adapters.cloudtrail, casebook.adapters.cloudwatch,"
        " casebook.adapters.cloudwatch_logs; sys.exit('botocore' in sys.modules)"
    )
    path = ":".join(sys.path)

    assert (
        subprocess.run(
            [sys.executable, "-c", program], env={"PYTHONPATH": path}, check=False
        ).returncode
        == 0
    )
