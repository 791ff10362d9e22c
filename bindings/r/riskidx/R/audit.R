# Is the index sound? Statistics, correlations, components, consistency, weights, and where a unit stands.

audit_flags <- c("low_available", "low_nonzero", "low_unique", "outliers")

# The numbers behind data: the columns named, else the framework's indicators, else all that are numeric. Columns
# of text and COINr's uCode are labels unless they are asked for.
audit_table <- function(data, columns = NULL, framework = NULL, stage = "raw", units = NULL) {
  if (inherits(data, "riskidx_index")) {
    index <- data
    data <- if (identical(stage, "scores")) data$scores else index_stage(data, stage)
    units <- data$unit
    data <- data[setdiff(names(data), c("unit", if (is_panel(index)) "period"))]
  }
  if (is.matrix(data)) {
    if (is.null(colnames(data))) colnames(data) <- paste0("V", seq_len(ncol(data)))
    data <- as.data.frame(data, optional = TRUE)
  }
  if (!is.data.frame(data)) rix_stop("einval", "data: a data frame or a matrix expected", arg = "data")
  if (is.null(units) && "unit" %in% names(data) && !is.numeric(data$unit)) units <- "unit"
  labels <- unit_labels(data, units)
  if (is.null(columns) && !is.null(framework)) {
    nodes <- as_framework(framework)$nodes
    columns <- nodes$code[nodes$kind == "indicator"]
  }
  if (is.null(columns)) {
    numeric <- vapply(data, function(x) is.numeric(x) || is.logical(x), TRUE)
    columns <- names(data)[numeric]
  }
  absent <- setdiff(columns, names(data))
  if (length(absent) > 0L) {
    rix_stop("enotfound", "the data have no column '", absent[1L], "'", arg = "columns")
  }
  values <- vapply(columns, function(k) as_number(data[[k]], k, labels), double(nrow(data)))
  list(values = matrix(as.double(values), nrow(data), length(columns)), indicators = as.character(columns),
       units = labels)
}

# The last n results of an entry.
core_results <- function(n, entry, ...) {
  res <- core(entry, ...)
  res[length(res) - n + seq_len(n)]
}

describe_indicators <- function(data, framework = NULL, columns = NULL, stage = "raw", units = NULL,
                                min_available = 0.65, min_nonzero = 0.5, min_unique = 0.5, max_skewness = 2,
                                max_kurtosis = 3.5, fence = 1.5) {
  table <- audit_table(data, columns, framework, stage, units)
  options <- list(min_available = min_available, min_nonzero = min_nonzero, min_unique = min_unique,
                  max_skewness = max_skewness, max_kurtosis = max_kurtosis, fence = fence)
  found <- as.data.frame(core_result(R_swig_audit_describe, table, options))
  found[audit_flags] <- lapply(found[audit_flags], as.logical)
  data.frame(indicator = table$indicators, found)
}

indicator_quantiles <- function(data, probs = c(0.05, 0.25, 0.5, 0.75, 0.95), framework = NULL, columns = NULL,
                                stage = "raw", units = NULL) {
  table <- audit_table(data, columns, framework, stage, units)
  probs <- as.double(probs)
  found <- core_result(R_swig_rix_audit_quantiles, table, probs, c(length(table$indicators), length(probs)))
  dimnames(found) <- list(NULL, paste0(format_number(100 * probs), "%"))
  data.frame(indicator = table$indicators, found, check.names = FALSE)
}

data_availability <- function(data, framework = NULL, by = c("unit", "node"), stage = "raw", units = NULL) {
  by <- check_choice(by[1L], c("unit", "node"), "by")
  if (inherits(data, "riskidx_index") && is.null(framework)) framework <- data$framework
  if (by == "node") {
    if (is.null(framework)) rix_stop("einval", "framework: needed for shares by node", arg = "framework")
    framework <- as_framework(framework)
  }
  table <- audit_table(data, NULL, framework, stage, units)
  if (by == "unit") {
    return(data.frame(unit = table$units, as.data.frame(core_result(R_swig_audit_units, table))))
  }
  nodes <- framework$nodes
  found <- core_result(R_swig_rix_audit_availability, table, framework_handle(nodes),
                       c(length(table$units), nrow(nodes)))
  with_units(found, table$units, nodes$code)
}

# ---- correlations -------------------------------------------------------------------------------------------

codes_at <- function(framework, level) {
  if (is.null(level)) return(NULL)
  if (is.null(framework)) {
    rix_stop("einval", "level: a framework is needed to know the levels", arg = "level")
  }
  found <- node_levels(framework)
  codes <- found$node[found$level %in% level]
  if (length(codes) == 0L) {
    rix_stop("enotfound", "level: no nodes at level ", level, "; the index is at ", max(found$level),
             arg = "level")
  }
  codes
}

correlations <- function(data, other = NULL, kind = c("pearson", "spearman", "kendall"), level = NULL,
                         with_level = NULL, framework = NULL, columns = NULL, stage = "scores", units = NULL) {
  if (missing(kind)) kind <- "pearson"
  if (inherits(data, "riskidx_index")) {
    framework <- data$framework
    if (is.null(level) && is.null(columns) && identical(stage, "scores")) level <- 1
  }
  if (!is.null(with_level) && (!is.null(other) || is.null(level))) {
    rix_stop("einval", "with_level: together with level, and without other", arg = "with_level")
  }
  if (is.null(columns)) columns <- codes_at(framework, level)
  x <- audit_table(data, columns, NULL, stage, units)
  y <- NULL
  if (!is.null(with_level)) {
    y <- audit_table(data, codes_at(framework, with_level), NULL, stage, units)
  } else if (!is.null(other)) {
    y <- audit_table(other, NULL, NULL, stage)
  }
  none <- list(values = matrix(0, 0L, 0L))
  against <- if (is.null(y)) x$indicators else y$indicators
  dims <- c(length(x$indicators), length(against))
  found <- core_results(2L, R_swig_audit_correlate, x, if (is.null(y)) none else y, kind, dims, dims)
  found <- lapply(found, function(m) {
    dimnames(m) <- list(x$indicators, against)
    m
  })
  structure(list(r = found[[1L]], p = found[[2L]], kind = kind), class = "risk_correlations")
}

print.risk_correlations <- function(x, digits = 2L, ...) {
  cat("Correlations (", x$kind, ") of ", nrow(x$r), " by ", ncol(x$r), " columns\n", sep = "")
  print(round(x$r, digits), ...)
  invisible(x)
}

as.data.frame.risk_correlations <- function(x, row.names = NULL, optional = FALSE, ...) {
  data.frame(first = rep(rownames(x$r), ncol(x$r)), second = rep(colnames(x$r), each = nrow(x$r)),
             correlation = as.vector(x$r), p = as.vector(x$p))
}

summary.risk_correlations <- function(object, ...) {
  pairs <- as.data.frame(object)
  if (identical(rownames(object$r), colnames(object$r))) pairs <- pairs[as.vector(upper.tri(object$r)), ]
  pairs <- pairs[order(-abs(pairs$correlation)), ]
  row.names(pairs) <- NULL
  pairs
}

plot.risk_correlations <- function(x, ...) {
  need_ggplot2()
  frame <- as.data.frame(x)
  frame$first <- factor(frame$first, rev(rownames(x$r)))
  frame$second <- factor(frame$second, colnames(x$r))
  ggplot2::ggplot(frame, ggplot2::aes(.data$second, .data$first, fill = .data$correlation)) +
    ggplot2::geom_tile() +
    ggplot2::scale_fill_gradient2(low = "#b2182b", mid = "white", high = "#2166ac", limits = c(-1, 1)) +
    ggplot2::theme(axis.text.x = ggplot2::element_text(angle = 90, hjust = 1, vjust = 0.5)) +
    ggplot2::labs(x = NULL, y = NULL, fill = x$kind)
}

flag_correlations <- function(x, low = -0.2, high = 0.75, framework = NULL) {
  check_class(x, "risk_correlations", "x", "correlations()")
  square <- identical(rownames(x$r), colnames(x$r))
  group <- if (square) rep(0, nrow(x$r)) else double()
  if (!is.null(framework)) {
    if (!square) {
      rix_stop("edim", "framework: siblings are looked for where rows and columns are the same",
               arg = "framework")
    }
    nodes <- as_framework(framework)$nodes
    at <- match(rownames(x$r), nodes$code)
    if (anyNA(at)) {
      rix_stop("enotfound", "framework: no node '", rownames(x$r)[is.na(at)][1L], "'", arg = "framework")
    }
    group <- as.double(match(nodes$parent[at], nodes$parent))
  }
  found <- core_result(R_swig_audit_flag_pairs, x$r, group, as.double(low), as.double(high))
  data.frame(first = rownames(x$r)[found$row + 1], second = colnames(x$r)[found$col + 1],
             correlation = found$r, high = as.logical(found$high))
}

# ---- dimensions and consistency ------------------------------------------------------------------------------

principal_components <- function(data, framework = NULL, columns = NULL, stage = "normalised", units = NULL) {
  table <- audit_table(data, columns, framework, stage, units)
  k <- length(table$indicators)
  n <- length(table$units)
  found <- core_results(4L, R_swig_audit_pca, table, c(1, k), c(k, k), c(n, k))
  names <- paste0("PC", seq_len(k))
  value <- as.vector(found[[1L]])
  loadings <- found[[2L]]
  dimnames(loadings) <- list(table$indicators, names)
  structure(
    list(
      variance = data.frame(component = names, sd = sqrt(value), eigenvalue = value,
                            proportion = value / sum(value), cumulative = cumsum(value) / sum(value)),
      loadings = loadings, scores = with_units(found[[3L]], table$units, names), n_used = found[[4L]]
    ),
    class = "risk_components"
  )
}

print.risk_components <- function(x, ...) {
  cat("Principal components of", nrow(x$loadings), "columns over", x$n_used, "of", nrow(x$scores), "units\n")
  print(x$variance, row.names = FALSE, digits = 4L, ...)
  invisible(x)
}

summary.risk_components <- function(object, ...) object$variance

as.data.frame.risk_components <- function(x, row.names = NULL, optional = FALSE, ...) {
  data.frame(column = rep(rownames(x$loadings), ncol(x$loadings)),
             component = rep(colnames(x$loadings), each = nrow(x$loadings)), loading = as.vector(x$loadings))
}

plot.risk_components <- function(x, ...) {
  need_ggplot2()
  frame <- x$variance
  frame$component <- factor(frame$component, frame$component)
  ggplot2::ggplot(frame, ggplot2::aes(.data$component, .data$proportion)) +
    ggplot2::geom_col() +
    ggplot2::labs(x = NULL, y = "share of variance")
}

cronbach_alpha <- function(data, framework = NULL, columns = NULL, stage = "normalised", units = NULL) {
  table <- audit_table(data, columns, framework, stage, units)
  as.vector(core_result(R_swig_audit_cronbach, table, c(1, 1)))
}

# ---- the framework -------------------------------------------------------------------------------------------

nodes_of <- function(framework) {
  if (inherits(framework, "riskidx_index")) framework <- framework$framework
  as_framework(framework)$nodes
}

effective_weights <- function(framework) {
  nodes <- nodes_of(framework)
  found <- core_result(R_swig_audit_effective_weights, framework_handle(nodes), c(1, nrow(nodes)))
  data.frame(node = nodes$code, weight = nodes$weight, effective_weight = as.vector(found))
}

node_levels <- function(framework) {
  nodes <- nodes_of(framework)
  data.frame(node = nodes$code, level = core_result(R_swig_audit_levels, framework_handle(nodes)))
}

# ---- one unit ------------------------------------------------------------------------------------------------

place_of <- function(index, unit) {
  check_class(index, "riskidx_index", "index", "build_index()")
  place <- which(index_labels(index) == as.character(unit))
  if (length(unit) != 1L || length(place) == 0L) {
    rix_stop("enotfound", "unit: no unit '", paste(unit, collapse = "', '"), "'", arg = "unit")
  }
  if (length(place) > 1L) rix_stop("enotfound", "unit: '", unit, "' names several units", arg = "unit")
  place
}

unit_summary <- function(index, unit) {
  place <- place_of(index, unit)
  nodes <- index$framework$nodes
  found <- as.data.frame(core_result(R_swig_audit_unit, index_again(index), place - 1))
  data.frame(node = nodes$code, name = nodes$name, level = node_levels(index)$level, found)
}

unit_strengths <- function(index, unit, n = 5) {
  place <- place_of(index, unit)
  nodes <- index$framework$nodes
  found <- core_results(2L, R_swig_audit_strengths, index_again(index), framework_handle(nodes), place - 1, n)
  at <- unlist(found) + 1
  summary <- unit_summary(index, unit)[at, ]
  raw <- index_stage(index, "raw")
  data.frame(kind = rep(c("strength", "weakness"), lengths(found)), node = summary$node, name = summary$name,
             rank = summary$rank, n_ranked = summary$n_ranked, score = summary$score,
             value = vapply(summary$node, function(k) raw[[k]][place], 0, USE.NAMES = FALSE))
}

# ---- leaving one out -----------------------------------------------------------------------------------------

remove_nodes <- function(data, framework, recipe = NULL, nodes = NULL, level = 1, units = NULL) {
  framework <- as_framework(framework)
  recipe <- as_recipe(recipe, framework)
  all <- framework$nodes
  if (is.null(nodes)) nodes <- codes_at(framework, level)
  for (node in nodes) check_choice(node, all$code, "nodes")
  table <- as_table(data, all$code[all$kind == "indicator"], units)
  dims <- c(length(table$units), length(nodes) + 1)
  found <- core_results(3L, R_swig_audit_remove, table, framework_handle(all),
                        recipe_record(recipe, group_labels(recipe$impute, data), length(table$units)),
                        match(nodes, all$code) - 1, dims, dims, c(1, dims[2L]))
  names <- c("nominal", nodes)
  list(scores = with_units(found[[1L]], table$units, names), ranks = with_units(found[[2L]], table$units, names),
       shifts = data.frame(node = names, mean_abs_rank_shift = as.vector(found[[3L]])))
}

# ---- all of it -----------------------------------------------------------------------------------------------

audit_index <- function(index, kind = c("pearson", "spearman", "kendall"), low = -0.2, high = 0.75) {
  if (missing(kind)) kind <- "pearson"
  check_class(index, "riskidx_index", "index", "build_index()")
  nodes <- index$framework$nodes
  r <- correlations(index, kind = kind)
  groups <- nodes$code[nodes$kind == "group"]
  children <- lapply(groups, function(group) nodes$code[!is.na(nodes$parent) & nodes$parent == group])
  structure(
    list(
      statistics = describe_indicators(index),
      availability = data_availability(index),
      correlations = r,
      flagged = flag_correlations(r, low, high, framework = index$framework),
      groups = data.frame(node = groups, children = lengths(children),
                          alpha = vapply(children, function(codes) alpha_or_na(index, codes), 0)),
      weights = effective_weights(index)
    ),
    class = "risk_audit"
  )
}

# Cronbach's alpha of nodes' scores, NA where it is undefined.
alpha_or_na <- function(index, codes) {
  tryCatch(cronbach_alpha(index, columns = codes, stage = "scores"), rix_emissing = function(e) NA_real_)
}

print.risk_audit <- function(x, ...) {
  cat("Audit of ", nrow(x$availability), " units and ", nrow(x$statistics), " indicators\n", sep = "")
  for (flag in audit_flags) cat(sum(x$statistics[[flag]]), " indicators: ", gsub("_", " ", flag), "\n", sep = "")
  cat(sum(x$availability$n_missing), " values missing\n", sep = "")
  cat(sum(x$flagged$high), " pairs of siblings highly correlated, ", sum(!x$flagged$high), " negatively\n", sep = "")
  print(x$groups, row.names = FALSE, ...)
  invisible(x)
}

summary.risk_audit <- function(object, ...) object$groups

as.data.frame.risk_audit <- function(x, row.names = NULL, optional = FALSE, ...) x$statistics

plot.risk_audit <- function(x, ...) plot(x$correlations, ...)
