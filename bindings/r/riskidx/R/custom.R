# Models of the caller's own: plain functions, which the core asks for numbers.

custom_model <- function(states, rhs, outcomes, controls = NULL, parameters = NULL, rates = NULL,
                         terminal = NULL, flags = NULL, events = NULL, conditions = NULL, happen = NULL,
                         periods = 1, period = 1, steps = 10, nonnegative = 0, conserved = NULL,
                         method = c("default", "rk4", "adaptive", "adaptive_8"), time_unit = NULL) {
  method <- check_choice(method[1L], c("default", "rk4", "adaptive", "adaptive_8"), "method")
  fields <- names(formals(custom_model))
  new_scenario(mget(fields), "custom_model")
}

model_functions <- c("rhs", "rates", "terminal", "conditions", "happen")

# The parts as the core takes them.
custom_record <- function(p) {
  named <- function(x, arg) {
    if (length(x) > 0L && (is.null(names(x)) || !all(nzchar(names(x))))) {
      rix_stop("einval", arg, ": values with names expected", arg = arg)
    }
    x
  }
  numbers <- function(x, arg) {
    x <- unlist(named(x, arg))
    if (length(x) > 0L && !is.numeric(x)) rix_stop("einval", arg, ": numbers expected", arg = arg)
    as.double(x)
  }
  parameters <- lapply(named(as.list(p$parameters), "parameters"), function(x) {
    if (!is.numeric(x) || !length(x) %in% c(1L, 3L)) {
      rix_stop("einval", "parameters: a value, or c(value, low, high), expected", arg = "parameters")
    }
    if (length(x) == 1L) c(x, -Inf, Inf) else x
  })
  outcomes <- lapply(named(as.list(p$outcomes), "outcomes"), function(x) {
    if (!is.character(x) || !length(x) %in% 2:3) {
      rix_stop("einval", "outcomes: c(drawn, domain, unit) expected", arg = "outcomes")
    }
    c(x, "")[1:3]
  })
  events <- lapply(named(as.list(p$events), "events"), function(x) c(as.list(x), "frozen")[1:2])
  part <- function(x, i, type) unname(vapply(x, function(each) as.vector(each[[i]], type), vector(type, 1L)))
  list(
    states = names(p$states), initial = numbers(p$states, "states"),
    controls = as.character(names(p$controls)), control_max = numbers(p$controls, "controls"),
    params = as.character(names(parameters)), param_values = part(parameters, 1L, "double"),
    param_low = part(parameters, 2L, "double"), param_high = part(parameters, 3L, "double"),
    outcomes = as.character(names(outcomes)), drawn = part(outcomes, 1L, "character"),
    domains = part(outcomes, 2L, "character"), outcome_units = part(outcomes, 3L, "character"),
    flags = as.character(names(p$flags)), initial_flags = numbers(p$flags, "flags"),
    events = as.character(names(events)), event_directions = part(events, 1L, "double"),
    event_gradients = part(events, 2L, "character"),
    period = p$period, periods = p$periods, steps = p$steps, nonnegative = p$nonnegative,
    conserved = if (is.null(p$conserved)) NULL else as.double(p$conserved), method = p$method,
    time_unit = p$time_unit
  )
}

# What a function gave, as so many numbers; lists are taken apart, as deSolve's functions give them.
model_result <- function(name, value, size) {
  value <- unlist(value)
  if (!is.numeric(value) && !(is.null(value) && size == 0)) {
    rix_stop("einval", name, " gave no numbers, but ", class(value)[1L], arg = name)
  }
  if (length(value) != size) {
    rix_stop("edim", name, " gave ", length(value), " numbers instead of ", size, arg = name)
  }
  as.double(value)
}

# Nothing jumps out of a function that C calls: what it raises is kept for later.
trapped <- function(trap, ask) {
  keep <- function(condition) {
    trap$raised <- condition
    NULL
  }
  tryCatch(ask(), error = keep, interrupt = keep)
}

custom_handle <- function(p, trap) {
  for (name in model_functions) {
    if (!is.null(p[[name]]) && !is.function(p[[name]])) {
      rix_stop("einval", name, ": a function expected", arg = name)
    }
  }
  record <- custom_record(p)
  flagged <- length(record$flags) > 0L
  sizes <- c(rhs = length(record$states), rates = sum(record$drawn == "running"),
             terminal = sum(record$drawn == "terminal"), conditions = length(record$events))
  label <- function(x, names) if (length(x) == length(names)) stats::setNames(x, names) else x
  plain <- function(name) {
    f <- p[[name]]
    if (is.null(f)) return(NULL)
    function(t, x, u, par, flags, i) trapped(trap, function() {
      x <- label(x, record$states)
      u <- label(u, record$controls)
      par <- label(par, record$params)
      value <- if (flagged) f(t, x, u, par, label(flags, record$flags)) else f(t, x, u, par)
      model_result(name, value, sizes[[name]])
    })
  }
  happen <- function(t, x, u, par, flags, i) trapped(trap, function() {
    after <- p$happen(i + 1, t, label(x, record$states), label(par, record$params), label(flags, record$flags))
    if (!is.list(after) || length(after) != 2L) {
      rix_stop("einval", "happen: a list of states and flags after the event expected", arg = "happen")
    }
    c(model_result("happen", after[[1L]], length(record$states)),
      model_result("happen", after[[2L]], length(record$flags)))
  })
  functions <- core_result(R_swig_custom_functions, plain("rhs"), plain("rates"), plain("terminal"),
                           plain("conditions"), if (!is.null(p$happen)) happen)
  handle <- core_result(R_swig_custom_new, record, functions)
  attr(handle, "functions") <- functions # which must live as long
  handle
}
