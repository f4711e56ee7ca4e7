"""A programme on television sends seven times the visitors."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, watched

ONSET = -425.0


@scenario("entertainment", "quiz nights", watched(0.8, 0.385))
def quiz_nights(it: Incident) -> None:
    it.has(aws.balancer("quiz-alb", 2350, 0.06))
    it.measured(
        "quiz-alb",
        "AWS/ApplicationELB",
        it.series("quiz-alb", "RequestCount").dimensions,
        {"HTTPCode_ELB_5XX_Count": ("Count", 0.1)},
    )
    it.has(
        aws.tasks("quiz-site", logs.elixir, "quiz", 36, 49),
        aws.tasks("answer-api", logs.zerolog("answer-api"), "quiz", 42, 38).plus(
            "ECS/ContainerInsights",
            {"ClusterName": "quiz", "ServiceName": "answer-api"},
            {"RunningTaskCount": ("Count", 4, 0.0, 0.0)},
        ),
    )
    it.series("answer-api", "RunningTaskCount").unit = "None"
    it.has(
        aws.resource("answers", "dynamodb").plus(
            "AWS/DynamoDB",
            {"TableName": "answers"},
            {
                "ConsumedWriteCapacityUnits": ("Count", 1900),
                "SuccessfulRequestLatency": ("Milliseconds", 4.4),
            },
        ),
        aws.function("league-table", logs.python_lambda, 6, 900, 0.05),
    )
    it.calls("quiz-alb > quiz-site > answer-api > answers", "league-table > answers")
    it.closely("quiz-alb RequestCount", "answer-api CPUUtilization")
    it.moves(ONSET, "quiz-alb RequestCount 16800", ramp=200)
    it.moves(ONSET + 90, "quiz-alb TargetResponseTime 4.8", ramp=210)
    it.moves(-230, "quiz-alb HTTPCode_ELB_5XX_Count 640, HTTPCode_Target_5XX_Count 71", ramp=100)
    it.moves(ONSET, "quiz-site CPUUtilization 93", ramp=150)
    it.moves(ONSET, "answer-api CPUUtilization 99.4", ramp=120)
    it.moves(-215, "answer-api RunningTaskCount 6")
    it.moves(ONSET, "answers ConsumedWriteCapacityUnits 8100", ramp=170)
    games = ("capitals", "rivers", "films", "songs", "kings", "birds")
    it.says("quiz-site", lambda d: f"POST /play/{d.choice(games)} Sent 200", 1.2)
    it.says(
        "quiz-site",
        lambda d: f"POST /play/{d.choice(games)} Sent 200",
        24,
        since=ONSET + 20,
        tasks=4,
    )
    it.log(
        "quiz-site 0.3 WARN | navigated away before the answer",
        "answer-api 1.1 | answer stored, round <1..12>",
        f"answer-api 20 {ONSET + 20}.. x4 | answer stored, round <1..12>",
        "answer-api 0.3 WARN | second answer to one question, kept the first",
        "league-table 0.3 | ranked <200..900> teams",
        "quiz-site 16 ERROR -235.. x4 | (Mint.TransportError) timeout: POST "
        "http://answer-api.quiz.local/answers",
        "answer-api 14 ERROR -240.. x4 | request queue is full\ncontext deadline exceeded",
    )
    it.change(-6000, "deployment answer-api argocd | answer-api 2.13.0: songs")
    it.change(-2050, "deployment league-table argocd | league-table 0.8.1")
    it.change(
        -262,
        "scaling answer-api autoscaling | desired count 4 -> 6: alarm "
        "TargetTracking-service/quiz/answer-api; at max capacity",
        {"desiredCount": {"before": 4, "after": 6}},
    )
    it.alarm("quiz-alb-slow", "quiz-alb", "TargetResponseTime", 1.5, 3, statistic="AVERAGE")
    it.expects(
        "quiz-alb|quiz-site|answer-api",
        "traffic|resource-exhaustion",
        blames="answers|league-table",
    )
