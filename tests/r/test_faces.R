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
              "exit_plan", "exit_plans", "tradeoff_curve")
  )
  classes$summary <- classes$as.data.frame <- classes$print
  classes$plot <- setdiff(classes$print, "risk_recipe") # of which there is nothing to see
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
                simulate(sc), tradeoff_curve(sc, plans))
  for (face in faces) {
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
