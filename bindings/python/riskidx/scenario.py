"""Scenarios, and what happens in them under a policy."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable, Optional, Sequence, Union

import numpy as np
import pandas as pd

from . import rix_raw
from ._handle import Handled
from ._table import known_keys
from .errors import DimensionError, InvalidArgumentError, NotFoundError
from .policy import ExitPlan
from .stages import _InStages

if TYPE_CHECKING:
    from .age_sector import Course
    from matplotlib.axes import Axes

__all__ = ["Gradient", "PlannerSIR", "Scenario", "Trajectory", "simulate"]

_PerGroup = Union[float, Sequence[float], np.ndarray]

# Units of time that dates can be counted in, in days.
_DAYS = {"day": 1.0, "week": 7.0, "year": 365.25}

# Parameters that are one number a group; a single number stands for all groups.
_GROUPED = ("population", "susceptible", "infected", "fatality", "load", "productivity",
            "working_time", "lockdown_max")


class Scenario(Handled):
    """A model with its parts filled in: what every kind of scenario can be asked.

    :class:`PlannerSIR`, :class:`AgeSector` and :class:`CustomModel` are scenarios.
    """

    name: Optional[str] = None

    @property
    def periods(self) -> int:
        """Number of periods of the horizon."""
        return rix_raw.rix_scenario_periods(self._handle)

    @property
    def period(self) -> float:
        """Length of a period, in ``time_unit``."""
        return rix_raw.rix_scenario_period(self._handle)

    @property
    def time_unit(self) -> str:
        """The unit of time."""
        return rix_raw.rix_scenario_time_unit(self._handle)

    @property
    def controls(self) -> list[str]:
        """Names of the controls; for the planner, of the groups, each with its lockdown."""
        return [rix_raw.rix_scenario_control_name(self._handle, i)
                for i in range(rix_raw.rix_scenario_control_count(self._handle))]

    @property
    def control_max(self) -> pd.Series:
        """Largest value of each control; the smallest is 0."""
        return pd.Series(rix_raw.rix_scenario_control_max(self._handle), index=self.controls)

    @property
    def states(self) -> list[str]:
        """Names of the states, running outcomes included."""
        return [rix_raw.rix_scenario_state_name(self._handle, i)
                for i in range(rix_raw.rix_scenario_state_count(self._handle))]

    @property
    def state_units(self) -> pd.Series:
        """Units of the states by name; None where the model does not say."""
        units = [rix_raw.rix_scenario_state_unit(self._handle, i)
                 for i in range(rix_raw.rix_scenario_state_count(self._handle))]
        return pd.Series(units, index=self.states, dtype=object)

    @property
    def flags(self) -> list[str]:
        """Names of the flags and dates that events set."""
        return [rix_raw.rix_scenario_mode_name(self._handle, i)
                for i in range(rix_raw.rix_scenario_mode_count(self._handle))]

    @property
    def events(self) -> list[str]:
        """Names of the kinds of events."""
        return [rix_raw.rix_scenario_event_name(self._handle, i)
                for i in range(rix_raw.rix_scenario_event_count(self._handle))]

    @property
    def outcomes(self) -> pd.DataFrame:
        """The outcomes by name, with their unit and domain (health, social or economic)."""
        rows = [rix_raw.rix_scenario_outcome(self._handle, i)
                for i in range(rix_raw.rix_scenario_outcome_count(self._handle))]
        return pd.DataFrame(rows, columns=["name", "unit", "domain"]).set_index("name")

    @property
    def observables(self) -> pd.DataFrame:
        """What can be recorded and watched, by name, with its unit and the least that it can be: the model's
        own, then the outcomes so far, then the states."""
        rows = rix_raw.scenario_observables(self._handle)
        frame = pd.DataFrame(rows, columns=["name", "unit", "least"]).set_index("name")
        return frame[~frame.index.duplicated()]

    @property
    def parameters(self) -> pd.DataFrame:
        """The parameters that gradients, ensembles and calibration may vary: value, low, high by name."""
        record = rix_raw.scenario_params(self._handle)
        columns = {key: record[key] for key in ("value", "low", "high")}
        return pd.DataFrame(columns, index=pd.Index(record["name"], name="name", dtype=object))

    def with_parameters(self, **values: float) -> "Scenario":
        """The scenario with some parameters changed, by the names of :attr:`parameters`.

        Raises
        ------
        NotFoundError
            A name that is no parameter.
        DomainError
            A value outside its range.
        """
        known_keys(values, tuple(self.parameters.index), "with_parameters")
        return self._with(values)

    def _with(self, values: dict) -> "Scenario":
        raise NotImplementedError

    def gradient(self, policy: Any = None, outcome: Any = "objective", *,
                 allow_inexact: bool = False) -> "Gradient":
        """Derivatives of an outcome, or of a weighted sum of outcomes.

        By the adjoint of the integrator's fixed steps: exact, but for rounding, for the numbers that
        :func:`simulate` gives with ``method="rk4"``. Dated events change no derivative; the time of an
        event that depends on the states is taken as given, and the gradient is then not exact.

        Parameters
        ----------
        policy
            As for :func:`simulate`.
        outcome : str, mapping or Series
            The outcome, or weights by outcome.
        allow_inexact : bool
            Whether a gradient that is not exact will do; it says so itself.

        Raises
        ------
        NotFoundError
            No such outcome.
        InvalidArgumentError
            A gradient that is not exact, or that the model does not have.
        NumericError
            A state left the finite numbers.
        """
        schedule = _schedule(self, policy)
        weights = _outcome_weights(self, outcome)
        n_params, sizes = len(self.parameters), (self.periods, len(self.controls))
        *parts, exact = rix_raw.rix_gradient(
            self._handle, schedule, weights[np.newaxis, :], (1, weights.size), sizes, (1, n_params),
            (1, len(self.states)))
        if not (exact or allow_inexact):
            raise InvalidArgumentError("the gradient is not exact: an event happened at a time that depends "
                                       "on the states, or derivatives of the model are differences; "
                                       "allow_inexact=True takes it as it is", arg="allow_inexact")
        return Gradient(self, weights, parts, exact)


class Gradient:
    """What :meth:`Scenario.gradient` gives.

    Attributes
    ----------
    value : float
        The outcome, or the weighted sum.
    controls : DataFrame
        Derivatives by the controls of every period.
    parameters, initial : Series
        Derivatives by the parameters, and by the states at time 0.
    exact : bool
        Whether they are exact, but for rounding.
    """

    def __init__(self, scenario: Scenario, weights: np.ndarray, parts: list, exact: bool) -> None:
        outcomes, controls, parameters, initial = parts
        self.value = float(np.ravel(outcomes) @ weights)
        self.controls = pd.DataFrame(controls, columns=scenario.controls,
                                     index=pd.RangeIndex(len(controls), name="period"))
        self.parameters = pd.Series(np.ravel(parameters), index=scenario.parameters.index)
        self.initial = pd.Series(np.ravel(initial), index=scenario.states)
        self.exact = bool(exact)

    def __repr__(self) -> str:
        kind = "exact" if self.exact else "not exact"
        return (f"<Gradient of {self.value:g}, {kind}: by {self.controls.size} controls, "
                f"{self.parameters.size} parameters and {self.initial.size} initial states>")


def _outcome_weights(scenario: Scenario, outcome: Any) -> np.ndarray:
    names = list(scenario.outcomes.index)
    given = {outcome: 1.0} if isinstance(outcome, str) else dict(outcome)
    unknown = [str(key) for key in given if key not in names]
    if unknown:
        raise NotFoundError(f"outcome: no '{unknown[0]}' (there are {', '.join(names)})", arg="outcome")
    return np.array([float(given.get(name, 0.0)) for name in names])


class PlannerSIR(Scenario):
    """The planning problem of a multi-group SIR epidemic, with its parts filled in.

    Time is in any unit, the same throughout. For groups j with population N_j, susceptible S_j,
    infected I_j, recovered R_j, dead D_j and lockdown l_j from 0 to ``lockdown_max``::

        new infections  n_j = transmission S_j (1 - effect l_j) sum_k mixing_jk circulating I_k (1 - effect l_k)
        congestion      H = sum_j load_j I_j / sum_j load_j N_j
        dS_j = -n_j     dI_j = n_j - recovery I_j
        dD_j = recovery fatality_j (1 + congestion H) I_j     dR_j = recovery I_j - dD_j
        discount        d(t) = exp(-(interest + vaccine) t)
        output loss     d lockdown_cost sum_j productivity_j [l_j A_j + (1 - circulating (1 - l_j)) I_j]
                        with A_j = S_j (base "not_recovered") or N_j - I_j (base "all")
        lost lifetime output  d sum_j e_j dD_j,  e_j = productivity_j / interest (1 - (1 + interest)^-working_time_j)
        discounted deaths     d sum_j dD_j

    Outcomes (less is better): deaths, deaths_<group>, discounted_deaths, output_loss,
    lost_lifetime_output, economic_loss (the sum of these two) and objective (economic_loss +
    death_cost * discounted_deaths).

    Sources: Acemoglu, Chernozhukov, Werning and Whinston (2021), AER: Insights 3(4); with one group,
    Alvarez, Argente and Lippi (2021), AER: Insights 3(3). Their calibrations are presets:
    ``rx.preset.scenario("mrsir_us")`` and ``"aal_us"``.

    Parameters
    ----------
    population : sequence
        N_j > 0 in persons or shares; deaths are in the same unit. Its length is the number of groups.
    susceptible, infected : sequence
        S_j(0), I_j(0) >= 0 with S + I <= N; the rest is recovered.
    transmission : float
        >= 0, per person (or share) and unit of time.
    fatality : sequence
        Infection fatality without congestion, in [0, 1].
    productivity : sequence
        Output per person and unit of time, >= 0.
    lockdown_max : sequence
        In [0, 1].
    periods : int
        Periods of the horizon, within each of which a control is constant.
    period : float
        Length of a period in units of time, > 0.
    recovery : float
        > 0, per unit of time.
    mixing : groups x groups, optional
        >= 0; default: all 1.
    effect : float
        Share of contacts that lockdown stops, in [0, 1].
    circulating : float
        Share of the infected who are not isolated, in [0, 1].
    congestion : float
        >= 0: fatality at H = 1 is 1 + congestion times as high.
    load : sequence, optional
        Weights in H, >= 0; default: ``fatality``.
    lockdown_cost : float
        Share of output lost under full lockdown, >= 0.
    base : {"not_recovered", "all"}
        Who is locked down, and so costs output.
    working_time : sequence, optional
        Working life lost by a death, in units of time; default 0.
    interest, vaccine : float
        Rate of interest and rate at which a vaccine arrives, >= 0, per unit of time.
    death_cost : float
        What the planner would pay to avert a death, in output, >= 0.
    matching : float
        In [1, 2]: infections are times B_j^(matching - 2), with the crowd B_j = sum_k mixing_jk [(S_k +
        circulating I_k) (1 - effect l_k) + R_k], and R_k (1 - effect l_k) under base "all".
    contacts : {"quadratic", "linear"}
        Whether lockdown stops contacts of both who meet, or only of the susceptible.
    steps : int
        Steps of the fourth-order Runge-Kutta method a period.
    names : sequence of str, optional
        Names of the groups; default "1", "2" ...
    time_unit, person_unit, output_unit : str, optional
        Units of time, of population, and of output with its price basis.
    name, title, source : str, optional
        What the scenario is called and where it comes from.

    A single number stands for all groups wherever there is one a group.

    Raises
    ------
    DomainError, DimensionError, InvalidArgumentError
        A parameter outside of its range or of the wrong length; the message names it and the group.
    """

    def __init__(self, *, population: _PerGroup, susceptible: _PerGroup, infected: _PerGroup,
                 transmission: float, fatality: _PerGroup, productivity: _PerGroup,
                 lockdown_max: _PerGroup, periods: int, period: float = 1.0, recovery: float = 1.0,
                 mixing: Optional[Any] = None, effect: float = 1.0, circulating: float = 1.0,
                 congestion: float = 0.0, load: Optional[_PerGroup] = None,
                 lockdown_cost: float = 1.0, base: str = "not_recovered",
                 working_time: Optional[_PerGroup] = None, interest: float = 0.0,
                 vaccine: float = 0.0, death_cost: float = 0.0, steps: int = 7,
                 names: Optional[Sequence[str]] = None, time_unit: Optional[str] = None,
                 person_unit: Optional[str] = None, output_unit: Optional[str] = None,
                 matching: float = 2.0, contacts: str = "quadratic",
                 name: Optional[str] = None, title: Optional[str] = None,
                 source: Optional[str] = None) -> None:
        given = dict(locals())
        self.name = name
        self.title = title
        self.source = source
        self._params = _read_params({key: given[key] for key in _PARAMETERS})
        self._handle  # checks the parameters

    @classmethod
    def _from_preset(cls, record: dict) -> "PlannerSIR":
        return cls(**record["params"], name=record["name"], title=record["title"],
                   source=record["source"])

    def _make(self) -> Any:
        return rix_raw.rix_planner_sir_new(self._params)

    def _with(self, values: dict) -> "PlannerSIR":
        changes = {}
        for key, value in values.items():
            if key in _PARAMETERS:
                changes[key] = value
                continue
            field = key.split("_", 1)[0]
            place = [n for n in self.parameters.index if n.startswith(field + "_")].index(key)
            array = changes.setdefault(field, np.array(self._params[field]))
            array.flat[place] = value
        return self.replace(**changes)

    def replace(self, **changes: Any) -> "PlannerSIR":
        """The scenario with some parameters changed; also ``name``, ``title`` and ``source``.

        The name and title are not kept unless they are given, for it is no longer the same scenario.
        """
        known_keys(changes, _PARAMETERS + ("name", "title", "source"), "replace")
        return type(self)(**{**self.params, "source": self.source, **changes})

    # ------------------------------------------------------------------------------- reading --

    @property
    def params(self) -> dict:
        """The parameters, as the constructor takes them; a new dict of new arrays."""
        return {key: value.copy() if isinstance(value, (np.ndarray, list)) else value
                for key, value in self._params.items()}

    def __repr__(self) -> str:
        called = f" {self.name!r}" if self.name else ""
        return (f"<PlannerSIR{called}: groups {', '.join(self.controls)}; {self.periods} periods "
                f"of {self.period:g} {self.time_unit}>")


# In the order of the signature.
_PARAMETERS = tuple(key for key in PlannerSIR.__init__.__kwdefaults__ or ()
                    if key not in ("name", "title", "source"))
_PARAMETERS = ("population", "susceptible", "infected", "transmission", "fatality", "productivity",
               "lockdown_max", "periods") + _PARAMETERS


def _read_params(given: dict) -> dict:
    """Parameters as the extension takes them; single numbers repeated for all groups."""
    groups = max((np.size(given[key]) for key in ("population", "names", "lockdown_max")
                  if given[key] is not None), default=1)
    params = {}
    for key, value in given.items():
        if value is None:
            continue
        if key in _GROUPED:
            params[key] = _grouped(value, key, groups)
        elif key == "mixing":
            params[key] = np.array(value, dtype=np.float64, ndmin=2)
        elif key == "names":
            params[key] = [value] if isinstance(value, str) else [str(each) for each in value]
        else:
            params[key] = value
    return params


def _grouped(value: Any, key: str, groups: int) -> np.ndarray:
    try:
        array = np.array(value, dtype=np.float64)
    except (TypeError, ValueError):
        raise InvalidArgumentError(f"{key}: {value!r} is not one number a group", arg=key) from None
    return np.full(groups, float(array)) if array.ndim == 0 else array


class Trajectory(Handled):
    """What :func:`simulate` gives: the states over time, and the outcomes drawn from them.

    Attributes
    ----------
    scenario : PlannerSIR, AgeSector or CustomModel
    policy
        As it was given.
    """

    def __init__(self, handle: Any, scenario: Scenario, policy: Any, options: dict) -> None:
        self.scenario = scenario
        self.policy = policy
        self._options = {key: value for key, value in options.items() if key != "progress"}
        self._raw = handle
        self._schedule = rix_raw.rix_trajectory_schedule(handle)
        self._stages = rix_raw.rix_trajectory_stages(handle)
        self._watched = rix_raw.rix_trajectory_watched(handle)
        self._stage_events = rix_raw.rix_trajectory_stage_events(handle)
        self._times = rix_raw.rix_trajectory_times(handle)
        self._states = rix_raw.rix_trajectory_states(handle)
        self._outcomes = rix_raw.rix_trajectory_outcomes(handle)
        self._modes = rix_raw.rix_trajectory_modes(handle)
        self._events = rix_raw.rix_trajectory_events(handle)

    def _make(self) -> Any:
        return rix_raw.rix_simulate_with(self.scenario._handle, self._schedule, self._options)

    def observe(self, *names: str, start: Any = None) -> pd.DataFrame:
        """Observables at the times of :meth:`frame`: incidence, reproduction number, outcomes so far ...

        Where controls matter they are those of the period that ends at a time, or in which it lies.

        Parameters
        ----------
        *names : str
            Of ``scenario.observables``; default: the model's own.
        start : date, optional
            Date of time 0: then the index is of dates.

        Raises
        ------
        NotFoundError
            No such observable.
        """
        known = list(self.scenario.observables.index)
        if not names:
            own = (len(known), *(known.index(name) for name in self.scenario.outcomes.index))
            names = tuple(known[:min(own)])
        columns = {}
        for name in names:
            if name not in known:
                raise NotFoundError(f"names: no observable {name!r}; known are {', '.join(known)}", arg="names")
            which = rix_raw.rix_scenario_find_observable(self.scenario._handle, name)
            columns[name] = rix_raw.rix_trajectory_observe(self.scenario._handle, self._handle, which,
                                                           (len(self._times), 1))[:, 0]
        return pd.DataFrame(columns, index=self._index(start))

    def _index(self, start: Any) -> pd.Index:
        if start is None:
            return pd.Index(self._times.copy(), name="time")
        unit = self.scenario.time_unit.rstrip("s")
        if unit not in _DAYS:
            raise InvalidArgumentError(f"start: the unit of time is {self.scenario.time_unit!r}, so there are no "
                                       "dates", arg="start")
        days = pd.to_timedelta(self._times * _DAYS[unit], unit="D")
        return pd.DatetimeIndex(pd.Timestamp(start) + days, name="date")

    @property
    def stages(self) -> pd.Series:
        """The stage of the policy in force in each period; empty under a schedule."""
        names = self.policy.stages if isinstance(self.policy, _InStages) else []
        return pd.Series([names[int(k)] for k in self._stages], name="stage", dtype=object,
                         index=pd.RangeIndex(len(self._stages), name="period"))

    @property
    def watched(self) -> pd.DataFrame:
        """What the policy saw at the start of each period; NaN where there was nothing to see yet."""
        names = self.policy._columns if isinstance(self.policy, _InStages) else []
        return pd.DataFrame(self._watched.copy(), columns=names,
                            index=pd.RangeIndex(len(self._watched), name="period"))

    @property
    def switches(self) -> pd.DataFrame:
        """What the policy did with its stages: ``period``, ``before``, ``after`` and ``reason``: "rose", "fell",
        "date", "gate"; "capped" for a switch that was not made since there had been as many as allowed, "shut" for
        a gate that never opened."""
        names = self.policy.stages if isinstance(self.policy, _InStages) else []
        reasons = rix_raw.stage_event_names()
        rows = [(int(p), names[int(a)], names[int(b)], reasons[int(r)])
                for p, a, b, r in self._stage_events]
        return pd.DataFrame(rows, columns=["period", "before", "after", "reason"])

    def frame(self, start: Any = None) -> pd.DataFrame:
        """The states at time 0 and at the end of every period, or at the times that were asked for: index
        ``time``, in the scenario's unit; with a ``start``, the date of time 0, index ``date``."""
        return pd.DataFrame(self._states.copy(), columns=self.scenario.states, index=self._index(start))

    @property
    def outcomes(self) -> pd.Series:
        """The outcomes by name; units stand in ``scenario.outcomes``. Less is better."""
        return pd.Series(self._outcomes.copy(), index=self.scenario.outcomes.index)

    @property
    def flags(self) -> pd.DataFrame:
        """The flags and dates that events have set, at the times of :meth:`frame`."""
        return pd.DataFrame(self._modes.copy(), columns=self.scenario.flags,
                            index=pd.Index(self._times.copy(), name="time"))

    @property
    def events(self) -> pd.DataFrame:
        """The events that happened, in order: ``time`` and ``event``."""
        names = self.scenario.events
        return pd.DataFrame({"time": self._events[:, 0].copy(),
                             "event": [names[int(k)] for k in self._events[:, 1]]})

    @property
    def schedule(self) -> pd.DataFrame:
        """The controls in each period: index ``period``, counted from 0."""
        return pd.DataFrame(self._schedule.copy(), columns=self.scenario.controls,
                            index=pd.RangeIndex(len(self._schedule), name="period"))

    def plot(self, *, axes: Optional[Sequence["Axes"]] = None) -> Sequence["Axes"]:
        """The infected and the dead by group, and the lockdown, one above the other; of a custom model its
        states, its running outcomes and the controls.

        Parameters
        ----------
        axes : three matplotlib Axes, optional
            Where to draw; default: a new figure.
        """
        from ._plot import plot_trajectory
        return plot_trajectory(self, axes)

    def __repr__(self) -> str:
        return f"<Trajectory of {self.scenario!r}>\n{self.outcomes.to_string()}"

    def _repr_html_(self) -> str:
        return self.scenario.outcomes.assign(value=self.outcomes).to_html()


def _schedule_of_frame(policy: pd.DataFrame, controls: list[str]) -> np.ndarray:
    """Columns in the order of the controls; a frame without names has them in order already."""
    if isinstance(policy.columns, pd.RangeIndex):
        return policy.to_numpy(dtype=np.float64)
    names = [str(name) for name in policy.columns]
    if sorted(names) != sorted(controls):
        raise NotFoundError(f"policy: columns {', '.join(names)}, but the controls are "
                            f"{', '.join(controls)}", arg="policy")
    return policy.iloc[:, [names.index(name) for name in controls]].to_numpy(dtype=np.float64)


def _schedule(scenario: Scenario, policy: Any) -> np.ndarray:
    """Any policy as periods x controls."""
    controls = scenario.controls
    if policy is None:
        return np.zeros((scenario.periods, len(controls)))
    if isinstance(policy, ExitPlan):
        return policy.schedule(scenario).to_numpy()
    if isinstance(policy, pd.DataFrame):
        return _schedule_of_frame(policy, controls)
    try:
        values = np.asarray(policy)
    except ValueError:
        values = np.empty(0, dtype=object)
    if values.dtype.kind not in "fiub" or values.ndim not in (1, 2):
        raise DimensionError("policy: None, an ExitPlan or a schedule (periods x controls, or one "
                             "number a period) expected", arg="policy")
    if values.ndim == 1:
        values = np.broadcast_to(values[:, np.newaxis], (values.size, len(controls)))
    return values


def _checked(scenario: Any) -> Scenario:
    """A scenario, or an error that says so."""
    if isinstance(scenario, Scenario):
        return scenario
    raise InvalidArgumentError(f"scenario: a PlannerSIR, AgeSector or CustomModel expected, not {scenario!r}; "
                               "preset.scenario(name) gives one", arg="scenario")


def simulate(scenario: Scenario, policy: Any = None, *, method: str = "default",
             relative: float = 0.0, absolute: float = 0.0, max_steps: int = 100_000,
             times: Optional[Sequence[float]] = None,
             progress: Optional[Callable[[float], Any]] = None) -> Union[Trajectory, Course]:
    """Runs a scenario under a policy.

    Parameters
    ----------
    scenario : PlannerSIR, AgeSector or CustomModel
    policy : None, ExitPlan, TriggerPolicy, StagedExit, Response, DataFrame or array
        None: no lockdown. A schedule is periods x controls (the columns of a DataFrame are found by
        the names of the controls), or one number a period for all controls alike; each from 0 to the
        control's largest, none missing.
    method : {"default", "rk4", "adaptive", "adaptive_8"}
        Classical Runge-Kutta of order 4 with the scenario's fixed steps; or the pair of Dormand and
        Prince 5(4) with error control and events located between steps, or that of order 8(5,3),
        which costs less where more than six digits or so are asked for; default: the scenario's own,
        for the planner ``"rk4"``.
    relative, absolute : float
        Error that the adaptive method allows in a step: beside each state, and beside the largest state
        at the start; 0: the scenario's own, for the planner 1e-8 and 1e-10.
    max_steps : int
        Steps that the adaptive method tries before it gives up.
    times : sequence of float, optional
        When states are recorded, increasing, from 0 to the horizon; default: 0 and the end of every
        period.
    progress : callable, optional
        Called now and then with the share done; what it raises stops the run.

    Returns
    -------
    Trajectory
        For an AgeSector under a Response what :meth:`AgeSector.run` gives.

    Raises
    ------
    DimensionError
        A schedule of the wrong length, an exit that ends after the horizon.
    DomainError
        A control missing or out of bounds (the message names the period and the control), a
        tolerance or time out of bounds.
    NumericError
        A state left the finite numbers, became negative where it must not, or a sum that stays has moved;
        or the steps ran out: the message names the state and the time.
    """
    from .age_sector import AgeSector, Response  # which is built on this module
    if isinstance(scenario, AgeSector) and isinstance(policy, Response):
        return scenario.run(policy)
    options = {"method": method, "relative": relative, "absolute": absolute, "max_steps": max_steps,
               "times": None if times is None else np.array(times, dtype=np.float64),
               "progress": progress}
    if isinstance(policy, _InStages):
        made = policy._compiled(_checked(scenario).controls)
        handle = rix_raw.rix_simulate_policy(scenario._handle, made, options)
    else:
        schedule = _schedule(_checked(scenario), policy)
        handle = rix_raw.rix_simulate_with(scenario._handle, schedule, options)
    return Trajectory(handle, scenario, policy, options)
