# Rules: a zone from several indicators at once. A rule is the record that the core takes, checked by it; nothing
# of C is kept.

rule_criteria <- function(zones, thresholds, k = 1, direction = 1, boundary = "upper", units = NULL,
                          unknown = c("certain", "available", "grey")) {
  zones <- as_names(zones, "zones")
  if (is.data.frame(thresholds) || !is.list(thresholds) || length(thresholds) == 0L || is.null(names(thresholds))) {
    rix_stop("einval", "thresholds: a list of thresholds with the names of the indicators expected",
             arg = "thresholds")
  }
  indicators <- names(thresholds)
  for (i in seq_along(thresholds)) check_thresholds(thresholds[[i]], indicators[i], length(zones))
  new_rule("criteria", list(
    zones = zones, indicators = indicators, units = per_indicator(units, indicators, NA_character_, "units"),
    unknown = unknown[1L],
    thresholds = matrix(as.double(unlist(thresholds)), length(indicators), length(zones) - 1L, byrow = TRUE),
    direction = as.double(per_indicator(direction, indicators, 1, "direction")),
    boundary = per_indicator(boundary, indicators, "upper", "boundary"), k = k
  ))
}

rule_worst <- function(zones, thresholds, ...) rule_criteria(zones, thresholds, k = 1, ...)

rule_all_of <- function(zones, thresholds, ...) rule_criteria(zones, thresholds, k = length(thresholds), ...)

check_thresholds <- function(x, indicator, zones) {
  if (!is.numeric(x)) {
    rix_stop("einval", "thresholds: numbers expected for '", indicator, "'", arg = "thresholds")
  }
  if (length(x) != zones - 1L) {
    rix_stop("edim", "thresholds: '", indicator, "' has ", length(x), ", but ", zones, " zones need ", zones - 1L,
             arg = "thresholds")
  }
}

# One value for all, or one each: in order, or by name with a default for the others.
per_indicator <- function(x, indicators, default, arg) {
  if (is.null(x)) x <- default
  if (is.list(x)) x <- unlist(x)
  if (is.null(names(x))) {
    if (!length(x) %in% c(1L, length(indicators))) {
      rix_stop("edim", arg, ": ", length(x), " values for ", length(indicators), " indicators", arg = arg)
    }
    return(rep_len(x, length(indicators)))
  }
  by_name(x, indicators, default, arg, "indicator")
}

by_name <- function(x, names, default, arg, noun) {
  unknown <- setdiff(names(x), names)
  if (length(unknown) > 0L) {
    rix_stop("enotfound", arg, ": no ", noun, " '", unknown[1L], "' (there are ",
             paste0("'", names, "'", collapse = ", "), ")", arg = arg)
  }
  all <- rep(default, length(names))
  all[match(names(x), names)] <- x
  all
}

as_names <- function(x, arg) {
  if (!is.character(x) && !is.factor(x)) {
    rix_stop("einval", arg, ": names expected, from the least risky up", arg = arg)
  }
  as.character(x)
}

# ------------------------------------------------------------------------------------ decision tables

rule_table <- function(zones, rows, units = NULL, unknown = c("certain", "grey")) {
  zones <- as_names(zones, "zones")
  rows <- as_rows(rows)
  indicators <- setdiff(names(rows), "zone")
  bounds <- lapply(rows[indicators], function(column) {
    lapply(seq_along(column), function(r) read_condition(column[r], r))
  })
  cells <- function(field) {
    numbers <- vapply(bounds, function(column) vapply(column, function(b) as.double(b[[field]]), 0), double(nrow(rows)))
    matrix(numbers, nrow(rows), length(indicators))
  }
  new_rule("table", list(
    zones = zones, indicators = indicators, units = per_indicator(units, indicators, NA_character_, "units"),
    unknown = unknown[1L], zone = row_zones(rows$zone, zones),
    low = cells("low"), high = cells("high"), low_in = cells("low_in"), high_in = cells("high_in")
  ))
}

# A data frame of texts, from one or from a list of rows that leave out what they do not ask for.
as_rows <- function(rows) {
  if (!is.data.frame(rows)) {
    if (!is.list(rows) || length(rows) == 0L || any(vapply(rows, function(r) is.null(names(r)), TRUE))) {
      rix_stop("einval", "rows: a data frame, or a list of rows with named conditions, expected", arg = "rows")
    }
    columns <- unique(unlist(lapply(rows, names)))
    rows <- stats::setNames(lapply(columns, function(k) {
      vapply(rows, function(r) if (k %in% names(r)) as.character(r[[k]]) else NA_character_, "")
    }), columns)
  }
  if (!"zone" %in% names(rows)) {
    rix_stop("einval", "rows: each row names its zone in the column 'zone'", arg = "rows")
  }
  as.data.frame(lapply(rows, as.character), check.names = FALSE, optional = TRUE)
}

# Numbers of zones from 0, -1 for grey.
row_zones <- function(x, zones) {
  numbers <- match(x, zones) - 1
  numbers[is.na(x) | is.na(numbers) & x %in% "grey"] <- -1
  wrong <- which(is.na(numbers))
  if (length(wrong) > 0L) {
    rix_stop("einval", "rows: no zone '", x[wrong[1L]], "' in row ", wrong[1L], " (there are ",
             paste0("'", zones, "'", collapse = ", "), ", and NA for grey)", arg = "rows",
             row = as.double(wrong[1L]))
  }
  numbers
}

# ">= 50", "< 4", "= 0", "[25, 150)", "25 to 150", ">= 25 and < 50"; nothing, NA or "any" is every value.
read_condition <- function(text, row) {
  text <- trimws(text)
  if (is.na(text) || tolower(text) %in% c("", "any")) return(bounds_of())
  bounds <- read_span(text)
  if (is.null(bounds)) bounds <- read_sides(text)
  if (is.null(bounds)) {
    rix_stop("einval", "rows: '", text, "' in row ", row,
             " is no condition (such as \">= 50\", \"[25, 150)\", \"25 to 150\")", arg = "rows", row = as.double(row))
  }
  bounds
}

bounds_of <- function(low = NA_real_, high = NA_real_, low_in = TRUE, high_in = TRUE) {
  list(low = low, high = high, low_in = low_in, high_in = high_in)
}

number_pattern <- "([+-]?(?:[0-9]+[.]?[0-9]*|[.][0-9]+)(?:[eE][+-]?[0-9]+)?)"

matched <- function(text, ...) regmatches(text, regexec(paste0("^", ..., "$"), text, perl = TRUE))[[1L]]

read_span <- function(text) {
  span <- matched(text, "([[(])\\s*", number_pattern, "\\s*[,;]\\s*", number_pattern, "\\s*([])])")
  if (length(span)) return(bounds_of(as.double(span[3L]), as.double(span[4L]), span[2L] == "[", span[5L] == "]"))
  between <- matched(text, number_pattern, "\\s+to\\s+", number_pattern)
  if (length(between)) bounds_of(as.double(between[2L]), as.double(between[3L]))
}

# One side, or one from each side.
read_sides <- function(text) {
  sides <- lapply(trimws(strsplit(text, "\\band\\b", perl = TRUE)[[1L]]), function(side) {
    matched(side, "(>=|<=|==|=|>|<)\\s*", number_pattern)
  })
  if (any(lengths(sides) == 0L) || length(sides) > 2L) return(NULL)
  sign <- vapply(sides, `[`, "", 2L)
  x <- as.double(vapply(sides, `[`, "", 3L))
  if (length(sides) == 1L && startsWith(sign, "=")) return(bounds_of(x, x))
  low <- which(startsWith(sign, ">"))
  high <- which(startsWith(sign, "<"))
  if (length(low) + length(high) != length(sides) || length(low) > 1L || length(high) > 1L) return(NULL)
  bounds_of(c(x[low], NA_real_)[1L], c(x[high], NA_real_)[1L], !any(sign[low] == ">"), !any(sign[high] == "<"))
}

condition_text <- function(low, high, low_in, high_in) {
  low_text <- format_number(low, 15L)
  high_text <- format_number(high, 15L)
  if (is.na(low) && is.na(high)) return("")
  if (is.na(high)) return(paste(if (low_in) ">=" else ">", low_text))
  if (is.na(low)) return(paste(if (high_in) "<=" else "<", high_text))
  if (low == high) return(paste("=", low_text))
  paste0(if (low_in) "[" else "(", low_text, ", ", high_text, if (high_in) "]" else ")")
}

# --------------------------------------------------------------------------------------- the object

new_rule <- function(kind, record) {
  rule <- structure(c(record, list(sentence = NULL)), class = c(paste0("zone_rule_", kind), "zone_rule"))
  handle <- tryCatch(rule_handle(rule), rix_error = function(e) {
    e$message <- rows_from_one(conditionMessage(e))
    stop(e)
  })
  rule$sentence <- core(R_swig_rix_rule_sentence, handle)
  rule
}

rule_handle <- function(rule) core_result(R_swig_rule_new, unclass(rule))

# The core counts the rows of a table from 0.
rows_from_one <- function(message) {
  at <- gregexpr("\\brow [0-9]+|\\brows [0-9]+ and [0-9]+", message)
  regmatches(message, at) <- lapply(regmatches(message, at), function(texts) {
    vapply(texts, function(text) {
      digits <- gregexpr("[0-9]+", text)
      regmatches(text, digits) <- lapply(regmatches(text, digits), function(n) as.character(as.double(n) + 1))
      text
    }, "")
  })
  message
}

rule_sentence <- function(rule) {
  if (inherits(rule, "zone_machine")) return(rule$sentence)
  check_class(rule, "zone_rule", "rule", "rule_criteria() or rule_table()")$sentence
}

# Units by indicators: a data frame or matrix with the indicators' names, or one unit as a named vector.
classify_zones.zone_rule <- function(scores, zones, units = NULL, ...) {
  values <- indicator_columns(scores, zones$indicators)
  labels <- row_labels(scores, units)
  numbers <- core_result(R_swig_rule_classify, rule_handle(zones), values)
  zone_factor(stats::setNames(numbers, labels), zones$zones)
}

# A matrix of the indicators in the rule's order.
indicator_columns <- function(data, indicators) {
  if (is.numeric(data) && !is.matrix(data) && !is.null(names(data))) data <- t(data) # one unit
  if (!is.data.frame(data) && !is.matrix(data)) {
    rix_stop("einval", "scores: a data frame or matrix with a column for each indicator expected", arg = "scores")
  }
  lacking <- setdiff(indicators, colnames(data))
  if (length(lacking) > 0L) {
    rix_stop("enotfound", "scores: no column '", lacking[1L], "' (the rule needs ",
             paste0("'", indicators, "'", collapse = ", "), ")", arg = "scores")
  }
  columns <- lapply(indicators, function(k) {
    as_number(if (is.matrix(data)) data[, k] else data[[k]], k)
  })
  matrix(unlist(columns), nrow(data), length(indicators))
}

# Names of rows where there are any.
row_labels <- function(data, units) {
  if (!is.null(units)) return(unit_labels(as.data.frame(data), units))
  if (is.matrix(data)) return(rownames(data))
  if (!is.data.frame(data)) return(NULL)
  if (.row_names_info(data) > 0L) row.names(data)
}

as.data.frame.zone_rule_criteria <- function(x, row.names = NULL, optional = FALSE, ...) {
  levels <- stats::setNames(as.data.frame(x$thresholds), x$zones[-1L])
  cbind(data.frame(indicator = x$indicators, unit = as.character(x$units), direction = x$direction,
                   boundary = x$boundary), levels)
}

as.data.frame.zone_rule_table <- function(x, row.names = NULL, optional = FALSE, ...) {
  text <- function(r, i) condition_text(x$low[r, i], x$high[r, i], x$low_in[r, i] > 0, x$high_in[r, i] > 0)
  columns <- lapply(seq_along(x$indicators), function(i) {
    vapply(seq_along(x$zone), text, "", i = i)
  })
  zone <- ifelse(x$zone < 0, NA, x$zones[pmax(x$zone, 0) + 1])
  as_frame(c(list(zone), columns), c("zone", x$indicators))
}

print.zone_rule <- function(x, ...) {
  n <- length(x$indicators)
  cat(if (inherits(x, "zone_rule_table")) paste("Decision table of", length(x$zone), "rows") else "Criteria",
      "over", n, if (n == 1L) "indicator" else "indicators", "for the zones", paste(x$zones, collapse = ", "), "\n")
  cat_sentence(x$sentence)
  invisible(x)
}

# A zone a line.
cat_sentence <- function(sentence) {
  parts <- strsplit(sentence, "; ", fixed = TRUE)[[1L]]
  cat(strwrap(paste0(parts, c(rep(";", length(parts) - 1L), "")), indent = 2L, exdent = 4L), sep = "\n")
}

summary.zone_rule <- function(object, ...) as.data.frame(object)
