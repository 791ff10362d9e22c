# The benefit of the doubt: the score of each unit by the weights that suit it best.

benefit_of_the_doubt <- function(data, share_low = NULL, share_high = NULL, worst = FALSE, multiplicative = FALSE,
                                 units = NULL, threads = 0, progress = NULL) {
  check_flag(worst, "worst")
  check_flag(multiplicative, "multiplicative")
  table <- as_table(data, score_columns(data, units), units)
  dims <- c(length(table$units), ncol(table$values))
  options <- c(list(worst = worst, multiplicative = multiplicative), bod_bounds(table, share_low, share_high))
  found <- with_progress(progress, function(report) {
    core_results(3L, R_swig_rix_benefit_of_the_doubt, table, options, list(threads = threads, progress = report),
                 c(dims[1L], 1), dims, dims)
  })
  new_bod(table, found[[1L]], found[[3L]], found[[2L]])
}

geometric_benefit_of_the_doubt <- function(data, benchmark, share_low = NULL, share_high = NULL, units = NULL,
                                           threads = 0, progress = NULL) {
  table <- as_table(data, score_columns(data, units), units)
  dims <- c(length(table$units), ncol(table$values))
  at <- which(as.character(table$units) == as.character(benchmark))
  if (length(at) != 1L) {
    rix_stop("enotfound", "benchmark: ", if (length(at) == 0L) "no" else "more than one", " unit '", benchmark, "'",
             arg = "benchmark")
  }
  found <- with_progress(progress, function(report) {
    core_results(2L, R_swig_rix_geometric_bod, table, bod_bounds(table, share_low, share_high), at - 1,
                 list(threads = threads, progress = report), c(dims[1L], 1), dims)
  })
  new_bod(table, found[[1L]], found[[2L]])
}

weights_benefit_of_the_doubt <- function(data, group = NULL, share_low = 0, share_high = 1, threads = 0) {
  weigh(data, group, function(table, dims) {
    core_result(R_swig_rix_weights_bod, table, bod_bounds(table, share_low, share_high),
                list(threads = threads, progress = NULL), dims)
  })
}

# One bound a column; one for all, or some by name.
bod_bounds <- function(table, low, high) {
  codes <- table$indicators
  n <- ncol(table$values)
  one <- function(bounds, name, otherwise) {
    if (is.null(bounds)) return(double())
    bounds <- unlist(bounds)
    if (!is.numeric(bounds)) rix_stop("einval", name, ": numbers expected", arg = name)
    if (!is.null(names(bounds))) {
      unknown <- setdiff(names(bounds), codes)
      if (length(unknown) > 0L) rix_stop("enotfound", name, ": no column '", unknown[1L], "'", arg = name)
      all <- stats::setNames(rep(otherwise, n), codes)
      all[names(bounds)] <- bounds
      bounds <- all
    }
    as.double(if (length(bounds) == 1L) rep(bounds, n) else bounds)
  }
  list(share_low = one(low, "share_low", 0), share_high = one(high, "share_high", 1))
}

new_bod <- function(table, scores, shares, weights = NULL) {
  codes <- if (is.null(table$indicators)) as.character(seq_len(ncol(table$values))) else table$indicators
  structure(list(scores = data.frame(unit = table$units, score = scores[, 1L]),
                 shares = with_units(shares, table$units, codes),
                 weights = if (!is.null(weights)) with_units(weights, table$units, codes)),
            class = "benefit_of_the_doubt")
}

# Units by falling score, with the shares that made it.
as.data.frame.benefit_of_the_doubt <- function(x, row.names = NULL, optional = FALSE, ...) {
  ranking <- cbind(x$scores, x$shares[setdiff(names(x$shares), "unit")])
  ranking <- ranking[order(-ranking$score), , drop = FALSE]
  rownames(ranking) <- NULL
  ranking
}

print.benefit_of_the_doubt <- function(x, n = 10L, ...) {
  cat("Benefit of the doubt:", nrow(x$scores), "units; score, and shares of the columns in it\n")
  print(utils::head(as.data.frame(x), n), ...)
  if (nrow(x$scores) > n) cat("...\n")
  invisible(x)
}

summary.benefit_of_the_doubt <- function(object, ...) {
  shares <- object$shares[setdiff(names(object$shares), "unit")]
  data.frame(column = names(shares), mean_share = colMeans(shares, na.rm = TRUE),
             units = colSums(shares > 1e-9, na.rm = TRUE), row.names = NULL)
}
