"""The error tree. An error knows its exit code, says what is wrong, where, and what to do about it.

Exit codes are the contract's: 1 some inputs failed, 2 the command line is wrong, 3 a check came out negative, 70 a fault of
Knell's own.
"""


class KnellError(Exception):
    """The base: one line on standard error and an exit code. ``where`` names the file, line or record; ``todo`` the mend."""

    exit_code = 1

    def __init__(self, what: str, *, where: str | None = None, todo: str | None = None) -> None:
        self.what, self.where, self.todo = what, where, todo
        super().__init__(self.line())

    def line(self) -> str:
        """What, where, what to do: in one line."""
        parts = [f"{self.where}: {self.what}" if self.where else self.what]
        if self.todo:
            parts.append(self.todo)
        return " ".join("; ".join(parts).split())


class InputError(KnellError):
    """A file or line that cannot be taken in. The rest goes on."""


class IntakeError(InputError):
    """A file that intake could not open: broken, encrypted, empty, too large or not what its name says."""


class CasebookError(KnellError):
    """A casebook that is not there, is in use, is damaged or is of another version."""


class DamagedCasebook(CasebookError):
    """A casebook whose files are not as Knell wrote them."""


class UsageError(KnellError):
    """The command line asks for something that cannot be."""

    exit_code = 2


class CheckFailed(KnellError):
    """A check the command exists to make came out negative."""

    exit_code = 3


class BriefError(KnellError):
    """A sentence or a figure without a citation, or one a brief never says."""
