"""Policies in stages: triggers, exits with dates and gates, linear schedules, and comparisons of policies."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Optional, Union

import numpy as np
import pandas as pd

from . import rix_raw
from .errors import DimensionError, InvalidArgumentError, NotFoundError
from .machine import _stays, _steps, _zone
from .rules import Rule

if TYPE_CHECKING:
    from .scenario import Scenario

__all__ = ["ExitStage", "PolicyComparison", "StagedExit", "TriggerPolicy", "Watch",
           "compare_policies", "linear_schedule"]

_Level = Union[float, Sequence[float], Mapping[str, float]]


@dataclass(frozen=True)
class Watch:
    """What a policy watches, as it is seen at the start of a period.

    Parameters
    ----------
    observable : str
        One of ``scenario.observables``: ``"incidence"``, ``"reproduction"``, an outcome so far, a state ...
    window : int
        0: its value; else its increase over so many periods, counted from 0 on. So the increase of
        ``"cumulative_incidence"`` over 7 days is the 7-day incidence per 100,000.
    delay : int
        What is seen is of so many periods ago; nothing is seen before.
    """

    observable: str
    window: int = 0
    delay: int = 0


def _watch(given: Any, what: str) -> Watch:
    if isinstance(given, Watch):
        return given
    if isinstance(given, str):
        return Watch(given)
    raise InvalidArgumentError(f"{what}: a Watch or the name of an observable expected, not {given!r}",
                               arg=what)


def _level_row(level: _Level, controls: Optional[Sequence[str]], stage: str) -> np.ndarray:
    """The levels of a stage: one number for all controls alike, one a control, or by name."""
    if isinstance(level, Mapping):
        names = list(level) if controls is None else list(controls)
        for name in level:
            if name not in names:
                raise NotFoundError(f"level: no control {name!r}; known are {', '.join(names)}", arg="level")
        return np.array([float(level.get(name, 0.0)) for name in names])
    try:
        row = np.array(level, dtype=np.float64)
    except (TypeError, ValueError):
        row = np.empty((0, 0))
    if row.ndim > 1:
        raise InvalidArgumentError(f"level: of stage {stage!r} a number, or one a control, expected, not {level!r}",
                                   arg="level")
    return row


class _InStages:
    """What policies in stages have in common."""

    _stage_levels: dict

    @property
    def stages(self) -> list[str]:
        """Names of the stages: of triggers from normal to the strictest, of exits in order."""
        return list(self._stage_levels)

    @property
    def sentence(self) -> str:
        """The policy in words."""
        return rix_raw.rix_policy_sentence(self._compiled())

    def _levels(self, controls: Optional[Sequence[str]]) -> np.ndarray:
        rows = [_level_row(level, controls, stage) for stage, level in self._stage_levels.items()]
        size = len(controls) if controls is not None else max((row.size for row in rows), default=1)
        for stage, row in zip(self._stage_levels, rows):
            if row.ndim == 1 and row.size != size:
                raise DimensionError(f"level: {row.size} levels in stage {stage!r} for {size} controls",
                                     arg="level")
        return np.array([np.broadcast_to(row, size) for row in rows], dtype=np.float64)

    def _compiled(self, controls: Optional[Sequence[str]] = None) -> Any:
        raise NotImplementedError

    def __str__(self) -> str:
        return self.sentence

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self.sentence}>"


class TriggerPolicy(_InStages):
    """Stages of lockdown that a quantity switches on and off: a :class:`Machine` moves between them.

    At the start of a period that is a review the stage is found by what is watched, and is in force from that
    period on. Observables that depend on controls are seen under those of the period that has just ended.

    Parameters
    ----------
    stages : dict
        Levels by name of stage, from normal to the strictest: one number for all controls alike, one a
        control, or a dict by control (those not named: 0).
    watch : str, Watch or dict
        What is watched; with a :class:`Rule` of several indicators a dict by indicator.
    enter : float, sequence or Rule
        The values from which on the second and later stages begin, increasing; or a rule whose zones are the
        stages.
    leave : float, sequence or Rule, optional
        Likewise the values below which they end, nowhere above ``enter``: between the two a stage stays.
        Default: ``enter``.
    start : str, optional
        Stage before the first review; default the first.
    first_review, review_every : int
        Periods.
    rise_after, fall_after : int
        Reviews in a row that it takes to move.
    rise_steps, fall_steps : int, optional
        Most stages at a time.
    stay_to_rise, stay_to_fall : int, sequence or dict, optional
        Periods in a stage before it may be left.
    max_switches : int, optional
        After so many the stage stays.

    Examples
    --------
    >>> policy = rx.TriggerPolicy({"open": 0, "partial": 0.3, "lockdown": 0.7},
    ...                           rx.Watch("cumulative_incidence", window=1, delay=1),
    ...                           enter=[50, 200], leave=[25, 100], stay_to_fall=3)
    >>> rx.simulate(rx.preset.scenario("mrsir_us"), policy).switches
    """

    def __init__(self, stages: Mapping[str, _Level], watch: Union[str, Watch, Mapping], enter: Any,
                 leave: Any = None, *, start: Optional[str] = None, first_review: int = 0,
                 review_every: int = 1, rise_after: int = 1, fall_after: int = 1,
                 rise_steps: Optional[int] = None, fall_steps: Optional[int] = None,
                 stay_to_rise: Any = None, stay_to_fall: Any = None,
                 max_switches: Optional[int] = None) -> None:
        if not isinstance(stages, Mapping) or not stages:
            raise InvalidArgumentError("stages: a dict of levels by name expected", arg="stages")
        self._stage_levels = {str(name): level for name, level in stages.items()}
        names = self.stages
        if isinstance(watch, Mapping):
            self.watches = {str(key): _watch(each, "watch") for key, each in watch.items()}
        else:
            only = _watch(watch, "watch")
            self.watches = {only.observable: only}
        self.enter = self._rule(enter, "enter")
        self.leave = None if leave is None else self._rule(leave, "leave")
        if self.enter.zones != names:
            raise InvalidArgumentError(f"enter: zones {', '.join(self.enter.zones)}, but the stages are "
                                       f"{', '.join(names)}", arg="enter")
        missing = [name for name in self.enter.indicators if name not in self.watches]
        if missing:
            raise NotFoundError(f"watch: nothing for the indicator {missing[0]!r}", arg="watch")
        self.max_switches = max_switches
        self._clock = {
            "start": 0 if start is None else _zone(start, names, "start"),
            "first_review": first_review, "review_every": review_every,
            "rise_after": rise_after, "fall_after": fall_after,
            "rise_steps": 0 if rise_steps is None else _steps(rise_steps, "rise_steps"),
            "fall_steps": 0 if fall_steps is None else _steps(fall_steps, "fall_steps"),
            "stay_to_rise": _stays(stay_to_rise, names, "stay_to_rise"),
            "stay_to_fall": _stays(stay_to_fall, names, "stay_to_fall"), "absent": "hold",
        }
        self._compiled()  # checks it

    def _rule(self, given: Any, what: str) -> Rule:
        if isinstance(given, Rule):
            return given
        if len(self.watches) != 1:
            raise InvalidArgumentError(f"{what}: with several watches a Rule expected", arg=what)
        return Rule.criteria(self.stages, {next(iter(self.watches)): np.atleast_1d(given)})

    def _compiled(self, controls: Optional[Sequence[str]] = None) -> Any:
        watches = [self.watches[name] for name in self.enter.indicators]
        record = {"observable": [w.observable for w in watches], "window": [w.window for w in watches],
                  "delay": [w.delay for w in watches], "levels": self._levels(controls),
                  "max_switches": self.max_switches}
        leave = self.enter if self.leave is None else self.leave
        return rix_raw.trigger_policy_new(self.enter._handle, leave._handle, self._clock, record)

    @property
    def _columns(self) -> list[str]:
        return self.enter.indicators


@dataclass(frozen=True)
class ExitStage:
    """A stage of a :class:`StagedExit`.

    Parameters
    ----------
    name : str
    level : float, sequence or dict
        One number for all controls alike, one a control, or by control.
    date : int
        Period before which it does not begin.
    stay : int
        Periods in it before the next may begin.
    ramp : int
        Periods in which the controls go in equal steps from what was in force to ``level``.
    watch : str or Watch, optional
        Of its gate; default: it is dated only.
    below : float, optional
        It begins when what is watched has been below this ...
    reviews : int
        ... in so many reviews in a row.
    """

    name: str
    level: _Level
    date: int = 0
    stay: int = 0
    ramp: int = 0
    watch: Union[str, Watch, None] = None
    below: Optional[float] = None
    reviews: int = 1


class StagedExit(_InStages):
    """A way out of lockdown in stages, each of which begins at a date or when its gate opens.

    Parameters
    ----------
    stages : sequence of ExitStage
        The first, the lockdown, is in force from period 0; each follows on the one before.
    review_every : int
        Periods from one look at a gate to the next, from period 0 on.

    Examples
    --------
    >>> rx.StagedExit([rx.ExitStage("lockdown", 0.7, stay=8),
    ...                rx.ExitStage("partial", 0.4, watch="incidence", below=20, reviews=2, ramp=2),
    ...                rx.ExitStage("open", 0.0, date=40)])
    """

    def __init__(self, stages: Sequence[ExitStage], review_every: int = 1) -> None:
        self._stages = list(stages)
        for stage in self._stages:
            if not isinstance(stage, ExitStage):
                raise InvalidArgumentError(f"stages: ExitStages expected, not {stage!r}", arg="stages")
        self._stage_levels = {stage.name: stage.level for stage in self._stages}
        if len(self._stage_levels) < len(self._stages):
            raise InvalidArgumentError("stages: two of one name", arg="stages")
        self.review_every = review_every
        self._compiled()  # checks it

    def _compiled(self, controls: Optional[Sequence[str]] = None) -> Any:
        watches = [None if s.watch is None else _watch(s.watch, "watch") for s in self._stages]
        record = {
            "observable": [w and w.observable for w in watches],
            "window": [w.window if w else 0 for w in watches],
            "delay": [w.delay if w else 0 for w in watches], "levels": self._levels(controls),
            "review_every": self.review_every, "name": [str(s.name) for s in self._stages],
            "date": [s.date for s in self._stages], "stay": [s.stay for s in self._stages],
            "ramp": [s.ramp for s in self._stages], "reviews": [s.reviews for s in self._stages],
            "below": np.array([np.nan if s.below is None else s.below for s in self._stages],
                              dtype=np.float64),
        }
        return rix_raw.exit_policy_new(record)

    @property
    def _columns(self) -> list[str]:
        return self.stages


def linear_schedule(scenario: "Scenario", at: Sequence[float], values: Any) -> pd.DataFrame:
    """A schedule that is linear between knots: its mean over each period.

    Parameters
    ----------
    scenario : Scenario
    at : sequence of float
        Times of the knots in periods from the start, increasing. Constant before the first and after the last.
    values : sequence, or knots x controls
        Controls at the knots; a single column is of all controls alike.

    Returns
    -------
    DataFrame
        Periods x controls, a policy for :func:`simulate`.
    """
    controls = scenario.controls
    knots = np.array(values, dtype=np.float64)
    if knots.ndim == 1:
        knots = np.broadcast_to(knots[:, np.newaxis], (knots.size, len(controls)))
    table = rix_raw.rix_linear_schedule(np.array(at, dtype=np.float64), np.ascontiguousarray(knots),
                                        (scenario.periods, len(controls)))
    return pd.DataFrame(table, columns=controls, index=pd.RangeIndex(len(table), name="period"))


class PolicyComparison:
    """What :func:`compare_policies` gives.

    Attributes
    ----------
    outcomes : DataFrame
        Policies x outcomes.
    differences : DataFrame
        The same less the baseline's.
    value : DataFrame
        By policy ``lives_saved`` and ``extra_cost`` against the baseline and ``cost_per_life``; with life years
        among the outcomes ``cost_per_life_year``, with an ``annual_output`` ``share_of_output``. Missing where no
        life is saved.
    baseline : str
    trajectories : dict
    """

    def __init__(self, outcomes: pd.DataFrame, baseline: str, value: pd.DataFrame, trajectories: dict) -> None:
        self.outcomes = outcomes
        self.differences = outcomes - outcomes.loc[baseline]
        self.value = value
        self.baseline = baseline
        self.trajectories = trajectories

    def __repr__(self) -> str:
        return f"<PolicyComparison against {self.baseline!r}>\n{self.value.to_string()}"

    def _repr_html_(self) -> str:
        return self.value.to_html()


def compare_policies(scenario: "Scenario", policies: Mapping[str, Any], *, baseline: Optional[str] = None,
                     cost: Optional[str] = None, deaths: str = "deaths",
                     annual_output: Optional[float] = None, **options: Any) -> PolicyComparison:
    """Runs a scenario under several policies and sets their outcomes side by side.

    Parameters
    ----------
    scenario : Scenario
    policies : dict
        Policies as :func:`simulate` takes them, by name.
    baseline : str, optional
        The one that others are compared with; default the first.
    cost, deaths : str
        Outcomes; the default cost is ``"output_loss"`` where there is one.
    annual_output : float, optional
        A year's output in the unit of the cost.
    **options
        Of :func:`simulate`.

    Examples
    --------
    >>> rx.compare_policies(sc, {"nothing": None, "lockdown": rx.ExitPlan(0.7, 20), "trigger": policy}).value
    """
    from .scenario import simulate  # which is built on this module
    if not isinstance(policies, Mapping) or not policies:
        raise InvalidArgumentError("policies: a dict of policies by name expected", arg="policies")
    names = [str(name) for name in policies]
    first = names[0] if baseline is None else baseline
    if first not in names:
        raise NotFoundError(f"baseline: no policy {first!r}; known are {', '.join(names)}", arg="baseline")
    runs = {str(name): simulate(scenario, policy, **options) for name, policy in policies.items()}
    outcomes = pd.DataFrame({name: traj.outcomes for name, traj in runs.items()}).T
    if cost is None:
        cost = next((name for name in ("output_loss", "cost", "economic_loss") if name in outcomes), None)
    for what, name in (("cost", cost), ("deaths", deaths)):
        if name not in outcomes:
            raise NotFoundError(f"{what}: no outcome {name!r}; known are {', '.join(outcomes)}", arg=what)
    change = outcomes - outcomes.loc[first]
    saved = -change[deaths]
    value = pd.DataFrame({"lives_saved": saved, "extra_cost": change[cost],
                          "cost_per_life": (change[cost] / saved).where(saved > 0)})
    if "life_years" in outcomes:
        years = -change["life_years"]
        value["cost_per_life_year"] = (change[cost] / years).where(years > 0)
    if annual_output is not None:
        value["share_of_output"] = outcomes[cost] / annual_output
    return PolicyComparison(outcomes, first, value, runs)
