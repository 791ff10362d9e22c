# The steps before normalise: denominate, impute, screen, treat; their options, and each by itself.

prepare_vocabulary <- function(what) setdiff(core(R_swig_prepare_vocabulary)[[what]], "inherit")

denominate_step <- function(apply = TRUE, scale = 1) list(apply = apply, scale = scale)

impute_step <- function(method = "none", value = 0, group = NULL, compat = FALSE, whole = FALSE,
                        tolerance = 1e-10, max_iterations = 1000, ridge = 0, neighbours = 5, by_distance = FALSE,
                        by_range = FALSE, over = "all", max_lag = Inf) {
  check_choice(method, prepare_vocabulary("impute"), "impute")
  check_choice(over, c("all", "period"), "over")
  if (startsWith(method, "group_") && is.null(group)) {
    rix_stop("einval", "impute: ", method, " needs a group", arg = "group")
  }
  list(method = method, value = value, group = group, compat = compat, whole = whole, tolerance = tolerance,
       max_iterations = max_iterations, ridge = ridge, neighbours = neighbours, by_distance = by_distance,
       by_range = by_range, over = over, max_lag = max_lag)
}

screen_step <- function(method = "none", min_data = 2 / 3, min_nonzero = 0.05, include = NULL, exclude = NULL) {
  check_choice(method, prepare_vocabulary("screen"), "screen")
  list(method = method, min_data = min_data, min_nonzero = min_nonzero, include = include, exclude = exclude)
}

treat_step <- function(method = "none", max_points = 5, skewness = 2, kurtosis = 3.5, force = FALSE,
                       low_share = 0.05, high_share = 0.95, fence = 1.5, transform = "log_ct", lambda = 0,
                       combined = FALSE, compat = FALSE, over = "all") {
  check_choice(method, prepare_vocabulary("treat"), "treat")
  check_choice(over, c("all", "period"), "over")
  check_choice(transform, prepare_vocabulary("transform"), "transform")
  list(method = method, max_points = max_points, skewness = skewness, kurtosis = kurtosis, force = force,
       low_share = low_share, high_share = high_share, fence = fence, transform = transform,
       lambda = lambda, combined = combined, compat = compat, over = over)
}

# TRUE and FALSE are steps too; a list has options of one.
as_denominate <- function(x) {
  if (is.logical(x) && length(x) == 1L && !is.na(x)) return(denominate_step(x))
  as_step(x, denominate_step, "denominate")
}

# The record that the core takes: no limit is a limit beyond all data, and groups are labels.
treat_record <- function(step) {
  if (identical(is.infinite(step$max_points), TRUE)) step$max_points <- 2^53
  step
}

impute_record <- function(step, groups) {
  if (identical(is.infinite(step$max_lag), TRUE)) step$max_lag <- NULL
  c(step[setdiff(names(step), "group")], list(groups = groups))
}

recipe_record <- function(recipe, groups, n_units) {
  record <- unclass(recipe)
  record$impute <- impute_record(recipe$impute, groups)
  record$treat <- treat_record(recipe$treat)
  record$n_units <- n_units
  record
}

# Label of each unit's group: a column of the data, or the labels themselves.
group_labels <- function(step, data) {
  if (!startsWith(step$method, "group_")) return(NULL)
  group <- step$group
  if (is.character(group) && length(group) == 1L) {
    if (!group %in% colnames(data)) {
      rix_stop("enotfound", "impute: the data have no column '", group, "'", arg = "group")
    }
    group <- as.data.frame(data)[[group]]
  }
  as.character(group)
}

# One row a record.
report_frame <- function(records, labels, what) {
  columns <- lapply(stats::setNames(names(records[[1L]]), names(records[[1L]])), function(k) {
    unlist(lapply(records, `[[`, k), use.names = FALSE)
  })
  frame <- c(if (is.list(labels)) labels else stats::setNames(list(labels), what), columns)
  structure(frame, row.names = seq_along(frame[[1L]]), class = "data.frame")
}

# ---- each by itself

# The columns asked for, by default those of numbers, as a matrix.
numeric_columns <- function(data, columns, besides = NULL) {
  if (is.matrix(data)) data <- as.data.frame(data)
  if (!is.data.frame(data)) rix_stop("einval", "data: a data frame or a matrix expected", arg = "data")
  if (is.null(columns)) columns <- setdiff(names(data)[vapply(data, is.numeric, TRUE)], besides)
  unknown <- setdiff(columns, names(data))
  if (length(unknown) > 0L) {
    rix_stop("enotfound", "columns: the data have no column '", unknown[1L], "'", arg = "columns")
  }
  values <- vapply(columns, function(k) as_number(data[[k]], k), double(nrow(data)))
  list(data = data, columns = columns,
       values = matrix(as.double(values), nrow(data), length(columns)))
}

replace_columns <- function(table, values) {
  for (j in seq_along(table$columns)) table$data[[table$columns[j]]] <- values[, j]
  table$data
}

denominate_data <- function(data, by, scale = 1) {
  table <- numeric_columns(data, names(by))
  below <- numeric_columns(data, unique(unlist(by)))
  scales <- rep(1, length(by))
  scales[] <- if (is.null(names(scale))) scale else ifelse(names(by) %in% names(scale), scale[names(by)], 1)
  places <- as.double(match(unlist(by), below$columns) - 1L)
  values <- core_result(R_swig_denominate, table$values, below$values, places, scales, dim(table$values))
  replace_columns(table, values)
}

impute_data <- function(data, method = "mean", ..., columns = NULL, blocks = NULL, directions = NULL, units = NULL,
                        period = NULL) {
  step <- if (is.list(method)) as_step(method, impute_step, "impute") else impute_step(method, ...)
  labels <- if (!is.null(period) || "uCode" %in% colnames(data)) unit_labels(as.data.frame(data), units)
  if (!is.null(labels)) period <- period_column(data, labels, period)
  table <- numeric_columns(data, columns, c(period, if (length(units) == 1L) units))
  periods <- if (!is.null(period)) period_numbers(data[[period]])
  numbers <- if (is.null(blocks)) double() else as.double(match(blocks[table$columns], unique(blocks)) - 1L)
  signs <- if (is.null(directions)) double() else as.double(directions[table$columns])
  signs[is.na(signs)] <- 1
  res <- core(R_swig_impute, list(values = table$values, indicators = table$columns, units = labels, periods = periods),
              impute_record(step, group_labels(step, data)), numbers, signs, dim(table$values),
              if (is.null(periods)) c(0, 0) else dim(table$values))
  report <- report_frame(res[[length(res)]], table$columns, "indicator")
  if (step$method == "em") {
    warn_of_em(report)
  } else {
    report[c("iterations", "converged", "log_likelihood")] <- NULL
  }
  filled <- list(data = replace_columns(table, res[[length(res) - 2L]]), report = report)
  if (!is.null(periods)) {
    filled$sources <- source_frame(res[[length(res) - 1L]], list(unit = labels, period = data[[period]]), table$columns)
  }
  filled
}

# Which period each value comes from, by the periods' own names.
source_frame <- function(sources, keys, columns) {
  frame <- with_units(sources, keys, columns)
  places <- match(sources, period_numbers(keys$period))
  for (j in seq_along(columns)) {
    frame[[length(keys) + j]] <- keys$period[places[seq_len(nrow(sources)) + (j - 1L) * nrow(sources)]]
  }
  frame
}

# A warning for what an index would have in its log.
warn_of_em <- function(report) {
  failed <- report[report$iterations > 0 & !report$converged, ]
  singular <- is.nan(failed$log_likelihood) | is.na(failed$log_likelihood)
  if (any(singular)) {
    rix_warn(paste0("EM: the covariance is singular; the gaps of ",
                    paste(failed$indicator[singular], collapse = ", "),
                    " stay missing (a ridge helps, or fewer columns)"))
  }
  if (any(!singular)) {
    rix_warn(paste0("EM did not converge for ", paste(failed$indicator[!singular], collapse = ", ")))
  }
}

screen_units <- function(data, method = "data", ..., columns = NULL, units = NULL) {
  step <- if (is.list(method)) as_step(method, screen_step, "screen") else screen_step(method, ...)
  table <- numeric_columns(data, columns)
  labels <- unit_labels(table$data, units)
  report <- report_frame(core_result(R_swig_screen, table$values, step, labels), labels, "unit")
  list(data = table$data[report$included, , drop = FALSE], report = report)
}

treat_outliers <- function(data, method = "winsorise_or_transform", ..., columns = NULL) {
  step <- if (is.list(method)) as_step(method, treat_step, "treat") else treat_step(method, ...)
  table <- numeric_columns(data, columns)
  res <- core(R_swig_treat, table$values, treat_record(step), dim(table$values))
  list(data = replace_columns(table, res[[length(res) - 1L]]),
       report = report_frame(res[[length(res)]], table$columns, "indicator"))
}

# ---- what an index keeps of them

# Stages of the steps that were taken, and what they report; nothing where none was.
read_preparation <- function(handle, recipe, nodes, table) {
  keys <- keys_of(table)
  units <- table_labels(table)
  indicators <- nodes$code[nodes$kind == "indicator"]
  stage <- function(name) with_units(core(R_swig_rix_index_stage, handle, name), keys, indicators)
  dims <- c(length(units), length(indicators))
  found <- list(stages = list())
  if (recipe$denominate$apply) found$stages$denominated <- stage("denominated")
  if (recipe$impute$method != "none") {
    found$stages$imputed <- stage("imputed")
    flags <- core_result(R_swig_rix_index_imputed, handle, dims)
    found$imputed <- with_units(flags != 0, keys, indicators)
  }
  screened <- lapply(seq_along(units) - 1, function(i) core(R_swig_rix_index_screened, handle, i))
  if (length(screened) > 0L && !is.null(screened[[1L]])) {
    found$stages$screened <- stage("screened")
    found$screening <- report_frame(screened, keys, "unit")
  }
  periods <- if (recipe$treat$over == "period") sort(unique(table$period))
  parts <- max(1L, length(periods))
  treated <- lapply(seq_len(parts * length(indicators)) - 1, function(i) {
    core(R_swig_rix_index_treated_in, handle, i %/% parts, i %% parts)
  })
  if (!is.null(treated[[1L]])) {
    found$stages$treated <- stage("treated")
    sides <- core_result(R_swig_rix_index_winsorised, handle, dims)
    found$winsorised <- with_units(sides, keys, indicators)
    part <- if (is.null(periods)) rep(1L, length(units)) else match(table$period, periods)
    names <- list(indicator = rep(indicators, each = parts))
    if (!is.null(periods)) names$period <- rep(periods, length(indicators))
    found$treatment <- report_frame(treated, names)
    found$treatment$units <- lapply(seq_along(treated) - 1L, function(i) {
      units[sides[, i %/% parts + 1L] != 0 & part == i %% parts + 1L]
    })
    found$moved <- moved_values(stage("screened")[indicators], sides, found$treatment, units, part)
  }
  found
}

# The values that winsorising moved, one row each: which, from what to what, and why.
moved_values <- function(before, sides, treatment, units, part) {
  at <- which(sides != 0, arr.ind = TRUE)
  rows <- treatment[(at[, 2L] - 1L) * (nrow(treatment) / ncol(sides)) + part[at[, 1L]], ]
  high <- sides[at] > 0
  frame <- data.frame(unit = units[at[, 1L]], indicator = rows$indicator,
                      side = ifelse(high, "high", "low"), before = as.matrix(before)[at],
                      after = ifelse(high, rows$high, rows$low))
  frame <- cbind(frame, rows[c("method", "skew_before", "skew_winsorised", "kurt_before", "kurt_winsorised")])
  row.names(frame) <- NULL
  frame
}

# Columns of the table that are denominators and no indicators.
other_columns <- function(table, nodes, recipe) {
  if (!recipe$denominate$apply) return(NULL)
  wanted <- setdiff(nodes$denominator[!is.na(nodes$denominator)], nodes$code[nodes$kind == "indicator"])
  at <- which(table$indicators %in% wanted)
  if (length(at) == 0L) return(NULL)
  list(values = table$values[, at, drop = FALSE], indicators = table$indicators[at])
}
