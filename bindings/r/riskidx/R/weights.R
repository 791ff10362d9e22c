# Weights from data or judgement, and frameworks that have them.

with_weights <- function(framework, weights, level = NULL) {
  framework <- as_framework(framework)
  nodes <- framework$nodes
  places <- places_of(framework, level)
  values <- rep(NA_real_, nrow(nodes))
  if (identical(weights, "equal")) weights <- 1
  if (any(lengths(weights) != 1L)) rix_stop("einval", "weights: one number a node expected", arg = "weights")
  if (is.null(names(weights))) {
    if (length(weights) != 1L && length(weights) != length(places)) {
      rix_stop("edim", "weights: ", length(weights), " for ", length(places), " nodes", arg = "weights")
    }
    values[places] <- as_number(unlist(weights), "weights")
  } else {
    at <- match(names(weights), nodes$code)
    unknown <- which(is.na(at) | !at %in% places)
    if (length(unknown) > 0L) {
      rix_stop("enotfound", "weights: no node '", names(weights)[unknown[1L]], "'",
               if (!is.null(level)) paste0(" of level ", level), arg = "weights")
    }
    values[at] <- as_number(unlist(weights), "weights", names(weights))
  }
  handle <- core_result(R_swig_rix_framework_with_weights, framework_handle(nodes), values)
  framework$nodes$weight <- vapply(seq_len(nrow(nodes)) - 1, function(i) {
    core(R_swig_rix_framework_node, handle, i)$weight
  }, 0)
  framework
}

# Numbers of the nodes of a level, of all nodes without one.
places_of <- function(framework, level) {
  if (is.null(level)) return(seq_len(nrow(framework$nodes)))
  levels <- core_result(R_swig_audit_levels, framework_handle(framework$nodes))
  places <- which(levels %in% level)
  if (length(level) != 1L || length(places) == 0L) {
    rix_stop("enotfound", "level: no ", paste(level, collapse = ", "), "; there are 1 to ", max(levels), arg = "level")
  }
  places
}

weights_equal <- function(framework, group = NULL) {
  nodes <- as_framework(framework)$nodes
  groups <- nodes$code[nodes$kind == "group"]
  if (!is.null(group)) groups <- check_choice(group, groups, "group")
  children <- which(nodes$parent %in% groups)
  siblings <- table(nodes$parent)
  stats::setNames(1 / as.double(siblings[nodes$parent[children]]), nodes$code[children])
}

weights_pca <- function(data, group = NULL, compat = FALSE) {
  check_flag(compat, "compat")
  weigh(data, group, function(table, dims) core_result(R_swig_rix_weights_pca, table, compat, dims))
}

weights_factor <- function(data, group = NULL, factors = NULL, compat = FALSE) {
  check_flag(compat, "compat")
  if (is.null(factors)) factors <- 0 else check_count(factors)
  weigh(data, group, function(table, dims) core_result(R_swig_rix_weights_factor, table, factors, compat, dims))
}

weights_entropy <- function(data, group = NULL) {
  weigh(data, group, function(table, dims) core_result(R_swig_rix_weights_entropy, table, dims))
}

weights_critic <- function(data, group = NULL) {
  weigh(data, group, function(table, dims) core_result(R_swig_rix_weights_critic, table, dims))
}

factor_count <- function(data) core_result(R_swig_rix_factor_count, weight_table(data))

factor_index <- function(data, factors, compat = FALSE) {
  check_flag(compat, "compat")
  check_count(factors)
  table <- weight_table(data)
  codes <- table$indicators
  res <- core(R_swig_rix_factor_index, table, factors, compat, c(length(table$units), 1),
              c(length(codes), factors), c(1, factors))
  res <- res[length(res) - 2:0]
  names <- paste0("F", seq_len(factors))
  list(scores = data.frame(unit = table$units, score = res[[1L]][, 1L]),
       loadings = structure(res[[2L]], dimnames = list(codes, names)),
       weights = stats::setNames(res[[3L]][1L, ], names))
}

weights_ahp <- function(pairs) {
  if (is.data.frame(pairs)) pairs <- as.matrix(pairs)
  if (!is.matrix(pairs) || !is.numeric(pairs) && !is.logical(pairs)) {
    rix_stop("einval", "pairs: a matrix of numbers expected", arg = "pairs")
  }
  codes <- colnames(pairs)
  if (!is.null(rownames(pairs)) && !is.null(codes) && !identical(rownames(pairs), codes) &&
        !identical(rownames(pairs), as.character(seq_len(nrow(pairs))))) {
    rix_stop("einval", "pairs: its rows and columns are not in the same order", arg = "pairs")
  }
  res <- core(R_swig_rix_weights_ahp, matrix(as.double(pairs), nrow(pairs)), c(1, ncol(pairs)))
  res <- res[length(res) - 1:0]
  structure(class = "ahp_weights", list(
    weights = stats::setNames(res[[1L]][1L, ], if (is.null(codes)) seq_len(ncol(pairs)) else codes),
    consistency_index = res[[2L]]$index, consistency_ratio = res[[2L]]$ratio, eigenvalue = res[[2L]]$eigenvalue
  ))
}

print.ahp_weights <- function(x, ...) {
  cat("Weights of the analytic hierarchy process, consistency ratio", format_number(x$consistency_ratio, 3L), "\n")
  print(x$weights, ...)
  invisible(x)
}

weights_optimised <- function(index, level = NULL, targets = NULL, nonnegative = TRUE, starts = 60, threads = 0,
                              progress = NULL) {
  check_class(index, "riskidx_index", "index", "build_index()")
  check_flag(nonnegative, "nonnegative")
  framework <- index$framework
  codes <- framework$nodes$code
  target <- target_influences(framework, level, targets)
  dims <- c(1, length(codes))
  found <- with_progress(progress, function(report) {
    core_results(3L, R_swig_rix_weights_optimised, as.matrix(index$scores[codes]), framework_handle(framework$nodes),
                 index$recipe[c("normalise", "aggregate")], target, list(nonnegative = nonnegative, starts = starts),
                 list(threads = threads, progress = report), dims, dims)
  })
  sought <- !is.na(target)
  named <- function(x) stats::setNames(x[sought], codes[sought])
  structure(class = "optimised_weights", list(
    weights = named(found[[1L]][1L, ]), influences = named(found[[2L]][1L, ]),
    targets = named(target / sum(target[sought])), objective = found[[3L]]$objective, largest = found[[3L]]$largest
  ))
}

# One target a node; missing for a node whose weight is not sought.
target_influences <- function(framework, level, targets) {
  codes <- framework$nodes$code
  target <- rep(NA_real_, length(codes))
  if (is.null(targets) && is.null(level)) {
    rix_stop("einval", "level: a level, or targets by code, expected", arg = "level")
  }
  places <- places_of(framework, level)
  if (is.null(targets)) {
    target[places] <- 1
    return(target)
  }
  targets <- unlist(targets)
  if (is.null(names(targets)) || !is.numeric(targets)) {
    rix_stop("einval", "targets: numbers named by code expected, so that no order is mistaken", arg = "targets")
  }
  unknown <- setdiff(names(targets), codes[places])
  if (length(unknown) > 0L) {
    rix_stop("enotfound", "targets: no node '", unknown[1L], "'", if (!is.null(level)) paste0(" of level ", level),
             arg = "targets")
  }
  target[match(names(targets), codes)] <- as.double(targets)
  lacking <- if (!is.null(level)) codes[places][is.na(target[places])]
  if (length(lacking) > 0L) {
    rix_stop("enotfound", "targets: none for '", lacking[1L], "' of level ", level, arg = "targets")
  }
  target
}

as.data.frame.optimised_weights <- function(x, row.names = NULL, optional = FALSE, ...) {
  data.frame(code = names(x$weights), target = unname(x$targets), influence = unname(x$influences),
             weight = unname(x$weights))
}

print.optimised_weights <- function(x, ...) {
  cat("Weights with influences within", format_number(x$largest, 3L), "of their targets\n")
  print(as.data.frame(x), ...)
  invisible(x)
}

summary.optimised_weights <- function(object, ...) as.data.frame(object)

check_flag <- function(x, arg) {
  if (!is.logical(x) || length(x) != 1L || is.na(x)) rix_stop("einval", arg, ": TRUE or FALSE expected", arg = arg)
}

check_count <- function(factors) {
  if (!is.numeric(factors) || length(factors) != 1L || is.na(factors) || factors < 1 || factors != trunc(factors)) {
    rix_stop("einval", "factors: a whole number from 1 expected", arg = "factors")
  }
}

# Weights of the columns of a table, or of the children of one group or all groups of an index.
weigh <- function(data, group, method) {
  one <- function(table) {
    w <- method(table, c(1, length(table$indicators)))
    stats::setNames(w[1L, ], table$indicators)
  }
  if (!inherits(data, "riskidx_index")) {
    if (!is.null(group)) rix_stop("einval", "group: only an index has groups", arg = "group")
    return(one(weight_table(data)))
  }
  nodes <- data$framework$nodes
  groups <- nodes$code[nodes$kind == "group"]
  if (!is.null(group)) groups <- check_choice(group, groups, "group")
  unlist(lapply(groups, function(k) {
    scores <- child_scores(data, k)
    if (is.null(group) && ncol(scores) == 1L) return(stats::setNames(1, colnames(scores)))
    one(list(values = scores, indicators = colnames(scores), units = data$scores$unit))
  }))
}

# Scores of a group's children as they enter it: those of groups with direction -1 mirrored.
child_scores <- function(index, group) {
  nodes <- index$framework$nodes
  children <- which(nodes$parent %in% group)
  scores <- as.matrix(index$scores[nodes$code[children]])
  range <- c(index$recipe$normalise$low, index$recipe$normalise$high)
  ends <- if (length(range) == 2L && !anyNA(range)) sum(range) else 0
  for (j in which(nodes$kind[children] == "group" & nodes$direction[children] < 0)) {
    scores[, j] <- ends - scores[, j]
  }
  structure(scores, dimnames = list(NULL, nodes$code[children]))
}

# The numeric columns, but for the names of units.
weight_table <- function(data) {
  codes <- if (is.matrix(data)) colnames(data) else names(data)[vapply(data, is.numeric, TRUE)]
  if (is.matrix(data) && is.null(codes)) {
    codes <- as.character(seq_len(ncol(data)))
    colnames(data) <- codes
  }
  codes <- setdiff(codes, c("uCode", "unit"))
  if (is.data.frame(data)) data <- data[, names(data) %in% c("uCode", codes), drop = FALSE]
  as_table(data, codes, NULL)
}
