panel_framework <- function() {
  risk_framework(data.frame(code = c("index", "x", "y"), parent = c(NA, "index", "index"), direction = c(1, 1, -1)))
}

panel_data <- function() {
  data.frame(place = rep(c("B", "A", "C"), each = 3), year = rep(c(2018, 2020, 2021), 3),
             x = c(3, 4, 9, 1, 2, 7, 5, 8, 6), y = c(10, 45, 25, 20, 15, 35, 30, 50, 40))
}

test_that("each period scores as a table of its own, and the base as by itself", {
  data <- panel_data()
  by_period <- build_index(data, panel_framework(), list(normalise = list(over = "period")), units = "place",
                           period = "year")
  by_base <- build_index(data, panel_framework(), list(normalise = list(over = "base", base = 2020)),
                         units = "place", period = "year")
  expect_identical(names(by_period$scores), c("unit", "period", "index", "x", "y"))
  for (year in c(2018, 2020, 2021)) {
    alone <- build_index(data[data$year == year, ], panel_framework(), units = "place")
    rows <- data$year == year
    expect_identical(by_period$scores$index[rows], alone$scores$index)
    if (year == 2020) expect_identical(by_base$scores$index[rows], alone$scores$index)
  }
  free <- normalise_data(data, list(over = "base", base = 2020, truncate = FALSE), panel_framework(), "place", "year")
  expect_equal(free$x, 100 * (data$x - 2) / 6)
  long <- as.data.frame(by_base)
  expect_identical(names(long)[1:3], c("unit", "period", "node"))
  expect_identical(long$score[long$node == "y"], by_base$scores$y)
  expect_identical(index_ranks(by_base)$index, by_base$ranks$index)
  expect_identical(names(index_contributions(by_base))[1:3], c("unit", "period", "index"))
})

test_that("COINr's iData with Time is a panel, and dates are periods", {
  data <- panel_data()
  coinr <- stats::setNames(data, c("uCode", "Time", "x", "y"))
  recipe <- list(normalise = list(over = "period"))
  expected <- build_index(data, panel_framework(), recipe, units = "place", period = "year")
  expect_identical(build_index(coinr, panel_framework(), recipe)$scores, expected$scores)
  data$year <- as.Date(paste0(data$year, "-07-01"))
  dated <- build_index(data, panel_framework(), list(normalise = list(over = "base", base = as.Date("2018-07-01"))),
                       units = "place", period = "year")
  expect_s3_class(dated$scores$period, "Date")
  expect_identical(dated$scores$x[c(1, 4, 7)], c(50, 0, 100))
})

test_that("what is no panel is named", {
  data <- panel_data()
  expect_error(build_index(data, panel_framework(), units = "place", period = "month"), class = "rix_enotfound")
  expect_error(build_index(data, panel_framework(), list(normalise = list(over = "period")), units = "place"),
               "has no periods", class = "rix_einval")
  data$year[2] <- 2018
  expect_error(build_index(data, panel_framework(), units = "place", period = "year"),
               "unit 'B' has two rows for period 2018, 0 and 1", class = "rix_einval")
})

test_that("trends are the medians of all slopes, and the growth between the ends", {
  data <- panel_data()
  data$x[5] <- NA
  index <- build_index(data, panel_framework(), list(normalise = "none"), units = "place", period = "year")
  brute <- function(t, x) {
    pairs <- utils::combn(which(!is.na(x)), 2L)
    stats::median((x[pairs[2L, ]] - x[pairs[1L, ]]) / (t[pairs[2L, ]] - t[pairs[1L, ]]))
  }
  slopes <- index_trends(index)
  expect_identical(slopes$unit, c("B", "A", "C"))
  for (u in slopes$unit) {
    rows <- data$place == u
    expect_equal(slopes$x[slopes$unit == u], brute(data$year[rows], data$x[rows]))
    expect_equal(slopes$index[slopes$unit == u], brute(data$year[rows], index$scores$index[rows]))
  }
  expect_equal(index_trends(index, "growth")$x, c(3, 7, 6 / 5)^(1 / 3) - 1)
  expect_error(index_trends(index, "speed"), class = "rix_enotfound")
  within <- index_ranks(index, over = "period")
  expect_identical(within$x, c(2, 2, 1, 3, NA, 2, 1, 1, 3))
  expect_error(index_trends(build_index(small_data(), small_meta())), "no periods", class = "rix_einval")
})

test_that("panels are imputed as COINr does", {
  input <- reference("coinr/impute/panel_input.csv")
  compare <- function(found, name) {
    expected <- reference(paste0("coinr/impute/panel_", name, ".csv"))
    codes <- setdiff(names(expected), c("uCode", "Time"))
    rows <- match(paste(expected$uCode, expected$Time), paste(input$uCode, input$Time))
    expect_close(lapply(found[codes], `[`, rows), lapply(expected[codes], as.double), 1e-9)
  }
  framework <- data.frame(code = c("i", "LPI", "Flights", "ConSpeed", "CO2"), parent = c(NA, "i", "i", "i", "i"))
  for (lag in c(Inf, 1, 2)) {
    name <- paste0("latest", if (is.finite(lag)) paste0("_max", lag))
    found <- impute_data(input, "latest", max_lag = lag)
    compare(found$data, name)
    compare(found$sources, paste0(name, "_source_time"))
    step <- list("latest", max_lag = lag)
    index <- build_index(input, framework, list(normalise = "none", impute = step))
    compare(index_stage(index, "imputed"), name)
    compare(index_sources(index), paste0(name, "_source_time"))
  }
  compare(impute_data(input, "constant_in_time")$data, "constant")
  compare(impute_data(input, "linear_in_time")$data, "linear_constant")
  compare(impute_data(input, "linear_in_time", columns = "LPI", compat = TRUE)$data, "linear_LPI")
  expect_error(impute_data(input, "linear_in_time", compat = TRUE), "one value only", class = "rix_emissing")
})

test_that("means are those of each period where over says so", {
  data <- panel_data()
  data$x[2] <- NA
  found <- impute_data(data, "mean", over = "period", units = "place", period = "year")
  expect_equal(found$data$x[2], (2 + 8) / 2)
  expect_identical(found$sources$x[1:3], c(2018, NA, 2021))
  expect_error(impute_data(data, "mean", over = "base", units = "place", period = "year"), class = "rix_enotfound")
})

test_that("the adjusted Mazziotta-Pareto index of a panel is Compind's", {
  data <- reference("compind/hpi_panel.csv")
  expected <- reference("compind/ampi_panel.csv")
  posts <- reference("compind/ampi_panel_goalposts.csv")
  framework <- data.frame(code = c("ampi", posts$iCode), parent = c(NA, rep("ampi", nrow(posts))),
                          target = c(NA, posts$goalpost), direction = c(1, ifelse(posts$polarity == "POS", 1, -1)))
  for (penalty in c("subtract", "add")) {
    index <- build_index(data, framework, list(normalise = "ampi", aggregate = list("mpi", penalty = penalty)),
                         units = "ISO", period = "year")
    expect_close(index$scores$ampi, expected[[c(subtract = "ampi_neg_unrounded", add = "ampi_pos_unrounded")[penalty]]],
                 1e-9)
  }
  for (code in posts$iCode) expect_close(index$scores[[code]], expected[[paste0("norm_", code)]], 1e-9)
})

test_that("units are compared within each period where over says so", {
  data <- panel_data()
  step <- list("copeland", over = "period")
  index <- build_index(data, panel_framework(), list(normalise = list(over = "period"), aggregate = step),
                       units = "place", period = "year")
  for (year in unique(data$year)) {
    rows <- data$year == year
    alone <- build_index(data[rows, ], panel_framework(), list(aggregate = "copeland"), units = "place")
    expect_identical(index$scores$index[rows], alone$scores$index)
  }
  again <- aggregate_data(index$scores[c("unit", "period", "x", "y")], step, low = 0, high = 100, units = "unit",
                          period = "period")
  expect_identical(again$score, index$scores$index)
})

test_that("outliers are those of each period where over says so", {
  data <- panel_data()
  data$x[5] <- 900
  step <- list("percentiles", low_share = 0.1, high_share = 0.9, over = "period")
  index <- build_index(data, panel_framework(), list(treat = step), units = "place", period = "year")
  bound <- function(x, p) stats::ave(x, data$year, FUN = function(v) stats::quantile(v, p, names = FALSE))
  expected <- pmin(pmax(data$x, bound(data$x, 0.1)), bound(data$x, 0.9))
  expect_equal(index_stage(index, "treated")$x, expected)
  expect_identical(names(index$treatment)[1:2], c("indicator", "period"))
  expect_identical(index$treatment$period, rep(c(2018, 2020, 2021), 2))
  x <- index$moved[index$moved$indicator == "x", ]
  expect_equal(x$after, expected[expected != data$x])
  expect_identical(x$unit, paste(data$place, data$year, sep = ", ")[expected != data$x])
})
