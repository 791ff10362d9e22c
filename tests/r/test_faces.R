test_that("every public function of C has a face in R", {
  file <- file.path("..", "faces.csv")
  faces <- utils::read.csv(file)
  expect_gt(nrow(faces), 50)
  method <- function(name) !is.null(utils::getS3method(name, "risk_scenario", optional = TRUE))
  others <- setdiff(faces$r, getNamespaceExports("riskidx"))
  expect_identical(Filter(Negate(method), others), character())
})

test_that("every class has its methods", {
  classes <- list(
    print = c("risk_framework", "risk_recipe", "riskidx_index", "risk_zones", "risk_scenario", "risk_trajectory",
              "exit_plan", "exit_plans", "tradeoff_curve", "zone_machine", "zone_history", "zone_state")
  )
  classes$summary <- classes$as.data.frame <- classes$print
  classes$plot <- setdiff(classes$print, c("risk_recipe", "zone_machine", "zone_state")) # nothing to see
  for (generic in names(classes)) {
    for (class in classes[[generic]]) {
      expect_false(is.null(utils::getS3method(generic, class, optional = TRUE)), label = paste(generic, class))
    }
  }
})

test_that("every class prints, sums up, tabulates and plots", {
  sc <- preset_scenario("mrsir_us")
  plans <- exit_plans(rbind(c(0.2, 0.2, 0.5), c(0.5, 0.5, 0.7)), c(10, 20), c(0, 5))
  index <- build_index(small_data(), risk_framework(small_meta()))
  faces <- list(index$framework, index$recipe, index, risk_zones(1:2), risk_zones(1), sc, plans[[2]], plans,
                simulate(sc), tradeoff_curve(sc, plans), small_history(), small_rule(),
                rule_table(c("g", "r"), data.frame(zone = c("g", "r"), n = c("< 5", ">= 5"))))
  machine <- small_history()$machine
  for (face in c(faces, list(machine, machine_start(machine), preset_rule("ecdc_2020")))) {
    expect_output(expect_invisible(print(face)))
    expect_output(print(summary(face)))
    expect_s3_class(as.data.frame(face), "data.frame")
    expect_gt(nrow(as.data.frame(face)), 0)
  }
  skip_if_not_installed("ggplot2")
  pdf <- tempfile(fileext = ".pdf")
  grDevices::pdf(pdf)
  on.exit({
    grDevices::dev.off()
    unlink(pdf)
  })
  for (face in faces[-2]) {
    drawn <- plot(face)
    expect_s3_class(drawn, "ggplot")
    expect_error(print(drawn), NA)
  }
})

test_that("an index has a head and a tail", {
  index <- build_index(small_data(), risk_framework(small_meta()))
  expect_identical(head(index, 2), head(as.data.frame(index), 2))
  expect_identical(tail(index, 1)$node, "b")
  expect_identical(nrow(tail(index)), 6L)
})

test_that("strips of zones are drawn as they are", {
  skip_if_not_installed("ggplot2")
  history <- small_history()
  drawn <- ggplot2::layer_data(plot(history))
  expect_identical(drawn$xmax - drawn$xmin, c(1, 1, 2, 1, 1, 4))
  expect_identical(drawn$xmin[1] + 0.5, as.double(as.Date("2020-10-05")))
  expect_identical(drawn$fill, c("#4db6a0", "#eeb04b", "#c0392b", "#c9ced4", "#c0392b", "#4db6a0"))
  expect_error(plot(history, units = "none"), "'none'", class = "rix_enotfound")
  three <- rule_criteria(c("g", "r"), list(a = 1, b = 2, c = 3))
  expect_error(plot(three), "c = 0", class = "rix_einval")
  expect_s3_class(plot(three, fixed = c(c = 0)), "ggplot")
  expect_s3_class(plot(three, show = "b", fixed = c(a = 0, c = 0)), "ggplot")
})
