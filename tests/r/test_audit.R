# The audit: COINr's figures, small cases against R's own functions, and what is refused.

asem_meta <- function() reference("coinr/asem_imeta.csv")
asem_data <- function(file = "asem_idata") reference(file.path("coinr", paste0(file, ".csv")))

test_that("statistics are COINr's", {
  columns <- c(Min = "min", Max = "max", Mean = "mean", Median = "median", Std = "sd", Skew = "skewness",
               Kurt = "kurtosis", N.Avail = "n_available", N.NonZero = "n_nonzero", N.Unique = "n_unique",
               N.Same = "n_same", Frc.Avail = "share_available", Frc.NonZero = "share_nonzero",
               Frc.Unique = "share_unique", Frc.Same = "share_same")
  for (which in c("raw", "treated")) {
    expected <- asem_data(paste0("audit/stats_", which))
    data <- asem_data(if (which == "raw") "asem_idata" else "treated")
    found <- describe_indicators(data, asem_meta())
    found <- found[match(expected$iCode, found$indicator), ]
    for (k in names(columns)) expect_close(found[[columns[[k]]]], expected[[k]], 1e-9)
    expect_identical(found$low_unique, expected$Flag.Unique == "LOW")
    expect_identical(found$outliers, expected$Flag.SkewKurt == "OUT")
  }
  expected <- asem_data("audit/quantiles_outliers_raw")
  found <- indicator_quantiles(asem_data(), columns = expected$iCode)
  expect_close(found[-1L], expected[c("q05", "q25", "q50", "q75", "q95")], 1e-9)
  found <- describe_indicators(asem_data(), columns = expected$iCode)
  expect_close(found[c("fence_low", "fence_high", "n_below", "n_above")],
               expected[c("fence_low", "fence_high", "n_outliers_low", "n_outliers_high")], 1e-9)
})

test_that("availability is COINr's", {
  expected <- asem_data("audit/availability_raw")
  found <- data_availability(asem_data(), asem_meta())
  found <- found[match(expected$uCode, found$unit), ]
  expect_close(found[-1L], expected[c("N_missing", "N_zero", "Dat_Avail", "Non_Zero")], 1e-9)
  expected <- asem_data("audit/availability_raw_by_group")
  found <- data_availability(asem_data(), asem_meta(), by = "node")
  expect_close(found[match(expected$uCode, found$unit), names(expected)[-1L]], expected[-1L], 1e-9)
})

test_that("correlations are COINr's", {
  for (kind in c("pearson", "spearman", "kendall")) {
    expected <- asem_data(paste0("audit/corr_raw_Social_", kind))
    found <- correlations(asem_data(), columns = expected$iCode, kind = kind)
    expect_close(found$r, as.matrix(expected[-1L]), 1e-9)
    expected <- asem_data(paste0("audit/corr_aggregated_level2_vs_above_", kind))
    index <- build_index(asem_data("treated"), asem_meta())
    found <- cbind(correlations(index, level = 2, with_level = 3, kind = kind)$r,
                   correlations(index, level = 2, with_level = 4, kind = kind)$r)
    expect_close(found[expected$iCode, names(expected)[-1L]], as.matrix(expected[-1L]), 1e-9)
  }
  expected <- asem_data("audit/corr_raw_P2P_pearson_pvalues")
  expect_relative(correlations(asem_data(), columns = expected$iCode)$p, as.matrix(expected[-1L]), 1e-9)

  expected <- asem_data("audit/corr_flags_normalised")
  found <- flag_correlations(correlations(index), framework = index$framework)
  key <- function(a, b) paste(pmin(a, b), pmax(a, b))
  expect_setequal(key(found$first, found$second), key(expected$Ind1, expected$Ind2))

  data <- asem_data()
  expected <- asem_data("audit/denominator_correlations_raw")
  found <- correlations(data[expected$iCode], data[names(expected)[-1L]])
  expect_close(found$r, as.matrix(expected[-1L]), 1e-9)
  expected <- asem_data("audit/denominator_correlations_flagged_07")
  expect_identical(nrow(flag_correlations(found, -0.7, 0.7)), nrow(expected))
})

test_that("components, alpha and effective weights are COINr's", {
  expected <- asem_data("audit/pca_raw_P2P_loadings")
  found <- principal_components(asem_data(), columns = expected$iCode)
  sign <- sign(colSums(found$loadings * as.matrix(expected[-1L])))
  expect_close(sweep(found$loadings, 2L, sign, "*"), as.matrix(expected[-1L]), 1e-9)
  expect_close(found$variance[-1L], asem_data("audit/pca_raw_P2P_variance")[-1L], 1e-9)
  expected <- asem_data("audit/pca_raw_P2P_scores")
  scores <- as.matrix(found$scores[match(expected$uCode, found$scores$unit), -1L])
  expect_close(sweep(scores, 2L, sign, "*"), as.matrix(expected[-1L]), 1e-9)
  expect_equal(found$n_used, 42)

  framework <- risk_framework(asem_meta())
  expected <- subset(asem_data("audit/cronbach"), dset == "Raw" & group == "P2P")
  p2p <- framework$nodes$code[framework$nodes$parent %in% "P2P"]
  expect_close(cronbach_alpha(asem_data(), columns = p2p), expected$alpha, 1e-9)

  expected <- asem_data("weights/effective_weights")
  found <- effective_weights(framework)
  expect_close(found$effective_weight[match(expected$iCode, found$node)], expected$EffWeight_equal, 1e-9)
  found <- node_levels(framework)
  expect_equal(found$level[match(expected$iCode, found$node)], expected$Level)
})

test_that("what is removed shifts ranks as COINr has it", {
  expected <- asem_data("audit/remove_level2_mean_abs_rank_change")
  found <- remove_nodes(asem_data("treated"), asem_meta(), level = 2)
  expected$iCode[1L] <- "nominal"
  expect_close(found$shifts$mean_abs_rank_shift[match(expected$iCode, found$shifts$node)],
               expected$mean_abs_rank_change, 1e-9)
  scores <- asem_data("audit/remove_level2_scores")
  names(scores)[2L] <- "nominal"
  expect_close(found$scores[match(scores$uCode, found$scores$unit), names(scores)[-1L]], scores[-1L], 1e-9)
})

test_that("statistics, correlations and components are those of R", {
  x <- datasets::swiss
  found <- describe_indicators(x)
  expect_close(found$mean, colMeans(x), 1e-12)
  expect_close(found$sd, vapply(x, stats::sd, 0), 1e-12)
  theirs <- t(vapply(x, stats::quantile, double(2), c(0.1, 0.9)))
  expect_close(indicator_quantiles(x, c(0.1, 0.9))[-1L], as.vector(theirs), 1e-12)
  for (kind in c("pearson", "spearman", "kendall")) {
    expect_close(correlations(x, kind = kind)$r, stats::cor(x, method = kind), 1e-12)
  }
  test <- suppressWarnings(stats::cor.test(x$Catholic, x$Education, method = "kendall", exact = FALSE))
  expect_close(correlations(x, kind = "kendall")$p["Catholic", "Education"], test$p.value, 1e-12)
  expect_close(correlations(x)$p["Catholic", "Fertility"], stats::cor.test(x$Catholic, x$Fertility)$p.value, 1e-12)
  theirs <- stats::prcomp(x, scale. = TRUE)
  found <- principal_components(x)
  expect_close(found$variance$sd, theirs$sdev, 1e-12)
  expect_close(abs(found$loadings), abs(theirs$rotation), 1e-12)
  expect_true(all(apply(found$loadings, 2L, function(v) v[which.max(abs(v))]) > 0))
})

test_that("a unit is summed up", {
  index <- build_index(small_data(), risk_framework(small_meta()))
  nodes <- index$framework$nodes
  unit <- index$scores$unit[2L]
  found <- unit_summary(index, unit)
  expect_identical(found$node, nodes$code)
  for (node in nodes$code) {
    expect_equal(found$score[found$node == node], index$scores[[node]][2L])
    expect_equal(found$rank[found$node == node], index$ranks[[node]][2L])
  }
  found <- unit_strengths(index, unit, 1)
  ranks <- unlist(index$ranks[2L, nodes$code[nodes$kind == "indicator"]])
  expect_identical(found$kind, c("strength", "weakness"))
  expect_equal(found$rank, c(min(ranks, na.rm = TRUE), max(ranks, na.rm = TRUE)))
  expect_equal(found$value[1L], index_stage(index, "raw")[[found$node[1L]]][2L])
  expect_error(unit_summary(index, "nowhere"), "no unit 'nowhere'", class = "rix_enotfound")
})

test_that("classes of the audit print, sum up, tabulate and plot", {
  for (face in list(correlations(datasets::swiss), principal_components(datasets::swiss))) {
    expect_output(expect_invisible(print(face)))
    expect_s3_class(summary(face), "data.frame")
    expect_s3_class(as.data.frame(face), "data.frame")
    skip_if_not_installed("ggplot2")
    pdf <- tempfile(fileext = ".pdf")
    grDevices::pdf(pdf)
    expect_error(print(plot(face)), NA)
    grDevices::dev.off()
    unlink(pdf)
  }
  expect_identical(nrow(summary(correlations(datasets::swiss))), 15L)
})

test_that("what makes no sense is refused", {
  data <- data.frame(a = c(1, Inf, 2), b = 1:3, row.names = c("x", "y", "z"))
  expect_error(describe_indicators(data), "infinite value inf for unit 'y', column 'a'", class = "rix_edomain")
  data$a[2L] <- 3
  expect_error(correlations(data, kind = "tau"), "no coefficient of correlation 'tau'", class = "rix_enotfound")
  expect_error(correlations(data, data[1:2, ]), "y has 2 units, x has 3", class = "rix_edim")
  expect_error(correlations(data, level = 1), "framework is needed", class = "rix_einval")
  expect_error(correlations(data, columns = "zeal"), "no column 'zeal'", class = "rix_enotfound")
  expect_error(cronbach_alpha(data, columns = "a"), "needs two", class = "rix_emissing")
  expect_error(principal_components(transform(data, a = 7)), "column 'a' is constant at 7", class = "rix_emissing")
  expect_error(describe_indicators(data, fence = -1), "fence -1", class = "rix_einval")
  expect_error(flag_correlations(data), "risk_correlations", class = "rix_einval")
  expect_error(flag_correlations(correlations(data), 1, 0), "low 1 is not at most high 0", class = "rix_edomain")
})

test_that("an index is looked over in one call, by the pieces", {
  index <- build_index(asem_data("imputed"), asem_meta())
  audit <- audit_index(index, kind = "spearman")
  expect_equal(audit$correlations, correlations(index, kind = "spearman"))
  expect_equal(audit$statistics, describe_indicators(index))
  expect_equal(nrow(audit$availability), 51L)
  expect_equal(audit$weights$effective_weight[audit$weights$node == "Index"], 1)
  p2p <- correlations(index, columns = subset(asem_meta(), Parent == "P2P")$iCode)
  expect_equal(audit$groups$children[audit$groups$node == "P2P"], nrow(p2p$r))
  expect_equal(audit$groups$alpha[audit$groups$node == "P2P"],
               cronbach_alpha(index, columns = rownames(p2p$r), stage = "scores"))
  expect_output(print(audit), "Audit of 51 units and 49 indicators")
  expect_identical(summary(audit), audit$groups)
  expect_identical(as.data.frame(audit), audit$statistics)
  expect_s3_class(plot(audit), "ggplot")
  expect_error(audit_index(asem_data()), "index", class = "rix_einval")
})
