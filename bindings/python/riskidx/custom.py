"""Models of the caller's own."""
from __future__ import annotations

from typing import Any, Callable, Mapping, Optional, Sequence

import numpy as np

from . import rix_raw
from .errors import DimensionError, InvalidArgumentError
from .scenario import Scenario

__all__ = ["CustomModel"]

_NAMES = ("rhs", "rates", "terminal", "conditions", "happen")


class CustomModel(Scenario):
    """A model of one's own: x' = rhs(t, x, u, p), with plain Python functions.

    Functions take ``(t, x, u, p)``: the time, and arrays of the states, of the controls of the period and of
    the parameters; where the model has flags also ``flags``. In ``terminal``, ``conditions`` and ``happen``
    ``u`` is empty. What a function raises comes out of the call that asked for it. They are called one at
    a time, on the thread of that call.

    Parameters
    ----------
    states : mapping or sequence of str
        Initial values by name; or names, with ``initial``.
    rhs : callable
        Gives the derivatives of the states by time.
    outcomes : mapping
        By name a dict or tuple ``(drawn, domain, unit)``: drawn is ``"running"`` (the integral of a rate)
        or ``"terminal"`` (a function of the last state), domain ``"health"``, ``"social"`` or
        ``"economic"``.
    controls : mapping, optional
        Largest values by name; the smallest is 0.
    parameters : mapping, optional
        By name a value, or ``(value, low, high)``.
    rates : callable, optional
        Gives the rates of the running outcomes, in their order.
    terminal : callable, optional
        ``terminal(t, x, u, p)`` gives the terminal outcomes, in their order, from the last states.
    flags : mapping, optional
        Initial values by name of what events switch.
    events : mapping, optional
        By name ``direction`` (+1: its condition passes zero upwards, -1: downwards, 0: either way), or
        ``(direction, gradient)`` with gradient ``"exact"`` (a condition on time alone), ``"frozen"`` (the
        default: its time is taken as given, a gradient is not exact) or ``"excluded"``.
    conditions : callable, optional
        Gives the conditions of the events, in their order.
    happen : callable, optional
        ``happen(i, t, x, p, flags)`` gives the states and the flags after event i.
    periods, period, steps
        Periods of the horizon, their length, and steps of ``"rk4"`` in each.
    nonnegative : int
        So many states, the first, must not become negative: it is watched. Default: none.
    conserved : sequence, optional
        Weights by state of a sum that stays: it is watched.
    method : {"default", "rk4", "adaptive", "adaptive_8"}
        Of :func:`simulate`.
    time_unit, name : str, optional
    initial : sequence, optional
        Where states are names only.
    state_units : sequence of str, optional

    Gradients are by differences of the functions, and not exact.

    Raises
    ------
    InvalidArgumentError, DomainError, DimensionError
        A part that is missing or does not fit; the message names it.

    Examples
    --------
    >>> def rhs(t, x, u, p):
    ...     return [-p[0] * (1 - u[0]) * x[0]]
    >>> model = CustomModel(states={"left": 1.0}, controls={"stop": 1.0}, parameters={"rate": 0.1},
    ...                     rhs=rhs, outcomes={"end": ("terminal", "health", "share")},
    ...                     terminal=lambda t, x, u, p: [x[0]], periods=10)
    """

    def __init__(self, *, states: Any, rhs: Callable, outcomes: Mapping[str, Any],
                 controls: Optional[Mapping[str, float]] = None,
                 parameters: Optional[Mapping[str, Any]] = None,
                 rates: Optional[Callable] = None, terminal: Optional[Callable] = None,
                 flags: Optional[Mapping[str, float]] = None,
                 events: Optional[Mapping[str, Any]] = None,
                 conditions: Optional[Callable] = None, happen: Optional[Callable] = None,
                 periods: int = 1, period: float = 1.0, steps: int = 10, nonnegative: int = 0,
                 conserved: Optional[Sequence[float]] = None, method: str = "default",
                 time_unit: Optional[str] = None, name: Optional[str] = None,
                 initial: Optional[Sequence[float]] = None,
                 state_units: Optional[Sequence[str]] = None) -> None:
        given = dict(locals())
        self.name = name
        self._given = {key: value for key, value in given.items() if key != "self"}
        self._handle  # checks the parts

    def _record(self) -> dict:
        g = self._given
        states, parameters = g["states"], dict(g["parameters"] or {})
        initial = list(states.values()) if isinstance(states, Mapping) else g["initial"]
        params = [_parameter(key, value) for key, value in parameters.items()]
        outcomes = [_outcome(key, value) for key, value in g["outcomes"].items()]
        events = [_event(value) for value in (g["events"] or {}).values()]
        return {
            "states": [str(key) for key in states], "state_units": g["state_units"],
            "initial": _numbers(initial, "initial"),
            "controls": [str(key) for key in g["controls"] or {}],
            "control_max": _numbers(list((g["controls"] or {}).values()), "controls"),
            "params": [str(key) for key in parameters],
            "param_values": _numbers([value for value, _, _ in params], "parameters"),
            "param_low": _numbers([low for _, low, _ in params], "parameters"),
            "param_high": _numbers([high for _, _, high in params], "parameters"),
            "outcomes": [str(key) for key in g["outcomes"]],
            "drawn": [drawn for drawn, _, _ in outcomes],
            "domains": [domain for _, domain, _ in outcomes],
            "outcome_units": [unit for _, _, unit in outcomes],
            "flags": [str(key) for key in g["flags"] or {}],
            "initial_flags": _numbers(list((g["flags"] or {}).values()), "flags"),
            "events": [str(key) for key in g["events"] or {}],
            "event_directions": _numbers([direction for direction, _ in events], "events"),
            "event_gradients": [gradient for _, gradient in events],
            "periods": g["periods"], "period": g["period"], "steps": g["steps"],
            "nonnegative": g["nonnegative"], "method": g["method"], "time_unit": g["time_unit"],
            "conserved": None if g["conserved"] is None else _numbers(g["conserved"], "conserved"),
        }

    def _make(self) -> Any:
        record, g = self._record(), self._given
        for key in _NAMES:
            if g[key] is not None and not callable(g[key]):
                raise InvalidArgumentError(f"{key}: a function expected, not {g[key]!r}", arg=key)
        sizes = {"rhs": len(record["states"]), "rates": record["drawn"].count("running"),
                 "terminal": record["drawn"].count("terminal"), "conditions": len(record["events"])}
        flagged = bool(record["flags"])
        calls = [None if g[key] is None else _plain(key, g[key], sizes[key], flagged)
                 for key in _NAMES[:-1]]
        calls.append(None if g["happen"] is None
                     else _happen(g["happen"], len(record["states"]), len(record["flags"])))
        functions = rix_raw.custom_functions(*calls)
        return _Pair(rix_raw.custom_new(record, functions), functions)

    @property
    def _handle(self) -> Any:
        return super()._handle.scenario

    def _with(self, values: dict) -> "CustomModel":
        parameters = {}
        for key, value in dict(self._given["parameters"] or {}).items():
            _, low, high = _parameter(key, value)
            parameters[key] = (values.get(key, _parameter(key, value)[0]), low, high)
        return type(self)(**{**self._given, "parameters": parameters})

    def __repr__(self) -> str:
        called = f" {self.name!r}" if self.name else ""
        return (f"<CustomModel{called}: states {', '.join(self.states)}; {self.periods} periods of "
                f"{self.period:g} {self.time_unit}>")


class _Pair:
    """A scenario's handle with that of its functions, which must outlive it."""

    def __init__(self, scenario: Any, functions: Any) -> None:
        self.functions = functions
        self.scenario = scenario


def _numbers(values: Any, key: str) -> np.ndarray:
    try:
        return np.array([] if values is None else values, dtype=np.float64).ravel()
    except (TypeError, ValueError):
        raise InvalidArgumentError(f"{key}: numbers expected, not {values!r}", arg=key) from None


def _parameter(key: str, value: Any) -> tuple:
    parts = tuple(np.ravel(value))
    if len(parts) == 1:
        return parts[0], -np.inf, np.inf
    if len(parts) == 3:
        return parts
    raise InvalidArgumentError(f"parameters: {key}: a value, or (value, low, high), expected",
                               arg="parameters")


def _outcome(key: str, value: Any) -> tuple:
    if isinstance(value, Mapping):
        parts = tuple(value.get(k) for k in ("drawn", "domain", "unit"))
    else:
        parts = tuple(value) if isinstance(value, (tuple, list)) else (value,)
    if len(parts) == 2:
        parts += ("",)
    if len(parts) != 3 or not all(isinstance(part, str) for part in parts[:2]):
        raise InvalidArgumentError(f"outcomes: {key}: (drawn, domain, unit) expected, not {value!r}",
                                   arg="outcomes")
    return parts[0], parts[1], parts[2] or ""


def _event(value: Any) -> tuple:
    parts = tuple(value) if isinstance(value, (tuple, list)) else (value,)
    return (parts[0], parts[1] if len(parts) > 1 else "frozen")


def _result(key: str, value: Any, size: int) -> np.ndarray:
    """What a function gave, as so many numbers; or an error that names the function."""
    try:
        array = np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError):
        raise InvalidArgumentError(f"{key} gave {value!r}, not {size} numbers", arg=key) from None
    if array.size != size:
        raise DimensionError(f"{key} gave {array.size} numbers instead of {size}", arg=key)
    return np.ascontiguousarray(array.ravel())


def _plain(key: str, function: Callable, size: int, flagged: bool) -> Callable:
    def call(t: float, x: np.ndarray, u: np.ndarray, p: np.ndarray, flags: np.ndarray,
             _: int) -> np.ndarray:
        extra = (flags,) if flagged else ()
        return _result(key, function(t, x, u, p, *extra), size)
    return call


def _happen(function: Callable, n_states: int, n_flags: int) -> Callable:
    def call(t: float, x: np.ndarray, _: np.ndarray, p: np.ndarray, flags: np.ndarray,
             i: int) -> np.ndarray:
        after = function(i, t, x, p, flags)
        if not isinstance(after, (tuple, list)) or len(after) != 2:
            raise InvalidArgumentError("happen: the states and the flags after the event expected",
                                       arg="happen")
        return np.concatenate([_result("happen", after[0], n_states),
                               _result("happen", after[1], n_flags)])
    return call
