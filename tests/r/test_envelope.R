sc <- preset_scenario("mrsir_us")

test_that("an optimum is as good as the reference and is simulated again to the same numbers", {
  best <- optimum(sc, c(economic_loss = 1, discounted_deaths = 20), space = "semi_targeted")
  expect_identical(best$points$status, "locally optimal")
  expect_lte(best$points$goal, 0.1433015627316247 * (1 + 1e-6)) # reference/mrsir/frontier.csv
  again <- simulate(sc, policy = envelope_policy(best))$outcomes
  expect_identical(unname(unlist(best$points[sc$outcomes$name])), unname(as.vector(unlist(again))))
})

test_that("a frontier goes down", {
  curve <- frontier(sc, points = 5, low = 0.003)
  expect_true(all(diff(curve$points$deaths) < 0))
  expect_true(all(diff(curve$points$economic_loss) > 0))
  expect_true(curve$complete)
  expect_output(print(curve), "5 optimal schedules")
  expect_identical(nrow(as.data.frame(curve)), 5L)
  expect_error(envelope_policy(curve, 6), class = "rix_einval")
})

test_that("callers are told", {
  expect_error(optimum(sc, "colour"), "colour", class = "rix_enotfound")
  expect_error(frontier(sc, points = 0), "points is 0", class = "rix_einval")
  half <- matrix(0.5, 78, 3)
  expect_error(optimum(sc, space = policy_space(lower = half, upper = half * 0.5)), class = "rix_edomain")
  expect_identical(optimum(sc, "economic_loss", c(deaths = 1e-6))$points$status, "infeasible")
})
