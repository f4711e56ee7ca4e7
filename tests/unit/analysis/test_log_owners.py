"""Whose a line is in a log group that several resources write into."""

import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.analysis.log_owners import LogOwners
from casebook.domain.workload import Metric, Resource, Workload
from casebook.ports.logs import LogLine
from tests.fakes.shop import NOW

GROUP = "/aws/containerinsights/shop/application"


def workload(*resources: Resource) -> Workload:
    return Workload(
        workload_id="w", name="w", project="p", resources=resources,
        created_at=NOW, updated_at=NOW + timedelta(0),
    )  # fmt: skip


def shared(*names: str) -> LogOwners:
    return LogOwners(workload(*(Resource(name=name, log_groups=(GROUP,)) for name in names)))


def owner(owners: LogOwners, message: str = "x", stream: str = "s", group: str = GROUP) -> str:
    return owners.of(LogLine(NOW, message, group, stream))


@pytest.mark.parametrize(
    "fields",
    [
        {"kubernetes": {"pod_name": "jobs-7d9f8b6c5-x2x4z", "container_name": "app"}},
        {"kubernetes": {"pod_name": "x-1", "container_name": "jobs"}},
        {"service": "jobs"},
        {"service.name": "jobs"},
        {"ecs_task_definition": "jobs:12"},
        {"app": "prod/jobs"},
        {"resource": {"service.name": "jobs"}, "k8s.pod.name": "jobs-0"},
    ],
)
def test_a_line_is_of_the_resource_that_its_fields_name(fields: dict[str, object]) -> None:
    line = json.dumps({"log": "ERROR not saved", **fields})

    assert owner(shared("web", "jobs"), line) == "jobs"


@pytest.mark.parametrize(
    "stream",
    [
        "ip-10-0-1-9.ec2.internal-application.var.log.containers.jobs-7d9f-x_prod_jobs-71a0.log",
        "ecs/jobs/71a0b2c3d4e5f60718293a4b5c6d7e8f",
        "jobs/app/71a0b2c3d4e5f607",
        "jobs",
    ],
)
def test_a_line_is_of_the_resource_that_its_stream_names(stream: str) -> None:
    assert owner(shared("web", "jobs"), "ERROR not saved", stream) == "jobs"


@pytest.mark.parametrize("pod", ["jobs2-7d9f-x", "web-jobs-7d9f-x", "other-7d9f-x"])
def test_a_line_of_a_stranger_is_nobodys(pod: str) -> None:
    line = json.dumps({"log": "ERROR not saved", "kubernetes": {"pod_name": pod}})

    assert owner(shared("cart", "jobs"), line) == GROUP


def test_the_longer_of_two_names_is_meant() -> None:
    line = json.dumps({"log": "x", "kubernetes": {"pod_name": "web-jobs-7d9f-x"}})

    assert owner(shared("web", "web-jobs"), line) == "web-jobs"


def test_a_resource_is_known_by_what_its_metrics_call_it() -> None:
    def called(name: str, pod: str) -> Resource:
        where = {"ClusterName": "shop", "PodName": pod}
        return Resource(
            name=name, log_groups=(GROUP,),
            metrics=(Metric(namespace="ContainerInsights", name="pod_cpu", dimensions=where),),
        )  # fmt: skip

    owners = LogOwners(workload(called("shop/front", "web"), called("shop/back", "jobs")))

    assert owner(owners, json.dumps({"log": "x", "kubernetes": {"pod_name": "jobs-0"}})) == (
        "shop/back"
    )


def test_a_line_that_names_nobody_is_the_first_resources() -> None:
    assert owner(shared("web", "jobs"), "ERROR jobs were not saved") == "web"


def test_a_group_of_one_is_that_resources_whatever_its_lines_name() -> None:
    line = json.dumps({"log": "x", "kubernetes": {"pod_name": "jobs-0"}})

    assert owner(shared("web"), line) == "web"
    assert owner(shared("web"), line, group="/other") == "/other"


NAMES = st.from_regex(r"[a-z]{2,6}(-[a-z]{1,5})?", fullmatch=True)


@given(st.lists(NAMES, min_size=2, max_size=5, unique=True), st.data())
def test_every_pod_of_every_resource_is_its_own(names: list[str], data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(names))
    pod = f"{name}-{data.draw(st.from_regex('[0-9a-f]{9}', fullmatch=True))}-0x1x2"

    line = json.dumps({"log": "x", "kubernetes": {"pod_name": pod}})

    assert owner(shared(*names), line) == name


@given(st.lists(st.text(min_size=1, max_size=9), min_size=2, max_size=4, unique=True), st.text(),
       st.text())  # fmt: skip
def test_any_names_and_lines_have_an_owner(names: list[str], message: str, stream: str) -> None:
    assert owner(shared(*names), message, stream) in (*names, GROUP)
