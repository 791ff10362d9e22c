# Zones: classes of risk from scores.

risk_zones <- function(thresholds, labels = NULL, boundary = c("upper", "lower")) {
  k <- length(thresholds)
  if (is.null(labels)) {
    labels <- if (k == 2L) c("green", "orange", "red") else paste0("zone_", seq_len(k + 1L))
  }
  labels <- as.character(labels)
  if (length(labels) != k + 1L) {
    rix_stop("edim", "labels: ", k, " thresholds make ", k + 1L, " zones, but there are ",
             length(labels), " labels", arg = "labels")
  }
  if (anyNA(labels) || anyDuplicated(labels)) {
    rix_stop("einval", "labels: each zone needs a label of its own", arg = "labels")
  }
  zones <- structure(
    list(thresholds = thresholds, labels = labels,
         boundary = check_choice(boundary[1L], c("upper", "lower"), "boundary")),
    class = "risk_zones"
  )
  classify_zones(double(), zones)
  zones
}

classify_zones <- function(scores, zones) {
  check_class(zones, "risk_zones", "zones", "risk_zones()")
  if (inherits(scores, "riskidx_index")) {
    index <- scores
    scores <- stats::setNames(index$scores[[root_of(index$framework$nodes)]], index$scores$unit)
  }
  if (is.matrix(scores) || is.data.frame(scores)) {
    rix_stop("edim", "scores: one vector of scores expected", arg = "scores")
  }
  infinite <- which(is.infinite(scores))
  if (length(infinite) > 0L && !is.null(names(scores))) {
    rix_stop("edomain", "scores: unit '", names(scores)[infinite[1L]], "' is infinite", arg = "scores",
             row = as.double(infinite[1L]))
  }
  numbers <- core_result(R_swig_classify, scores, zones$thresholds, zones$boundary)
  factor(stats::setNames(zones$labels[numbers + 1L], names(scores)), levels = zones$labels, ordered = TRUE)
}

as.data.frame.risk_zones <- function(x, row.names = NULL, optional = FALSE, ...) {
  data.frame(zone = factor(x$labels, levels = x$labels, ordered = TRUE),
             from = c(-Inf, x$thresholds), to = c(x$thresholds, Inf))
}

print.risk_zones <- function(x, ...) {
  cat("Zones, a score at a threshold counting to the", x$boundary, "one\n")
  print(as.data.frame(x), row.names = FALSE)
  invisible(x)
}

summary.risk_zones <- function(object, ...) as.data.frame(object)
