"""A threshold just above what is usual; nothing differs from the hour before."""

from tests.evals import aws, logs
from tests.evals.builder import ONE_HOUR, Incident, scenario


@scenario("games", "matchmaking", ONE_HOUR)
def false_alarm_too_tight(it: Incident) -> None:
    it.has(
        aws.service("matchmaker", logs.zap("match/queue.go"), "games", 1400, 30),
        aws.service("lobby", logs.zap("lobby/ws.go"), "games", 2200, 18),
        aws.table("players", 300),
    )
    it.calls("lobby > matchmaker > players")
    it.series("matchmaker", "5xx").usual = 9
    it.log(
        "matchmaker 3 | matched <2..10> players",
        "matchmaker 2 ERROR | match cancelled\nplayer p<0..99999> left the queue",
        "lobby 1.5 WARN | websocket closed abnormally 1006",
    )
    it.change(-30000, "deployment lobby ci | lobby 9.1")
    it.alarm("matchmaker-5xx", "matchmaker", "5xx", 8, 1)
    it.expects(None, "none", blames="lobby|players", verdict="healthy")
