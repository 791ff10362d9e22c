# Scores alone: the same bits as the index's.

framework <- function() {
  groups <- paste0("d", 0:2)
  codes <- as.vector(outer(0:3, 0:2, function(k, g) paste0("x", g, k)))
  risk_framework(data.frame(
    code = c("index", groups, codes), parent = c(NA, rep("index", 3), rep(groups, each = 4)),
    aggregate = c("geometric", rep(NA, 15))
  ))
}

panel <- function(rows = 5000) {
  set.seed(7)
  values <- matrix(runif(rows * 12, 2, 7), rows, 12)
  values[sample(length(values), rows)] <- NA
  colnames(values) <- framework()$nodes$code[5:16]
  values
}

test_that("scores are those of base R and of the index", {
  data <- panel()
  scores <- score_index(data, framework())
  expect_named(scores, c("unit", "index", "d0", "d1", "d2"))
  index <- build_index(data, framework())
  expect_identical(scores, index$scores[names(scores)])
  scaled <- apply(data, 2, function(x) 100 * (x - min(x, na.rm = TRUE)) / diff(range(x, na.rm = TRUE)))
  groups <- sapply(0:2, function(g) rowMeans(scaled[, 4 * g + 1:4], na.rm = TRUE))
  expect_equal(scores$index, exp(rowMeans(log(groups), na.rm = TRUE)), tolerance = 1e-12)
  everything <- score_index(as.data.frame(data), framework(), nodes = framework()$nodes$code)
  expect_identical(everything, index$scores)
})

test_that("results do not depend on the number of threads", {
  data <- panel()
  recipe <- risk_recipe(normalise_step("zscore"), aggregate_step("arithmetic"))
  fw <- framework()
  fw <- risk_framework(fw$nodes[c("code", "parent")])
  first <- score_index(data, fw, recipe, threads = 1)
  for (threads in c(2, 3, 7)) expect_identical(score_index(data, fw, recipe, threads = threads), first)
})

test_that("errors name unit and indicator", {
  data <- panel()
  data[4000, "x12"] <- Inf
  expect_error(score_index(data, framework()), "infinite value inf for unit '4000', indicator 'x12'",
               class = "rix_edomain")
  expect_error(score_index(data, framework(), nodes = "nowhere"), "no node 'nowhere'", class = "rix_enotfound")
})

test_that("progress is told and stops", {
  told <- numeric()
  score_index(panel(), framework(), threads = 1, progress = function(done) told <<- c(told, done))
  expect_false(is.unsorted(told))
  expect_error(score_index(panel(), framework(), progress = function(done) stop("enough")), "enough")
})
