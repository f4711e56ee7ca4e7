"""Posting a frame to a WebSocket connection through API Gateway's @connections.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
"""

from urllib.parse import quote

from casebook.adapters.aws import Aws
from casebook.errors import AwsCallFailed

_GONE = 410


class ApiGatewayPost:
    """`endpoint` is the stage's address, without a trailing slash."""

    def __init__(self, aws: Aws, endpoint: str) -> None:
        self._aws = aws
        self._endpoint = endpoint.rstrip("/")

    def __call__(self, connection_id: str, body: bytes) -> bool:
        # An id ends in "=": it is encoded once in the URL and once more when it is signed.
        url = f"{self._endpoint}/%40connections/{quote(connection_id, safe='')}"
        try:
            self._aws.send("POST", url, body, service="execute-api", operation="PostToConnection")
        except AwsCallFailed as error:
            if error.http_status == _GONE:
                return False
            raise
        return True
