"""What can go wrong, as exceptions and warnings.

Every failure of the library is a :class:`RiskidxError`. Each status of the C library has its own
subclass, which also derives from Python's own class for that kind of failure, so that ``except
ValueError`` and ``except rx.DomainError`` both work. The message is the library's: it names the unit,
indicator, node, parameter or period at fault and the value found.
"""
from __future__ import annotations

import os
import sys
import warnings
from typing import Optional

__all__ = [
    "RiskidxError", "InvalidArgumentError", "DimensionError", "DomainError", "MissingDataError",
    "FrameworkError", "NotFoundError", "OutOfMemoryError", "SizeError", "NumericError",
    "CancelledError", "RiskidxWarning",
]


class RiskidxError(Exception):
    """Any failure of riskidx.

    Attributes
    ----------
    status : str
        The name of the status: "einval", "edim", "edomain", "emissing", "eframework", "enotfound",
        "enomem", "eoverflow", "enumeric" or "ecancelled".
    arg : str or None
        The argument or field at fault.
    row, col, node : int or None
        The unit (or period), the column of the table (or control) and the node of the framework at
        fault, counted from 0.
    """

    status: str = "unknown"

    def __init__(self, message: str = "", *, arg: Optional[str] = None, row: Optional[int] = None,
                 col: Optional[int] = None, node: Optional[int] = None) -> None:
        super().__init__(message)
        self.arg = arg
        self.row = row
        self.col = col
        self.node = node

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""


class InvalidArgumentError(RiskidxError, ValueError):
    """An argument that makes no sense ("einval")."""

    status = "einval"


class DimensionError(RiskidxError, ValueError):
    """Sizes that do not fit together ("edim")."""

    status = "edim"


class DomainError(RiskidxError, ValueError):
    """A value outside of the domain of the operation ("edomain")."""

    status = "edomain"


class MissingDataError(RiskidxError, ValueError):
    """Something undefined for missing or constant data, under ``strict`` ("emissing")."""

    status = "emissing"


class FrameworkError(RiskidxError, ValueError):
    """A framework that is not a sound tree ("eframework")."""

    status = "eframework"


class NotFoundError(RiskidxError, LookupError):
    """A name that does not exist; the message lists those that do ("enotfound")."""

    status = "enotfound"


class OutOfMemoryError(RiskidxError, MemoryError):
    """No memory ("enomem")."""

    status = "enomem"


class SizeError(RiskidxError, OverflowError):
    """A size that is too large to be computed with ("eoverflow")."""

    status = "eoverflow"


class NumericError(RiskidxError, ArithmeticError):
    """A computation that left the finite numbers ("enumeric")."""

    status = "enumeric"


class CancelledError(RiskidxError):
    """Work that was stopped ("ecancelled"). A progress callback may raise it, or anything else."""

    status = "ecancelled"


class RiskidxWarning(UserWarning):
    """Something that was left out or could not be computed; the rest of the result stands."""


_BY_STATUS = {
    cls.status: cls
    for cls in (InvalidArgumentError, DimensionError, DomainError, MissingDataError, FrameworkError,
                NotFoundError, OutOfMemoryError, SizeError, NumericError, CancelledError)
}


def _from_core(status: str, message: str, arg: Optional[str], row: Optional[int],
               col: Optional[int], node: Optional[int]) -> RiskidxError:
    """The exception of a status; called by the extension."""
    cls = _BY_STATUS.get(status, RiskidxError)
    return cls(message, arg=arg, row=row, col=col, node=node)


def _warn(message: str) -> None:
    """Warns at the line of the user's code that called into the package."""
    here = os.path.dirname(os.path.abspath(__file__)) + os.sep
    level, frame = 1, sys._getframe()
    while frame.f_back is not None and os.path.abspath(frame.f_code.co_filename).startswith(here):
        level, frame = level + 1, frame.f_back
    warnings.warn(message, RiskidxWarning, stacklevel=level)
