# Indices frozen: what the steps learned from a base, applied to other units.

fit_index <- function(data, framework = NULL, recipe = NULL, units = NULL, period = NULL) {
  if (inherits(data, "riskidx_index")) return(freeze(data))
  framework <- as_framework(framework)
  recipe <- as_recipe(recipe, framework)
  nodes <- framework$nodes
  table <- as_table(data, nodes$code[nodes$kind == "indicator"], units, period)
  learn(table, framework, recipe, group_labels(recipe$impute, data))
}

learn <- function(table, framework, recipe, groups) {
  nodes <- framework$nodes
  handle <- core_result(R_swig_rix_index_fit, table, framework_handle(nodes),
                        recipe_record(recipe, groups, length(table$units)))
  numbers <- core_result(R_swig_fitted_numbers, handle, c(core(R_swig_fitted_size, handle), 2))
  texts <- lapply(core(R_swig_fitted_texts, handle), unlist)
  new_fit(framework, recipe, data.frame(
    step = texts$step, node = nodes$code[numbers[, 1L] + 1], parameter = texts$parameter,
    label = as.character(texts$label), value = numbers[, 2L]
  ))
}

new_fit <- function(framework, recipe, learned) {
  structure(list(framework = framework, recipe = recipe, learned = learned), class = "risk_fit")
}

# Of an index that was itself scored by what another taught: that.
freeze <- function(index) {
  if (!is.null(index$fit)) return(index$fit)
  learn(index_table(index), index$framework, index$recipe, index$groups)
}

fit_handle <- function(fit) {
  codes <- fit$framework$nodes$code
  lines <- fit$learned
  record <- list(step = lines$step, node = match(lines$node, codes) - 1, parameter = lines$parameter,
                 label = lines$label, value = lines$value)
  core_result(R_swig_fitted_new, length(codes), record)
}

apply_fit <- function(fit, data, units = NULL, period = NULL) {
  check_class(fit, "risk_fit", "fit", "fit_index()")
  nodes <- fit$framework$nodes
  table <- as_table(data, nodes$code[nodes$kind == "indicator"], units, period)
  groups <- group_labels(fit$recipe$impute, data)
  handle <- applied_handle(fit, table, groups)
  new_index(handle, table, fit$framework, fit$recipe, groups, fit)
}

applied_handle <- function(fit, table, groups) {
  core_result(R_swig_rix_index_apply, fit_handle(fit), table, framework_handle(fit$framework$nodes),
              recipe_record(fit$recipe, groups, length(table$units)))
}

predict.risk_fit <- function(object, newdata, units = NULL, period = NULL, ...) {
  apply_fit(object, newdata, units, period)
}

save_fit <- function(fit, path) {
  check_class(fit, "risk_fit", "fit", "fit_index()")
  needs_jsonlite()
  lines <- fit$learned
  texts <- lapply(lines[c("step", "node", "parameter", "label")], string_text)
  numbers <- number_text(lines$value)
  rows <- paste0("{\"step\": ", texts$step, ", \"node\": ", texts$node, ", \"parameter\": ", texts$parameter,
                 ifelse(is.na(lines$label), "", paste0(", \"label\": ", texts$label)),
                 ifelse(is.na(lines$value), "", paste0(", \"value\": ", numbers)), "}")
  parts <- json_text(list(format = "riskidx", version = 1, framework = framework_part(fit$framework),
                          recipe = recipe_part(fit$recipe)))
  write_text(path, paste0(sub("\n}$", "", parts), ",\n \"learned\": [\n  ",
                          paste(rows, collapse = ",\n  "), "\n ]\n}\n"))
}

load_fit <- function(path) {
  parts <- read_document(path, "learned")
  if (is.null(parts$framework) || is.null(parts$recipe)) {
    rix_stop("enotfound", path, ": what was learned comes without framework and recipe", arg = "path")
  }
  framework <- make_framework(path, parts$framework, NULL)
  columns <- c("step", "node", "parameter", "label", "value")
  for (i in seq_along(parts$learned)) {
    known_fields(path, paste0("learned[", i - 1L, "]"), parts$learned[[i]], columns)
  }
  text <- function(k) {
    vapply(parts$learned, function(row) if (is.null(row[[k]])) NA_character_ else as.character(row[[k]]), "")
  }
  value <- vapply(parts$learned, function(row) if (is.null(row$value)) NaN else as.double(row$value), 0)
  learned <- data.frame(step = text("step"), node = text("node"), parameter = text("parameter"),
                        label = text("label"), value = value)
  unknown <- which(!learned$node %in% framework$nodes$code)
  if (length(unknown) > 0L) {
    file_stop(path, paste0("learned[", unknown[1L] - 1L, "].node"), "no node '", learned$node[unknown[1L]], "'",
              status = "enotfound")
  }
  fit <- new_fit(framework, make_recipe(path, parts$recipe), learned)
  named_place(path, "learned", fit_handle(fit))
  fit
}

as.data.frame.risk_fit <- function(x, row.names = NULL, optional = FALSE, ...) x$learned

print.risk_fit <- function(x, ...) {
  nodes <- x$framework$nodes
  units <- x$learned$value[x$learned$step == "table"]
  cat("Fit of", sum(nodes$kind == "indicator"), "indicators, learned from", units, "units\n")
  steps <- table(x$learned$step)
  cat(paste0("  ", names(steps), ": ", steps, " numbers\n"), sep = "")
  invisible(x)
}

summary.risk_fit <- function(object, ...) object$learned
