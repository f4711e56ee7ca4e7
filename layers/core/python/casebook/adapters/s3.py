"""Raw results of evidence in S3."""

from urllib.parse import quote

from casebook.adapters.aws import Aws
from casebook.errors import AwsCallFailed, NotFound

_NOT_FOUND = 404


class S3EvidenceStore:
    """Objects under `evidence/<stream>/`. A location is a key and means nothing outside."""

    def __init__(self, aws: Aws, bucket: str) -> None:
        self._aws = aws
        self._bucket = bucket

    def put(self, stream: str, evidence_id: str, raw: bytes) -> str:
        key = f"evidence/{stream}/{evidence_id}.json"
        self._aws.send(
            "PUT",
            self._url(key),
            raw,
            service="s3",
            operation="PutObject",
            headers={"content-type": "application/json"},
        )
        return key

    def get(self, location: str) -> bytes:
        try:
            answer = self._aws.send(
                "GET", self._url(location), b"", service="s3", operation="GetObject"
            )
        except AwsCallFailed as error:
            if error.http_status == _NOT_FOUND:
                raise NotFound("the raw result has expired or was never kept") from error
            raise
        return answer.body

    def _url(self, key: str) -> str:
        return f"{self._aws.endpoint('s3')}/{self._bucket}/{quote(key, safe='/-_.~')}"
