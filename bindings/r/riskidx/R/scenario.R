# Scenarios: parameters as a plain list, and what follows from them.

planner_sir <- function(population, susceptible, infected, transmission, recovery, fatality, productivity,
                        lockdown_max, periods, names = NULL, mixing = NULL, effect = 1, circulating = 1,
                        congestion = 0, load = NULL, lockdown_cost = 1,
                        base = c("not_recovered", "all"), working_time = NULL, interest = 0,
                        vaccine = 0, death_cost = 0, period = 1, steps = 7, time_unit = NULL,
                        person_unit = NULL, output_unit = NULL) {
  base <- check_choice(base[1L], c("not_recovered", "all"), "base")
  fields <- names(formals(planner_sir))
  new_scenario(mget(fields), "planner_sir")
}

new_scenario <- function(params, model, name = NULL, title = NULL, source = NULL) {
  handle <- scenario_handle(params)
  texts <- function(count, entry) {
    vapply(seq_len(core(count, handle)) - 1, function(i) core(entry, handle, i), "")
  }
  outcomes <- lapply(seq_len(core(R_swig_rix_scenario_outcome_count, handle)) - 1, function(i) {
    as.data.frame(core(R_swig_rix_scenario_outcome, handle, i))
  })
  structure(
    list(
      params = params,
      controls = texts(R_swig_rix_scenario_control_count, R_swig_rix_scenario_control_name),
      control_max = core(R_swig_rix_scenario_control_max, handle),
      states = texts(R_swig_rix_scenario_state_count, R_swig_rix_scenario_state_name),
      outcomes = do.call(rbind, outcomes),
      periods = core(R_swig_rix_scenario_periods, handle),
      period = core(R_swig_rix_scenario_period, handle),
      time_unit = core(R_swig_rix_scenario_time_unit, handle),
      name = name, title = title, source = source
    ),
    class = c(model, "risk_scenario")
  )
}

# The same scenario with some of its parameters changed.
update.risk_scenario <- function(object, ...) {
  changes <- check_fields(list(...), names(formals(planner_sir)), "update")
  params <- object$params
  params[names(changes)] <- changes
  new_scenario(params, class(object)[1L], source = object$source)
}

scenario_handle <- function(params) core_result(R_swig_rix_planner_sir_new, params)

simulate.risk_scenario <- function(object, nsim = 1, seed = NULL, policy = NULL, ...) {
  if (!identical(as.double(nsim), 1)) {
    rix_stop("einval", "nsim: nothing in the model is random, so there is one trajectory", arg = "nsim")
  }
  schedule <- policy_schedule(policy, object)
  handle <- core_result(R_swig_rix_simulate, scenario_handle(object$params), schedule)
  states <- core(R_swig_rix_trajectory_states, handle)
  colnames(schedule) <- object$controls
  structure(
    list(
      states = as_frame(c(list(core(R_swig_rix_trajectory_times, handle)), columns_of(states)),
                        c("time", object$states)),
      outcomes = stats::setNames(core(R_swig_rix_trajectory_outcomes, handle), object$outcomes$name),
      schedule = schedule, policy = policy, scenario = object
    ),
    class = "risk_trajectory"
  )
}

columns_of <- function(m) lapply(seq_len(ncol(m)), function(j) m[, j])

as_frame <- function(columns, names) {
  structure(columns, names = names, row.names = seq_along(columns[[1L]]), class = "data.frame")
}

# Periods by controls, from a plan, a schedule or nothing.
policy_schedule <- function(policy, scenario) {
  controls <- length(scenario$controls)
  if (is.null(policy)) return(matrix(0, scenario$periods, controls))
  if (inherits(policy, "exit_plan")) return(plan_schedule(policy, scenario))
  if (is.data.frame(policy)) {
    wrong <- setdiff(scenario$controls, names(policy))
    if (length(wrong) > 0L) rix_stop("enotfound", "policy: no column '", wrong[1L], "'", arg = "policy")
    policy <- as.matrix(policy[scenario$controls])
  }
  if (is.numeric(policy) && !is.matrix(policy)) policy <- matrix(policy, length(policy), controls)
  if (!is.matrix(policy)) {
    rix_stop("einval", "policy: an exit plan, or a matrix of periods by controls, expected", arg = "policy")
  }
  dimnames(policy) <- NULL
  policy
}

print.risk_scenario <- function(x, ...) {
  cat("Scenario", if (!is.null(x$name)) paste0("'", x$name, "'"), "of model", class(x)[1L], "\n")
  if (!is.null(x$title)) cat(strwrap(x$title), sep = "\n")
  cat("  ", x$periods, " periods of ", format_number(x$period), " ", x$time_unit, "\n",
      "  controls (to at most): ",
      paste0(x$controls, " (", format_number(x$control_max), ")", collapse = ", "), "\n",
      "  outcomes: ", paste(x$outcomes$name, collapse = ", "), "\n", sep = "")
  invisible(x)
}

summary.risk_scenario <- function(object, ...) object$outcomes

as.data.frame.risk_scenario <- function(x, row.names = NULL, optional = FALSE, ...) {
  params <- Filter(function(p) is.numeric(p), x$params)
  data.frame(
    parameter = rep(names(params), lengths(params)),
    number = sequence(lengths(params)),
    value = unlist(lapply(params, as.double), use.names = FALSE)
  )
}

print.risk_trajectory <- function(x, ...) {
  cat("Trajectory over", nrow(x$states) - 1L, "periods\n")
  print(summary(x), row.names = FALSE)
  invisible(x)
}

summary.risk_trajectory <- function(object, ...) {
  about <- object$scenario$outcomes
  data.frame(outcome = about$name, value = unname(object$outcomes), unit = about$unit, domain = about$domain)
}

as.data.frame.risk_trajectory <- function(x, row.names = NULL, optional = FALSE, ...) x$states
