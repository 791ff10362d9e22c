# The engine: methods of integration, gradients, custom models; closed forms and differences judge.

sir <- function(t, x, u, p) {
  caught <- p[["transmission"]] * (1 - 0.8 * u[["lockdown"]])^2 * x[["S"]] * x[["I"]]
  over <- p[["recovery"]] * x[["I"]]
  list(c(-caught, caught - over, over)) # as deSolve's functions give it
}

make_sir <- function(...) {
  parts <- list(
    states = c(S = 0.99, I = 0.01, R = 0), controls = c(lockdown = 1),
    parameters = list(transmission = c(0.5, 0, 9), recovery = 0.25), rhs = sir,
    rates = function(t, x, u, p) u * (x[["S"]] + x[["I"]]), terminal = function(t, x, u, p) x[["R"]],
    outcomes = list(ever = c("terminal", "health", "share"), loss = c("running", "economic", "output")),
    periods = 12, steps = 7, nonnegative = 3, conserved = c(1, 1, 1), time_unit = "week"
  )
  changes <- list(...)
  parts[names(changes)] <- changes
  do.call(custom_model, parts)
}

twin <- function() {
  planner_sir(population = 1, susceptible = 0.99, infected = 0.01, transmission = 0.5, recovery = 0.25,
              fatality = 0, productivity = 1, lockdown_max = 1, effect = 0.8, periods = 12)
}

test_that("a custom model is the planner it copies", {
  schedule <- seq(0.5, 0, length.out = 12)
  mine <- simulate(make_sir(), policy = schedule)
  theirs <- simulate(twin(), policy = schedule)
  expect_close(mine$states$I, theirs$states$infected_1, 1e-13)
  expect_close(mine$outcomes[["loss"]], theirs$outcomes[["output_loss"]], 1e-12)
  rough <- scenario_gradient(make_sir(), schedule, "loss", allow_inexact = TRUE)
  exact <- scenario_gradient(twin(), schedule, "output_loss")
  expect_false(rough$exact)
  expect_true(exact$exact)
  expect_close(rough$controls, exact$controls, 1e-6)
  expect_error(scenario_gradient(make_sir(), schedule, "loss"), class = "rix_einval", "not exact")
  expect_output(print(exact), "exact: by 12 controls")
})

test_that("both methods give the same, at any times", {
  times <- c(0, 0.35, 2, 7.77, 12)
  fixed <- simulate(make_sir(steps = 40), policy = rep(0.3, 12), times = times)
  adaptive <- simulate(make_sir(), policy = rep(0.3, 12), times = times, method = "adaptive", relative = 1e-10,
                       absolute = 1e-12)
  expect_identical(fixed$states$time, times)
  expect_close(fixed$states[-1], adaptive$states[-1], 1e-8)
  sc <- preset_scenario("mrsir_us")
  expect_close(simulate(sc, method = "adaptive")$outcomes, simulate(sc)$outcomes, 1e-6)
  expect_error(simulate(sc, method = "adaptive", max_steps = 3), class = "rix_enumeric", "steps ran out at time")
  expect_error(simulate(sc, times = c(2, 1)), class = "rix_edomain", "times\\[1\\] is 1")
  expect_error(simulate(sc, method = "euler"), class = "rix_enotfound")
})

test_that("gradients agree with differences", {
  sc <- update(preset_scenario("mrsir_us"), periods = 20, matching = 1.5)
  schedule <- matrix(random_uniform(60, seed = 5) * 0.5 + 0.1, 20)
  g <- scenario_gradient(sc, schedule, c(objective = 1, deaths = 3))
  value <- function(s, scenario = sc) sum(simulate(scenario, policy = s)$outcomes[c("objective", "deaths")] * c(1, 3))
  expect_identical(g$value, value(schedule))
  for (place in c(1, 17, 43, 60)) {
    move <- function(step) value(replace(schedule, place, schedule[place] + step))
    h <- 1e-2
    d <- (45 * (move(h) - move(-h)) - 9 * (move(2 * h) - move(-2 * h)) + move(3 * h) - move(-3 * h)) / (60 * h)
    expect_lte(abs(g$controls[place] - d), 1e-8 * max(abs(g$controls)))
  }
  for (name in c("transmission", "fatality_old", "matching")) {
    p <- scenario_parameters(sc)
    at <- p$value[p$name == name]
    moved <- function(k) value(schedule, do.call(with_parameters, c(list(sc), stats::setNames(list(at * k), name))))
    expect_close(g$parameters[[name]], (moved(1 + 1e-4) - moved(1 - 1e-4)) / (2e-4 * at), 1e-4)
  }
  expect_error(scenario_gradient(sc, schedule, "death"), class = "rix_enotfound")
  expect_error(with_parameters(sc, speed = 1), class = "rix_einval")
})

test_that("events turn a clock", {
  clock <- custom_model(
    states = c(hand = 0), flags = c(back = 0), periods = 7, steps = 10,
    rhs = function(t, x, u, p, flags) if (flags[["back"]] > 0) -1 else 1,
    outcomes = list(end = c("terminal", "social")), terminal = function(t, x, u, p, flags) x,
    events = list(turn = 1, reset = list(1, "excluded")),
    conditions = function(t, x, u, p, flags) c(x - 3.3, t - 5),
    happen = function(i, t, x, p, flags) if (i == 1) list(x, 1) else list(0, 0)
  )
  for (method in c("rk4", "adaptive", "adaptive_8")) {
    traj <- simulate(clock, method = method)
    expect_identical(traj$events$event, c("turn", "reset"))
    expect_close(traj$events$time, c(3.3, 5), 1e-9)
    expect_close(traj$states$hand, c(0, 1, 2, 3, 2.6, 0, 1, 2), 1e-9)
    expect_identical(traj$flags$back, c(0, 0, 0, 0, 1, 0, 0, 0))
  }
  expect_error(scenario_gradient(clock, NULL, "end", TRUE), class = "rix_einval", "event 'reset'")
})

test_that("what a function raises comes out", {
  mine <- function(t, x, u, p) {
    if (t > 4) stop(structure(class = c("my_error", "error", "condition"), list(message = "in the model", call = NULL)))
    c(0, 0, 0)
  }
  for (method in c("rk4", "adaptive")) {
    expect_error(simulate(make_sir(rhs = mine), method = method), class = "my_error", "in the model")
  }
  expect_error(simulate(make_sir(rhs = function(t, x, u, p) 1)), class = "rix_edim", "rhs gave 1 numbers instead of 3")
  expect_error(simulate(make_sir(rhs = function(t, x, u, p) "a")), class = "rix_einval", "rhs gave no numbers")
  expect_error(simulate(make_sir(rhs = function(t, x, u, p) c(NaN, 0, 0))), class = "rix_enumeric", "S is nan at time 1")
  expect_error(simulate(make_sir(rhs = function(t, x, u, p) c(0.1, 0, 0))), class = "rix_enumeric", "sum that stays")
})

test_that("unsound parts are named", {
  expect_error(make_sir(rhs = 3), class = "rix_einval", "rhs: a function expected")
  expect_error(make_sir(states = c(1, 2)), class = "rix_einval", "states")
  expect_error(make_sir(states = c(S = NaN, I = 0, R = 0)), class = "rix_edomain", "initial of 'S'")
  expect_error(make_sir(outcomes = list(ever = c("terminal", "wealth"))), class = "rix_enotfound", "domain")
  expect_error(make_sir(parameters = list(transmission = c(0.5, 1, 2), recovery = 1)), class = "rix_edomain")
  expect_error(make_sir(periods = 0), class = "rix_einval", "periods is 0")
})

test_that("models survive saveRDS, and curves are drawn of them", {
  file <- tempfile(fileext = ".rds")
  on.exit(unlink(file))
  saveRDS(make_sir(), file)
  again <- readRDS(file)
  expect_identical(simulate(again)$outcomes, simulate(make_sir())$outcomes)
  curve <- tradeoff_curve(again, exit_plans(c(0.2, 0.5), c(3, 6), c(0, 2)), x = "loss", y = "ever")
  expect_gt(nrow(curve$points), 0)
  gc()
  expect_identical(update(again, periods = 3)$periods, 3)
})
