"""Language models, which engine answers, and what models may cost."""

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from casebook.wiring.adapters import Adapters

if TYPE_CHECKING:
    from casebook.adapters.dynamodb.breakers import DynamoBreakerStore
    from casebook.budget.policy import BudgetPolicy
    from casebook.budget.reporting import UsageReporting
    from casebook.budget.session_account import SessionAccounts
    from casebook.budget.spending import Spending
    from casebook.domain.budget import Spender
    from casebook.engine import EngineChoice
    from casebook.models.chain import Chain
    from casebook.models.checking import CheckResult, ModelChecks
    from casebook.models.configured import ConfiguredModels


class Models(Adapters):
    """Language models, and what they may cost."""

    @cached_property
    def models(self) -> "ConfiguredModels":
        from casebook.adapters.models.builders import build
        from casebook.adapters.models.parameters import Parameters
        from casebook.models.breaker import Breaker
        from casebook.models.configured import ConfiguredModels

        parameters = Parameters(self.settings.parameter_seconds)
        name = self.settings.models_parameter
        return ConfiguredModels(
            (lambda: parameters.document(name)) if name else (lambda: None),
            parameters.secret,
            build,
            Breaker(self.breakers, self.clock),
            addresses=self.settings.model_endpoints,
        )

    @cached_property
    def breakers(self) -> "DynamoBreakerStore":
        from casebook.adapters.dynamodb.breakers import DynamoBreakerStore

        return DynamoBreakerStore(self.table)

    def model_chain(self) -> "Chain | None":
        """The chain that is configured at this moment; None means that there are no models and the
        deterministic engine answers. Raises ModelsMisconfigured."""
        return self.models.chain()

    @cached_property
    def model_checks(self) -> "ModelChecks":
        from casebook.adapters.models.checks import check_of
        from casebook.models.checking import ModelChecks

        return ModelChecks(self.models, check_of, self.clock)

    def model_results(self) -> "Mapping[str, CheckResult]":
        """How each language model is. What checks them is loaded when this is first asked."""
        return self.model_checks.results()

    @cached_property
    def engine(self) -> "EngineChoice":
        from casebook.engine import EngineChoice

        return EngineChoice(self.parameters, self.settings.engine_parameter)

    @cached_property
    def budgets(self) -> "BudgetPolicy":
        from casebook.budget.policy import BudgetPolicy

        return BudgetPolicy(self.settings)

    def spending(self, spender: "Spender") -> "Spending":
        """What pays for the model calls of one turn or one agent."""
        from casebook.budget.spending import Spending

        return Spending(self.ledger, self.budgets, self.clock, spender)

    @cached_property
    def session_accounts(self) -> "SessionAccounts":
        from casebook.budget.session_account import SessionAccounts

        return SessionAccounts(self.engine, self.ledger, self.budgets, self.clock)

    @cached_property
    def usage_reporting(self) -> "UsageReporting":
        from casebook.budget.reporting import UsageReporting

        return UsageReporting(self.usage, self.clock)
