"""Four strengths, and no number of its own in a rule or a tie."""

import ast
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from casebook import reasoning
from casebook.knowledge.strength import Strength

ROOT = Path(reasoning.__file__).parent
PLACES = [*(ROOT / "rules").glob("*.py"), *(ROOT / "ties").glob("*.py"), ROOT / "correlation.py"]
TAKES_A_STRENGTH = ("finding", "Finding", "Tie", "fading", "by_history")


def test_each_strength_weighs_less_than_the_one_before() -> None:
    assert all(more.weight > less.weight for more, less in pairwise(Strength))


@given(st.sampled_from(Strength), st.integers(0, 5), st.integers(0, 5))
def test_steps_down_add_up_and_end_at_weak(strength: Strength, one: int, other: int) -> None:
    assert strength.weaker(one).weaker(other) is strength.weaker(one + other)
    assert strength.weaker(len(Strength)) is Strength.WEAK


@given(st.sampled_from(Strength))
def test_a_step_up_undoes_a_step_down_but_at_the_ends(strength: Strength) -> None:
    assert strength.stronger().weaker() is strength or strength is Strength.DIRECT
    assert strength.weaker().stronger() is strength or strength is Strength.WEAK


def _given(tree: ast.AST) -> Iterator[ast.expr]:
    """What is given to a call that takes a strength, or to a variable that is named after one."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name)):
                if name in TAKES_A_STRENGTH:
                    yield from (*node.args, *(keyword.value for keyword in node.keywords))
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                if "strength" in name.lower():
                    yield value
            case ast.FunctionDef(returns=ast.Name(id="Strength"), body=body):
                yield from (
                    part.value for part in body if isinstance(part, ast.Return) and part.value
                )


def _numbers(value: ast.expr) -> Iterator[ast.Constant]:
    return (n for n in ast.walk(value) if isinstance(n, ast.Constant) and type(n.value) is float)


def test_no_rule_and_no_tie_has_a_number_for_a_strength() -> None:
    numbers = {
        f"{path.relative_to(ROOT)}:{number.lineno}"
        for path in PLACES
        for value in _given(ast.parse(path.read_text()))
        for number in _numbers(value)
    }

    assert numbers == set()
