"""A language model at work for one step: asked through a chain, paid for, and steered."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from casebook.agents.specialist import Run, Tools
from casebook.agents.with_model.fencing import Fence
from casebook.agents.with_model.loop import Ended, Loop, LoopLimits, Paid, Steering
from casebook.agents.with_model.tool_calls import Form
from casebook.budget.spending import Spending
from casebook.domain.events.tools import UsageRecorded
from casebook.models.chain import Chain
from casebook.models.transcript import Transcript


@dataclass(frozen=True)
class Assistant:
    """`pay` is told what each call cost, as it happens."""

    chain: Chain
    spending: Spending
    steering: Steering
    pay: Callable[[Sequence[UsageRecorded]], object]

    def work(
        self,
        transcript: Transcript,
        fence: Fence,
        toolbox: Tools,
        limits: LoopLimits,
        form: Form | None = None,
        gathered: Sequence[Run] = (),
    ) -> Ended:
        """Let it work until there is an end to it. Raises what its steering raises."""
        loop = Loop(
            self.chain,
            toolbox,
            self.spending,
            self.steering,
            fence,
            limits=limits,
            form=form,
            gathered=gathered,
        )
        for said in loop.run(transcript):
            match said:
                case Paid():
                    self.pay(said.recorded)
                case Ended():
                    return said
        raise AssertionError("a loop ends with Ended")
