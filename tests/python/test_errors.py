"""Failures: their classes, what they carry, and what they say."""
import copy
import pickle
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

import riskidx as rx
from riskidx import errors, rix_raw

CLASSES = {
    "einval": (rx.InvalidArgumentError, ValueError), "edim": (rx.DimensionError, ValueError),
    "edomain": (rx.DomainError, ValueError), "emissing": (rx.MissingDataError, ValueError),
    "eframework": (rx.FrameworkError, ValueError), "enotfound": (rx.NotFoundError, LookupError),
    "enomem": (rx.OutOfMemoryError, MemoryError), "eoverflow": (rx.SizeError, OverflowError),
    "enumeric": (rx.NumericError, ArithmeticError), "ecancelled": (rx.CancelledError, Exception),
}


def test_every_status_has_its_class():
    names = [rix_raw.rix_status_name(code) for code in range(1, 64)]
    assert [name for name in names if name != "unknown"] == list(CLASSES)
    for status, (cls, natural) in CLASSES.items():
        failure = errors._from_core(status, "what happened", "x", 1, None, 3)
        assert type(failure) is cls and isinstance(failure, (rx.RiskidxError, natural))
        assert issubclass(cls, rx.RiskidxError) and issubclass(cls, natural)
        assert failure.status == status and str(failure) == "what happened"
        assert (failure.arg, failure.row, failure.col, failure.node) == ("x", 1, None, 3)
        assert cls.__doc__ and f'"{status}"' in cls.__doc__


@pytest.mark.parametrize("cls", [cls for cls, _ in CLASSES.values()])
def test_failures_survive_pickle(cls):
    failure = cls("what happened", arg="x", row=1, col=2, node=3)
    for again in (pickle.loads(pickle.dumps(failure)), copy.deepcopy(failure)):
        assert type(again) is cls and vars(again) == vars(failure) and str(again) == str(failure)


def test_a_domain_error_names_unit_indicator_and_value(framework, data):
    data.loc["C", "debt"] = np.inf
    with pytest.raises(rx.DomainError) as failure:
        rx.build_index(data, framework)
    for named in ("'C'", "'debt'", "inf"):
        assert named in str(failure.value)
    assert failure.value.row == 2 and failure.value.node in (None, 6)


def test_a_value_that_a_logarithm_does_not_take(framework):
    row = {"life_expectancy": [70.0, 70], "expected_schooling": [12.0, 12],
           "mean_schooling": [8.0, 8], "gni_per_capita": [1000.0, -2.5]}
    table = pd.DataFrame(row, index=["Aland", "Bland"])
    with pytest.raises(rx.DomainError) as failure:
        rx.build_index(table, "hdi")
    for named in ("Bland", "gni_per_capita", "-2.5"):
        assert named in str(failure.value)


def test_labels_of_any_script_come_back_whole(framework, data):
    data.index = ["Curaçao", "Åland", "日本", "Côte d’Ivoire 🇨🇮"]
    data.iloc[3, 0] = np.inf
    with pytest.raises(rx.DomainError, match="Côte d’Ivoire 🇨🇮"):
        rx.build_index(data, framework)
    data.index = ["ä" * 300] * 4
    with pytest.raises(rx.DomainError) as failure:
        rx.build_index(data, framework)
    assert "�" not in str(failure.value) and "ää" in str(failure.value)


def test_a_plan_at_fault_is_numbered(mrsir):
    with pytest.raises(rx.DomainError, match="plan 2") as failure:
        rx.tradeoff_curve(mrsir, rx.ExitPlans([0.5, 0.9], [3, 4]))
    assert failure.value.row == 2


def test_a_schedule_at_fault_names_period_and_control(mrsir):
    schedule = np.zeros((78, 3))
    schedule[5, 1] = 0.75
    with pytest.raises(rx.DomainError, match="middle.*0.75|0.75.*middle") as failure:
        rx.simulate(mrsir, schedule)
    assert (failure.value.row, failure.value.col) == (5, 1)


def test_numbers_that_run_away(mrsir):
    with pytest.raises(rx.NumericError):
        rx.simulate(mrsir.replace(transmission=1e308))


def test_messages_have_a_decimal_point_under_any_locale():
    """Under a locale with decimal commas as well."""
    script = (
        "import locale, sys\n"
        "try: locale.setlocale(locale.LC_ALL, 'de_DE.UTF-8')\n"
        "except locale.Error: sys.exit(77)\n"
        "assert locale.localeconv()['decimal_point'] == ','\n"
        "import riskidx as rx\n"
        "try: rx.simulate(rx.preset.scenario('mrsir_us'), rx.ExitPlan(0.75, 3))\n"
        "except rx.DomainError as failure: print(failure)\n")
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    if run.returncode == 77:
        pytest.skip("this system has no German locale")
    assert run.returncode == 0, run.stderr
    assert "0.75" in run.stdout and "0,75" not in run.stdout


@pytest.mark.parametrize("call, named", [
    (lambda fw, sc: rx.build_index({}, fw, "zscore"), "recipe"),
    (lambda fw, sc: rx.build_index({}, fw, 3), "recipe"),
    (lambda fw, sc: rx.Recipe(strict="no"), "strict"),
    (lambda fw, sc: rx.Recipe(normalise=3), "normalise"),
    (lambda fw, sc: rx.Framework(fw.meta, recipe="minmax"), "recipe"),
    (lambda fw, sc: rx.classify([1.0], [0.5]), "zones"),
    (lambda fw, sc: rx.simulate("mrsir_us"), "scenario"),
    (lambda fw, sc: rx.tradeoff_curve("mrsir_us"), "scenario"),
    (lambda fw, sc: rx.tradeoff_curve(sc, [rx.ExitPlan(0.5, 3)]), "plans"),
])
def test_an_argument_of_the_wrong_kind_is_named(framework, mrsir, call, named):
    with pytest.raises(rx.InvalidArgumentError, match=f"^{named}: .*expected, not") as failure:
        call(framework, mrsir)
    assert failure.value.arg == named


def test_sizes_that_no_machine_has():
    with pytest.raises((rx.SizeError, rx.OutOfMemoryError)):
        rx.random_uniform(2**53, 1)
    with pytest.raises(rx.InvalidArgumentError, match="2\\^53"):
        rx.random_uniform(3, 2**53 + 2)
    with pytest.raises(rx.InvalidArgumentError, match="seed|whole"):
        rx.random_uniform(3, -1)
    with pytest.raises(rx.SizeError):
        rix_raw.random_uniform(1, 0, (2**40, 2**40))
