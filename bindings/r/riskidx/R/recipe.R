# Recipes: what is done with the table. Names of rules are the core's, checked when they are given.

risk_recipe <- function(normalise = normalise_step(), aggregate = aggregate_step(), strict = FALSE,
                        denominate = FALSE, impute = "none", screen = "none", treat = "none") {
  if (!is.logical(strict) || length(strict) != 1L || is.na(strict)) {
    rix_stop("einval", "strict: TRUE or FALSE expected", arg = "strict")
  }
  structure(
    list(normalise = as_step(normalise, normalise_step, "normalise"),
         aggregate = as_step(aggregate, aggregate_step, "aggregate"),
         strict = strict,
         denominate = as_denominate(denominate),
         impute = as_step(impute, impute_step, "impute"),
         screen = as_step(screen, screen_step, "screen"),
         treat = as_step(treat, treat_step, "treat")),
    class = "risk_recipe"
  )
}

# A step is its options, a list of some of them, or the name of its rule.
as_step <- function(x, make, arg) {
  if (is.character(x)) x <- list(x)
  given <- if (is.null(names(x))) rep("", length(x)) else names(x)
  given[given == ""] <- setdiff(names(formals(make)), given)[seq_len(sum(given == ""))]
  names(x) <- given
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
normalise_step <- function(method = "minmax", low = NULL, high = NULL, truncate = TRUE, mean = 0, sd = 1,
                           deviation = "sample", ties = "average", classes = 5, slope = 1, reference = NULL,
                           compat = FALSE, over = "all", base = NULL) {
  check_choice(method, vocabulary("normalise"), "normalise")
  check_choice(deviation, vocabulary("deviation"), "deviation")
  check_choice(ties, vocabulary("ties"), "ties")
  check_choice(over, prepare_vocabulary("over"), "over")
  if (is.null(low) != is.null(high)) {
    rix_stop("einval", "normalise: low and high go together", arg = "normalise")
  }
  ranged <- !method %in% c("none", "zscore", "robust_z", "rank", "borda")
  usual <- if (method == "ampi") c(70, 130) else c(0, 100)
  if (is.null(low)) low <- if (ranged) usual[1L] else NA_real_
  if (is.null(high)) high <- if (ranged) usual[2L] else NA_real_
  list(method = method, low = low, high = high, truncate = truncate, mean = mean, sd = sd,
       deviation = deviation, ties = ties, classes = classes, slope = slope, reference = reference,
       compat = compat, over = over, base = if (is.null(base)) NA_real_ else period_numbers(base))
}

aggregate_step <- function(rule = "arithmetic", missing = "available", min_share = 0, fill = 0, power = 0.5,
                           orness = 0.5, positions = NULL, penalty = "subtract", deviation = "population",
                           alpha = 0.5, beta = 1, compat = FALSE, share_low = 0, share_high = 1, over = "all") {
  check_choice(rule, vocabulary("aggregate"), "aggregate")
  check_choice(missing, vocabulary("missing"), "missing")
  check_choice(penalty, vocabulary("penalty"), "penalty")
  check_choice(over, c("all", "period"), "over")
  check_choice(deviation, vocabulary("deviation"), "deviation")
  list(rule = rule, missing = missing, min_share = min_share, fill = fill, power = power, orness = orness,
       positions = positions, penalty = penalty, deviation = deviation, alpha = alpha, beta = beta,
       compat = compat, share_low = share_low, share_high = share_high, over = over)
}

print.risk_recipe <- function(x, ...) {
  n <- x$normalise
  a <- x$aggregate
  scale <- if (n$method %in% c("zscore", "robust_z")) {
    paste0(", mean ", format_number(n$mean), ", sd ", format_number(n$sd))
  } else if (is.na(n$low)) {
    ", on no stated scale"
  } else {
    paste0(", on ", format_number(n$low), " to ", format_number(n$high))
  }
  cat("Recipe\n",
      if (x$denominate$apply) "  denominate: by the denominators of the nodes\n",
      if (x$impute$method != "none") paste0("  impute: ", x$impute$method, "\n"),
      if (x$screen$method != "none") paste0("  screen: ", x$screen$method, "\n"),
      if (x$treat$method != "none") paste0("  treat: ", x$treat$method, "\n"),
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
  options <- c(denominate = x$denominate, impute = x$impute, screen = x$screen, treat = x$treat,
               normalise = x$normalise, aggregate = x$aggregate, strict = x$strict)
  data.frame(option = names(options), value = vapply(options, option_text, "", USE.NAMES = FALSE))
}

# An option on one line; one that is not given is missing.
option_text <- function(x) if (length(x) == 0L) NA_character_ else paste(as.character(x), collapse = ", ")
