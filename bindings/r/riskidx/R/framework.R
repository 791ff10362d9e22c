# Frameworks: a table of nodes. Nothing of C is kept, so that saveRDS() keeps all there is.

node_texts <- c("code", "parent", "name", "unit", "source", "kind", "aggregate", "normalise", "denominator",
                "treat", "transform")
node_numbers <- c("weight", "direction", "goal_low", "goal_high", "denominator_scale",
                  "target", "min_share", "power",
                  paste0("treat_", c("max_points", "skewness", "kurtosis", "low_share", "high_share", "fence",
                                     "lambda", "force", "combined")),
                  "share_low", "share_high")

# Columns of COINr's iMeta, by ours.
coinr_columns <- c(code = "iCode", parent = "Parent", weight = "Weight", direction = "Direction",
                   name = "iName", unit = "Unit", denominator = "Denominator", target = "Target")

risk_framework <- function(meta) {
  if (!is.data.frame(meta)) rix_stop("einval", "meta: a data frame expected", arg = "meta")
  new_framework(as_nodes(meta))
}

# Checks the nodes in the core; that gives the kind of each node and its name as well.
new_framework <- function(nodes, recipe = NULL, name = NULL, title = NULL, source = NULL) {
  handle <- framework_handle(nodes)
  size <- core(R_swig_rix_framework_size, handle)
  checked <- lapply(seq_len(size) - 1, function(i) core(R_swig_rix_framework_node, handle, i))
  columns <- names(checked[[1L]])
  nodes <- lapply(stats::setNames(columns, columns), function(k) {
    unlist(lapply(checked, `[[`, k), use.names = FALSE)
  })
  structure(
    list(nodes = as.data.frame(nodes), recipe = recipe, name = name, title = title, source = source),
    class = "risk_framework"
  )
}

as_framework <- function(x) {
  if (is.character(x)) return(preset_framework(x))
  if (is.data.frame(x)) return(risk_framework(x))
  check_class(x, "risk_framework", "framework", "risk_framework() or preset_framework()")
}

as_nodes <- function(meta) {
  meta <- as.data.frame(meta)
  if (!"code" %in% names(meta) && "iCode" %in% names(meta)) meta <- from_coinr(meta)
  if (!"code" %in% names(meta)) {
    rix_stop("einval", "meta: no column 'code' (nor COINr's 'iCode')", arg = "meta")
  }
  if (!"parent" %in% names(meta)) rix_stop("einval", "meta: no column 'parent'", arg = "meta")
  texts <- lapply(meta[intersect(node_texts, names(meta))], as.character)
  numbers <- lapply(intersect(node_numbers, names(meta)), function(k) as_number(meta[[k]], k))
  c(texts, stats::setNames(numbers, intersect(node_numbers, names(meta))))
}

# Rows of iMeta that are no nodes (denominators, groups, other) are left aside, as COINr does.
from_coinr <- function(meta) {
  if ("Type" %in% names(meta)) meta <- meta[meta$Type %in% c("Indicator", "Aggregate"), , drop = FALSE]
  present <- coinr_columns[coinr_columns %in% names(meta)]
  nodes <- stats::setNames(meta[present], names(present))
  if ("Type" %in% names(meta)) {
    nodes$kind <- ifelse(meta$Type == "Indicator", "indicator", "group")
  }
  nodes
}

# Numbers of a column, whatever holds them; what is no number is an error that names it.
as_number <- function(x, column, labels = seq_along(x)) {
  if (is.numeric(x) && !inherits(x, "integer64") || is.logical(x)) return(as.double(x))
  if (!is.character(x)) {
    rix_stop("einval", "column '", column, "' is not numeric but of class ", class(x)[1L], arg = column)
  }
  numbers <- suppressWarnings(as.double(x))
  wrong <- which(is.na(numbers) & !is.na(x) & !trimws(x) %in% c("", "NA", "NaN"))
  if (length(wrong) > 0L) {
    rix_stop("einval", "column '", column, "', row '", labels[wrong[1L]], "': '", x[wrong[1L]],
             "' is no number", arg = column, row = as.double(wrong[1L]))
  }
  numbers
}

framework_handle <- function(nodes) core_result(R_swig_rix_framework_new, as.list(nodes))

# The codes below a node, itself first, in the order of the framework; of the index without a node.
codes_below <- function(nodes, code) {
  below <- nodes$code == code
  repeat {
    more <- below | nodes$parent %in% nodes$code[below]
    if (identical(more, below)) return(nodes$code[below])
    below <- more
  }
}

root_of <- function(nodes) nodes$code[is.na(nodes$parent)]

# Depth of each node below the index, and the order in which a tree is written.
tree_layout <- function(nodes) {
  codes <- character()
  depths <- integer()
  visit <- function(code, depth) {
    codes[length(codes) + 1L] <<- code
    depths[length(depths) + 1L] <<- depth
    for (child in nodes$code[nodes$parent %in% code]) visit(child, depth + 1L)
  }
  visit(root_of(nodes), 0L)
  data.frame(code = codes, depth = depths)
}

print.risk_framework <- function(x, ...) {
  nodes <- x$nodes
  cat("Framework", if (!is.null(x$name)) paste0("'", x$name, "'"), "of", sum(nodes$kind == "indicator"),
      "indicators in", sum(nodes$kind == "group"), "groups\n")
  if (!is.null(x$title)) cat(strwrap(x$title), sep = "\n")
  layout <- tree_layout(nodes)
  at <- match(layout$code, nodes$code)
  label <- ifelse(nodes$name == nodes$code, nodes$code, paste0(nodes$code, ": ", nodes$name))
  cat(paste0(strrep("  ", layout$depth), label[at],
             ifelse(nodes$direction[at] < 0, " (-)", ""),
             ifelse(is.na(nodes$parent[at]) | nodes$weight[at] == 1, "",
                    paste0(" [", format_number(nodes$weight[at]), "]"))),
      sep = "\n")
  invisible(x)
}

summary.risk_framework <- function(object, ...) {
  nodes <- object$nodes
  groups <- nodes[nodes$kind == "group", ]
  structure(class = c("summary.risk_framework", "data.frame"), data.frame(
    code = groups$code, name = groups$name, aggregate = groups$aggregate,
    children = vapply(groups$code, function(k) sum(nodes$parent %in% k), 0L, USE.NAMES = FALSE),
    indicators = vapply(groups$code, function(k) {
      sum(nodes$kind[nodes$code %in% codes_below(nodes, k)] == "indicator")
    }, 0L, USE.NAMES = FALSE)
  ))
}

print.summary.risk_framework <- function(x, ...) {
  cat("Groups of the framework\n")
  print.data.frame(x, row.names = FALSE, ...)
  invisible(x)
}

as.data.frame.risk_framework <- function(x, row.names = NULL, optional = FALSE, ...) x$nodes

format_number <- function(x, digits = 4L) format(x, digits = digits, trim = TRUE, decimal.mark = ".")

# A copy without some nodes and what hangs below them; a group that loses all its children goes too.
drop_nodes <- function(framework, codes) {
  framework <- as_framework(framework)
  nodes <- framework$nodes
  for (code in codes) check_choice(code, nodes$code, "codes")
  gone <- unique(unlist(lapply(codes, codes_below, nodes = nodes)))
  repeat {
    kept <- nodes[!nodes$code %in% gone, ]
    empty <- kept$code[kept$kind == "group" & !kept$code %in% kept$parent]
    if (length(empty) == 0L) break
    gone <- c(gone, empty)
  }
  if (nrow(kept) == 0L) rix_stop("einval", "codes: nothing would be left of the index", arg = "codes")
  new_framework(as.list(kept), framework$recipe, framework$name, framework$title, framework$source)
}
