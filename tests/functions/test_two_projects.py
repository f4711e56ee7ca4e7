"""Two projects on one table: whatever a member of one asks about what is the other's is answered as
if it did not exist, by every operation of the API and every frame of the WebSocket, and changes
nothing. What tools are refused is in `tests/security/test_other_projects.py`.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, get_args

import pytest

from casebook import websocket
from casebook.adapters.push import ApiGatewayPost
from cli.docs.operations import OPERATIONS, Operation
from tests.functions.api import Api, asked_for, each_operation
from tests.functions.conftest import body_of, http, loader
from tests.security.test_other_projects import ROWS as TOOLS

SECURITY = Path(__file__).parents[2] / "docs" / "security.md"

# Operations that name what belongs to a project, by the ids that they name beside those of SAID.
REFUSED = {
    "getWorkload", "replaceWorkload", "removeWorkload", "readWorkloadMap", "listChanges",
    "reportChange", "startSession", "sendMessage", "stopAnswer", "readHistory",
    "listWorkloadSessions", "fetchSessionEvidence", "recheckSessionEvidence", "readSessionSeries",
    "endSession", "openStream", "startDiagnosis", "listDiagnoses", "getDiagnosis", "readEvents",
    "readState", "fetchEvidence", "recheckEvidence", "readSeries", "pauseDiagnosis",
    "resumeDiagnosis", "cancelDiagnosis", "rerunDiagnosis", "giveFeedback", "readTeamKnowledge",
    "replaceTeamKnowledge", "checkTeamKnowledge", "readOwnership", "replaceOwnership",
}  # fmt: skip
# Those that tell what is the caller's; and of them those that show something of the shop to ann.
SHOWS = {
    "listWorkloads",
    "listSessions",
    "listAllDiagnoses",
    "listAlarms",
    "listProjects",
    "readMe",
}
LISTS = SHOWS | {"listUnmatchedAlarms", "readUsage", "readSettings", "issueTicket", "checkHealth"}
REGISTERS = {"registerWorkload"}
NOWHERE = {
    "workloadId": "wkl_01ARZ3NDEKTSV4RRFFQ69G5FAV",
    "sessionId": "ses_01ARZ3NDEKTSV4RRFFQ69G5FAV",
    "diagnosisId": "dgn_01ARZ3NDEKTSV4RRFFQ69G5FAV",
    "evidenceId": "evd_01ARZ3NDEKTSV4RRFFQ69G5FAV",
    "project": "nowhere",
}
ROWS = [operation for operation in OPERATIONS if operation.id in REFUSED]
# Who asks: a member of another project, one who left, and a member of none.
STRANGERS = {"other": ("eve", "[bank]"), "left": ("ann", "[bank]"), "none": ("ann", "")}


def mixed(operation: Operation) -> Iterator[tuple[str, ...]]:
    """Which of the ids are the stranger's own."""
    named = {*operation.path_parameters} | asked_for(operation)
    yield ()
    if {"workloadId", "sessionId"} <= named:
        yield ("workloadId",)
    if {"workloadId", "sessionId", "evidenceId"} <= named:
        yield ("workloadId", "sessionId")


class Two:
    """The shop's workload, session, diagnosis and documents, and eve's at the bank."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self._put("replaceTeamKnowledge", "[shop]", project="shop")
        self._put("replaceOwnership", "[casebook-operators]", project="shop")
        self.shops = {
            "workloadId": api.known["workloadId"],
            "sessionId": api.known["sessionId"],
            "diagnosisId": api.known["diagnosisId"],
            "evidenceId": api.known["evidenceId"],
            "project": "shop",
        }
        with self.asking("eve", "[bank]"):
            load = loader(api.patch)
            registered = load("workloads")(
                http("POST", "/api/workloads", user="eve", groups="[bank]",
                     body={"name": "vault", "project": "bank", "resources": [{"name": "vault-fn"}],
                           "alarms": ["checkout-errors"]})
            )  # fmt: skip
            own = body_of(registered)["workloadId"]
            path = f"/api/workloads/{own}/agent/start"
            session = load("agent_start")(http("POST", path, user="eve", groups="[bank]"))
        self.eves = {"workloadId": own, "sessionId": body_of(session)["sessionId"]}

    @contextmanager
    def asking(self, user: str, groups: str) -> Iterator[None]:
        before = self.api.user, self.api.groups
        self.api.user, self.api.groups = user, groups
        yield
        self.api.user, self.api.groups = before

    def _put(self, operation_id: str, groups: str, **named: str) -> None:
        (operation,) = (one for one in OPERATIONS if one.id == operation_id)
        with self.asking("ann", groups):
            assert self.api.ask(operation, **named).status_code == 200

    def answer(self, operation: Operation, ids: Mapping[str, str]) -> tuple[int, str]:
        """The status, and the body with the ids that were asked for taken out."""
        answer = self.api.ask(operation, **ids)
        text = answer.content.decode()
        for name, value in ids.items():
            text = text.replace(value, f"<{name}>")
        return answer.status_code, text

    def mixtures(self, operation: Operation) -> Iterator[dict[str, str]]:
        """All ids of the shop; and what lies behind a workload, or a session, of eve's own."""
        for own in mixed(operation):
            yield self.shops | {name: self.eves[name] for name in own}

    def stored(self) -> list[str]:
        pages = self.api.client("dynamodb").get_paginator("scan").paginate(TableName="casebook")
        return sorted(json.dumps(item, sort_keys=True) for page in pages for item in page["Items"])


@pytest.fixture(scope="module")
def two(api: Api) -> Two:
    return Two(api)


def test_every_operation_has_its_row() -> None:
    ids = {operation.id for operation in OPERATIONS}

    assert ids == REFUSED | LISTS | REGISTERS
    assert not [one.id for one in ROWS if not {*one.path_parameters} & set(NOWHERE)]


@pytest.mark.parametrize("stranger", STRANGERS)
@each_operation(ROWS)
def test_what_is_anothers_does_not_exist(two: Two, operation: Operation, stranger: str) -> None:
    """The answer is that for an id that there is not, to the letter; and nothing changed."""
    before = two.stored()
    with two.asking(*STRANGERS[stranger]):
        for ids in two.mixtures(operation):
            unknown = {
                name: NOWHERE[name] if value == two.shops.get(name) else value
                for name, value in ids.items()
            }

            answered = two.answer(operation, ids)

            assert answered == two.answer(operation, unknown)
            assert answered[0] == 404
    assert two.stored() == before


@each_operation([one for one in OPERATIONS if one.id in LISTS])
def test_lists_never_show_what_is_anothers(two: Two, operation: Operation) -> None:
    with two.asking("eve", "[bank]"):
        answer = two.api.ask(operation)

    assert answer.status_code in (200, 201, 503)  # health lacks a state machine here
    told = answer.content.decode()
    assert not [value for name, value in two.shops.items() if name != "project" and value in told]
    assert '"shop"' not in told
    if operation.id in SHOWS:
        assert any(value in two.api.ask(operation).content.decode() for value in two.shops.values())


def test_nothing_is_registered_in_a_project_of_others(two: Two) -> None:
    before = two.stored()
    load = loader(two.api.patch)
    answers = {
        project: load("workloads")(
            http("POST", "/api/workloads", user="eve", groups="[bank]",
                 body={"name": "x", "project": project, "resources": [{"name": "x"}]})
        )
        for project in ("shop", "nowhere")
    }  # fmt: skip

    told = {p: (a["statusCode"], a["body"].replace(p, "<project>")) for p, a in answers.items()}
    assert told["shop"] == told["nowhere"]
    assert told["shop"][0] in (403, 404)
    assert two.stored() == before


def test_an_alarm_that_two_projects_share_is_heard_by_each_in_its_own_workload(two: Two) -> None:
    two.api.world.alarm(AlarmName="checkout-errors", StateChangeTime="2026-11-21T20:00:00.000+0000")
    (operation,) = (one for one in OPERATIONS if one.id == "listAlarms")
    heard = {}
    for groups in ("[shop]", "[bank]"):
        with two.asking("ann", groups):
            page = json.loads(two.api.ask(operation).content)
        heard[groups] = {each["workloadId"] for each in page["alarms"]}

    assert heard["[bank]"] == {two.eves["workloadId"]}
    assert two.eves["workloadId"] not in heard["[shop]"]


# ---- the WebSocket

FRAMES: dict[str, Callable[[Mapping[str, str]], list[dict[str, Any]]]] = {
    "subscribe": lambda ids: [{"stream": ids["sessionId"]}, {"stream": ids["diagnosisId"]},
                              {"stream": ids["diagnosisId"], "after": 1, "batch": True},
                              {"stream": ids["workloadId"]}],
    "unsubscribe": lambda ids: [{"stream": ids["sessionId"]}, {"stream": ids["diagnosisId"]}],
    "message": lambda ids: [{"workloadId": ids["workloadId"], "sessionId": ids["sessionId"],
                             "message": "well?", "clientMessageId": "c9"}],
    "ping": lambda ids: [{}],
}  # fmt: skip


def test_every_frame_has_its_row() -> None:
    actions = {
        get_args(model.model_fields["action"].annotation)[0]
        for model in get_args(websocket.Request)
    }

    assert actions == set(FRAMES)


@pytest.mark.parametrize("stranger", STRANGERS)
@pytest.mark.parametrize("action", FRAMES)
def test_no_frame_reaches_what_is_anothers(
    two: Two, monkeypatch: pytest.MonkeyPatch, action: str, stranger: str
) -> None:
    sent: list[str] = []
    monkeypatch.setattr(
        ApiGatewayPost, "__call__", lambda self, connection, body: not sent.append(body.decode())
    )
    user, groups = STRANGERS[stranger]
    connection = connected(two, user, groups)
    receive = loader(two.api.patch)("websocket_message")

    def answers(ids: Mapping[str, str], fields: dict[str, Any]) -> list[str]:
        sent.clear()
        receive({"requestContext": {"connectionId": connection},
                 "body": json.dumps({"action": action, **fields})})  # fmt: skip
        text = "\n".join(sent)
        for name, value in ids.items():
            text = text.replace(value, f"<{name}>")
        return [line for line in text.splitlines() if "keep-alive" not in line]

    before = two.stored()
    behind = {**two.shops, "workloadId": two.eves["workloadId"]}
    for ids in (two.shops, behind):
        unknown = {n: NOWHERE[n] if v == two.shops[n] else v for n, v in ids.items()}
        for theirs, nobodys in zip(FRAMES[action](ids), FRAMES[action](unknown), strict=True):
            said = answers(ids, theirs)

            assert said == answers(unknown, nobodys)
            if action in ("subscribe", "message"):
                (refusal,) = map(json.loads, said)
                assert (refusal["type"], refusal["status"]) == ("error", 404)
    assert two.stored() == before


def connected(two: Two, user: str, groups: str) -> str:
    """A connection that was opened with a ticket of this person."""
    load = loader(two.api.patch)
    issued = load("agent_stream")(http("POST", "/api/tickets", user=user, groups=groups))
    ticket = body_of(issued)["ticket"]
    event = {"queryStringParameters": {"ticket": ticket}, "methodArn": "arn:aws:execute-api:x"}
    allowed = load("websocket_authorizer")(event)
    connection = f"c-{user}-{len(ticket)}{groups.strip('[]')}="
    admitted = {"connectionId": connection, "authorizer": allowed["context"]}
    assert load("websocket_connect")({"requestContext": admitted}) == {"statusCode": 200}
    return connection


def test_what_is_tried_is_what_the_docs_count() -> None:
    """One attempt for each operation, frame or tool, set of ids, and kind of stranger."""
    routes = sum(len(list(mixed(one))) for one in ROWS) * len(STRANGERS)
    frames = sum(len(FRAMES[one](NOWHERE)) for one in FRAMES) * len(STRANGERS) * 2
    tools = sum(map(len, TOOLS.values()))
    counted = (
        f"{routes} attempts over {len(ROWS)} operations, {frames} in {len(FRAMES)} kinds of frames "
        f"and {tools} with {len(TOOLS)} tools, all refused; {len(LISTS)} operations that list or "
        "tell show nothing of it."
    )

    assert counted in " ".join(SECURITY.read_text().split()), counted
