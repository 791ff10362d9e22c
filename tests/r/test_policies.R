# Policies in stages, observables and comparisons, against runs by themselves and closed forms.

sir <- planner_sir(population = 1, susceptible = 0.99, infected = 0.01, transmission = 0.3, recovery = 0.1,
                   fatality = 0.01, productivity = 1, lockdown_max = 1, periods = 120, steps = 4, time_unit = "day")
trigger <- trigger_policy(c(open = 0, closed = 0.6), "infected", enter = 0.05, leave = 0.02)

test_that("a stage begins where the uncontrolled epidemic crosses the level", {
  first <- which(simulate(sir)$states$infected_1 >= 0.05)[1]
  run <- simulate(sir, policy = trigger)
  expect_gt(first, 3)
  expect_equal(run$switches$period[1], first)
  expect_equal(run$switches$reason[1], "rose")
  now <- "open"
  expected <- vapply(run$watched[, "infected"], function(x) {
    now <<- if (x >= 0.05) "closed" else if (x < 0.02) "open" else now
  }, "")
  expect_equal(run$stages, unname(expected))
  again <- simulate(sir, policy = run$schedule)
  expect_identical(again$states, run$states)
})

test_that("delays, caps and exits in stages", {
  late <- trigger_policy(c(open = 0, closed = 0.6), policy_watch("infected", delay = 5), 0.05, 0.02, max_switches = 1)
  expect_equal(simulate(sir, policy = late)$switches$period[1], simulate(sir, policy = trigger)$switches$period[1] + 5)
  expect_equal(simulate(sir, policy = late)$switches$reason, c("rose", "capped"))
  way <- staged_exit(exit_stage("lockdown", 0.8), exit_stage("eased", 0.4, date = 10, ramp = 3),
                     exit_stage("open", 0, watch = "infected", below = 1e-9))
  run <- simulate(sir, policy = way)
  expect_equal(run$schedule[9:15, 1], c(0.8, 0.8, 0.7, 0.6, 0.5, 0.4, 0.4), tolerance = 1e-14)
  expect_equal(run$switches$reason, c("date", "shut"))
  expect_match(format(way), "^From period 0 lockdown at 0.8; then eased at 0.4, from period 10 on")
  expect_error(simulate(sir, policy = staged_exit(exit_stage("a", 1), exit_stage("b", 0, watch = "infected", below = -1))),
               class = "rix_edomain")
  expect_error(simulate(sir, policy = trigger_policy(c(a = 0, b = 1), "x", 1)), class = "rix_enotfound")
})

test_that("observables follow their formulas", {
  run <- simulate(sir, policy = rep(0.3, 120))
  seen <- trajectory_observe(run)
  s <- run$states$susceptible_1
  expect_equal(seen$reproduction, 0.3 * 0.7^2 * s / 0.1, tolerance = 1e-12)
  expect_equal(seen$incidence, 1e5 * 0.3 * 0.7^2 * s * run$states$infected_1, tolerance = 1e-12)
  expect_equal(tail(trajectory_observe(run, "deaths")$deaths, 1), run$outcomes[["deaths"]])
  expect_equal(trajectory_observe(run, "incidence", start = "2020-03-01")$date[121], as.Date("2020-06-29"))
  expect_true("reproduction" %in% scenario_observables(sir)$name)
})

test_that("linear schedules and comparisons", {
  expect_equal(linear_schedule(sir, c(1, 3.5, 4), c(0.5, 1, 0))[1:5, 1], c(0.5, 0.6, 0.8, 0.725, 0), tolerance = 1e-14)
  both <- compare_policies(sir, list(nothing = NULL, trigger = trigger), annual_output = 365)
  y <- simulate(sir)$outcomes
  z <- simulate(sir, policy = trigger)$outcomes
  expect_equal(both$value$cost_per_life[2], unname((z["output_loss"] - y["output_loss"]) / (y["deaths"] - z["deaths"])))
  expect_equal(both$value$share_of_output[2], z[["output_loss"]] / 365)
  expect_true(is.na(both$value$cost_per_life[1]))
  expect_output(print(both), "against 'nothing'")
})

test_that("plots shade the stages", {
  skip_if_not_installed("ggplot2")
  p <- plot(simulate(sir, policy = trigger))
  built <- ggplot2::ggplot_build(p)$data
  expect_length(built, 2L)
  expect_gte(length(unique(built[[1L]]$fill)), 2L)
  expect_length(ggplot2::ggplot_build(plot(simulate(sir)))$data, 1L)
})
