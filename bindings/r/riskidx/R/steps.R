# The steps 'normalise' and 'aggregate' by themselves, for people who use pieces.

normalise_data <- function(data, step = normalise_step(), framework = NULL, units = NULL, period = NULL) {
  step <- as_step(step, normalise_step, "normalise")
  framework <- flat_framework(data, framework, units, period)
  nodes <- framework$nodes
  codes <- nodes$code[nodes$kind == "indicator"]
  table <- as_table(data, codes, units, period)
  scores <- core_result(R_swig_rix_normalise, table, framework_handle(nodes), step,
                        c(length(table$units), length(codes)))
  for (j in which(apply(is.na(scores), 2L, all) & nrow(scores) > 0L)) {
    rix_warn(paste0("the scores of indicator '", codes[j], "' are missing: it has no data, or none for which its ",
                    "method is defined"))
  }
  with_units(scores, keys_of(table), codes)
}

aggregate_data <- function(data, step = aggregate_step(), weights = NULL, low = NULL, high = NULL, units = NULL,
                           period = NULL) {
  step <- as_step(step, aggregate_step, "aggregate")
  if (is.null(low) != is.null(high)) rix_stop("einval", "aggregate: low and high go together", arg = "low")
  table <- as_table(data, score_columns(data, units, period), units, period)
  scores <- core_result(R_swig_rix_aggregate, table, weights_of(weights, table), step,
                        if (is.null(low)) NA_real_ else low, if (is.null(high)) NA_real_ else high,
                        c(length(table$units), 1))
  with_units(scores, keys_of(table), "score")
}

outranking <- function(data, weights = NULL, compat = FALSE, units = NULL) {
  table <- as_table(data, score_columns(data, units), units)
  n <- length(table$units)
  matrix <- core_result(R_swig_rix_outranking, table$values, weights_of(weights, table), compat, c(n, n))
  dimnames(matrix) <- list(table$units, table$units)
  matrix
}

# Columns that hold values: the numeric ones, without the names of units and periods.
score_columns <- function(data, units, period = NULL) {
  if (is.matrix(data)) return(colnames(data))
  names <- names(data)[vapply(data, is.numeric, TRUE)]
  setdiff(names, c("uCode", if (length(units) == 1L) units, period))
}

weights_of <- function(weights, table) {
  if (is.null(weights)) return(double())
  if (is.null(names(weights))) return(as.double(weights))
  lacking <- setdiff(table$indicators, names(weights))
  if (length(lacking) > 0L) rix_stop("einval", "weights: none for '", lacking[1L], "'", arg = "weights")
  as.double(weights[table$indicators])
}

# A framework, or one of the columns alone with what a table without parents says of them.
flat_framework <- function(data, framework, units, period) {
  flat <- is.null(framework) ||
    is.data.frame(framework) && !any(c("parent", "iCode", "Parent") %in% names(framework))
  if (!flat) return(as_framework(framework))
  if (is.null(framework)) {
    codes <- score_columns(data, units, period)
    if (is.null(codes)) codes <- as.character(seq_len(ncol(data)))
    framework <- data.frame(code = codes)
  }
  if (!"code" %in% names(framework)) rix_stop("einval", "framework: no column 'code'", arg = "framework")
  root <- "index"
  while (root %in% framework$code) root <- paste0(root, "_")
  framework$parent <- rep(root, nrow(framework))
  last <- framework[NA_integer_, , drop = FALSE][1L, , drop = FALSE]
  last$code <- root
  last$parent <- NA_character_
  risk_framework(rbind(framework, last))
}
