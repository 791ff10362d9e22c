# An index whose data, weights and choices are uncertain: its scores and ranks over many replicates, and why they vary.

uncertainty <- function(data, framework, recipe = NULL, inputs, n = 1000, seed = NULL, sequence = "halton", nodes = NULL,
                        ties = "min", first = 1, count = NULL, points = NULL, skip_failures = FALSE, compat = FALSE,
                        units = NULL, period = NULL, threads = 0, progress = NULL, cluster = NULL,
                        shards = length(cluster)) {
  options <- list(n = n, sobol = FALSE, seed = drawn_seed(seed), sequence = sequence, ties = ties, compat = compat,
                  skip_failures = skip_failures, points = point_matrix(points))
  if (!is.null(count) && !isTRUE(count >= 1)) rix_stop("einval", "count: at least 1 expected", arg = "count")
  if (!isTRUE(first >= 1)) rix_stop("einval", "first: a whole number from 1 expected", arg = "first")
  job <- uncertainty_job(data, framework, recipe, inputs, units, period, nodes, options)
  run_replicates(job, first - 1, if (is.null(count)) 0 else count, threads, progress, cluster, shards)
}

point_matrix <- function(points) {
  if (is.null(points)) return(NULL)
  points <- as.matrix(points)
  matrix(as.double(points), nrow(points), ncol(points))
}

# All that a replicate depends on; goes to other processes as it is.
uncertainty_job <- function(data, framework, recipe, inputs, units, period, nodes, options) {
  framework <- as_framework(framework)
  recipe <- as_recipe(recipe, framework)
  tree <- framework$nodes
  inputs <- read_inputs(inputs)
  table <- as_table(data, tree$code[tree$kind == "indicator"], units, period)
  given <- list(framework = framework, recipe = recipe, data = data, table = table)
  if (is.null(nodes)) nodes <- root_of(tree)
  options$nodes <- node_numbers_of(nodes, tree)
  list(table = table, tree = tree, recipe = recipe_record(recipe, group_labels(recipe$impute, data), length(table$units)),
       records = named_records(lapply(inputs, uncertain_record, given)), options = options, nodes = nodes,
       names = vapply(inputs, `[[`, "", "name"), labels = lapply(inputs, draw_labels, tree))
}

job_arguments <- function(job) list(job$table, framework_handle(job$tree), job$recipe, job$records)

# A range of the replicates, as plain numbers, which travel.
run_range <- function(range, job, threads, progress = NULL) {
  options <- c(job$options, list(first = range[1L], count = range[2L]))
  handle <- with_progress(progress, function(report) {
    do.call(core_result, c(list(R_swig_rix_uncertainty_run), job_arguments(job),
                           list(options, list(threads = threads, progress = report))))
  })
  size <- core(R_swig_uncertainty_shape, handle)$packed
  core_result(R_swig_rix_uncertainty_pack, handle, c(size, 1))
}

run_replicates <- function(job, first, count, threads, progress, cluster, shards) {
  if (is.null(cluster)) return(new_uncertainty(run_range(c(first, count), job, threads, progress), job))
  if (!inherits(cluster, "cluster")) {
    rix_stop("einval", "cluster: what parallel::makeCluster() makes expected", arg = "cluster")
  }
  if (!is.numeric(shards) || length(shards) != 1L || !isTRUE(shards >= 1)) {
    rix_stop("einval", "shards: a whole number from 1 expected", arg = "shards")
  }
  total <- job$options$n * (if (job$options$sobol) length(job$names) + 2 else 1)
  if (count == 0) count <- total - first
  ends <- round(seq(0, count, length.out = min(shards, count) + 1))
  ranges <- Map(c, first + ends[-length(ends)], diff(ends))
  parts <- list()
  for (batch in split(ranges, (seq_along(ranges) - 1L) %/% length(cluster))) {
    parts <- c(parts, parallel::clusterApply(cluster, batch, run_remote, job, max(threads, 1)))
    failed <- vapply(parts, inherits, TRUE, "condition")
    if (any(failed)) stop(parts[[which(failed)[1L]]]) # the first, as on one machine
    if (!is.null(progress)) progress(length(parts) / length(ranges))
  }
  new_uncertainty(join_packed(parts), job)
}

# Failures come back whole: a cluster would keep the message only.
run_remote <- function(range, job, threads) tryCatch(run_range(range, job, threads), error = identity)

join_packed <- function(parts) {
  names <- paste0("s", seq_along(parts))
  handle <- core_result(R_swig_uncertainty_join, list(indicators = names, values = stats::setNames(parts, names)))
  core_result(R_swig_rix_uncertainty_pack, handle, c(core(R_swig_uncertainty_shape, handle)$packed, 1))
}

# The numbers are kept, so that saveRDS() keeps all there is; the handle is made again when it is needed.
new_uncertainty <- function(packed, job) {
  x <- structure(list(packed = as.vector(packed), job = job, nodes = job$nodes, inputs = job$names,
                      units = table_labels(job$table), live = new.env(parent = emptyenv())), class = "risk_uncertainty")
  x$shape <- core(R_swig_uncertainty_shape, uncertainty_handle(x))
  x
}

uncertainty_handle <- function(x) {
  check_class(x, "risk_uncertainty", "x", "uncertainty()")
  if (is.null(x$live$handle) || !core(R_swig_handle_is_live, x$live$handle)) {
    x$live$handle <- core_result(R_swig_rix_uncertainty_unpack, x$packed)
  }
  x$live$handle
}

uncertainty_join <- function(shards) {
  if (!is.list(shards) || length(shards) == 0L || inherits(shards, "risk_uncertainty")) {
    rix_stop("einval", "shards: a list of results of uncertainty() expected", arg = "shards")
  }
  for (shard in shards) check_class(shard, "risk_uncertainty", "shards", "uncertainty()")
  new_uncertainty(join_packed(lapply(shards, function(shard) matrix(shard$packed))), shards[[1L]]$job)
}

# ---- reading

kept_place <- function(x, node) {
  if (is.null(node)) 0 else match(check_choice(node, x$nodes, "node"), x$nodes) - 1
}

replicate_numbers <- function(x) x$shape$first + seq_len(x$shape$count)

uncertainty_samples <- function(x, what = c("rank", "score"), node = NULL) {
  handle <- uncertainty_handle(x)
  place <- kept_place(x, node)
  what <- check_choice(what[1L], c("rank", "score"), "what")
  found <- if (what == "score") {
    core(R_swig_rix_uncertainty_scores, handle, place)
  } else {
    core_result(R_swig_rix_uncertainty_ranks, handle, place, c(x$shape$count, x$shape$n_units))
  }
  dimnames(found) <- list(replicate = replicate_numbers(x), unit = x$units)
  found
}

uncertainty_draws <- function(x) {
  values <- core(R_swig_rix_uncertainty_draws, uncertainty_handle(x))
  columns <- lapply(seq_along(x$inputs), function(j) {
    known <- x$job$labels[[j]]
    if (is.null(known)) values[, j] else known[values[, j] + 1]
  })
  data.frame(replicate = replicate_numbers(x), stats::setNames(columns, x$inputs), check.names = FALSE)
}

uncertainty_replicate <- function(x, number) {
  check_class(x, "risk_uncertainty", "x", "uncertainty()")
  job <- x$job
  index <- do.call(core_result, c(list(R_swig_rix_uncertainty_build), job_arguments(job), list(job$options, number - 1)))
  with_units(core(R_swig_rix_index_scores, index), keys_of(job$table), job$tree$code)
}

# ---- summaries

quantile_name <- function(p) ifelse(p == 0.5, "median", paste0("q", format(100 * p, trim = TRUE, drop0trailing = TRUE)))

uncertainty_summary <- function(x, what = c("rank", "score"), quantiles = c(0.05, 0.5, 0.95), node = NULL) {
  handle <- uncertainty_handle(x)
  what <- check_choice(what[1L], c("rank", "score"), "what")
  place <- kept_place(x, node)
  n <- x$shape$n_units
  moments <- core_result(R_swig_rix_uncertainty_moments, handle, place, c(n, 5))
  found <- core_result(R_swig_rix_uncertainty_quantiles, handle, place, what, as.double(quantiles),
                       c(n, length(quantiles)))
  nominal <- core(if (what == "score") R_swig_rix_uncertainty_nominal_scores else R_swig_rix_uncertainty_nominal_ranks,
                  handle)
  at <- if (what == "score") 1:2 else 3:4
  values <- cbind(nominal[, place + 1], moments[, at, drop = FALSE], found, if (what == "rank") moments[, 5L])
  columns <- c("nominal", "mean", "sd", vapply(quantiles, quantile_name, ""), if (what == "rank") "shift")
  with_units(values, keys_of(x$job$table), columns)
}

rank_shift <- function(x) target_of(x, "rank_shift", NULL, NULL)

target_of <- function(x, target, unit, node) {
  handle <- uncertainty_handle(x)
  place <- 1L
  if (target != "rank_shift") {
    place <- which(x$units == as.character(unit))
    if (length(unit) != 1L || length(place) == 0L) {
      rix_stop("enotfound", "unit: no '", paste(unit, collapse = ", "), "'", arg = "unit")
    }
    if (length(place) > 1L) rix_stop("einval", "unit: two units '", unit, "' cannot be told apart", arg = "unit")
  }
  as.vector(core_result(R_swig_rix_uncertainty_target, handle, target, kept_place(x, node), place - 1,
                        c(x$shape$count, 1)))
}

probability_top <- function(x, k, node = NULL) {
  found <- core_result(R_swig_rix_uncertainty_top, uncertainty_handle(x), kept_place(x, node), as.double(k),
                       c(x$shape$n_units, length(k)))
  with_units(found, keys_of(x$job$table), paste("top", format(k, trim = TRUE), sep = "_"))
}

zone_probability <- function(x, zones, node = NULL) {
  check_class(zones, "risk_zones", "zones", "risk_zones()")
  columns <- c(zones$labels, "missing")
  found <- core_result(R_swig_rix_uncertainty_zones, uncertainty_handle(x), kept_place(x, node),
                       as.double(zones$thresholds), zones$boundary, c(x$shape$n_units, length(columns)))
  with_units(found, keys_of(x$job$table), columns)
}

print.risk_uncertainty <- function(x, n = 10L, ...) {
  cat("Uncertainty of '", x$nodes[1L], "': ", x$shape$count, " replicates of ", x$shape$n_units, " units; inputs ",
      paste(x$inputs, collapse = ", "), "\n", sep = "")
  if (x$shape$n_failed > 0) cat(x$shape$n_failed, "replicates could not be computed\n")
  ranks <- uncertainty_summary(x)
  print(utils::head(ranks[order(ranks$median, ranks$mean), ], n), row.names = FALSE, digits = 4L, ...)
  invisible(x)
}

summary.risk_uncertainty <- function(object, ...) uncertainty_summary(object, ...)

as.data.frame.risk_uncertainty <- function(x, row.names = NULL, optional = FALSE, ...) uncertainty_summary(x, ...)

# ---- sensitivity

sensitivity <- function(data, framework, recipe = NULL, inputs, n = 1000,
                        target = c("rank_shift", "score", "rank"), unit = NULL, node = NULL, estimator = "saltelli",
                        bootstraps = 100, level = 0.9, seed = NULL, sequence = "halton", nodes = node, ties = "min",
                        points = NULL, compat = FALSE, units = NULL, period = NULL, threads = 0, progress = NULL,
                        cluster = NULL, shards = length(cluster)) {
  options <- list(n = n, sobol = TRUE, seed = drawn_seed(seed), sequence = sequence, ties = ties, compat = compat,
                  skip_failures = FALSE, points = point_matrix(points))
  job <- uncertainty_job(data, framework, recipe, inputs, units, period, nodes, options)
  runs <- run_replicates(job, 0, 0, threads, progress, cluster, shards)
  settings <- list(n = n, estimator = estimator, bootstraps = bootstraps, level = level, seed = options$seed,
                   threads = threads)
  new_sensitivity(runs, target[1L], unit, node, settings)
}

new_sensitivity <- function(runs, target, unit, node, settings) {
  check_choice(target, uncertainty_words("target"), "target")
  output <- target_of(runs, target, unit, node)
  indices <- sobol_indices(output, runs$inputs, settings$estimator, settings$bootstraps, settings$level, settings$seed,
                           settings$threads)
  structure(list(indices = indices, output = output, uncertainty = runs, settings = settings,
                 target = if (target == "rank_shift") target else paste(target, "of", unit)), class = "risk_sensitivity")
}

explain_sensitivity <- function(x, target = c("rank_shift", "score", "rank"), unit = NULL, node = NULL) {
  check_class(x, "risk_sensitivity", "x", "sensitivity()")
  new_sensitivity(x$uncertainty, target[1L], unit, node, x$settings)
}

sensitivity_convergence <- function(x, rows = 20) {
  check_class(x, "risk_sensitivity", "x", "sensitivity()")
  n <- x$settings$n
  if (length(rows) == 1L) rows <- setdiff(unique(round(seq_len(rows) * n / rows)), c(0, 1))
  names <- x$uncertainty$inputs
  size <- c(length(names), length(rows))
  found <- core_results(2L, R_swig_sobol_convergence, x$output, n, length(names), x$settings$estimator, as.double(rows),
                        size, size)
  data.frame(rows = rep(rows, each = length(names)), input = rep(names, times = length(rows)),
             first = as.vector(found[[1L]]), total = as.vector(found[[2L]]))
}

print.risk_sensitivity <- function(x, ...) {
  cat("Sensitivity of ", gsub("_", " ", x$target), ": n = ", x$settings$n, "\n", sep = "")
  print(x$indices, row.names = FALSE, digits = 4L, ...)
  invisible(x)
}

summary.risk_sensitivity <- function(object, ...) object$indices

as.data.frame.risk_sensitivity <- function(x, row.names = NULL, optional = FALSE, ...) x$indices
