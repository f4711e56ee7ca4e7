"""A process that dies before or after one of its effects on the outside."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from hypothesis import strategies as st

from casebook.errors import CasebookError

Moment = Literal["before", "after"]


class Died(BaseException):
    """The process is gone. No code of the product may catch it, and none does."""


class Kill(NamedTuple):
    """The `effect`-th effect of the processes of a kind, all together and counted from 0, and the
    same of the process that comes next, until there were so many deaths."""

    effect: int
    moment: Moment
    times: int = 1
    kind: str = ""


Death = tuple[int, Moment] | None
"""Before or after which of its effects a process dies, if it does."""

DEATHS: st.SearchStrategy[Death] = st.none() | st.tuples(
    st.integers(0, 8), st.sampled_from(("before", "after"))
)


@dataclass
class Effects:
    """Counts what a process does to the outside, and kills it as it is told.

    What a dead process would still do while its stack is unwound (`finally`, context managers) does
    not happen.
    """

    kill: Kill | None = None
    on_death: Callable[[], object] = lambda: None
    seen: list[str] = field(default_factory=list)
    deaths: int = 0
    total: int = 0
    """The effects of all processes of the kind that is killed."""
    meanwhile: dict[int, Callable[[], object]] = field(default_factory=dict)
    """What others do just before the effect of that number of the process that may be killed."""
    _count: int = 0
    _place_of_death: int | None = None
    _is_dead: bool = False
    _inside: bool = False
    _is_armed: bool = False

    def of(self, port: Any, *methods: str) -> None:
        """Count these methods of a port."""
        for method in methods:
            setattr(port, method, self._counted(f"{type(port).__name__}.{method}", port, method))

    @contextmanager
    def process(self, kind: str = "") -> Iterator[None]:
        """A process of its own; that it died is raised where it was started. It is one of those
        that are killed if it is of the `kind` that the kill says."""
        self._count, self._is_dead = 0, False
        self._is_armed = self.kill is not None and kind == self.kill.kind
        try:
            yield
        finally:
            self._count, self._is_dead, self._is_armed = 0, False, False

    def run(self, work: Callable[[], object], death: Death = None) -> bool:
        """Whether a process of its own did the work: it dies its death, or is refused."""
        self.deaths, self.total, self._place_of_death = 0, 0, None
        self.kill = Kill(*(death or (-1, "before")), times=1, kind="run")
        with suppress(Died, CasebookError), self.process("run"):
            work()
            return True
        return False

    def _counted(self, name: str, port: Any, method: str) -> Callable[..., Any]:
        original = getattr(port, method)

        def effect(*args: Any, **named: Any) -> Any:
            if self._is_dead:
                raise Died
            if self._inside:
                return original(*args, **named)  # a part of one transaction, or what others do
            self._let_others()
            self.seen.append(name)
            kill = self.kill if self._is_armed else None
            strikes = kill is not None and self._strikes(kill)
            if strikes and kill and kill.moment == "before":
                self._die()
            self._inside = True
            try:
                result = original(*args, **named)
            finally:
                self._inside = False
            if strikes:
                self._die()
            return result

        return effect

    def _let_others(self) -> None:
        others = self.meanwhile.pop(self._count, None) if self._is_armed else None
        if others is not None:
            self._inside = True
            try:
                others()
            finally:
                self._inside = False

    def _strikes(self, kill: Kill) -> bool:
        """Whether this effect is one that is to die; counts it."""
        place, self._count = self._count, self._count + 1
        total, self.total = self.total, self.total + 1
        if self.deaths == 0 and total == kill.effect:
            self._place_of_death = place
        return self.deaths < kill.times and place == self._place_of_death

    def _die(self) -> None:
        self.deaths += 1
        self._is_dead = True
        self.on_death()
        raise Died
