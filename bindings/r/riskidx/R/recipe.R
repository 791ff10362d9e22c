# Recipes: what is done with the table. Names of rules are the core's, checked when they are given.

risk_recipe <- function(normalise = normalise_step(), aggregate = aggregate_step(), strict = FALSE) {
  if (!is.logical(strict) || length(strict) != 1L || is.na(strict)) {
    rix_stop("einval", "strict: TRUE or FALSE expected", arg = "strict")
  }
  structure(
    list(normalise = as_step(normalise, normalise_step, "normalise"),
         aggregate = as_step(aggregate, aggregate_step, "aggregate"),
         strict = strict),
    class = "risk_recipe"
  )
}

# A step is its options, a list of some of them, or the name of its rule.
as_step <- function(x, make, arg) {
  if (is.character(x)) x <- list(x)
  if (is.null(names(x))) names(x) <- names(formals(make))[seq_along(x)]
  do.call(make, check_fields(x, names(formals(make)), arg))
}

as_recipe <- function(recipe, framework) {
  if (is.null(recipe)) recipe <- framework$recipe
  if (is.null(recipe)) return(risk_recipe())
  if (!inherits(recipe, "risk_recipe") && is.list(recipe)) {
    recipe <- do.call(risk_recipe, check_fields(recipe, names(formals(risk_recipe)), "recipe"))
  }
  check_class(recipe, "risk_recipe", "recipe", "risk_recipe() or preset_recipe()")
}

# Methods that do not rescale to a range have none unless one is given.
normalise_step <- function(method = "minmax", low = NULL, high = NULL, truncate = TRUE, mean = 0, sd = 1) {
  check_choice(method, vocabulary("normalise"), "normalise")
  if (is.null(low) != is.null(high)) {
    rix_stop("einval", "normalise: low and high go together", arg = "normalise")
  }
  ranged <- method %in% c("minmax", "goalposts", "log_goalposts")
  if (is.null(low)) low <- if (ranged) 0 else NA_real_
  if (is.null(high)) high <- if (ranged) 100 else NA_real_
  list(method = method, low = low, high = high, truncate = truncate, mean = mean, sd = sd)
}

aggregate_step <- function(rule = "arithmetic", missing = "available", min_share = 0, fill = 0) {
  check_choice(rule, vocabulary("aggregate"), "aggregate")
  check_choice(missing, vocabulary("missing"), "missing")
  list(rule = rule, missing = missing, min_share = min_share, fill = fill)
}

print.risk_recipe <- function(x, ...) {
  n <- x$normalise
  a <- x$aggregate
  scale <- if (n$method == "zscore") {
    paste0(", mean ", format_number(n$mean), ", sd ", format_number(n$sd))
  } else if (is.na(n$low)) {
    ", on no stated scale"
  } else {
    paste0(", on ", format_number(n$low), " to ", format_number(n$high))
  }
  cat("Recipe\n",
      "  normalise: ", n$method, scale,
      if (grepl("goalposts", n$method) && n$truncate) ", truncated at the goalposts", "\n",
      "  aggregate: ", a$rule, ", missing data: ", a$missing,
      if (a$missing == "available" && a$min_share > 0) {
        paste0(" (at least ", format_number(a$min_share), " of the children)")
      },
      if (a$missing == "value") paste0(" (", format_number(a$fill), ")"), "\n",
      if (x$strict) "  strict: warnings are errors\n", sep = "")
  invisible(x)
}

summary.risk_recipe <- function(object, ...) as.data.frame(object)

as.data.frame.risk_recipe <- function(x, row.names = NULL, optional = FALSE, ...) {
  options <- c(normalise = x$normalise, aggregate = x$aggregate, strict = x$strict)
  data.frame(option = names(options), value = vapply(options, as.character, "", USE.NAMES = FALSE))
}
