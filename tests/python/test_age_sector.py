"""Epidemics by age and sector: countries from files, the published runs, and what is ours."""
import os
import pickle

import numpy as np
import pandas as pd
import pytest

import riskidx as rx

from conftest import ROOT


def reference(file: str) -> str:
    folder = os.environ.get("RISKIDX_REFERENCE", str(ROOT / "../shared/reference"))
    path = os.path.join(folder, "daedalus", file)
    if not os.path.exists(path):
        if os.environ.get("CI") == "true":
            pytest.fail(f"the reference figures are not there: {file}")
        pytest.skip(f"no reference figures: {file}")
    return path


def table(file: str) -> pd.DataFrame:
    return pd.read_csv(reference(file), float_precision="round_trip")


def small(**changes) -> rx.Country:
    fields = dict(population=[2000, 6000, 1600], life_years=[70, 40, 12],
                  contacts=[[7, 4, 1], [2, 8, 1], [1, 3, 2]],
                  workers=pd.Series([900, 1500, 300, 700], index=["farm", "shop", "school", "bus"]),
                  output=[.1, .3, .02, .08], workplace=[2, 4, 5, 3], ages=["young", "adult", "old"],
                  working_age="adult", school_age="young", education="school", hospital_capacity=12,
                  income=20_000, name="Toyland")
    return rx.Country(**{**fields, **changes})


FLU = {"r0": 2.5, "sigma": .25, "symptomatic": .6, "asymptomatic_spread": .5, "waning": .005,
       "recovery_symptomatic": .25, "recovery_asymptomatic": .4, "hospital_recovery": .1,
       "hospital_death": .12, "admission": [.001, .005, .05], "hospital_fatality": [.1, .15, .4]}


def scenario(**changes) -> rx.AgeSector:
    return rx.AgeSector(small(), FLU, **{"infected": 1e-3, "period": 20, "periods": 10, **changes})


# --------------------------------------------------------------------------------- the reference --

def run_of(row: pd.Series) -> "tuple[rx.AgeSector, rx.Response | None]":
    """A line of runs.csv as a scenario and a response."""
    country = rx.Country.read(reference(f"countries/{row.country}"))
    vaccination = {"no_vaccination": None, "none": "late"}.get(row.vaccination, row.vaccination)
    params = {"behaviour": {"off": "none", "old": "deaths", "new": "optimism"}[row.behaviour],
              "period": row.time_end_days, "periods": 1}
    if row.initial_state == "custom":
        params.update(infected=1e-6, asymptomatic=.3, immune=[.1, .2, .3, .4])
    sc = rx.AgeSector(country, row.pathogen, vaccination=vaccination, preset="daedalus_0_3", **params)
    if row.response == "none":
        return sc, None
    if row.response == "timed":
        regimes = table("runs/timed_npi_regimes.csv")
        return sc, rx.Response(regimes.filter(like="openness").to_numpy(),
                               start=regimes["start"], end=regimes["end"])
    return sc, rx.preset.closure(row.response, start_time=row.response_time_days)


PAIRS = {"total": "cost", "economic_total": "output_loss", "economic_closures": "output_closures",
         "economic_absences": "output_absences", "education_total": "education_loss",
         "education_closures": "education_closures", "education_absences": "education_absences",
         "life_value_total": "life_value", "life_years_total": "life_years"}


def test_every_run_of_the_program_is_reproduced():
    runs = table("runs/runs.csv")
    costs = table("runs/costs_tight_tolerance.csv").set_index("run_id")
    totals = table("runs/summary_tight_tolerance.csv").set_index("run_id")
    alone = table("runs/summary_independent.csv").query("threshold == 'truncated_sum'")
    alone = alone.set_index("run_id")
    periods = table("runs/response_periods.csv")
    assert len(runs) == 58
    for row in runs.itertuples(index=False):
        row = pd.Series(row._asdict())
        sc, response = run_of(row)
        course = sc.run(response)
        ours = course.outcomes
        expected = costs.loc[row.run_id] if row.robust else alone.loc[row.run_id]
        for theirs, name in PAIRS.items():
            assert ours[name] == pytest.approx(expected[theirs], rel=1e-4), (row.run_id, name)
        expected = totals.loc[row.run_id] if row.robust else alone.loc[row.run_id]
        for theirs, name in {"total_deaths": "deaths", "total_hospitalisations": "admissions",
                             "epidemic_size": "infections"}.items():
            assert ours[name] == pytest.approx(expected[theirs], rel=1e-4), (row.run_id, name)
        if row.robust:
            mine = periods[periods.run_id == row.run_id]
            np.testing.assert_array_equal(course.closures["start"].to_numpy(float), mine.start_day)
            np.testing.assert_array_equal(course.closures["end"].to_numpy(float), mine.end_day)


def test_days_agree_with_the_program():
    run_id = "GBR__sars_cov_2_pre_alpha__economic_closures__vax-medium"
    runs = table("runs/runs.csv").set_index("run_id", drop=False)
    days = table(f"runs/trajectories/{run_id}.daily.csv.gz")
    sc, response = run_of(runs.loc[run_id])
    course = sc.run(response, reproduction=True)
    ours, frame = course.totals(), course.frame()
    names = {"S": "susceptible", "E": "exposed", "Is": "infectious_symptomatic",
             "Ia": "infectious_asymptomatic", "R": "recovered", "D": "dead",
             "cum_infections": "infections", "cum_hospitalisations": "admissions",
             "cum_vaccinations": "doses"}
    for theirs, name in names.items():
        peak = days[theirs].abs().max()
        np.testing.assert_allclose(ours[name], days[theirs], rtol=0, atol=1e-4 * peak)
    np.testing.assert_allclose(frame["reproduction"], days["Rt"], rtol=1e-4)
    np.testing.assert_array_equal(frame["regime"], days["response_flag"])
    np.testing.assert_array_equal(frame["overflow"], days["overflow_flag"])


# -------------------------------------------------------------------------------------- countries --

def test_a_country_is_read_from_a_folder(tmp_path):
    (tmp_path / "age_groups.csv").write_text(
        "age_group,population,life_expectancy_years\nyoung,2000,70\nadult,6000,40\nold,1600,12\n")
    (tmp_path / "contact_matrix.csv").write_text("of,a,b,c\nyoung,7,4,1\nadult,2,8,1\nold,1,3,2\n")
    (tmp_path / "sectors.csv").write_text(
        "sector,workers,gva_million_dollars_per_day,contacts_workplace,is_education\n"
        "farm,900,.1,2,0\nshop,1500,.3,4,0\nschool,300,.02,5,1\nbus,700,.08,3,0\n")
    (tmp_path / "scalars.csv").write_text(
        "name,hospital_capacity,gni_per_capita_intl_dollars\nToyland,12,20000\n")
    read = rx.Country.read(tmp_path, working_age="adult", school_age="young")
    same = small()
    assert read.name == "Toyland"
    pd.testing.assert_frame_equal(read.sectors, same.sectors)
    pd.testing.assert_frame_equal(read.contacts, same.contacts)
    assert read.params["education"] == 2 and read.params["working_age"] == 1
    (tmp_path / "consumer_contacts.csv").write_text("sector,a,b,c\n" + "x,1,2,3\n" * 4)
    assert rx.Country.read(tmp_path, working_age=1).params["consumers"].shape == (4, 3)
    (tmp_path / "scalars.csv").write_text("name\nToyland\n")
    with pytest.raises(rx.NotFoundError, match="hospital_capacity"):
        rx.Country.read(tmp_path, working_age="adult")
    with pytest.raises(rx.NotFoundError, match="age_groups.csv"):
        rx.Country.read(tmp_path / "nowhere")
    with pytest.raises(rx.NotFoundError, match="working_age"):
        small(working_age="20-64")
    with pytest.raises(rx.DimensionError, match="contacts"):
        small(contacts=[1, 2, 3])


# -------------------------------------------------------------------------------------- scenarios --

def test_transmission_comes_from_the_whole_matrix():
    course = scenario().run(reproduction=True)
    assert course.frame()["reproduction"].iloc[0] == pytest.approx(2.5, rel=1e-10)


def test_frames_hold_what_they_say():
    sc = scenario()
    course = sc.run(rx.Response(.4, start=[10], end=[60]))
    frame, totals = course.frame(), course.totals()
    assert len(frame) == 201
    people = totals[["susceptible", "exposed", "infectious_symptomatic", "infectious_asymptomatic",
                     "recovering", "dying", "recovered", "dead"]].sum(axis=1)
    np.testing.assert_allclose(people, 9600, rtol=1e-10)
    assert course.outcomes["deaths"] == pytest.approx(totals["dead"].iloc[-1], rel=1e-12)
    assert list(frame["regime"].iloc[[9, 11, 59, 61]]) == [0, 1, 1, 0]
    assert course.outcomes["output_closures"] == pytest.approx(
        course.sector_costs["closures"].sum(), rel=1e-12)
    assert list(course.events["event"][:1]) == ["response_on_time"]
    assert course.fiscal is None
    assert sc.outcomes.loc["school_days", "domain"] == "social"
    assert sc.controls == ["farm", "shop", "school", "bus", "school", "community"]
    assert "Toyland" in repr(sc) and "deaths" in repr(course)


def test_a_course_is_drawn_with_closures_shaded():
    axes = scenario().run(rx.Response(.4, start=[10, 80], end=[60, 90])).plot()
    assert [ax.get_ylabel() for ax in axes] == ["Infectious", "In hospital", "Dead"]
    assert all(len(ax.patches) == 2 for ax in axes)
    assert "deaths" in scenario().run()._repr_html_()


def test_schedules_close_sectors():
    sc = scenario(overload_width=.05, steps=200)
    response = rx.Response(.4, school=.3, start=[0], end=[1000])
    schedule = pd.DataFrame(0.0, index=range(10), columns=range(6))
    schedule.iloc[:, :4], schedule.iloc[:, 4] = .6, .7
    course, trajectory = rx.simulate(sc, response), rx.simulate(sc, schedule.to_numpy())
    assert isinstance(course, rx.Course)
    np.testing.assert_allclose(trajectory.outcomes, course.outcomes, rtol=1e-4)
    np.testing.assert_allclose(rx.simulate(sc).outcomes, sc.run().outcomes, rtol=1e-4, atol=1e-12)
    gradient = sc.gradient(schedule.to_numpy(), "deaths")
    assert (gradient.controls.to_numpy() < 0).any()


def test_scenarios_are_values():
    sc = scenario()
    again = pickle.loads(pickle.dumps(sc))
    pd.testing.assert_series_equal(again.run().outcomes, sc.run().outcomes)
    worse = sc.replace(pathogen={**FLU, "r0": 5.0})
    assert worse.run().outcomes["deaths"] > sc.run().outcomes["deaths"]
    assert sc.replace(vaccination={"start": 0, "rate": .01, "uptake": .9}).run().outcomes["doses"] > 0


def test_parameters_have_names_and_derivatives():
    sc = scenario(overload_width=.3, periods=3, vaccination={"start": 0, "rate": .001})
    assert list(sc.parameters.index[:2]) == ["r0", "sigma"]
    gradient = sc.gradient(None, "deaths").parameters
    for name in ("r0", "efficacy", "hospital_fatality_old", "overload_fatality"):
        value, step = sc.parameters.loc[name, "value"], 1e-4
        up, down = (rx.simulate(sc.with_parameters(**{name: value + s})).outcomes["deaths"]
                    for s in (step, -step))
        assert gradient[name] == pytest.approx((up - down) / (2 * step), rel=1e-5), name
    with pytest.raises(rx.DomainError):
        sc.with_parameters(hospital_fatality_old=1.5)


def test_responses_print_as_a_sentence():
    assert "from on day 30 and when hospitals fill up" in repr(rx.Response(.5))
    assert "days 5 to 9" in repr(rx.Response(.5, start=[5], end=[9]))
    assert rx.preset.closure("elimination").openness[40] == .1


def test_bad_input_is_named():
    with pytest.raises(rx.NotFoundError, match="no pathogen is named 'flu'"):
        rx.AgeSector(small(), "flu")
    with pytest.raises(rx.DimensionError, match="age groups"):
        rx.AgeSector(small(), "influenza_1918")
    with pytest.raises(rx.InvalidArgumentError, match="country"):
        rx.AgeSector("GBR", "influenza_1918")
    with pytest.raises(rx.InvalidArgumentError, match="preset"):
        scenario(preset="daedalus")
    with pytest.raises(rx.RiskidxError, match="infektiert"):
        scenario(infektiert=1)
    with pytest.raises(rx.DomainError, match="workers of sector 'bus' is 0"):
        rx.AgeSector(small(workers=[1, 2, 3, 0], sectors=["farm", "shop", "school", "bus"]), FLU)
    with pytest.raises(rx.DimensionError, match="openness"):
        scenario().run(rx.Response([1, 1]))
    with pytest.raises(rx.InvalidArgumentError, match="response"):
        scenario().run("school_closures")
    with pytest.raises(rx.DomainError, match="openness of regime 0"):
        scenario().run(rx.Response(1.5))
    with pytest.raises(rx.NumericError, match="steps"):
        scenario().run(max_steps=2)


def test_presets_are_listed():
    assert len(rx.preset.pathogens()) == 7
    assert list(rx.preset.vaccinations().index) == ["none", "late", "low", "medium", "high"]
    infections = table("infections.csv").set_index("pathogen")
    for name in rx.preset.pathogens().index:
        ours = rx.preset.pathogen(name)
        assert ours["r0"] == infections.loc[name, "r0"]
        np.testing.assert_allclose(ours["hospital_fatality"], infections.loc[name].filter(like="hfr"),
                                   rtol=1e-15)
    openness = table("closure_openness.csv")
    for name in rx.preset.closures().index:
        np.testing.assert_array_equal(rx.preset.closure(name).openness, openness[name])
