"""What lies where in the table.

| pk | sk | what |
|---|---|---|
| STREAM#<id> | HEAD | header of a session or diagnosis |
| STREAM#<id> | EVENT#<seq> | one event |
| STREAM#<id> | SNAPSHOT#<seq> | folded state |
| STREAM#<id> | ACCEPTED#<clientMessageId> | where a message was accepted, for repeats |
| STREAM#<id> | FOLLOWER#<connection> | a connection that follows the stream |
| STREAM#<id> | FEEDBACK#<user> | what a person says of a diagnosis |
| STREAM#<id> | GATE | task token of a paused diagnosis |
| CONNECTION#<id> | SELF, FOLLOWS#<stream> | a WebSocket connection and what it follows |
| TICKET#<digest> | SELF | a one-time ticket |
| PERSON#<user>#<workload> | <session> | a person's sessions about a workload that have not ended |
| WORKLOAD#<id> | SELF, CHANGE#<at>#<id>, OBSERVED#<resource> | a workload |
| WORKLOAD#<id> | OPEN | the diagnosis that is open |
| QUEUE | UNDERWAY | the diagnoses that are under way (queue.py) |
| QUEUE | <diagnosis> | a diagnosis that waits for a place |
| NAME#<project>#<name> | SELF | makes a workload's name unique in its project |
| WATCH#<alarm or resource> | <workloadId> | which workloads an alarm is about |
| ALARM#<name> | HANDLED#<at>, UNMATCHED#<at> | changes of an alarm's state that were taken in |
| ALARM#<name> | HEARD#<at>#<workload> | what became of one in a workload |
| LIMIT#<what> | <period> | a counter with a limit |
| KNOWLEDGE#<project> | HEAD, VERSION#<n> | the versions of a team's document (team_knowledge.py) |
| OWNERSHIP | <project> | what a project may watch, as an operator says (ownership.py) |
| TOOLS | GRANTS | which tools agents may use, where the team decided so (tool_grants.py) |
| BUDGET#<kind>#<owner> | <day> or EVER | what of one budget is claimed and spent (ledger.py) |
| LEDGER#<project> | HELD#<until>#<id>, LAPSED#<id> | reservations of model calls |
| USAGE#<project> | <day>#<workload>#<user>#<provider>/<model> | what a day used (usage.py) |
| BREAKER#<provider>/<model> | STATE, FAILURES#<from> | whether a model provider is left alone |
| IMPORT#<batch> | <session> | a session that was imported; its items carry `batch` (imports.py) |
| MIGRATIONS | APPLIED#<number>, RUN | what the table has been through (migrations/ledger.py) |

gsi1 lists things by owner or time: WORKLOADS#<project> and WORKLOADS (all), DIAGNOSES#<workload>,
OPEN_SESSIONS by their last activity, SESSIONS#<user> by their start, UNMATCHED alarms and
ALARMS#<project> by time. An item stands in the index once: while a session is open, its header is
among OPEN_SESSIONS and its person's row among the user's sessions; ending it puts the header in the
row's place.

gsi2 lists the headers of diagnoses by project: DIAGNOSES#<project>#OPEN and #ENDED, by their id.
"""

_SEQ_DIGITS = 10
_PERSON = "PERSON#"


def stream(stream_id: str) -> str:
    return f"STREAM#{stream_id}"


def event(seq: int) -> str:
    return f"EVENT#{seq:0{_SEQ_DIGITS}d}"


def snapshot(seq: int) -> str:
    return f"SNAPSHOT#{seq:0{_SEQ_DIGITS}d}"


def feedback(user: str) -> str:
    return f"FEEDBACK#{user}"


def connection(connection_id: str) -> str:
    return f"CONNECTION#{connection_id}"


def workload(workload_id: str) -> str:
    return f"WORKLOAD#{workload_id}"


def diagnoses_of(project: str, status: str) -> str:
    """Where gsi2 lists a project's diagnoses; the status is `open` or `ended`."""
    return f"DIAGNOSES#{project}#{status.upper()}"


def under_way_of(project: str) -> str:
    """The attribute that names a project's diagnoses under way. A project is named by people, an
    attribute's placeholder in an expression has letters, digits and `_` alone."""
    return f"of_{project.encode().hex()}"


def person(user: str, workload_id: str) -> str:
    return f"{_PERSON}{user}#{workload_id}"


def person_of(pk: str) -> tuple[str, str] | None:
    """The user and the workload of such a key. A user's name may have a `#`, an id has none."""
    if not pk.startswith(_PERSON):
        return None
    user, _, workload_id = pk.removeprefix(_PERSON).rpartition("#")
    return user, workload_id


def sessions_of(user: str) -> str:
    """Where the index lists a user's sessions."""
    return f"SESSIONS#{user}"


def listed(user: str, session_id: str) -> dict[str, str]:
    """What lists a session under its user: ids sort by their making."""
    return {"gsi1pk": sessions_of(user), "gsi1sk": session_id}
