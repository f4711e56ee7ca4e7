"""Work that runs elsewhere: asynchronous Lambda invocations, Step Functions, SNS."""

import json
from collections.abc import Mapping
from urllib.parse import quote, urlencode

from casebook.adapters.aws import Aws
from casebook.errors import AwsCallFailed
from casebook.ports.work import Execution

_UNDER_WAY = frozenset({"RUNNING", "PENDING_REDRIVE"})
_TOKEN_IS_OVER = frozenset({"TaskTimedOut", "TaskDoesNotExist", "InvalidToken"})


class LambdaDispatcher:
    def __init__(self, aws: Aws, turn_function: str = "", observer_function: str = "") -> None:
        self._aws = aws
        self._turn = turn_function
        self._observer = observer_function

    def answer_message(self, session_id: str, message_id: str) -> None:
        self._invoke(self._turn, {"sessionId": session_id, "messageId": message_id})

    def observe_workload(self, workload_id: str) -> None:
        self._invoke(self._observer, {"workloadId": workload_id})

    def _invoke(self, function: str, payload: Mapping[str, str]) -> None:
        path = f"/2015-03-31/functions/{quote(function, safe='')}/invocations"
        self._aws.send(
            "POST",
            self._aws.endpoint("lambda") + path,
            json.dumps(payload).encode(),
            service="lambda",
            operation="Invoke",
            headers={"x-amz-invocation-type": "Event", "content-type": "application/json"},
        )


class StepFunctionsWorkflow:
    def __init__(self, aws: Aws, state_machine_arn: str = "") -> None:
        self._aws = aws
        self._arn = state_machine_arn

    def start(self, diagnosis_id: str) -> None:
        request = {
            "stateMachineArn": self._arn,
            "name": diagnosis_id,
            "input": json.dumps({"diagnosisId": diagnosis_id}),
        }
        try:
            self._call("StartExecution", request)
        except AwsCallFailed as error:
            if error.code != "ExecutionAlreadyExists":
                raise

    def execution(self, diagnosis_id: str) -> Execution:
        arn = self._arn.replace(":stateMachine:", ":execution:", 1)
        try:
            described = self._call("DescribeExecution", {"executionArn": f"{arn}:{diagnosis_id}"})
        except AwsCallFailed as error:
            if error.code != "ExecutionDoesNotExist":
                raise
            return "absent"
        return "running" if described.get("status") in _UNDER_WAY else "over"

    def answer(self, token: str, output: Mapping[str, str]) -> None:
        try:
            self._call("SendTaskSuccess", {"taskToken": token, "output": json.dumps(output)})
        except AwsCallFailed as error:
            if error.code not in _TOKEN_IS_OVER:
                raise

    def is_active(self) -> bool:
        machine = self._call("DescribeStateMachine", {"stateMachineArn": self._arn})
        return bool(machine.get("status", "ACTIVE") == "ACTIVE")

    def _call(self, operation: str, request: Mapping[str, str]) -> dict[str, str]:
        answer = self._aws.json_call("states", f"AWSStepFunctions.{operation}", request)
        return dict(answer)


class SnsPublisher:
    """SNS speaks AWS' query protocol: a form in, XML out, of which only the status matters here."""

    def __init__(self, aws: Aws, topic_arn: str) -> None:
        self._aws = aws
        self._topic = topic_arn

    def publish(self, subject: str, message: str, attributes: Mapping[str, str]) -> None:
        form = {
            "Action": "Publish",
            "Version": "2010-03-31",
            "TopicArn": self._topic,
            "Subject": subject,
            "Message": message,
        }
        for place, (name, value) in enumerate(sorted(attributes.items()), 1):
            entry = f"MessageAttributes.entry.{place}"
            form[f"{entry}.Name"] = name
            form[f"{entry}.Value.DataType"] = "String"
            form[f"{entry}.Value.StringValue"] = value
        self._aws.send(
            "POST",
            self._aws.endpoint("sns") + "/",
            urlencode(form).encode(),
            service="sns",
            operation="Publish",
            headers={"content-type": "application/x-www-form-urlencoded; charset=utf-8"},
        )
