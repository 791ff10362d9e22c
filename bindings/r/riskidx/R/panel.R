# Panels: figures of one unit or several over periods, as a vector, a matrix or a data frame. Inside, a column of
# figures is a matrix of units by periods, as the core takes it; results go back in the shape that came.
#
# A panel is a list of
#   units    labels, or NULL if there is one unit without a name
#   dates    of the periods: Date, POSIXct, numbers or labels
#   figures  function(x, what): the matrix of units by periods of what a user calls x
#   restore  function(values, into): the same shape as came in, with these figures

as_panel <- function(x, unit, date, value) {
  if (is.data.frame(x) && !is.null(value)) return(long_panel(x, unit, date))
  if (!is.null(unit) || !is.null(value)) {
    rix_stop("einval", "unit and value: names of columns of a long data frame, which needs `value`",
             arg = if (is.null(unit)) "value" else "unit")
  }
  if (is.data.frame(x)) return(wide_frame_panel(x, date))
  if (is.matrix(x)) return(matrix_panel(x, date))
  vector_panel(x, date)
}

vector_panel <- function(x, date) {
  dates <- calendar_of(if (is.null(date)) names(x) else date, length(x))
  list(
    units = NULL, dates = dates,
    figures = function(y, what) {
      if (length(y) != length(x)) {
        rix_stop("edim", what, ": ", length(y), " values for ", length(x), " periods", arg = what)
      }
      matrix(figures_of(y, what), 1L)
    },
    restore = function(values, into) {
      as_frame <- lapply(values, function(v) stats::setNames(as.vector(v), names(x)))
      if (length(values) == 1L) as_frame[[1L]] else data.frame(as_frame)
    }
  )
}

# Periods in rows, units in columns.
matrix_panel <- function(x, date) {
  dates <- calendar_of(if (is.null(date)) rownames(x) else date, nrow(x))
  units <- column_units(colnames(x), ncol(x))
  list(
    units = units, dates = dates,
    figures = function(y, what) {
      if (!is.matrix(y) || !identical(dim(y), dim(x))) {
        rix_stop("edim", what, ": a matrix of ", nrow(x), " periods by ", ncol(x), " units expected", arg = what)
      }
      check_same(colnames(y), colnames(x), what, "unit")
      check_same(rownames(y), rownames(x), what, "date")
      t(matrix(figures_of(y, what), nrow(y), ncol(y)))
    },
    restore = function(values, into) {
      values <- lapply(values, function(v) structure(t(v), dimnames = dimnames(x)))
      if (length(values) == 1L) values[[1L]] else values
    }
  )
}

# One column of dates, the others are units.
wide_frame_panel <- function(x, date) {
  at <- date_column(x, date)
  dates <- if (length(at)) calendar_of(x[[at]], nrow(x), names(x)[at]) else calendar_of(date, nrow(x))
  columns <- setdiff(names(x), names(x)[at])
  list(
    units = column_units(columns, length(columns)), dates = dates,
    figures = function(y, what) {
      if (!is.data.frame(y) || nrow(y) != nrow(x) || !all(columns %in% names(y))) {
        rix_stop("edim", what, ": a data frame of the same dates and units expected", arg = what)
      }
      if (length(at)) check_same(y[[names(x)[at]]], x[[at]], what, "date")
      numbers <- lapply(columns, function(k) as_number(y[[k]], k, period_text(dates)))
      matrix(unlist(numbers), length(columns), nrow(x), byrow = TRUE)
    },
    restore = function(values, into) {
      frames <- lapply(values, function(v) {
        y <- x
        for (k in seq_along(columns)) y[[columns[k]]] <- v[k, ]
        y
      })
      if (length(values) == 1L) frames[[1L]] else frames
    }
  )
}

# One row for each unit and date, in any order of units; within a unit, by date.
long_panel <- function(x, unit, date) {
  labels <- long_units(x, unit)
  units <- if (is.null(unit)) "" else unique(labels)
  u <- match(labels, units)
  at <- date_column(x, date, needed = !is.null(unit))
  d <- if (length(at)) as_dates(x[[at]], names(x)[at]) else seq_len(nrow(x)) # of one unit, rows are periods
  rows <- dated_rows(d, u, if (is.null(unit)) NULL else units)
  check_complete(rows)
  dates <- calendar(rows)
  cells <- cbind(u, period_number(rows))
  list(
    units = if (is.null(unit)) NULL else units, dates = dates, cells = cells, unit = unit,
    date = if (length(at)) names(x)[at], figures = function(y, what) {
      column <- check_column(x, y, what)
      m <- matrix(NA_real_, length(units), length(dates))
      m[cells] <- as_number(x[[column]], column, paste(labels, period_text(d)))
      m
    },
    restore = function(values, into) {
      y <- x
      for (k in seq_along(values)) y[[into[k]]] <- values[[k]][cells]
      y
    }
  )
}

long_units <- function(x, unit) {
  if (is.null(unit)) return(rep("", nrow(x)))
  labels <- as.character(x[[check_column(x, unit, "unit")]])
  if (anyNA(labels)) {
    at <- which(is.na(labels))[1L]
    rix_stop("einval", "unit: no unit in row ", at, arg = "unit", row = as.double(at))
  }
  labels
}

check_column <- function(x, name, arg) {
  if (!is.character(name) || length(name) != 1L || !name %in% names(x)) {
    rix_stop("enotfound", arg, ": the name of a column expected",
             if (is.character(name) && length(name) == 1L) paste0(", and there is no '", name, "'"), arg = arg)
  }
  name
}

figures_of <- function(x, what) {
  if (!is.numeric(x) && !(is.logical(x) && all(is.na(x)))) {
    rix_stop("einval", what, ": numbers expected, not ", class(x)[1L], arg = what)
  }
  as.double(x)
}

column_units <- function(names, n) {
  if (is.null(names)) names <- as.character(seq_len(n))
  twice <- anyDuplicated(names)
  if (twice) rix_stop("einval", "two columns of unit '", names[twice], "'", arg = "unit")
  names
}

check_same <- function(found, expected, what, noun) {
  found <- as.character(found)
  expected <- as.character(expected)
  if (length(found) != length(expected)) {
    rix_stop("edim", what, ": other ", noun, "s than the first table", arg = what)
  }
  wrong <- which(found != expected)
  if (length(wrong) > 0L) {
    rix_stop("edim", what, ": ", noun, " '", found[wrong[1L]], "' where the first table has '",
             expected[wrong[1L]], "'", arg = what)
  }
}

# ------------------------------------------------------------------------------------------------ dates

# The position of the column of dates: the one that is named, or the only one of a class of dates.
date_column <- function(x, date, needed = FALSE) {
  if (is.character(date) && length(date) == 1L) return(match(check_column(x, date, "date"), names(x)))
  found <- which(vapply(x, function(column) inherits(column, c("Date", "POSIXct")), TRUE))
  if (!is.null(date) && needed) {
    rix_stop("einval", "date: the name of a column expected", arg = "date")
  }
  if (!is.null(date)) return(integer())
  if (length(found) == 1L) return(unname(found))
  if (needed || length(found) > 1L) {
    rix_stop("einval", "date: the name of the column of dates expected, since ",
             if (length(found)) "there are several" else "no column is of class Date", arg = "date")
  }
  integer()
}

# Dates, times as dates if all are of one time of the day, or numbers of periods. Text is not guessed at.
as_dates <- function(x, column = "date") {
  if (inherits(x, "POSIXct")) {
    clock <- format(x[!is.na(x)], "%H:%M:%OS3")
    zone <- attr(x, "tzone")
    if (length(unique(clock)) <= 1L) x <- as.Date(x, tz = if (is.null(zone)) "" else zone[1L])
  }
  if (!inherits(x, c("Date", "POSIXct")) && (!is.numeric(x) || is.object(x))) {
    rix_stop("einval", "date: '", column, "' is of class ", class(x)[1L],
             ", not of dates: as.Date() makes them", arg = "date")
  }
  wrong <- which(!is.finite(as.double(x)))
  if (length(wrong) > 0L) {
    rix_stop("einval", "date: no date in row ", wrong[1L], arg = "date", row = as.double(wrong[1L]))
  }
  x
}

# Dates of the rows of a wide table; names that are no dates are labels of periods.
calendar_of <- function(x, n, column = "date") {
  if (is.null(x)) return(seq_len(n))
  if (length(x) != n) rix_stop("edim", "date: ", length(x), " dates for ", n, " periods", arg = "date")
  if (is.character(x) && all(grepl("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", x))) {
    parsed <- as.Date(x, "%Y-%m-%d")
    if (anyNA(parsed)) {
      at <- which(is.na(parsed))[1L]
      rix_stop("einval", "date: there is no ", x[at], arg = "date", row = as.double(at))
    }
    x <- parsed
  }
  if (is.character(x)) {
    twice <- anyDuplicated(x)
    if (twice) {
      rix_stop("edomain", "date: period '", x[twice], "' is there twice", arg = "date", row = as.double(twice))
    }
    return(x)
  }
  rows <- dated_rows(as_dates(x, column), rep(1L, n), NULL)
  check_complete(rows)
  rows$d
}

# Rows of dates `d` of the units with the numbers `u`: in order within each unit, and how far apart.
dated_rows <- function(d, u, units) {
  number <- date_numbers(d)
  order <- order(u) # of a unit together, as they came
  n <- length(order)
  rows <- list(d = d, u = u, units = units, number = number, order = order,
               within = if (n > 1L) u[order[-1L]] == u[order[-n]] else logical(), leaps = diff(number[order]))
  check_order(rows)
  rows$step <- common_step(rows)
  rows
}

# Numbers that are equally far apart where the dates are. Dates of one day of the month, or all at its end, go
# by months, which differ in length.
date_numbers <- function(d) {
  if (inherits(d, "Date") && length(d) > 1L) {
    parts <- as.POSIXlt(d)
    months <- parts$year * 12 + parts$mon
    if (any(months != months[1L]) && (all(parts$mday == parts$mday[1L]) || all(month_end(d)))) {
      return(structure(months, monthly = TRUE))
    }
  }
  as.double(d)
}

month_end <- function(d) as.POSIXlt(as.Date(d) + 1)$mday == 1L

date_plus <- function(date, step, rows) {
  if (is.null(attr(rows$number, "monthly"))) return(date + step)
  at <- as.POSIXlt(date)
  end <- all(month_end(rows$d))
  at$mon <- at$mon + step + end
  if (end) at$mday <- 0L
  as.Date(at)
}

check_order <- function(rows) {
  bad <- which(rows$within & rows$leaps <= 0)
  if (length(bad) == 0L) return(invisible())
  number <- as.double(rows$number)
  at <- rows$order[bad[1L] + 1L]
  same <- which(rows$u == rows$u[at] & number == number[at])
  if (same[1L] < at) {
    stop_date(rows, at, period_text(rows$d[at]), " is there twice, in rows ", same[1L], " and ", at)
  }
  stop_date(rows, at, period_text(rows$d[at]), " comes after ", period_text(rows$d[rows$order[bad[1L]]]),
            "; sort the rows by date")
}

# The most common distance of dates; of several, the shortest.
common_step <- function(rows) {
  leaps <- rows$leaps[rows$within]
  if (length(leaps) == 0L) {
    found <- sort(unique(as.double(rows$number)))
    return(if (length(found) > 1L) found[2L] - found[1L] else 1)
  }
  values <- sort(unique(leaps))
  values[which.max(tabulate(match(leaps, values)))]
}

# An error for a date off the calendar, or for the first that is missing.
check_steps <- function(rows) {
  off <- which(off_step(as.double(rows$number) - min(rows$number, Inf), rows$step))
  if (length(off)) {
    stop_date(rows, off[1L], period_text(rows$d[off[1L]]), " is off the calendar, which has steps of ",
              format_number(rows$step, 10L), " from ", period_text(rows$d[which.min(rows$number)]), " on")
  }
}

off_step <- function(distance, step) abs(distance / step - round(distance / step)) > 1e-6

check_complete <- function(rows) {
  gap <- which(rows$within & abs(rows$leaps - rows$step) > 1e-6 * rows$step)
  if (length(gap)) {
    before <- rows$order[gap[1L]]
    at <- rows$order[gap[1L] + 1L]
    if (off_step(rows$leaps[gap[1L]], rows$step)) check_steps(rows)
    stop_date(rows, at, "no ", period_text(date_plus(rows$d[before], rows$step, rows)), " between ",
              period_text(rows$d[before]), " and ", period_text(rows$d[at]), "; insert_holes() puts missing rows in")
  }
  ends <- which(!c(rows$within, if (length(rows$order)) FALSE))
  check_ends(rows, rows$order[ends], max, "ends")
  check_ends(rows, rows$order[c(if (length(ends)) 1L, ends[-length(ends)] + 1L)], min, "begins")
}

check_ends <- function(rows, at, extreme, verb) {
  number <- as.double(rows$number)[at]
  wrong <- which(number != extreme(number, if (verb == "ends") -Inf else Inf))
  if (length(wrong) == 0L) return(invisible())
  best <- at[match(extreme(number), number)]
  stop_date(rows, at[wrong[1L]], verb, " on ", period_text(rows$d[at[wrong[1L]]]), " and others on ",
            period_text(rows$d[best]), "; insert_holes() puts missing rows in")
}

stop_date <- function(rows, at, ...) {
  unit <- if (is.null(rows$units)) "" else unit_text(rows$units[rows$u[at]])
  rix_stop("edomain", "date: ", unit, ..., arg = "date", row = as.double(at))
}

# All dates from the first to the last.
calendar <- function(rows) {
  if (length(rows$d) == 0L) return(rows$d)
  number <- as.double(rows$number)
  first <- which.min(number)
  steps <- round((max(number) - number[first]) / rows$step)
  present <- sort(unique(number))
  if (length(present) == steps + 1) return(rows$d[match(present, number)])
  all <- rep(rows$d[first], steps + 1)
  all[] <- date_plus(all, rows$step * seq(0, steps), rows)
  all
}

period_number <- function(rows) {
  number <- as.double(rows$number)
  round((number - min(number, Inf)) / rows$step) + 1
}

unit_text <- function(unit) if (length(unit)) paste0("unit '", unit, "': ") else ""

period_text <- function(x) if (is.numeric(x) && !is.object(x)) format_number(x, 15L) else as.character(x)

# ---------------------------------------------------------------------------------------- missing rows

insert_holes <- function(data, unit = NULL, date = NULL) {
  if (!is.data.frame(data)) rix_stop("einval", "data: a data frame expected", arg = "data")
  labels <- long_units(data, unit)
  units <- unique(labels)
  at <- date_column(data, date, needed = TRUE)
  rows <- dated_rows(as_dates(data[[at]], names(data)[at]), match(labels, units), if (is.null(unit)) NULL else units)
  check_steps(rows)
  dates <- calendar(rows)
  grid <- matrix(NA_integer_, length(dates), length(units))
  grid[cbind(period_number(rows), rows$u)] <- seq_len(nrow(data))
  from <- as.vector(grid)
  out <- data[from, , drop = FALSE]
  rownames(out) <- NULL
  hole <- which(is.na(from))
  if (!is.null(unit)) out[[unit]] <- rep(data[[unit]][match(units, labels)], each = length(dates))
  if (length(hole)) out[[at]][hole] <- as_column(dates[(hole - 1L) %% length(dates) + 1L], data[[at]])
  out
}

# Dates as the column has them: with its time of the day.
as_column <- function(dates, column) {
  if (!inherits(column, "POSIXct") || inherits(dates, "POSIXct")) return(dates)
  zone <- attr(column, "tzone")
  clock <- format(column[!is.na(column)][1L], "%H:%M:%S")
  as.POSIXct(paste(format(dates), clock), tz = if (is.null(zone)) "" else zone[1L])
}

# ------------------------------------------------------------------------------------------- the core's errors

# The core knows units and periods by number, from 0; its messages get the labels.
with_labels <- function(panel, expr) {
  tryCatch(expr, rix_error = function(e) {
    e$message <- place_names(conditionMessage(e), e$row, e$col, panel)
    stop(e)
  })
}

place_names <- function(message, row, col, panel) {
  if (!is.na(row)) {
    unit <- if (length(panel$units)) paste0("\\1unit '", panel$units[row], "'") else ""
    if (nzchar(unit)) {
      message <- sub(sprintf("\\b((?:of |for )?)unit %.0f\\b", row - 1), unit, message, perl = TRUE)
    } else {
      message <- sub(sprintf(" (of|for) unit %.0f\\b", row - 1), "", message, perl = TRUE)
    }
  }
  if (!is.na(col)) {
    label <- period_text(panel$dates[col])
    time <- if (inherits(panel$dates, c("Date", "POSIXct"))) paste("on", label) else paste("in period", label)
    message <- sub(sprintf("\\bin period %.0f\\b", col - 1), time, message, perl = TRUE)
  }
  message
}
