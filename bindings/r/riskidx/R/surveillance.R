# Indicators from counts. Each takes a vector, a matrix or a data frame and gives back the same.

on_panel <- function(x, unit, date, value, into, compute) {
  panel <- as_panel(x, unit, date, value)
  figures <- panel$figures(if (is.null(value)) x else value, "x")
  values <- with_labels(panel, compute(figures, panel))
  panel$restore(if (is.list(values)) values else list(values), into)
}

new_counts <- function(x, holes = c("keep", "linear", "carry"), corrections = c("error", "keep", "zero", "spread"),
                       batches = c("keep", "spread"), unit = NULL, date = NULL, value = NULL,
                       into = "new_counts") {
  options <- list(holes = holes[1L], corrections = corrections[1L], batches = batches[1L])
  on_panel(x, unit, date, value, into, function(m, panel) {
    core_result(R_swig_rix_new_counts, m, options, dim(m))
  })
}

incidence <- function(x, population, window = 14, unit = NULL, date = NULL, value = NULL, into = "incidence") {
  on_panel(x, unit, date, value, into, function(m, panel) {
    core_result(R_swig_rix_incidence, m, populations(population, panel, x), window, dim(m))
  })
}

moving_mean <- function(x, window = 7, unit = NULL, date = NULL, value = NULL, into = "moving_mean") {
  on_panel(x, unit, date, value, into, function(m, panel) {
    core_result(R_swig_rix_moving_mean, m, window, dim(m))
  })
}

positivity <- function(x, tests, window = 7, unit = NULL, date = NULL, value = NULL, into = "positivity") {
  on_panel(x, unit, date, value, into, function(m, panel) {
    core_result(R_swig_rix_positivity, m, panel$figures(tests, "tests"), window, dim(m))
  })
}

doubling_time <- function(x, window = 7, unit = NULL, date = NULL, value = NULL, into = "doubling_time") {
  on_panel(x, unit, date, value, into, function(m, panel) {
    core_result(R_swig_rix_doubling_time, m, window, dim(m))
  })
}

days_since_case <- function(x, unit = NULL, date = NULL, value = NULL, into = "days_since_case") {
  on_panel(x, unit, date, value, into, function(m, panel) core_result(R_swig_rix_days_since_case, m, dim(m)))
}

growth <- function(x, window = 7, unit = NULL, date = NULL, value = NULL, into = "growth") {
  on_panel(x, unit, date, value, into, function(m, panel) core_result(R_swig_rix_growth, m, window, dim(m)))
}

trend <- function(x, window = 14, unit = NULL, date = NULL, value = NULL, into = "trend") {
  on_panel(x, unit, date, value, into, function(m, panel) core_result(R_swig_rix_trend, m, window, dim(m)))
}

reproduction_number <- function(x, si_mean = NULL, si_sd = NULL, si = NULL, window = 7, prior_mean = 5,
                                prior_sd = 5, level = 0.95, unit = NULL, date = NULL, value = NULL, into = "rt") {
  options <- list(si_mean = si_mean, si_sd = si_sd, si = si, window = window, prior_mean = prior_mean,
                  prior_sd = prior_sd, level = level)
  on_panel(x, unit, date, value, paste0(into, c("", "_low", "_high")), function(m, panel) {
    found <- core(R_swig_rix_reproduction_number, m, options, dim(m), dim(m), dim(m))
    stats::setNames(utils::tail(found, 3L), c("mean", "low", "high"))
  })
}

# People of each unit: one number, one a unit (by name or in order), or the name of a column of a long table.
populations <- function(population, panel, x) {
  if (is.character(population) && length(population) == 1L && !is.null(panel$cells)) {
    return(population_column(panel$figures(population, "population"), panel))
  }
  if (is.list(population)) population <- unlist(population)
  n <- max(1L, length(panel$units))
  if (!is.null(names(population)) && length(panel$units)) {
    lacking <- setdiff(panel$units, names(population))
    if (length(lacking)) {
      rix_stop("enotfound", "population: none for unit '", lacking[1L], "'", arg = "population")
    }
    population <- population[panel$units]
  }
  if (length(population) != n) {
    rix_stop("edim", "population: ", length(population), " numbers for ", n, " units", arg = "population")
  }
  figures_of(population, "population")
}

# It must be the same on all dates where it is stated.
population_column <- function(m, panel) {
  people <- apply(m, 1L, function(row) c(row[!is.na(row)], NA_real_)[1L])
  other <- which(rowSums(m != people, na.rm = TRUE) > 0)
  if (length(other) > 0L) {
    rix_stop("einval", "population: ", unit_text(panel$units[other[1L]]), "it differs between dates",
             arg = "population", row = as.double(other[1L]))
  }
  as.double(people)
}
