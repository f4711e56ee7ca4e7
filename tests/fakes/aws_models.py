"""AWS answers by script, held against the services' own models: a request that AWS would refuse, or
an answer that it would not give, fails the test."""

from collections.abc import Mapping
from typing import Any

import botocore.session
from botocore import xform_name
from botocore.validate import validate_parameters

from casebook.adapters.clients import Clients, translated

Answer = dict[str, Any] | str
"""An answer, or the code of an error."""


class ModelledClients(Clients):
    """`answers` by operation, or by service and operation where two services have one of that
    name (`health:describe_events`); what has none is answered with nothing. `asked` are the
    requests in their order. `unknown` adds a field that no model has to every answer."""

    def __init__(self, answers: Mapping[str, Answer], *, unknown: bool = False) -> None:
        super().__init__()
        self._answers, self._unknown = answers, unknown
        self._models = botocore.session.get_session()
        self.asked: list[tuple[str, dict[str, Any]]] = []

    def call(
        self, service: str, operation: str, *, region: str | None = None, **parameters: Any
    ) -> dict[str, Any]:
        described = self._models.get_service_model(service)
        name = next(each for each in described.operation_names if xform_name(each) == operation)
        model = described.operation_model(name)
        validate_parameters(parameters, model.input_shape)
        self.asked.append((f"{service}:{name}", parameters))
        answers = (self._answers.get(each) for each in (f"{service}:{operation}", operation))
        answer = next((each for each in answers if each is not None), None)
        if answer is None:
            return {}
        if isinstance(answer, str):
            raise translated(name, {"Error": {"Code": answer, "Message": "no"}})
        validate_parameters(answer, model.output_shape)
        return {**answer, "FieldOfTomorrow": {"a": [1]}} if self._unknown else answer
