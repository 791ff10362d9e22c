# Uncertain inputs of an index. Each is a list with what makes its record once framework, recipe and data are known.

uncertain_input <- function(kind, name, title, ...) {
  if (!is.null(name) && (!is.character(name) || length(name) != 1L || is.na(name))) {
    rix_stop("einval", "name: one string expected", arg = "name")
  }
  structure(list(kind = kind, name = if (is.null(name)) title else name, ...), class = "uncertain_input")
}

recipe_steps <- c("recipe", "denominate", "impute", "screen", "treat", "normalise", "aggregate")

uncertain_choice <- function(step, alternatives, name = NULL) {
  check_choice(step, recipe_steps, "step")
  if (!is.vector(alternatives) || length(alternatives) == 0L) {
    rix_stop("einval", "alternatives: a list expected", arg = "alternatives")
  }
  uncertain_input(step, name, step, alternatives = as.list(alternatives))
}

uncertain_rule <- function(alternatives, nodes = NULL, name = NULL) {
  uncertain_input("rule", name, "rule", alternatives = as.character(alternatives), nodes = nodes)
}

uncertain_option <- function(setting, low = 0, high = 1, distribution = "uniform", mode = NULL, mean = 0, sd = 1,
                             name = NULL) {
  check_choice(setting, uncertainty_words("setting"), "setting")
  check_choice(distribution, uncertainty_words("distribution"), "distribution")
  normal <- distribution == "normal"
  uncertain_input("setting", name, setting, setting = setting, distribution = distribution,
                  a = if (normal) mean else low, b = if (normal) sd else high,
                  c = if (is.null(mode)) (low + high) / 2 else mode)
}

uncertain_weights <- function(relative = 0.25, level = NULL, nodes = NULL, name = NULL) {
  if (!is.null(level) && !is.null(nodes)) rix_stop("einval", "weights: a level or nodes, not both", arg = "level")
  title <- if (is.null(level)) "weights" else paste("weights of level", level)
  uncertain_input("weight_noise", name, title, amount = relative, level = level, nodes = nodes)
}

uncertain_dirichlet <- function(amount, nodes = NULL, name = NULL) {
  uncertain_input("dirichlet", name, "dirichlet", amount = amount, nodes = nodes)
}

uncertain_weight_sets <- function(sets, name = NULL) {
  if (is.matrix(sets)) sets <- as.data.frame(sets)
  if (!is.data.frame(sets)) {
    rix_stop("einval", "sets: a data frame expected, one row a set, one column a node", arg = "sets")
  }
  uncertain_input("weights", name, "weights", sets = sets)
}

uncertain_leave_out <- function(codes = NULL, name = NULL) {
  uncertain_input("leave_out", name, "leave_out", nodes = codes)
}

uncertain_error <- function(sd, relative = FALSE, name = NULL) {
  uncertain_input("error", name, "error", sd = sd, relative = relative)
}

print.uncertain_input <- function(x, ...) {
  cat("Uncertain input '", x$name, "': ", gsub("_", " ", x$kind), if (!is.null(x$alternatives)) {
    paste0(" (", length(x$alternatives), " alternatives)")
  }, "\n", sep = "")
  invisible(x)
}

uncertainty_words <- function(what) unlist(core(R_swig_uncertainty_vocabulary)[[what]])

# ---- records

# A list as the core takes it.
named_records <- function(records) {
  names(records) <- paste0("i", seq_along(records))
  c(list(of = names(records)), records)
}

node_numbers_of <- function(codes, nodes) {
  if (is.null(codes)) return(NULL)
  for (code in codes) check_choice(code, nodes$code, "nodes")
  match(codes, nodes$code) - 1
}

alternative_recipes <- function(input, recipe) {
  lapply(unname(input$alternatives), function(each) {
    if (input$kind == "recipe") return(check_class(each, "risk_recipe", "alternatives", "risk_recipe()"))
    change_recipe(recipe, stats::setNames(list(each), input$kind))
  })
}

# `given` has framework, recipe, data and table.
uncertain_record <- function(input, given) {
  nodes <- given$framework$nodes
  numbers <- node_numbers_of(input$nodes, nodes)
  fields <- switch(
    input$kind,
    rule = list(rules = input$alternatives, nodes = numbers),
    setting = input[c("setting", "distribution", "a", "b", "c")],
    weight_noise = list(amount = input$amount, nodes = if (is.null(input$level)) numbers else {
      places_of(given$framework, input$level) - 1
    }),
    dirichlet = list(amount = input$amount, nodes = numbers),
    weights = list(weights = weight_matrix(input$sets, nodes)),
    leave_out = list(nodes = numbers),
    error = list(sd = deviation_matrix(input$sd, given), relative = input$relative),
    list(recipes = named_records(lapply(alternative_recipes(input, given$recipe), function(each) {
      recipe_record(each, group_labels(each$impute, given$data), length(given$table$units))
    })))
  )
  c(list(name = input$name, kind = input$kind), fields)
}

weight_matrix <- function(sets, nodes) {
  values <- matrix(NA_real_, nrow(sets), nrow(nodes))
  for (code in names(sets)) {
    check_choice(code, nodes$code, "sets")
    values[, match(code, nodes$code)] <- as_number(sets[[code]], code)
  }
  values
}

# One number for all, numbers named by indicator, or a data frame of units by indicators.
deviation_matrix <- function(sd, given) {
  nodes <- given$framework$nodes
  codes <- nodes$code[nodes$kind == "indicator"]
  if (is.numeric(sd) && is.null(names(sd)) && length(sd) == 1L) return(matrix(as.double(sd), 1L, length(codes)))
  rows <- if (is.data.frame(sd)) nrow(sd) else 1L
  if (is.data.frame(sd) && rows != length(given$table$units)) {
    rix_stop("edim", "sd: ", rows, " rows, not one for each unit of the data", arg = "sd")
  }
  if (is.null(names(sd))) rix_stop("einval", "sd: a number, or numbers by indicator, expected", arg = "sd")
  values <- matrix(0, rows, length(codes))
  for (code in names(sd)) {
    check_choice(code, codes, "sd")
    values[, match(code, codes)] <- as_number(sd[[code]], code)
  }
  values
}

# What the numbers of alternatives stand for; NULL where draws are numbers.
draw_labels <- function(input, nodes) {
  if (input$kind == "leave_out") {
    return(c(NA, if (is.null(input$nodes)) nodes$code[nodes$kind == "indicator"] else input$nodes))
  }
  if (input$kind == "weights") return(row.names(input$sets))
  if (is.null(input$alternatives)) return(NULL)
  if (!is.null(names(input$alternatives))) return(names(input$alternatives))
  names_apart(vapply(input$alternatives, alternative_label, ""))
}

alternative_label <- function(x) {
  if (!is.list(x)) return(as.character(x)[1L])
  named <- c(x$method, x$rule)
  if (length(named) > 0L) named[1L] else paste(names(x), vapply(x, option_text, ""), collapse = ", ")
}

# Names that are not the only ones get their numbers.
names_apart <- function(names) {
  twice <- names %in% names[duplicated(names)]
  ifelse(twice, paste0(names, " (", seq_along(names), ")"), names)
}

read_inputs <- function(inputs) {
  if (inherits(inputs, "uncertain_input")) inputs <- list(inputs)
  if (!is.list(inputs) || !all(vapply(inputs, inherits, TRUE, "uncertain_input"))) {
    rix_stop("einval", "inputs: a list of inputs expected, such as uncertain_choice() makes", arg = "inputs")
  }
  apart <- names_apart(vapply(inputs, `[[`, "", "name"))
  Map(function(input, name) {
    input$name <- name
    input
  }, unname(inputs), unname(apart))
}

uncertain_dimensions <- function(framework, inputs) {
  framework <- as_framework(framework)
  inputs <- read_inputs(inputs)
  given <- list(framework = framework, recipe = as_recipe(NULL, framework), table = list(units = NULL))
  records <- named_records(lapply(inputs, uncertain_record, given))
  found <- core_result(R_swig_uncertain_dimensions, framework_handle(framework$nodes), records, c(1, length(inputs)))
  stats::setNames(as.integer(found), vapply(inputs, `[[`, "", "name"))
}
