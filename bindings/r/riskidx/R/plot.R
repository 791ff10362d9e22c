# Plots. Each method gives a ggplot, which is drawn when it is printed and can be added to.

utils::globalVariables(".data")

need_ggplot2 <- function() {
  if (!requireNamespace("ggplot2", quietly = TRUE)) {
    rix_stop("enotfound", "plot() needs the package ggplot2: install.packages(\"ggplot2\")")
  }
}

plot.risk_framework <- function(x, ...) {
  need_ggplot2()
  layout <- tree_layout(x$nodes)
  layout$name <- x$nodes$name[match(layout$code, x$nodes$code)]
  layout$row <- -seq_len(nrow(layout))
  ggplot2::ggplot(layout, ggplot2::aes(.data$depth, .data$row, label = .data$name)) +
    ggplot2::geom_text(hjust = 0, size = 3) +
    ggplot2::scale_x_continuous(limits = c(0, max(layout$depth) + 2)) +
    ggplot2::theme_void() +
    ggplot2::labs(title = x$title)
}

plot.riskidx_index <- function(x, node = NULL, n = 40L, ...) {
  need_ggplot2()
  nodes <- x$framework$nodes
  if (is.null(node)) node <- root_of(nodes)
  check_choice(node, nodes$code, "node")
  frame <- data.frame(unit = index_labels(x), score = x$scores[[node]], rank = x$ranks[[node]])
  frame <- utils::head(frame[order(frame$rank), ], n)
  frame <- frame[!is.na(frame$score), ]
  frame$unit <- factor(frame$unit, levels = rev(unique(frame$unit)))
  ggplot2::ggplot(frame, ggplot2::aes(.data$score, .data$unit)) +
    ggplot2::geom_col() +
    ggplot2::labs(x = nodes$name[nodes$code == node], y = NULL, title = x$framework$title)
}

plot.risk_zones <- function(x, ...) {
  need_ggplot2()
  frame <- as.data.frame(x)
  margin <- if (length(x$thresholds) > 1L) diff(range(x$thresholds)) / length(x$thresholds) else 1
  frame$from[1L] <- x$thresholds[1L] - margin
  frame$to[nrow(frame)] <- max(x$thresholds) + margin
  ggplot2::ggplot(frame, ggplot2::aes(xmin = .data$from, xmax = .data$to, ymin = 0, ymax = 1,
                                              fill = .data$zone)) +
    ggplot2::geom_rect() +
    zone_fill(x$labels) +
    ggplot2::labs(x = "score", y = NULL) +
    ggplot2::theme(axis.text.y = ggplot2::element_blank(), axis.ticks.y = ggplot2::element_blank())
}

plot.risk_scenario <- function(x, policy = NULL, ...) plot(simulate.risk_scenario(x, policy = policy), ...)

plot.risk_trajectory <- function(x, ...) {
  need_ggplot2()
  states <- x$scenario$states
  frame <- data.frame(
    time = rep(x$states$time, length(states)),
    state = factor(rep(states, each = nrow(x$states)), levels = states),
    value = unlist(x$states[states], use.names = FALSE)
  )
  ggplot2::ggplot(frame, ggplot2::aes(.data$time, .data$value)) +
    ggplot2::geom_line() +
    ggplot2::facet_wrap(~state, scales = "free_y") +
    ggplot2::labs(x = x$scenario$time_unit, y = NULL)
}

plot.exit_plan <- function(x, ...) {
  need_ggplot2()
  frame <- as.data.frame(x)
  levels <- frame[-1L]
  long <- data.frame(
    period = rep(frame$period, length(levels)),
    control = rep(names(levels), each = nrow(frame)),
    lockdown = unlist(levels, use.names = FALSE)
  )
  ggplot2::ggplot(long, ggplot2::aes(.data$period, .data$lockdown, colour = .data$control)) +
    ggplot2::geom_step() +
    ggplot2::labs(x = "period", y = "lockdown", colour = NULL)
}

plot.exit_plans <- function(x, ...) {
  need_ggplot2()
  frame <- as.data.frame(x)
  levels <- frame[grep("^level", names(frame))]
  frame$level <- Reduce(function(a, b) paste(a, b, sep = ", "), lapply(levels, format_number))
  ggplot2::ggplot(frame, ggplot2::aes(.data$start, .data$ramp)) +
    ggplot2::geom_point() +
    ggplot2::facet_wrap(~level) +
    ggplot2::labs(x = "periods before easing", y = "periods of easing")
}

plot.tradeoff_curve <- function(x, ...) {
  need_ggplot2()
  about <- x$scenario$outcomes
  label <- function(k) paste0(gsub("_", " ", k), " (", about$unit[about$name == k], ")")
  aes <- function() ggplot2::aes(.data[[x$x]], .data[[x$y]])
  ggplot2::ggplot(x$points, aes()) +
    ggplot2::geom_point(data = x$all, colour = "grey70", size = 0.6) +
    ggplot2::geom_step(direction = "hv") +
    ggplot2::geom_point() +
    ggplot2::labs(x = label(x$x), y = label(x$y))
}

# ------------------------------------------------------------------------------------------- zones

# Apart in lightness as well as in hue, for colour-blind readers and print: zones of these names have colours of
# their own, others go from light to dark.
named_colours <- c(
  green = "#4db6a0", yellow = "#f3e79b", orange = "#eeb04b", red = "#c0392b", dark_red = "#641220", purple = "#4a1a5c"
)
grey_colour <- "#c9ced4"

zone_palette <- function(zones) {
  colours <- if (all(zones %in% names(named_colours))) {
    unname(named_colours[zones])
  } else {
    grDevices::hcl.colors(length(zones), "cividis", rev = TRUE)
  }
  stats::setNames(colours, zones)
}

zone_fill <- function(zones) {
  colours <- c(zone_palette(zones), stats::setNames(grey_colour, grey_label(zones)))
  ggplot2::scale_fill_manual(values = colours, labels = function(zone) gsub("_", " ", zone), drop = FALSE,
                             na.value = grey_colour)
}

# The strip of zones of each unit, a tile for each stretch of one zone.
plot.zone_history <- function(x, units = NULL, ...) {
  need_ggplot2()
  shown <- if (is.null(units)) x$units else units
  for (unit in shown) check_choice(unit, x$units, "units")
  frame <- zone_stretches(x$codes[match(shown, x$units), , drop = FALSE])
  at <- if (is.character(x$dates)) seq_along(x$dates) else x$dates
  step <- if (length(at) > 1L) at[2L] - at[1L] else 1
  frame$from <- at[frame$first]
  frame$width <- as.double(at[frame$last]) - as.double(at[frame$first]) + as.double(step, units = time_units(at))
  frame$middle <- at[frame$first] + (frame$width - as.double(step, units = time_units(at))) / 2
  frame$name <- factor(shown[frame$unit], levels = rev(shown))
  zones <- c(x$machine$zones, if (any(frame$code == 0L)) grey_label(x$machine$zones))
  frame$zone <- zone_factor(ifelse(frame$code == 0L, length(zones), frame$code) - 1L, zones)
  ggplot2::ggplot(frame, ggplot2::aes(.data$middle, .data$name, width = .data$width, fill = .data$zone)) +
    ggplot2::geom_tile(height = 0.8) +
    zone_fill(x$machine$zones) +
    ggplot2::labs(x = NULL, y = NULL, fill = NULL, title = x$machine$title) +
    ggplot2::theme_minimal() +
    ggplot2::theme(panel.grid.major.y = ggplot2::element_blank(), legend.position = "top",
                   legend.justification = "left")
}

time_units <- function(x) if (inherits(x, "POSIXct")) "secs" else "days"

# The zones over one indicator or two; others have the values of `fixed`.
plot.zone_rule <- function(x, show = utils::head(x$indicators, 2L), fixed = NULL, ...) {
  need_ggplot2()
  for (k in show) check_choice(k, x$indicators, "show")
  lacking <- setdiff(x$indicators, c(show, names(fixed)))
  if (!length(show) %in% 1:2 || length(lacking)) {
    rix_stop("einval", "a plot shows one or two indicators; give the others a value, such as fixed = c(",
             c(lacking, show)[1L], " = 0)", arg = "fixed")
  }
  axes <- lapply(stats::setNames(show, show), function(k) rule_axis(x, k))
  frame <- expand.grid(axes)
  values <- frame
  values[names(fixed)] <- as.list(fixed)
  frame$zone <- classify_zones(values, x)
  units <- stats::setNames(x$units, x$indicators)[show]
  label <- ifelse(is.na(units), show, paste0(show, " (", units, ")"))
  if (length(show) == 1L) frame$none <- ""
  ggplot2::ggplot(frame, ggplot2::aes(.data[[show[1L]]], .data[[if (length(show) > 1L) show[2L] else "none"]],
                                      fill = .data$zone)) +
    ggplot2::geom_raster() +
    zone_fill(x$zones) +
    ggplot2::labs(x = label[1L], y = if (length(show) > 1L) label[2L], fill = NULL)
}

# 200 values a little beyond the levels at which an indicator's classes change.
rule_axis <- function(rule, indicator) {
  at <- match(indicator, rule$indicators)
  levels <- range(if (is.null(rule$low)) rule$thresholds[at, ] else c(rule$low[, at], rule$high[, at], 0), na.rm = TRUE)
  margin <- max(diff(levels), abs(levels), 1) / 4
  seq(levels[1L] - if (levels[1L] > 0) min(margin, levels[1L]) else 0, levels[2L] + margin, length.out = 200L)
}
