# The benefit of the doubt: against exact optima, and against lpSolve where it is there.

three <- function() data.frame(a = c(4, 2, 2), b = c(1, 3, 1), row.names = c("A", "B", "C"))

four <- c("income", "jobs", "health", "safety")

test_that("scores, weights and shares are the exact optima", {
  bli <- reference("compind/bli_2017.csv")
  expected <- reference("compind/bod.csv")
  expect_close(benefit_of_the_doubt(bli, units = "country")$scores$score, expected$bod_11, 1e-9)
  expect_close(benefit_of_the_doubt(bli[c("country", four)], units = "country")$scores$score, expected$bod_4, 1e-9)
  expect_close(benefit_of_the_doubt(bli, 0.03, 0.2, units = "country")$scores$score, expected$bod_constr_11, 1e-9)
  found <- benefit_of_the_doubt(bli[c("country", four)], 0.1, 0.5, units = "country")
  expect_close(found$scores$score, expected$bod_constr_4, 1e-9)
  expect_identical(aggregate_data(bli[four], aggregate_step("bod", share_low = 0.1, share_high = 0.5))$score,
                   found$scores$score)
  shares <- reference("compind/bod_constr_4_shares.csv")
  expect_close(found$shares[shares$weights_unique, four], shares[shares$weights_unique, four], 1e-9)
  weights <- reference("compind/bod_4_weights.csv")
  expect_close(benefit_of_the_doubt(bli[four])$weights[weights$weights_unique, four],
               weights[weights$weights_unique, paste0("w_", four)], 1e-9)
})

test_that("the geometric form is that of the reference", {
  bli <- reference("compind/bli_2017.csv")
  expected <- reference("compind/geometric_bod.csv")
  found <- geometric_benefit_of_the_doubt(bli[c("country", four)], "Germany", 0.1, 0.5, units = "country")
  unique <- expected$weights_unique
  expect_close(found$scores$score[unique], expected$geometric_bod_4[unique], 1e-9)
  expect_identical(found$scores$score[found$scores$unit == "Germany"], 1)
  expect_null(found$weights)
  expect_error(geometric_benefit_of_the_doubt(bli[four], "Atlantis"), class = "rix_enotfound", "Atlantis")
})

test_that("random tables have the optima of lpSolve", {
  testthat::skip_if_not_installed("lpSolve")
  set.seed(3)
  for (case in 1:30) {
    y <- if (case %% 2) matrix(stats::runif(60, 0.1, 9), 15) else matrix(as.double(sample(1:3, 60, TRUE)), 15)
    low <- if (case %% 3) 0.1 else 0
    found <- benefit_of_the_doubt(y, low)$scores$score
    expected <- vapply(seq_len(nrow(y)), function(i) {
      shares <- low * matrix(y[i, ], 4, 4, byrow = TRUE) - diag(y[i, ])
      lpSolve::lp("max", y[i, ], rbind(y, shares), "<=", c(rep(1, 15), rep(0, 4)))$objval
    }, 0)
    expect_close(found, expected, 1e-8)
  }
})

test_that("three units by hand", {
  found <- benefit_of_the_doubt(three())
  expect_close(found$scores$score, c(1, 1, 0.6), 1e-15)
  expect_close(found$weights[3, c("a", "b")], c(0.2, 0.2), 1e-15)
  expect_close(found$shares[3, c("a", "b")], c(2, 1) / 3, 1e-15)
  expect_close(benefit_of_the_doubt(three(), c(b = 0.5, a = 0.5))$scores$score[3], 0.5, 1e-15)
  expect_close(benefit_of_the_doubt(exp(three()), multiplicative = TRUE)$scores$score, c(1, 1, 0.6), 1e-14)
  expect_close(benefit_of_the_doubt(three(), worst = TRUE)$scores$score, c(1, 1, 1), 1e-15)
  expect_identical(as.data.frame(found)$unit, c("A", "B", "C"))
  expect_output(print(found), "3 units")
  expect_close(summary(found)$mean_share, colMeans(found$shares[c("a", "b")]), 1e-15)
  gap <- three()
  gap["B", "a"] <- NA
  expect_close(benefit_of_the_doubt(gap)$scores$score, c(1, 1, 2 / 3), 1e-15)
  expect_identical(benefit_of_the_doubt(three(), threads = 2), benefit_of_the_doubt(three(), threads = 1))
})

test_that("mean weights go into a framework", {
  w <- weights_benefit_of_the_doubt(three())
  means <- colMeans(benefit_of_the_doubt(three())$weights[c("a", "b")])
  expect_close(w, means / sum(means), 1e-14)
  fw <- risk_framework(data.frame(code = c("index", "a", "b"), parent = c(NA, "index", "index"),
                                  share_low = c(NA, 0.5, 0.5)))
  recipe <- risk_recipe(normalise_step("none", low = 0, high = 100), "bod")
  index <- build_index(three(), fw, recipe)
  expect_close(index$scores$index, 100 * c(4 / 7, 6 / 7, 1 / 2), 1e-13)
  expect_close(sum(weights_benefit_of_the_doubt(index, share_low = 0.25)), 1, 1e-15)
  expect_close(as.data.frame(fw)$share_low, c(NA, 0.5, 0.5), 0)
})

test_that("what cannot be is refused by name", {
  expect_error(benefit_of_the_doubt(transform(three(), a = c(4, -1, 2))), class = "rix_edomain", "unit 'B', column 'a'")
  expect_error(benefit_of_the_doubt(transform(three(), a = c(4, 0, 2)), 0.1), class = "rix_edomain", "unit 'B' cannot keep")
  expect_error(benefit_of_the_doubt(three(), 0.6), class = "rix_edomain", "sum to 1.2")
  expect_error(benefit_of_the_doubt(three(), c(z = 0.1)), class = "rix_enotfound", "'z'")
  expect_error(benefit_of_the_doubt(three(), c(0.1, 0.1, 0.1)), class = "rix_edim", "3 bounds for 2 columns")
  expect_error(benefit_of_the_doubt(three(), share_high = "much"), class = "rix_einval", "share_high")
  expect_error(benefit_of_the_doubt(three(), worst = NA), class = "rix_einval", "worst")
})
