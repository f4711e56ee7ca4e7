"""Who pays for a session's and for a diagnosis' model calls."""

from typing import TYPE_CHECKING

from casebook.domain.budget import Spender
from casebook.domain.usage import ALARM_USER
from casebook.ports.sessions import SessionHeader

if TYPE_CHECKING:
    from casebook.domain.diagnosis import Diagnosis


def of_session(header: SessionHeader) -> Spender:
    return Spender(
        stream=header.session_id,
        project=header.project,
        workload_id=header.workload_id,
        user=header.user,
    )


def of_diagnosis(diagnosis: "Diagnosis") -> Spender:
    return Spender(
        stream=diagnosis.diagnosis_id,
        project=diagnosis.project,
        workload_id=diagnosis.workload_id,
        user=diagnosis.user or ALARM_USER,
    )
