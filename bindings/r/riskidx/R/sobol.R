# How much of an output's variance is due to which uncertain input.

# Names of the inputs; a number of them stands for x1, x2, ...
input_names <- function(inputs) {
  if (is.character(inputs)) return(inputs)
  if (!is.numeric(inputs) || length(inputs) != 1L || !is.finite(inputs) || inputs < 1) {
    rix_stop("einval", "inputs: their number or their names expected", arg = "inputs")
  }
  paste0("x", seq_len(inputs))
}

drawn_seed <- function(seed) if (is.null(seed)) floor(stats::runif(1L) * 2^32) else seed

sobol_sample <- function(n, inputs, sequence = "halton", seed = NULL, first = 1, count = NULL) {
  names <- input_names(inputs)
  for (arg in c("n", "first")) {
    x <- get(arg)
    if (!is.numeric(x) || length(x) != 1L || !is.finite(x) || x < 1) {
      rix_stop("einval", arg, ": one whole number above 0 expected", arg = arg)
    }
  }
  if (is.null(count)) count <- max(n * (length(names) + 2) - first + 1, 0)
  found <- core_result(R_swig_rix_sobol_sample, first - 1, n, length(names), sequence, drawn_seed(seed),
                       c(count, length(names)))
  colnames(found) <- names
  as.data.frame(found, optional = TRUE)
}

sobol_indices <- function(y, inputs, estimator = "saltelli", replicates = 1000, level = 0.9, seed = NULL,
                          threads = 0, progress = NULL) {
  names <- input_names(inputs)
  d <- length(names)
  if (!is.numeric(y) || length(y) %% (d + 2) != 0) {
    rix_stop("edim", "y: ", length(y), " values, not n (", d, " + 2) outputs", arg = "y")
  }
  y <- as.double(y)
  n <- length(y) / (d + 2)
  found <- core_results(3L, R_swig_sobol_indices, y, n, d, estimator, c(1, d), c(1, d), c(1, 1))
  first <- as.vector(found[[1L]])
  total <- as.vector(found[[2L]])
  indices <- data.frame(input = names, first = first, total = total)
  if (replicates > 0) {
    p <- c(1 - level, 1 + level) / 2
    bounds <- with_progress(progress, function(report) {
      core_results(2L, R_swig_rix_sobol_bootstrap, y, n, d, estimator, replicates, drawn_seed(seed), p,
                   list(threads = threads, progress = report), c(d, 2), c(d, 2))
    })
    indices <- data.frame(input = names, first = first, first_low = bounds[[1L]][, 1L],
                          first_high = bounds[[1L]][, 2L], total = total, total_low = bounds[[2L]][, 1L],
                          total_high = bounds[[2L]][, 2L])
  }
  structure(indices, variance = as.vector(found[[3L]]))
}
