run_example <- function(script, ...) {
  line <- function(...) paste(deparse(c(...)), collapse = " ")
  path <- normalizePath(file.path("..", "..", "examples", "r", script))
  in_session(c(paste("commandArgs <- function(...)", line(...)), sprintf("source(%s)", line(path))))
}

test_that("the nations of the United Kingdom become zones by four official rules", {
  skip_if_not_installed("ggplot2")
  file <- file.path(folder_of("RISKIDX_EXAMPLE_DATA", "..", "examples", "data"), "uk_nations.csv")
  out <- tempfile()
  dir.create(out)
  on.exit(unlink(out, recursive = TRUE))
  said <- run_example("uk_zones.R", file, out)
  expect_true(any(grepl("India, hotspots", said)), info = paste(said, collapse = "\n"))
  expect_identical(readBin(file.path(out, "uk_zones.png"), "raw", 8), as.raw(c(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10)))
  expect_gt(file.size(file.path(out, "uk_zones.png")), 20000)

  zones <- utils::read.csv(file.path(out, "uk_zones.csv"))
  data <- utils::read.csv(file)
  expect_identical(zones[c("nation", "date")], data[c("nation", "date")])
  expect_identical(names(zones)[3:6], c("harvard_2020", "ecdc_2020", "cdc_2021", "india_2020_04_15"))
  # Where counts rise every day around, no treatment changes them, and rates are differences of the totals.
  for (nation in unique(data$nation)) {
    here <- data$nation == nation
    total <- data$cases[here]
    rises <- c(FALSE, diff(total) > 0)
    plain <- vapply(seq_along(total), function(t) {
      t > 17 && t + 17 <= length(total) && all(rises[(t - 17):(t + 17)])
    }, TRUE)
    expect_gt(sum(plain), 100)
    rate <- function(days) (c(rep(NA, days), diff(total, days)) * 1e5 / data$population[here][1])[plain]
    found <- zones[here, ][plain, ]
    levels <- c("green", "yellow", "orange", "red")
    expect_identical(found$harvard_2020, levels[findInterval(rate(7) / 7, c(1, 10, 25)) + 1])
    expect_identical(found$cdc_2021, ifelse(rate(7) >= 100, "high", "grey"))
    two_weeks <- rate(14)
    expect_identical(found$ecdc_2020,
                     ifelse(two_weeks > 150, "red", ifelse(two_weeks >= 25 & two_weeks < 50, "orange", "grey")))
  }
})

test_that("the first wave of the United Kingdom gives the reproduction numbers that were published", {
  file <- file.path(folder_of("RISKIDX_EXAMPLE_DATA", "..", "examples", "data"), "uk_nations.csv")
  out <- tempfile()
  dir.create(out)
  on.exit(unlink(out, recursive = TRUE))
  said <- run_example("uk_first_wave.R", file, out)
  expect_true(any(grepl("Calibration: converged", said)), info = paste(said, collapse = "\n"))
  table <- utils::read.csv(file.path(out, "uk_first_wave.csv"), row.names = 1)
  # SAGE: R0 of 2 to 4 in March 2020, R of 0.5 to 0.9 in May.
  expect_true(table["R0", "low"] > 2 && table["R0", "high"] < 4)
  expect_true(table["R under lockdown", "low"] > 0.5 && table["R under lockdown", "high"] < 0.9)
  expect_gt(file.size(file.path(out, "uk_first_wave.png")), 5000)
})
