"""A release of the sender writes another format; who takes it from the queue cannot read it."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, watched

UNREADABLE = (
    "json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)\n"
    '  File "/var/lang/lib/python3.12/json/__init__.py", line 346, in loads\n'
    "    return _default_decoder.decode(s)\n"
    '  File "/var/lang/lib/python3.12/json/decoder.py", line 337, in decode\n'
    "    obj, end = self.raw_decode(s, idx=_w(s, 0).end())"
)


@scenario("drones", "surveys", watched(0.68, 0.68))
def drone_surveys(it: Incident) -> None:
    it.has(
        aws.tasks("flight-intake", logs.pino("flight-intake-7"), "drones", cpu=29, memory=41),
        aws.queue("survey-frames", sent=160),
        aws.function("frame-stitcher", logs.python_lambda, calls=158, ms=420, errors=0.1),
        aws.table("survey-tiles", writes=150),
    )
    it.calls("flight-intake > survey-frames > frame-stitcher > survey-tiles")
    it.log(
        "flight-intake 1.7 | frame <10000..99999> taken in",
        "flight-intake 0.3 WARN | drone <1..60> flew without a barometer",
        "frame-stitcher 1.4 -236>0.0 | tile <10000..99999> stitched",
        "frame-stitcher 0.2 ERROR | frame <10000..99999> is too dark",
        f"frame-stitcher 14 ERROR -236.. x4 | frame not stitched\n{UNREADABLE}",
    )
    it.reports("frame-stitcher", 0.7, 420, (512, 240))
    it.moves(-237, "frame-stitcher Errors 151, Duration 31")
    it.moves(-237, "survey-tiles ConsumedWriteCapacityUnits 0")
    it.change(-5100, "configuration survey-tiles dba | point in time recovery switched on")
    it.change(-262, "deployment flight-intake ci | flight-intake 7.2.0: frames as Avro")
    it.alarm("stitcher-errors", "frame-stitcher", "Errors", 30, periods=3)
    it.expects(
        "flight-intake",
        "code-defect|deployment",
        mentions="7.2.0",
        blames="frame-stitcher|survey-tiles|survey-frames",
    )
