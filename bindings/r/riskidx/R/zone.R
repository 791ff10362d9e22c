# Zones: classes of risk from scores. Zones by several indicators are in rule.R, zones in time in machine.R.

risk_zones <- function(thresholds, labels = NULL, boundary = c("upper", "lower")) {
  k <- length(thresholds)
  if (is.null(labels)) {
    labels <- if (k == 2L) c("green", "orange", "red") else as.character(seq_len(k + 1L) - 1L)
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

# ------------------------------------------------------------------------- thresholds from scores

zones_quantiles <- function(scores, classes, labels = NULL) {
  zones_from(scores, labels, function(x) {
    core_result(R_swig_breaks_quantile, x, classes, class_dims(classes))
  })
}

zones_natural <- function(scores, classes, labels = NULL) {
  zones_from(scores, labels, function(x) {
    core_result(R_swig_breaks_natural, x, classes, class_dims(classes))
  })
}

zones_sd <- function(scores, z = c(-1, 0, 1), labels = NULL) {
  zones_from(scores, labels, function(x) core_result(R_swig_breaks_sd, x, z, c(1, length(z))))
}

class_dims <- function(classes) {
  if (!is.numeric(classes) || length(classes) != 1L || is.na(classes) || classes < 2) {
    rix_stop("einval", "classes: a whole number of 2 or more expected", arg = "classes")
  }
  c(1, classes - 1)
}

zones_from <- function(scores, labels, breaks) {
  scores <- scores_of(scores)
  risk_zones(as.vector(breaks(unname(scores))), labels)
}

# Scores with the names of their units; an infinite one is refused here, where the name is known.
scores_of <- function(scores) {
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
  scores
}

# ---------------------------------------------------------------------------------------- classes

classify_zones <- function(scores, zones, ...) UseMethod("classify_zones", zones)

classify_zones.default <- function(scores, zones, ...) {
  rix_stop("einval", "zones: an object of class risk_zones, zone_rule or zone_machine expected, such as risk_zones(), ",
           "rule_criteria() and preset_rule() make", arg = "zones")
}

classify_zones.risk_zones <- function(scores, zones, ...) {
  scores <- scores_of(scores)
  numbers <- core_result(R_swig_classify, scores, zones$thresholds, zones$boundary)
  zone_factor(stats::setNames(numbers, names(scores)), zones$labels)
}

# Numbers of zones from 0 as an ordered factor, NA where there is none.
zone_factor <- function(numbers, labels) {
  structure(as.vector(numbers) + 1L, names = names(numbers), levels = labels, class = c("ordered", "factor"))
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
