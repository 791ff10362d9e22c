# Policies in stages: triggers, exits with dates and gates; linear schedules; comparisons of policies. They are plain
# data, from which the core's is made for each call. Periods and stays are counted, so they are the same from 0 and 1.

policy_watch <- function(observable, window = 0, delay = 0) {
  if (!is.character(observable) || length(observable) != 1L || is.na(observable)) {
    rix_stop("einval", "observable: the name of an observable expected", arg = "observable")
  }
  structure(list(observable = observable, window = as_periods(window, "window"), delay = as_periods(delay, "delay")),
            class = "policy_watch")
}

as_watch <- function(watch) {
  if (inherits(watch, "policy_watch")) return(watch)
  policy_watch(watch)
}

trigger_policy <- function(stages, watch, enter, leave = NULL, start = NULL, first_review = 0, review_every = 1,
                           rise_after = 1, fall_after = 1, rise_steps = Inf, fall_steps = Inf, stay_to_rise = 0,
                           stay_to_fall = 0, max_switches = Inf) {
  stages <- stage_levels(stages)
  watches <- if (is.list(watch) && !inherits(watch, "policy_watch")) lapply(watch, as_watch) else list(as_watch(watch))
  if (is.null(names(watches))) names(watches) <- vapply(watches, function(w) w$observable, "")
  enter <- stage_rule(enter, stages, watches, "enter")
  if (!is.null(leave)) leave <- stage_rule(leave, stages, watches, "leave")
  unwatched <- setdiff(enter$indicators, names(watches))
  if (length(unwatched)) rix_stop("enotfound", "watch: nothing for the indicator '", unwatched[1L], "'", arg = "watch")
  zones <- names(stages)
  clock <- list(
    start = if (is.null(start)) 0 else zone_number(start, zones), first_review = first_review,
    review_every = review_every, rise_after = rise_after, fall_after = fall_after,
    rise_steps = most_steps(rise_steps, "rise_steps"), fall_steps = most_steps(fall_steps, "fall_steps"),
    stay_to_rise = stays(stay_to_rise, zones, "stay_to_rise"),
    stay_to_fall = stays(stay_to_fall, zones, "stay_to_fall"), absent = "hold"
  )
  new_policy(list(stages = stages, watches = watches[enter$indicators], enter = enter, leave = leave, clock = clock,
                  max_switches = max_switches), "trigger_policy")
}

exit_stage <- function(name, level, date = 0, stay = 0, ramp = 0, watch = NULL, below = NA, reviews = 1) {
  structure(
    list(name = name, level = level, date = as_periods(date, "date"), stay = as_periods(stay, "stay"),
         ramp = as_periods(ramp, "ramp"), watch = if (!is.null(watch)) as_watch(watch), below = as.double(below),
         reviews = as_periods(reviews, "reviews")),
    class = "exit_stage"
  )
}

staged_exit <- function(..., review_every = 1) {
  parts <- list(...)
  if (!all(vapply(parts, inherits, TRUE, "exit_stage"))) {
    rix_stop("einval", "stages: each made by exit_stage() expected", arg = "stages")
  }
  levels <- lapply(parts, function(s) s$level)
  names(levels) <- vapply(parts, function(s) s$name, "")
  new_policy(list(stages = if (length(parts)) stage_levels(levels) else levels, parts = parts,
                  review_every = review_every), "staged_exit")
}

# What is asked of the core once: it checks the policy and says what it means.
new_policy <- function(parts, kind) {
  parts$sentence <- core(R_swig_rix_policy_sentence, policy_handle(parts, NULL))
  structure(parts, class = c(kind, "risk_policy"))
}

stage_levels <- function(stages) {
  stages <- as.list(stages)
  if (length(stages) == 0L || is.null(names(stages)) || !all(vapply(stages, is.numeric, TRUE))) {
    rix_stop("einval", "stages: levels with the names of stages expected", arg = "stages")
  }
  if (anyDuplicated(names(stages))) rix_stop("einval", "stages: two of one name", arg = "stages")
  stages
}

stage_rule <- function(given, stages, watches, arg) {
  if (!inherits(given, "zone_rule")) {
    if (length(watches) != 1L) rix_stop("einval", arg, ": with several watches a rule expected", arg = arg)
    given <- rule_criteria(names(stages), stats::setNames(list(as.double(given)), names(watches)))
  }
  if (!identical(given$zones, names(stages))) {
    rix_stop("einval", arg, ": zones ", paste(given$zones, collapse = ", "), ", but the stages are ",
             paste(names(stages), collapse = ", "), arg = arg)
  }
  given
}

# Stages by controls; without a scenario as many as the longest level has.
level_matrix <- function(stages, controls) {
  n <- if (is.null(controls)) max(lengths(stages)) else length(controls)
  rows <- lapply(names(stages), function(name) {
    level <- stages[[name]]
    if (!is.null(controls) && !is.null(names(level))) {
      for (k in names(level)) check_choice(k, controls, "level")
      row <- stats::setNames(numeric(n), controls)
      row[names(level)] <- level
      return(unname(row))
    }
    if (length(level) == 1L) level <- rep(level, n)
    if (length(level) != n) {
      rix_stop("edim", "level: ", length(level), " levels in stage '", name, "' for ", n, " controls", arg = "level")
    }
    as.double(level)
  })
  do.call(rbind, rows)
}

policy_handle <- function(policy, controls) {
  if (!is.null(policy$parts)) {
    of <- function(field) vapply(policy$parts, function(s) s[[field]], 0)
    watch <- function(field, none) vapply(policy$parts, function(s) if (is.null(s$watch)) none else s$watch[[field]], none)
    return(core_result(R_swig_exit_policy_new, list(
      observable = watch("observable", NA_character_), window = watch("window", 0), delay = watch("delay", 0),
      levels = if (length(policy$stages)) level_matrix(policy$stages, controls) else matrix(0, 0L, 1L),
      review_every = policy$review_every, name = as.character(names(policy$stages)), date = of("date"),
      stay = of("stay"), ramp = of("ramp"), reviews = of("reviews"), below = of("below")
    )))
  }
  of <- function(field, kind) unname(vapply(policy$watches, function(w) w[[field]], kind))
  enter <- rule_handle(policy$enter)
  leave <- if (!is.null(policy$leave)) rule_handle(policy$leave)
  core_result(R_swig_trigger_policy_new, enter, leave, policy$clock, list(
    observable = of("observable", ""), window = of("window", 0), delay = of("delay", 0),
    levels = level_matrix(policy$stages, controls),
    max_switches = if (is.finite(policy$max_switches)) policy$max_switches
  ))
}

policy_columns <- function(policy) if (is.null(policy$parts)) names(policy$watches) else names(policy$stages)

format.risk_policy <- function(x, ...) x$sentence

print.risk_policy <- function(x, ...) {
  cat(strwrap(x$sentence), sep = "\n")
  invisible(x)
}

linear_schedule <- function(scenario, at, values) {
  check_class(scenario, "risk_scenario", "scenario", "planner_sir() or preset_scenario()")
  controls <- length(scenario$controls)
  if (!is.matrix(values)) values <- matrix(as.double(values), length(values), controls)
  schedule <- core_result(R_swig_rix_linear_schedule, as.double(at), unname(values), c(scenario$periods, controls))
  colnames(schedule) <- scenario$controls
  schedule
}

scenario_observables <- function(scenario) {
  check_class(scenario, "risk_scenario", "scenario", "planner_sir() or preset_scenario()")
  rows <- core(R_swig_scenario_observables, scenario_handle(scenario))
  known <- data.frame(
    name = vapply(rows, function(r) r$name, ""),
    unit = vapply(rows, function(r) if (is.null(r$unit)) NA_character_ else as.character(r$unit), ""),
    least = vapply(rows, function(r) r$least, 0)
  )
  known <- known[!duplicated(known$name), ]
  rownames(known) <- NULL
  known
}

# Observables at the times of a trajectory, which is run again under its schedule.
trajectory_observe <- function(trajectory, names = NULL, start = NULL) {
  check_class(trajectory, "risk_trajectory", "trajectory", "simulate()")
  scenario <- trajectory$scenario
  known <- scenario_observables(scenario)$name
  if (is.null(names)) names <- known[seq_len(min(match(scenario$outcomes$name, known)) - 1L)]
  for (name in names) check_choice(name, known, "names")
  times <- trajectory$states$time
  values <- with_scenario(scenario, NULL, function(handle, report) {
    run <- core_result(R_swig_rix_simulate_with, handle, unname(trajectory$schedule), trajectory$options)
    lapply(names, function(name) {
      which <- core(R_swig_rix_scenario_find_observable, handle, name)
      core_result(R_swig_rix_trajectory_observe, handle, run, which, c(length(times), 1))[, 1L]
    })
  })
  as_frame(c(list(if (is.null(start)) times else dates_of(times, scenario, start)), values),
           c(if (is.null(start)) "time" else "date", names))
}

dates_of <- function(times, scenario, start) {
  days <- c(day = 1, week = 7, year = 365.25)[sub("s$", "", scenario$time_unit)]
  if (is.na(days)) {
    rix_stop("einval", "start: the unit of time is '", scenario$time_unit, "', so there are no dates", arg = "start")
  }
  as.Date(start) + times * unname(days)
}

compare_policies <- function(scenario, policies, baseline = NULL, cost = NULL, deaths = "deaths",
                             annual_output = NULL, ...) {
  if (!is.list(policies) || length(policies) == 0L || is.null(names(policies))) {
    rix_stop("einval", "policies: a list of policies with names expected", arg = "policies")
  }
  if (is.null(baseline)) baseline <- names(policies)[1L]
  check_choice(baseline, names(policies), "baseline")
  runs <- lapply(policies, function(policy) simulate(scenario, policy = policy, ...))
  outcomes <- do.call(rbind, lapply(runs, function(run) run$outcomes))
  if (is.null(cost)) cost <- intersect(c("output_loss", "cost", "economic_loss"), colnames(outcomes))[1L]
  check_choice(cost, colnames(outcomes), "cost")
  check_choice(deaths, colnames(outcomes), "deaths")
  change <- sweep(outcomes, 2L, outcomes[baseline, ])
  each <- function(saved) ifelse(saved > 0, change[, cost] / saved, NA_real_)
  value <- data.frame(policy = names(policies), lives_saved = -change[, deaths], extra_cost = change[, cost],
                      cost_per_life = each(-change[, deaths]), row.names = NULL)
  if ("life_years" %in% colnames(outcomes)) value$cost_per_life_year <- unname(each(-change[, "life_years"]))
  if (!is.null(annual_output)) value$share_of_output <- unname(outcomes[, cost]) / annual_output
  structure(list(outcomes = outcomes, differences = change, value = value, baseline = baseline, trajectories = runs),
            class = "policy_comparison")
}

print.policy_comparison <- function(x, ...) {
  cat("Policies against '", x$baseline, "'\n", sep = "")
  print(x$value, row.names = FALSE)
  invisible(x)
}

as.data.frame.policy_comparison <- function(x, row.names = NULL, optional = FALSE, ...) x$value
