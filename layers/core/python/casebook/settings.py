"""Every setting of Casebook, read from the environment once a cold start.

A function is given only the addresses that it needs; the others stay empty, and using one that was
not given raises `Misconfigured` with its name.
"""

import os
from collections.abc import Mapping
from datetime import timedelta
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

PREFIX = "CASEBOOK_"


class Misconfigured(Exception):
    """The deployment did not give this function what it needs. Not a user's fault, so no 4xx."""


class Settings(BaseModel):
    """`CASEBOOK_<FIELD>` in the environment. Durations are in seconds."""

    model_config = ConfigDict(frozen=True)

    stage: str = "local"
    table: str = ""
    bucket: str = ""
    push_endpoint: str = Field("", description="Where frames are posted: the stage's @connections.")
    websocket_url: str = Field("", description="Where clients connect.")
    turn_function: str = ""
    observer_function: str = ""
    state_machine_arn: str = ""
    result_topic_arn: str = ""
    models_parameter: str = Field(
        "", description="The SSM parameter with the language models; without it there are none."
    )
    model_endpoints: str = Field(
        "", description="Other addresses of providers, for local use: anthropic=URL,openai=URL."
    )
    ownership: Literal["by-prefix", "single-tenant"] = Field(
        "by-prefix", description="What a project may watch: what an operator gave it, or anything."
    )
    operators_group: str = Field(
        "casebook-operators", description="Its members say what projects own."
    )
    git_root: str = Field("", description="The folder with bare clones that tools may read.")

    ticket_seconds: int = Field(60, gt=0)
    connection_seconds: int = Field(7200, gt=0, description="API Gateway closes after two hours.")
    idle_seconds: int = Field(1800, gt=0, description="An idle session ends after this.")
    turn_seconds: int = Field(120, gt=0, description="A turn's lease; its function's timeout.")
    answer_seconds: int = Field(
        80, gt=0, description="Of a turn, for a model and its tools; the rest is for the rules."
    )
    answer_steps: int = Field(8, gt=0, description="Calls of a model in one turn.")
    turn_attempts: int = Field(3, gt=0, description="Lambda's first try and its two retries.")
    event_days: int = Field(90, gt=0)
    delta_days: int = Field(1, gt=0)
    sessions_per_hour: int = Field(20, gt=0, description="For one user.")
    messages_per_session: int = Field(100, gt=0)
    message_characters: int = Field(8000, gt=0)
    diagnoses_per_day: int = Field(200, gt=0, description="For one workload.")
    diagnoses_at_once: int = Field(40, gt=0, le=500, description="In the account.")
    project_diagnoses_at_once: int = Field(10, gt=0, description="Of one project.")
    rechecks_per_hour: int = Field(60, gt=0, description="Of one diagnosis' or session's evidence.")
    trail_requests_a_second: float = Field(2.0, gt=0, description="CloudTrail allows two.")
    agent_seconds: int = Field(300, gt=0, description="A step of an agent; its function's timeout.")
    diagnosis_seconds: int = Field(1800, gt=0)

    parameter_seconds: int = Field(60, gt=0, description="How long a parameter is kept.")
    engine_parameter: str = Field("", description="The SSM parameter that says which engine.")
    session_tokens: int = Field(400_000, gt=0, description="Of model calls, in and out.")
    session_dollars: float = Field(2.0, gt=0)
    diagnosis_tokens: int = Field(1_000_000, gt=0)
    diagnosis_dollars: float = Field(5.0, gt=0)
    workload_day_tokens: int = Field(10_000_000, gt=0)
    workload_day_dollars: float = Field(50.0, gt=0)
    project_day_tokens: int = Field(20_000_000, gt=0)
    project_day_dollars: float = Field(100.0, gt=0)
    nudge_share: float = Field(0.8, gt=0, le=1, description="Of a budget; then agents conclude.")
    answer_tokens: int = Field(2_000, gt=0, description="Less is left: no message is taken.")
    reservation_seconds: int = Field(600, gt=0, description="Twice the longest agent's timeout.")
    usage_days: int = Field(400, gt=0, description="So that a month can be held to last year's.")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Self:
        """Read the settings; raises Misconfigured naming the variable that is wrong."""
        source = os.environ if environment is None else environment
        given = {
            name: source[PREFIX + name.upper()]
            for name in cls.model_fields
            if PREFIX + name.upper() in source
        }
        try:
            return cls.model_validate(given)
        except ValidationError as error:
            wrong = "; ".join(
                f"{PREFIX}{e['loc'][0]}".upper() + f": {e['msg']}" for e in error.errors()
            )
            raise Misconfigured(wrong) from error

    def need(self, name: str) -> str:
        """The address `name`, which must have been given."""
        value = getattr(self, name)
        if not value:
            raise Misconfigured(f"{PREFIX}{name.upper()} is not set for this function")
        return str(value)

    @property
    def is_local(self) -> bool:
        return self.stage == "local"

    @property
    def idle(self) -> timedelta:
        return timedelta(seconds=self.idle_seconds)

    @property
    def diagnosis(self) -> timedelta:
        return timedelta(seconds=self.diagnosis_seconds)

    @property
    def turn(self) -> timedelta:
        return timedelta(seconds=self.turn_seconds)
