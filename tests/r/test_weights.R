# Weights: against COINr and Compind, against formulas of stats and base, against published examples.

some_table <- function() {
  set.seed(4)
  x <- matrix(stats::rnorm(150), 30) + 5
  x[, 2] <- x[, 1] + x[, 2] / 3
  as.data.frame(structure(x, dimnames = list(paste0("u", 1:30), letters[1:5])))
}

tree <- function() {
  risk_framework(data.frame(code = c("risk", "g", "a", "b", "c"), parent = c(NA, "risk", "g", "g", "risk"),
                            weight = c(1, 2, 3, 1, 1)))
}

test_that("a framework gets other weights, and the old one stays", {
  fw <- tree()
  changed <- with_weights(fw, c(a = 5, c = NA))
  expect_identical(as.data.frame(changed)$weight, c(1, 2, 5, 1, 1))
  expect_identical(as.data.frame(fw)$weight, c(1, 2, 3, 1, 1))
  expect_identical(with_weights(fw, list(a = 5)), changed)
  expect_identical(as.data.frame(with_weights(fw, "equal", level = 1))$weight, c(1, 2, 1, 1, 1))
  expect_identical(as.data.frame(with_weights(fw, c(7, 8, 9), level = 1))$weight, c(1, 2, 7, 8, 9))
  expect_error(with_weights(fw, c(x = 1)), class = "rix_enotfound", "no node 'x'")
  expect_error(with_weights(fw, c(g = 1), level = 1), class = "rix_enotfound", "level 1")
  expect_error(with_weights(fw, 1, level = 4), class = "rix_enotfound", "there are 1 to 3")
  expect_error(with_weights(fw, c(1, 2), level = 1), class = "rix_edim", "2 for 3 nodes")
  expect_error(with_weights(fw, c(a = -1)), class = "rix_edomain", "'a'")
  expect_error(with_weights(fw, c(a = 0, b = 0)), class = "rix_eframework", "g")
  expect_identical(weights_equal(fw), c(g = 0.5, a = 0.5, b = 0.5, c = 0.5))
  expect_identical(weights_equal(fw, "g"), c(a = 0.5, b = 0.5))
  expect_error(weights_equal(fw, "a"), class = "rix_enotfound")
  expect_error(with_weights(fw, list(a = 1:2)), class = "rix_einval", "one number a node")
  expect_error(with_weights(fw, NULL), class = "rix_edim", "0 for 5 nodes")
  expect_error(with_weights(fw, c(a = "much")), class = "rix_einval", "'much'")
})

test_that("components are those of COINr and of prcomp", {
  data <- reference("coinr/normalised.csv")
  for (pillar in c("P2P", "Social")) {
    expected <- reference(paste0("coinr/weights/pca_", pillar, "_weights.csv"))
    found <- weights_pca(data[expected$iCode], compat = TRUE)
    expect_identical(names(found), expected$iCode)
    expect_close(found * sign(found[1L] * expected$weight[1L]), expected$weight, 1e-9)
    expect_close(weights_pca(data[expected$iCode]), expected$weight / sum(expected$weight), 1e-9)
  }
  x <- some_table()
  first <- stats::prcomp(x[1:2], scale. = TRUE)$rotation[, 1L]
  expect_close(weights_pca(x[1:2]), first / sum(first), 1e-12)
})

test_that("an index is weighed group by group", {
  x <- some_table()
  index <- build_index(x, tree())
  w <- weights_entropy(index)
  expect_setequal(names(w), c("g", "a", "b", "c"))
  expect_identical(w[c("a", "b")], weights_entropy(index_stage(index)[c("a", "b")]))
  expect_identical(w[c("a", "b")], weights_entropy(index, "g"))
  expect_identical(as.data.frame(with_weights(tree(), w))$weight[3L], w[["a"]])
  expect_error(weights_entropy(x, group = "g"), class = "rix_einval", "only an index")
  expect_error(weights_entropy(index, group = "a"), class = "rix_enotfound")
})

test_that("factors are those of Compind", {
  data <- reference("compind/bli_2017.csv")
  expected <- reference("compind/factor.csv")
  shares <- reference("compind/factor_weights.csv")
  columns <- setdiff(names(data), "country")
  for (case in list(list("factor_one", columns, 1), list("factor_ch3", columns, 3), list("factor_all", columns, 11),
                    list("factor_one_4", c("income", "jobs", "health", "safety"), 1))) {
    found <- factor_index(data[case[[2L]]], case[[3L]], compat = TRUE)
    expect_close(found$scores$score, expected[[case[[1L]]]], 1e-9)
    expect_close(found$weights, shares$weight[shares$case == case[[1L]]], 1e-9)
  }
  three <- reference("compind/factor_ch3_rotated_loadings.csv")
  found <- factor_index(data[columns], 3, compat = TRUE)$loadings
  expect_close(found[three$iCode, ], as.matrix(three[-1L]), 1e-9)
})

test_that("factor weights follow from varimax of stats", {
  x <- some_table()
  e <- eigen(stats::cor(x))
  for (k in 2:4) {
    loadings <- e$vectors[, seq_len(k)] %*% diag(sqrt(e$values[seq_len(k)]))
    rotated <- unclass(stats::varimax(loadings, eps = 1e-5)$loadings)
    expect_close(weights_factor(x, factors = k, compat = TRUE), {
      w <- apply(rotated^2, 1L, max)
      w / sum(w)
    }, 1e-9)
  }
  share <- e$values / sum(e$values)
  by_size <- sum(e$values > 1 & share > 0.1)
  expect_identical(factor_count(x), max(by_size, which(cumsum(share) > 0.6)[1L]) + 0)
  expect_error(weights_factor(x, factors = 6), class = "rix_einval", "6 factors of 5")
  expect_error(weights_factor(x, factors = 0.5), class = "rix_einval", "factors")
  expect_error(weights_factor(x, compat = NA), class = "rix_einval", "compat")
})

test_that("entropy and CRITIC follow their formulas", {
  x <- some_table()
  p <- sweep(as.matrix(x), 2L, colSums(x), "/")
  d <- 1 + colSums(p * log(p)) / log(nrow(x))
  expect_close(weights_entropy(x), d / sum(d), 1e-11)
  z <- apply(x, 2L, function(v) (v - min(v)) / diff(range(v)))
  c <- apply(z, 2L, stats::sd) * rowSums(1 - stats::cor(z))
  expect_close(weights_critic(x), c / sum(c), 1e-12)
  expect_close(weights_critic(as.matrix(x)), c / sum(c), 1e-12)
  expect_error(weights_entropy(x - 100), class = "rix_edomain", "u1")
  x$b <- 1
  expect_error(weights_critic(x), class = "rix_emissing", "'b'")
})

test_that("tables that cannot be weighed are refused", {
  for (method in list(weights_pca, weights_factor, weights_entropy, weights_critic)) {
    expect_error(method("x"), class = "rix_einval")
    expect_error(method(NULL), class = "rix_einval")
    expect_error(method(matrix(NA_real_, 3, 2)), class = "rix_emissing")
    expect_error(method(matrix(0, 0, 2)), class = "rix_emissing")
    expect_error(method(data.frame(a = c("x", "y"))), class = "rix_emissing", "no columns")
    expect_error(method(data.frame(a = 1:3, b = c(1, Inf, 2))), class = "rix_edomain", "column 'b'")
  }
})

test_that("pairwise judgements: distances from Philadelphia (Saaty 1977), and eigen()", {
  a <- diag(6)
  a[upper.tri(a)] <- c(1 / 3, 8, 9, 3, 3, 1 / 6, 3, 3, 1 / 5, 1 / 3, 7, 9, 2, 6, 6)
  a[lower.tri(a)] <- NA
  colnames(a) <- c("Cairo", "Tokyo", "Chicago", "San Francisco", "London", "Montreal")
  found <- weights_ahp(a)
  expect_lt(max(abs(found$weights - c(0.263, 0.397, 0.033, 0.116, 0.164, 0.027))), 2e-3)
  full <- a
  full[lower.tri(full)] <- t(1 / a)[lower.tri(a)]
  e <- eigen(full)
  w <- Re(e$vectors[, 1L])
  expect_close(found$weights, w / sum(w), 1e-12)
  expect_close(found$eigenvalue, Re(e$values[1L]), 1e-12)
  expect_close(found$consistency_ratio, (Re(e$values[1L]) - 6) / 5 / 1.24, 1e-11)
  expect_identical(names(found$weights), colnames(a))
  expect_output(print(found), "consistency ratio 0.07")
  expect_error(weights_ahp(matrix(c(1, 0.33, 3, 1), 2)), class = "rix_edomain", "not reciprocal")
  expect_error(weights_ahp(matrix(1, 2, 3)), class = "rix_edim")
  expect_error(weights_ahp("a"), class = "rix_einval", "matrix")
})

test_that("weights have the target influences of COINr's example", {
  meta <- reference("coinr/asem_imeta.csv")
  meta <- meta[meta$Type %in% c("Indicator", "Aggregate"), ]
  meta$Direction <- 1
  data <- reference("coinr/normalised.csv")
  index <- build_index(data, risk_framework(meta),
                       risk_recipe(normalise_step("none", low = 0, high = 100)), units = "uCode")
  expected <- reference("coinr/weights/optimised_weights.csv")
  rows <- expected[expected$level == 3 & expected$run == "1.02:1, tolerance 1e-15", ]
  fit <- weights_optimised(index, 3, c(Sust = 1, Conn = 1.02))
  expect_close(fit$weights[rows$iCode], rows$opt_weight, 1e-9)
  expect_close(fit$influences[rows$iCode], rows$target_share, 1e-9)
  sd <- vapply(index$scores[c("Conn", "Sust")], stats::sd, 0)
  expect_close(weights_optimised(index, 3)$weights[names(sd)], (1 / sd) / sum(1 / sd), 1e-9)
  fit <- weights_optimised(index, 2)
  expect_lte(fit$objective, -6.94)
  expect_true(all(fit$weights >= 0))
  again <- build_index(data, with_weights(risk_framework(meta), fit$weights), index$recipe, units = "uCode")
  r <- vapply(names(fit$weights), function(k) stats::cor(again$scores[[k]], again$scores$Index), 0)
  expect_close(r / sum(r), fit$influences, 1e-12)
  expect_lte(weights_optimised(index, 2, nonnegative = FALSE)$objective, -12.54)
  expect_output(print(fit), "of their targets")
  expect_identical(summary(fit)$code, names(fit$weights))
})

test_that("targets that make no sense are refused by name", {
  index <- build_index(some_table(), tree())
  expect_error(weights_optimised(index), class = "rix_einval", "level")
  expect_error(weights_optimised(index, 1, c(1, 2, 3)), class = "rix_einval", "named by code")
  expect_error(weights_optimised(index, targets = c(a = 1)), class = "rix_eframework", "'a' has a target, and a sibling")
  expect_error(weights_optimised(index, 1, c(a = 1, b = 1)), class = "rix_enotfound", "none for 'c'")
  expect_error(weights_optimised(index, 1, c(risk = 1)), class = "rix_enotfound", "no node 'risk' of level 1")
  expect_error(weights_optimised(some_table(), 1), class = "rix_einval", "index")
})
