# Ensembles over parameters and calibration, against simulated data and R's own densities.

N <- 67e6
policy <- rep(c(0, 1), c(30, 70))
epidemic <- function(...) {
  given <- list(population = N, susceptible = N - 20000, infected = 500, transmission = 0.55 / N, recovery = 0.2,
                fatality = 0.01, productivity = 1, lockdown_max = 1, effect = 0.4, periods = 100, steps = 4,
                time_unit = "day")
  do.call(planner_sir, utils::modifyList(given, list(...)))
}
expected <- diff(simulate(epidemic(), policy = policy)$states[["dead_1"]])
fit <- list(transmission = fitted_number(0.45 / N, 0.05 / N), infected_1 = fitted_number(1000, 1),
            effect = fitted_number(0.3))

test_that("the likelihood is R's, and its gradient agrees with differences", {
  set.seed(1)
  y <- stats::rpois(100, expected)
  at <- list(transmission = 0.54 / N, infected_1 = 600, effect = 0.38, dispersion = 9)
  series <- observed_series("dead_*", likelihood = "negative_binomial")
  value <- function(at) log_likelihood(epidemic(), y, at, series, policy)
  m <- diff(simulate(epidemic(transmission = 0.54 / N, infected = 600, effect = 0.38), policy = policy)$states[["dead_1"]])
  expect_equal(value(at)$value, sum(stats::dnbinom(y, size = 9, mu = m, log = TRUE)), tolerance = 1e-10)
  for (name in names(at)) {
    shifted <- function(h) {
      moved <- at
      moved[[name]] <- at[[name]] + h
      value(moved)$value
    }
    h <- 2e-4 * at[[name]]
    slope <- (8 * (shifted(h) - shifted(-h)) - (shifted(2 * h) - shifted(-2 * h))) / (12 * h)
    expect_equal(value(at)$gradient[[name]], slope, tolerance = 1e-7)
  }
})

test_that("parameters that made the data are recovered", {
  set.seed(2)
  y <- as.double(stats::rpois(100, expected))
  y[c(4, 51)] <- NA
  found <- calibrate(epidemic(), y, fit, observed_series("dead_*"), policy, starts = 2)
  expect_true(found$converged)
  z <- (coef(found) - c(0.55 / N, 500, 0.4)) / found$estimates$se
  expect_lt(max(abs(z)), 4)
  expect_equal(unname(sqrt(diag(vcov(found)))), found$estimates$se)
  expect_equal(as.double(logLik(found)), sum(stats::dpois(y, fitted(found)$expected, log = TRUE), na.rm = TRUE),
               tolerance = 1e-9)
  expect_output(print(found), "converged")
  expect_equal(scenario_parameters(found$scenario)$value[1], coef(found)[[1]])
  one <- calibrate(epidemic(), y, fit, observed_series("dead_*"), policy, max_iterations = 1)
  expect_false(one$converged)
  expect_output(print(one), "NOT CONVERGED")
})

test_that("bounds hold, and bad input is named", {
  set.seed(2)
  y <- stats::rpois(100, expected)
  found <- calibrate(epidemic(), y, utils::modifyList(fit, list(effect = fitted_number(0.2, 0.1, 0.3))),
                     observed_series("dead_*"), policy)
  expect_true(found$estimates$at_bound[3])
  expect_equal(coef(found)[["effect"]], 0.3)
  expect_error(calibrate(epidemic(), c(-1, 2), "effect", observed_series("dead_*")), class = "rix_edomain")
  expect_error(calibrate(epidemic(), c(NA, NA), "effect", observed_series("dead_*")), class = "rix_emissing")
  expect_error(calibrate(epidemic(), rep(1, 101), "effect", observed_series("dead_*")), class = "rix_edim")
  expect_error(calibrate(epidemic(), c(1, 2), "wind", observed_series("dead_*")), class = "rix_enotfound")
  expect_error(calibrate(epidemic(), c(1, 2), "effect", observed_series("dead_9")), class = "rix_enotfound")
})

test_that("a draw is a simulation, threads and clusters do not change a bit", {
  spread <- list(transmission = distribution(0.3 / N, 0.6 / N), effect = distribution(distribution = "normal", mean = 0.5, sd = 0.05))
  e <- ensemble(epidemic(), spread, policy, n = 30, seed = 4, states = c("dead_1", "infected_1"), threads = 1)
  alone <- simulate(epidemic(transmission = e$draws[7, 1], effect = e$draws[7, 2]), policy = policy)
  expect_identical(unname(e$outcomes[7, ]), unname(alone$outcomes))
  expect_identical(ensemble(epidemic(), spread, policy, n = 30, seed = 4, threads = 3)$outcomes, e$outcomes)
  bands <- ensemble_bands(e, c(0.1, 0.9))
  ends <- t(sapply(seq_len(101), function(t) stats::quantile(e$values[(0:29) * 101 + t, 1], c(0.1, 0.9))))
  expect_equal(unname(as.matrix(bands[bands$state == "dead_1", 3:4])), unname(ends), tolerance = 1e-12)
  expect_error(ensemble(epidemic(), list(effect = c(0.5, 1.5))), "draw 1 \\(effect = 1.5\\)", class = "rix_edomain")
  expect_equal(ensemble(epidemic(), list(effect = c(0.5, 1.5)), skip_failures = TRUE)$failed, 1)
  expect_error(ensemble(epidemic(), list(wind = 1)), class = "rix_enotfound")
  expect_output(print(e), "30 draws")
})
