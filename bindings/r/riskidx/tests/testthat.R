# The tests lie beside those of the other languages, in tests/r of the source. R CMD check works on a
# copy of the package and finds them through RISKIDX_SOURCE_DIR, as configure does.
source_dir <- Sys.getenv("RISKIDX_SOURCE_DIR", file.path("..", "..", "..", ".."))
run <- file.path(source_dir, "tests", "r", "run.R")
if (file.exists(run)) source(run, chdir = TRUE) else message("no tests here: set RISKIDX_SOURCE_DIR")
