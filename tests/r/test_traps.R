# What goes wrong between SWIG and R, one trap a test.

test_that("results are new objects and arguments stay as they were", {
  outcomes <- cbind(c(2, 1), c(1, 2))
  counter <- c(0, 0, 0, 0)
  dims <- c(4, 1)
  kept <- list(outcomes + 0, counter + 0, dims + 0)
  block <- result("philox4x32", counter, c(0, 0), dims)
  rows <- result("efficient_set", outcomes)
  expect_identical(list(outcomes, counter, dims), kept)
  expect_identical(as.vector(block), c(1713891541, 3781805453, 3159862348, 2600524760))
  expect_identical(rows, c(1, 0))
  d <- small_data()
  before <- serialize(d, NULL)
  index <- build_index(d, small_meta())
  expect_identical(serialize(d, NULL), before)
})

test_that("a matrix of doubles is read in place", {
  skip_if_not(capabilities("profmem"))
  big <- matrix(as.double(1:2e6), ncol = 2)
  file <- tempfile()
  utils::Rprofmem(file, threshold = 1.6e7) # its own size
  result("efficient_set", big)
  utils::Rprofmem(NULL)
  expect_length(grep("^[0-9]", readLines(file)), 0)
})

test_that("integer vectors and matrices are numbers, with NA missing", {
  expect_identical(result("efficient_set", matrix(c(1L, NA, 2L, 1L), 2)), 0)
  expect_identical(result("classify", c(1L, NA), 2L, "upper"), c(0L, NA))
  expect_identical(core("rix_scenario_periods", riskidx:::scenario_handle(list(
    model = "planner_sir",
    params = list(population = 1L, susceptible = 1L, infected = 0L, transmission = 1L, recovery = 1L,
                  fatality = 0L, productivity = 1L, lockdown_max = 1L, periods = 3L)))), 3)
  expect_error(result("classify", factor("a"), 1, "upper"), class = "rix_einval")
  expect_error(result("classify", structure(1, class = "integer64"), 1, "upper"), class = "rix_einval")
  expect_error(result("classify", TRUE, 1, "upper"), class = "rix_einval")
})

test_that("wrong lengths never reach the core", {
  expect_error(philox4x32(1:3, 1:2), class = "rix_edim")
  expect_error(philox4x32(1:4, 1), class = "rix_edim")
  expect_error(result("philox4x32", 1:4, 1:2, c(2, 1)), class = "rix_edim")
  index <- riskidx:::index_again(build_index(small_data(), small_meta()))
  expect_error(result("rix_index_ranks", index, "min", c(2, 3)), class = "rix_edim")
  expect_error(result("rix_index_ranks", index, "min", c(3, 3, 3)), class = "rix_einval")
  expect_error(result("rix_index_contributions", index, 0, c(3, 99)), class = "rix_edim")
  expect_error(riskidx:::index_handle(list(values = matrix(1, 1, 2), indicators = "a"),
                                      risk_framework(small_meta())$nodes, list()), class = "rix_edim")
  expect_error(riskidx:::framework_handle(list(code = c("a", "b"), parent = NA)), class = "rix_edim")
})

test_that("seeds above 2^31 count, up to 2^53 and no further", {
  seeds <- c(0, 1, 2^31 - 1, 2^31, 2^32, 2^32 + 1, 2^53)
  draws <- vapply(seeds, function(seed) random_uniform(1, seed), 0)
  expect_identical(anyDuplicated(draws), 0L)
  streams <- vapply(seeds, function(stream) random_uniform(1, 1, stream), 0)
  expect_identical(anyDuplicated(streams), 0L)
  for (seed in list(2^53 + 2, -1, 1.5, NA, NaN, Inf, "1", c(1, 2), numeric(), TRUE, NA_integer_)) {
    expect_error(random_uniform(1, seed), "seed", class = "rix_einval")
  }
  set.seed(1)
  first <- random_uniform(3)
  set.seed(1)
  expect_identical(random_uniform(3), first)
  expect_false(identical(random_uniform(3), first))
  expect_true(all(random_uniform(1e4, 1) > 0 & random_uniform(1e4, 1) < 1))
})

test_that("sizes that are negative, broken or too large are refused", {
  for (n in list(-1, 1.5, NA, 2^54, 1e300, "3", NULL)) expect_error(random_uniform(n, 1), class = "rix_error")
  expect_error(result("random_uniform", 1, 0, c(2^53, 2^53)), class = "rix_eoverflow")
  expect_error(result("random_uniform", 1, 0, c(-1, 1)), class = "rix_einval")
  expect_identical(random_uniform(0, 1), numeric())
  index <- riskidx:::index_again(build_index(small_data(), small_meta()))
  expect_error(core("rix_index_log_entry", index, -1), class = "rix_einval")
  expect_null(core("rix_index_log_entry", index, 99))
})

test_that("handles are of one kind each, and none is freed twice or by hand", {
  nodes <- risk_framework(small_meta())$nodes
  fw <- riskidx:::framework_handle(nodes)
  expect_type(fw, "externalptr")
  expect_true(core("handle_is_live", fw))
  expect_error(core("rix_scenario_periods", fw), "rix_scenario", class = "rix_einval")
  expect_error(core("rix_framework_size", NULL), class = "rix_einval")
  expect_error(core("rix_framework_size", 1), class = "rix_einval")
  frees <- grep("_(free|delete)", ls(asNamespace("riskidx"), all.names = TRUE), value = TRUE)
  expect_identical(frees, character())
  copy <- fw
  rm(fw)
  gc()
  expect_identical(core("rix_framework_size", copy), 3)
})

test_that("what is no longer used is freed", {
  skip_if_not(file.exists("/proc/self/statm"))
  resident <- function() as.double(strsplit(readLines("/proc/self/statm"), " ")[[1]][2]) * 4096
  d <- as.data.frame(matrix(as.double(1:400000), ncol = 20))
  meta <- data.frame(code = c("i", names(d)), parent = c(NA, rep("i", 20)))
  nodes <- risk_framework(meta)$nodes
  table <- list(values = as.matrix(d), indicators = names(d))
  build <- function(times) {
    for (i in seq_len(times)) riskidx:::index_handle(table, nodes, list())
    gc()
    resident()
  }
  before <- build(5)
  expect_lt(build(100) - before, 100e6) # each index holds some 10 MB
})

test_that("a handle from another session is an error by class, and no face keeps one", {
  file <- tempfile()
  on.exit(unlink(file))
  saveRDS(riskidx:::framework_handle(risk_framework(small_meta())$nodes), file)
  dead <- readRDS(file)
  expect_false(core("handle_is_live", dead))
  expect_error(core("rix_framework_size", dead), "another session", class = "rix_einval")

  sc <- preset_scenario("mrsir_us")
  plans <- exit_plans(c(0.2, 0.5), c(10, 20))
  index <- build_index(small_data(), risk_framework(small_meta()))
  faces <- list(index$framework, index$recipe, index, risk_zones(1:2), sc, exit_plan(0.5, 3), plans,
                simulate(sc), tradeoff_curve(sc, plans), small_rule(), small_history(),
                machine_start(preset_rule("harvard_2020")))
  for (face in faces) {
    saveRDS(face, file)
    expect_identical(readRDS(file), face)
    types <- rapply(unclass(face), typeof, how = "unlist")
    expect_false(any(types == "externalptr"))
  }
  saveRDS(list(index = index, sc = sc, curve = faces[[9]], history = small_history()), file)
  again <- in_session(c(
    "library(riskidx)", sprintf("x <- readRDS(%s)", deparse(file)),
    "cat(identical(simulate(x$sc)$outcomes, simulate(preset_scenario('mrsir_us'))$outcomes), '\\n')",
    "cat(sum(index_contributions(x$index)[c('a', 'b')]) - sum(x$index$scores$risk), '\\n')",
    "cat(identical(simulate(x$sc, policy = curve_policy(x$curve, 1))$outcomes,",
    "  unlist(x$curve$points[1, x$sc$outcomes$name])), '\\n')",
    "cat(identical(zone_history(x$history$machine, x$history$zones), x$history), '\\n')"
  ))
  expect_identical(trimws(again[c(1, 3, 4)]), c("TRUE", "TRUE", "TRUE"))
  expect_lt(abs(as.double(again[2])), 1e-9)
})

test_that("nothing of base R is masked", {
  ours <- getNamespaceExports("riskidx")
  for (package in c("base", "stats", "utils", "graphics", "grDevices", "methods", "datasets")) {
    expect_identical(intersect(ours, getNamespaceExports(package)), character())
  }
  expect_identical(intersect(ours, ls(baseenv(), all.names = TRUE)), character())
  masked <- in_session(c("library(riskidx)", "cat(intersect(conflicts(), ls('package:riskidx')), 'end')"))
  expect_identical(trimws(masked), "end")
})

test_that("texts of any encoding come through, and bytes that are none are told", {
  umlaut <- "M\u00fcnchen"
  latin <- iconv(umlaut, "UTF-8", "latin1")
  expect_identical(Encoding(latin), "latin1")
  meta <- transform(small_meta(), name = c(latin, "\u65e5\u672c", NA))
  fw <- risk_framework(meta)
  expect_identical(fw$nodes$name, c(umlaut, "\u65e5\u672c", "b"))
  bytes <- "a\xff"
  Encoding(bytes) <- "bytes"
  expect_error(preset_framework(bytes), class = "rix_einval")
  d <- small_data()
  row.names(d) <- c(umlaut, "y", "z")
  d[1, 1] <- Inf
  expect_error(build_index(d, small_meta()), umlaut, class = "rix_edomain")
})

test_that("numbers in messages have a decimal point under any locale", {
  commas <- grep("^de_DE.utf-?8$", system2("locale", "-a", stdout = TRUE), ignore.case = TRUE, value = TRUE)
  skip_if(length(commas) == 0, "no locale with decimal commas here")
  before <- Sys.getlocale("LC_NUMERIC")
  on.exit(suppressWarnings(Sys.setlocale("LC_NUMERIC", before)))
  suppressWarnings(Sys.setlocale("LC_NUMERIC", commas[1]))
  expect_error(tradeoff_curve(preset_scenario("mrsir_us"), exit_plans(0.95, 10)), "0\\.95", class = "rix_edomain")
})

test_that("the wrapper holds under a collection at every allocation", {
  out <- in_session(c(
    "library(riskidx)",
    "core <- riskidx:::core; result <- riskidx:::core_result; ns <- asNamespace('riskidx')",
    "nodes <- as.list(data.frame(code = c('i', 'a', 'b'), parent = c(NA, 'i', 'i')))",
    "table <- list(values = matrix(c(1, 2, 4, 3, NA, 1), 3), indicators = c('a', 'b'), units = c('x', 'y', 'z'))",
    "params <- preset_scenario('mrsir_us')$params; params$periods <- 4",
    "rule <- list(zones = c('g', 'r'), indicators = c('a', 'b'), units = c(NA, '%'), unknown = 'certain',",
    "  thresholds = matrix(c(1, 2)), direction = c(1, 1), boundary = c('upper', 'lower'), k = 1)",
    "cases <- matrix(c(0, 1, 3, 6, 0, 2, 2, 9), 2, byrow = TRUE); z <- matrix(c(0L, 1L, NA, 1L), 2)",
    "family <- list(levels = matrix(c(0.1, 0.5), 2, 3), starts = c(0, 1), ramps = c(0L, 2L))",
    "run <- function() {",
    "  fw <- result(ns$R_swig_rix_framework_new, nodes)",
    "  index <- result(ns$R_swig_rix_index_build, table, fw, list(normalise = list(low = 0, high = 1)))",
    "  sc <- result(ns$R_swig_rix_planner_sir_new, params)",
    "  curve <- result(ns$R_swig_rix_tradeoff_curve, sc, family, list(x = 'economic_loss', y = 'deaths',",
    "    progress = function(done) FALSE))",
    "  r <- result(ns$R_swig_rule_new, rule)",
    "  machine <- result(ns$R_swig_machine_new, r, NULL, list(start = 1, stay_to_fall = c(0L, 2L)))",
    "  start <- result(ns$R_swig_machine_start, machine)",
    "  list(core(ns$R_swig_rix_framework_node, fw, 1), core(ns$R_swig_rix_index_scores, index),",
    "    result(ns$R_swig_rix_index_ranks, index, 'min', c(3, 3)), core(ns$R_swig_rix_curve_outcomes, curve),",
    "    core(ns$R_swig_rix_index_log_entry, index, 0), core(ns$R_swig_vocabulary),",
    "    result(ns$R_swig_classify, c(1, NA), 0.5, 'lower'), result(ns$R_swig_efficient_set, diag(3)),",
    "    result(ns$R_swig_rix_preset_framework_find, 'hdi'), core(ns$R_swig_rix_preset_planner_at, 0),",
    "    result(ns$R_swig_rix_curve_plan, curve, 1), result(ns$R_swig_random_uniform, 1, 0, c(3, 1)),",
    "    core(ns$R_swig_rix_machine_sentence, machine), core(ns$R_swig_machine_zones, machine), start,",
    "    result(ns$R_swig_machine_step, machine, start, c(3, NA)), result(ns$R_swig_rule_classify, r, diag(2)),",
    "    result(ns$R_swig_rix_machine_run, machine, list(indicators = c('a', 'b'), values = list(a = cases,",
    "      b = cases)), list(threads = 2, progress = function(done) FALSE), c(2, 4, 1)),",
    "    core(ns$R_swig_rix_zone_history, z, 2, c(3, 3), c(2, 3)),",
    "    result(ns$R_swig_breaks_natural, c(1, 2, 7, 9), 2, c(1, 1)), core(ns$R_swig_rix_preset_rules_at, 4),",
    "    result(ns$R_swig_rix_new_counts, cases, list(batches = 'spread'), c(2, 4)),",
    "    core(ns$R_swig_rix_reproduction_number, cases, list(si = c(0, 1)), c(2, 4), c(2, 4), c(2, 4)),",
    "    core(ns$R_swig_rix_machine_sentence, result(ns$R_swig_rix_preset_rules_machine, 'california_2020',",
    "      list(name = c('orange_cases', 'orange_positivity'), value = c(1, 2)))),",
    "    tryCatch(result(ns$R_swig_machine_new, r, fw, list()), rix_error = conditionMessage),",
    "    tryCatch(result(ns$R_swig_rix_framework_new, list(code = 'i')), rix_error = conditionMessage),",
    "    tryCatch(result(ns$R_swig_classify, Inf, 1, 'upper'), rix_error = conditionMessage))",
    "}",
    "calm <- run()",
    "invisible(gctorture(TRUE))",
    "torn <- run()",
    "invisible(gctorture(FALSE))",
    "cat(identical(calm, torn), length(torn))"
  ))
  expect_identical(out, "TRUE 27")
})

test_that("the faces hold under frequent collections", {
  out <- in_session(c(
    "library(riskidx)",
    "run <- function() {",
    "  d <- data.frame(a = c(1, 2, 4), b = c(3, NA, 1))",
    "  index <- build_index(d, data.frame(code = c('i', 'a', 'b'), parent = c(NA, 'i', 'i')))",
    "  sc <- preset_scenario('aal_us')",
    "  curve <- tradeoff_curve(sc, exit_plans(c(0.1, 0.5), c(10, 20)), progress = function(done) NULL)",
    "  list(index, index_contributions(index), simulate(sc), curve, classify_zones(index, risk_zones(50)),",
    "    zone_history(preset_rule('harvard_2020'), data.frame(daily_cases = c(0, 30, NA))))",
    "}",
    "calm <- run()", "invisible(gctorture2(37, 37))", "torn <- run()", "invisible(gctorture2(0))",
    "cat(identical(calm, torn))"
  ))
  expect_identical(out, "TRUE")
})

test_that("a process may fork after a call with threads", {
  skip_on_os("windows")
  sc <- preset_scenario("mrsir_us")
  plans <- exit_plans(c(0.2, 0.5), c(10, 20, 30))
  first <- tradeoff_curve(sc, plans, threads = 2)$all
  forked <- parallel::mclapply(1:2, function(i) tradeoff_curve(sc, plans, threads = 2)$all, mc.cores = 2)
  expect_identical(forked, list(first, first))
})
