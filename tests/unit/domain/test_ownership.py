"""What a project owns: patterns, and what of a workload they leave."""

import re
import shlex
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

import pytest
from hypothesis import assume, given
from hypothesis import strategies as some

from casebook.domain.alarm import Alarm, AlarmQuery
from casebook.domain.connections import GitHubRepository, GitRepository, McpServer, SearchConnection
from casebook.domain.foreign import OPTIONS, Foreign, command, is_casebooks_own, refusal
from casebook.domain.ownership import EVERYTHING, Owned
from casebook.domain.workload import Metric, Resource, Workload, with_standard_telemetry

T = TypeVar("T")
AT = datetime(2026, 11, 21, tzinfo=UTC)


def made(model: Callable[..., T], **fields: some.SearchStrategy[Any]) -> some.SearchStrategy[T]:
    """Not `builds`, which adds what it takes for required: a model's fields by their aliases."""
    return some.fixed_dictionaries(fields).map(lambda given: model(**given))


# Few letters, so that patterns and names meet.
NAMES = some.text("ab/-", min_size=1, max_size=6)
PATTERNS = some.text("ab/-*", min_size=1, max_size=6)
METRICS = made(
    Metric,
    namespace=some.sampled_from(["AWS/Lambda", "a", "ab/a"]),
    name=some.just("Errors"),
    dimensions=some.dictionaries(some.sampled_from(["X", "Y"]), NAMES, max_size=2),
)
RESOURCES = made(
    Resource,
    name=NAMES | NAMES.map("Casebook-{}".format),
    type=some.sampled_from(["lambda", "sqs", "other"]),
    log_groups=some.lists(
        NAMES | NAMES.map("/aws/lambda/{}".format) | NAMES.map("/aws/lambda/Casebook-{}".format),
        max_size=3,
    ).map(tuple),
    metrics=some.lists(METRICS, max_size=3).map(tuple),
).map(with_standard_telemetry)
HOSTS = NAMES.map(lambda name: f"https://{re.sub('[^ab]', 'c', name)}.example")
WORKLOADS = made(
    Workload,
    workload_id=some.just("wkl_1"),
    name=some.just("w"),
    project=some.just("bank"),
    resources=some.lists(RESOURCES, max_size=4, unique_by=lambda each: each.name).map(tuple),
    calls=some.just(()),
    alarms=some.lists(NAMES, max_size=3).map(tuple),
    repository=some.none() | made(GitRepository, git=some.sampled_from(["a", "ab/b"])),
    search=some.none()
    | made(
        SearchConnection,
        endpoint=HOSTS,
        indices=some.just(("logs",)),
        auth=some.just("none"),
        secret=some.none() | some.just("key"),
    ),
    database=some.none(),
    mcp=some.lists(
        made(
            McpServer,
            name=some.just("tools"),
            endpoint=HOSTS,
            tools=some.just(("read",)),
            secret=some.none() | some.just("key"),
            header=some.just("Authorization"),
        ),
        max_size=2,
    ).map(tuple),
    created_at=some.just(AT),
    updated_at=some.just(AT),
)
OWNED = made(Owned, **{field: some.lists(PATTERNS, max_size=3).map(tuple) for field in OPTIONS})


def given_too(owned: Owned, foreign: tuple[Foreign, ...]) -> Owned:
    """What an operator has who ran the command of a refusal."""
    words = shlex.split(command("bank", foreign))[4:]
    fields = {option: field for field, option in OPTIONS.items()}
    changed = {field: list(getattr(owned, field)) for field in OPTIONS}
    for option, _, name in (word.partition("=") for word in words):
        changed[fields[option.removeprefix("--")]].append(name)
    return Owned.model_validate(changed)


@given(PATTERNS, some.text("ab/-", max_size=8))
def test_a_pattern_means_what_its_stars_say(pattern: str, name: str) -> None:
    expression = ".*".join(map(re.escape, pattern.split("*")))

    fits = Owned(alarms=(pattern,)).owns_alarm_named(name)

    assert fits == (re.fullmatch(expression, name) is not None)


@given(OWNED, WORKLOADS)
def test_what_is_left_of_a_workload_is_owned_and_nothing_owned_is_left_out(
    owned: Owned, workload: Workload
) -> None:
    left = owned.narrowed(workload)

    assert owned.foreign(left) == ()
    assert owned.narrowed(left).resources == left.resources
    for resource in workload.resources:
        if owned.owns_name(resource.name):
            kept = left.resource(resource.name)
            assert kept is not None
            owns = (group for group in resource.log_groups if owned.owns_log_group(group, resource))
            assert kept.log_groups == tuple(owns)
    if not owned.foreign(workload):
        same = set(Workload.model_fields)
        assert left.model_dump(include=same) == workload.model_dump(include=same)


@given(OWNED, WORKLOADS)
def test_the_one_command_allows_all_but_what_is_casebooks_own(
    owned: Owned, workload: Workload
) -> None:
    foreign = owned.foreign(workload)

    still = given_too(owned, foreign).foreign(workload)

    assert set(still) <= {each for each in foreign if not each.kind}


@given(OWNED | some.just(EVERYTHING), WORKLOADS)
def test_casebooks_own_is_in_no_workload_that_is_looked_at(
    owned: Owned, workload: Workload
) -> None:
    left = owned.narrowed(workload)

    named = [name for each in left.resources for name in (each.name, *each.log_groups)]
    assert not any(map(is_casebooks_own, named))


@pytest.mark.parametrize(
    "name",
    [
        "Casebook-prod-turn",
        "/aws/lambda/Casebook-prod-agent-turn",
        "/aws/vendedlogs/states/Casebook-prod-diagnosis",
        "arn:aws:lambda:eu-central-1:111122223333:function:Casebook-prod-turn",
        "arn:aws:logs:eu-central-1:111122223333:log-group:/aws/lambda/Casebook-prod-turn:*",
    ],
)
def test_a_deployment_of_casebook_is_known_by_name_and_arn(name: str) -> None:
    assert is_casebooks_own(name)
    assert not EVERYTHING.owns_name(name)
    assert not is_casebooks_own("shop-Casebook-notes")


@given(some.text(some.characters(categories="LNPS", include_characters=" "), min_size=1))
def test_whatever_a_name_is_an_operators_shell_reads_it_as_one_word(name: str) -> None:
    assume("*" not in name)

    words = shlex.split(command("bank", [Foreign("resources[0].name", "names", name)], "table"))

    assert words == ["casebook", "projects", "own", "bank", f"--name={name}", "--table", "table"]


@pytest.mark.parametrize("name", ["*", "shop-*", "\x1b[2Jx", "a\nb"])
def test_a_name_that_is_a_pattern_or_drives_a_terminal_is_in_no_command(name: str) -> None:
    foreign = [Foreign("resources[0].name", "names", name)]

    assert command("bank", foreign) == "casebook projects own bank"
    assert "\x1b" not in refusal("bank", foreign)


def test_a_metric_of_aws_is_owned_by_the_name_in_its_dimensions_and_not_by_its_namespace() -> None:
    other = Metric(namespace="AWS/Lambda", name="Errors", dimensions={"FunctionName": "pay-fn"})
    workload = _workload(Resource(name="shop-fn", metrics=(other,)))

    (foreign,) = Owned(names=("shop-*",)).foreign(workload)

    assert foreign == ("resources[0].metrics[0]", "names", "pay-fn")


def test_an_owned_namespace_owns_no_alarm_of_another_by_a_name_in_its_dimensions() -> None:
    owned = Owned(names=("shop-*",), namespaces=("Shop",))
    alarm = _alarm(Metric(namespace="AWS/Lambda", name="Errors", dimensions={"F": "pay-fn"}))

    assert not owned.owns_alarm(alarm)
    assert owned.owns_alarm(alarm.model_copy(update={"children": ()})) is False
    assert Owned(alarms=("pay-*",)).owns_alarm(alarm)


@pytest.mark.parametrize(
    ("connection", "kind"),
    [
        ({"repository": GitRepository(git="shop/checkout")}, "clones"),
        (
            {"repository": GitHubRepository(github="o/r", endpoint="https://git.internal/api")},
            "hosts",
        ),
        (
            {
                "search": SearchConnection(
                    endpoint="https://s.example", indices=("a",), auth="sigv4", region="eu-west-1"
                )
            },
            "hosts",
        ),
        (
            {"mcp": (McpServer(name="m", endpoint="https://m.example", tools=("t",)),)},
            "hosts",
        ),
    ],
)
def test_what_no_secret_opens_an_operator_opens(connection: dict[str, object], kind: str) -> None:
    workload = _workload().model_copy(update=connection)

    (foreign,) = Owned().foreign(workload)

    assert foreign.kind == kind
    assert Owned(**{kind: (foreign.name,)}).foreign(workload) == ()


def test_githubs_own_address_is_open_to_all() -> None:
    public = _workload().model_copy(update={"repository": GitHubRepository(github="o/r")})

    assert Owned().foreign(public) == ()


def _workload(*resources: Resource) -> Workload:
    return Workload(
        workload_id="wkl_1",
        name="w",
        project="bank",
        resources=resources,
        created_at=AT,
        updated_at=AT,
    )


def _alarm(metric: Metric) -> Alarm:
    query = AlarmQuery(id="m1", metric=metric)
    return Alarm(name="pay-errors", state="ALARM", changed_at=AT, queries=(query,))
