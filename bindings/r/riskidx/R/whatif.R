# What if one choice were another, how do indices compare, and why did a score change?

# The index again, from the data that it keeps.
what_if <- function(index, ..., drop = NULL, weights = NULL, framework = NULL) {
  check_class(index, "riskidx_index", "index", "build_index()")
  changed <- if (is.null(framework)) index$framework else as_framework(framework)
  if (!is.null(drop)) changed <- drop_nodes(changed, drop)
  if (!is.null(weights)) changed <- with_weights(changed, weights)
  recipe <- change_recipe(index$recipe, list(...))
  if (!is.null(index$groups) && identical(recipe$impute$group, index$recipe$impute$group)) {
    recipe$impute$group <- index$groups
  }
  table <- index_table(index)
  data <- as.data.frame(table$values)
  names(data) <- table$indicators
  period <- if (is_panel(index)) "period"
  if (is_panel(index)) data$period <- index$scores$period
  build_index(data, changed, recipe, units = index$scores$unit, period = period)
}

# Named fields of a step change only those; a name or a step replaces the step.
change_recipe <- function(recipe, choices) {
  check_fields(choices, names(formals(risk_recipe)), "recipe")
  for (name in names(choices)) {
    choice <- choices[[name]]
    if (is.list(choice) && !is.null(names(choice))) {
      known <- names(recipe[[name]])
      check_fields(choice, union(known, names(formals(step_makers()[[name]]))), name)
      choices[[name]] <- utils::modifyList(recipe[[name]], choice)
    }
  }
  do.call(risk_recipe, utils::modifyList(unclass(recipe), choices))
}

# ---- two indices, or many

compare_indices <- function(a, b, node = NULL, ties = c("min", "max", "average")) {
  if (missing(ties)) ties <- "min"
  left <- node_scores(a, node, "a")
  right <- node_scores(b, node, "b")
  units <- union(names(left), names(right))
  results <- core(R_swig_compare_scores, unname(left[units]), unname(right[units]), ties, c(length(units), 6))
  values <- results[[length(results) - 1L]]
  columns <- c("score_a", "score_b", "difference", "rank_a", "rank_b", "shift")
  structure(list(units = with_units(values, units, columns), summary = unlist(results[[length(results)]])),
            class = "risk_comparison")
}

# Scores of a node, named by unit; of the index itself without a node.
node_scores <- function(index, node, arg) {
  check_class(index, "riskidx_index", arg, "build_index()")
  nodes <- index$framework$nodes
  if (is.null(node)) node <- root_of(nodes)
  check_choice(node, nodes$code, "node")
  keys <- index$scores$unit
  if (is_panel(index)) keys <- paste(keys, index$scores$period, sep = ", ")
  if (anyDuplicated(keys)) {
    rix_stop("einval", arg, ": two units '", keys[duplicated(keys)][1L], "' cannot be told apart", arg = arg)
  }
  stats::setNames(index$scores[[node]], keys)
}

compare_many <- function(indices, node = NULL, what = c("rank", "score", "difference", "shift"),
                         ties = c("min", "max", "average")) {
  if (missing(ties)) ties <- "min"
  what <- check_choice(what[1L], c("rank", "score", "difference", "shift"), "what")
  if (!is.list(indices) || length(indices) == 0L || is.null(names(indices)) || inherits(indices, "riskidx_index")) {
    rix_stop("einval", "indices: a named list of indices expected", arg = "indices")
  }
  column <- c(rank = "rank_b", score = "score_b", difference = "difference", shift = "shift")[[what]]
  found <- lapply(indices, function(index) compare_indices(indices[[1L]], index, node, ties)$units)
  units <- unique(unlist(lapply(found, `[[`, "unit")))
  columns <- lapply(found, function(frame) frame[[column]][match(units, frame$unit)])
  structure(c(list(unit = units), columns), row.names = seq_along(units), class = "data.frame")
}

# The units whose rank moved most.
movers <- function(comparison, n) {
  units <- comparison$units[which(abs(comparison$units$shift) > 0), ]
  utils::head(units[order(-abs(units$shift)), ], n)
}

print.risk_comparison <- function(x, n = 5L, ...) {
  s <- x$summary
  cat("Comparison of", s[["n"]], "units: rank correlation", format_number(s[["spearman"]]), "\nmean shift",
      format_number(s[["mean_shift"]]), "places, at most", s[["max_shift"]], "\n")
  print(movers(x, n), row.names = FALSE, digits = 4L, ...)
  invisible(x)
}

summary.risk_comparison <- function(object, ...) {
  data.frame(measure = names(object$summary), value = unname(object$summary))
}

as.data.frame.risk_comparison <- function(x, row.names = NULL, optional = FALSE, ...) x$units

# ---- why

explain_change <- function(a, b, node = NULL, periods = NULL) {
  rows <- list(explained_rows(a, periods[1L], "a"), explained_rows(b, periods[2L], "b"))
  units <- intersect(names(rows[[1L]]), names(rows[[2L]]))
  nodes <- a$framework$nodes
  if (is.null(node)) node <- root_of(nodes)
  check_choice(node, nodes$code, "node")
  factors <- unlist(core(R_swig_factors))
  n <- length(units)
  size <- c(n, 2 + length(factors))
  results <- do.call(core, c(
    list(R_swig_explain), situation(a), situation(b), list(unname(rows[[1L]][units]), unname(rows[[2L]][units])),
    list(match(node, nodes$code) - 1, size, size, c(n, length(factors) * nrow(nodes)))
  ))
  results <- utils::tail(results, 3L)
  columns <- c("before", "after", factors)
  by_node <- data.frame(unit = rep(units, times = length(factors) * nrow(nodes)),
                        factor = rep(factors, each = n * nrow(nodes)),
                        node = rep(rep(nodes$code, each = n), times = length(factors)), part = as.vector(results[[3L]]))
  structure(list(scores = with_units(results[[1L]], units, columns), ranks = with_units(results[[2L]], units, columns),
                 nodes = by_node), class = "risk_change")
}

# Number of each row, from 0, by unit; of a panel, of the rows of a period.
explained_rows <- function(index, period, arg) {
  check_class(index, "riskidx_index", arg, "build_index()")
  if (!is.null(index$fit)) {
    rix_stop("einval", arg, ": an index that was built is expected, not one that another taught", arg = arg)
  }
  keys <- index$scores$unit
  rows <- seq_along(keys)
  if (!is.null(period)) {
    if (!is_panel(index)) rix_stop("einval", "periods: the index is no panel", arg = "periods")
    rows <- which(index$scores$period == period)
    if (length(rows) == 0L) rix_stop("enotfound", "periods: no period ", format(period), arg = "periods")
  } else if (is_panel(index)) {
    keys <- paste(keys, index$scores$period, sep = ", ")
  }
  keys <- keys[rows]
  if (anyDuplicated(keys)) {
    rix_stop("einval", arg, ": two units '", keys[duplicated(keys)][1L], "' cannot be told apart", arg = arg)
  }
  stats::setNames(as.double(rows - 1L), keys)
}

situation <- function(index) {
  table <- index_table(index)
  list(table, framework_handle(index$framework$nodes), recipe_record(index$recipe, index$groups, length(table$units)))
}

print.risk_change <- function(x, n = 10L, ...) {
  cat("Change of", nrow(x$scores), "units\n")
  print(utils::head(x$scores, n), row.names = FALSE, digits = 4L, ...)
  invisible(x)
}

summary.risk_change <- function(object, ...) {
  factors <- names(object$scores)[-(1:3)]
  data.frame(factor = factors,
             mean_part = vapply(object$scores[factors], mean, 0, na.rm = TRUE, USE.NAMES = FALSE),
             mean_size = vapply(object$scores[factors], function(x) mean(abs(x), na.rm = TRUE), 0, USE.NAMES = FALSE),
             mean_places = vapply(object$ranks[factors], function(x) mean(abs(x), na.rm = TRUE), 0, USE.NAMES = FALSE))
}

as.data.frame.risk_change <- function(x, row.names = NULL, optional = FALSE, ...) x$scores
