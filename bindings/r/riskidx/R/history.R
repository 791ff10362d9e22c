# Zones of units over time.

zone_history <- function(machine, data, unit = NULL, date = NULL, into = "zone", threads = 0, progress = NULL) {
  if (inherits(machine, "zone_rule")) machine <- zone_machine(machine)
  check_class(machine, "zone_machine", "machine", "zone_machine() or preset_rule()")
  parts <- history_parts(machine, data, unit, date)
  panel <- parts$panel
  dims <- dim(parts$values[[1L]])
  handle <- machine_handle(machine, review_offset(machine, panel$dates))
  codes <- with_progress(progress, function(report) {
    core_result(R_swig_rix_machine_run, handle, list(indicators = machine$indicators, values = parts$values),
                list(threads = threads, progress = report), c(dims, 1))
  })
  new_history(codes, machine, panel, if (parts$long) data, into)
}

# The panel and a matrix of units by periods for each indicator: from columns of a long table, or from one wide
# table an indicator.
history_parts <- function(machine, data, unit, date) {
  indicators <- machine$indicators
  values <- stats::setNames(vector("list", length(indicators)), indicators)
  if (is.matrix(data) && all(indicators %in% colnames(data))) data <- as.data.frame(data)
  long <- is.data.frame(data) && (!is.null(unit) || all(indicators %in% names(data)))
  if (long) {
    lacking <- setdiff(indicators, names(data))
    if (length(lacking) > 0L) stop_lacking(lacking[1L], indicators)
    panel <- long_panel(data, unit, date)
    for (k in indicators) values[[k]] <- panel$figures(k, k)
  } else {
    tables <- if (is.data.frame(data) || !is.list(data)) list(data) else data
    if (is.null(names(tables)) && length(tables) == 1L && length(indicators) == 1L) names(tables) <- indicators
    lacking <- setdiff(indicators, names(tables))
    if (length(lacking) > 0L) stop_lacking(lacking[1L], indicators)
    panel <- as_panel(tables[[indicators[1L]]], unit, date, NULL)
    for (k in indicators) values[[k]] <- panel$figures(tables[[k]], k)
  }
  list(panel = panel, values = values, long = long)
}

stop_lacking <- function(indicator, indicators) {
  rix_stop("enotfound", "data: no '", indicator, "' (the rule needs ", paste0("'", indicators, "'", collapse = ", "),
           ")", arg = "data")
}

new_history <- function(codes, machine, panel, data, into) {
  n <- length(machine$zones)
  units <- if (is.null(panel$units)) "1" else panel$units
  counts <- core(R_swig_rix_zone_history, codes, n, c(n + 1, n + 1), c(length(units), n + 1))
  counts <- lapply(utils::tail(counts, 2L), function(m) {
    storage.mode(m) <- "integer"
    m
  })
  columns <- c(machine$zones, grey_label(machine$zones))
  dimnames(counts[[1L]]) <- list(from = columns, to = columns)
  if (is.null(data)) {
    zones <- wide_zones(codes, units, panel, machine$zones)
  } else {
    zones <- data
    zones[[into]] <- zone_factor(codes[panel$cells], machine$zones)
  }
  structure(
    list(zones = zones, transitions = counts[[1L]],
         time_in_zone = as_frame(c(list(units), columns_of(counts[[2L]])), c("unit", columns)),
         moves = zone_moves(codes, units, panel$dates, machine$zones), codes = codes + 1L, units = units,
         dates = panel$dates, unit = panel[["unit"]], date = panel[["date"]], into = into,
         machine = machine),
    class = "zone_history"
  )
}

# Every change of zone, unit by unit, with the first period in the new one; NA is grey.
zone_moves <- function(codes, units, dates, labels) {
  n <- ncol(codes)
  padded <- ifelse(is.na(codes), -1L, codes)
  moved <- if (n > 1L) t(padded[, -1L, drop = FALSE] != padded[, -n, drop = FALSE]) else matrix(FALSE, 0L, nrow(codes))
  at <- which(moved, arr.ind = TRUE)
  zone_at <- function(period) zone_factor(codes[cbind(at[, 2L], period)], labels)
  as_frame(list(units[at[, 2L]], dates[at[, 1L] + 1L], zone_at(at[, 1L]), zone_at(at[, 1L] + 1L)),
           c("unit", "date", "from", "to"))
}

# Zones that are called grey leave another word for none.
grey_label <- function(zones) if ("grey" %in% zones) "no zone" else "grey"

wide_zones <- function(codes, units, panel, labels) {
  time <- if (inherits(panel$dates, c("Date", "POSIXct"))) "date" else "period"
  as_frame(c(list(panel$dates), lapply(seq_along(units), function(i) zone_factor(codes[i, ], labels))),
           c(time, if (is.null(panel$units)) "zone" else units))
}

as.data.frame.zone_history <- function(x, row.names = NULL, optional = FALSE, ...) {
  n <- dim(x$codes)
  names <- c(if (is.null(x$unit)) "unit" else x$unit, if (is.null(x$date)) "date" else x$date, x$into)
  as_frame(list(rep(x$units, each = n[2L]), rep(x$dates, times = n[1L]),
                zone_factor(as.vector(t(x$codes)) - 1L, x$machine$zones)), names)
}

# The stretches of one zone of each unit: number of the unit, first and last period, zone.
zone_stretches <- function(codes) {
  do.call(rbind, lapply(seq_len(nrow(codes)), function(i) {
    runs <- rle(ifelse(is.na(codes[i, ]), 0L, codes[i, ]))
    last <- cumsum(runs$lengths)
    data.frame(unit = rep(i, length(last)), first = last - runs$lengths + 1L, last = last, code = runs$values)
  }))
}

print.zone_history <- function(x, n = 10L, ...) {
  cat("Zones of", length(x$units), if (length(x$units) == 1L) "unit" else "units", "over", length(x$dates), "periods")
  if (length(x$dates)) cat(", ", period_text(x$dates[1L]), " to ", period_text(x$dates[length(x$dates)]), sep = "")
  cat("\n")
  if (!is.null(x$machine$title)) cat("By ", x$machine$title, "\n", sep = "")
  cat("Periods in each zone:\n")
  print(utils::head(x$time_in_zone, n), row.names = FALSE)
  if (length(x$units) > n) cat("... and", length(x$units) - n, "more\n")
  invisible(x)
}

# Where each unit stands at the end, since when, and how often it moved.
summary.zone_history <- function(object, ...) {
  stretches <- zone_stretches(object$codes)
  ends <- stretches[stretches$last == length(object$dates), ]
  at <- match(seq_along(object$units), ends$unit)
  code <- ends$code[at]
  structure(class = c("summary.zone_history", "data.frame"), data.frame(
    unit = object$units, zone = zone_factor(ifelse(code == 0L, NA_integer_, code - 1L), object$machine$zones),
    since = object$dates[ends$first[at]],
    moves = tabulate(stretches$unit, length(object$units)) - 1L
  ))
}

print.summary.zone_history <- function(x, ...) {
  cat("Zone at the end, the period since which it is in force, and the number of moves before\n")
  print.data.frame(x, row.names = FALSE, ...)
  invisible(x)
}
