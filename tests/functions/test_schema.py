"""The API takes what its OpenAPI document says, and nothing else; and it answers as it says.

Requests are made up from the document, always the same ones, and reach the handlers as API Gateway
would send them.
"""

import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.specs.openapi import checks

from cli.docs.openapi import document
from cli.docs.operations import OPERATIONS, Operation
from tests.functions.api import BASE, Api, asked_for, each_operation

pytestmark = pytest.mark.xdist_group("schema")

EXAMPLES = 15


def _schema() -> Any:
    """The document without what API Gateway looks at, and what an EventSource sends."""
    described = document()
    del described["security"]
    for path in described["paths"].values():
        for operation in path.values():
            asked = operation.get("parameters", [])
            operation["parameters"] = [each for each in asked if each["in"] != "header"]
    return schemathesis.openapi.from_dict(described)


SCHEMA = _schema()
ANSWERS = [
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
# The fields that a rule may refuse which no schema says: of two fields, of what there is, of times.
WORKLOAD = r"body|alarms|resources|search|repository\..*|(search|mcp\.\d)\.endpoint|mcp(\.\d)?"
RULES = {
    "registerWorkload": WORKLOAD,
    "replaceWorkload": WORKLOAD,
    "reportChange": r"at|resource",
    "readHistory": r"after",
    "readSeries": r"start|end",
    "readSessionSeries": r"start|end",
    "startDiagnosis": r"window(\.start|\.end)?",
    "readState": r"seq",
    "rerunDiagnosis": r"fromSeq|mode",
    "readUsage": r"from|to",
    "replaceTeamKnowledge": r"document",
    "replaceOwnership": r"\w+\.\d+",
}


def cases(
    operation: Operation, mode: GenerationMode, known: dict[str, str]
) -> st.SearchStrategy[Case]:
    """Requests; about half of them name what is there."""
    described = SCHEMA[operation.path][operation.method]
    there = {name: known[name] for name in operation.path_parameters}
    query = {name: known[name] for name in asked_for(operation) if operation.query}
    made_up = described.as_strategy(mode)
    if not there:
        return made_up
    return made_up | described.as_strategy(mode, path_parameters=there, query=query or None)


def in_own_project(body: Any) -> Any:
    """The body with a project of the caller's: a stranger's is refused before all else is seen."""
    if isinstance(body, dict) and re.fullmatch(r"\w[\w .:/-]{,127}", str(body.get("project", ""))):
        return body | {"project": "shop"}
    return body


def asks(operation: Operation) -> bool:
    """Whether there is anything that a request can have wrong."""
    return bool(operation.path_parameters or operation.query or operation.request)


def prepared(case: Case) -> requests.PreparedRequest:
    sent = case.as_transport_kwargs(base_url=BASE)
    names = ("method", "url", "headers", "params", "data", "json")
    return requests.Request(**{name: sent[name] for name in names if name in sent}).prepare()


def as_javascript_writes(value: Any) -> Any:
    """`1.0` is an integer to JSON Schema, and no program writes an integer so."""
    match value:
        case float() if value.is_integer():
            return int(value)
        case list():
            return [as_javascript_writes(each) for each in value]
        case dict():
            return {name: as_javascript_writes(each) for name, each in value.items()}
    return value


def made_up(
    operation: Operation, mode: GenerationMode, known: dict[str, str], check: Callable[[Case], None]
) -> None:
    """Check so many requests of an operation."""

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(cases(operation, mode, known))
    def run(case: Case) -> None:
        check(case)

    run()


@each_operation()
def test_what_the_schema_allows_is_taken(api: Api, operation: Operation) -> None:
    def check(case: Case) -> None:
        case.body = in_own_project(as_javascript_writes(case.body))
        answer = api.send(operation, prepared(case))
        case.validate_response(answer, checks=ANSWERS)
        if answer.status_code == HTTPStatus.BAD_REQUEST:
            for each in answer.json()["errors"]:
                assert re.fullmatch(RULES.get(operation.id, ""), each["field"]), each

    made_up(operation, GenerationMode.POSITIVE, api.known_to(operation), check)


@each_operation(filter(asks, OPERATIONS))
def test_what_the_schema_forbids_is_refused(api: Api, operation: Operation) -> None:
    def check(case: Case) -> None:
        assume(case.query.get("types") != [""])  # an empty name is passed over
        if (own := in_own_project(case.body)) is not case.body:
            case.body = own
        answer = api.send(operation, prepared(case))
        case.validate_response(answer, checks=[*ANSWERS, checks.negative_data_rejection])

    made_up(operation, GenerationMode.NEGATIVE, api.known_to(operation), check)
