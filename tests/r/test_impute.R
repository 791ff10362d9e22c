# EM, nearest units and Box-Cox by likelihood: against base R and MASS; what the treatment's log says.

normal_table <- function(seed, n = 60L, p = 3L, missing = 0.2) {
  set.seed(seed)
  x <- matrix(rnorm(n * p), n) %*% matrix(rnorm(p * p), p)
  x[runif(n * p) < missing] <- NA
  stats::setNames(as.data.frame(x), letters[seq_len(p)])
}

# Rows with their gaps expected, and the sum of the conditional covariances.
expected <- function(x, mean, cov) {
  uncertain <- 0 * cov
  for (i in seq_len(nrow(x))) {
    gap <- is.na(x[i, ])
    if (!any(gap)) next
    slopes <- solve(cov[!gap, !gap, drop = FALSE], cov[!gap, gap, drop = FALSE])
    x[i, gap] <- mean[gap] + (x[i, !gap] - mean[!gap]) %*% slopes
    uncertain[gap, gap] <- uncertain[gap, gap] + cov[gap, gap] - cov[gap, !gap, drop = FALSE] %*% slopes
  }
  list(x = x, uncertain = uncertain)
}

test_that("EM is that of a loop over the rows", {
  for (seed in 1:2) {
    data <- normal_table(seed)
    data <- data[rowSums(!is.na(data)) > 0L, ]
    x <- as.matrix(data)
    mean <- colMeans(x, na.rm = TRUE)
    cov <- diag(apply(x, 2L, stats::var, na.rm = TRUE))
    for (k in 1:500) {
      e <- expected(x, mean, cov)
      mean <- colMeans(e$x)
      cov <- (crossprod(sweep(e$x, 2L, mean)) + e$uncertain) / nrow(x)
    }
    found <- impute_data(data, "em", tolerance = 1e-13, max_iterations = 5000)
    expect_close(found$data, as.data.frame(expected(x, mean, cov)$x), 1e-9)
    expect_true(all(found$report$converged))
    density <- vapply(seq_len(nrow(x)), function(i) {
      there <- !is.na(x[i, ])
      d <- x[i, there] - mean[there]
      s <- cov[there, there, drop = FALSE]
      -(sum(there) * log(2 * pi) + as.numeric(determinant(s)$modulus) + sum(d * solve(s, d))) / 2
    }, 0)
    expect_close(found$report$log_likelihood, rep(sum(density), 3L), 1e-9)
  }
})

test_that("EM of a singular table warns, by itself and in an index", {
  data <- data.frame(a = c(1, 2, 3, 4, 5), b = c(2, 4, 6, 8, NA))
  expect_warning(found <- impute_data(data, "em"), "singular; the gaps of a, b stay missing", class = "rix_warning")
  expect_identical(found$data, data)
  framework <- risk_framework(data.frame(code = c("index", "a", "b"), parent = c(NA, "index", "index")))
  expect_warning(build_index(data, framework, list(impute = "em")), "below 'index' is singular",
                 class = "rix_warning")
  expect_close(impute_data(data, "em", ridge = 1e-6)$data$b[5L], 10, 1e-3)
  expect_warning(impute_data(normal_table(3), "em", max_iterations = 2), "EM did not converge for a, b, c",
                 class = "rix_warning")
  expect_error(impute_data(data, "em", ridge = -1), "recipe.impute.ridge", class = "rix_einval")
})

test_that("nearest units are those of dist()", {
  data <- normal_table(4, missing = 0.3)
  x <- as.matrix(data)
  population <- function(v) sqrt(mean((v - mean(v, na.rm = TRUE))^2, na.rm = TRUE))
  distances <- as.matrix(stats::dist(scale(x, scale = apply(x, 2L, population)))) # of missing columns, rescaled
  for (by_distance in c(FALSE, TRUE)) {
    wanted <- x
    for (j in 1:3) for (i in which(is.na(x[, j]))) {
      there <- which(!is.na(x[, j]) & !is.na(distances[i, ]))
      near <- there[order(distances[i, there])][1:5]
      wanted[i, j] <- if (length(there) == 0L) mean(x[, j], na.rm = TRUE) else {
        stats::weighted.mean(x[near, j], if (by_distance) 1 / distances[i, near] else rep(1, 5L))
      }
    }
    found <- impute_data(data, "nearest", by_distance = by_distance)$data
    expect_close(found, as.data.frame(wanted), 1e-9)
  }
})

test_that("the power of Box-Cox is that of MASS", {
  skip_if_not_installed("MASS")
  x <- c(1, 2, 3, 4, 5, 8, 12, 20, 33, 60)
  found <- treat_outliers(data.frame(x = x), "transform", transform = "boxcox_ml")
  lambda <- found$report$lambda
  likelihood <- function(l) MASS::boxcox(x ~ 1, lambda = l, plotit = FALSE, interp = FALSE)$y
  around <- likelihood(lambda + c(-1e-3, 0, 1e-3))
  expect_true(around[2L] > around[1L] && around[2L] > around[3L])
  expect_close(lambda, -0.06463009788092973862, 1e-11)
  expect_close(found$data$x, (x^lambda - 1) / lambda, 1e-12)
  expect_true(is.na(treat_outliers(data.frame(x = x), "transform", transform = "log")$report$lambda))
})

test_that("nodes win over the recipe, and what moved is told", {
  x <- c(5, 1, 100, 2, 3, 4, 90, 6, 7, 8, -50, 9)
  data <- data.frame(a = x, b = x, c = x, row.names = paste0("u", 0:11))
  framework <- risk_framework(data.frame(
    code = c("index", "a", "b", "c"), parent = c(NA, "index", "index", "index"),
    treat = c(NA, "winsorise", "fences", NA), treat_max_points = c(NA, 1, NA, NA), treat_fence = c(NA, NA, 2, NA)
  ))
  index <- build_index(data, framework, list(treat = list("none", skewness = 1, kurtosis = 1)))
  q <- stats::quantile(x, c(0.25, 0.75), names = FALSE)
  expect_identical(index$moved$unit, c("u2", "u2", "u6", "u10"))
  expect_identical(index$moved$indicator, c("a", "b", "b", "b"))
  expect_identical(index$moved$side, c("high", "high", "high", "low"))
  expect_identical(index$moved$before, c(100, 100, 90, -50))
  expect_close(index$moved$after, c(90, rep(q[2L] + 2 * diff(q), 2L), q[1L] - 2 * diff(q)), 1e-12)
  expect_true(any(grepl("'u2' (100), 'u6' (90), 'u10' (-50)", index$log$message, fixed = TRUE)))
  expect_error(risk_framework(data.frame(code = c("index", "a"), parent = c(NA, "index"), treat_force = c(NA, 2))),
               "treat_force 2 of node 'a'", class = "rix_edomain")
  expect_null(build_index(data, risk_framework(data.frame(code = c("index", "a"), parent = c(NA, "index"))))$moved)
})

test_that("units screened out are not compared", {
  data <- data.frame(a = c(1, 3, 2, NA), b = c(5, 1, 3, NA))
  framework <- risk_framework(data.frame(code = c("index", "a", "b"), parent = c(NA, "index", "index")))
  for (rule in c("wroclaw", "topsis", "copeland")) {
    recipe <- risk_recipe(screen = "data", aggregate = list(rule = rule, missing = "value", fill = 100))
    index <- suppressWarnings(build_index(data, framework, recipe))
    expect_identical(index$scores$index, c(build_index(data[1:3, ], framework, recipe)$scores$index, NA))
  }
})
