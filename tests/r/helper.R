# What the tests share. ctest sets the folders; by hand they are found from here.

folder_of <- function(variable, ...) {
  folder <- Sys.getenv(variable, "")
  if (nzchar(folder)) folder else normalizePath(file.path("..", ...), mustWork = FALSE)
}

read_figures <- function(file, ...) utils::read.csv(file, comment.char = "#", check.names = FALSE, ...)

golden <- function(file, ...) read_figures(file.path(folder_of("RISKIDX_TEST_DATA", "data"), file), ...)

# Published figures lie beside the clone. Without them a test is skipped, but not under CI=true.
reference <- function(file) {
  path <- file.path(folder_of("RISKIDX_REFERENCE", "..", "..", "shared", "reference"), file)
  if (!file.exists(path)) {
    if (identical(Sys.getenv("CI"), "true")) stop("the reference figures are not there: ", file)
    testthat::skip(paste("no reference figures:", file))
  }
  read_figures(path)
}

# Largest difference, relative to numbers above 1 in size; the same must be missing on both sides.
expect_close <- function(object, expected, within) {
  object <- unname(unlist(object))
  expected <- unname(unlist(expected))
  expect_gt(length(expected), 0)
  expect_identical(length(object), length(expected))
  expect_identical(is.na(object), is.na(expected))
  expect_lte(max(0, abs(object - expected) / pmax(1, abs(expected)), na.rm = TRUE), within)
}

expect_relative <- function(object, expected, within) {
  expect_gt(length(expected), 0)
  expect_lte(max(abs(object - expected) / pmax(abs(expected), .Machine$double.xmin)), within)
}

# Entries of SWIG, for what only they can be asked.
raw <- function(name) get(paste0("R_swig_", name), asNamespace("riskidx"))
core <- function(name, ...) riskidx:::core(raw(name), ...)
result <- function(name, ...) riskidx:::core_result(raw(name), ...)

small_meta <- function() {
  data.frame(code = c("risk", "a", "b"), parent = c(NA, "risk", "risk"), direction = c(1, 1, -1))
}

small_rule <- function() rule_criteria(c("green", "orange", "red"), list(n = c(25, 50), p = c(4, 8)))

small_history <- function() {
  data <- data.frame(day = as.Date("2020-10-05") + 0:9, n = c(10, 30, 60, 60, NA, 20, 20, 20, 20, 20), p = 1)
  zone_history(zone_machine(small_rule(), small_rule(), fall_after = 2, absent = "grey"), data)
}

small_data <- function() {
  data.frame(a = c(1, 2, 4), b = c(10, 30, 20), row.names = c("x", "y", "z"))
}

# R code in a session of its own that sees the same package; what it prints.
in_session <- function(code, ...) {
  file <- tempfile(fileext = ".R")
  on.exit(unlink(file))
  writeLines(c(sprintf(".libPaths(c(%s, .libPaths()))", deparse(dirname(find.package("riskidx")))), code), file)
  suppressWarnings(system2(file.path(R.home("bin"), "Rscript"), c("--vanilla", file), stdout = TRUE,
                           stderr = TRUE, ...))
}
