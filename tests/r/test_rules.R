ecdc_rows <- function() {
  data.frame(zone = c("green", "orange", "orange", "red", "red"),
             n = c("< 25", "< 50", "25 to 150", ">= 50", "> 150"), p = c("< 4", ">= 4", "< 4", ">= 4", ""))
}
three <- c("green", "orange", "red")

test_that("the worst of two indicators, on every boundary and beside it", {
  cdc <- rule_worst(c("low", "moderate", "substantial", "high"),
                    list(cases = c(10, 50, 100), positivity = c(5, 8, 10)))
  for (cases in c(0, 9.999, 10, 49.999, 50, 99.999, 100, 1e6, Inf)) {
    for (p in c(0, 4.999, 5, 7.999, 8, 9.999, 10, 100)) {
      slow <- max(sum(cases >= c(10, 50, 100)), sum(p >= c(5, 8, 10))) + 1
      expect_identical(as.integer(classify_zones(c(positivity = p, cases = cases), cdc)), as.integer(slow))
    }
  }
  expect_identical(as.character(classify_zones(data.frame(cases = c(NA, NA, 100), positivity = c(3, 10, NA)), cdc)),
                   c(NA, "high", "high"))
})

test_that("all of, k of, directions, boundaries and what is missing", {
  levels <- list(a = c(1, 2), b = c(10, 5), c = c(1, 2))
  data <- data.frame(a = c(2, 2, 1, NA), b = c(20, 5, 7, 5), c = c(0, 2, 0, 2))
  zones <- function(k, ...) {
    as.character(classify_zones(data, rule_criteria(three, levels, k = k, direction = c(b = -1), ...)))
  }
  expect_identical(zones(1), c("red", "red", "orange", "red"))
  expect_identical(zones(2), c("green", "red", "orange", "red"))
  expect_identical(zones(3), c("green", "red", "green", NA))
  expect_identical(zones(3, unknown = "available"), c("green", "red", "green", "red"))
  expect_identical(zones(1, unknown = "grey")[4], NA_character_)
  expect_identical(zones(3), as.character(classify_zones(data, rule_all_of(three, levels, direction = c(b = -1)))))
  lower <- rule_criteria(three, levels["a"], boundary = c(a = "lower"))
  expect_identical(as.character(classify_zones(data.frame(a = c(1, 1.001, 2, 2.001)), lower)),
                   c("green", "orange", "orange", "red"))
})

test_that("a decision table gives the zones of the recommendation of October 2020", {
  rule <- rule_table(three, ecdc_rows())
  slow <- function(n, p) {
    if (n < 25 && p < 4) "green" else if (n >= 50 && p >= 4 || n > 150) "red" else "orange"
  }
  grid <- expand.grid(n = c(0, 24.9, 25, 49.9, 50, 150, 150.1, 500), p = c(0, 3.9, 4, 50))
  expect_identical(as.character(classify_zones(grid, rule)), mapply(slow, grid$n, grid$p))
  unknown <- data.frame(n = c(24, 100, 151, NA), p = c(NA, NA, NA, 3), row.names = c("a", "b", "c", "d"))
  expect_identical(classify_zones(unknown, rule), factor(c(a = NA, b = NA, c = "red", d = NA), three, ordered = TRUE))
  as_list <- list(list(zone = "green", n = "< 25", p = "< 4"), list(zone = "orange", p = ">= 4", n = "<50"),
                  list(zone = "orange", n = "[25, 150]", p = "< 4"), c(zone = "red", n = ">= 50", p = ">= 4"),
                  list(zone = "red", n = "> 150"))
  expect_identical(classify_zones(grid, rule_table(three, as_list)), classify_zones(grid, rule))
})

test_that("conditions are read as they are written", {
  read <- function(text) unlist(riskidx:::read_condition(text, 1))
  expect_identical(read(">= 50"), c(low = 50, high = NA, low_in = 1, high_in = 1))
  expect_identical(read("<-1.5e2"), c(low = NA, high = -150, low_in = 1, high_in = 0))
  expect_identical(read(" (25, 150] "), c(low = 25, high = 150, low_in = 0, high_in = 1))
  expect_identical(read("25 to 150"), c(low = 25, high = 150, low_in = 1, high_in = 1))
  expect_identical(read("< 50 and >= 25"), c(low = 25, high = 50, low_in = 1, high_in = 0))
  expect_identical(read("= 0"), c(low = 0, high = 0, low_in = 1, high_in = 1))
  for (all in c("", "any", NA)) expect_identical(read(all), c(low = NA, high = NA, low_in = 1, high_in = 1))
  for (wrong in c("50", "=> 3", "[1, 2", "> 1 and > 2", "1 - 2", "> 1.2.3", "< Inf", "50 >", "> 5 %")) {
    expect_error(rule_table(three[1:2], data.frame(zone = "red", n = wrong)), "row 1", class = "rix_einval")
  }
})

test_that("holes and overlaps of a table are named, rows from 1", {
  rows <- ecdc_rows()
  expect_error(rule_table(three, rows[-3, ]), "no row covers n in \\[25, 50\\), p < 4", class = "rix_edomain")
  rows$n[3] <- "20 to 150"
  expect_error(rule_table(three, rows), "rows 1 and 3 overlap at n in \\[20, 25\\), p < 4: green and orange",
               class = "rix_edomain")
  expect_error(rule_table(three, data.frame(zone = "red", n = c("< 5", "(7, 3)"))), "row 2", class = "rix_edomain")
  expect_error(rule_table(three, data.frame(zone = c("red", "blue"), n = c("< 5", ">= 5"))), "'blue' in row 2",
               class = "rix_einval")
  expect_error(rule_table(three, data.frame(n = "< 5")), "'zone'", class = "rix_einval")
  expect_error(rule_table(three, list(list("< 5"))), "rows", class = "rix_einval")
  grey <- rule_table(three, data.frame(zone = c("grey", NA, "red"), n = c("< 5", "[5, 6]", "> 6")))
  expect_identical(as.character(classify_zones(data.frame(n = 5:7), grey)), c(NA, NA, "red"))
})

test_that("criteria that make no rule are refused by name", {
  expect_error(rule_criteria(three, list(n = c(50, 25))), "n: threshold 25", class = "rix_edomain")
  expect_error(rule_criteria(three, list(n = c(25, 50)), direction = -1), "n: threshold 50", class = "rix_edomain")
  expect_error(rule_criteria(three, list(n = 25)), "'n' has 1.*3 zones", class = "rix_edim")
  expect_error(rule_criteria(three, list(n = c("a", "b"))), "'n'", class = "rix_einval")
  expect_error(rule_criteria(three, c(25, 50)), "thresholds", class = "rix_einval")
  expect_error(rule_criteria(three, list(n = c(1, 2)), direction = c(m = 1)), "'m'", class = "rix_enotfound")
  expect_error(rule_criteria(three, list(n = c(1, 2)), direction = 0), "0", class = "rix_einval")
  expect_error(rule_criteria(three, list(n = c(1, 2)), k = 2), "k = 2 of 1", class = "rix_einval")
  expect_error(rule_criteria(three, list(n = c(1, 2)), boundary = "middle"), "boundary", class = "rix_enotfound")
  expect_error(rule_criteria(three, list(n = c(1, 2)), unknown = "guess"), "guess", class = "rix_enotfound")
  expect_error(rule_criteria(c("a", "a"), list(n = 1)), "'a'", class = "rix_einval")
  expect_error(rule_criteria(1:3, list(n = c(1, 2))), "zones", class = "rix_einval")
  rule <- rule_criteria(three, list(n = c(1, 2), m = c(1, 2)))
  expect_error(classify_zones(data.frame(n = 1), rule), "no column 'm'", class = "rix_enotfound")
  expect_error(classify_zones(data.frame(n = 1, m = "x"), rule), "'m'.*'x'", class = "rix_einval")
  expect_error(classify_zones(1, rule), class = "rix_einval")
})

test_that("rules say what they are, in words and as a table", {
  rule <- rule_table(three, ecdc_rows(), units = c(p = "%"))
  expect_match(rule_sentence(rule), "red: n >= 50 and p >= 4 %, or n > 150;", fixed = TRUE)
  expect_identical(as.data.frame(rule)$n, c("< 25", "< 50", "[25, 150]", ">= 50", "> 150"))
  expect_identical(rule_table(three, as.data.frame(rule), units = c(p = "%")), rule)
  expect_output(print(rule), "Decision table of 5 rows")
  criteria <- rule_criteria(three, list(n = c(25, 50), d = c(14, 7)), direction = c(d = -1), units = c(d = "days"))
  expect_identical(as.data.frame(criteria)$red, c(50, 7))
  expect_identical(as.data.frame(criteria)$unit, c(NA, "days"))
  expect_match(rule_sentence(criteria), "red: at least 1 of: n >= 50, d <= 7 days", fixed = TRUE)
  expect_error(rule_sentence("red"), class = "rix_einval")
})

test_that("tibbles, matrices and named units are classified", {
  rule <- rule_table(three, ecdc_rows())
  m <- cbind(p = c(1, 5), other = 0, n = c(10, 60))
  expect_identical(as.character(classify_zones(m, rule)), c("green", "red"))
  d <- data.frame(m, unit = c("x", "y"))
  expect_identical(names(classify_zones(d, rule, units = "unit")), c("x", "y"))
  expect_null(names(classify_zones(d, rule)))
  expect_identical(classify_zones(d[0, ], rule), factor(character(), three, ordered = TRUE))
  skip_if_not_installed("tibble")
  expect_identical(classify_zones(tibble::as_tibble(d), rule), classify_zones(d, rule))
})

test_that("thresholds are found in scores", {
  scores <- c(a = 1, b = 2, c = 2.5, d = 10, e = 11, f = NA, g = 30)
  expect_equal(zones_quantiles(scores, 4)$thresholds, unname(stats::quantile(scores, 1:3 / 4, na.rm = TRUE)),
               tolerance = 1e-15)
  expect_identical(zones_natural(scores, 3)$thresholds, c(10, 30))
  expect_identical(as.character(classify_zones(scores, zones_natural(scores, 3, three))),
                   c("green", "green", "green", "orange", "orange", NA, "red"))
  expect_equal(zones_sd(scores, c(-0.5, 1))$thresholds,
               mean(scores, na.rm = TRUE) + c(-0.5, 1) * stats::sd(scores, na.rm = TRUE), tolerance = 1e-14)
  expect_identical(zones_sd(scores)$labels, c("0", "1", "2", "3"))
  index <- build_index(small_data(), risk_framework(small_meta()))
  expect_identical(zones_natural(index, 2), zones_natural(index$scores$risk, 2))
  expect_error(zones_quantiles(c(1, 1, 1), 3), class = "rix_emissing")
  expect_error(zones_natural(scores, 7), class = "rix_emissing")
  for (classes in list(1, 0, NA, "3", c(2, 3))) {
    expect_error(zones_natural(scores, classes), "classes", class = "rix_einval")
  }
  expect_error(zones_quantiles(scores, 2.5), class = "rix_error")
  expect_error(zones_sd(scores, c(1, 0)), class = "rix_edomain")
  expect_error(zones_quantiles(c(p = 1, q = Inf), 2), "'q'", class = "rix_edomain")
})

test_that("natural breaks are the best of all divisions", {
  best <- function(x, classes) {
    x <- sort(x)
    cuts <- utils::combn(length(x) - 1, classes - 1)
    within <- apply(cuts, 2, function(cut) {
      sum(tapply(x, findInterval(seq_along(x), cut + 1), function(run) sum((run - mean(run))^2)))
    })
    x[cuts[, which.min(within)] + 1]
  }
  set.seed(3)
  for (k in 1:20) {
    x <- stats::rnorm(11)
    expect_identical(zones_natural(x, 4)$thresholds, best(x, 4))
  }
})
