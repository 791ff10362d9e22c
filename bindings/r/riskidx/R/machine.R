# Zones in time: a rule and its clockwork. A machine is plain data, from which the core's is made for each call.

zone_machine <- function(rule, leave = NULL, start = NULL, first_review = 1, review_every = NULL,
                         review_weekday = NULL, rise_after = 1, fall_after = 1, rise_steps = Inf, fall_steps = Inf,
                         stay_to_rise = 0, stay_to_fall = 0, absent = c("hold", "escalate", "grey")) {
  check_class(rule, "zone_rule", "rule", "rule_criteria() or rule_table()")
  if (!is.null(leave)) check_class(leave, "zone_rule", "leave", "rule_criteria() or rule_table()")
  weekday <- if (!is.null(review_weekday)) read_weekday(review_weekday)
  if (is.null(review_every)) review_every <- if (is.null(weekday)) 1 else 7
  if (!is.null(weekday) && (!missing(first_review) || !isTRUE(review_every %% 7 == 0))) {
    rix_stop("einval", "review_weekday: reviews on a weekday are every 7, 14 ... periods, the first on that day",
             arg = "review_weekday")
  }
  zones <- rule$zones
  clock <- list(
    start = zone_number(start, zones), first_review = from_one(first_review, "first_review"),
    review_every = review_every, rise_after = rise_after, fall_after = fall_after,
    rise_steps = most_steps(rise_steps, "rise_steps"),
    fall_steps = most_steps(fall_steps, "fall_steps"),
    stay_to_rise = stays(stay_to_rise, zones, "stay_to_rise"),
    stay_to_fall = stays(stay_to_fall, zones, "stay_to_fall"), absent = absent[1L]
  )
  new_machine(list(rule = rule, leave = leave, clock = clock, weekday = weekday))
}

# What is asked of the core once: it checks the parts and says what they mean.
new_machine <- function(parts, about = list()) {
  handle <- machine_handle(parts)
  structure(
    c(parts, list(
      zones = unlist(core(R_swig_machine_zones, handle)),
      indicators = unlist(core(R_swig_machine_indicators, handle)),
      sentence = machine_text(handle, parts$weekday)
    ), about),
    class = "zone_machine"
  )
}

machine_text <- function(handle, weekday) {
  text <- core(R_swig_rix_machine_sentence, handle)
  if (is.null(weekday)) return(text)
  sub("(Reviewed every [0-9]+ periods)", paste0("\\1, on ", weekdays_of_week[weekday], "s"), text)
}

machine_handle <- function(machine, first_review = NULL) {
  if (!is.null(machine$preset)) {
    return(core_result(R_swig_rix_preset_rules_machine, machine$preset$name, machine$preset$values))
  }
  enter <- rule_handle(machine$rule)
  leave <- if (!is.null(machine$leave)) rule_handle(machine$leave)
  clock <- machine$clock
  if (!is.null(first_review)) clock$first_review <- first_review
  core_result(R_swig_machine_new, enter, leave, clock)
}

weekdays_of_week <- c("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

# 1 is Monday, as in ISO 8601; names are English in any locale.
read_weekday <- function(x) {
  at <- if (is.character(x) && length(x) == 1L) match(tolower(x), tolower(weekdays_of_week)) else
    if (is.numeric(x) && length(x) == 1L) match(x, 1:7)
  if (length(at) != 1L || is.na(at)) {
    rix_stop("einval", "review_weekday: one of ", paste(weekdays_of_week, collapse = ", "), " expected, not ",
             deparse(x)[1L], arg = "review_weekday")
  }
  at
}

# Periods, from 0, before the first review.
review_offset <- function(machine, dates) {
  if (is.null(machine$weekday)) return(NULL)
  if (!inherits(dates, "Date")) {
    rix_stop("einval", "review_weekday: the machine is reviewed on ", weekdays_of_week[machine$weekday],
             "s, but the periods have no dates", arg = "review_weekday")
  }
  if (length(dates) > 1L && as.double(dates[2L]) - as.double(dates[1L]) != 1) {
    rix_stop("einval", "review_weekday: the machine is reviewed on ", weekdays_of_week[machine$weekday],
             "s, but the periods are not days", arg = "review_weekday")
  }
  if (length(dates)) (machine$weekday - as.POSIXlt(dates[1L])$wday) %% 7 else 0
}

zone_number <- function(zone, zones) {
  if (is.null(zone) || length(zone) == 1L && is.na(zone)) return(-1)
  match(check_choice(as.character(zone), zones, "start"), zones) - 1
}

from_one <- function(x, arg) {
  if (!is.numeric(x) || length(x) != 1L || is.na(x) || x < 1) {
    rix_stop("einval", arg, ": a whole number of periods from 1 expected", arg = arg)
  }
  x - 1
}

# The core's 0 is any number of zones.
most_steps <- function(x, arg) {
  if (!is.numeric(x) || length(x) != 1L || is.na(x) || x < 1) {
    rix_stop("einval", arg, ": a number of zones from 1, or Inf, expected", arg = arg)
  }
  if (x == Inf) 0 else x
}

stays <- function(x, zones, arg) {
  if (is.list(x)) x <- unlist(x)
  if (!is.null(names(x))) return(as.double(by_name(x, zones, 0, arg, "zone")))
  if (!length(x) %in% c(1L, length(zones))) {
    rix_stop("edim", arg, ": ", length(x), " values for ", length(zones), " zones", arg = arg)
  }
  rep_len(x, length(zones))
}

# The zone that a first review gives to units without a past.
classify_zones.zone_machine <- function(scores, zones, units = NULL, ...) {
  values <- indicator_columns(scores, zones$indicators)
  panel <- list(indicators = zones$indicators, values = stats::setNames(
    lapply(columns_of(values), matrix, ncol = 1L), zones$indicators
  ))
  handle <- machine_handle(zones, if (is.null(zones$preset)) 0)
  codes <- core_result(R_swig_rix_machine_run, handle, panel, list(threads = 0, progress = NULL), c(nrow(values), 1, 1))
  zone_factor(stats::setNames(as.vector(codes), row_labels(scores, units)), zones$zones)
}

# ------------------------------------------------------------------------------------- step by step

# Fields of a state that are zones; the core calls what is shown for the last period `shown`, here it is `zone`.
state_zones <- c("zone", "in_force", "rise_to", "fall_to")
core_fields <- c(in_force = "zone", zone = "shown")

machine_start <- function(machine, date = NULL) {
  check_class(machine, "zone_machine", "machine", "zone_machine() or preset_rule()")
  offset <- review_offset(machine, if (is.null(date)) NULL else as_dates(date))
  handle <- machine_handle(machine, offset)
  new_state(core_result(R_swig_machine_start, handle), machine, offset)
}

# The next period of one unit: `values` by the names of the indicators, or in their order; none is all missing.
machine_step <- function(machine, state, values = NULL) {
  check_class(machine, "zone_machine", "machine", "zone_machine() or preset_rule()")
  check_class(state, "zone_state", "state", "machine_start()")
  values <- if (is.null(values)) rep(NA_real_, length(machine$indicators)) else
    step_values(values, machine$indicators)
  record <- unclass(state)
  record[state_zones] <- lapply(record[state_zones], function(z) if (is.na(z)) -1 else as.integer(z) - 1)
  renamed <- match(names(core_fields), names(record))
  names(record)[renamed] <- core_fields
  handle <- machine_handle(machine, state$first_review)
  new_state(core_result(R_swig_machine_step, handle, record, values), machine, state$first_review)
}

new_state <- function(record, machine, first_review) {
  renamed <- match(core_fields, names(record))
  names(record)[renamed] <- names(core_fields)
  record[state_zones] <- lapply(record[state_zones], function(z) {
    zone_factor(if (z < 0) NA_integer_ else as.integer(z), machine$zones)
  })
  structure(c(record, list(first_review = first_review)), class = "zone_state")
}

step_values <- function(values, indicators) {
  if (is.list(values)) values <- unlist(values)
  if (!is.null(names(values))) {
    lacking <- setdiff(indicators, names(values))
    if (length(lacking) > 0L) {
      rix_stop("enotfound", "values: no '", lacking[1L], "'", arg = "values")
    }
    values <- values[indicators]
  }
  if (length(values) != length(indicators)) {
    rix_stop("edim", "values: ", length(values), " for ", length(indicators), " indicators", arg = "values")
  }
  figures_of(values, "values")
}

print.zone_state <- function(x, ...) {
  cat("After", x$period, "periods:", if (is.na(x$zone)) "grey" else as.character(x$zone))
  if (is.na(x$zone) && !is.na(x$in_force)) cat(", with", as.character(x$in_force), "in force")
  cat(",", x$stayed, "periods in the zone\n")
  invisible(x)
}

as.data.frame.zone_state <- function(x, row.names = NULL, optional = FALSE, ...) {
  as.data.frame(unclass(x)[setdiff(names(x), "first_review")])
}

summary.zone_state <- function(object, ...) as.data.frame(object)

# -------------------------------------------------------------------------------------- the object

print.zone_machine <- function(x, ...) {
  cat("Zones in time: ", paste(x$zones, collapse = ", "), "\n", sep = "")
  if (!is.null(x$title)) {
    cat(strwrap(paste0(x$title, ", ", x$issuer, ", ", x$date), indent = 2L, exdent = 2L), sep = "\n")
  }
  parts <- strsplit(x$sentence, "\\. (?=To fall: |Reviewed every )", perl = TRUE)[[1L]]
  cat_sentence(parts[1L])
  for (part in parts[-1L]) cat(strwrap(part, indent = 2L, exdent = 4L), sep = "\n")
  invisible(x)
}

summary.zone_machine <- function(object, ...) {
  structure(unclass(object)[c("title", "issuer", "date", "source", "notes", "sentence")],
            indicators = as.data.frame(object), class = "summary.zone_machine")
}

print.summary.zone_machine <- function(x, ...) {
  for (k in c("title", "issuer", "date", "source", "notes")) {
    if (!is.null(x[[k]]) && !is.na(x[[k]])) {
      cat(strwrap(paste0(k, ": ", x[[k]]), exdent = 2L), sep = "\n")
    }
  }
  cat(strwrap(x$sentence, initial = "rule: ", exdent = 2L), sep = "\n")
  cat("needs:\n")
  print(attr(x, "indicators"), row.names = FALSE)
  invisible(x)
}

# What the data must have.
as.data.frame.zone_machine <- function(x, row.names = NULL, optional = FALSE, ...) {
  units <- if (is.null(x$rule)) x$units else x$rule$units
  data.frame(indicator = x$indicators, unit = as.character(units))
}
