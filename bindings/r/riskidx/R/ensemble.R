# A scenario run over many draws of its parameters.

distribution <- function(low = 0, high = 1, distribution = "uniform", mode = (low + high) / 2, mean = 0, sd = 1) {
  normal <- identical(distribution, "normal")
  structure(list(distribution = distribution, a = if (normal) mean else low, b = if (normal) sd else high,
                 c = if (normal) 0 else mode), class = "risk_distribution")
}

ensemble <- function(scenario, parameters, policy = NULL, n = 1000, seed = NULL, states = character(), times = NULL,
                     skip_failures = FALSE, threads = 0, progress = NULL, cluster = NULL, shards = length(cluster)) {
  check_class(scenario, "risk_scenario", "scenario", "planner_sir() or preset_scenario()")
  if (length(parameters) == 0L || is.null(names(parameters))) {
    rix_stop("einval", "parameters: a list of distributions or draws by name expected", arg = "parameters")
  }
  options <- list(states = name_numbers(states, scenario$states, "states"), skip_failures = skip_failures,
                  times = if (is.null(times)) NULL else as.double(times))
  draws <- drawn_parameters(as.list(parameters), n, drawn_seed(seed))
  if (inherits(policy, "risk_response")) {
    options$response <- response_record(policy, length(scenario$params$country$workers))
    schedule <- matrix(0, scenario$periods, length(scenario$controls))
  } else {
    schedule <- policy_schedule(policy, scenario)
  }
  job <- list(scenario = scenario, draws = draws, schedule = schedule, options = options, states = states,
              params = name_numbers(names(parameters), scenario_parameters(scenario)$name, "parameters"),
              times = if (is.null(times)) (0:scenario$periods) * scenario$period else as.double(times))
  parts <- ensemble_parts(job, threads, progress, cluster, shards)
  new_ensemble(job, parts, names(parameters))
}

name_numbers <- function(names, known, arg) {
  places <- match(names, known)
  if (anyNA(places)) {
    rix_stop("enotfound", arg, ": no '", names[is.na(places)][1L], "' (there are ", paste(known, collapse = ", "), ")",
             arg = arg)
  }
  as.double(places - 1)
}

# Distributions are drawn; draws stay as they are.
drawn_parameters <- function(parameters, n, seed) {
  spread <- vapply(parameters, inherits, TRUE, "risk_distribution")
  sizes <- lengths(parameters[!spread])
  rows <- if (length(sizes) > 0L) sizes[[1L]] else n
  if (any(sizes != rows)) rix_stop("edim", "parameters: not as many draws of each", arg = "parameters")
  draws <- matrix(0, rows, length(parameters))
  for (j in which(!spread)) draws[, j] <- as.double(parameters[[j]])
  if (any(spread)) {
    number <- function(key) vapply(parameters[spread], function(p) as.double(p[[key]]), 0, USE.NAMES = FALSE)
    record <- list(distribution = vapply(parameters[spread], `[[`, "", "distribution", USE.NAMES = FALSE),
                   a = number("a"), b = number("b"), c = number("c"))
    draws[, spread] <- core_result(R_swig_rix_ensemble_draw, record, seed, 0, c(rows, sum(spread)))
  }
  draws
}

# Outcomes and states of a range of the draws, as plain numbers, which travel.
run_draws <- function(range, job, threads, progress = NULL) {
  rows <- range[1L] + seq_len(range[2L])
  with_scenario(job$scenario, progress, function(handle, report) {
    options <- c(job$options, list(first = range[1L], threads = threads, progress = report))
    core_results(3L, R_swig_rix_ensemble_run, handle, job$params, job$draws[rows, , drop = FALSE], job$schedule, options,
                 c(range[2L], nrow(job$scenario$outcomes)),
                 c(if (length(job$states) > 0L) range[2L] * length(job$times) else 0, length(job$states)))[1:2]
  })
}

run_draws_remote <- function(range, job, threads) tryCatch(run_draws(range, job, threads), error = identity)

ensemble_parts <- function(job, threads, progress, cluster, shards) {
  count <- nrow(job$draws)
  if (is.null(cluster)) return(list(run_draws(c(0, count), job, threads, progress)))
  if (!inherits(cluster, "cluster")) {
    rix_stop("einval", "cluster: what parallel::makeCluster() makes expected", arg = "cluster")
  }
  ends <- round(seq(0, count, length.out = min(shards, count) + 1))
  parts <- parallel::clusterApply(cluster, Map(c, ends[-length(ends)], diff(ends)), run_draws_remote, job, max(threads, 1))
  failed <- vapply(parts, inherits, TRUE, "condition")
  if (any(failed)) stop(parts[[which(failed)[1L]]]) # the first, as on one machine
  parts
}

new_ensemble <- function(job, parts, names) {
  outcomes <- do.call(rbind, lapply(parts, `[[`, 1L))
  colnames(outcomes) <- job$scenario$outcomes$name
  draws <- job$draws
  colnames(draws) <- names
  states <- if (length(job$states) > 0L) do.call(rbind, lapply(parts, `[[`, 2L))
  structure(list(scenario = job$scenario, draws = draws, outcomes = outcomes, states = job$states, times = job$times,
                 values = states, failed = sum(rowSums(is.na(outcomes)) == ncol(outcomes))), class = "risk_ensemble")
}

ensemble_bands <- function(x, quantiles = c(0.025, 0.25, 0.5, 0.75, 0.975)) {
  check_class(x, "risk_ensemble", "x", "ensemble()")
  if (length(x$states) == 0L) rix_stop("einval", "no states were kept: ensemble(states = ) keeps some", arg = "states")
  found <- core_result(R_swig_rix_ensemble_bands, x$values, nrow(x$outcomes), as.double(quantiles),
                       c(length(x$times) * length(x$states), length(quantiles)))
  table <- data.frame(state = rep(x$states, times = length(x$times)), time = rep(x$times, each = length(x$states)))
  table[paste0("q", format_number(100 * quantiles))] <- columns_of(found)
  table[order(match(table$state, x$states), table$time), , drop = FALSE]
}

summary.risk_ensemble <- function(object, quantiles = c(0.025, 0.5, 0.975), ...) {
  found <- core_result(R_swig_rix_ensemble_bands, unname(object$outcomes), nrow(object$outcomes), as.double(quantiles),
                       c(ncol(object$outcomes), length(quantiles)))
  table <- data.frame(outcome = colnames(object$outcomes))
  table[paste0("q", format_number(100 * quantiles))] <- columns_of(found)
  table
}

as.data.frame.risk_ensemble <- function(x, row.names = NULL, optional = FALSE, ...) {
  cbind(as.data.frame(x$draws), as.data.frame(x$outcomes))
}

print.risk_ensemble <- function(x, ...) {
  cat("Ensemble of", nrow(x$outcomes), "draws of", paste(colnames(x$draws), collapse = ", "), "-", x$failed, "failed\n")
  print(summary(x), row.names = FALSE)
  invisible(x)
}

plot.risk_ensemble <- function(x, state = x$states[1L], levels = c(0.5, 0.8, 0.95), ...) {
  bands <- ensemble_bands(x, c(0.5, (1 - levels) / 2, (1 + levels) / 2))
  bands <- bands[bands$state == state, ]
  k <- length(levels)
  graphics::matplot(bands$time, bands[-(1:2)], type = "n", xlab = paste0("Time (", x$scenario$time_unit, ")"), ylab = state, ...)
  for (i in order(-levels)) {
    graphics::polygon(c(bands$time, rev(bands$time)), c(bands[[3L + i]], rev(bands[[3L + k + i]])), border = NA,
                      col = grDevices::adjustcolor("steelblue", 0.3))
  }
  graphics::lines(bands$time, bands[[3L]], lwd = 2, col = "steelblue4")
  invisible(x)
}
