# Runs the tests of R on the package that R finds: Rscript tests/r/run.R [PATTERN of names of files]
library(testthat)
library(riskidx)

# The folder of this file, whether it is run by Rscript or sourced.
file <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
folder <- if (sys.nframe() > 0L || length(file) == 0L) "." else dirname(file[1L])

pattern <- commandArgs(trailingOnly = TRUE)
results <- as.data.frame(test_dir(folder, filter = if (length(pattern) > 0L) pattern[1L],
                                  reporter = check_reporter(), load_package = "none", stop_on_failure = FALSE))
cat(nrow(results), "tests in R\n")
bad <- results$failed > 0L | results$error
if (nrow(results) == 0L || any(bad)) {
  message("failed: ", paste(results$test[bad], collapse = "; "))
  quit(status = 1L)
}
