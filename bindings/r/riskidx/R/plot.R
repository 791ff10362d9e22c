# Plots. Each method gives a ggplot, which is drawn when it is printed and can be added to.

utils::globalVariables(".data")

need_ggplot2 <- function() {
  if (!requireNamespace("ggplot2", quietly = TRUE)) {
    rix_stop("enotfound", "plot() needs the package ggplot2: install.packages(\"ggplot2\")")
  }
}

# A sunburst: the index in the middle, a ring a level, every node as wide as its effective weight.
plot.risk_framework <- function(x, ...) {
  need_ggplot2()
  frame <- sunburst_layout(x)
  rings <- max(frame$ring)
  names <- frame[(frame$to - frame$from) * pmax(frame$ring, 1) > 0.025 & frame$ring > 0L, ]
  middle <- 90 - 360 * (names$from + names$to) / 2
  turned <- cos(middle * pi / 180) < 0
  names$angle <- ifelse(turned, middle - 180, middle)
  outer <- names$ring == rings
  names$at <- names$ring + ifelse(outer, 1.06, 0.5)
  names$hjust <- ifelse(!outer, 0.5, ifelse(turned, 1, 0))
  names$label <- ifelse(outer, shorten(names$name, 40L), shorten(names$name, 16L))
  ggplot2::ggplot(frame) +
    ggplot2::geom_rect(ggplot2::aes(xmin = .data$from, xmax = .data$to, ymin = .data$ring, ymax = .data$ring + 1),
                       fill = frame$fill, colour = "white") +
    ggplot2::geom_text(data = names, hjust = names$hjust, size = 2.4, mapping = ggplot2::aes(
      (.data$from + .data$to) / 2, .data$at, label = .data$label, angle = .data$angle
    )) +
    ggplot2::annotate("text", x = 0, y = 0, size = 3, label = paste(strwrap(frame$name[1L], 14L), collapse = "\n")) +
    ggplot2::scale_x_continuous(limits = c(0, 1)) +
    ggplot2::scale_y_continuous(limits = c(0, 1.6 * (rings + 1))) +
    ggplot2::coord_polar() +
    ggplot2::theme_void() +
    ggplot2::labs(title = x$title)
}

# Ring, stretch of the circle and colour of every node of positive weight, the index first.
sunburst_layout <- function(framework) {
  nodes <- framework$nodes
  share <- stats::setNames(effective_weights(framework)$effective_weight, nodes$code)
  layout <- tree_layout(nodes)
  layout <- layout[share[layout$code] > 0, ]
  layout$parent <- nodes$parent[match(layout$code, nodes$code)]
  layout$name <- nodes$name[match(layout$code, nodes$code)]
  layout$from <- 0
  layout$top <- layout$code
  used <- stats::setNames(rep(0, nrow(layout)), layout$code)
  for (i in seq_len(nrow(layout))[-1L]) { # parents stand before their children
    up <- match(layout$parent[i], layout$code)
    layout$from[i] <- layout$from[up] + used[[up]]
    used[[up]] <- used[[up]] + share[[layout$code[i]]]
    if (layout$depth[i] > 1L) layout$top[i] <- layout$top[up]
  }
  layout$to <- layout$from + share[layout$code]
  first <- layout$code[layout$depth == 1L]
  hues <- grDevices::col2rgb(grDevices::hcl.colors(max(length(first), 2L), "Dark 3"))
  pale <- 0.15 + 0.55 * (layout$depth - 1) / max(max(layout$depth) - 1, 1)
  own <- hues[, pmax(1L, match(layout$top, first), na.rm = TRUE), drop = FALSE]
  mixed <- own + (255 - own) * rep(pmax(pale, 0), each = 3L)
  layout$fill <- grDevices::rgb(mixed[1L, ], mixed[2L, ], mixed[3L, ], maxColorValue = 255)
  layout$fill[1L] <- "grey93"
  layout$ring <- layout$depth
  rownames(layout) <- NULL
  layout[c("code", "name", "ring", "from", "to", "fill")]
}

shorten <- function(text, most) {
  ifelse(nchar(text) <= most, text, paste0(trimws(substr(text, 1L, most - 1L), "right"), "\u2026"))
}

plot.riskidx_index <- function(x, node = NULL, n = 40L, ...) {
  need_ggplot2()
  nodes <- x$framework$nodes
  if (is.null(node)) node <- root_of(nodes)
  check_choice(node, nodes$code, "node")
  names <- stats::setNames(nodes$name, nodes$code)
  ranked_bars(index_labels(x), x$scores[[node]], score_parts(x, node), n, names) +
    ggplot2::labs(x = names[[node]], title = x$framework$title)
}

plot.benefit_of_the_doubt <- function(x, n = 40L, ...) {
  need_ggplot2()
  codes <- setdiff(names(x$shares), "unit")
  parts <- as.matrix(x$shares[codes]) * x$scores$score
  parts[is.na(parts)] <- 0
  ranked_bars(as.character(x$scores$unit), x$scores$score, parts, n, stats::setNames(codes, codes)) +
    ggplot2::labs(x = "benefit of the doubt")
}

# The n best, the best on top; stacked where there are parts, a column each.
ranked_bars <- function(units, score, parts, n, names) {
  shown <- utils::head(order(-score), n)
  shown <- shown[!is.na(score[shown])]
  levels <- rev(unique(units[shown]))
  drawn <- if (is.null(parts)) {
    frame <- data.frame(unit = factor(units[shown], levels), score = score[shown])
    ggplot2::ggplot(frame, ggplot2::aes(.data$score, .data$unit)) + ggplot2::geom_col()
  } else {
    frame <- data.frame(
      unit = factor(rep(units[shown], ncol(parts)), levels), score = as.vector(parts[shown, ]),
      part = factor(rep(colnames(parts), each = length(shown)), rev(colnames(parts)))
    )
    ggplot2::ggplot(frame, ggplot2::aes(.data$score, .data$unit, fill = .data$part)) +
      ggplot2::geom_col() +
      ggplot2::scale_fill_discrete(breaks = colnames(parts), labels = names[colnames(parts)])
  }
  drawn + ggplot2::labs(y = NULL, fill = NULL)
}

# What the children add to a node's score, if that adds up and nothing is negative.
score_parts <- function(x, node) {
  nodes <- x$framework$nodes
  children <- nodes$code[nodes$parent %in% node]
  if (length(children) == 0L) return(NULL)
  parts <- as.matrix(index_contributions(x, node)[children])
  parts[is.na(parts)] <- 0
  score <- x$scores[[node]]
  there <- !is.na(score)
  adds_up <- all(abs(rowSums(parts)[there] - score[there]) <= 1e-8 * pmax(1, abs(score[there])))
  if (adds_up && all(parts[there, ] >= 0)) parts
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
    stage_bands(x) +
    ggplot2::geom_line() +
    ggplot2::facet_wrap(~state, scales = "free_y") +
    ggplot2::labs(x = x$scenario$time_unit, y = NULL)
}

# Stages of a policy behind the curves; nothing under a schedule.
stage_bands <- function(x) {
  if (is.null(x$stages)) return(NULL)
  runs <- rle(x$stages)
  end <- cumsum(runs$lengths)
  bands <- data.frame(start = (end - runs$lengths) * x$scenario$period, end = end * x$scenario$period,
                      stage = factor(runs$values, levels = names(x$policy$stages)))
  list(
    ggplot2::geom_rect(ggplot2::aes(xmin = .data$start, xmax = .data$end, ymin = -Inf, ymax = Inf,
                                    fill = .data$stage), bands, inherit.aes = FALSE, alpha = .3),
    ggplot2::scale_fill_grey(start = .9, end = .3, drop = FALSE)
  )
}

plot.risk_course <- function(x, ...) {
  need_ggplot2()
  days <- x$days
  total <- function(...) {
    rowSums(days[Reduce(`|`, lapply(c(...), function(stem) startsWith(names(days), stem)))])
  }
  shown <- list(Infectious = total("infectious_"), `In hospital` = total("recovering_", "dying_"), Dead = total("dead_"))
  frame <- data.frame(
    day = rep(days$day, 3L), value = unlist(shown, use.names = FALSE),
    what = factor(rep(names(shown), each = nrow(days)), levels = names(shown))
  )
  ggplot2::ggplot(frame) +
    ggplot2::geom_rect(ggplot2::aes(xmin = .data$start, xmax = .data$end, ymin = -Inf, ymax = Inf), x$closures,
                       fill = "grey50", alpha = .2) +
    ggplot2::geom_line(ggplot2::aes(.data$day, .data$value)) +
    ggplot2::facet_wrap(~what, ncol = 1L, scales = "free_y") +
    ggplot2::labs(x = "day", y = "persons")
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
  drawn <- ggplot2::ggplot(x$points, aes()) +
    ggplot2::geom_point(data = x$all, colour = "grey70", size = 0.6) +
    ggplot2::labs(x = label(x$x), y = label(x$y))
  if (length(x$outcomes) == 2L) {
    return(drawn + ggplot2::geom_step(direction = "hv") + ggplot2::geom_point())
  }
  third <- x$outcomes[3L]
  drawn + ggplot2::geom_point(ggplot2::aes(colour = .data[[third]])) + ggplot2::labs(colour = label(third))
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
