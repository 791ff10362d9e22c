# Trade-off curves.

efficient_set <- function(outcomes) {
  if (is.data.frame(outcomes)) outcomes <- as.matrix(outcomes)
  as.integer(core_result(R_swig_efficient_set, outcomes)) + 1L
}

efficient_fronts <- function(outcomes) {
  if (is.data.frame(outcomes)) outcomes <- as.matrix(outcomes)
  as.integer(core_result(R_swig_efficient_fronts, outcomes)) + 1L
}

# By name where both have names, as given otherwise.
hypervolume <- function(outcomes, reference) {
  if (is.data.frame(outcomes)) outcomes <- as.matrix(outcomes)
  if (!is.null(names(reference)) && !is.null(colnames(outcomes))) {
    if (!setequal(names(reference), colnames(outcomes)) || anyDuplicated(names(reference))) {
      rix_stop("edim", "reference: one number for each of ", paste(colnames(outcomes), collapse = ", "),
               " expected, not for ", paste(names(reference), collapse = ", "), arg = "reference")
    }
    reference <- reference[colnames(outcomes)]
  }
  core_result(R_swig_rix_hypervolume, outcomes, reference)
}

knee <- function(outcomes, method = "chord") {
  if (is.data.frame(outcomes)) outcomes <- as.matrix(outcomes)
  as.integer(core_result(R_swig_knee, outcomes, method)) + 1L
}

# NA for plans beyond a bound, as they are not in the running.
curve_fronts <- function(curve) {
  table <- axes_of(curve, "all")
  for (name in names(curve$bounds)) table[which(curve$all[[name]] > curve$bounds[[name]]), ] <- NA
  efficient_fronts(table)
}

curve_hypervolume <- function(curve, reference) hypervolume(axes_of(curve, "points"), reference)

curve_knee <- function(curve, method = "chord") knee(axes_of(curve, "points"), method)

axes_of <- function(curve, table) {
  check_class(curve, "tradeoff_curve", "curve", "tradeoff_curve()")
  curve[[table]][curve$outcomes]
}

curve_stand <- function(curve, policy = NULL) {
  points <- axes_of(curve, "points")
  own <- simulate(curve$scenario, policy = policy)$outcomes[curve$outcomes]
  res <- core(R_swig_stand, as.matrix(points), unname(own), c(1, nrow(points)))
  rows <- res[[length(res) - 1L]] + 1
  better <- curve$points[rows, c("point", "plan", curve$outcomes)]
  better[paste0("saved_", curve$outcomes)] <- lapply(curve$outcomes, function(name) own[[name]] - better[[name]])
  better$distance <- res[[length(res)]][1L, seq_along(rows)]
  list(outcomes = own, dominated = length(rows) > 0L, better = `row.names<-`(better, NULL))
}

tradeoff_curve <- function(scenario, plans = NULL, x = "economic_loss", y = "deaths", also = character(),
                           bounds = NULL, threads = 0, progress = NULL) {
  check_class(scenario, "risk_scenario", "scenario", "planner_sir() or preset_scenario()")
  if (is.null(plans)) plans <- default_plans(scenario)
  check_class(plans, "exit_plans", "plans", "exit_plans()")
  record <- family_record(unclass(plans), length(scenario$controls))
  handle <- with_scenario(scenario, progress, function(handle, report) {
    core_result(R_swig_rix_tradeoff_curve, handle, record,
                list(x = x, y = y, also = also, bounded = as.character(names(bounds)),
                     most = as.numeric(bounds), threads = threads, progress = report))
  })
  outcomes <- core(R_swig_rix_curve_outcomes, handle)
  points <- vapply(seq_len(core(R_swig_rix_curve_size, handle)) - 1, function(k) {
    core(R_swig_rix_curve_point, handle, k)
  }, 0) + 1
  all <- plan_frame(unclass(plans), scenario$controls)
  all[scenario$outcomes$name] <- columns_of(outcomes)
  all$efficient <- seq_len(nrow(all)) %in% points
  structure(
    list(
      points = cbind(point = seq_along(points), all[points, setdiff(names(all), "efficient")],
                     row.names = NULL),
      all = all, x = x, y = y, outcomes = c(x, y, also), bounds = bounds, plans = plans, scenario = scenario
    ),
    class = "tradeoff_curve"
  )
}

# Ten lockdowns of all alike, from a tenth of the largest that all controls allow to all of it; the exit
# starts at 13 dates over the first two thirds of the horizon, and takes none, a ninth, two ninths or a third of it.
default_plans <- function(scenario) {
  horizon <- scenario$periods
  third <- horizon %/% 3
  exit_plans(seq_len(10) * min(scenario$control_max) / 10,
             start = unique(floor(evenly(0, horizon - third, 13))),
             ramp = unique(floor(evenly(0, third, 4))))
}

# n numbers from `from` to `to`, rounded as other languages round them.
evenly <- function(from, to, n) c((seq_len(n - 1) - 1) * ((to - from) / (n - 1)) + from, to)

curve_policy <- function(curve, k) {
  check_class(curve, "tradeoff_curve", "curve", "tradeoff_curve()")
  if (!is.numeric(k) || length(k) != 1L || !k %in% curve$points$point) {
    rix_stop("einval", "k: the number of a point, from 1 to ", nrow(curve$points), ", expected", arg = "k")
  }
  point <- curve$points[k, ]
  levels <- per_control(unclass(curve$plans)$levels, length(curve$scenario$controls))
  runs <- length(curve$plans) / nrow(levels)
  exit_plan(levels[(point$plan - 1) %/% runs + 1, ], point$start, point$ramp)
}

print.tradeoff_curve <- function(x, n = 10L, ...) {
  cat("Trade-off curve of", nrow(x$points), "efficient plans out of", nrow(x$all), "in",
      paste(x$outcomes, collapse = " and "), "\n")
  print(utils::head(curve_columns(x), n), row.names = FALSE, digits = 4L)
  if (nrow(x$points) > n) cat("... and", nrow(x$points) - n, "more\n")
  invisible(x)
}

curve_columns <- function(curve) {
  shown <- c("point", grep("^level", names(curve$points), value = TRUE), "start", "ramp")
  curve$points[unique(c(shown, curve$outcomes))]
}

summary.tradeoff_curve <- function(object, ...) {
  ends <- unique(c(1L, nrow(object$points)))
  curve_columns(object)[ends, , drop = FALSE]
}

as.data.frame.tradeoff_curve <- function(x, row.names = NULL, optional = FALSE, ...) x$points
