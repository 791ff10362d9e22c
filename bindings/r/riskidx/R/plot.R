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
  frame <- data.frame(unit = x$scores$unit, score = x$scores[[node]], rank = x$ranks[[node]])
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
  colours <- if (all(x$labels %in% zone_colours)) stats::setNames(x$labels, x$labels)
  plot <- ggplot2::ggplot(frame, ggplot2::aes(xmin = .data$from, xmax = .data$to, ymin = 0, ymax = 1,
                                              fill = .data$zone)) +
    ggplot2::geom_rect(alpha = 0.7) +
    ggplot2::labs(x = "score", y = NULL) +
    ggplot2::theme(axis.text.y = ggplot2::element_blank(), axis.ticks.y = ggplot2::element_blank())
  if (is.null(colours)) plot else plot + ggplot2::scale_fill_manual(values = colours)
}

zone_colours <- c("green", "yellow", "orange", "red", "darkred", "blue", "grey")

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
