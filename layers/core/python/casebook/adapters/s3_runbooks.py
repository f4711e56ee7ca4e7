"""Runbooks in S3, and the index over them."""

from collections.abc import Iterator
from urllib.parse import unquote_plus
from xml.etree import ElementTree

from casebook.adapters.aws import Aws
from casebook.adapters.s3 import Bucket
from casebook.domain.workload import Workload
from casebook.errors import AwsCallFailed, NotFound
from casebook.ports.runbooks import Runbook
from casebook.runbooks import SUFFIX, prefix_of_project, prefix_of_workload

# 403: see `Bucket`; 412: it is another version by now.
_NOT_THERE = (403, 404, 412)
# Another writer was first, or is writing at this moment.
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
_LOST_RACE = (409, 412)


class S3RunbookStore:
    """Runbooks are the `.md` objects under the prefixes of the workload and of its project. Indexes
    lie under a prefix of their own, `knowledge-index/<workloadId>/`: who may write one may write no
    runbook for all that."""

    def __init__(self, aws: Aws, bucket: str) -> None:
        self._bucket = Bucket(aws, bucket)

    def runbooks(self, workload: Workload) -> list[Runbook]:
        return [
            *self._under(prefix_of_workload(workload.workload_id), ""),
            *self._under(prefix_of_project(workload.project), f"{workload.project}/"),
        ]

    def read(self, runbook: Runbook) -> str:
        key = runbook.location.removeprefix(self._home)
        try:
            body = self._bucket.get(key, {"if-match": runbook.version})
        except AwsCallFailed as error:
            if error.http_status in _NOT_THERE:
                raise NotFound(f"{runbook.name} was changed or removed meanwhile") from error
            raise
        return body.decode("utf-8-sig", errors="replace")

    def index(self, workload: Workload, digest: str) -> str | None:
        try:
            return self._bucket.get(_index_key(workload, digest)).decode()
        except AwsCallFailed as error:
            if error.http_status in _NOT_THERE:
                return None
            raise

    def keep_index(self, workload: Workload, digest: str, index: str) -> None:
        key = _index_key(workload, digest)
        try:
            self._bucket.put(key, index.encode(), "application/json", {"if-none-match": "*"})
        except AwsCallFailed as error:
            if error.http_status not in _LOST_RACE:
                raise

    @property
    def _home(self) -> str:
        return f"s3://{self._bucket.name}/"

    def _under(self, prefix: str, named: str) -> Iterator[Runbook]:
        for key, version, size in _listed(self._bucket.list_page(prefix)):
            if key.endswith(SUFFIX):
                name = named + key.removeprefix(prefix)
                yield Runbook(name, self._home + key, version, size)


def _index_key(workload: Workload, digest: str) -> str:
    return f"knowledge-index/{workload.workload_id}/{digest}.json"


def _listed(page: bytes) -> Iterator[tuple[str, str, int]]:
    """Key, ETag and size of every object on a page of ListObjectsV2."""
    try:
        root = ElementTree.fromstring(page)
    except ElementTree.ParseError as error:
        raise AwsCallFailed("ListObjectsV2", "NotUnderstood", str(error)) from error
    is_encoded = root.findtext("{*}EncodingType") == "url"
    for entry in root.iterfind("{*}Contents"):
        key = entry.findtext("{*}Key") or ""
        yield (
            unquote_plus(key) if is_encoded else key,
            entry.findtext("{*}ETag") or "",
            int(entry.findtext("{*}Size") or 0),
        )
