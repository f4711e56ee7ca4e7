"""What can go wrong on a laptop, said for the person at the keyboard.

LocalError
├── ToolMissing       something must be installed or built first
├── EmulatorFailed    the emulator did not start, or is gone
├── DeployFailed      the CDK refused or CloudFormation rolled back
├── StackNotUp        a command needs the stack and there is none
├── OriginNotAllowed  the stack that is up was started without letting this page in
├── ConsoleNotServed  the web console's port was taken by somebody else
├── FaultNotSeen      a fault was injected, and its alarm did not fire or did not clear
├── DeathNotPossible  a process was to die of what it never does, or on a stack without deaths
└── ModelsNotUsable   the models that a file names cannot be asked
"""

from __future__ import annotations


class LocalError(Exception):
    """One plain sentence about what happened, and what to do about it."""

    def __init__(self, message: str, fix: str) -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix


class ToolMissing(LocalError):
    """Something must be installed or built first."""


class EmulatorFailed(LocalError):
    """The emulator did not start, or is gone."""


class DeployFailed(LocalError):
    """The CDK refused or CloudFormation rolled back; `lines` are the CDK's last words."""

    def __init__(self, message: str, fix: str, lines: list[str]) -> None:
        super().__init__(message, fix)
        self.lines = lines


class StackNotUp(LocalError):
    """A command needs the stack and there is none."""

    def __init__(self) -> None:
        super().__init__("No local Casebook is running.", "Start one with `casebook up`.")


class OriginNotAllowed(LocalError):
    """The stack that is up was started without letting these pages in."""

    def __init__(self, origins: list[str]) -> None:
        super().__init__(
            f"The Casebook that is up does not let pages of {', '.join(origins)} call it.",
            "`casebook down`, then this command again.",
        )


class ConsoleNotServed(LocalError):
    """The web console's port was taken by somebody else."""

    def __init__(self, origin: str) -> None:
        super().__init__(
            f"The web console cannot be served at {origin}: another program listens there.",
            "`casebook down`, then `casebook up`, which takes a free port.",
        )


class FaultNotSeen(LocalError):
    """A fault was injected, and its alarm did not fire or did not clear."""


class DeathNotPossible(LocalError):
    """A process was to die of what it never does, or on a stack without deaths."""

    def __init__(self, message: str) -> None:
        super().__init__(
            message, "docs/troubleshooting.md says how a function's process is killed."
        )


class ModelsNotUsable(LocalError):
    """The models that a file names cannot be asked."""

    def __init__(self, message: str) -> None:
        super().__init__(message, "docs/models.md has an example, and says what each field is.")
