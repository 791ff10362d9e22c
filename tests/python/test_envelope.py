"""Optima and frontiers: the faces of what the C tests compare with the references."""
import numpy as np
import pytest

import riskidx as rx


@pytest.fixture(scope="module")
def scenario():
    return rx.preset.scenario("mrsir_us")


def test_an_optimum_is_simulated_again_to_the_same_numbers(scenario):
    best = rx.optimum(scenario, {"economic_loss": 1, "discounted_deaths": 20}, space="semi_targeted")
    row = best.frame().iloc[0]
    assert row["status"] == "locally optimal"
    assert row["goal"] <= 0.1433015627316247 * (1 + 1e-6)  # reference/mrsir/frontier.csv
    outcomes = rx.simulate(scenario, best.policy()).outcomes
    assert (outcomes == row[outcomes.index].astype(float)).all()


def test_a_frontier_goes_down_and_tells_its_prices(scenario):
    curve = rx.frontier(scenario, space="semi_targeted", points=9, low=0.002)
    table = curve.frame()
    assert len(curve) == 9 and curve.complete
    assert (np.diff(table["deaths"]) < 0).all() and (np.diff(table["economic_loss"]) > 0).all()
    assert table["deaths"].iloc[-1] <= 0.002 + 1e-8
    slopes = -np.diff(table["economic_loss"]) / np.diff(table["deaths"])
    assert (table["price"].to_numpy()[:-1] <= slopes * 1.001).all()  # convex here: between the two ends' prices
    assert (table["price"].to_numpy()[1:] >= slopes * 0.999).all()
    assert curve.plot().get_xlabel().startswith("economic loss")
    assert curve.policy(-1).shape == (78, 3)
    with pytest.raises(IndexError, match="no point 9"):
        curve.policy(9)


def test_what_cannot_be_met_is_said(scenario):
    row = rx.optimum(scenario, "economic_loss", {"deaths": 1e-6}).frame().iloc[0]
    assert row["status"] == "infeasible" and row["violated"] == "deaths"
    assert row["violation"] == pytest.approx(row["deaths"] - 1e-6, rel=1e-9)


def test_ties_hold(scenario):
    variable = np.arange(78)[:, None] // 26 + np.zeros((1, 3), dtype=int)
    best = rx.optimum(scenario, space=rx.PolicySpace("tied", variable=variable, prefix=10)).policy()
    assert (best.iloc[:10] == 0).all(axis=None)
    assert best.iloc[10:].nunique().max() <= 3


def test_callers_are_told(scenario):
    with pytest.raises(rx.NotFoundError, match="colour"):
        rx.optimum(scenario, "colour")
    with pytest.raises(rx.NotFoundError, match="space"):
        rx.optimum(scenario, space="square")
    with pytest.raises(rx.InvalidArgumentError, match="points is 0"):
        rx.frontier(scenario, points=0)
    with pytest.raises(rx.DomainError, match="contradict"):
        rx.optimum(scenario, space=rx.PolicySpace(lower=np.full((78, 3), 0.5), upper=np.full((78, 3), 0.4)))
