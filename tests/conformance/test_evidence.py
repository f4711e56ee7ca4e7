"""What every store of evidence promises."""

from typing import Any

import boto3
import pytest

from casebook.adapters.aws import Aws, Credentials
from casebook.adapters.s3 import S3EvidenceStore
from casebook.errors import NotFound
from local.memory.history import MemoryEvidenceStore

BUCKET = "casebook-evidence-store"


@pytest.fixture(params=["memory", "s3"])
def store(request: pytest.FixtureRequest) -> Any:
    if request.param == "memory":
        return MemoryEvidenceStore()
    endpoint = request.getfixturevalue("moto_endpoint")
    client = boto3.client(
        "s3",
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    client.create_bucket(Bucket=BUCKET)
    return S3EvidenceStore(Aws("us-east-1", Credentials("t", "t"), endpoint), BUCKET)


def test_a_raw_result_is_fetched_by_its_location_or_by_its_stream_and_id(store: Any) -> None:
    location = store.put("dgn_1", "evd_1", b'{"a": 1}')

    assert store.get(location) == b'{"a": 1}'
    assert store.find("dgn_1", "evd_1") == b'{"a": 1}'


def test_a_whole_text_lies_beside_its_raw_result(store: Any) -> None:
    store.put("dgn_2", "evd_1", b"{}")
    store.put_text("dgn_2", "evd_1", "so many lines – all of them")

    assert store.text("dgn_2", "evd_1") == "so many lines – all of them"
    assert store.find("dgn_2", "evd_1") == b"{}"


def test_what_was_not_kept_under_the_stream_is_not_found(store: Any) -> None:
    location = store.put("dgn_3", "evd_3", b"{}")
    store.put_text("dgn_3", "evd_3", "text")

    for read in (
        lambda: store.get(location + "x"),
        lambda: store.find("dgn_4", "evd_3"),
        lambda: store.text("dgn_4", "evd_3"),
        lambda: store.text("dgn_3", "evd_4"),
    ):
        with pytest.raises(NotFound):
            read()
