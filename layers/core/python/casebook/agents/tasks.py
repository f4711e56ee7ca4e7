"""What each specialist is asked, in words for the plan.

Apart from the specialists: who plans need not load what they reason by.
"""

TASKS = {
    "log-agent": "Find errors that are new since the hour before, and whether they have stopped.",
    "metric-agent": "Compare the metrics with what is usual: failures, throttles, traffic,"
    " saturation.",
    "code-agent": "List what was changed in the day before the alarm, and read the configuration as"
    " it is.",
    "knowledge-agent": "Recall earlier diagnoses of this workload, and what its runbooks say.",
}
