# Indices: the core is asked once, and what it says is kept as data frames.

build_index <- function(data, framework, recipe = NULL, units = NULL, period = NULL) {
  framework <- as_framework(framework)
  recipe <- as_recipe(recipe, framework)
  nodes <- framework$nodes
  table <- as_table(data, nodes$code[nodes$kind == "indicator"], units, period)
  groups <- group_labels(recipe$impute, data)
  new_index(index_handle(table, nodes, recipe, groups), table, framework, recipe, groups)
}

# All that the core says of an index, and its warnings.
new_index <- function(handle, table, framework, recipe, groups, fit = NULL) {
  nodes <- framework$nodes
  keys <- keys_of(table)
  prepared <- read_preparation(handle, recipe, nodes, table)
  log <- read_log(handle, table_labels(table), nodes$code)
  indicators <- nodes$code[nodes$kind == "indicator"]
  dims <- c(length(table$units), nrow(nodes))
  index <- structure(
    list(
      scores = with_units(core(R_swig_rix_index_scores, handle), keys, nodes$code),
      ranks = with_units(core_result(R_swig_rix_index_ranks, handle, "min", dims), keys, nodes$code),
      coverage = with_units(core(R_swig_rix_index_coverage, handle), keys, nodes$code),
      stages = c(
        list(raw = with_units(core(R_swig_rix_index_raw, handle), keys, indicators)),
        prepared$stages,
        list(normalised = with_units(core(R_swig_rix_index_normalised, handle), keys, indicators))
      ),
      imputed = prepared$imputed, screening = prepared$screening, treatment = prepared$treatment,
      winsorised = prepared$winsorised, moved = prepared$moved, others = other_columns(table, nodes, recipe),
      groups = groups, log = log, framework = framework, recipe = recipe, fit = fit
    ),
    class = "riskidx_index"
  )
  for (i in which(log$severity == "warning")) {
    rix_warn(log$message[i], step = log$step[i], unit = log$unit[i], node = log$node[i])
  }
  index
}

index_handle <- function(table, nodes, recipe, groups = NULL) {
  core_result(R_swig_rix_index_build, table, framework_handle(nodes),
              recipe_record(recipe, groups, length(table$units)))
}

# The data of an index, as they came in.
index_table <- function(index) {
  raw <- index$stages$raw
  nodes <- index$framework$nodes
  codes <- nodes$code[nodes$kind == "indicator"]
  values <- as.matrix(raw[codes])
  if (!is.null(index$others)) values <- cbind(values, index$others$values)
  table <- list(values = values, indicators = c(codes, index$others$indicators), units = raw$unit)
  if (is_panel(index)) table$periods <- period_numbers(raw$period)
  table
}

# The index as the core has it, from the data that are kept.
index_again <- function(index) {
  table <- index_table(index)
  if (!is.null(index$fit)) return(applied_handle(index$fit, table, index$groups))
  index_handle(table, index$framework$nodes, index$recipe, index$groups)
}

# Columns behind what names their rows: labels of units, or a list of units and periods.
with_units <- function(values, keys, codes) {
  if (!is.list(keys)) keys <- list(unit = keys)
  columns <- lapply(seq_along(codes), function(j) values[, j])
  structure(c(keys, stats::setNames(columns, codes)), row.names = seq_along(keys$unit), class = "data.frame")
}

keys_of <- function(table) {
  if (is.null(table$periods)) table$units else list(unit = table$units, period = table$period)
}

table_labels <- function(table) {
  if (is.null(table$periods)) table$units else paste(table$units, table$period, sep = ", ")
}

is_panel <- function(index) "period" %in% setdiff(names(index$scores), index$framework$nodes$code)

# Periods as the numbers that the core knows: numbers as they are, dates as days.
period_numbers <- function(x) {
  if (inherits(x, "POSIXt")) return(as.double(as.POSIXct(x)) / 86400)
  if (inherits(x, "Date")) return(as.double(x))
  as_number(if (is.factor(x)) as.character(x) else x, "period")
}

read_log <- function(handle, units, codes) {
  lines <- lapply(seq_len(core(R_swig_rix_index_log_size, handle)) - 1, function(i) {
    core(R_swig_rix_index_log_entry, handle, i)
  })
  column <- function(k, as) vapply(lines, `[[`, as, k)
  data.frame(severity = column("severity", ""), step = column("step", ""),
             unit = units[column("unit", 0) + 1], node = codes[column("node", 0) + 1],
             message = column("message", ""))
}

# The matrix of numbers in data, the codes of its columns and the labels of its units. Columns of text
# are labels and notes: only an indicator must be numeric.
as_table <- function(data, indicators, units, period = NULL) {
  codes <- colnames(data)
  if (is.matrix(data)) data <- as.data.frame(data)
  if (!is.data.frame(data)) {
    rix_stop("einval", "data: a data frame or a matrix expected", arg = "data")
  }
  labels <- unit_labels(data, units)
  period <- period_column(data, labels, period)
  used <- vapply(seq_along(data), function(j) {
    is.null(codes) || codes[j] %in% indicators ||
      is.numeric(data[[j]]) && !inherits(data[[j]], "integer64") && !codes[j] %in% period
  }, TRUE)
  values <- vapply(which(used), function(j) as_number(data[[j]], names(data)[j], labels),
                   double(nrow(data)))
  table <- list(values = matrix(as.double(values), nrow(data), sum(used)), indicators = codes[used], units = labels)
  if (is.null(period)) return(table)
  c(table, list(periods = period_numbers(data[[period]]), period = data[[period]]))
}

# The column of periods: the one that is named, else the Time of COINr's iData where a unit has several.
period_column <- function(data, labels, period) {
  if (is.null(period)) {
    return(if (all(c("uCode", "Time") %in% names(data)) && anyDuplicated(labels) > 0L) "Time")
  }
  if (!is.character(period) || length(period) != 1L || !period %in% names(data)) {
    rix_stop("enotfound", "period: the name of a column expected", arg = "period")
  }
  period
}

unit_labels <- function(data, units) {
  if (is.null(units) && "uCode" %in% names(data)) units <- "uCode"
  if (is.character(units) && length(units) == 1L && units %in% names(data)) units <- data[[units]]
  if (is.null(units)) units <- if (nrow(data) > 0L) row.names(data) else character()
  if (length(units) != nrow(data)) {
    rix_stop("edim", "units: the name of a column, or ", nrow(data), " labels expected, not ",
             length(units), if (length(units) == 1L) paste0(" ('", units, "')"), arg = "units")
  }
  as.character(units)
}

index_ranks <- function(index, ties = c("min", "max", "average"), over = c("all", "period")) {
  check_class(index, "riskidx_index", "index", "build_index()")
  if (missing(ties)) ties <- "min"
  codes <- index$framework$nodes$code
  entry <- if (check_choice(over[1L], c("all", "period"), "over") == "period") {
    R_swig_rix_index_ranks_by_period
  } else {
    R_swig_rix_index_ranks
  }
  ranks <- core_result(entry, index_again(index), ties, c(nrow(index$scores), length(codes)))
  with_units(ranks, index_keys(index), codes)
}

index_sources <- function(index) {
  check_class(index, "riskidx_index", "index", "build_index()")
  nodes <- index$framework$nodes
  codes <- nodes$code[nodes$kind == "indicator"]
  sources <- core_result(R_swig_rix_index_sources, index_again(index), c(nrow(index$scores), length(codes)))
  source_frame(sources, index_keys(index), codes)
}

index_trends <- function(index, kind = c("theil_sen", "growth")) {
  check_class(index, "riskidx_index", "index", "build_index()")
  codes <- index$framework$nodes$code
  units <- unique(index$scores$unit)
  trends <- core_result(R_swig_rix_index_trends, index_again(index), kind[1L], c(length(units), length(codes)))
  with_units(trends, units, codes)
}

# What names the rows of an index.
index_keys <- function(index) {
  if (is_panel(index)) as.list(index$scores[c("unit", "period")]) else index$scores$unit
}

# One label a row.
index_labels <- function(index) {
  if (is_panel(index)) paste(index$scores$unit, index$scores$period, sep = ", ") else index$scores$unit
}

index_stage <- function(index, stage = c("normalised", "raw", "denominated", "imputed", "screened", "treated")) {
  check_class(index, "riskidx_index", "index", "build_index()")
  stages <- prepare_vocabulary("stage")
  stage <- check_choice(stage[1L], stages, "stage")
  while (is.null(index$stages[[stage]])) stage <- stages[match(stage, stages) - 1L] # that step was not taken
  index$stages[[stage]]
}

index_contributions <- function(index, node = NULL) {
  check_class(index, "riskidx_index", "index", "build_index()")
  nodes <- index$framework$nodes
  if (is.null(node)) node <- root_of(nodes)
  check_choice(node, nodes$code, "node")
  keys <- index_keys(index)
  at <- core(R_swig_rix_framework_find, framework_handle(nodes), node)
  parts <- core_result(R_swig_rix_index_contributions, index_again(index), at,
                       dim(as.matrix(index$scores[nodes$code])))
  frame <- with_units(parts, keys, nodes$code)
  frame[c(setdiff(names(frame), nodes$code), codes_below(nodes, node))]
}

print.riskidx_index <- function(x, n = 10L, ...) {
  nodes <- x$framework$nodes
  root <- root_of(nodes)
  cat("Index", if (!is.null(x$framework$name)) paste0("'", x$framework$name, "'"), "of",
      nrow(x$scores), "units on", sum(nodes$kind == "indicator"), "indicators\n")
  shown <- c(root, nodes$code[nodes$parent %in% root & nodes$kind == "group"])
  rows <- utils::head(order(x$ranks[[root]]), n)
  names <- setdiff(names(x$scores), nodes$code)
  top <- cbind(rank = x$ranks[[root]][rows], x$scores[rows, c(names, shown), drop = FALSE])
  print(top, row.names = FALSE, digits = 4L, ...)
  if (nrow(x$scores) > n) cat("... and", nrow(x$scores) - n, "more\n")
  warned <- sum(x$log$severity == "warning")
  if (warned > 0L) cat(warned, if (warned == 1L) "warning" else "warnings", "in $log\n")
  invisible(x)
}

summary.riskidx_index <- function(object, ...) {
  nodes <- object$framework$nodes
  over <- function(f) vapply(nodes$code, function(k) {
    s <- object$scores[[k]]
    if (all(is.na(s))) NA_real_ else f(s[!is.na(s)])
  }, 0, USE.NAMES = FALSE)
  structure(class = c("summary.riskidx_index", "data.frame"), data.frame(
    node = nodes$code, kind = nodes$kind,
    units = vapply(nodes$code, function(k) sum(!is.na(object$scores[[k]])), 0L, USE.NAMES = FALSE),
    min = over(min), median = over(stats::median), mean = over(mean), max = over(max),
    coverage = vapply(nodes$code, function(k) mean(object$coverage[[k]]), 0, USE.NAMES = FALSE)
  ))
}

print.summary.riskidx_index <- function(x, ...) {
  cat("Scores of every node\n")
  print.data.frame(x, row.names = FALSE, digits = 4L, ...)
  invisible(x)
}

as.data.frame.riskidx_index <- function(x, row.names = NULL, optional = FALSE, ...) {
  nodes <- x$framework$nodes
  long <- function(frame) unlist(unname(as.list(frame)[nodes$code]), use.names = FALSE)
  keys <- x$scores[setdiff(names(x$scores), nodes$code)]
  data.frame(
    lapply(keys, rep, times = nrow(nodes)),
    node = rep(nodes$code, each = nrow(x$scores)),
    score = as.double(long(x$scores)), rank = as.double(long(x$ranks)),
    coverage = as.double(long(x$coverage))
  )
}

head.riskidx_index <- function(x, ...) utils::head(as.data.frame(x), ...)

tail.riskidx_index <- function(x, ...) utils::tail(as.data.frame(x), ...)
