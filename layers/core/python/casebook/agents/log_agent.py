"""The log-agent: what failed, in the words of those who failed."""

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from casebook.agents.specialist import Call, Run, Specialist
from casebook.agents.tasks import TASKS
from casebook.reasoning.case import Case
from casebook.reasoning.rules import (
    causes,
    certificates,
    cluster,
    errors,
    memory,
    poison,
    runtimes,
    silence,
    stopped,
    strangers,
    traces,
)
from casebook.tools.results.logs import LogPatterns

if TYPE_CHECKING:
    from casebook.domain.hint import Hinted

_FOLLOWED = 4
# An error that carries X-Ray's trace id comes from a traced service, whatever logger wrote it.
_TRACE_ID = re.compile(r"\b1-[0-9a-f]{8}-[0-9a-f]{24}\b")


class LogAgent(Specialist):
    name = "log-agent"
    task = TASKS[name]
    rules = (
        errors.new_errors,
        errors.new_warnings,
        errors.known_noise,
        errors.no_new_errors,
        cluster.cluster_reason,
        cluster.scaled_to_zero,
        cluster.started_again,
        runtimes.runtime_replaced,
        memory.memory_full,
        causes.causes_by_sign,
        certificates.rejected_certificate,
        poison.poison_message,
        strangers.unfamiliar_requests,
        traces.faulty_segment,
        stopped.errors_stopped,
        silence.fell_silent,
        silence.unseen_in_logs,
    )
    subjects: ClassVar[dict[str, str]] = {
        "get_log_patterns": "Error lines",
        "search_logs": "Log lines",
        "get_trace": "Traces",
    }
    offered = ("query_elasticsearch",)
    expected = frozenset({"search_logs"})

    def first_calls(self) -> list[Call]:
        return [("get_log_patterns", {})]

    def next_calls(self, runs: Sequence[Run]) -> list[Call]:
        """The newest lines of the log groups that fail, or of all: do they work on?

        One query a group, so that a busy group does not crowd out a quiet one. Traces are asked
        for where an error shows that there are some; elsewhere the question would be for nothing.
        """
        found = [run.data for run in runs if isinstance(run.data, LogPatterns)]
        patterns = [each for one in found for each in one.patterns]
        groups = dict.fromkeys(each.log_group for each in patterns)
        if not groups:
            return [("search_logs", {"limit": 100})]
        calls: list[Call] = [
            ("search_logs", {"log_group": group, "limit": 100})
            for group in list(groups)[:_FOLLOWED]
        ]
        if any(_TRACE_ID.search(each.example) for each in patterns):
            calls.append(("get_trace", {}))
        return calls

    def hinted_calls(self, named: "Hinted") -> list[Call]:
        return [("search_logs", {"pattern": f'"{term}"', "limit": 100}) for term in named.terms]

    def gaps(self, case: Case) -> Iterable[str]:
        """Finding no error line is an answer; finding no line at all is a gap."""
        yield from super().gaps(case)
        yield from (each.claim for each in silence.unseen_in_logs(case))
        if any(e.total_lines and not errors.has_history(e) for _, e in case.results(LogPatterns)):
            yield "The logs have no line in the hour before: what is usual is unknown."
        for _, data in case.results(LogPatterns):
            if data.groups_left_out:
                yield f"{data.groups_left_out} log groups, those farthest from the alarm by calls,"\
                    " were not read: there were too many."  # fmt: skip
        if any(data.truncated for _, data in case.results(LogPatterns)):
            yield "There were more log lines than could be read: counts and first times are of the"\
                " newest."  # fmt: skip
