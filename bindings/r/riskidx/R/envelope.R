# Optimal schedules of a space, from one to a whole frontier.

policy_space <- function(kind = "uniform", variable = NULL, every = 1, prefix = 0, base = NULL, lower = NULL,
                         upper = NULL) {
  record <- list(kind = kind, every = every, prefix = prefix)
  if (!is.null(variable)) { # row by row; 0 for what is fixed
    variable <- as.vector(t(as.matrix(variable)))
    record$variable <- as.double(ifelse(is.na(variable), 0, variable))
  }
  for (key in c("base", "lower", "upper")) {
    given <- get(key)
    if (!is.null(given)) record[[key]] <- unname(as.matrix(given) + 0)
  }
  structure(record, class = "policy_space")
}

as_space <- function(space) {
  if (is.character(space)) space <- policy_space(space)
  check_class(space, "policy_space", "space", "policy_space()")
  space
}

per_outcome <- function(scenario, values, rest, arg) {
  names <- scenario$outcomes$name
  unknown <- setdiff(names(values), names)
  if (length(unknown)) rix_stop("enotfound", arg, ": no outcome is named '", unknown[1L], "'", arg = arg)
  all <- stats::setNames(rep(rest, length(names)), names)
  all[names(values)] <- as.double(values)
  unname(all)
}

optimum <- function(scenario, minimise = "objective", at_most = NULL, space = "uniform", starts = 3,
                    warm = NULL, max_evaluations = 4000, threads = 0, progress = NULL) {
  check_class(scenario, "risk_scenario", "scenario", "planner_sir() or preset_scenario()")
  space <- as_space(space)
  if (is.character(minimise)) minimise <- stats::setNames(rep(1, length(minimise)), minimise)
  goal <- list(weights = per_outcome(scenario, minimise, 0, "minimise"))
  if (!is.null(at_most)) goal$at_most <- per_outcome(scenario, at_most, NaN, "at_most")
  handle <- with_scenario(scenario, progress, function(handle, report) {
    options <- list(starts = starts, max_evaluations = max_evaluations, threads = threads, progress = report)
    if (!is.null(warm)) options$warm <- unname(as.matrix(warm) + 0)
    core_result(R_swig_rix_optimum, handle, unclass(space), goal, options)
  })
  new_envelope(handle, scenario, space, NULL, NULL)
}

frontier <- function(scenario, x = "economic_loss", y = "deaths", space = "uniform", points = 20, low = NULL,
                     high = NULL, starts = 3, max_evaluations = 4000, threads = 0, progress = NULL) {
  check_class(scenario, "risk_scenario", "scenario", "planner_sir() or preset_scenario()")
  space <- as_space(space)
  handle <- with_scenario(scenario, progress, function(handle, report) {
    options <- list(x = x, y = y, points = points, starts = starts, max_evaluations = max_evaluations,
                    threads = threads, progress = report)
    if (!is.null(low)) options$low <- as.double(low)
    if (!is.null(high)) options$high <- as.double(high)
    core_result(R_swig_rix_frontier, handle, unclass(space), options)
  })
  new_envelope(handle, scenario, space, x, y)
}

new_envelope <- function(handle, scenario, space, x, y) {
  all <- lapply(seq_len(core(R_swig_rix_envelope_size, handle)) - 1, function(k) {
    core_result(R_swig_rix_envelope_get, handle, k)
  })
  names <- scenario$outcomes$name
  rows <- function(key) as_frame(columns_of(do.call(rbind, lapply(all, `[[`, key))), names)
  one <- function(key) vapply(all, `[[`, all[[1L]][[key]], key)
  multipliers <- rows("multipliers")
  points <- cbind(point = seq_along(all), rows("outcomes"))
  for (key in c("status", "reached", "gradient", "violation", "curvature", "evaluations")) {
    points[[key]] <- one(key)
  }
  points$goal <- one("objective")
  violated <- one("violated")
  points$violated <- ifelse(violated < 0, NA_character_, names[pmax(violated, 0) + 1])
  if (!is.null(y)) points$price <- multipliers[[y]]
  schedules <- lapply(all, function(point) {
    schedule <- point$schedule
    colnames(schedule) <- scenario$controls
    schedule
  })
  structure(
    list(points = points, multipliers = multipliers, schedules = schedules, x = x, y = y, space = space,
         scenario = scenario, complete = core(R_swig_rix_envelope_complete, handle)),
    class = "policy_envelope"
  )
}

envelope_policy <- function(envelope, k = 1) {
  check_class(envelope, "policy_envelope", "envelope", "frontier()")
  if (!is.numeric(k) || length(k) != 1L || !k %in% envelope$points$point) {
    rix_stop("einval", "k: the number of a point, from 1 to ", nrow(envelope$points), ", expected", arg = "k")
  }
  envelope$schedules[[k]]
}

print.policy_envelope <- function(x, n = 10L, ...) {
  cat(nrow(x$points), "optimal schedules,", x$space$kind, "\n")
  shown <- x$points[intersect(c("point", x$x, x$y, "goal", "price", "status", "reached"), names(x$points))]
  print(utils::head(shown, n), row.names = FALSE, digits = 4L)
  if (nrow(shown) > n) cat("... and", nrow(shown) - n, "more\n")
  invisible(x)
}

summary.policy_envelope <- function(object, ...) {
  ends <- unique(c(1L, nrow(object$points)))
  object$points[ends, , drop = FALSE]
}

as.data.frame.policy_envelope <- function(x, row.names = NULL, optional = FALSE, ...) x$points
