"""The client of Casebook's HTTP API."""

from __future__ import annotations

import gzip
import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from cli.errors import ApiError, SignInFailed
from cli.events import Event
from cli.stream import ConnectionLost
from local import aws
from local.state import Stack

ANSWER_SECONDS = 30
# Neither a proxy nor a redirect has any business between a laptop's client and its own stack.
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True)
class Tokens:
    """What Cognito gives a person who signed in. The API takes the ID token, and the access
    token as well."""

    id_token: str
    access_token: str
    refresh_token: str
    expires_in_seconds: int


def sign_in(stack: Stack) -> str:
    """An ID token for the demo's user, from Cognito. Raises SignInFailed."""
    return tokens(stack).id_token


def tokens(stack: Stack) -> Tokens:
    """All tokens for the demo's user, from Cognito. Raises SignInFailed."""
    unsigned = Config(signature_version="unsigned", region_name=aws.REGION, proxies={})
    cognito = boto3.client("cognito-idp", endpoint_url=stack.emulator.endpoint, config=unsigned)
    try:
        answer = cognito.initiate_auth(
            ClientId=stack.casebook.user_pool_client_id,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": stack.person.name, "PASSWORD": stack.person.password},
        )
    except ClientError as error:
        raise SignInFailed(str(error)) from error
    result = answer["AuthenticationResult"]
    return Tokens(
        id_token=result["IdToken"],
        access_token=result["AccessToken"],
        refresh_token=result["RefreshToken"],
        expires_in_seconds=result["ExpiresIn"],
    )


class Client:
    """Calls the API as one signed-in user. Methods raise ApiError and ConnectionLost."""

    def __init__(self, http_api_url: str, token: str | None) -> None:
        self._url = http_api_url.rstrip("/")
        self._token = token

    def workloads(self) -> list[dict[str, Any]]:
        return list(self.get("/api/workloads")["workloads"])

    def workload_names(self) -> dict[str, str]:
        """The names of the registered workloads, by their ids."""
        return {str(each["workloadId"]): str(each["name"]) for each in self.workloads()}

    def register_workload(self, workload: Mapping[str, Any]) -> str:
        """Registers what is watched; its id."""
        return str(self.post("/api/workloads", workload)["workloadId"])

    def workload_map(self, workload: str) -> dict[str, Any]:
        """Its resources, who calls whom, and how each is now."""
        return self.get(f"/api/workloads/{workload}/map")

    def diagnoses(self, workload: str) -> list[dict[str, Any]]:
        """The workload's diagnoses, newest first."""
        return list(self.get(f"/api/workloads/{workload}/diagnoses")["diagnoses"])

    def all_diagnoses(self, limit: int, state: str | None = None) -> dict[str, Any]:
        """A page of the newest diagnoses of all workloads; `open` or `ended` ones, or both."""
        return self.get("/api/diagnoses", limit=limit, **({"state": state} if state else {}))

    def alarms(self, limit: int) -> dict[str, Any]:
        """A page of the newest alarms that were heard, with what became of each."""
        return self.get("/api/alarms", limit=limit)

    def give_feedback(
        self, diagnosis: str, rating: str, cause: str | None = None, note: str | None = None
    ) -> dict[str, Any]:
        """What is kept of it."""
        said = {"rating": rating, "cause": cause, "note": note}
        return self.post(f"/api/diagnoses/{diagnosis}/feedback", said)

    def start_diagnosis(self, workload: str, mode: str = "auto") -> str:
        started = self.post(f"/api/workloads/{workload}/diagnoses", {"mode": mode})
        return str(started["diagnosisId"])

    def rerun_diagnosis(
        self, diagnosis: str, from_seq: int | None = None, hint: str | None = None
    ) -> str:
        """The id of the diagnosis that runs this one again."""
        asked = {"fromSeq": from_seq, "hint": hint}
        return str(self.post(f"/api/diagnoses/{diagnosis}/rerun", asked)["diagnosisId"])

    def diagnosis(self, diagnosis: str) -> dict[str, Any]:
        return self.get(f"/api/diagnoses/{diagnosis}")

    def evidence_of(self, diagnosis: str) -> list[dict[str, Any]]:
        """All evidence that the diagnosis has so far."""
        return list(self.get(f"/api/diagnoses/{diagnosis}/state")["evidence"])

    def evidence(self, diagnosis: str, evidence: str) -> dict[str, Any]:
        """One piece of evidence with its raw result."""
        return self.get(f"/api/diagnoses/{diagnosis}/evidence/{evidence}")

    def recheck(self, diagnosis: str, evidence: str) -> dict[str, Any]:
        """Runs the query behind the evidence again; how the answers compare."""
        return self.post(f"/api/diagnoses/{diagnosis}/evidence/{evidence}/recheck", {})

    def series(self, diagnosis: str, evidence: str, **asked: str) -> dict[str, Any]:
        """The series of metrics that the evidence holds; with a `start`, as CloudWatch has them."""
        return self.get(f"/api/diagnoses/{diagnosis}/evidence/{evidence}/series", **asked)

    def session_series(self, workload: str, session: str, evidence: str) -> dict[str, Any]:
        """The same for evidence of a session."""
        path = f"/api/workloads/{workload}/agent/evidence/{evidence}/series"
        return self.get(path, sessionId=session)

    def session_evidence_of(self, workload: str, session: str) -> list[dict[str, Any]]:
        """All evidence that the session's tools brought back so far."""
        events = self.session_stream(workload, session, 0)["events"]
        finished = (e["data"] for e in events if e["type"] == "tool-finished")
        return [each["evidence"] for each in finished if each.get("evidence")]

    def session_evidence(self, workload: str, session: str, evidence: str) -> dict[str, Any]:
        """One piece of evidence of a session with its raw result."""
        return self.get(f"/api/workloads/{workload}/agent/evidence/{evidence}", sessionId=session)

    def session_recheck(self, workload: str, session: str, evidence: str) -> dict[str, Any]:
        """The same as `recheck`, for evidence of a session."""
        query = urllib.parse.urlencode({"sessionId": session})
        path = f"/api/workloads/{workload}/agent/evidence/{evidence}/recheck?{query}"
        return self.post(path, {})

    def diagnosis_events(self, diagnosis: str, after: int) -> list[Event]:
        """Everything after `after`, over as many pages as that takes."""
        path = f"/api/diagnoses/{diagnosis}/events"
        events: list[Event] = []
        following: int | None = after
        while following is not None:
            page = self.get(path, after=following)
            events += map(Event.parse, page["events"])
            following = page.get("next")
        return events

    def ticket(self) -> str:
        """An address of the WebSocket that lets its caller in once."""
        return address(self.post("/api/tickets", {}))

    def start_session(self, workload: str) -> dict[str, Any]:
        return self.post(f"/api/workloads/{workload}/agent/start", {})

    def send_message(
        self, workload: str, session: str, message: str, client_message_id: str
    ) -> dict[str, Any]:
        body = {"sessionId": session, "message": message, "clientMessageId": client_message_id}
        return self.post(f"/api/workloads/{workload}/agent/message", body)

    def session_stream(self, workload: str, session: str, after: int) -> dict[str, Any]:
        """Where to connect, and everything after `after`, over as many pages as that takes."""
        path = f"/api/workloads/{workload}/agent/stream"
        opened = self.get(path, sessionId=session, after=after)
        events, following = list(opened["events"]), opened.get("next")
        while following is not None:
            page = self.get(path, sessionId=session, after=following)
            events += page["events"]
            following = page.get("next")
        return {**opened, "events": events, "next": None}

    def end_session(self, workload: str, session: str) -> None:
        self.request("DELETE", f"/api/workloads/{workload}/agent?sessionId={session}")

    def sessions(
        self, workload: str | None = None, limit: int = 20, before: str | None = None
    ) -> dict[str, Any]:
        """A page of the caller's sessions, newest first; about one workload if it is named."""
        path = f"/api/workloads/{workload}/agent/sessions" if workload else "/api/sessions"
        return self.get(path, limit=limit, **({"before": before} if before else {}))

    def me(self) -> dict[str, Any]:
        """Who calls, and what is left of their limits."""
        return self.get("/api/me")

    def settings(self) -> dict[str, Any]:
        """What is set at this moment."""
        return self.get("/api/settings")

    def team_knowledge(self, project: str, version: int | None = None) -> dict[str, Any]:
        """The project's own knowledge, or an earlier version of it."""
        asked = {} if version is None else {"version": version}
        return self.get(_knowledge_of(project), **asked)

    def put_team_knowledge(self, project: str, document: str, version: int) -> dict[str, Any]:
        """Put the document in force in place of this version."""
        body = {"document": document, "version": version}
        return self.request("PUT", _knowledge_of(project), body)

    def usage(self, by: str, first: date | None = None, last: date | None = None) -> dict[str, Any]:
        """What model calls of the days from `first` to `last` came to."""
        days = {"from": first, "to": last}
        named = {name: day.isoformat() for name, day in days.items() if day is not None}
        return self.get("/api/usage", by=by, **named)

    def get(self, path: str, **query: object) -> dict[str, Any]:
        return self.request("GET", f"{path}?{urllib.parse.urlencode(query)}" if query else path)

    def post(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        return self.request("POST", path, body)

    def request(
        self, method: str, path: str, body: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """One call. The answer's JSON object, empty when there is no body."""
        headers = {"Accept": "application/json", "Accept-Encoding": "gzip"}
        if self._token is not None:
            headers["Authorization"] = f"Bearer {self._token}"
        data = None
        if body is not None:
            headers["Content-Type"] = "application/json"
            data = json.dumps(body).encode()
        request = urllib.request.Request(
            f"{self._url}{path}", data=data, headers=headers, method=method
        )
        try:
            with _DIRECT.open(request, timeout=ANSWER_SECONDS) as answer:
                packed = answer.headers.get("Content-Encoding") == "gzip"
                return _object(gzip.decompress(answer.read()) if packed else answer.read())
        except urllib.error.HTTPError as error:
            raise ApiError(error.code, _object(error.read())) from error
        except OSError as error:
            raise ConnectionLost(f"{method} {path}: {error}") from error


def address(ticket: Mapping[str, Any]) -> str:
    """Where to connect with a ticket that the API handed out."""
    return f"{ticket['webSocketUrl']}?{urllib.parse.urlencode({'ticket': ticket['ticket']})}"


def _object(body: bytes) -> dict[str, Any]:
    try:
        parsed = json.loads(body or b"{}")
    except ValueError:
        return {"detail": body.decode(errors="replace")[:300]}
    return parsed if isinstance(parsed, dict) else {"detail": str(parsed)}


def _knowledge_of(project: str) -> str:
    return f"/api/projects/{urllib.parse.quote(project, safe='')}/knowledge"
