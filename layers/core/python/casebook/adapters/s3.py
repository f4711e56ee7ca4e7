"""Objects in S3: raw results of evidence, runbooks, and the index over runbooks."""

from collections.abc import Mapping
from urllib.parse import quote

from casebook.adapters.aws import Aws
from casebook.errors import AwsCallFailed, NotFound

# Who may not list the bucket is told 403 of an object that is not there.
# https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
_ABSENT = (403, 404)
_NOT_FOUND = 404


class Bucket:
    """One bucket, over the signed requests of the hot path."""

    def __init__(self, aws: Aws, name: str) -> None:
        self.name = name
        self._aws = aws

    def put(
        self, key: str, body: bytes, content_type: str, headers: Mapping[str, str] | None = None
    ) -> None:
        self._aws.send(
            "PUT",
            self._url(key),
            body,
            service="s3",
            operation="PutObject",
            headers={"content-type": content_type, **(headers or {})},
        )

    def get(self, key: str, headers: Mapping[str, str] | None = None) -> bytes:
        answer = self._aws.send(
            "GET", self._url(key), b"", service="s3", operation="GetObject", headers=headers
        )
        return answer.body

    def list_page(self, prefix: str) -> bytes:
        """The XML of the first thousand objects under the prefix, by key."""
        # Sorted by name, as the signature wants it.
        query = f"encoding-type=url&list-type=2&prefix={quote(prefix, safe='')}"
        answer = self._aws.send(
            "GET",
            f"{self._aws.endpoint('s3')}/{self.name}?{query}",
            b"",
            service="s3",
            operation="ListObjectsV2",
        )
        return answer.body

    def _url(self, key: str) -> str:
        return f"{self._aws.endpoint('s3')}/{self.name}/{quote(key, safe='/-_.~')}"


class S3EvidenceStore:
    """Objects under `evidence/<stream>/`. A location is a key and means nothing outside."""

    def __init__(self, aws: Aws, bucket: str) -> None:
        self._bucket = Bucket(aws, bucket)

    def put(self, stream: str, evidence_id: str, raw: bytes) -> str:
        key = _key(stream, evidence_id, "json")
        self._bucket.put(key, raw, "application/json")
        return key

    def get(self, location: str) -> bytes:
        try:
            return self._bucket.get(location)
        except AwsCallFailed as error:
            if error.http_status == _NOT_FOUND:
                raise NotFound("the raw result has expired or was never kept") from error
            raise

    def find(self, stream: str, evidence_id: str) -> bytes:
        return self._found(_key(stream, evidence_id, "json"))

    def put_text(self, stream: str, evidence_id: str, text: str) -> None:
        self._bucket.put(_key(stream, evidence_id, "txt"), text.encode(), "text/plain")

    def text(self, stream: str, evidence_id: str) -> str:
        return self._found(_key(stream, evidence_id, "txt")).decode()

    def _found(self, key: str) -> bytes:
        try:
            return self._bucket.get(key)
        except AwsCallFailed as error:
            if error.http_status in _ABSENT:
                raise NotFound(f"{key} has expired or was never kept") from error
            raise


def _key(stream: str, evidence_id: str, kind: str) -> str:
    return f"evidence/{stream}/{evidence_id}.{kind}"
