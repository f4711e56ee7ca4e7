"""A programme on television sends seven times the visitors."""

from __future__ import annotations

from tests.evals._generate.exam.voices import elixir
from tests.evals._generate.second_exam.account import Account
from tests.evals._generate.second_exam.dialects import zerolog
from tests.evals._generate.styles import python_lambda

ONSET = -425.0


def quiz_nights() -> Account:
    it = Account("quiz-nights", "entertainment", "quiz nights")
    it.balancer("quiz-alb", 2350, 0.06)
    it.measured(
        "quiz-alb",
        "AWS/ApplicationELB",
        it.series("quiz-alb", "RequestCount").dimensions,
        {"HTTPCode_ELB_5XX_Count": ("Count", 0.1)},
    )
    it.tasks("quiz-site", elixir, "quiz", 36, 49)
    it.tasks("answer-api", zerolog("answer-api"), "quiz", 42, 38)
    it.measured(
        "answer-api",
        "ECS/ContainerInsights",
        {"ClusterName": "quiz", "ServiceName": "answer-api"},
        {"RunningTaskCount": ("Count", 4, 0.0, 0.0)},
    )
    it.series("answer-api", "RunningTaskCount").unit = "None"
    it.resource("answers", "dynamodb")
    it.measured(
        "answers",
        "AWS/DynamoDB",
        {"TableName": "answers"},
        {
            "ConsumedWriteCapacityUnits": ("Count", 1900),
            "SuccessfulRequestLatency": ("Milliseconds", 4.4),
        },
    )
    it.lambda_("league-table", python_lambda, 6, 900)
    it.calls("quiz-alb > quiz-site > answer-api > answers", "league-table > answers")

    it.closely("quiz-alb", "RequestCount").closely("answer-api", "CPUUtilization")
    it.moves("quiz-alb", ONSET, {"RequestCount": 16800}, ramp=200)
    it.moves("quiz-alb", ONSET + 90, {"TargetResponseTime": 4.8}, ramp=210)
    it.moves(
        "quiz-alb", -230, {"HTTPCode_ELB_5XX_Count": 640, "HTTPCode_Target_5XX_Count": 71}, ramp=100
    )
    it.moves("quiz-site", ONSET, {"CPUUtilization": 93}, ramp=150)
    it.moves("answer-api", ONSET, {"CPUUtilization": 99.4}, ramp=120)
    it.moves("answer-api", -215, {"RunningTaskCount": 6})
    it.moves("answers", ONSET, {"ConsumedWriteCapacityUnits": 8100}, ramp=170)

    games = ("capitals", "rivers", "films", "songs", "kings", "birds")
    it.business("quiz-site", lambda d: f"POST /play/{d.choice(games)} Sent 200", 1.2)
    it.says(
        "quiz-site", lambda d: f"POST /play/{d.choice(games)} Sent 200", 24, ONSET + 20, tasks=4
    )
    it.business("quiz-site", "navigated away before the answer", 0.3, level="WARN")
    it.business("answer-api", lambda d: f"answer stored, round {d.randint(1, 12)}", 1.1)
    it.says(
        "answer-api", lambda d: f"answer stored, round {d.randint(1, 12)}", 20, ONSET + 20, tasks=4
    )
    it.business("answer-api", "second answer to one question, kept the first", 0.3, level="WARN")
    it.business("league-table", lambda d: f"ranked {d.randint(200, 900)} teams", 0.3)
    it.says(
        "quiz-site",
        "(Mint.TransportError) timeout: POST http://answer-api.quiz.local/answers",
        16,
        -235,
        level="ERROR",
        tasks=4,
    )
    it.says(
        "answer-api",
        "request queue is full\ncontext deadline exceeded",
        14,
        -240,
        level="ERROR",
        tasks=4,
    )

    it.change(-6000, "deployment", "answer-api", "answer-api 2.13.0: songs", "argocd")
    it.change(-2050, "deployment", "league-table", "league-table 0.8.1", "argocd")
    it.change(
        -262,
        "scaling",
        "answer-api",
        "desired count 4 -> 6: alarm TargetTracking-service/quiz/answer-api; at max capacity",
        "autoscaling",
        {"desiredCount": {"before": 4, "after": 6}},
    )
    it.alarm("quiz-alb-slow", "quiz-alb", "TargetResponseTime", 1.5, 3, statistic="AVERAGE")
    it.expects(
        ["confirmed", "likely"],
        ["quiz-alb", "quiz-site", "answer-api"],
        ["traffic", "resource-exhaustion"],
        None,
        ["answers", "league-table"],
    )
    return it
