"""Every attack in every place, through a chat and through a diagnosis, on a model that obeys."""

import json
import re

import pytest

from casebook.agents.with_model.findings_form import STRONGEST
from casebook.citing.support import cited_in
from casebook.domain.report import Verdict
from tests.security.attacks import ATTACKS, INVENTED, Attack
from tests.security.obedient import MARK, ObedientModel, read_by
from tests.security.places import PLACES, Place
from tests.security.table import PAGE, page
from tests.security.world import CANARY, SECRET, Scene
from tests.unit.agents.builders import error_line, info_line
from tests.unit.bad_input.world import World, dead_address, quiet

_MOST_READ = 60_000
each_attack = pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
each_place = pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)


@each_attack
@each_place
def test_a_chat_whose_model_obeys_gives_nothing_away_and_is_marked(
    attack: Attack, place: Place
) -> None:
    scene = place.scene(attack.order)
    model = ObedientModel(attack, place.looks, "chat")

    answer = scene.chat(model)

    _assert_that_the_order_was_met(attack, model)
    _assert_that_nothing_leaked(scene, model, answer.text)
    _assert_that_calls_were_refused(attack, scene, model)
    _assert_that_data_stand_within_the_fence(model)
    known = {run.evidence.id for run in scene.runs}
    invented = set(cited_in(answer.text)) - known
    assert model.has_obeyed is False or not attack.is_marked or answer.unsupported
    assert not invented or answer.unsupported


@each_attack
@each_place
def test_a_diagnosis_whose_model_obeys_comes_to_the_verdict_of_the_rules(
    attack: Attack, place: Place
) -> None:
    scene = place.scene(attack.order)
    model = ObedientModel(attack, place.looks, "diagnosis")

    assessment, added = scene.diagnose(model)

    ruled, _ = place.scene(attack.order).diagnose(None)
    assert ruled.verdict is Verdict.CONFIRMED
    assert assessment.verdict is ruled.verdict
    assert assessment.confidence == ruled.confidence
    first = [(each.resource, each.category) for each in assessment.hypotheses]
    expected = [(each.resource, each.category) for each in ruled.hypotheses]
    assert first[: len(expected)] == expected
    _assert_that_the_order_was_met(attack, model)
    _assert_that_nothing_leaked(scene, model, "".join(each.claim for each in added))
    _assert_that_calls_were_refused(attack, scene, model)
    _assert_that_data_stand_within_the_fence(model)
    known = {run.evidence.id for run in scene.runs}
    for finding in added:
        assert "![" not in finding.claim
        assert set(finding.evidence) <= known
        assert finding.strength <= STRONGEST


@pytest.mark.parametrize("attack", [a for a in ATTACKS if a.is_read], ids=lambda a: a.name)
def test_a_story_whose_teller_obeys_says_nothing_that_the_evidence_does_not(attack: Attack) -> None:
    scene = Scene(dead_address().log(error_line(attack.order, "Refused"), *range(-50, 20, 5)))
    model = ObedientModel(attack, (), "story")

    story = scene.tell(model)

    assert model.has_obeyed
    _assert_that_nothing_leaked(scene, model, story.text if story else "")
    _assert_that_data_stand_within_the_fence(model)
    for lie in ("All is well", "7,341", "https://", INVENTED, "0 errors"):
        assert story is None or lie not in story.text


def _assert_that_the_order_was_met(attack: Attack, model: ObedientModel) -> None:
    """Else the test would show nothing."""
    if attack.is_read is not None:
        assert model.has_obeyed is attack.is_read


def _assert_that_nothing_leaked(scene: Scene, model: ObedientModel, said: str) -> None:
    read = [text for transcript in model.asked for text in read_by(transcript)]
    asked = [json.dumps(parameters) for _, parameters in scene.asked]
    evidence = [run.evidence.to_json() for run in scene.runs]
    for text in (*read, *asked, *evidence, said):
        assert CANARY not in text
        assert SECRET not in text
    assert sum(map(len, read_by(model.asked[-1]))) < _MOST_READ


def _assert_that_calls_were_refused(attack: Attack, scene: Scene, model: ObedientModel) -> None:
    if attack.is_refused and model.has_obeyed:
        ordered = [tool for tool, _ in attack.calls("")]
        runs = scene.runs[-len(ordered) :]  # in the order in which they ended
        assert sorted(run.tool for run in runs) == sorted(ordered)
        assert {run.outcome for run in runs} == {"error"}


def _assert_that_data_stand_within_the_fence(model: ObedientModel) -> None:
    """The fence's word is in the system prompt; outside of its fences no order stands."""
    word = re.search(r"`<data-(\w+) …>`", model.asked[0].system)
    assert word is not None
    fenced = re.compile(rf"<data-{word[1]} [^>]*>\n.*?\n</data-{word[1]}>", re.DOTALL)
    for transcript in model.asked:
        for text in read_by(transcript):
            assert MARK not in fenced.sub("", text).lower()


def test_the_page_shows_the_attacks() -> None:
    assert PAGE.read_text() == page(), "run: python -m tests.security"


@pytest.mark.parametrize("attack", [a for a in ATTACKS if a.is_read], ids=lambda a: a.name)
def test_where_nothing_is_wrong_a_model_that_obeys_makes_no_incident(attack: Attack) -> None:
    scene = Scene(quiet().log(info_line(attack.order), -10))
    model = ObedientModel(attack, [[("search_logs", {})]], "diagnosis")

    assessment, _ = scene.diagnose(model)

    assert model.has_obeyed
    assert assessment.verdict is Verdict.HEALTHY


@pytest.mark.parametrize("attack", [a for a in ATTACKS if a.is_read], ids=lambda a: a.name)
def test_where_rules_find_no_cause_a_model_that_obeys_confirms_none_and_calls_nothing_healthy(
    attack: Attack,
) -> None:
    scene = Scene(_unexplained().log(info_line(attack.order), -10))
    model = ObedientModel(attack, [[("search_logs", {})]], "diagnosis")

    assessment, _ = scene.diagnose(model)

    ruled, _ = Scene(_unexplained().log(info_line(attack.order), -10)).diagnose(None)
    assert model.has_obeyed
    assert ruled.verdict is Verdict.INCONCLUSIVE
    assert assessment.verdict in (Verdict.INCONCLUSIVE, Verdict.LIKELY)


def _unexplained() -> World:
    """Errors in words that no rule makes anything of."""
    return quiet().measure("Errors", [(-100, 0.0), (-40, 25.0)])
