"""A broken release of one function and a lost permission of another, minutes apart."""

from tests.evals import aws, logs
from tests.evals.builder import ONE_HOUR, Incident, scenario


@scenario("clinic", "appointments", ONE_HOUR)
def two_faults(it: Incident) -> None:
    it.has(
        aws.function("booking", logs.powertools("booking"), 70, 130),
        aws.function("reminders", logs.powertools("reminders"), 40, 210),
        aws.table("appointments", 45),
        aws.queue("reminder-jobs", 40),
        aws.outside("sms.sendly.example", 38),
    )
    it.calls("booking > appointments", "booking > reminder-jobs > reminders > sms.sendly.example")
    it.runs("booking", 1)
    it.runs("reminders", 1)
    it.log(
        "booking 2 | appointment <0..999999> booked",
        "reminders 1 ..-420 | reminder sent to patient <0..99999>",
        "booking 0.4 WARNING | slot taken meanwhile",
    )
    it.change(
        -430,
        "permission reminders security-team | tighten role reminders-role",
        [{"path": "Allow secretsmanager:GetSecretValue", "before": "clinic/sms", "after": None}],
    )
    it.log(
        "reminders 9 ERROR -420.. | An error occurred (AccessDeniedException) when calling "
        "the GetSecretValue operation: User: "
        "arn:aws:sts::418295736104:assumed-role/reminders-role/reminders is not authorized "
        "to perform: secretsmanager:GetSecretValue on resource: clinic/sms because no "
        "identity-based policy allows the secretsmanager:GetSecretValue action"
    )
    it.change(
        -262,
        "deployment booking buildkite | booking 140",
        "diff --git a/booking/slots.py b/booking/slots.py\n@@ -70 +70 @@\n"
        "-    length = clinic.get('slot_minutes', 15)\n+    length = clinic['slot_minutes']"
        "\n",
    )
    it.log(
        "booking 9 ERROR -246.. | booking failed: 'slot_minutes'\n"
        'Traceback (most recent call last):\n  File "/var/task/booking/slots.py", line '
        "70, in free_slots\n    length = clinic['slot_minutes']\n"
        "KeyError: 'slot_minutes'"
    )
    it.moves(-246, "booking Errors 28")
    it.moves(-420, "reminders Errors 36")
    it.moves(-420, "reminder-jobs ApproximateNumberOfMessagesVisible 260", ramp=420)
    it.alarm("booking-errors", "booking", "Errors", 8, 3)
    it.expects(
        "booking",
        "deployment|code-defect",
        mentions="slot_minutes|secretsmanager:GetSecretValue",
        blames="appointments",
        faults="reminders",
    )
