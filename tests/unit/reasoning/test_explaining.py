"""Which candidate accounts for another: the ways that harm travels, and what holds for all."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from casebook.domain.change import Change
from casebook.domain.finding import ErrorPattern, Finding, FindingKind
from casebook.domain.ids import FINDING, new_id
from casebook.domain.observation import ChangeLink, MetricShift
from casebook.reasoning.explaining import STANDS, explains
from casebook.reasoning.subsumption import subsumed
from casebook.reasoning.weighing import Candidate
from tests.unit.agents.builders import at, workload
from tests.unit.agents.databases import with_database

# Two parts that know nothing of each other: a chain of calls with a cache beside it, and a pair.
CHAIN = ("edge", "web", "orders", "db")
APART = ("batch", "archive")
CALLS = [("edge", "web"), ("web", "orders"), ("orders", "db"), ("batch", "archive")]
SHOP = workload([(name, "ecs") for name in (*CHAIN, *APART)], CALLS)
CATEGORIES = (
    "dependency", "network", "infrastructure", "throttling", "resource-exhaustion", "traffic",
    "configuration", "deployment", "code-defect", "permission", "bad-input",
)  # fmt: skip
WORDS = (
    "Task timed out after 3.00 seconds",
    "ThrottlingException: Rate exceeded",
    "remaining connection slots are reserved",
    "connection pool exhausted, timeout waiting for a connection",
    "AccessDeniedException: not authorized to perform dynamodb:PutItem",
    "KeyError: 'total'",
    "connect ECONNREFUSED 10.0.0.9:81",
)


def error(words: str, resource: str, seconds: float = -60) -> ErrorPattern:
    return ErrorPattern(
        template=words, count=3, first_at=at(seconds), last_at=at(-1), example=words,
        log_group=f"/{resource}", resource=resource,
    )  # fmt: skip


def changed(resource: str, seconds: float = -120) -> Change:
    return Change(
        change_id=f"chg_{resource}", at=at(seconds), kind="configuration", resource=resource,
        summary="A setting was changed.",
    )  # fmt: skip


def one(
    resource: str, category: Any, *errors: str, strength: float = 0.7, at_second: float = -60,
    **fields: Any,
) -> Candidate:  # fmt: skip
    found = Finding(
        id=new_id(FINDING), agent="a", rule="r", kind=FindingKind.CAUSE, claim="c",
        strength=strength, evidence=("log",), resource=resource, category=category,
        onset=at(at_second), errors=tuple(error(words, resource, at_second) for words in errors),
        **fields,
    )  # fmt: skip
    return Candidate(resource, category, (found,), kinds_by_evidence={"log": "logs"})


TIMEOUT, THROTTLED, SLOTS, POOL, DENIED, DEFECT, REFUSED = WORDS
LEAKING = MetricShift(of="connections")
MORE = ChangeLink(asks_for_more=True)
CACHED = with_database("CacheHits", namespace="AWS/ElastiCache")

EXPLAINED: dict[str, tuple[Candidate, Candidate]] = {
    "a callee's defect is its caller's dependency": (
        one("orders", "code-defect", DEFECT), one("web", "dependency", REFUSED)),
    "and so from further down": (
        one("db", "resource-exhaustion", SLOTS), one("edge", "network", REFUSED)),
    "why a callee fails is why it fails": (
        one("orders", "permission", DENIED), one("orders", "dependency", REFUSED)),
    "a caller that only waits waits for what is below": (
        one("orders", "code-defect", DEFECT), one("web", "resource-exhaustion", TIMEOUT)),
    "a callee's refusal is told in the same words above": (
        one("db", "throttling", THROTTLED), one("orders", "throttling", THROTTLED)),
    "what ran out after its own change ran out by that": (
        one("orders", "configuration", change=changed("orders")),
        one("orders", "resource-exhaustion")),
    "more load breaks what is below": (
        one("edge", "traffic"), one("db", "throttling", strength=0.6)),
    "a caller that was made to ask for more loads what is below": (
        one("web", "configuration", about=MORE, change=changed("web"), strength=0.9),
        one("db", "throttling", THROTTLED)),
    "a change of the caller loads a callee of which only numbers tell": (
        one("orders", "deployment", change=changed("orders")), one("db", "resource-exhaustion")),
    "a replica falls behind its source": (
        one("orders", "code-defect", DEFECT),
        one("db", "infrastructure", about=MetricShift(of="replica-lag"))),
    "what is refused for another reason is tried again": (
        one("orders", "permission", DENIED), one("web", "traffic")),
    "a client that holds ever more connections drains its server": (
        one("orders", "resource-exhaustion", about=LEAKING),
        one("db", "resource-exhaustion", SLOTS)),
    "a client's empty pool is why its server only has more of them open": (
        one("orders", "resource-exhaustion", POOL),
        one("db", "resource-exhaustion", about=LEAKING, at_second=-600)),
    "a change that names the errors says more than what they look like": (
        one("web", "configuration", DEFECT, change=changed("web"), strength=0.9),
        one("web", "code-defect", DEFECT)),
    "what changed about a sender says more than that its messages cannot be read": (
        Candidate("edge", "code-defect", tuple(
            found.model_copy(update={"errors": (error(DEFECT, "web"),)})
            for found in one("edge", "code-defect", change=changed("edge"), strength=0.6).causes
        ), kinds_by_evidence={"log": "logs"}),
        one("web", "bad-input", DEFECT, strength=0.7)),
    "what is asked says more than who does not answer it": (
        one("edge", "bad-input", DEFECT),
        Candidate("web", "dependency", tuple(
            found.model_copy(update={"errors": (error(DEFECT, "edge"),)})
            for found in one("web", "dependency").causes
        ), kinds_by_evidence={"log": "logs"})),
    "words below a symptom say more than a suspicion beside it": (
        one("orders", "code-defect", DEFECT),
        one("web", "deployment", change=changed("web", -300), strength=0.5)),
}  # fmt: skip


@pytest.mark.parametrize("case", EXPLAINED)
def test_harm_travels(case: str) -> None:
    cause, effect = EXPLAINED[case]

    assert explains(cause, effect, SHOP)
    assert not explains(effect, cause, SHOP)


def test_a_function_that_takes_the_concurrency_leaves_none_to_one_that_it_never_calls() -> None:
    functions = workload([("report-fn", "lambda"), ("cart-fn", "lambda")], [])
    took = one("report-fn", "throttling", about=MetricShift(of="concurrency"))
    refused = one("cart-fn", "throttling", THROTTLED)

    assert explains(took, refused, functions)
    assert not explains(refused, took, functions)
    assert not explains(took, took, functions)


def test_what_a_cache_does_not_answer_is_asked_of_what_its_callers_call_as_well() -> None:
    behind = workload([("store", "rds")], []).resources
    calls = (*CACHED.calls, ("checkout-fn", "store"))
    both = CACHED.model_copy(update={"resources": (*CACHED.resources, *behind), "calls": calls})
    cache, store = one("db", "infrastructure"), one("store", "resource-exhaustion")

    assert explains(cache, store, both)
    assert not explains(store, cache, both)
    assert not explains(cache, store, CACHED)


SILENT = one("web", "dependency", REFUSED)
REFUSALS: dict[str, tuple[Candidate, Candidate]] = {
    "it hardly stands": (one("orders", "code-defect", DEFECT, strength=STANDS - 0.1), SILENT),
    "it began later": (one("orders", "code-defect", DEFECT, at_second=300), SILENT),
    "it lies above": (one("edge", "code-defect", DEFECT), SILENT),
    "a change accounts for the effect itself": (
        one("orders", "code-defect", DEFECT),
        one("web", "network", REFUSED, change=changed("web"), strength=0.9)),
    "load takes no permission away": (
        one("edge", "traffic"), one("orders", "throttling", DENIED)),
    "two clients' leaks are nobody's": (
        one("db", "resource-exhaustion", about=LEAKING),
        one("orders", "resource-exhaustion", POOL)),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSALS)
def test_harm_does_not_travel(case: str) -> None:
    assert not explains(*REFUSALS[case], SHOP)


def test_what_only_a_model_says_explains_no_rule_away() -> None:
    cause, effect = EXPLAINED["a callee's defect is its caller's dependency"]
    said = tuple(found.model_copy(update={"rule": "model:acme/m"}) for found in cause.causes)

    assert not explains(Candidate("orders", "code-defect", said), effect, SHOP)


@st.composite
def found(draw: st.DrawFn, places: tuple[str, ...] = (*CHAIN, *APART)) -> Candidate:
    """Any candidate at one of these places; a link to a change has its change."""
    place = draw(st.sampled_from(places))
    about = draw(st.sampled_from((None, LEAKING, MORE, MetricShift(of="replica-lag"))))
    change = changed(place, draw(st.sampled_from((-600, -120)))) if draw(st.booleans()) else None
    words = draw(st.lists(st.sampled_from(WORDS), max_size=2, unique=True))
    return one(
        place, draw(st.sampled_from(CATEGORIES)), *words,
        strength=draw(st.floats(0.2, 0.95)), at_second=draw(st.integers(-600, 0)),
        change=change if about is not MORE else changed(place),
        about=about,
    )  # fmt: skip


def several() -> st.SearchStrategy[list[Candidate]]:
    """As weighing makes them: one of each place and category; here no two are as sure."""
    candidates = st.lists(found(), min_size=1, max_size=6,
                          unique_by=lambda each: (each.resource, each.category))  # fmt: skip
    return candidates.filter(lambda many: len({each.standing for each in many}) == len(many))


@given(found())
def test_nothing_explains_itself(candidate: Candidate) -> None:
    assert not explains(candidate, candidate, SHOP)


@given(found(CHAIN), found(APART))
def test_without_a_path_nothing_explains_another(here: Candidate, there: Candidate) -> None:
    assert not explains(here, there, SHOP)
    assert not explains(there, here, SHOP)


@given(several())
@settings(max_examples=40)
def test_what_is_left_is_something_and_explains_none_of_each_other_mutually(
    candidates: list[Candidate],
) -> None:
    roots = subsumed(candidates, SHOP)

    assert roots
    for cause in roots:
        for effect in roots:
            assert not (explains(cause, effect, SHOP) and explains(effect, cause, SHOP))


@given(several())
@settings(max_examples=40)
def test_every_finding_is_a_roots_own_or_explained_by_one(candidates: list[Candidate]) -> None:
    roots = subsumed(candidates, SHOP)

    told = [found.id for root in roots for found in (*root.causes, *root.explained)]
    assert sorted(told) == sorted(found.id for each in candidates for found in each.causes)


@given(several(), st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_the_order_of_candidates_decides_nothing(candidates: list[Candidate], dice: Any) -> None:
    shuffled = dice.sample(candidates, len(candidates))

    assert [_place(root) for root in subsumed(candidates, SHOP)] == [
        _place(root) for root in subsumed(shuffled, SHOP)
    ]


@given(found(), found())
def test_names_decide_nothing(cause: Candidate, effect: Candidate) -> None:
    assume(cause.resource != effect.resource or cause.category != effect.category)

    renamed = explains(_renamed(cause), _renamed(effect), RENAMED)

    assert renamed == explains(cause, effect, SHOP)


def _place(candidate: Candidate) -> tuple[str, str]:
    return candidate.resource, candidate.category


def _other(name: str) -> str:
    return f"redis-cache-{name[::-1]}"


def _renamed(candidate: Candidate) -> Candidate:
    (told,) = candidate.causes
    place = _other(candidate.resource)
    change = told.change and told.change.model_copy(update={"resource": place})
    errors = tuple(each.model_copy(update={"resource": place}) for each in told.errors)
    update = {"resource": place, "change": change, "errors": errors}
    return Candidate(place, candidate.category, (told.model_copy(update=update),),
                     kinds_by_evidence=candidate.kinds_by_evidence)  # fmt: skip


RENAMED = workload(
    [(_other(name), "ecs") for name in (*CHAIN, *APART)],
    [(_other(caller), _other(callee)) for caller, callee in CALLS],
)
