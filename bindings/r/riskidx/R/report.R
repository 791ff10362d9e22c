# One page with the figures, tables and sliders of an analysis, in one file (docs/report.md).

risk_report <- function(path, index = NULL, uncertainty = NULL, zones = NULL, curve = NULL, trajectory = NULL,
                        geojson = NULL, key = "name", unit = NULL, title = NULL) {
  data <- risk_report_data(index, uncertainty, zones, curve, trajectory, geojson, key, unit, title)
  write_text(path, report_page(report_json(data)))
}

risk_report_data <- function(index = NULL, uncertainty = NULL, zones = NULL, curve = NULL, trajectory = NULL,
                             geojson = NULL, key = "name", unit = NULL, title = NULL) {
  needs_jsonlite()
  zones <- report_zones(zones)
  if (!is.null(index)) check_class(index, "riskidx_index", "index", "build_index()")
  if (!is.null(uncertainty)) check_class(uncertainty, "risk_uncertainty", "uncertainty", "uncertainty()")
  if (!is.null(curve)) check_class(curve, "tradeoff_curve", "curve", "tradeoff_curve()")
  if (!is.null(trajectory)) check_class(trajectory, "risk_trajectory", "trajectory", "simulate()")
  if (is.null(index) && is.null(curve) && is.null(trajectory) && length(zones$histories) == 0L) {
    rix_stop("einval", "report: nothing to show; an index, a history of zones, a curve or a trajectory expected",
             arg = "report")
  }
  needy <- list(uncertainty = uncertainty, zones = zones$classes, geojson = geojson, unit = unit)
  for (name in names(needy)) {
    if (!is.null(needy[[name]]) && is.null(index)) rix_stop("einval", name, ": needs an index", arg = name)
  }
  if (is.null(title)) title <- report_title(index, zones$histories, curve, trajectory)
  parts <- list(
    format = "riskidx-report", version = 1, software = paste("libriskidx", riskidx_version()), title = title,
    index = if (!is.null(index)) report_index(index, zones$classes, unit),
    uncertainty = if (!is.null(uncertainty)) report_uncertainty(uncertainty, index, zones$classes),
    map = if (!is.null(geojson)) report_map(geojson, key, index_labels(index)),
    histories = if (length(zones$histories) > 0L) lapply(zones$histories, report_history),
    curve = if (!is.null(curve)) report_curve(curve),
    trajectory = if (!is.null(trajectory)) report_trajectory(trajectory)
  )
  parts[!vapply(parts, is.null, TRUE)]
}

# ---- the page

# The template with all its parts put in, the data so that no text of theirs can end their element.
report_page <- function(data) {
  for (mark in list(c("&", "\\u0026"), c("<", "\\u003c"), c(">", "\\u003e"))) {
    data <- gsub(mark[1L], mark[2L], data, fixed = TRUE)
  }
  read <- function(name) {
    file <- system.file("report", name, package = "riskidx", mustWork = TRUE)
    text <- readChar(file, file.size(file), useBytes = TRUE)
    Encoding(text) <- "UTF-8"
    text
  }
  rest <- read("template.html")
  page <- character()
  for (part in c("report.css", "data", "echarts/echarts.min.js", "report.js")) {
    place <- paste0("{{", part, "}}")
    at <- regexpr(place, rest, fixed = TRUE)
    page <- c(page, substr(rest, 1L, at - 1L), if (part == "data") data else read(part))
    rest <- substr(rest, at + nchar(place), nchar(rest))
  }
  paste(c(enc2utf8(page), rest), collapse = "")
}

# JSON of what risk_report_data() gives: numbers as short as reads back to the bit, missing ones null.
report_json <- function(x) {
  if (is.null(x)) return("null")
  if (inherits(x, "json")) return(as.character(x))
  if (is.list(x)) {
    items <- vapply(x, report_json, "", USE.NAMES = FALSE)
    if (is.null(names(x))) return(paste0("[", paste(items, collapse = ","), "]"))
    return(paste0("{", paste0(string_text(names(x)), ":", items, collapse = ","), "}"))
  }
  texts <- if (is.character(x)) {
    ifelse(is.na(x), "null", string_text(x))
  } else if (is.logical(x)) {
    ifelse(is.na(x), "null", ifelse(x, "true", "false"))
  } else {
    short_numbers(as.double(x))
  }
  if (length(x) == 1L && !inherits(x, "AsIs")) texts else paste0("[", paste(texts, collapse = ","), "]")
}

short_numbers <- function(x) {
  texts <- rep("null", length(x))
  known <- which(!is.na(x))
  for (digits in 15:17) {
    if (length(known) == 0L) break
    texts[known] <- formatC(x[known], digits = digits, format = "g", width = 1L, decimal.mark = ".")
    known <- known[exact_number(texts[known]) != x[known]]
  }
  texts
}

text_or_none <- function(x) if (length(x) != 1L || is.na(x) || !nzchar(x)) NA_character_ else as.character(x)

report_zones <- function(zones) {
  given <- if (is.null(zones)) list() else if (inherits(zones, c("risk_zones", "zone_history"))) list(zones) else zones
  good <- vapply(given, inherits, TRUE, c("risk_zones", "zone_history"))
  if (!is.list(given) || !all(good)) {
    rix_stop("einval", "zones: risk_zones or a zone_history expected, or a list of them", arg = "zones")
  }
  classes <- Filter(function(z) inherits(z, "risk_zones"), given)
  if (length(classes) > 1L) rix_stop("einval", "zones: ", length(classes), " risk_zones for one index", arg = "zones")
  list(classes = if (length(classes)) classes[[1L]],
       histories = unname(Filter(function(z) inherits(z, "zone_history"), given)))
}

report_title <- function(index, histories, curve, trajectory) {
  if (!is.null(index)) {
    framework <- index$framework
    return(c(framework$title, framework$name, root_of(framework$nodes))[1L])
  }
  scenario <- if (!is.null(curve)) curve$scenario else trajectory$scenario
  c(scenario$title, scenario$name, if (is.null(scenario)) histories[[1L]]$machine$title, "Report")[1L]
}

# ---- the index

report_index <- function(index, classes, unit) {
  if (nrow(index$scores) == 0L) rix_stop("einval", "index: no units", arg = "index")
  framework <- index$framework
  nodes <- framework$nodes
  units <- index_labels(index)
  if (!is.null(unit) && !as.character(unit) %in% units) rix_stop("enotfound", "unit: no '", unit, "'", arg = "unit")
  root <- root_of(nodes)
  indicators <- nodes$code[nodes$kind == "indicator"]
  columns <- function(frame, codes) lapply(stats::setNames(as.list(frame[codes]), codes), function(v) I(as.double(v)))
  why_not <- why_weights_stay(index)
  range <- report_range(index$recipe)
  list(
    name = text_or_none(framework$name), title = text_or_none(framework$title), source = text_or_none(framework$source),
    root = root, recipe = recipe_part(index$recipe),
    nodes = lapply(seq_len(nrow(nodes)), function(i) report_node(nodes[i, ], index$recipe)),
    units = I(units), scores = columns(index$scores, nodes$code), raw = columns(index$stages$raw, indicators),
    ranks = I(as.double(index$ranks[[root]])), coverage = I(as.double(index$coverage[[root]])),
    range = if (is.null(range)) NA else I(range), mirror = report_mirror(index$recipe),
    missing = index$recipe$aggregate$missing, fill = index$recipe$aggregate$fill,
    live = is.null(why_not), why_not = text_or_none(why_not), unit = text_or_none(unit),
    zones = if (is.null(classes)) NA else {
      list(labels = I(classes$labels), thresholds = I(as.double(classes$thresholds)), boundary = classes$boundary)
    }
  )
}

report_node <- function(node, recipe) {
  group <- node$kind == "group"
  least <- if (is.na(node$min_share)) recipe$aggregate$min_share else node$min_share
  list(code = node$code, parent = text_or_none(node$parent), name = node$name, unit = text_or_none(node$unit),
       kind = node$kind, weight = node$weight, direction = node$direction,
       rule = if (group) group_rule(node, recipe) else NA, min_share = if (group) least else NA)
}

group_rule <- function(node, recipe) if (node$aggregate == "inherit") recipe$aggregate$rule else node$aggregate

report_range <- function(recipe) {
  n <- recipe$normalise
  if (n$method %in% c("zscore", "robust_z", "rank", "borda") || is.na(n$low) || is.na(n$high)) return(NULL)
  c(n$low, n$high)
}

# What a score and its mirror image sum to.
report_mirror <- function(recipe) {
  if (recipe$normalise$method == "zscore") return(2 * recipe$normalise$mean)
  range <- report_range(recipe)
  if (is.null(range)) NA_real_ else sum(range)
}

# Why scores cannot follow weights on the page, if they cannot.
why_weights_stay <- function(index) {
  nodes <- index$framework$nodes
  recipe <- index$recipe
  for (i in which(nodes$kind == "group")) {
    rule <- group_rule(nodes[i, ], recipe)
    if (!rule %in% c("arithmetic", "geometric", "harmonic", "scaled_geometric")) { # those of report.js
      return(paste0("the rule of '", nodes$code[i], "' is ", rule, ", which the page does not compute"))
    }
    if (nodes$direction[i] < 0 && nodes$code[i] != root_of(nodes) && is.na(report_mirror(recipe))) {
      return(paste0("the scores of '", nodes$code[i], "' are mirrored without a stated range"))
    }
  }
  if (recipe$screen$method != "none" && recipe$aggregate$missing == "value") {
    return("units were screened, and missing scores have a value")
  }
  NULL
}

report_uncertainty <- function(u, index, classes) {
  units <- index_labels(index)
  n <- max(length(units), length(u$units))
  other <- which(!(units[seq_len(n)] == u$units[seq_len(n)]) %in% TRUE)
  if (length(other) > 0L) {
    named <- c(units[other[1L]], u$units[other[1L]])
    rix_stop("edim", "uncertainty: of other units than the index (unit '", named[!is.na(named)][1L], "')",
             arg = "uncertainty")
  }
  root <- root_of(index$framework$nodes)
  if (!root %in% u$nodes) rix_stop("enotfound", "uncertainty: node '", root, "' is not kept", arg = "uncertainty")
  shares <- c(0.05, 0.95)
  interval <- function(what) {
    found <- uncertainty_summary(u, what, shares, root)
    list(low = I(found$q5), high = I(found$q95))
  }
  part <- list(shares = I(shares), replicates = u$shape$count, failed = u$shape$n_failed, seed = u$job$options$seed,
               sequence = u$job$options$sequence, inputs = I(unname(u$inputs)), score = interval("score"),
               rank = interval("rank"))
  if (!is.null(classes)) part$zones <- lapply(as.list(zone_probability(u, classes, root)[classes$labels]), I)
  part
}

# GeoJSON whose features are the units, one each; the text of a file goes into the page as it is.
report_map <- function(given, key, units) {
  text <- if (is.list(given)) {
    as.character(jsonlite::toJSON(given, auto_unbox = TRUE, digits = NA, null = "null"))
  } else {
    paste(readLines(given, encoding = "UTF-8", warn = FALSE), collapse = "\n")
  }
  map <- tryCatch(jsonlite::fromJSON(text, simplifyVector = FALSE), error = function(e) {
    rix_stop("einval", "geojson: no JSON: ", conditionMessage(e), arg = "geojson")
  })
  if (!is.list(map$features)) rix_stop("einval", "geojson: a FeatureCollection of GeoJSON expected", arg = "geojson")
  names <- vapply(seq_along(map$features), function(i) {
    name <- map$features[[i]]$properties[[key]]
    if (is.null(name)) rix_stop("enotfound", "geojson: feature ", i, " has no property '", key, "'", arg = "geojson")
    as.character(name)
  }, "")
  twice <- names[duplicated(names)]
  if (length(twice)) rix_stop("einval", "geojson: two features '", twice[1L], "'", arg = "geojson")
  extra <- setdiff(names, units)
  if (length(extra)) rix_stop("enotfound", "geojson: feature '", extra[1L], "' is no unit of the index", arg = "geojson")
  lacking <- setdiff(units, names)
  if (length(lacking)) rix_stop("enotfound", "geojson: no feature for unit '", lacking[1L], "'", arg = "geojson")
  list(key = key, geojson = structure(text, class = "json"))
}

# ---- zones in time

report_history <- function(history) {
  if (length(history$codes) == 0L) rix_stop("einval", "zones: a history without units or dates", arg = "zones")
  machine <- history$machine
  runs <- zone_stretches(history$codes)
  numbers <- cbind(runs$first - 1, runs$last, runs$code - 1)
  list(title = text_or_none(machine$title), source = text_or_none(machine$source),
       rule = if (is.null(machine$title)) "a rule of the caller" else machine$title, zones = I(machine$zones),
       units = I(as.character(history$units)), dates = I(period_text(history$dates)),
       runs = unname(lapply(split(seq_len(nrow(runs)), factor(runs$unit, seq_along(history$units))), function(rows) {
         lapply(rows, function(row) I(numbers[row, ]))
       })))
}

# ---- scenarios

report_setting <- function(scenario) {
  called <- c(scenario$title, scenario$name)
  list(scenario = text_or_none(called[1L]), source = text_or_none(scenario$source), controls = I(scenario$controls),
       control_max = I(as.double(scenario$control_max)), periods = scenario$periods, period = scenario$period,
       time_unit = scenario$time_unit)
}

report_outcomes <- function(scenario, values = NULL) {
  about <- scenario$outcomes
  lapply(seq_len(nrow(about)), function(i) {
    c(list(name = about$name[i], unit = text_or_none(about$unit[i]), domain = about$domain[i]),
      if (!is.null(values)) list(value = values[[i]]))
  })
}

rows_of <- function(m) lapply(seq_len(nrow(m)), function(i) I(as.double(m[i, ])))

report_curve <- function(curve) {
  points <- curve$points
  if (nrow(points) == 0L) rix_stop("einval", "curve: no points", arg = "curve")
  levels <- rows_of(as.matrix(points[paste0("level_", curve$scenario$controls)]))
  outcomes <- rows_of(as.matrix(points[curve$scenario$outcomes$name]))
  made <- lapply(seq_len(nrow(points)), function(i) {
    list(plan = points$plan[i] - 1, levels = levels[[i]], start = points$start[i], ramp = points$ramp[i],
         outcomes = outcomes[[i]])
  })
  c(report_setting(curve$scenario),
    list(x = curve$x, y = curve$y, outcomes = report_outcomes(curve$scenario), points = made,
         all = rows_of(as.matrix(curve$all[c(curve$x, curve$y)]))))
}

report_trajectory <- function(run) {
  scenario <- run$scenario
  if (nrow(run$states) == 0L) rix_stop("einval", "trajectory: no times", arg = "trajectory")
  states <- lapply(seq_along(scenario$states), function(k) {
    list(name = scenario$states[k], unit = text_or_none(scenario$state_units[k]), values = I(run$states[[k + 1L]]))
  })
  c(report_setting(scenario),
    list(time = I(run$states$time), states = states, schedule = rows_of(run$schedule),
         outcomes = report_outcomes(scenario, run$outcomes)))
}
