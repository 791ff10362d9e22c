# Exit plans. `start` is the number of full periods before easing starts, so it counts the same from
# 0 (as C does) and from 1.

exit_plan <- function(level, start, ramp = 0) {
  plan <- structure(
    list(level = as_levels(level), start = as_periods(start, "start"), ramp = as_periods(ramp, "ramp")),
    class = "exit_plan"
  )
  if (is.matrix(plan$level) || length(plan$start) != 1L || length(plan$ramp) != 1L) {
    rix_stop("edim", "an exit plan has one level a control, one start and one ramp; exit_plans() takes several")
  }
  plan_matrix(plan, length(plan$level), plan$start + plan$ramp)
  plan
}

exit_plans <- function(level, start, ramp = 0) {
  family <- structure(
    list(levels = as_levels(level), starts = as_periods(start, "start"), ramps = as_periods(ramp, "ramp")),
    class = "exit_plans"
  )
  core_result(R_swig_rix_exit_family_size, family_record(family))
  family
}

# A family with its own levels for each control, or for controls that go together ("young, middle"); every
# combination makes one, the first named going slowest. A control that is not named is not locked down.
exit_plans_targeted <- function(scenario, level, start, ramp = 0) {
  check_class(scenario, "risk_scenario", "scenario", "planner_sir() or preset_scenario()")
  if (!is.list(level) || length(level) == 0L || is.null(names(level)) || !all(vapply(level, is.numeric, TRUE))) {
    rix_stop("einval", "level: a list of levels with the names of controls expected", arg = "level")
  }
  groups <- lapply(names(level), controls_named, scenario$controls)
  twice <- anyDuplicated(unlist(groups))
  if (twice) rix_stop("einval", "level: control '", unlist(groups)[twice], "' twice", arg = "level")
  choices <- as.matrix(rev(expand.grid(rev(unname(level)))))
  levels <- matrix(0, nrow(choices), length(scenario$controls), dimnames = list(NULL, scenario$controls))
  for (g in seq_along(groups)) levels[, groups[[g]]] <- choices[, g]
  exit_plans(levels, start, ramp)
}

# A control, or several with commas between.
controls_named <- function(name, controls) {
  if (name %in% controls) return(name)
  names <- trimws(strsplit(name, ",", fixed = TRUE)[[1L]])
  for (k in if (length(names)) names else name) check_choice(k, controls, "level")
  names
}

as_levels <- function(level) {
  if (is.data.frame(level)) level <- as.matrix(level)
  if (!is.numeric(level)) rix_stop("einval", "level: numbers expected", arg = "level")
  storage.mode(level) <- "double"
  level
}

as_periods <- function(x, arg) {
  wrong <- if (is.numeric(x)) which(is.na(x) | x < 0 | x > 2^53 | x != floor(x)) else 1L
  if (length(wrong) > 0L) {
    rix_stop("einval", arg, ": whole numbers of periods expected, not ", deparse(x[wrong[1L]])[1L], arg = arg)
  }
  as.double(x)
}

# One level for all is a level for each.
per_control <- function(level, controls) {
  if (is.matrix(level)) return(unname(level))
  matrix(level, length(level), controls)
}

# A plan of one level locks all controls down alike.
plan_levels <- function(plan, controls) {
  if (length(plan$level) == 1L) rep(plan$level, controls) else unname(plan$level)
}

plan_matrix <- function(plan, controls, periods) {
  record <- list(level = plan_levels(plan, controls), start = plan$start, ramp = plan$ramp)
  core_result(R_swig_rix_exit_plan_schedule, record, c(periods, controls))
}

plan_schedule <- function(plan, scenario) {
  plan_matrix(plan, length(scenario$controls), scenario$periods)
}

family_record <- function(family, controls = 1L) {
  list(levels = per_control(family$levels, controls), starts = family$starts, ramps = family$ramps)
}

length.exit_plans <- function(x) {
  x <- unclass(x)
  NROW(x$levels) * length(x$starts) * length(x$ramps)
}

# Plan k of a family.
`[[.exit_plans` <- function(x, i, ...) {
  x <- unclass(x)
  if (is.character(i)) return(x[[i]])
  if (!is.numeric(i) || length(i) != 1L || is.na(i) || i < 1) {
    rix_stop("einval", "a number of a plan, from 1, expected", arg = "k")
  }
  plan <- core_result(R_swig_rix_exit_family_plan, family_record(x), i - 1)
  exit_plan(plan$level, plan$start, plan$ramp)
}

as.data.frame.exit_plans <- function(x, row.names = NULL, optional = FALSE, ...) {
  plan_frame(unclass(x), NULL)
}

# All plans, in the order of the core: the level goes slowest, the ramp fastest.
plan_frame <- function(family, controls) {
  levels <- if (is.null(controls)) {
    if (is.matrix(family$levels)) family$levels else matrix(family$levels)
  } else {
    per_control(family$levels, length(controls))
  }
  if (is.null(controls)) controls <- colnames(levels)
  if (is.null(controls)) controls <- seq_len(ncol(levels))
  n <- c(nrow(levels), length(family$starts), length(family$ramps))
  at <- rep(seq_len(n[1L]), each = n[2L] * n[3L])
  columns <- c(
    list(seq_len(prod(n))), columns_of(levels[at, , drop = FALSE]),
    list(rep(rep(family$starts, each = n[3L]), n[1L]), rep(family$ramps, n[1L] * n[2L]))
  )
  as_frame(columns, c("plan", if (ncol(levels) == 1L) "level" else paste0("level_", controls), "start", "ramp"))
}

as.data.frame.exit_plan <- function(x, row.names = NULL, optional = FALSE, ...) {
  schedule <- plan_matrix(x, length(x$level), x$start + x$ramp + 1)
  shown <- if (ncol(schedule) == 1L) "level" else paste0("level_", seq_len(ncol(schedule)))
  as_frame(c(list(seq_len(nrow(schedule)) - 1L), columns_of(schedule)), c("period", shown))
}

print.exit_plan <- function(x, ...) {
  cat("Exit plan: lockdown at ", paste(format_number(x$level), collapse = ", "), " for ", x$start,
      " periods, then eased over ", x$ramp, "\n", sep = "")
  invisible(x)
}

summary.exit_plan <- function(object, ...) {
  data.frame(level = object$level, start = object$start, ramp = object$ramp)
}

print.exit_plans <- function(x, ...) {
  family <- unclass(x)
  cat(length(x), "exit plans:", NROW(family$levels), "levels,", length(family$starts), "starts,",
      length(family$ramps), "ramps\n")
  invisible(x)
}

summary.exit_plans <- function(object, ...) {
  family <- unclass(object)
  data.frame(
    choice = c("level", "start", "ramp"),
    number = c(NROW(family$levels), length(family$starts), length(family$ramps)),
    from = c(min(family$levels), min(family$starts), min(family$ramps)),
    to = c(max(family$levels), max(family$starts), max(family$ramps))
  )
}
