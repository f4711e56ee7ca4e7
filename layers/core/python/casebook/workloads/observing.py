"""Looking at workloads' configuration now and then, so that a change shows what was before."""

from dataclasses import dataclass

from casebook.errors import CasebookError
from casebook.observability import logger
from casebook.observation import observe
from casebook.ports.changes import ChangeStore, ConfigurationSource, ObservationStore
from casebook.ports.clock import Clock
from casebook.ports.workloads import Workloads


@dataclass(frozen=True)
class Observing:
    workloads: Workloads
    configuration: ConfigurationSource
    observations: ObservationStore
    changes: ChangeStore
    clock: Clock

    def observe(self, workload_id: str) -> int:
        """Look at one workload; returns how many changes that showed. A removed one has none."""
        workload = self.workloads.get(workload_id)
        if workload is None:
            return 0
        found = observe(workload, self.configuration, self.observations, self.changes, self.clock)
        return len(found)

    def observe_all(self) -> int:
        """Look at every workload. One that cannot be read is logged; the others are looked at."""
        changes = 0
        for workload in self.workloads.all():
            try:
                changes += self.observe(workload.workload_id)
            except CasebookError as error:
                logger.warning("not observed", workload=workload.workload_id, why=error.detail)
        return changes
