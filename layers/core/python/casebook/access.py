"""Who may see what: a workload belongs to a project, and a project is a Cognito group.

Whatever lies outside the caller's projects answers as if it did not exist.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.errors import NotFound

if TYPE_CHECKING:
    from casebook.domain.workload import Workload
    from casebook.ports.connections import Identity
    from casebook.ports.diagnoses import DiagnosisHeader
    from casebook.ports.sessions import SessionHeader


def visible_workload(found: Workload | None, who: Identity, workload_id: str) -> Workload:
    if found is None or found.project not in who.projects:
        raise NotFound(f"there is no workload {workload_id} in your projects")
    return found


def still_in(found: Workload | None, project: str) -> Workload | None:
    """The workload of a diagnosis or session of the project; None if it was removed, or is another
    project's by now: whoever reads that stream may not see what is of the workload since."""
    return found if found is not None and found.project == project else None


def visible_diagnosis(
    found: DiagnosisHeader | None, who: Identity, diagnosis_id: str
) -> DiagnosisHeader:
    if found is None or found.project not in who.projects:
        raise NotFound(f"there is no diagnosis {diagnosis_id} in your projects")
    return found


def own_session(found: SessionHeader | None, who: Identity, session_id: str) -> SessionHeader:
    """A session is its user's own: a project's other members do not read it."""
    if found is None or found.user != who.user or found.project not in who.projects:
        raise NotFound(f"you have no session {session_id}")
    return found


def own_session_about(
    found: SessionHeader | None, who: Identity, session_id: str, workload_id: str
) -> SessionHeader:
    """The same, where the session must be about the workload that the path names."""
    header = own_session(found, who, session_id)
    if header.workload_id != workload_id:
        raise NotFound(f"session {session_id} is about another workload")
    return header
