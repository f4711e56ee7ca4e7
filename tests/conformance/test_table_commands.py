"""`casebook migrate`, `import-sessions` and `tools`, from the command line to the table."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from casebook.adapters.dynamodb.table import Item, Put, Table
from casebook.adapters.dynamodb.workloads import DynamoWorkloadStore
from casebook.chat.messages import HistoryQuery
from casebook.domain.workload import Workload
from casebook.ports.connections import Identity
from casebook.settings import Settings
from casebook.wiring import Wiring
from local import state
from local.errors import StackNotUp
from tests.command_line import Run, Said, command_line
from tests.fakes.source_file import message, session, write

AT = datetime(2026, 1, 1, tzinfo=UTC)
SHOP = ("--workload", "shop=wkl_1")


@pytest.fixture
def casebook(
    table: Table,
    moto_endpoint: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Runs the command on an account that holds one workload; its exit code and what it printed."""
    workload = Workload(
        workload_id="wkl_1",
        name="shop",
        project="shop",
        resources=(),
        created_at=AT,
        updated_at=AT,
    )
    DynamoWorkloadStore(table).add(workload)
    for name, value in {
        "AWS_ENDPOINT_URL": moto_endpoint,
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
    }.items():
        monkeypatch.setenv(name, value)
    casebook = command_line(monkeypatch, capsys, 200)

    def run(*arguments: str, named: bool = True) -> Said:
        return casebook(*arguments, *(("--table", "casebook") if named else ()))

    return run


@pytest.fixture
def old(tmp_path: Path) -> str:
    return str(write(tmp_path / "old.db", [session()], [message(), message("m2", role="agent")]))


def everything(table: Table) -> list[Item]:
    items, after = table.scan(100)
    assert after is None
    return sorted(items, key=lambda item: (str(item["pk"]), str(item["sk"])))


def test_a_file_is_imported_and_read_over_the_api_and_rolled_back(
    casebook: Run, table: Table, old: str
) -> None:
    before = everything(table)

    code, out, err = casebook("import-sessions", old, *SHOP, "--json")

    assert code == 0, err
    told = json.loads(out)
    assert (told["imported"], told["messages"], told["dryRun"]) == (1, 2, False)
    assert told["batch"] in err
    (imported,) = (str(item["sk"]) for item in everything(table) if "IMPORT#" in str(item["pk"]))
    history = Wiring(Settings(table="casebook")).chat.history(
        Identity(user="ann", projects=("shop",)), "wkl_1", HistoryQuery(session_id=imported)
    )
    assert [each.text for each in history.messages] == ["why?", "why?"]

    code, out, _ = casebook("import-sessions", "--rollback", told["batch"])

    assert code == 0
    assert out.startswith("1 sessions of import-")
    assert everything(table) == before


def test_importing_the_same_file_twice_changes_nothing(
    casebook: Run, table: Table, old: str
) -> None:
    casebook("import-sessions", old, *SHOP)
    once = everything(table)

    code, out, _ = casebook("import-sessions", old, *SHOP)

    assert code == 0
    assert "1 had been before" in out
    assert everything(table) == once


def test_bad_rows_are_shown_and_make_the_command_fail(casebook: Run, tmp_path: Path) -> None:
    file = write(tmp_path / "old.db", [session("[red]s")], [message("m[7]", "[red]s", "robot")])

    code, out, _ = casebook("import-sessions", str(file), *SHOP)

    assert code == 1
    assert "m[7]" in out
    assert "[red]s" in out
    assert "role 'robot' is unknown" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nothing.db", *SHOP), "cannot be read"),
        ((__file__, *SHOP), "file is not a database"),
        ((__file__, "--workload", "shop=wkl_none"), "there is no workload wkl_none"),
        (("--rollback", "b1"), "nothing was imported as b1"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence(
    casebook: Run, table: Table, arguments: tuple[str, ...], said: str
) -> None:
    before = everything(table)

    code, out, err = casebook("import-sessions", *arguments)

    assert (code, out) == (1, "")
    assert said in " ".join(err.split())
    assert "Traceback" not in err
    assert "To take it out" not in err
    assert everything(table) == before


@pytest.mark.parametrize(
    "arguments",
    [(), ("old.db", "--rollback", "b"), ("old.db", "--workload", "x"), ("old.db", "--batch", "#")],
)
def test_a_command_that_makes_no_sense_is_answered_with_usage(
    casebook: Run, arguments: tuple[str, ...]
) -> None:
    code, _, err = casebook("import-sessions", *arguments)

    assert code == 2
    assert "Usage" in err


def test_a_table_is_migrated_and_rolled_back(casebook: Run, table: Table) -> None:
    code, out, _ = casebook("migrate", "--to", "0", "--json")
    assert code == 0
    assert (json.loads(out)["changed"], json.loads(out)["applied"]) == (2, [])

    assert "2 of 2 items would be changed" in casebook("migrate", "--dry-run")[1]
    assert {"v" in item for item in everything(table)} == {False}

    code, out, _ = casebook("migrate")
    assert code == 0
    assert "2 of 2 items were changed" in out
    assert "items carry their version" in out


def test_a_table_that_does_not_exist_is_named(casebook: Run) -> None:
    code, _, err = casebook("migrate", "--table", "nobodys", named=False)

    assert code == 1
    assert "Is nobodys the table's name" in err


def test_without_a_table_it_is_the_local_stacks(
    casebook: Run, moto_endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stack = SimpleNamespace(
        casebook=SimpleNamespace(table_name="casebook"),
        emulator=SimpleNamespace(endpoint=moto_endpoint),
    )
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setattr(state, "read", lambda: stack)

    assert casebook("migrate", named=False)[0] == 0


def test_without_a_table_and_a_stack_it_says_how_to_start_one(
    casebook: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read() -> None:
        raise StackNotUp

    monkeypatch.setattr(state, "read", read)

    code, _, err = casebook("migrate", named=False)

    assert code == 1
    assert "casebook up" in err


def test_tools_are_forbidden_and_allowed_and_listed(casebook: Run) -> None:
    code, out, err = casebook("tools", "forbid", "log-agent", "search_logs")
    assert (code, err) == (0, "")
    assert "The log-agent may not use search_logs." in out

    listed = json.loads(casebook("tools", "list", "--json")[1])["agents"]
    (logs,) = (each for each in listed if each["agent"] == "log-agent")
    assert logs["forbidden"] == ["search_logs"]
    assert "search_logs" not in logs["tools"]

    code, out, _ = casebook("tools", "allow", "log-agent", "search_logs", "--json")
    assert code == 0
    assert "search_logs" in json.loads(out)["tools"]
    assert "chat-agent" in casebook("tools", "list")[1]


def test_an_agent_without_a_tool_is_pointed_out(casebook: Run) -> None:
    listed = json.loads(casebook("tools", "list", "--json")[1])["agents"]
    (metrics,) = (each for each in listed if each["agent"] == "metric-agent")

    for tool in metrics["tools"]:
        _, out, _ = casebook("tools", "forbid", "metric-agent", tool)

    assert "The metric-agent has no tool left." in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("log-agnet", "search_logs"), "there is no agent 'log-agnet'; there are: log-agent"),
        (("log-agent", "grep"), "there is no tool 'grep'; there are: get_log_patterns"),
    ],
)
def test_an_agent_or_a_tool_that_nobody_knows_is_told_with_those_that_there_are(
    casebook: Run, table: Table, arguments: tuple[str, str], said: str
) -> None:
    before = everything(table)

    code, out, err = casebook("tools", "allow", *arguments)

    assert (code, out) == (1, "")
    assert said in " ".join(err.split())
    assert everything(table) == before


@pytest.fixture
def no_account(monkeypatch: pytest.MonkeyPatch, casebook: Run) -> Iterator[Any]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    return casebook


def test_missing_credentials_are_told(no_account: Run) -> None:
    code, _, err = no_account("migrate")

    assert code == 1
    assert "There is no AWS credentials" in err


LINES = some.lists(
    some.tuples(some.sampled_from(["user", "agent", "system"]), some.text(max_size=9)), max_size=6
)


@given(some.lists(LINES, min_size=1, max_size=3))
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_importing_and_rolling_back_leaves_the_table_as_it_was(
    table: Table, moto_endpoint: str, casebook: Run, tmp_path: Path, talks: list[Any]
) -> None:
    table.write(Put({"pk": "STREAM#ses_1", "sk": "HEAD", "text": "live"}))
    before = everything(table)
    file = write(
        tmp_path / "old.db",
        [session(n) for n in range(len(talks))],
        [
            message(f"{n}.{place}", n, role, text)
            for n, talk in enumerate(talks)
            for place, (role, text) in enumerate(talk)
        ],
    )

    assert casebook("import-sessions", str(file), *SHOP, "--batch", "b1")[0] == 0
    assert len(everything(table)) > len(before)
    assert casebook("import-sessions", "--rollback", "b1")[0] == 0

    assert everything(table) == before
