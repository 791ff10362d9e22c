# Frameworks, recipes and what was fitted as plain files: JSON, and CSV for frameworks (docs/formats.md).

file_parts <- c("framework", "recipe", "learned")
step_makers <- function() {
  list(denominate = denominate_step, impute = impute_step, screen = screen_step, treat = treat_step,
       normalise = normalise_step, aggregate = aggregate_step)
}

# ---- writing

# A file is either the old one or the new one, never half of it.
write_text <- function(path, text) {
  made <- tempfile(".riskidx-", dirname(path.expand(path)))
  on.exit(unlink(made))
  con <- file(made, "wb")
  tryCatch(writeBin(charToRaw(enc2utf8(text)), con), finally = close(con))
  if (!file.rename(made, path)) rix_stop("einval", path, ": cannot be written", arg = "path")
  invisible(path)
}

# The shortest text that reads back as x.
number_text <- function(x) {
  vapply(x, function(v) {
    if (is.na(v)) return("null")
    if (!is.finite(v)) rix_stop("einval", "path: ", v, " cannot be written", arg = "path")
    for (digits in 15:17) {
      text <- formatC(v, digits = digits, format = "g", decimal.mark = ".")
      if (exact_number(text) == v) break
    }
    text
  }, "", USE.NAMES = FALSE)
}

# As correctly rounded as JSON's numbers are; R's own reader may miss the last bit.
exact_number <- function(text) {
  as.double(unlist(jsonlite::fromJSON(paste0("[", paste(text, collapse = ","), "]"))))
}

string_text <- function(x) {
  vapply(enc2utf8(x), function(v) as.character(jsonlite::toJSON(v, auto_unbox = TRUE)), "", USE.NAMES = FALSE)
}

json_text <- function(x, indent = "") {
  inner <- paste0(indent, " ")
  if (is.null(x)) return("null")
  if (is.list(x)) {
    if (length(x) == 0L) return(if (is.null(names(x))) "[]" else "{}")
    items <- vapply(x, json_text, "", indent = inner, USE.NAMES = FALSE)
    ends <- if (is.null(names(x))) c("[", "]") else c("{", "}")
    if (!is.null(names(x))) items <- paste0(string_text(names(x)), ": ", items)
    return(paste0(ends[1L], "\n", paste0(inner, items, collapse = ",\n"), "\n", indent, ends[2L]))
  }
  texts <- if (is.character(x)) {
    ifelse(is.na(x), "null", string_text(x))
  } else if (is.logical(x)) {
    ifelse(is.na(x), "null", ifelse(x, "true", "false"))
  } else {
    number_text(x)
  }
  if (length(x) == 1L && !inherits(x, "AsIs")) texts else paste0("[", paste(texts, collapse = ", "), "]")
}

needs_jsonlite <- function() {
  if (requireNamespace("jsonlite", quietly = TRUE)) return(invisible())
  rix_stop("enotfound", "plain files need the package jsonlite", arg = "path")
}

write_document <- function(path, parts) {
  needs_jsonlite()
  document <- c(list(format = "riskidx", version = 1), parts[!vapply(parts, is.null, TRUE)])
  write_text(path, paste0(json_text(document), "\n"))
}

node_rows <- function(nodes) {
  inherits_from <- c("aggregate", "normalise", "treat", "transform")
  known <- intersect(c(node_texts, node_numbers), names(nodes))
  lapply(seq_len(nrow(nodes)), function(i) {
    row <- as.list(nodes[i, known])
    empty <- vapply(row, is.na, TRUE) | names(row) %in% inherits_from & row == "inherit"
    row[!empty]
  })
}

framework_part <- function(framework) {
  titles <- framework[c("name", "title", "source")]
  c(titles[!vapply(titles, is.null, TRUE)], list(nodes = node_rows(framework$nodes)))
}

recipe_part <- function(recipe) {
  part <- lapply(unclass(recipe), function(step) {
    if (!is.list(step)) return(step)
    several <- intersect(names(step), c("include", "exclude", "positions"))
    step[several] <- lapply(step[several], function(x) if (!is.null(x)) I(x))
    if (length(step$group) > 1L) step$group <- I(step$group)
    missing <- vapply(step, function(x) is.null(x) || length(x) == 1L && is.na(x), TRUE)
    step <- step[!missing]
    if (identical(is.infinite(step$max_points), TRUE)) step["max_points"] <- list(NULL)
    if (identical(is.infinite(step$max_lag), TRUE)) step$max_lag <- NULL # the default
    step
  })
  part[c("strict", names(step_makers()))]
}

# ---- reading

file_stop <- function(path, where, ..., status = "einval") {
  rix_stop(status, path, ": ", where, ": ", ..., arg = "path")
}

read_file_text <- function(path) {
  if (!file.exists(path)) rix_stop("enotfound", path, ": no such file", arg = "path")
  paste(readLines(path, encoding = "UTF-8", warn = FALSE), collapse = "\n")
}

read_document <- function(path, wanted) {
  needs_jsonlite()
  text <- read_file_text(path)
  document <- tryCatch(jsonlite::fromJSON(text, simplifyVector = FALSE), error = function(e) {
    file_stop(path, json_line(text), "no JSON: ", strsplit(conditionMessage(e), "\n", fixed = TRUE)[[1L]][1L])
  })
  if (!is.list(document) || !identical(document$format, "riskidx")) {
    file_stop(path, "format", "'riskidx' expected")
  }
  if (!identical(as.double(document$version), 1)) {
    file_stop(path, "version", "1 expected, not ", document$version)
  }
  known_fields(path, "document", document, c("format", "version", file_parts))
  if (is.null(document[[wanted]])) rix_stop("enotfound", path, ": no '", wanted, "' in it", arg = "path")
  document
}

# The first line with which the text is no beginning of JSON any more.
json_line <- function(text) {
  lines <- strsplit(text, "\n", fixed = TRUE)[[1L]]
  cut <- function(n) paste(lines[seq_len(n)], collapse = "\n")
  broken <- function(n) {
    said <- tryCatch({
      jsonlite::fromJSON(cut(n))
      ""
    }, error = conditionMessage)
    said != "" && !grepl("premature EOF", said, fixed = TRUE)
  }
  for (n in seq_along(lines)) if (broken(n)) return(paste("line", n))
  paste("line", length(lines))
}

known_fields <- function(path, where, given, known) {
  if (!is.list(given) || length(given) > 0L && is.null(names(given))) {
    file_stop(path, where, "fields expected, not ", deparse1(given))
  }
  unknown <- setdiff(names(given), known)
  if (length(unknown) > 0L) {
    file_stop(path, where, "no field '", unknown[1L], "' (there are ", paste(known, collapse = ", "), ")",
              status = "enotfound")
  }
  twice <- names(given)[duplicated(names(given))]
  if (length(twice) > 0L) file_stop(path, where, "'", twice[1L], "' stands there twice")
}

# What is made; whatever is wrong with it names file and place.
named_place <- function(path, where, make) {
  tryCatch(make, rix_error = function(e) {
    status <- sub("^rix_", "", class(e)[1L])
    rix_stop(status, path, ": ", where, ": ", conditionMessage(e), arg = e$arg, row = e$row, col = e$col,
             node = e$node)
  })
}

# A value of the kind of its default: a number, TRUE or FALSE, a string.
check_kind <- function(path, where, value, default) {
  good <- if (is.logical(default)) {
    is.logical(value)
  } else if (is.numeric(default)) {
    is.numeric(value)
  } else if (is.character(default)) {
    is.character(value)
  } else {
    return(invisible())
  }
  if (good && length(value) == 1L) return(invisible())
  kind <- if (is.logical(default)) "true or false" else if (is.numeric(default)) "a number" else "a string"
  file_stop(path, where, kind, " expected, not ", json_text(value))
}

# Lists of JSON are vectors, and all its numbers doubles.
as_given <- function(x) {
  if (is.list(x)) x <- unlist(x)
  if (is.integer(x)) as.double(x) else x
}

make_step <- function(path, name, given, make) {
  defaults <- formals(make)
  where <- paste0("recipe.", name)
  known_fields(path, where, given, names(defaults))
  if ("max_points" %in% names(given) && is.null(given$max_points)) given$max_points <- Inf
  given <- lapply(given[!vapply(given, is.null, TRUE)], as_given)
  for (field in names(given)) {
    check_kind(path, paste0(where, ".", field), given[[field]], eval(defaults[[field]]))
  }
  named_place(path, where, do.call(make, given))
}

make_recipe <- function(path, part) {
  makers <- step_makers()
  known_fields(path, "recipe", part, c("strict", names(makers)))
  steps <- intersect(names(makers), names(part))
  made <- lapply(stats::setNames(steps, steps), function(k) make_step(path, k, part[[k]], makers[[k]]))
  if (!is.null(part$strict)) made$strict <- part$strict
  named_place(path, "recipe", do.call(risk_recipe, made))
}

make_framework <- function(path, part, recipe) {
  known_fields(path, "framework", part, c("name", "title", "source", "nodes"))
  rows <- part$nodes
  if (!is.list(rows) || length(rows) == 0L || !is.null(names(rows))) {
    file_stop(path, "framework.nodes", "a list of nodes expected")
  }
  for (i in seq_along(rows)) check_node(path, paste0("framework.nodes[", i - 1L, "]"), rows[[i]])
  used <- intersect(c(node_texts, node_numbers), unlist(lapply(rows, names)))
  columns <- lapply(stats::setNames(used, used), function(k) {
    empty <- if (k %in% node_texts) NA_character_ else NA_real_
    unlist(lapply(rows, function(row) if (is.null(row[[k]])) empty else row[[k]]))
  })
  columns[intersect(used, node_numbers)] <- lapply(columns[intersect(used, node_numbers)], as.double)
  if (is.null(columns$parent)) columns$parent <- rep(NA_character_, length(rows))
  named_place(path, "framework", new_framework(columns, recipe, part$name, part$title, part$source))
}

check_node <- function(path, where, node) {
  known_fields(path, where, node, c(node_texts, node_numbers))
  for (key in names(node)) {
    number <- key %in% node_numbers
    value <- node[[key]]
    if (is.null(value) || (if (number) is.numeric(value) else is.character(value))) next
    file_stop(path, paste0(where, ".", key), if (number) "a number" else "a string", " expected, not ",
              json_text(value))
  }
}

# CSV, ours or COINr's iMeta.
read_framework_csv <- function(path) {
  needs_jsonlite()
  text <- read_file_text(path)
  cells <- utils::read.csv(text = sub("^\ufeff", "", text), header = FALSE, colClasses = "character",
                           na.strings = character(), strip.white = FALSE, encoding = "UTF-8")
  header <- unlist(cells[1L, ])
  counts <- utils::count.fields(textConnection(text), ",", quote = "\"", comment.char = "")
  wrong <- which(!is.na(counts) & counts != length(header))
  if (length(wrong) > 0L) {
    file_stop(path, paste("line", wrong[1L]), counts[wrong[1L]], " cells for ", length(header), " columns")
  }
  if (anyDuplicated(header)) file_stop(path, "line 1", "two columns '", header[duplicated(header)][1L], "'")
  meta <- lapply(seq_along(header), function(j) {
    ours <- names(coinr_columns)[match(header[j], coinr_columns)]
    number <- header[j] %in% node_numbers || !is.na(ours) && ours %in% node_numbers
    csv_column(path, header[j], cells[-1L, j], number)
  })
  named_place(path, "framework", risk_framework(as.data.frame(stats::setNames(meta, header), optional = TRUE)))
}

csv_column <- function(path, name, cells, number) {
  if (!number) return(ifelse(cells %in% c("", "NA"), NA_character_, cells))
  filled <- !cells %in% c("", "NA", "NaN")
  values <- rep(NA_real_, length(cells))
  wrong <- which(filled & is.na(suppressWarnings(as.double(cells))))
  if (length(wrong) > 0L) {
    file_stop(path, paste0("line ", wrong[1L] + 1L, ", column '", name, "'"), "'", cells[wrong[1L]],
              "' is not a number")
  }
  if (any(filled)) values[filled] <- csv_numbers(cells[filled])
  values
}

# Numbers as JSON writes them are read exactly; any other way of writing one as R reads it.
csv_numbers <- function(text) {
  json <- grepl("^-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?$", text)
  values <- as.double(text)
  if (any(json)) values[json] <- exact_number(text[json])
  values
}

write_framework_csv <- function(path, framework) {
  needs_jsonlite()
  rows <- node_rows(framework$nodes)
  if ("NA" %in% unlist(rows)) {
    rix_stop("einval", "path: 'NA' cannot be told from an empty cell of CSV; .json can", arg = "path")
  }
  used <- intersect(c(node_texts, node_numbers), unlist(lapply(rows, names)))
  quote <- function(x) ifelse(grepl("[\",\n\r]", x), paste0("\"", gsub("\"", "\"\"", x, fixed = TRUE), "\""), x)
  lines <- vapply(rows, function(row) {
    paste(vapply(used, function(k) {
      if (is.null(row[[k]])) "" else if (is.numeric(row[[k]])) number_text(row[[k]]) else quote(row[[k]])
    }, ""), collapse = ",")
  }, "")
  write_text(path, paste0(c(paste(used, collapse = ","), lines), "\n", collapse = ""))
}

is_csv <- function(path) {
  if (!is.character(path) || length(path) != 1L || is.na(path)) {
    rix_stop("einval", "path: the name of a file expected", arg = "path")
  }
  ending <- tolower(sub(".*\\.", "", basename(path)))
  if (!ending %in% c("csv", "json")) rix_stop("einval", path, ": a file .csv or .json expected", arg = "path")
  ending == "csv"
}

# ---- what users call

save_framework <- function(framework, path) {
  check_class(framework, "risk_framework", "framework", "risk_framework() or preset_framework()")
  if (is_csv(path)) return(write_framework_csv(path, framework))
  recipe <- if (!is.null(framework$recipe)) recipe_part(framework$recipe)
  write_document(path, list(framework = framework_part(framework), recipe = recipe))
}

load_framework <- function(path) {
  if (is_csv(path)) return(read_framework_csv(path))
  parts <- read_document(path, "framework")
  recipe <- if (!is.null(parts$recipe)) make_recipe(path, parts$recipe)
  make_framework(path, parts$framework, recipe)
}

save_recipe <- function(recipe, path) {
  check_class(recipe, "risk_recipe", "recipe", "risk_recipe() or preset_recipe()")
  write_document(path, list(recipe = recipe_part(recipe)))
}

load_recipe <- function(path) make_recipe(path, read_document(path, "recipe")$recipe)
