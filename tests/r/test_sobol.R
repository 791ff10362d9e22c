# Sobol indices: against COINr, against analytic indices, and their sample.

ishigami <- function(x) {
  z <- pi * (2 * as.matrix(x) - 1)
  unname(sin(z[, 1]) + 7 * sin(z[, 2])^2 + 0.1 * z[, 3]^4 * sin(z[, 1]))
}

test_that("estimators are those of COINr", {
  for (case in c("ishigami_N50", "linear_N16", "linear_offset_N16", "steps_N32")) {
    runs <- reference(paste0("coinr/sensitivity/", case, "_runs.csv"))
    expected <- reference(paste0("coinr/sensitivity/", case, "_indices.csv"))
    found <- sobol_indices(runs$y, expected$variable, estimator = "compat", replicates = 0)
    expect_identical(found$input, expected$variable)
    expect_close(found$first, expected$Si, 1e-9)
    expect_close(found$total, expected$STi, 1e-9)
    expect_close(attr(found, "variance"), expected$variance[1], 1e-9)
  }
  expected <- reference("coinr/sensitivity/coin_indices.csv")
  y <- reference("coinr/sensitivity/coin_output.csv")$mean_abs_rank_change
  found <- sobol_indices(y, expected$variable, estimator = "compat", replicates = 0)
  expect_close(found$first, expected$Si, 1e-9)
  expect_close(found$total, expected$STi, 1e-9)
})

test_that("indices of Ishigami's function", {
  y <- ishigami(sobol_sample(16384, 3, seed = 1))
  for (estimator in c("saltelli", "jansen")) {
    found <- sobol_indices(y, 3, estimator, replicates = 50, seed = 1)
    expect_identical(found$input, c("x1", "x2", "x3"))
    expect_close(found$first, c(0.313905, 0.442411, 0), 0.01)
    expect_close(found$total, c(0.557589, 0.442411, 0.243684), 0.01)
    expect_true(all(found$first_low < found$first & found$first < found$first_high))
    expect_true(all(found$total_low < found$total & found$total < found$total_high))
  }
})

test_that("a constant matters to compat only", {
  y <- ishigami(sobol_sample(200, 3, "random", seed = 4))
  for (estimator in c("saltelli", "jansen", "compat")) {
    moved <- max(abs(sobol_indices(y + 100, 3, estimator, 0)$first - sobol_indices(y, 3, estimator, 0)$first))
    if (estimator == "compat") expect_gt(moved, 0.01) else expect_lt(moved, 1e-11)
  }
})

test_that("the sample has its layout, and parts join", {
  for (sequence in c("halton", "random")) {
    x <- sobol_sample(8, c("a", "b"), sequence, seed = 3)
    expect_identical(dim(x), c(32L, 2L))
    expect_identical(x$a[17:24], x$a[9:16])
    expect_identical(x$b[17:24], x$b[1:8])
    expect_identical(x$b[25:32], x$b[9:16])
    parts <- rbind(sobol_sample(8, c("a", "b"), sequence, seed = 3, count = 5),
                   sobol_sample(8, c("a", "b"), sequence, seed = 3, first = 6))
    expect_identical(parts, x)
  }
  expect_identical(c(x$a[6], x$b[6], x$a[14], x$b[14]), random_uniform(4, 3, 5))
  set.seed(1)
  x <- sobol_sample(4, 2)
  set.seed(1)
  expect_identical(sobol_sample(4, 2), x)
})

test_that("threads do not matter", {
  y <- ishigami(sobol_sample(100, 3, seed = 1))
  one <- sobol_indices(y, 3, seed = 5, threads = 1)
  for (threads in c(0, 2, 3, 7)) expect_identical(sobol_indices(y, 3, seed = 5, threads = threads), one)
  wide <- sobol_indices(y, 3, seed = 5, level = 0.99)
  expect_true(all(wide$first_low < one$first_low & wide$first_high > one$first_high))
})

test_that("what cannot be is refused", {
  y <- as.double(0:19)
  expect_error(sobol_indices(y[-1], 3), class = "rix_edim", "outputs")
  expect_error(sobol_indices(replace(y, 8, NA), 3), class = "rix_emissing", "output 7")
  expect_error(sobol_indices(replace(y, 8, Inf), 3), class = "rix_edomain", "inf")
  expect_error(sobol_indices(rep(1, 20), 3), class = "rix_emissing", "do not vary")
  expect_error(sobol_indices(y, 3, level = 2), class = "rix_edomain", "share")
  expect_error(sobol_indices(y, 3, "sobol"), class = "rix_enotfound", "jansen")
  expect_error(sobol_indices(y, NA), class = "rix_einval", "inputs")
  expect_error(sobol_sample(4, 2, "sobol"), class = "rix_enotfound", "halton")
  expect_error(sobol_sample(0, 2), class = "rix_einval", "n:")
  expect_error(sobol_sample(4, 2, seed = 1, first = 11, count = 7), class = "rix_edim", "beyond")
  expect_error(sobol_indices(y, 3, progress = function(done) stop("enough")), "enough")
})
