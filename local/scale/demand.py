"""What one diagnosis and one turn of a chat ask of AWS.

Counts are measured (`python -m tests.bench demand turnAt80DeltasASecond`): a diagnosis by rules is
the mean over every twelfth scenario of `tests/evals`, with one browser following. Seconds are
assumed: this machine is no Lambda. They decide how bursts overlap, not how much an hour asks for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from local.scale.quotas import Use

# A simple step, a specialist, the pause between two rounds, a chat's answer of 320 pieces at 80 a
# second; assumed.
STEP_SECONDS, AGENT_SECONDS, PAUSE_SECONDS, TURN_SECONDS = 1.0, 4.0, 5.0, 4.0
# How often people ask about a diagnosis once it is there; assumed.
TURNS_A_DIAGNOSIS = 2
# Prepare, Plan, Conclude and Notify; a round's Gate and Assess.
FUNCTIONS, FUNCTIONS_A_ROUND = 4, 2
# Prepare, Mode, Plan, Conclude, Notify; a round's Gate, GateDecision, Investigate, Assess and
# AssessDecision; a further round's LetTimePass (statemachines/diagnosis.asl.json).
TRANSITIONS, TRANSITIONS_A_ROUND, TRANSITIONS_BETWEEN_ROUNDS = 5, 5, 1


@dataclass(frozen=True, kw_only=True)
class Diagnosis:
    """Counts of a diagnosis, from the alarm's diagnosis being open to its conclusion."""

    rounds: float
    specialists: float
    table_requests: float
    write_units: float
    stream_write_units: float
    busiest_shared_partition_units: float
    frames: float
    evidence_writes: float
    lookup_events: float
    filter_log_events: float
    get_metric_data: float
    describe_alarms: float

    @property
    def transitions(self) -> float:
        rounds = self.rounds * TRANSITIONS_A_ROUND + (self.rounds - 1) * TRANSITIONS_BETWEEN_ROUNDS
        return TRANSITIONS + rounds + self.specialists


@dataclass(frozen=True, kw_only=True)
class Turn:
    """Counts of an answer of 320 pieces to one follower."""

    table_requests: float
    write_units: float
    frames: float


DIAGNOSIS = Diagnosis(
    rounds=2.2,
    specialists=6.3,
    table_requests=126.8,
    write_units=428.8,
    stream_write_units=415.9,
    busiest_shared_partition_units=7.0,
    frames=88.8,
    evidence_writes=14.8,
    lookup_events=3.7,
    filter_log_events=12.8,
    get_metric_data=4.2,
    describe_alarms=1.0,
)
TURN = Turn(table_requests=13, write_units=17, frames=106)


@dataclass(frozen=True)
class Step:
    """Some seconds of a diagnosis, `at` seconds after its alarm, and what they use in all.

    Of functions that run side by side the use is function-seconds.
    """

    name: str
    at: float
    seconds: float
    uses: Mapping[Use, float]


def steps() -> list[Step]:
    """A diagnosis and the turns that follow it."""
    asked, rounds = DIAGNOSIS, DIAGNOSIS.rounds
    simple = (FUNCTIONS + FUNCTIONS_A_ROUND * rounds) * STEP_SECONDS
    looking = rounds * AGENT_SECONDS + (rounds - 1) * PAUSE_SECONDS
    reads = {
        Use.LOOKUP_EVENTS: asked.lookup_events,
        Use.FILTER_LOG_EVENTS: asked.filter_log_events,
        Use.GET_METRIC_DATA: asked.get_metric_data,
    }
    throughout = {
        Use.LAMBDA: simple + asked.specialists * AGENT_SECONDS,
        Use.TRANSITIONS: asked.transitions,
        Use.TABLE: asked.write_units,
        Use.PARTITION: asked.busiest_shared_partition_units,
        Use.POSTS: asked.frames,
    }
    whole = simple + looking
    opening = {Use.STARTS: 1.0, Use.DESCRIBE_ALARMS: asked.describe_alarms}
    return [
        Step("opening", 0, STEP_SECONDS, opening),
        Step("specialists", 2 * STEP_SECONDS, looking, reads),
        Step("the whole diagnosis", 0, whole, throughout),
        *(_turn(whole + each * 60) for each in range(1, TURNS_A_DIAGNOSIS + 1)),
    ]


def _turn(at: float) -> Step:
    uses = {Use.LAMBDA: TURN_SECONDS, Use.TABLE: TURN.write_units, Use.POSTS: TURN.frames}
    return Step("a turn", at, TURN_SECONDS, uses)
