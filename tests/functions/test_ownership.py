"""GET /api/projects, GET/PUT /api/projects/{project}/ownership, and two projects on one account."""

import shlex
from collections.abc import Callable
from typing import Any

import pytest

from tests.command_line import command_line
from tests.functions.conftest import Handler, body_of, http

Load = Callable[[str], Handler]
SHOP_FN = {"name": "shop-checkout", "type": "lambda"}
BANK = {
    "name": "curious",
    "project": "bank",
    "resources": [SHOP_FN, {"name": "bank-fn", "type": "lambda"}],
    "alarms": ["shop-errors"],
}
OPERATORS = "[casebook-operators]"


class Api:
    """`stage`s of a real account: what a project may watch an operator says."""

    def __init__(self, load: Load, run: Callable[..., Any]) -> None:
        self.casebook = run
        self._load = load

    def ask(
        self,
        method: str,
        path: str,
        status: int = 200,
        *,
        function: str = "projects",
        groups: str = "[bank]",
        body: Any = None,
    ) -> Any:
        answer = self._load(function)(http(method, path, body=body, groups=groups))
        assert answer["statusCode"] == status, answer
        return body_of(answer) if answer["body"] else None

    def register(self, status: int, **fields: Any) -> Any:
        path, body = "/api/workloads", {**BANK, **fields}
        return self.ask("POST", path, status, function="workloads", body=body)

    def own(
        self, project: str, version: int, status: int = 200, groups: str = OPERATORS, **owned: Any
    ) -> Any:
        body = {"version": version, **owned}
        path = f"/api/projects/{project}/ownership"
        return self.ask("PUT", path, status, groups=groups, body=body)


@pytest.fixture
def api(load: Load, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Api:
    monkeypatch.delenv("CASEBOOK_OWNERSHIP")
    monkeypatch.setenv("CASEBOOK_STAGE", "prod")
    return Api(load, command_line(monkeypatch, capsys, 300))


def test_in_a_real_account_a_project_owns_nothing_until_an_operator_says_so(api: Api) -> None:
    refused = api.register(403)

    assert refused["retryable"] is False
    for named in ("resources[0].name", "shop-checkout", "resources[1].name", "alarms[0]"):
        assert named in refused["detail"]
    assert api.ask("GET", "/api/workloads", function="workloads") == {"workloads": []}


def test_the_refusal_names_the_one_command_that_an_operator_runs(api: Api) -> None:
    """As it is written, with the table of the stack."""
    detail = api.register(403)["detail"]
    words = shlex.split(detail[detail.index("casebook projects own") :])
    assert words[-2:] == ["--table", "casebook"]

    code, said, err = api.casebook(*words[1:])

    assert code == 0, err
    assert "names: shop-checkout, bank-fn" in said
    registered = api.register(201)
    assert registered["resources"][0]["logGroups"] == ["/aws/lambda/shop-checkout"]


def test_an_operator_gives_by_the_api_too_and_members_see_what_they_own(api: Api) -> None:
    put = api.own("bank", 0, names=["bank-*"], logGroups=["/bank/*"])

    seen = api.ask("GET", "/api/projects/bank/ownership")

    assert seen == put
    assert (seen["mode"], seen["ownership"]["names"]) == ("by-prefix", ["bank-*"])
    assert api.register(201, resources=[{"name": "bank-fn", "type": "lambda"}], alarms=[])
    assert api.register(403, name="other", alarms=[])["detail"].startswith("resources[0].name")


@pytest.mark.parametrize(
    ("groups", "status"), [("[bank]", 403), ("[shop]", 404), ("", 404), ("[bank operators]", 403)]
)
def test_nobody_gives_to_themselves(api: Api, groups: str, status: int) -> None:
    problem = api.own("bank", 0, status, groups, names=["*"])

    assert api.own("bank", 0)["ownership"]["version"] == 1
    if status == 403:
        assert "casebook-operators" in problem["detail"]


def test_members_list_their_projects_and_operators_all(api: Api) -> None:
    api.own("shop", 0, names=["shop-*"])
    api.own("bank", 0, names=["bank-*"])

    def listed(groups: str) -> list[str]:
        page = api.ask("GET", "/api/projects", groups=groups)
        return [each["ownership"]["project"] for each in page["projects"]]

    assert listed("[bank]") == ["bank"]
    assert listed(OPERATORS) == ["bank", "shop"]
    api.ask("GET", "/api/projects/shop/ownership", 404)


def test_operators_do_not_write_over_each_other(api: Api) -> None:
    api.own("bank", 0, names=["bank-*"])

    problem = api.own("bank", 0, 409, names=["*"])

    assert "the newest is 1, not 0" in problem["detail"]


def test_a_pattern_that_no_name_can_fit_is_refused_with_its_field(api: Api) -> None:
    problem = api.own("bank", 0, 400, names=["ok", "\u001b[2J"])

    assert problem["errors"][0]["field"] == "names.1"


def test_what_was_registered_before_is_not_looked_at_until_it_is_owned(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after an update of a deployment that had no ownership."""
    monkeypatch.setenv("CASEBOOK_OWNERSHIP", "single-tenant")
    api.register(201)
    monkeypatch.setenv("CASEBOOK_OWNERSHIP", "by-prefix")
    _forget()
    api.own("bank", 0, names=["bank-*"])

    (unowned,) = api.ask("GET", "/api/projects/bank/ownership")["unowned"]
    code, said, _ = api.casebook("projects", "list", "--table", "casebook")

    assert [each["name"] for each in unowned["foreign"]] == ["shop-checkout", "shop-errors"]
    assert shlex.split(unowned["command"])[3:6] == [
        "bank", "--name=shop-checkout", "--alarm=shop-errors",
    ]  # fmt: skip
    assert (code, "curious" in said) == (0, True)


def test_what_was_given_is_taken_away_again(api: Api) -> None:
    own = ("projects", "own", "bank", "--name=bank-*", "--name=shop-*", "--table", "casebook")
    api.casebook(*own)

    api.casebook("projects", "own", "bank", "--name=shop-*", "--remove", "--table", "casebook")

    ownership = api.ask("GET", "/api/projects/bank/ownership")["ownership"]
    assert (ownership["names"], ownership["version"]) == (["bank-*"], 2)
    assert api.casebook("projects", "own", "bank", "--table", "casebook").code == 2


@pytest.mark.parametrize("mode", ["by-prefix", "single-tenant"])
@pytest.mark.parametrize(
    "resource",
    [
        {"name": "Casebook-prod-agent-turn", "type": "lambda"},
        {"name": "bank-fn", "logGroups": ["/aws/lambda/Casebook-prod-agent-turn"]},
        {"name": "bank-fn", "logGroups": ["/aws/vendedlogs/states/Casebook-dev-diagnosis"]},
    ],
)
def test_what_casebook_itself_logs_is_nobodys(
    api: Api, monkeypatch: pytest.MonkeyPatch, mode: str, resource: dict[str, Any]
) -> None:
    monkeypatch.setenv("CASEBOOK_OWNERSHIP", mode)
    api.own("bank", 0, names=["*"], logGroups=["*"], alarms=["*"])

    refused = api.register(403, resources=[resource])

    assert "never watched" in refused["detail"]
    assert "casebook projects own" not in refused["detail"]


def test_a_workload_stays_in_its_project(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASEBOOK_OWNERSHIP", "single-tenant")
    path = f"/api/workloads/{api.register(201)['workloadId']}"
    moved = {**BANK, "project": "shop"}

    problem = api.ask("PUT", path, 400, function="workloads", groups="[bank shop]", body=moved)

    assert problem["errors"][0]["field"] == "project"
    assert "delete the workload" in problem["detail"]
    api.ask("GET", path, function="workloads")


@pytest.mark.parametrize(("groups", "project"), [("[a,b]", "a,b"), ("[[x] y]", "[x]")])
def test_a_groups_name_is_one_project_whatever_signs_it_has(
    api: Api, groups: str, project: str
) -> None:
    page = api.ask("GET", "/api/projects", groups=groups)

    assert page["projects"][0]["ownership"]["project"] == project


def _forget() -> None:
    from casebook import wiring

    wiring.wire.cache_clear()
