# The vignette runs, chunk by chunk, and says what the notebook in Python says.

chunks_of <- function(file) {
  lines <- readLines(file)
  starts <- grep("^```\\{r", lines)
  ends <- grep("^```$", lines)
  lapply(starts, function(from) lines[seq(from + 1L, min(ends[ends > from]) - 1L)])
}

vignette_file <- function() {
  file.path("..", "..", "bindings", "r", "riskidx", "vignettes", "index-walk.Rmd")
}

test_that("the vignette runs", {
  skip_if_not(file.exists(vignette_file()), "not beside the source")
  data <- file.path(folder_of("RISKIDX_EXAMPLE_DATA", "..", "examples", "data"), "asia_pacific.csv")
  expect_identical(readLines(system.file("extdata", "asia_pacific.csv", package = "riskidx")), readLines(data))
  chunks <- chunks_of(vignette_file())
  expect_gt(length(chunks), 10)
  pdf <- tempfile(fileext = ".pdf")
  grDevices::pdf(pdf)
  on.exit({
    grDevices::dev.off()
    unlink(pdf)
  })
  there <- new.env()
  said <- utils::capture.output(for (chunk in chunks) {
    if (!requireNamespace("ggplot2", quietly = TRUE) && any(grepl("^plot\\(", chunk))) next
    for (call in parse(text = chunk)) {
      shown <- withVisible(eval(call, there))
      if (shown$visible) print(shown$value)
    }
  })
  expect_true(any(grepl("1000 replicates of 49 units", said)))
  expect_true(any(grepl("Sensitivity of rank of India", said)))
  ranks <- uncertainty_summary(there$u)
  expect_identical(ranks[ranks$unit == "Afghanistan", "q95"], 1)
})
