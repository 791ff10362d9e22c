# Scenarios: parameters as a plain list, and what follows from them.

planner_sir <- function(population, susceptible, infected, transmission, recovery, fatality, productivity,
                        lockdown_max, periods, names = NULL, mixing = NULL, effect = 1, circulating = 1,
                        congestion = 0, load = NULL, lockdown_cost = 1,
                        base = c("not_recovered", "all"), working_time = NULL, interest = 0,
                        vaccine = 0, death_cost = 0, period = 1, steps = 7, time_unit = NULL,
                        person_unit = NULL, output_unit = NULL, matching = 2,
                        contacts = c("quadratic", "linear")) {
  contacts <- check_choice(contacts[1L], c("quadratic", "linear"), "contacts")
  base <- check_choice(base[1L], c("not_recovered", "all"), "base")
  fields <- names(formals(planner_sir))
  new_scenario(mget(fields), "planner_sir")
}

new_scenario <- function(params, model, name = NULL, title = NULL, source = NULL) {
  handle <- scenario_handle(list(params = params, model = model))
  texts <- function(count, entry) {
    vapply(seq_len(core(count, handle)) - 1, function(i) core(entry, handle, i), "")
  }
  outcomes <- lapply(seq_len(core(R_swig_rix_scenario_outcome_count, handle)) - 1, function(i) {
    as.data.frame(core(R_swig_rix_scenario_outcome, handle, i))
  })
  structure(
    list(
      params = params,
      model = model,
      controls = texts(R_swig_rix_scenario_control_count, R_swig_rix_scenario_control_name),
      control_max = core(R_swig_rix_scenario_control_max, handle),
      states = texts(R_swig_rix_scenario_state_count, R_swig_rix_scenario_state_name),
      state_units = texts(R_swig_rix_scenario_state_count, R_swig_rix_scenario_state_unit),
      flags = texts(R_swig_rix_scenario_mode_count, R_swig_rix_scenario_mode_name),
      events = texts(R_swig_rix_scenario_event_count, R_swig_rix_scenario_event_name),
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
  maker <- if (object$model == "custom_model") custom_model else planner_sir
  changes <- check_fields(list(...), names(formals(maker)), "update")
  params <- object$params
  params[names(changes)] <- changes
  new_scenario(params, object$model, source = object$source)
}

# A handle of the core's scenario. What functions of a custom model raise goes to trap$raised.
scenario_handle <- function(scenario, trap = new.env()) {
  if (scenario$model == "custom_model") return(custom_handle(scenario$params, trap))
  if (scenario$model == "age_sector") return(core_result(R_swig_rix_age_sector_new, scenario$params))
  core_result(R_swig_rix_planner_sir_new, scenario$params)
}

# Runs a call with a scenario's handle; what the model's functions have raised is raised again.
with_scenario <- function(scenario, progress, run) {
  trap <- new.env()
  trap$raised <- NULL
  handle <- scenario_handle(scenario, trap)
  with_progress(progress, function(report) {
    tryCatch(run(handle, report), rix_ecancelled = function(e) {
      if (inherits(trap$raised, "error")) stop(trap$raised)
      stop(e)
    })
  })
}

simulate.risk_scenario <- function(object, nsim = 1, seed = NULL, policy = NULL, method = "default",
                                   relative = 0, absolute = 0, max_steps = 1e5, times = NULL,
                                   progress = NULL, ...) {
  if (!identical(as.double(nsim), 1)) {
    rix_stop("einval", "nsim: nothing in the model is random, so there is one trajectory", arg = "nsim")
  }
  in_stages <- inherits(policy, "risk_policy")
  options <- list(method = method, relative = relative, absolute = absolute, max_steps = max_steps,
                  times = if (is.null(times)) NULL else as.double(times))
  steer <- if (in_stages) policy_handle(policy, object$controls) else policy_schedule(policy, object)
  handle <- with_scenario(object, progress, function(handle, report) {
    core_result(if (in_stages) R_swig_rix_simulate_policy else R_swig_rix_simulate_with, handle, steer,
                c(options, list(progress = report)))
  })
  schedule <- core(R_swig_rix_trajectory_schedule, handle)
  times <- core(R_swig_rix_trajectory_times, handle)
  flags <- core(R_swig_rix_trajectory_modes, handle)
  events <- core(R_swig_rix_trajectory_events, handle)
  states <- core(R_swig_rix_trajectory_states, handle)
  colnames(schedule) <- object$controls
  structure(
    c(list(
      states = as_frame(c(list(times), columns_of(states)), c("time", object$states)),
      flags = as_frame(c(list(times), columns_of(flags)), c("time", object$flags)),
      events = data.frame(time = events[, 1L], event = object$events[events[, 2L] + 1]),
      outcomes = stats::setNames(core(R_swig_rix_trajectory_outcomes, handle), object$outcomes$name),
      schedule = schedule, policy = policy, scenario = object, options = options
    ), if (in_stages) stages_of(handle, policy)),
    class = "risk_trajectory"
  )
}

# What a policy in stages did: the stage of each period, what it saw, its switches.
stages_of <- function(handle, policy) {
  names <- names(policy$stages)
  watched <- core(R_swig_rix_trajectory_watched, handle)
  moves <- core(R_swig_rix_trajectory_stage_events, handle)
  colnames(watched) <- policy_columns(policy)
  list(
    stages = names[core(R_swig_rix_trajectory_stages, handle) + 1], watched = watched,
    switches = data.frame(
      period = moves[, 1L] + 1, before = names[moves[, 2L] + 1], after = names[moves[, 3L] + 1],
      reason = unlist(core(R_swig_stage_event_names))[moves[, 4L] + 1]
    )
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
  cat("Trajectory over", x$scenario$periods, "periods\n")
  print(summary(x), row.names = FALSE)
  invisible(x)
}

summary.risk_trajectory <- function(object, ...) {
  about <- object$scenario$outcomes
  data.frame(outcome = about$name, value = unname(object$outcomes), unit = about$unit, domain = about$domain)
}

as.data.frame.risk_trajectory <- function(x, row.names = NULL, optional = FALSE, ...) x$states

# ------------------------------------------------------------------------ parameters and gradients --

scenario_parameters <- function(scenario) {
  check_class(scenario, "risk_scenario", "scenario", "planner_sir() or preset_scenario()")
  p <- core(R_swig_scenario_params, scenario_handle(scenario))
  data.frame(name = as.character(unlist(p$name)), value = p$value, low = p$low, high = p$high)
}

with_parameters <- function(scenario, ...) {
  known <- scenario_parameters(scenario)
  values <- check_fields(list(...), known$name, "with_parameters")
  if (scenario$model == "age_sector") return(age_with_parameters(scenario, values))
  params <- scenario$params
  for (name in names(values)) {
    if (scenario$model == "custom_model") {
      params$parameters[[name]][1L] <- values[[name]]
    } else if (name %in% names(params)) {
      params[[name]] <- values[[name]]
    } else {
      field <- sub("_.*", "", name)
      place <- match(name, known$name[startsWith(known$name, paste0(field, "_"))])
      if (field == "mixing") {
        params$mixing[cbind((place - 1) %/% nrow(params$mixing) + 1, (place - 1) %% nrow(params$mixing) + 1)] <-
          values[[name]]
      } else {
        params[[field]][place] <- values[[name]]
      }
    }
  }
  new_scenario(params, scenario$model, source = scenario$source)
}

scenario_gradient <- function(scenario, policy = NULL, outcome = "objective", allow_inexact = FALSE) {
  check_class(scenario, "risk_scenario", "scenario", "planner_sir() or preset_scenario()")
  schedule <- policy_schedule(policy, scenario)
  names <- scenario$outcomes$name
  if (is.character(outcome)) outcome <- stats::setNames(rep(1, length(outcome)), outcome)
  unknown <- setdiff(names(outcome), names)
  if (length(unknown) > 0L || is.null(names(outcome))) {
    rix_stop("enotfound", "outcome: no '", unknown[1L], "' (there are ", paste(names, collapse = ", "), ")",
             arg = "outcome")
  }
  weights <- matrix(0, 1L, length(names), dimnames = list(NULL, names))
  weights[1L, names(outcome)] <- as.double(outcome)
  parameters <- scenario_parameters(scenario)$name
  parts <- with_scenario(scenario, NULL, function(handle, report) {
    core(R_swig_rix_gradient, handle, schedule, unname(weights), c(1, length(names)), dim(schedule),
         c(1, length(parameters)), c(1, length(scenario$states)))
  })
  parts <- parts[length(parts) - 4:0]
  if (!parts[[5L]] && !allow_inexact) {
    rix_stop("einval", "the gradient is not exact: an event happened at a time that depends on the states, ",
             "or derivatives of the model are differences; allow_inexact = TRUE takes it as it is",
             arg = "allow_inexact")
  }
  controls <- parts[[2L]]
  colnames(controls) <- scenario$controls
  structure(
    list(value = sum(parts[[1L]] * weights), controls = controls,
         parameters = stats::setNames(as.vector(parts[[3L]]), parameters),
         initial = stats::setNames(as.vector(parts[[4L]]), scenario$states), exact = parts[[5L]]),
    class = "risk_gradient"
  )
}

print.risk_gradient <- function(x, ...) {
  cat("Gradient of ", format_number(x$value), if (x$exact) ", exact" else ", not exact", ": by ",
      length(x$controls), " controls, ", length(x$parameters), " parameters and ", length(x$initial),
      " initial states\n", sep = "")
  invisible(x)
}
