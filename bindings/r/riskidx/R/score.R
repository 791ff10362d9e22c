# Scores and nothing else, for panels of millions of rows.

score_index <- function(data, framework, recipe = NULL, nodes = NULL, units = NULL, period = NULL, threads = 0,
                        progress = NULL) {
  framework <- as_framework(framework)
  recipe <- as_recipe(recipe, framework)
  known <- framework$nodes
  if (is.null(nodes)) nodes <- known$code[known$kind == "group"]
  places <- match(as.character(nodes), known$code)
  if (anyNA(places)) {
    rix_stop("enotfound", "nodes: no node '", nodes[is.na(places)][1L], "' (there are ",
             paste0("'", known$code, "'", collapse = ", "), ")", arg = "nodes")
  }
  table <- as_numbers(data, recipe, units, period)
  if (is.null(table)) table <- as_table(data, known$code[known$kind == "indicator"], units, period)
  handle <- framework_handle(known)
  record <- recipe_record(recipe, group_labels(recipe$impute, data), nrow(table$values))
  run <- function(table) {
    with_progress(progress, function(report) {
      core_result(R_swig_rix_index_score, table, handle, record, places - 1,
                  list(threads = threads, progress = report), c(nrow(table$values), length(places)))
    })
  }
  values <- NULL
  if (is.null(table$units)) {
    values <- tryCatch(run(table), rix_error = function(e) if (is.na(e$row)) stop(e))
    table$units <- as.character(seq_len(nrow(table$values)))
  }
  if (is.null(values)) values <- run(table) # with the labels of units, for a message or for the recipe
  with_units(values, keys_of(table), known$code[places])
}

# A matrix of doubles without names of rows is a table as it is, and is not copied.
as_numbers <- function(data, recipe, units, period) {
  named <- !is.null(units) || !is.null(period) || !is.null(recipe$normalise$reference) ||
    length(recipe$screen$include) > 0L || length(recipe$screen$exclude) > 0L
  if (named || !is.matrix(data) || !is.double(data) || !is.null(rownames(data))) return(NULL)
  list(values = data, indicators = colnames(data))
}
