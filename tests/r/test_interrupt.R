# Ctrl-C, as a terminal sends it to R in the middle of a call of more than 10 s.

script <- function(file, body) {
  c(sprintf("done <- function(what) { writeLines(c(what, sprintf('%%.6f', as.double(Sys.time()))), %s) }",
            deparse(paste0(file, ".tmp"))),
    sprintf("finish <- function(what) { done(what); file.rename(%s, %s) }", deparse(paste0(file, ".tmp")),
            deparse(file)),
    "library(riskidx)",
    "sc <- update(preset_scenario('mrsir_us'), steps = 1000)",
    "plans <- exit_plans(seq(0.01, 0.7, by = 0.01), 0:40, 0:20)",
    sprintf("cat(Sys.getpid(), file = %s)", deparse(paste0(file, ".pid"))),
    body)
}

wait_for <- function(file, seconds = 30) {
  end <- Sys.time() + seconds
  while (!file.exists(file) && Sys.time() < end) Sys.sleep(0.01)
  expect_true(file.exists(file))
}

# The seconds from the signal to the end of the call, and how that ended.
strike <- function(body, threads) {
  file <- tempfile("interrupt")
  on.exit(unlink(paste0(file, c("", ".pid", ".R"))))
  writeLines(c(sprintf(".libPaths(c(%s, .libPaths()))", deparse(dirname(find.package("riskidx")))),
               script(file, body)), paste0(file, ".R"))
  job <- parallel::mcparallel(system2(file.path(R.home("bin"), "Rscript"), c("--vanilla", paste0(file, ".R")),
                                      stdout = FALSE, stderr = FALSE), mc.interactive = FALSE)
  wait_for(paste0(file, ".pid"))
  Sys.sleep(1)
  pid <- as.integer(readLines(paste0(file, ".pid"), warn = FALSE))
  struck <- as.double(Sys.time())
  tools::pskill(pid, tools::SIGINT)
  status <- parallel::mccollect(job)[[1]]
  end <- if (file.exists(file)) readLines(file) else c("none", NA)
  list(ended = end[1], seconds = as.double(end[2]) - struck, status = status,
       total = as.double(Sys.time()) - struck)
}

test_that("Ctrl-C stops a long call at once and is an interrupt", {
  skip_on_os("windows")
  for (call in c("tradeoff_curve(sc, plans, threads = 1)", "tradeoff_curve(sc, plans)",
                 "tradeoff_curve(sc, plans, progress = function(done) NULL)")) {
    body <- sprintf("finish(tryCatch({ %s; 'finished' }, interrupt = function(i) 'interrupted'))", call)
    end <- strike(body)
    expect_identical(end$ended, "interrupted")
    cat(sprintf("Ctrl-C in %s: %.0f ms\n", call, 1000 * end$seconds))
    expect_lt(end$seconds, 1) # 0.2 s on a machine with nothing else to do
  }
})

test_that("Ctrl-C stops Monte Carlo at once", {
  skip_on_os("windows")
  data <- "{ codes <- paste0('x', 1:60); data <- as.data.frame(matrix(runif(120000), 2000)); names(data) <- codes"
  index <- "fw <- risk_framework(data.frame(code = c('index', codes), parent = c(NA, rep('index', 60))))"
  call <- "uncertainty(data, fw, inputs = uncertain_error(0.1), n = 30000, nodes = 'x1') }"
  body <- sprintf("finish(tryCatch({ %s; 'finished' }, interrupt = function(i) 'interrupted'))",
                  paste(data, index, call, sep = "; "))
  end <- strike(body)
  expect_identical(end$ended, "interrupted")
  expect_lt(end$seconds, 2)
})

test_that("Ctrl-C that nobody catches ends a script", {
  skip_on_os("windows")
  end <- strike("tradeoff_curve(sc, plans); finish('finished')")
  expect_identical(end$ended, "none")
  expect_false(identical(end$status, 0L))
  expect_lt(end$total, 5)
})
