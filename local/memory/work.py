"""Work that would run elsewhere, written down instead."""

from collections.abc import Mapping

from casebook.ports.work import Execution


class FakeDispatcher:
    def __init__(self) -> None:
        self.turns: list[tuple[str, str]] = []
        self.observed: list[str] = []

    def answer_message(self, session_id: str, message_id: str) -> None:
        self.turns.append((session_id, message_id))

    def observe_workload(self, workload_id: str) -> None:
        self.observed.append(workload_id)


class FakeWorkflow:
    def __init__(self) -> None:
        self.started: list[str] = []
        self.over: set[str] = set()
        self.answers: list[tuple[str, Mapping[str, str]]] = []

    def start(self, diagnosis_id: str) -> None:
        self.started.append(diagnosis_id)

    def execution(self, diagnosis_id: str) -> Execution:
        if diagnosis_id in self.over:
            return "over"
        return "running" if diagnosis_id in self.started else "absent"

    def answer(self, token: str, output: Mapping[str, str]) -> None:
        self.answers.append((token, output))

    def is_active(self) -> bool:
        return True


class FakePublisher:
    def __init__(self) -> None:
        self.published: list[tuple[str, str, Mapping[str, str]]] = []

    def publish(self, subject: str, message: str, attributes: Mapping[str, str]) -> None:
        self.published.append((subject, message, attributes))
