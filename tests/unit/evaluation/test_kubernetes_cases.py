"""The cases of Kubernetes are made as their manifest says, and each can be read and be told."""

import json

import pytest

from tests.evals.kubernetes import suite


def test_every_case_is_made_as_the_manifest_says() -> None:
    assert suite.manifest() == json.loads(suite.MANIFEST.read_text())


@pytest.mark.parametrize("name", suite.names())
def test_a_case_names_what_it_has(name: str) -> None:
    scenario = suite.scenario(name)
    names = {resource.name for resource in scenario.workload.resources}
    groups = {group for each in scenario.workload.resources for group in each.log_groups}

    assert {line.group for line in scenario.lines} <= groups
    assert {resource for resource in scenario.expected.resource if resource} <= names
