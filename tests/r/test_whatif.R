# What if one choice were another, how do indices compare, and why did a score change?

asem_index <- function() {
  build_index(reference("coinr/asem_idata.csv"), risk_framework(reference("coinr/asem_imeta.csv")),
              risk_recipe(denominate = TRUE, impute = list(method = "group_mean", group = "EurAsia_group"),
                          screen = list(method = "data", min_data = 0.9), treat = "winsorise_or_transform"))
}

test_that("one choice changed is the index built anew", {
  index <- asem_index()
  expected <- reference("coinr/audit/drop_LPI_Forest_regenerated.csv")
  without <- what_if(index, drop = c("LPI", "Forest"))
  expect_close(without$scores$Index[match(expected$uCode, without$scores$unit)], expected$Index, 1e-9)
  recipe <- index$recipe
  recipe$normalise <- normalise_step("zscore")
  anew <- build_index(reference("coinr/asem_idata.csv"), index$framework, recipe)
  expect_identical(what_if(index, normalise = "zscore")$scores, anew$scores)
  recipe <- index$recipe
  recipe$treat$max_points <- 2
  anew <- build_index(reference("coinr/asem_idata.csv"), index$framework, recipe)
  expect_identical(what_if(index, treat = list(max_points = 2))$scores, anew$scores)
  heavier <- what_if(index, weights = c(Conn = 3))$scores
  expect_equal(heavier$Index, (3 * index$scores$Conn + index$scores$Sust) / 4)
  expect_error(what_if(index, normalize = "zscore"), "'normalize'", class = "rix_einval")
})

test_that("two indices compare as R's own correlations say", {
  index <- asem_index()
  other <- what_if(index, aggregate = "geometric", normalise = list(low = 1), weights = c(Sust = 3))
  found <- compare_indices(index, other)
  a <- index$scores$Index
  b <- other$scores$Index
  for (kind in c("pearson", "spearman", "kendall")) {
    expect_equal(found$summary[[kind]], stats::cor(a, b, kind, use = "complete.obs"), tolerance = 1e-12)
  }
  shift <- rank(-a, na.last = "keep") - rank(-b, na.last = "keep")
  expect_equal(found$units$shift, shift)
  expect_equal(found$summary[["mean_shift"]], mean(abs(shift), na.rm = TRUE))
  expect_output(print(found), "rank correlation")
  expect_identical(nrow(summary(found)), 8L)
  expect_identical(as.data.frame(found), found$units)
  many <- compare_many(list(nominal = index, other = other), what = "shift")
  expect_identical(many$other, found$units$shift)
  expect_true(all(many$nominal == 0, na.rm = TRUE))
  expect_error(compare_many(index), "named list", class = "rix_einval")
  expect_error(compare_indices(index, other, "wealth"), "'wealth'", class = "rix_enotfound")
})

test_that("a change of data and weights is divided as by hand", {
  nodes <- data.frame(code = c("i", "x", "y"), parent = c(NA, "i", "i"))
  before <- build_index(data.frame(x = 10, y = 20), nodes, risk_recipe("none"))
  after <- build_index(data.frame(x = 40, y = 20), cbind(nodes, weight = c(1, 3, 1)), risk_recipe("none"))
  change <- explain_change(before, after)
  expect_equal(unlist(change$scores[-1], use.names = FALSE), c(15, 35, 18.75, 0, 0, 1.25, 0))
  by_node <- subset(change$nodes, factor == "weights")
  expect_equal(by_node$part[match(c("i", "x", "y"), by_node$node)], c(1.25, 6.25, -5))
  expect_output(print(change), "Change of 1 units")
  expect_identical(summary(change)$factor, c("data", "treatment", "normalisation", "weights", "aggregation"))
  expect_identical(as.data.frame(change), change$scores)
})

test_that("parts add up", {
  index <- asem_index()
  later <- reference("coinr/asem_idata.csv")
  numbers <- setdiff(names(later)[vapply(later, is.numeric, TRUE)], "Time")
  later[numbers] <- later[numbers] * (1 + 0.1 * matrix(sin(seq_len(nrow(later) * length(numbers))), nrow(later)))
  other <- what_if(build_index(later, index$framework, index$recipe), weights = c(Conn = 2), normalise = "logistic")
  change <- explain_change(index, other)
  for (table in change[c("scores", "ranks")]) {
    expect_close(rowSums(table[-(1:3)]), table$after - table$before, 1e-11)
  }
  expect_true(all(change$scores$aggregation == 0, na.rm = TRUE))
  expect_gt(max(abs(change$scores$normalisation), na.rm = TRUE), 0)
  expect_close(change$scores$before, index$scores$Index, 1e-10)
  panel <- data.frame(unit = rep(c("a", "b", "c"), 2), year = rep(2019:2020, each = 3), x = c(1, 2, 4, 2, 1, 8))
  index <- build_index(panel, data.frame(code = c("i", "x"), parent = c(NA, "i")), units = "unit", period = "year")
  change <- explain_change(index, index, periods = c(2019, 2020))
  expect_close(change$scores$data, change$scores$after - change$scores$before, 1e-12)
  expect_error(explain_change(index, index, periods = c(2019, 2021)), "2021", class = "rix_enotfound")
  expect_error(explain_change(other, what_if(other, drop = "LPI")), "nodes", class = "rix_eframework")
})
