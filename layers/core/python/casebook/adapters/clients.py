"""botocore clients for the APIs that tools read. Loading botocore costs most of a cold start, so it
is imported when the first client is asked for."""

import os
import threading
from typing import Any, Literal, get_args

from casebook.adapters.aws_meter import AwsMeter
from casebook.errors import AwsCallFailed, NotFound, NotPermitted, Throttled

Service = Literal[
    "apigateway",
    "apigatewayv2",
    "application-signals",
    "bedrock",
    "cloudtrail",
    "cloudwatch",
    "dynamodb",
    "ecs",
    "elasticache",
    "events",
    "health",
    "iam",
    "lambda",
    "logs",
    "pi",
    "rds",
    "rds-data",
    "scheduler",
    "sqs",
    "stepfunctions",
    "xray",
]
# LangChain is given a client of the first; Powertools makes those of the others by itself.
_OF_LIBRARIES = ("bedrock-runtime", "secretsmanager", "ssm")
SERVICES: tuple[str, ...] = (*get_args(Service), *_OF_LIBRARIES)
"""What botocore is used for. It carries a description of every service there is, 18 MiB of them;
the base layer keeps these."""

# botocore's standard mode: exponential back-off with jitter, the service's own codes and hints, and
# a quota of retries for each client, so that a throttled account is not hammered.
# https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
_RETRIES = "standard"
_ATTEMPTS = 4
_CONNECT_SECONDS = 2
_READ_SECONDS = 10
_CONNECTIONS = 16  # tools read several log groups and resources side by side

_NOT_FOUND = frozenset(
    {
        "ResourceNotFoundException",
        "NoSuchEntity",
        "NoSuchEntityException",
        "QueueDoesNotExist",
        "AWS.SimpleQueueService.NonExistentQueue",
        "ClusterNotFoundException",
        "ServiceNotFoundException",
        "DBInstanceNotFound",
        "DBClusterNotFoundFault",
        "CacheClusterNotFound",
        "ReplicationGroupNotFoundFault",
        "StateMachineDoesNotExist",
        "ExecutionDoesNotExist",
        "NotFoundException",
    }
)
_NOT_PERMITTED = frozenset(
    {
        "AccessDenied",
        "AccessDeniedException",
        "UnauthorizedOperation",
        "AuthorizationError",
        "UnrecognizedClientException",
        "InvalidClientTokenId",
        "ExpiredToken",
        "ExpiredTokenException",
        "UnauthorizedException",
        "NotAuthorizedException",
    }
)
# Those that botocore waits and tries again for (`botocore.retries.standard`).
_THROTTLING = frozenset(
    {
        "Throttling",
        "ThrottlingException",
        "ThrottledException",
        "RequestThrottled",
        "RequestThrottledException",
        "TooManyRequestsException",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "BandwidthLimitExceeded",
        "LimitExceededException",
        "SlowDown",
        "PriorRequestNotComplete",
        "EC2ThrottledException",
    }
)


class Clients:
    """One client a service and region, made when it is first used. Safe to use from several threads
    (making a client is not, using one is:
    https://docs.aws.amazon.com/boto3/latest/guide/clients.html#multithreading-or-multiprocessing-with-clients).
    """

    def __init__(self, region: str | None = None, meter: AwsMeter | None = None) -> None:
        """`region` is the environment's own when it is not given; AWS_ENDPOINT_URL is honoured.
        `meter` counts every request that is sent, each attempt of a call by itself."""
        self._region = region
        self.meter = meter or AwsMeter()
        self._session: Any = None
        self._clients: dict[tuple[str, str | None], Any] = {}
        self._lock = threading.Lock()

    @property
    def region(self) -> str | None:
        """Where calls go that name no region; None where only AWS' configuration files tell."""
        return self._region or os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")

    def call(
        self, service: Service, operation: str, *, region: str | None = None, **parameters: Any
    ) -> dict[str, Any]:
        """Call an operation, spelled as Python does (`filter_log_events`).

        Raises:
            NotFound: the named resource does not exist.
            NotPermitted: the role may not make this call.
            Throttled: it was throttled, at the last attempt too.
            AwsCallFailed: it failed otherwise, after all attempts; with AWS' code.
        """
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            client = self._client(service, region or self._region)
            answer: dict[str, Any] = getattr(client, operation)(**parameters)
        except ClientError as error:
            raise translated(error.operation_name, error.response) from error
        except BotoCoreError as error:
            name = type(error).__name__
            raise AwsCallFailed(f"{service}:{operation}", name, str(error)) from error
        return answer

    def _client(self, service: str, region: str | None) -> Any:
        with self._lock:
            if (service, region) not in self._clients:
                self._clients[service, region] = self._built(service, region)
            return self._clients[service, region]

    def _built(self, service: str, region: str | None) -> Any:
        import botocore.session
        from botocore.config import Config

        self._session = self._session or botocore.session.get_session()
        config = Config(
            retries={"mode": _RETRIES, "total_max_attempts": _ATTEMPTS},
            connect_timeout=_CONNECT_SECONDS,
            read_timeout=_READ_SECONDS,
            max_pool_connections=_CONNECTIONS,
        )
        client = self._session.create_client(service, region_name=region, config=config)
        client.meta.events.register("before-send", self._count)
        return client

    def _count(self, **_: Any) -> None:
        """Called by botocore before it sends an attempt. It must return None: botocore takes
        anything else for the answer."""
        self.meter.count(requests=1)


def translated(operation: str, response: dict[str, Any]) -> AwsCallFailed | NotFound:
    """The error that a refused call means."""
    error = response.get("Error", {})
    code, message = str(error.get("Code", "Unknown")), str(error.get("Message", ""))
    if code in _NOT_FOUND:
        return NotFound(f"{operation}: {message or code}")
    status = response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    return _kind_of(code)(operation, code, message, status)


def _kind_of(code: str) -> type[AwsCallFailed]:
    if code in _NOT_PERMITTED:
        return NotPermitted
    return Throttled if code in _THROTTLING else AwsCallFailed
