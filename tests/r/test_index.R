golden_index <- function(recipe = NULL, ...) {
  data <- golden("golden_index.csv")
  recipe <- if (is.null(recipe)) {
    risk_recipe(normalise_step("minmax", low = 0, high = 10), aggregate_step(min_share = 0.5), ...)
  } else recipe
  list(data = data, fw = risk_framework(golden("golden_framework.csv")), recipe = recipe)
}

test_that("the index worked by hand comes out", {
  g <- golden_index()
  index <- build_index(g$data, g$fw, g$recipe, units = "unit")
  for (code in g$fw$nodes$code) {
    expect_close(index$scores[[code]], g$data[[paste0(code, "_score")]], 1e-12)
  }
  expect_identical(index$ranks$score, as.double(g$data$score_rank))
  expect_identical(index$scores$unit, g$data$unit)
})

test_that("a matrix, integers, a tibble and other orders of rows and columns give the same", {
  d <- data.frame(a = c(1L, 2L, 4L, NA), b = c(10L, 30L, 20L, 5L), row.names = letters[1:4])
  fw <- risk_framework(small_meta())
  index <- build_index(d, fw)
  same <- function(other) expect_identical(other$scores, index$scores)
  same(build_index(as.matrix(d), fw))
  same(build_index(transform(d, a = as.double(a), b = as.double(b)), fw))
  same(build_index(d[c("b", "a")], fw))
  same(build_index(unname(as.matrix(d)), fw, units = letters[1:4]))
  same(build_index(d, small_meta()))
  same(build_index(transform(d, a = as.character(a)), fw))
  expect_identical(build_index(d[4:1, ], fw)$scores$risk, rev(index$scores$risk))
  skip_if_not_installed("tibble")
  same(build_index(tibble::rownames_to_column(d, "id") |> tibble::as_tibble(), fw, units = "id"))
})

test_that("NA and NaN are missing, and nothing else is", {
  d <- small_data()
  fw <- risk_framework(small_meta())
  d$a[2] <- NA
  index <- build_index(d, fw)
  expect_identical(is.na(index$scores$a), c(FALSE, TRUE, FALSE))
  expect_identical(index$coverage$risk, c(1, 0.5, 1))
  d$a[2] <- NaN
  expect_identical(build_index(d, fw)$scores, index$scores)
  expect_true(all(is.na(build_index(d, fw, list(aggregate = "arithmetic"))$scores$a) == c(FALSE, TRUE, FALSE)))
  propagated <- build_index(d, fw, risk_recipe(aggregate = aggregate_step(missing = "propagate")))
  expect_identical(is.na(propagated$scores$risk), c(FALSE, TRUE, FALSE))
  expect_identical(propagated$ranks$risk[2], NA_real_)
  d$a[2] <- Inf
  e <- tryCatch(build_index(d, fw), rix_edomain = identity)
  expect_match(conditionMessage(e), "'y'")
  expect_match(conditionMessage(e), "'a'")
  expect_match(conditionMessage(e), "inf", ignore.case = TRUE)
  expect_identical(e$row, 2)
})

test_that("ties are said, never taken from rounded scores", {
  d <- data.frame(a = c(1, 3, 3, 5, 3 + 1e-12), row.names = letters[1:5])
  fw <- risk_framework(data.frame(code = c("i", "a"), parent = c(NA, "i")))
  index <- build_index(d, fw, risk_recipe("none"))
  expect_identical(index$ranks$i, c(5, 3, 3, 1, 2))
  expect_identical(index_ranks(index, "max")$i, c(5, 4, 4, 1, 2))
  expect_identical(index_ranks(index, "average")$i, c(5, 3.5, 3.5, 1, 2))
  expect_identical(index_ranks(index), index$ranks)
  expect_error(index_ranks(index, "dense"), "dense", class = "rix_enotfound")
})

test_that("contributions add up to the score where the rules are additive", {
  fw <- risk_framework(data.frame(
    code = c("i", "g", "h", "a", "b", "c"), parent = c(NA, "i", "i", "g", "g", "h"),
    weight = c(1, 2, 1, 1, 3, 1), direction = c(1, 1, -1, 1, 1, 1)
  ))
  d <- data.frame(a = c(1, 5, 9), b = c(2, NA, 4), c = c(3, 1, 2))
  index <- build_index(d, fw)
  parts <- index_contributions(index)
  expect_close(rowSums(parts[c("a", "b", "c")], na.rm = TRUE), index$scores$i, 1e-12)
  expect_identical(parts$i, index$scores$i)
  below <- index_contributions(index, "g")
  expect_identical(names(below), c("unit", "g", "a", "b"))
  expect_close(rowSums(below[c("a", "b")], na.rm = TRUE), index$scores$g, 1e-12)
  expect_error(index_contributions(index, "none"), class = "rix_enotfound")
  geometric <- index_contributions(build_index(d + 1, fw, list(aggregate = "geometric")))
  expect_true(all(is.na(geometric$a)))
})

test_that("stages, the default recipe and the long form are what they say", {
  d <- small_data()
  fw <- risk_framework(small_meta())
  index <- build_index(d, fw)
  expect_identical(index_stage(index, "raw")$b, d$b)
  expect_identical(index_stage(index)$a, index$scores$a)
  expect_identical(index$scores, build_index(d, fw, risk_recipe())$scores)
  core_default <- core("rix_index_scores", result("rix_index_build", list(values = as.matrix(d)),
                                                  riskidx:::framework_handle(fw$nodes), list()))
  expect_identical(core_default[, 1], index$scores$risk)
  long <- as.data.frame(index)
  expect_identical(dim(long), c(9L, 5L))
  expect_identical(long$score[long$unit == "y" & long$node == "risk"], index$scores$risk[2])
})

test_that("no units are an index without rows", {
  index <- build_index(small_data()[0, ], risk_framework(small_meta()))
  expect_identical(dim(index$scores), c(0L, 4L))
  expect_identical(nrow(as.data.frame(index)), 0L)
  expect_output(print(index), "0 units")
  expect_identical(nrow(index_contributions(index)), 0L)
})

test_that("warnings are classed, and errors under strict", {
  d <- transform(small_data(), a = 7)
  fw <- risk_framework(small_meta())
  w <- tryCatch(build_index(d, fw), rix_warning = identity)
  expect_s3_class(w, c("rix_warning", "warning", "condition"), exact = TRUE)
  expect_match(conditionMessage(w), "'a'")
  expect_identical(w$node, "a")
  index <- suppressWarnings(build_index(d, fw))
  expect_true(all(is.na(index$scores$a)))
  expect_identical(sum(index$log$severity == "warning"), 1L)
  expect_error(build_index(d, fw, risk_recipe(strict = TRUE)), "'a'", class = "rix_emissing")
  expect_warning(build_index(transform(small_data(), a = NA), fw), "'a'", class = "rix_warning")
  d <- small_data()
  d["y", ] <- NA
  expect_warning(build_index(d, fw), "'y'", class = "rix_warning")
})

test_that("tables that do not fit are refused by name", {
  fw <- risk_framework(small_meta())
  d <- small_data()
  expect_error(build_index(d["a"], fw), "'b'", class = "rix_enotfound")
  expect_error(build_index(cbind(d, a = 1), fw), "'a'", class = "rix_enotfound")
  expect_error(build_index(transform(d, a = c("1", "x", "3")), fw), "'a'.*'y'.*'x'", class = "rix_einval")
  expect_error(build_index(transform(d, a = as.Date(a, "2020-01-01")), fw), "'a'.*Date", class = "rix_einval")
  expect_error(build_index(transform(d, a = factor(a)), fw), "'a'.*factor", class = "rix_einval")
  expect_error(build_index(transform(d, a = structure(a, class = "integer64")), fw), "integer64",
               class = "rix_einval")
  expect_error(build_index(as.list(d), fw), class = "rix_einval")
  expect_error(build_index(unname(as.matrix(cbind(d, 1))), fw), class = "rix_edim")
  expect_error(build_index(d, fw, units = c("p", "q")), "3 labels", class = "rix_edim")
  expect_error(build_index(d, fw, units = "absent"), "absent", class = "rix_edim")
  expect_error(build_index(d, 1), class = "rix_einval")
  expect_error(build_index(d, fw, 1), class = "rix_einval")
  expect_error(build_index(d, fw, list(normalize = "minmax")), "normalize", class = "rix_einval")
  expect_error(build_index(transform(d, b = c(-1, 2, 3)), fw,
                           risk_recipe("none", "geometric")), "'b'|'risk'", class = "rix_edomain")
})

test_that("recipes take names, lists and steps, and refuse what they do not know", {
  expect_identical(risk_recipe("zscore")$normalise, normalise_step("zscore"))
  expect_identical(risk_recipe(list(method = "minmax", low = 0, high = 1))$normalise,
                   normalise_step(low = 0, high = 1))
  expect_identical(risk_recipe(aggregate = "harmonic")$aggregate, aggregate_step("harmonic"))
  expect_true(is.na(normalise_step("none")$low))
  expect_error(risk_recipe("maxmin"), "'maxmin'.*'minmax'", class = "rix_enotfound")
  expect_error(risk_recipe("inherit"), class = "rix_enotfound")
  expect_error(risk_recipe(list(rule = "minmax")), "'rule'", class = "rix_einval")
  expect_error(normalise_step(low = 1), "together", class = "rix_einval")
  expect_error(risk_recipe(strict = NA), class = "rix_einval")
  expect_error(aggregate_step(missing = "none"), class = "rix_enotfound")
  d <- small_data()
  expect_error(build_index(d, small_meta(), risk_recipe(normalise_step(low = 5, high = 5))),
               class = "rix_error")
  expect_error(build_index(d, small_meta(), risk_recipe(aggregate = aggregate_step(min_share = 2))),
               "min_share", class = "rix_error")
  expect_error(build_index(d, small_meta(), risk_recipe(aggregate = aggregate_step(min_share = "x"))),
               "min_share", class = "rix_einval")
})

test_that("an index prints, sums up and plots", {
  index <- build_index(small_data(), risk_framework(small_meta()))
  expect_output(print(index), "3 units on 2 indicators")
  expect_output(print(index, n = 1), "and 2 more")
  expect_identical(summary(index)$units, c(3L, 3L, 3L))
  expect_output(print(summary(index)), "median")
})
