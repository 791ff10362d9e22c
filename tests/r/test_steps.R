# The steps 'normalise' and 'aggregate' by themselves: COINr's and Compind's figures, and formulas of base R.

norm <- function(name) reference(file.path("coinr", "normalise", paste0(name, ".csv")))
group <- function(name) reference(file.path("coinr", "aggregate", paste0(name, ".csv")))
compind <- function(name) reference(file.path("compind", paste0(name, ".csv")))

test_that("normalisation agrees with COINr", {
  x <- norm("input")
  steps <- list(
    minmax_m1_1 = normalise_step("minmax", -1, 1),
    zscore_10_2 = normalise_step("zscore", mean = 10, sd = 2),
    dist2max = normalise_step("distance_max", 0, 1),
    dist2ref_GRC = normalise_step("distance_reference", 0, 1, reference = "GRC", truncate = FALSE),
    dist2ref_GRC_cap = normalise_step("distance_reference", 0, 1, reference = "GRC"),
    fracmax = normalise_step("fraction_max", 0, 1)
  )
  for (ties in c("min", "max", "average")) {
    steps[[paste0("rank_", ties)]] <- normalise_step("rank", ties = ties)
    steps[[paste0("borda_", ties)]] <- normalise_step("borda", ties = ties)
    steps[[paste0("prank_", ties)]] <- normalise_step("percentile_rank", 0, 1, ties = ties)
  }
  for (name in names(steps)) expect_close(normalise_data(x, steps[[name]])[-1], norm(name)[-1], 1e-9)
})

test_that("directions, targets and goalposts agree with COINr", {
  x <- norm("input")
  p <- norm("targets_goalposts")
  directed <- data.frame(code = p$iCode, direction = p$direction)
  expect_close(normalise_data(x, list("rank", ties = "min"), directed)[-1], norm("rank_min_directed")[-1], 1e-9)
  codes <- names(norm("fracmax_directed"))[-1]
  theirs <- normalise_data(x, normalise_step("fraction_max", 0, 1, compat = TRUE),
                           directed[directed$code %in% codes, ])
  expect_close(theirs[codes], norm("fracmax_directed")[codes], 1e-9)
  ours <- normalise_data(x, normalise_step("fraction_max", 0, 1), directed[directed$code %in% codes, ])
  expect_close(ours$CO2, 1 - x$CO2 / max(x$CO2), 1e-12)
  up <- data.frame(code = p$iCode, target = p$target_high)
  down <- data.frame(code = p$iCode, target = p$target_low, direction = -1)
  step <- normalise_step("distance_target", 0, 1)
  expect_close(normalise_data(x, step, up)[-1], norm("dist2targ_dir1_cap")[-1], 1e-9)
  expect_close(normalise_data(x, step, down)[-1], norm("dist2targ_dirm1_cap")[-1], 1e-9)
  step$truncate <- FALSE
  expect_close(normalise_data(x, step, up)[-1], norm("dist2targ_dir1")[-1], 1e-9)
  m <- norm("meta_parameters")
  bounds <- data.frame(code = m$iCode, direction = m$Direction, goal_low = m$scaled_lower, goal_high = m$scaled_upper)
  scores <- normalise_data(reference("coinr/treated.csv"), normalise_step("scaled", 0, 1), bounds)
  expect_close(t(t(as.matrix(scores[m$iCode])) * m$scale_factor), as.matrix(norm("meta_scaled")[m$iCode]), 1e-9)
})

test_that("aggregation agrees with COINr", {
  w <- group("weights")
  rules <- list(amean = list("arithmetic"), gmean = list("geometric"), hmean = list("harmonic"),
                copeland = list("copeland"), amean_thresh06 = list("arithmetic", min_share = 0.6),
                amean_thresh09 = list("arithmetic", min_share = 0.9))
  for (p in c(-2, -1, -0.5, 0.5, 2, 3, 10)) {
    rules[[paste0("genmean_p", sub("-", "m", p))]] <- list("generalised", power = p)
  }
  for (data in c("complete", "missing")) {
    x <- group(paste0("input_", data))
    expected <- group(data)
    for (weights in c("equal", "unequal")) {
      for (rule in names(rules)) {
        step <- rules[[rule]]
        names(step)[1] <- "rule"
        scores <- aggregate_data(x, c(step, compat = TRUE), stats::setNames(w[[weights]], w$iCode))
        expect_close(scores$score, expected[[paste(rule, weights, sep = "_")]], 1e-9)
      }
    }
  }
})

test_that("outranking agrees with COINr, and by default does not depend on the order", {
  w <- stats::setNames(group("weights")$unequal, group("weights")$iCode)
  expect_close(outranking(group("input_complete"), w), as.matrix(group("outrank_complete_unequal")[-1]), 1e-9)
  expect_close(outranking(group("input_ties")), as.matrix(group("outrank_ties_equal")[-1]), 1e-9)
  x <- group("input_missing")
  expect_close(outranking(x, compat = TRUE), as.matrix(group("outrank_missing_equal")[-1]), 1e-9)
  back <- outranking(x[rev(seq_len(nrow(x))), ], w)
  expect_close(outranking(x, w), back[x$uCode, x$uCode], 1e-12)
})

test_that("indices of Compind come out", {
  z <- compind("normalise_z_100_10")
  sample <- list(rule = "mpi", deviation = "sample")
  expect_close(aggregate_data(z, sample)$score, compind("mpi")$mpi_pos, 1e-9)
  expect_close(aggregate_data(z, c(sample, penalty = "add"))$score, compind("mpi")$mpi_neg, 1e-9)
  for (case in list(c("a05_b1", 0.5, 1), c("a1_b0", 1, 0), c("a03_b05", 0.3, 0.5))) {
    step <- aggregate_step("mean_min", alpha = as.double(case[2]), beta = as.double(case[3]))
    expect_close(aggregate_data(z, step)$score, compind("mean_min")[[paste0("columnwise_", case[1])]], 1e-9)
  }
  x <- compind("bli_2017")
  expect_close(1 - aggregate_data(x, "wroclaw")$score, compind("wroclaw")$raw_all, 1e-9)
  expect_close(aggregate_data(x, "geometric")$score, compind("geometric_mean")$geometric_mean, 1e-9)
  for (j in c(1, 3, 6)) {
    step <- aggregate_step("owa", positions = as.double(seq_len(11) <= j))
    expect_close(aggregate_data(x, step)$score, compind("owa")[[paste0("owa_p_j", j)]], 1e-9)
  }
  posts <- compind("ampi_goalposts")
  codes <- posts$iCode
  meta <- data.frame(code = c(codes, "ampi"), parent = c(rep("ampi", length(codes)), NA), target = c(posts$goalpost, NA))
  for (penalty in c("subtract", "add")) {
    index <- build_index(x, meta, list(normalise = "ampi", aggregate = list(rule = "mpi", penalty = penalty)))
    column <- c(subtract = "ampi_neg_unrounded", add = "ampi_pos_unrounded")[[penalty]]
    expect_close(index$scores$ampi, compind("ampi")[[column]], 1e-9)
  }
})

test_that("formulas of base R come out", {
  x <- data.frame(a = c(1, 4, 2, 8, NA, 5), b = c(2, 2, 9, 4, 7, 1))
  robust <- normalise_data(x, "robust_z")
  expect_close(robust$a, (x$a - stats::median(x$a, TRUE)) / stats::mad(x$a, constant = 1 / stats::qnorm(0.75), na.rm = TRUE),
               1e-12)
  expect_close(normalise_data(x, normalise_step("logistic", 0, 1))$b, stats::plogis(scale(x$b)[, 1]), 1e-12)
  classes <- normalise_data(x, normalise_step("quantile_classes", 0, 3, classes = 4))
  expect_close(classes$b, as.double(cut(x$b, c(-Inf, stats::quantile(x$b, 1:3 / 4), Inf))) - 1, 1e-12)
  expect_close(aggregate_data(x, "median")$score, apply(x, 1, stats::median, na.rm = TRUE), 1e-12)
  expect_close(aggregate_data(x, "maximum")$score, apply(x, 1, max, na.rm = TRUE), 0)
})

test_that("what is not defined is missing with a warning, and nonsense is refused", {
  x <- data.frame(a = c(1, 2), b = c(0, -1), row.names = c("u0", "u1"))
  expect_warning(scores <- normalise_data(x, "fraction_max"), "'b'", class = "rix_warning")
  expect_identical(is.na(scores$b), c(TRUE, TRUE))
  expect_error(normalise_data(x, "distance_target"), "no target", class = "rix_edomain")
  expect_error(normalise_data(x, list("distance_reference", reference = "v")), class = "rix_enotfound")
  expect_error(normalise_data(x, "middle"), class = "rix_enotfound")
  expect_error(aggregate_data(x, "mpi"), "'u1', 'b'", class = "rix_edomain")
  expect_error(aggregate_data(x, weights = 1), class = "rix_edim")
  expect_error(aggregate_data(x, weights = c(a = 1)), "'b'", class = "rix_einval")
  expect_error(outranking(x, c(-1, 1)), class = "rix_edomain")
})
