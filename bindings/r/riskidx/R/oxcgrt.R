# Ordinal levels with flags, and the indices of the Oxford COVID-19 Government Response Tracker.

ordinal_flag <- function(levels, flags, maximum, deduction = 0.5, units = NULL) {
  table <- as_table(levels, score_columns(levels, units), units)
  codes <- table$indicators
  if (is.null(codes)) rix_stop("einval", "levels: columns without names", arg = "levels")
  values <- matrix(NA_real_, nrow(table$values), length(codes))
  flagged <- character()
  if (!is.null(flags)) {
    given <- as_table(flags, setdiff(colnames(flags), units), if (is.character(units) && length(units) == 1L &&
                                                                    units %in% colnames(flags)) units)
    flagged <- given$indicators
    unknown <- setdiff(flagged, codes)
    if (length(unknown) > 0L) {
      rix_stop("enotfound", "flags: the levels have no column '", unknown[1L], "'", arg = "flags")
    }
    if (nrow(given$values) != nrow(values)) {
      rix_stop("edim", "flags: ", nrow(given$values), " rows, the levels have ", nrow(values), arg = "flags")
    }
    values[, match(flagged, codes)] <- given$values
  }
  taken <- one_each(deduction, codes, "deduction")
  taken[!codes %in% flagged] <- 0
  adjusted <- core_result(R_swig_rix_ordinal_flag, table, values, one_each(maximum, codes, "maximum"), taken,
                          dim(values))
  with_units(adjusted, table$units, codes)
}

# One number a column, by name or in order.
one_each <- function(x, codes, arg) {
  if (!is.numeric(x)) rix_stop("einval", arg, ": numbers expected", arg = arg)
  if (!is.null(names(x))) {
    lacking <- setdiff(codes, names(x))
    if (length(lacking) > 0L) rix_stop("einval", arg, ": none for '", lacking[1L], "'", arg = arg)
    return(as.double(x[codes]))
  }
  if (length(x) == 1L) return(rep(as.double(x), length(codes)))
  if (length(x) != length(codes)) {
    rix_stop("edim", arg, ": ", length(x), " for ", length(codes), " columns", arg = arg)
  }
  as.double(x)
}

oxcgrt_indices <- function(data, units = NULL) {
  if (!is.data.frame(data)) rix_stop("einval", "data: a data frame with the published columns expected", arg = "data")
  columns <- seq_len(core(R_swig_rix_oxcgrt_column_count)) - 1
  codes <- vapply(columns, function(j) core(R_swig_rix_oxcgrt_column, j), "")
  flags <- vapply(columns, function(j) core(R_swig_rix_oxcgrt_flag, j), "")
  names <- vapply(codes, level_column, "", names(data))
  for (name in c(flags[!is.na(flags)], "PopulationVaccinated")) {
    if (sum(names(data) == name) == 0L) rix_stop("enotfound", "data: no column '", name, "'", arg = "data")
  }
  labels <- unit_labels(data, units)
  read <- function(name) if (is.na(name)) rep(NA_real_, nrow(data)) else as_number(data[[name]], name, labels)
  matrix_of <- function(names) {
    matrix(unlist(lapply(unname(names), read)), nrow(data), length(names))
  }
  indices <- vapply(seq_len(core(R_swig_rix_oxcgrt_index_count)) - 1, function(k) core(R_swig_rix_oxcgrt_index, k), "")
  table <- list(values = matrix_of(names), indicators = unname(names), units = labels)
  values <- core_result(R_swig_rix_oxcgrt_indices, table, matrix_of(flags), read("PopulationVaccinated"),
                        c(nrow(data), length(indices)))
  with_units(values, labels, indices)
}

# The column of a code such as "C1E": "C1E" itself, or "C1E_School closing".
level_column <- function(code, names) {
  found <- names[names == code | startsWith(names, paste0(code, "_")) & names != paste0(code, "_Flag")]
  if (length(found) == 1L) return(found)
  if (length(found) > 1L) {
    rix_stop("einval", "data: the levels of '", code, "' may be '", found[1L], "' or '", found[2L], "'", arg = "data")
  }
  rix_stop("enotfound", "data: no column '", code, "_...' with the levels of '", code, "'", arg = "data")
}
