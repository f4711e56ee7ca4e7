"""GET/PUT /api/projects/{project}/knowledge and POST …/knowledge/check."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.functions.conftest import Handler, body_of, http
from tests.unit.team_knowledge.documents import TEXT, changed

Load = Callable[[str], Handler]
PATH = "/api/projects/shop/knowledge"
WRONG = changed("sign", 0, phrases=["error"], examples=["all is well"])


@pytest.fixture
def ask(load: Load) -> Callable[..., Any]:
    handler = load("team_knowledge")

    def ask(method: str, path: str = PATH, status: int = 200, **event: Any) -> Any:
        answer = handler(http(method, path, **event))
        assert answer["statusCode"] == status, answer
        return body_of(answer)

    return ask


def test_a_project_begins_with_nothing(ask: Callable[..., Any]) -> None:
    assert ask("GET") == {
        "project": "shop", "version": 0, "newest": 0, "document": "", "rows": [],
    }  # fmt: skip


def test_what_is_put_is_in_force_and_every_version_can_be_read(ask: Callable[..., Any]) -> None:
    put = ask("PUT", body={"document": TEXT, "version": 0}, user="ann")
    ask("PUT", body={"document": "", "version": 1}, user="ben")

    newest, first = ask("GET"), ask("GET", query={"version": "1"})

    assert (newest["version"], newest["document"], newest["writtenBy"]) == (2, "", "ben")
    assert (first["version"], first["newest"], first["writtenBy"]) == (1, 2, "ann")
    assert first["document"] == TEXT
    assert first["rows"] == put["rows"]
    assert {"table": "metric", "name": "lane-waiters", "says": "backlog, its rise is harm"} in (
        put["rows"]
    )


def test_a_wrong_document_is_refused_with_row_and_field_and_the_old_one_stays(
    ask: Callable[..., Any],
) -> None:
    ask("PUT", body={"document": TEXT, "version": 0})

    problem = ask("PUT", body={"document": WRONG, "version": 1}, status=400)

    assert problem["errors"][0]["field"] == 'sign: row "partner-allowance": phrases[1]'
    assert (ask("GET")["version"], ask("GET")["document"]) == (1, TEXT)


def test_a_check_keeps_nothing(ask: Callable[..., Any]) -> None:
    wrong = ask("POST", f"{PATH}/check", body={"document": WRONG})
    right = ask("POST", f"{PATH}/check", body={"document": TEXT})

    assert (wrong["rows"], len(wrong["problems"])) == ([], 2)
    assert (len(right["rows"]), right["problems"]) == (7, [])
    assert ask("GET")["version"] == 0


@pytest.mark.parametrize("version", [0, 2])
def test_nobody_writes_over_what_they_have_not_seen(ask: Callable[..., Any], version: int) -> None:
    ask("PUT", body={"document": TEXT, "version": 0})

    problem = ask("PUT", body={"document": "", "version": version}, status=409)

    assert f"the newest is 1, not {version}" in problem["detail"]
    assert ask("GET")["document"] == TEXT


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"version": 0}, "document"),
        ({"document": TEXT}, "version"),
        ({"document": TEXT, "version": -1}, "version"),
        ({"document": "# " + "x" * 70_000, "version": 0}, "document"),
        ({"document": 3, "version": 0}, "document"),
        ("{", "body"),
    ],
)
def test_a_body_that_is_none_is_refused_by_its_field(
    ask: Callable[..., Any], body: Any, field: str
) -> None:
    problem = ask("PUT", body=body, status=400)

    assert [each["field"] for each in problem["errors"]] == [field]


def test_a_version_that_there_never_was_is_not_found(ask: Callable[..., Any]) -> None:
    ask("GET", query={"version": "3"}, status=404)
    ask("GET", query={"version": "x"}, status=400)


@pytest.mark.parametrize("groups", ["", "[bank]"])
def test_others_find_no_such_project(ask: Callable[..., Any], groups: str) -> None:
    for method, path in (("GET", PATH), ("PUT", PATH), ("POST", f"{PATH}/check")):
        body = {"document": "", **({"version": 0} if method == "PUT" else {})}
        problem = ask(method, path, 404, groups=groups, body=body)
        assert "no project shop of yours" in json.dumps(problem)


def test_a_project_may_have_a_slash_in_its_name(ask: Callable[..., Any]) -> None:
    page = ask("GET", "/api/projects/team%2Fb/knowledge", groups="[team/b]")

    assert page["project"] == "team/b"
