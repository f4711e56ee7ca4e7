"""Who calls whom in a workload."""

from casebook.domain.workload import Workload


def callees_below(workload: Workload, name: str) -> set[str]:
    """Everything that the resource calls, directly or through others."""
    below: set[str] = set()
    waiting = [name]
    while waiting:
        for callee in workload.callees_of(waiting.pop()):
            if callee not in below and callee != name:
                below.add(callee)
                waiting.append(callee)
    return below


def callers_of(workload: Workload, name: str) -> set[str]:
    return {caller for caller, callee in workload.calls if callee == name}


def failing_path(workload: Workload, symptomatic: set[str]) -> set[str]:
    """Where the cause of these symptoms can lie: in those who show them, and whom they call."""
    return symptomatic.union(*(callees_below(workload, name) for name in symptomatic))
