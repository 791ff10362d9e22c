# Counter-based random numbers.

random_uniform <- function(n, seed = NULL, stream = 0) {
  if (is.null(seed)) seed <- floor(stats::runif(1L) * 2^32)
  if (!is.numeric(n) || length(n) != 1L) rix_stop("einval", "n: one whole number expected", arg = "n")
  as.vector(core_result(R_swig_random_uniform, seed, stream, c(n, 1)))
}

philox4x32 <- function(counter, key) as.vector(core_result(R_swig_philox4x32, counter, key, c(4, 1)))
