# Plots of Monte Carlo: intervals of ranks, Sobol indices, how they converge.

# Units by median rank, with the interval of their ranks and the nominal rank.
plot.risk_uncertainty <- function(x, node = NULL, level = 0.9, n = 60L, ...) {
  need_ggplot2()
  frame <- uncertainty_summary(x, "rank", c((1 - level) / 2, 0.5, (1 + level) / 2), node)
  ends <- names(frame)[match("sd", names(frame)) + c(1L, 3L)]
  frame$low <- frame[[ends[1L]]]
  frame$high <- frame[[ends[2L]]]
  frame$unit <- x$units
  frame <- utils::head(frame[order(frame$median, frame$mean), ], n)
  frame <- frame[!is.na(frame$median), ]
  frame$unit <- factor(frame$unit, rev(frame$unit))
  tree <- x$job$tree
  shown <- tree$name[match(if (is.null(node)) x$nodes[1L] else node, tree$code)]
  ggplot2::ggplot(frame, ggplot2::aes(.data$median, .data$unit)) +
    ggplot2::geom_segment(ggplot2::aes(x = .data$low, xend = .data$high, yend = .data$unit), colour = "#9cb8cf",
                          linewidth = 1.6) +
    ggplot2::geom_point(ggplot2::aes(shape = "median"), colour = "#1f5a8a", size = 1.8) +
    ggplot2::geom_point(ggplot2::aes(.data$nominal, shape = "nominal"), size = 3) +
    ggplot2::scale_shape_manual(values = c(median = 16, nominal = 124)) +
    ggplot2::labs(x = paste0("rank by ", shown, ", with ", format_number(100 * level), " % of the replicates"), y = NULL,
                  shape = NULL)
}

# Bars of first and of total order with their intervals, or how they converge.
plot.risk_sensitivity <- function(x, kind = c("indices", "convergence"), ...) {
  need_ggplot2()
  kind <- check_choice(kind[1L], c("indices", "convergence"), "kind")
  names <- x$uncertainty$inputs
  share <- paste("share of the variance of", gsub("_", " ", x$target))
  if (kind == "convergence") {
    found <- sensitivity_convergence(x)
    frame <- data.frame(rows = found$rows, input = factor(found$input, names), share = c(found$first, found$total),
                        order = rep(c("first", "total"), each = nrow(found)))
    return(ggplot2::ggplot(frame, ggplot2::aes(.data$rows, .data$share, colour = .data$input, linetype = .data$order)) +
             ggplot2::geom_line(na.rm = TRUE) +
             ggplot2::scale_linetype_manual(values = c(first = "dashed", total = "solid")) +
             ggplot2::labs(x = "rows of the sample", y = share, colour = NULL))
  }
  long <- function(order) {
    ends <- paste0(order, c("_low", "_high"))
    data.frame(input = factor(x$indices$input, rev(names)), order = order, share = x$indices[[order]],
               low = if (ends[1L] %in% names(x$indices)) x$indices[[ends[1L]]] else NA_real_,
               high = if (ends[2L] %in% names(x$indices)) x$indices[[ends[2L]]] else NA_real_)
  }
  frame <- rbind(long("first"), long("total"))
  frame$order <- factor(frame$order, c("total", "first")) # drawn from below
  side <- ggplot2::position_dodge(width = 0.75)
  ggplot2::ggplot(frame, ggplot2::aes(.data$input, .data$share, fill = .data$order)) +
    ggplot2::geom_col(position = side, width = 0.7) +
    ggplot2::geom_linerange(ggplot2::aes(ymin = .data$low, ymax = .data$high), position = side, na.rm = TRUE) +
    ggplot2::scale_fill_manual(values = c(first = "#1f5a8a", total = "#eeb04b"), breaks = c("first", "total")) +
    ggplot2::coord_flip() +
    ggplot2::labs(x = NULL, y = share, fill = "order")
}
