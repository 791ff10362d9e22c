"""Error against cost of SciPy's integrators on the models of bench_engine.c, one line of JSON each.

    PYTHONPATH=<build>/python python3 engine_scipy.py

Each right-hand side is one vectorised NumPy function, as a user of SciPy would write it; ours is the library's, called
from the same Python.
"""
import json
import time

import numpy as np
from scipy.integrate import solve_ivp

import riskidx as rx

METHODS = ("RK45", "DOP853", "LSODA")


def quickest(run, times=3):
    """The least time of a call, and its result."""
    best = np.inf
    for _ in range(times):
        begin = time.perf_counter()
        result = run()
        best = min(best, time.perf_counter() - begin)
    return best, result


def line(model, method, setting, found, truth, seconds):
    error = float(np.max(np.abs(found / truth - 1.0)))
    print(json.dumps({"bench": "work_precision", "model": model, "method": method, "setting": setting,
                      "error": error, "seconds": seconds}), flush=True)


def planner_rhs(p):
    weight = p["congestion"] * p["load"] / (p["load"] @ p["population"])
    life = p["productivity"] * -np.expm1(-p["working_time"] * np.log1p(p["interest"])) / p["interest"]
    rate = p["interest"] + p["vaccine"]

    def rhs(t, x, u):
        s, i = x[:3], x[3:6]
        open_ = 1.0 - p["effect"] * u
        caught = p["transmission"] * open_ * s * (p["circulating"] * open_ @ i)
        over = p["recovery"] * i
        died = over * p["fatality"] * (1.0 + weight @ i)
        idle = u * s + (1.0 - p["circulating"] * (1.0 - u)) * i
        discount = np.exp(-rate * t)
        return np.concatenate([-caught, caught - over, over - died, died,
                               discount * np.array([p["lockdown_cost"] * p["productivity"] @ idle,
                                                    life @ died, died.sum()])])
    return rhs


def planner_by_scipy(p, schedule, method, tolerance):
    rhs, x = planner_rhs(p), np.zeros(15)
    x[:3], x[3:6] = p["susceptible"], p["infected"]
    x[6:9] = p["population"] - x[:3] - x[3:6]
    for week, u in enumerate(schedule):
        x = solve_ivp(rhs, (week, week + 1.0), x, method=method, args=(u,), rtol=tolerance,
                      atol=1e-2 * tolerance).y[:, -1]
    return np.array([x[9:12].sum(), x[12] + x[13]])


def compare_planner():
    scenario = rx.preset.scenario("mrsir_us")
    weeks, groups = np.indices((78, 3))
    schedule = 0.35 + 0.3 * np.sin(0.08 * weeks + groups)
    names = ["deaths", "economic_loss"]
    truth = rx.simulate(scenario, schedule, method="adaptive_8", relative=1e-13,
                        absolute=1e-16).outcomes[names].to_numpy()
    for method in ("rk4", "adaptive", "adaptive_8"):
        for digits in (4, 6, 8, 10, 12) if method != "rk4" else (0,):
            options = {"relative": 10.0**-digits, "absolute": 10.0**-digits / 100} if digits else {}
            seconds, found = quickest(lambda: rx.simulate(scenario, schedule, method=method, **options))
            line("planner", f"riskidx {method} from Python", 10.0**-digits, found.outcomes[names].to_numpy(), truth,
                 seconds)
    for method in METHODS:
        for digits in (4, 6, 8, 10, 12):
            seconds, found = quickest(
                lambda: planner_by_scipy(scenario.params, schedule, method, 10.0**-digits))
            line("planner", f"SciPy {method}", 10.0**-digits, found, truth, seconds)


def seir(t, x):
    caught = 0.5 * (1.0 + 0.2 * np.sin(0.2 * t)) * x[0] * x[2]
    return [-caught + 0.01 * x[3], caught - 0.3 * x[1], 0.3 * x[1] - 0.25 * x[2], 0.25 * x[2] - 0.01 * x[3]]


def compare_seir():
    start = [0.999, 0.0, 0.001, 0.0]
    truth = solve_ivp(seir, (0, 200), start, method="DOP853", rtol=1e-13, atol=1e-16).y[:, -1]
    model = rx.CustomModel(states=dict(zip("SEIR", start)), rhs=lambda t, x, u, p: seir(t, x), period=200.0,
                           terminal=lambda t, x, u, p: x,
                           outcomes={name: ("terminal", "health") for name in "seir"})
    for digits in (4, 6, 8, 10, 12):
        for method in ("adaptive", "adaptive_8"):
            seconds, found = quickest(lambda: rx.simulate(model, np.zeros((1, 0)), method=method,
                                                          relative=10.0**-digits, absolute=10.0**-digits / 100))
            line("seir", f"riskidx {method}, function in Python", 10.0**-digits, found.outcomes.to_numpy(), truth,
                 seconds)
        for method in METHODS:
            seconds, found = quickest(lambda: solve_ivp(seir, (0, 200), start, method=method, rtol=10.0**-digits,
                                                        atol=10.0**-digits / 100).y[:, -1])
            line("seir", f"SciPy {method}", 10.0**-digits, found, truth, seconds)


if __name__ == "__main__":
    compare_planner()
    compare_seir()
