# Parameters of a scenario fitted to series of deaths, cases or admissions.

observed_series <- function(states, seen = "increase", every = 1, likelihood = "poisson", share = 1, dispersion = 10) {
  structure(list(states = states, seen = seen, every = every, likelihood = likelihood, share = share,
                 dispersion = dispersion), class = "risk_series")
}

fitted_number <- function(start = NA, low = NA, high = NA, prior = "none", mean = 0, sd = 1) {
  list(start = as.double(start), low = as.double(low), high = as.double(high), prior = prior, a = as.double(mean),
       b = as.double(sd))
}

fit_messages <- c(
  converged = "no gain is left, and the curvature there is sound",
  iterations = "as many iterations as were allowed",
  stalled = "no step gains, though the slope says that some should",
  flat = "the data do not tell the numbers apart",
  impossible = "what was seen cannot be at the start"
)

# What is fitted to what, as the core takes it.
fit_problem <- function(scenario, observed, fit, series, policy) {
  check_class(scenario, "risk_scenario", "scenario", "planner_sir() or preset_scenario()")
  if (!is.list(observed)) observed <- list(observed = observed)
  observed <- lapply(as.list(observed), as.double)
  if (inherits(series, "risk_series")) series <- stats::setNames(rep(list(series), length(observed)), names(observed))
  unknown <- setdiff(names(observed), names(series))
  if (length(unknown) > 0L) {
    rix_stop("enotfound", "series: nothing says which states '", unknown[1L], "' is about", arg = "series")
  }
  records <- Map(series_record, names(observed), observed, series[names(observed)], list(scenario$states))
  tags <- paste0("s", seq_along(records))
  if (is.character(fit)) fit <- stats::setNames(vector("list", length(fit)), fit)
  fits <- lapply(as.list(fit), function(f) if (is.list(f)) f else if (is.null(f)) fitted_number() else fitted_number(f))
  list(scenario = scenario, schedule = policy_schedule(policy, scenario), observed = observed, series = series, fits = fits,
       record = c(list(of = tags), stats::setNames(records, tags)),
       fit_record = fit_columns(fits, scenario_parameters(scenario)$name, names(observed)))
}

series_record <- function(name, values, series, states) {
  check_class(series, "risk_series", "series", "observed_series()")
  found <- lapply(series$states, function(pattern) grep(utils::glob2rx(pattern), states))
  if (any(lengths(found) == 0L)) {
    rix_stop("enotfound", name, ": no state '", series$states[lengths(found) == 0L][1L], "'", arg = "states")
  }
  c(list(name = name, values = values), replace(unclass(series), "states", list(as.double(unlist(found) - 1))))
}

fit_columns <- function(fits, parameters, series) {
  places <- lapply(names(fits), function(name) {
    if (name %in% parameters) return(list("parameter", match(name, parameters) - 1))
    for (kind in c("share", "dispersion")) {
      at <- match(name, paste0(kind, "_", series))
      if (!is.na(at)) return(list(kind, at - 1))
      if (name == kind && length(series) == 1L) return(list(kind, 0))
    }
    rix_stop("enotfound", "fit: no '", name, "' (there are ", paste(parameters, collapse = ", "), ", share, dispersion)",
             arg = "fit")
  })
  column <- function(key, type) vapply(fits, `[[`, type, key, USE.NAMES = FALSE)
  list(kind = vapply(places, `[[`, "", 1L), number = vapply(places, `[[`, 0, 2L), start = column("start", 0),
       low = column("low", 0), high = column("high", 0), prior = column("prior", ""), a = column("a", 0), b = column("b", 0))
}

calibrate <- function(scenario, observed, fit, series, policy = NULL, starts = 1, seed = 0, max_iterations = 200,
                      tolerance = 1e-9, level = 0.95, allow_inexact = FALSE, threads = 0, progress = NULL) {
  problem <- fit_problem(scenario, observed, fit, series, policy)
  n <- length(problem$fits)
  parts <- with_scenario(scenario, progress, function(handle, report) {
    options <- list(starts = starts, seed = seed, max_iterations = max_iterations, tolerance = tolerance, level = level,
                    allow_inexact = allow_inexact, threads = threads, progress = report)
    core_results(4L, R_swig_rix_calibrate, handle, problem$schedule, problem$record, problem$fit_record, options, c(n, 4),
                 c(n, n), c(starts, n + 2))
  })
  new_calibration(problem, parts)
}

new_calibration <- function(problem, parts) {
  names <- names(problem$fits)
  result <- parts[[4L]]
  estimates <- data.frame(name = names)
  estimates[c("estimate", "se", "low", "high")] <- columns_of(parts[[1L]])
  estimates$at_bound <- is.na(estimates$se) & result$converged
  searches <- as.data.frame(parts[[3L]])
  names(searches) <- c(names, "log_posterior", "end")
  searches$end <- names(fit_messages)[searches$end + 1]
  own <- problem$fit_record$kind == "parameter"
  structure(
    c(result[c("converged", "log_likelihood", "log_posterior", "gradient_norm", "iterations")],
      list(message = fit_messages[[result$end]], estimates = estimates, searches = searches,
           covariance = matrix(parts[[2L]], length(names), dimnames = list(names, names)), problem = problem,
           scenario = do.call(with_parameters, c(list(problem$scenario), stats::setNames(as.list(estimates$estimate),
                                                                                         names)[own])))),
    class = "risk_calibration"
  )
}

likelihood_at <- function(problem, at) {
  size <- sum(lengths(problem$observed))
  with_scenario(problem$scenario, NULL, function(handle, report) {
    core_results(3L, R_swig_rix_log_likelihood, handle, problem$schedule, problem$record, problem$fit_record, as.double(at),
                 c(1, 2), c(1, length(problem$fits)), c(size, 1))
  })
}

log_likelihood <- function(scenario, observed, at, series, policy = NULL) {
  problem <- fit_problem(scenario, observed, names(at), series, policy)
  parts <- likelihood_at(problem, unlist(at))
  list(value = parts[[1L]][1L], gradient = stats::setNames(as.vector(parts[[2L]]), names(at)))
}

fitted.risk_calibration <- function(object, ...) {
  problem <- object$problem
  sizes <- lengths(problem$observed)
  steps <- vapply(problem$series[names(sizes)], `[[`, 0, "every") * problem$scenario$period
  data.frame(series = rep(names(sizes), sizes), time = sequence(sizes) * rep(steps, sizes),
             observed = unlist(problem$observed, use.names = FALSE),
             expected = as.vector(likelihood_at(problem, object$estimates$estimate)[[3L]]))
}

coef.risk_calibration <- function(object, ...) stats::setNames(object$estimates$estimate, object$estimates$name)

vcov.risk_calibration <- function(object, ...) object$covariance

logLik.risk_calibration <- function(object, ...) {
  structure(object$log_likelihood, df = nrow(object$estimates), class = "logLik")
}

print.risk_calibration <- function(x, ...) {
  cat("Calibration: ", if (x$converged) "converged" else "NOT CONVERGED", ", log-likelihood ",
      format(x$log_likelihood), "; ", x$message, "\n", sep = "")
  print(x$estimates, row.names = FALSE)
  invisible(x)
}

plot.risk_calibration <- function(x, series = names(x$problem$observed)[1L], ...) {
  f <- fitted(x)
  f <- f[f$series == series, ]
  graphics::plot(f$time, f$observed, pch = 20, col = "grey50", xlab = paste0("Time (", x$scenario$time_unit, ")"),
                 ylab = series, ...)
  graphics::lines(f$time, f$expected, lwd = 2, col = "firebrick")
  invisible(x)
}
