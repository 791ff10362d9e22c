"""Preset countries, and the scenarios made of them."""
import numpy as np
import pytest

import riskidx as rx

ASIA_PACIFIC = "AUS BRN CHN IDN IND JPN KHM KOR LAO MMR NZL PHL RUS SGP THA TUR VNM".split()


def test_there_are_enough_and_every_one_makes_both_scenarios():
    codes = list(rx.preset.countries().index)
    assert len(codes) >= 40 and len(set(codes)) == len(codes)
    assert not set(ASIA_PACIFIC) - set(codes)
    for code in codes:
        country = rx.preset.country(code)
        workers, people = country.sectors["workers"].sum(), country.ages["population"]["20-64"]
        assert 0.1 * people < workers < people, code
        course = country.age_sector("sars_cov_2_pre_alpha", periods=10).run()
        assert 0 < course.outcomes["deaths"] < 0.02 * country.ages["population"].sum(), code
        planner = rx.simulate(country.planner_sir("sars_cov_2_pre_alpha"))
        assert 0 < planner.outcomes["deaths"] < 0.02 * country.ages["population"].sum(), code


def test_thailand_is_as_published():
    """UN World Population Prospects 2019: 69.8 million in 2020; a name serves as well as a code."""
    thailand = rx.preset.country("Thailand")
    assert thailand.name == "Thailand"
    assert thailand.ages["population"].sum() == pytest.approx(69.8e6, rel=2e-3)
    assert list(thailand.ages.index) == ["0-4", "5-19", "20-64", "65+"]
    assert len(thailand.sectors) == 14


def test_the_planner_has_the_pathogens_reproduction_number():
    """beta / gamma times the spectral radius of N_j M_jk / N_k, by NumPy."""
    planner = rx.preset.country("GBR").planner_sir("influenza_1918")
    p = planner.params
    n = np.asarray(p["population"])
    generation = p["transmission"] / p["recovery"] * n[:, None] * p["mixing"]
    r0 = max(abs(np.linalg.eigvals(generation)))
    assert r0 == pytest.approx(rx.preset.pathogen("influenza_1918")["r0"], rel=1e-12)


def test_the_planners_money_is_a_years_income():
    """Without a conversion a year's output is income times population, by definition."""
    india = rx.preset.country("IND")
    p = india.planner_sir("sars_cov_2_delta").params
    year = 365 * float(np.dot(p["productivity"], p["population"]))
    record = india.params
    assert year == pytest.approx(record["income"] * record["population"].sum() / 1e6, rel=1e-12)
    assert p["output_unit"] == "million international dollars"


def test_closures_by_groups_of_industries():
    response = rx.preset.closure("elimination", sectors=14)
    scenario = rx.preset.country("THA").age_sector("sars_cov_2_delta")
    free, closed = scenario.run(), scenario.run(response)
    assert closed.outcomes["output_closures"] > 0 == free.outcomes["output_closures"]
    assert closed.outcomes["school_days"] > 0
    with pytest.raises(rx.DimensionError):
        scenario.run(rx.preset.closure("elimination"))
    with pytest.raises(rx.InvalidArgumentError, match="45 or 14"):
        rx.preset.closure("elimination", sectors=13)


def test_what_is_not_there_is_named():
    with pytest.raises(rx.NotFoundError, match="'MYS'"):
        rx.preset.country("MYS")
    with pytest.raises(rx.DomainError, match="infected"):
        rx.preset.country("THA").planner_sir("sars_cov_2_delta", infected=2)
    with pytest.raises(rx.NotFoundError, match="beds"):
        rx.preset.country("THA").planner_sir("sars_cov_2_delta", beds=2)
