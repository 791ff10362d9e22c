"""Composite risk indices, zones of risk and lockdown-exit trade-off curves.

Ways through the package::

    table + framework + recipe -> index -> zones
    counts -> indicators + rule -> zones in time
    scenario + policy -> trajectory -> outcomes;  scenario + plans -> trade-off curve

>>> import riskidx as rx
>>> index = rx.build_index(data, "hdi")                  # data: a DataFrame, units x indicators
>>> index.scores, index.ranks, index.contributions()
>>> u = rx.uncertainty(data, "hdi", inputs=[rx.uncertain.Weights(0.25)])
>>> u.ranks(), u.probability_top(10), u.plot()
>>> zones = rx.classify(index.score, rx.Zones([0.55, 0.8]))
>>> rate = rx.incidence(rx.new_counts(cases), population)   # cases: a DataFrame, dates x units
>>> history = rx.preset.rule("harvard_2020").run({"daily_cases": rate / 14})
>>> history.zones, history.transitions, history.plot()
>>> curve = rx.tradeoff_curve(rx.preset.scenario("mrsir_us"))
>>> curve.frame(), curve.policy(0), curve.plot()
>>> rx.report("report.html", index=index, uncertainty=u, zones=history, curve=curve)

The computing is done by a C library, which is part of this package. Missing data are NaN (None and
pandas.NA in tables) and nothing else. Failures are subclasses of :class:`RiskidxError`.
"""
from . import preset, rix_raw as _rix_raw, uncertain, weights
from ._audit import (Audit, Correlations, PCA, Removal, audit, audit_remove, availability,
                     correlations, cronbach, describe, effective_weights, flagged_pairs, levels, pca,
                     plot_correlations, quantiles, strengths, unit_summary)
from ._bod import BenefitOfTheDoubt, benefit_of_the_doubt, geometric_benefit_of_the_doubt
from .age_sector import AgeSector, Course, Response
from .calibration import Calibration, Fit, Series, calibrate, log_likelihood
from .country import Country
from .custom import CustomModel
from .ensemble import Distribution, Ensemble, ensemble
from .errors import (CancelledError, DimensionError, DomainError, FrameworkError,
                     InvalidArgumentError, MissingDataError, NotFoundError, NumericError,
                     OutOfMemoryError, RiskidxError, RiskidxWarning, SizeError)
from .fitted import Fitted, fit
from .framework import Framework
from .index import Index, build_index
from .machine import Machine, MachineState, ZoneHistory
from ._oxcgrt import ordinal_flag, oxcgrt
from .policy import ExitPlan, ExitPlans
from .prepare import (Denominate, Impute, Imputed, Screen, Screened, Treat, Treated, denominate, impute,
                      screen, treat)
from .recipe import Aggregate, Normalise, Recipe
from ._report import report, report_data
from .rules import Rule
from .sampling import philox4x32, random_uniform
from .scenario import Gradient, PlannerSIR, Scenario, Trajectory, simulate
from ._score import score
from .stages import (ExitStage, PolicyComparison, StagedExit, TriggerPolicy, Watch, compare_policies,
                     linear_schedule)
from .steps import aggregate, normalise, outranking
from .surveillance import (days_since_case, doubling_time, growth, incidence, insert_holes, moving_mean,
                           new_counts, positivity, reproduction_number, trend)
from .envelope import Envelope, PolicySpace, frontier, optimum
from .tradeoff import Curve, Stand, efficient_fronts, efficient_set, hypervolume, knee, tradeoff_curve
from ._montecarlo import Sensitivity, Uncertainty, sensitivity, uncertainty
from ._sobol import sobol_indices, sobol_sample
from .whatif import Change, Comparison, compare, compare_many, explain_change, what_if
from .zone import Zones, classify

__version__: str = _rix_raw.rix_version()

__all__ = [
    "AgeSector", "Aggregate", "Audit", "BenefitOfTheDoubt", "Calibration", "CancelledError",
    "Change", "Comparison", "Correlations", "Country", "Course", "Curve", "CustomModel",
    "Denominate", "DimensionError", "Distribution", "DomainError", "Ensemble", "Envelope",
    "ExitPlan", "ExitPlans", "ExitStage", "Fit", "Fitted", "Framework", "FrameworkError",
    "Gradient", "Impute", "Imputed", "Index", "InvalidArgumentError", "Machine", "MachineState",
    "MissingDataError", "Normalise", "NotFoundError", "NumericError", "OutOfMemoryError", "PCA",
    "PlannerSIR", "PolicyComparison", "PolicySpace", "Recipe", "Removal", "Response",
    "RiskidxError", "RiskidxWarning", "Rule", "Scenario", "Screen", "Screened", "Sensitivity",
    "Series", "SizeError", "StagedExit", "Stand", "Trajectory", "Treat", "Treated", "TriggerPolicy",
    "Uncertainty", "Watch", "ZoneHistory", "Zones", "__version__", "aggregate", "audit",
    "audit_remove", "availability", "benefit_of_the_doubt", "build_index", "calibrate", "classify",
    "compare", "compare_many", "compare_policies", "correlations", "cronbach", "days_since_case",
    "denominate", "describe", "doubling_time", "effective_weights", "efficient_fronts",
    "efficient_set", "ensemble", "explain_change", "fit", "flagged_pairs", "frontier",
    "geometric_benefit_of_the_doubt", "growth", "hypervolume", "impute", "incidence",
    "insert_holes", "knee", "levels", "linear_schedule", "log_likelihood", "moving_mean",
    "new_counts", "normalise", "optimum", "ordinal_flag", "outranking", "oxcgrt", "pca",
    "philox4x32", "plot_correlations", "positivity", "preset", "quantiles", "random_uniform",
    "report", "report_data", "reproduction_number", "score", "screen", "sensitivity", "simulate",
    "sobol_indices", "sobol_sample", "strengths", "tradeoff_curve", "treat", "trend", "uncertain",
    "uncertainty", "unit_summary", "weights", "what_if",
]
