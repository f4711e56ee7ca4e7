"""What a rule, tie or way is worth."""

from __future__ import annotations

import json
from dataclasses import replace
from io import StringIO

import pytest
from rich.console import Console

from casebook.agents.roster import SPECIALISTS
from casebook.reasoning.rules.causes import causes_by_sign, rules_of_rows
from casebook.reasoning.rules.changes import change_made
from casebook.reasoning.rules.falls import certificate_ended
from casebook.reasoning.ties import TIES
from casebook.reasoning.ways import WAYS
from cli.evaluation.ablation.parts import Kind, Part, parts
from cli.evaluation.ablation.recording import Recording, recorded
from cli.evaluation.ablation.table import document, shown
from cli.evaluation.ablation.worth import Judgement, Worth, ablation, judgement
from cli.evaluation.replaying import replayed
from cli.evaluation.scenario import Expected
from tests.unit.metamorphic.incidents import incident

CHANGES = Part(Kind.RULE, change_made)
NOTHING = Part(Kind.RULE, certificate_ended)
# With the change it is confirmed, without it the error alone is likely.
EXPECTED = Expected(verdict=("confirmed",), resource=("pay-api",), category=("code-defect",))


@pytest.fixture(scope="module")
def recording() -> Recording:
    return recorded(incident(expected=EXPECTED))


def worth_of(part: Part, *recordings: Recording) -> Worth:
    (found,) = (w for w in ablation(recordings).parts if w.name == part.name)
    return found


def test_every_rule_tie_and_relation_of_the_product_is_a_part() -> None:
    functions = {part.function for part in parts()}

    rules = {rule for specialist in SPECIALISTS.values() for rule in specialist.rules}
    expected = {*rules - {causes_by_sign}, *rules_of_rows(), *TIES, *WAYS}
    assert functions == expected
    assert len({part.name for part in parts()}) == len(parts())


def test_what_is_weighed_again_in_full_is_what_the_report_says(recording: Recording) -> None:
    _, diagnosis = replayed(incident())
    assert diagnosis is not None
    assert diagnosis.report is not None

    again = recording.weighed()

    assert again.verdict is diagnosis.report.verdict
    assert again.confidence == diagnosis.report.confidence
    assert again.top is not None
    assert diagnosis.report.root_cause is not None
    assert again.top.resource == diagnosis.report.root_cause.resource


def test_a_part_without_which_the_cause_is_lost_is_worth_the_scenario(
    recording: Recording,
) -> None:
    assert worth_of(CHANGES, recording).lost == ["pay"]


def test_a_part_that_has_no_say_is_worth_nothing(recording: Recording) -> None:
    found = worth_of(NOTHING, recording)

    assert (found.fires, found.lost, found.misled) == ([], [], [])


def test_to_leave_out_what_does_not_fire_changes_nothing(recording: Recording) -> None:
    whole = recording.weighed()

    silent = [part for part in parts() if part not in recording.firing()]
    without = recording.weighed(silent)

    assert [part.name for part in silent if part == NOTHING]
    assert without.verdict is whole.verdict
    assert without.hypotheses == whole.hypotheses


def test_without_any_tie_no_change_explains_an_error(recording: Recording) -> None:
    without = recording.weighed([part for part in parts() if part.kind is Kind.TIE])

    assert recording.weighed().top is not None
    assert not any(finding.errors and finding.change for finding in without.joined)


def test_another_cause_than_expected_is_wrong_and_surely_so_above_point_8(
    recording: Recording,
) -> None:
    other = Expected(verdict=("confirmed", "likely"), resource=("orders",))
    sure, unsure = recording.weighed(), recording.weighed([CHANGES])

    assert sure.confidence > 0.8 > unsure.confidence
    assert judgement(sure, other) == Judgement(right=False, confidently_wrong=True)
    assert judgement(unsure, other) == Judgement(right=False, confidently_wrong=False)


def test_what_is_wrong_above_point_8_without_a_part_alone_is_told() -> None:
    right, wrong = Judgement(True, False), Judgement(False, True)
    worth = Worth("rule", Kind.RULE)

    worth.compare("kept from a wrong cause", right, wrong)
    worth.compare("wrong anyhow", wrong, wrong)

    assert worth.misled == ["kept from a wrong cause"]
    assert worth.lost == ["kept from a wrong cause"]


def test_what_becomes_right_without_a_part_counts_as_gained(recording: Recording) -> None:
    likely = replace(recording, expected=EXPECTED.model_copy(update={"verdict": ("likely",)}))

    found = worth_of(CHANGES, likely)

    assert (found.gained, found.lost) == (["pay"], [])


def test_parts_are_in_the_order_of_their_worth_and_the_silent_last(recording: Recording) -> None:
    found = ablation([recording])

    fires = [bool(worth.fires) for worth in found.parts]
    lost = [len(worth.lost) + len(worth.misled) for worth in found.parts]
    assert fires == sorted(fires, reverse=True)
    assert lost == sorted(lost, reverse=True)


def test_the_table_fits_80_columns_and_names_what_never_fires(recording: Recording) -> None:
    console = Console(file=StringIO(), width=80)
    console.print(shown(ablation([recording])))

    text = console.file.getvalue()  # type: ignore[attr-defined]
    assert max(map(len, text.splitlines())) <= 80
    table, never = text.split("never fire:")
    assert CHANGES.name in table
    assert NOTHING.name in never


def test_the_document_is_json_with_a_row_for_each_part(recording: Recording) -> None:
    found = json.loads(json.dumps(document(ablation([recording]))))

    assert found["scenarios"] == 1
    assert {row["name"] for row in found["parts"]} == {part.name for part in parts()}
