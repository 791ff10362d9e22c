# Monte Carlo over uncertain inputs: against COINr, against indices built one by one, and in shards.

coinr <- function(file) reference(paste0("coinr/sensitivity/", file, ".csv"))

# COINr's example with its four uncertain choices, at the points that COINr drew.
coinr_example <- function(...) {
  runs <- coinr("coin_runs")
  given <- coinr("coin_weight_sets")
  # Sets that no run uses are not in the file.
  sets <- as.data.frame(matrix(NA_real_, 100, nrow(given), dimnames = list(paste0("w", 1:100), given$iCode)))
  for (set in setdiff(names(given), c("iCode", "Level"))) sets[set, ] <- given[[set]]
  points <- lapply(1:5, function(k) list(max_points = k))
  inputs <- list(
    uncertain_choice("treat", stats::setNames(points, 1:5), name = "Winmax"),
    uncertain_choice("normalise", list(minmax_1_100 = list(method = "minmax", low = 1, high = 100),
                                       zscore_10_2 = normalise_step("zscore", mean = 10, sd = 2)), name = "Normalisation"),
    uncertain_weight_sets(sets, name = "Weights"),
    uncertain_choice("aggregate", list(a_amean = "arithmetic", a_gmean = "geometric"), name = "Aggregation")
  )
  recipe <- risk_recipe(denominate = TRUE, impute = list(method = "group_mean", group = "EurAsia_group"),
                        treat = "winsorise_or_transform")
  sensitivity(reference("coinr/asem_idata.csv"), risk_framework(reference("coinr/asem_imeta.csv")), recipe, inputs,
              n = 10, points = runs[c("u_Winmax", "u_Normalisation", "u_Weights", "u_Aggregation")], compat = TRUE,
              estimator = "compat", bootstraps = 0, seed = 1, ...)
}

test_that("choices, scores, ranks and indices are those of COINr", {
  s <- coinr_example()
  u <- s$uncertainty
  runs <- coinr("coin_runs")
  draws <- uncertainty_draws(u)
  for (name in c("Winmax", "Normalisation", "Weights", "Aggregation")) {
    expect_identical(draws[[name]], as.character(runs[[name]]))
  }
  for (what in c("score", "rank")) {
    expected <- coinr(paste0("coin_", what, "s"))
    expected <- expected[match(u$units, expected$uCode), ]
    expect_close(uncertainty_summary(u, what)$nominal, expected$Nominal, 1e-9)
    expect_close(as.data.frame(t(uncertainty_samples(u, what))), expected[-(1:2)], 1e-9)
  }
  expected <- coinr("coin_rank_statistics")
  found <- uncertainty_summary(u)
  found <- found[match(expected$uCode, found$unit), ]
  expect_close(found[c("mean", "median", "q5", "q95")], expected[c("Mean", "Median", "Q5", "Q95")], 1e-9)
  expect_close(s$output, coinr("coin_output")$mean_abs_rank_change, 1e-9)
  expected <- coinr("coin_indices")
  expect_identical(s$indices$input, expected$variable)
  expect_close(s$indices[c("first", "total")], expected[c("Si", "STi")], 1e-9)
})

mc_inputs <- function() {
  list(uncertain_choice("normalise", list("minmax", list(method = "zscore", mean = 10, sd = 2))),
       uncertain_weights(0.5, level = 1), uncertain_error(c(a = 0.5)))
}

mc <- function(...) uncertainty(small_data(), risk_framework(small_meta()), inputs = mc_inputs(), n = 300, seed = 5, ...)

test_that("replicates are indices built with what was drawn", {
  inputs <- list(uncertain_choice("normalise", list(m = list(low = 1, high = 100), z = normalise_step("zscore", mean = 9))),
                 uncertain_option("aggregate.power", -1, 2), uncertain_leave_out("b"),
                 uncertain_rule(c("generalised", "arithmetic")))
  recipe <- risk_recipe(aggregate = "generalised", normalise = list(low = 1, high = 100))
  u <- uncertainty(small_data(), risk_framework(small_meta()), recipe, inputs, n = 40, seed = 2, nodes = c("risk", "a"))
  draws <- uncertainty_draws(u)
  scores <- uncertainty_samples(u, "score")
  for (r in seq_len(40)) {
    meta <- cbind(small_meta(), weight = 1, aggregate = c(draws$rule[r], NA, NA))
    meta$weight[meta$code %in% draws$leave_out[r]] <- 0
    choice <- if (draws$normalise[r] == "m") list(low = 1, high = 100) else normalise_step("zscore", mean = 9)
    index <- build_index(small_data(), risk_framework(meta), risk_recipe(
      normalise = choice, aggregate = list("generalised", power = draws$aggregate.power[r])
    ))
    expect_identical(unname(scores[r, ]), index$scores$risk)
    expect_identical(uncertainty_replicate(u, r)$risk, index$scores$risk)
  }
  expect_setequal(draws$leave_out, c(NA, "b"))
  expect_error(uncertainty_samples(u, node = "b"), class = "rix_enotfound", "node")
})

test_that("summaries are those of the samples", {
  u <- mc()
  for (what in c("score", "rank")) {
    found <- uncertainty_summary(u, what, c(0.1, 0.5, 0.75))
    runs <- uncertainty_samples(u, what)
    expect_identical(found$unit, rownames(small_data()))
    expect_close(found$mean, colMeans(runs), 1e-12)
    expect_close(found$sd, apply(runs, 2, sd), 1e-12)
    expect_close(found[c("q10", "median", "q75")], as.vector(t(apply(runs, 2, quantile, c(0.1, 0.5, 0.75)))), 1e-12)
  }
  ranks <- uncertainty_samples(u)
  shift <- abs(t(ranks) - uncertainty_summary(u)$nominal)
  expect_close(uncertainty_summary(u)$shift, rowMeans(shift), 1e-12)
  expect_close(rank_shift(u), colMeans(shift), 1e-12)
  expect_close(probability_top(u, 1:2)[c("top_1", "top_2")], c(colMeans(ranks <= 1), colMeans(ranks <= 2)), 1e-12)
  scores <- uncertainty_samples(u, "score")
  expect_close(zone_probability(u, risk_zones(c(10, 50)))[-1],
               c(colMeans(scores < 10), colMeans(scores >= 10 & scores < 50), colMeans(scores >= 50), rep(0, 3)), 1e-12)
})

test_that("errors and Dirichlet weights have their spread", {
  flat <- risk_recipe(normalise = "none")
  u <- uncertainty(small_data(), risk_framework(small_meta()), flat,
                   uncertain_error(data.frame(a = c(2, 0, 0.5))), n = 4000, seed = 1, nodes = "a")
  expect_close(uncertainty_summary(u, "score")$sd, c(2, 0, 0.5), 0.1)
  u <- uncertainty(small_data(), risk_framework(small_meta()), inputs = uncertain_dirichlet(9), n = 4000, seed = 1)
  parts <- build_index(small_data(), risk_framework(small_meta()))$scores
  expect_close(uncertainty_summary(u, "score")$sd, abs(parts$a - parts$b) * sqrt(0.25 / 10), 0.05)
})

test_that("seeds, threads, shards and clusters", {
  u <- mc()
  scores <- uncertainty_samples(u, "score")
  for (threads in c(1, 2, 3, 7)) expect_identical(uncertainty_samples(mc(threads = threads), "score"), scores)
  parts <- list(mc(first = 251, count = 50), mc(first = 1, count = 33), mc(first = 34, count = 217))
  joined <- uncertainty_join(parts)
  expect_identical(joined$packed, u$packed)
  expect_identical(uncertainty_samples(joined, "score"), scores)
  expect_identical(uncertainty_draws(joined), uncertainty_draws(u))
  expect_error(uncertainty_join(parts[-2]), NA)
  expect_error(uncertainty_join(parts[-3]), class = "rix_edim", "of the replicates")
  expect_error(uncertainty_join(parts[c(1, 1)]), class = "rix_edim", "overlap")
  set.seed(3)
  a <- uncertainty(small_data(), risk_framework(small_meta()), inputs = mc_inputs(), n = 20)
  set.seed(3)
  b <- uncertainty(small_data(), risk_framework(small_meta()), inputs = mc_inputs(), n = 20)
  expect_identical(a$packed, b$packed)
  expect_false(identical(uncertainty(small_data(), risk_framework(small_meta()), inputs = mc_inputs(), n = 20)$packed, b$packed))
})

test_that("a cluster gives the same bits", {
  Sys.setenv(R_LIBS = paste(.libPaths(), collapse = .Platform$path.sep))
  cluster <- parallel::makeCluster(2)
  on.exit(parallel::stopCluster(cluster))
  u <- mc()
  told <- numeric()
  sent <- mc(cluster = cluster, shards = 5, progress = function(done) told <<- c(told, done))
  expect_identical(sent$packed, u$packed)
  expect_close(told, c(0.4, 0.8, 1), 1e-12)
  run <- function(...) {
    sensitivity(small_data(), risk_framework(small_meta()), inputs = mc_inputs(), n = 40, seed = 9, bootstraps = 20, ...)
  }
  expect_identical(run(cluster = cluster)$indices, run()$indices)
  expect_error(uncertainty(small_data(), risk_framework(small_meta()), risk_recipe(aggregate = "scaled_geometric"),
                           uncertain_choice("normalise", "zscore"), cluster = cluster),
               class = "rix_edomain", "replicate 0")
  expect_error(mc(cluster = cluster, shards = 0), class = "rix_einval", "shards")
  expect_error(mc(cluster = "here"), class = "rix_einval", "cluster")
})

test_that("a result survives saveRDS", {
  u <- mc()
  file <- tempfile()
  on.exit(unlink(file))
  saveRDS(u, file)
  again <- readRDS(file)
  expect_identical(uncertainty_samples(again), uncertainty_samples(u))
  expect_identical(uncertainty_replicate(again, 3), uncertainty_replicate(u, 3))
})

test_that("an analysis is that of its outputs", {
  s <- sensitivity(small_data(), risk_framework(small_meta()), inputs = mc_inputs(), n = 100, seed = 3, target = "score",
                   unit = "y", bootstraps = 30)
  expect_identical(s$output, unname(uncertainty_samples(s$uncertainty, "score")[, "y"]))
  expect_identical(s$indices, sobol_indices(s$output, s$uncertainty$inputs, replicates = 30, seed = 3))
  expect_identical(explain_sensitivity(s, "rank", "z")$output, unname(uncertainty_samples(s$uncertainty)[, "z"]))
  found <- sensitivity_convergence(s, c(25, 100))
  expect_close(found$total[found$rows == 100], s$indices$total, 1e-12)
  part <- sobol_indices(as.vector(matrix(s$output, 100)[1:25, ]), 3, replicates = 0)
  expect_close(found$first[found$rows == 25], part$first, 1e-12)
  expect_error(explain_sensitivity(s, "rank", "nobody"), class = "rix_enotfound", "nobody")
  expect_error(explain_sensitivity(s, "place"), class = "rix_enotfound", "target")
})

test_that("what is uncertain prints, sums up, tabulates and plots", {
  u <- mc()
  s <- sensitivity(small_data(), risk_framework(small_meta()), inputs = mc_inputs(), n = 50, seed = 3, bootstraps = 9)
  for (face in list(u, s)) {
    expect_output(expect_invisible(print(face)), "weights of level 1")
    expect_s3_class(summary(face), "data.frame")
    expect_identical(as.data.frame(face), summary(face))
  }
  expect_output(print(mc_inputs()[[1]]), "2 alternatives")
  expect_identical(unname(uncertain_dimensions(risk_framework(small_meta()), mc_inputs())), c(1L, 2L, 1L))
  skip_if_not_installed("ggplot2")
  pdf <- tempfile(fileext = ".pdf")
  grDevices::pdf(pdf)
  on.exit({
    grDevices::dev.off()
    unlink(pdf)
  })
  for (drawn in list(plot(u), plot(s), plot(s, "convergence"))) {
    expect_s3_class(drawn, "ggplot")
    expect_error(print(drawn), NA)
  }
  ranks <- uncertainty_summary(u)
  expect_identical(levels(plot(u)$data$unit), rev(ranks$unit[order(ranks$median, ranks$mean)]))
})

test_that("what cannot be is refused", {
  fw <- risk_framework(small_meta())
  expect_error(uncertain_choice("normalize", "minmax"), class = "rix_enotfound", "step")
  expect_error(uncertain_option("treat.points"), class = "rix_enotfound", "setting")
  expect_error(uncertain_weights(level = 1, nodes = "a"), class = "rix_einval", "level")
  expect_error(uncertain_weight_sets(1:3), class = "rix_einval", "sets")
  expect_error(uncertainty(small_data(), fw, inputs = "weights"), class = "rix_einval", "inputs")
  expect_error(uncertainty(small_data(), fw, inputs = uncertain_leave_out("c")), class = "rix_enotfound", "nodes")
  expect_error(uncertainty(small_data(), fw, inputs = uncertain_weights(2)), class = "rix_error")
  expect_error(uncertainty(small_data(), fw, inputs = uncertain_error(data.frame(a = 1))), class = "rix_edim", "sd")
  expect_error(mc(first = 0), class = "rix_einval", "first")
  expect_error(mc(count = 0), class = "rix_einval", "count")
  expect_error(zone_probability(mc(), 1:2), class = "rix_einval", "risk_zones")
  expect_error(mc(progress = function(done) stop("enough")), "enough")
  inputs <- uncertain_choice("normalise", list("minmax", "zscore"))
  recipe <- risk_recipe(aggregate = "scaled_geometric")
  expect_error(uncertainty(small_data(), fw, recipe, inputs, n = 20, seed = 1), class = "rix_edomain", "replicate")
  u <- uncertainty(small_data(), fw, recipe, inputs, n = 20, seed = 1, skip_failures = TRUE)
  lost <- rowSums(is.na(uncertainty_samples(u))) == 3
  expect_identical(unname(lost), uncertainty_draws(u)$normalise == "zscore")
  expect_identical(as.integer(u$shape$n_failed), sum(lost))
})
