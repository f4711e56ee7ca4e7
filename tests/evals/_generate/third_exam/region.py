"""An account of which every line is kept, with a few more of AWS' services."""

from __future__ import annotations

from tests.evals._generate.exam.estate import FAULT_SHARE, USUAL_SHARE
from tests.evals._generate.incident import MINUTE
from tests.evals._generate.second_exam.account import Account
from tests.evals._generate.styles import Style


class Region(Account):
    """Rates of lines are what they say: nothing is thinned."""

    def __init__(self, name: str, project: str, title: str) -> None:
        super().__init__(name, project, title, kept=(1 / USUAL_SHARE, 1 / FAULT_SHARE))

    def hourly(self, resource: str, metric: str, to: float, minute: int) -> Region:
        """A job that runs for five minutes, `minute` minutes before the alarm's own in any hour."""
        for hours in (0, 1):
            since = -MINUTE * (minute + 60 * hours)
            self.series(resource, metric).shift(since, to, since + 5 * MINUTE)
        return self

    def rest_api(self, name: str, requests: float, ms: float, errors: float = 0.3) -> Region:
        """A REST API of API Gateway."""
        self.resource(name, "apigateway")
        levels = {
            "Count": ("Count", requests),
            "5XXError": ("Count", errors),
            "Latency": ("Milliseconds", ms),
        }
        self.measured(name, "AWS/ApiGateway", {"ApiName": name, "Stage": "prod"}, levels)
        return self

    def redis_node(self, name: str, items: float, misses: float) -> Region:
        """One node of ElastiCache for Redis."""
        self.resource(name, "other")
        at = {"CacheClusterId": name, "CacheNodeId": "0001"}
        levels = {
            "CurrItems": ("Count", items, 0.004, 0.01),
            "CacheMisses": ("Count", misses),
            "EngineCPUUtilization": ("Percent", 11),
        }
        self.measured(name, "AWS/ElastiCache", at, levels)
        return self

    def seen(self, name: str, style: Style, calls: float, ms: float, concurrent: float) -> Region:
        """A function with what Lambda counts of its concurrency."""
        self.lambda_(name, style, calls, ms)
        levels = {
            "Throttles": ("Count", 0),
            "ConcurrentExecutions": ("Count", concurrent),
        }
        self.measured(name, "AWS/Lambda", {"FunctionName": name}, levels)
        return self
