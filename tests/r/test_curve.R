small_curve <- function(...) {
  tradeoff_curve(preset_scenario("mrsir_us"), exit_plans(c(0.2, 0.4, 0.7), seq(0, 60, 10), c(0, 8)), ...)
}

test_that("a curve has the efficient plans of its family, by increasing x", {
  curve <- small_curve()
  expect_identical(nrow(curve$all), 42L)
  points <- as.data.frame(curve)
  expect_false(is.unsorted(points$economic_loss, strictly = TRUE))
  expect_false(is.unsorted(rev(points$deaths), strictly = TRUE))
  expect_identical(points$plan, efficient_set(curve$all[c("economic_loss", "deaths")]))
  beaten <- function(i) any(curve$all$economic_loss < curve$all$economic_loss[i] &
                              curve$all$deaths < curve$all$deaths[i])
  expect_false(any(vapply(points$plan, beaten, TRUE)))
  others <- which(!curve$all$efficient)
  expect_true(all(vapply(others, function(i) {
    any(curve$all$economic_loss <= curve$all$economic_loss[i] & curve$all$deaths <= curve$all$deaths[i] &
          curve$all$plan != i)
  }, TRUE)))
})

test_that("simulating a point's plan gives its outcomes to the last bit", {
  curve <- small_curve()
  for (k in curve$points$point) {
    again <- simulate(curve$scenario, policy = curve_policy(curve, k))$outcomes
    expect_identical(unlist(curve$points[k, names(again)]), again)
  }
  expect_error(curve_policy(curve, 0), class = "rix_einval")
  expect_error(curve_policy(curve, nrow(curve$points) + 1), class = "rix_einval")
  expect_error(curve_policy(curve, 1.5), class = "rix_einval")
})

test_that("threads do not change a bit, and levels by control are kept apart", {
  one <- small_curve(threads = 1)
  expect_identical(small_curve(threads = 4)$all, one$all)
  expect_identical(small_curve()$all, one$all)
  sc <- preset_scenario("mrsir_us")
  levels <- rbind(c(0.1, 0.2, 0.9), c(0.3, 0.2, 1))
  curve <- tradeoff_curve(sc, exit_plans(levels, c(10, 20)))
  expect_identical(curve$all$level_old, c(0.9, 0.9, 1, 1))
  expect_identical(curve$all$start, c(10, 20, 10, 20))
  for (i in 1:4) {
    plan <- curve$plans[[i]]
    expect_identical(unlist(curve$all[i, sc$outcomes$name]), simulate(sc, policy = plan)$outcomes)
  }
})

test_that("the order of a family is the core's", {
  plans <- exit_plans(c(0.1, 0.2), c(3, 5, 7), c(0, 4))
  expect_identical(length(plans), 12L)
  expect_identical(result("rix_exit_family_size", riskidx:::family_record(unclass(plans))), 12)
  frame <- as.data.frame(plans)
  for (k in seq_len(length(plans))) {
    plan <- plans[[k]]
    expect_identical(c(plan$level, plan$start, plan$ramp), c(frame$level[k], frame$start[k], frame$ramp[k]))
  }
  expect_error(plans[[13]], class = "rix_einval")
  expect_error(plans[[0]], class = "rix_einval")
  expect_error(exit_plans(0.1, integer()), class = "rix_einval")
  expect_error(exit_plans(0.1, c(1, -1)), "-1", class = "rix_einval")
  expect_output(print(plans), "12 exit plans")
})

test_that("other outcomes and bad requests", {
  curve <- small_curve(x = "output_loss", y = "deaths_old")
  expect_false(is.unsorted(curve$points$output_loss))
  expect_error(small_curve(x = "happiness"), "happiness", class = "rix_enotfound")
  expect_error(small_curve(x = "deaths", y = "deaths"), class = "rix_einval")
  expect_error(small_curve(threads = -1), "threads", class = "rix_einval")
  expect_error(small_curve(threads = 1.5), "threads", class = "rix_einval")
  expect_error(small_curve(progress = 1), "progress", class = "rix_einval")
  sc <- preset_scenario("mrsir_us")
  expect_error(tradeoff_curve(sc, exit_plans(0.9, 10)), "0.9", class = "rix_edomain")
  expect_error(tradeoff_curve(sc, exit_plans(0.5, 70, 20)), class = "rix_edim")
  expect_error(tradeoff_curve(sc, list()), "plans", class = "rix_einval")
  expect_error(tradeoff_curve(1), "scenario", class = "rix_einval")
})

test_that("the default family is made for the scenario", {
  for (name in c("mrsir_us", "aal_us")) {
    curve <- tradeoff_curve(preset_scenario(name))
    expect_identical(nrow(curve$all), 520L)
    expect_gt(nrow(curve$points), 10)
  }
})

test_that("progress is told, and an error in it comes out", {
  told <- numeric()
  small_curve(progress = function(done) told <<- c(told, done))
  expect_gt(length(told), 0)
  expect_true(all(told >= 0 & told <= 1))
  expect_false(is.unsorted(told))
  mine <- structure(class = c("mine", "error", "condition"), list(message = "enough", call = NULL))
  expect_error(small_curve(progress = function(done) stop(mine)), "enough", class = "mine")
  expect_identical(nrow(small_curve(progress = function(done) TRUE)$all), 42L)
  caught <- tryCatch(
    small_curve(progress = function(done) tools::pskill(Sys.getpid(), tools::SIGINT)),
    interrupt = function(i) "interrupted"
  )
  expect_identical(caught, "interrupted")
})

test_that("efficient rows", {
  expect_identical(efficient_set(cbind(c(3, 1, 2, 2), c(1, 3, 2, 2))), c(2L, 3L, 1L))
  expect_identical(efficient_set(matrix(c(1L, 2L, 2L, 1L), 2)), c(1L, 2L))
  expect_identical(efficient_set(data.frame(a = c(1, NA), b = c(2, 0))), 1L)
  expect_identical(efficient_set(cbind(c(1, 1, 2), c(1, 2, 1), c(5, 0, 0))), c(1L, 2L, 3L))
  expect_identical(efficient_set(matrix(numeric(), 0, 2)), integer())
  expect_error(efficient_set(matrix(numeric(), 2, 0)), class = "rix_einval")
  expect_error(efficient_set(c(1, 2)), class = "rix_einval")
  expect_error(efficient_set(matrix("a")), class = "rix_einval")
})

test_that("a curve prints and sums up", {
  curve <- small_curve()
  expect_output(print(curve), "out of 42")
  expect_identical(summary(curve)$point, c(1L, nrow(curve$points)))
})

test_that("fronts, hypervolumes and knees by hand", {
  table <- data.frame(loss = c(3, 2, 1, 3, NA), deaths = c(1, 2, 3, 3, 0))
  expect_identical(efficient_fronts(table), c(1L, 1L, 1L, 2L, NA))
  expect_identical(hypervolume(table, c(deaths = 4, loss = 4)), 6)
  expect_identical(hypervolume(unname(as.matrix(table)), c(4, 5)), 9)
  bent <- cbind(c(10, 2, 9, 0), c(0, 2, 9, 10))
  for (method in c("chord", "angle", "utility", "ideal")) expect_identical(knee(bent, method), 2L)
  expect_identical(knee(table), NA_integer_)
  expect_error(hypervolume(table, c(1, 2, 3)), class = "rix_edim")
  expect_error(hypervolume(table, c(deaths = 4, losses = 4)), "losses", class = "rix_edim")
  expect_error(hypervolume(table, c(1, NaN)), class = "rix_edomain")
  expect_error(knee(bent, "elbow"), "chord, angle", class = "rix_enotfound")
  expect_error(knee(cbind(bent, 1)), "two outcomes", class = "rix_edim")
})

test_that("the knee and the hypervolume of a curve", {
  curve <- small_curve()
  points <- as.matrix(curve$points[c("economic_loss", "deaths")])
  scaled <- apply(points, 2, function(x) (x - min(x)) / (max(x) - min(x)))
  expect_identical(curve_knee(curve), unname(which.max(-rowSums(scaled))))
  n <- nrow(points)
  under <- sum((points[n, 1] - points[-1, 1]) * -diff(points[, 2]))
  expect_equal(curve_hypervolume(curve, c(economic_loss = points[[n, 1]], deaths = points[[1, 2]])), under,
               tolerance = 1e-12)
  expect_true(all(curve_fronts(curve)[curve$points$plan] == 1))
  expect_error(curve_knee(1), "curve", class = "rix_einval")
})

test_that("three ways at once, and within bounds", {
  all <- small_curve()$all
  axes <- c("economic_loss", "deaths_young", "deaths_old")
  most <- stats::median(all$output_loss)
  curve <- small_curve(x = axes[1], y = axes[2], also = axes[3], bounds = c(output_loss = most))
  inside <- which(all$output_loss <= most)
  expect_identical(curve$points$plan, inside[efficient_set(all[inside, axes])])
  expect_identical(is.na(curve_fronts(curve)), all$output_loss > most)
  expect_output(print(curve), "deaths_old")
  expect_s3_class(plot(curve), "ggplot")
  expect_error(small_curve(also = "deaths"), "already", class = "rix_einval")
  expect_error(small_curve(bounds = c(deaths = -1)), "no plan of 42", class = "rix_edomain")
  expect_error(small_curve(bounds = 3), class = "rix_edim")
})

test_that("where a path stands", {
  curve <- small_curve()
  worst <- curve$all[which.max(curve_fronts(curve)), ]
  plan <- exit_plan(worst$level_young, worst$start, worst$ramp)
  stand <- curve_stand(curve, plan)
  own <- simulate(curve$scenario, policy = plan)$outcomes[c("economic_loss", "deaths")]
  points <- curve$points
  better <- points$point[points$economic_loss <= own[1] & points$deaths <= own[2]]
  expect_true(stand$dominated)
  expect_setequal(stand$better$point, better)
  spread <- c(diff(range(points$economic_loss, own[1])), diff(range(points$deaths, own[2])))
  away <- sqrt(((own[1] - points$economic_loss[better]) / spread[1])^2 + ((own[2] - points$deaths[better]) / spread[2])^2)
  expect_equal(stand$better$distance, sort(away), tolerance = 1e-12)
  expect_identical(stand$better$saved_deaths, own[["deaths"]] - stand$better$deaths)
  expect_false(curve_stand(curve, curve_policy(curve, 2))$dominated)
  expect_error(curve_stand(1), class = "rix_einval")
})
