# Published frameworks and calibrations.

preset_frameworks <- function() {
  preset_list(R_swig_rix_preset_framework_count, R_swig_rix_preset_framework_at)
}

preset_scenarios <- function() {
  preset_list(R_swig_rix_preset_planner_count, R_swig_rix_preset_planner_at)
}

preset_list <- function(count, at) {
  presets <- lapply(seq_len(core(count)) - 1, function(i) core(at, i))
  column <- function(k) vapply(presets, `[[`, "", k)
  data.frame(name = column("name"), title = column("title"), source = column("source"))
}

preset_framework <- function(name) {
  p <- core_result(R_swig_rix_preset_framework_find, name)
  new_framework(p$nodes, structure(c(p$recipe, unprepared()), class = "risk_recipe"), p$name, p$title, p$source)
}

# The steps that no preset takes.
unprepared <- function() unclass(risk_recipe())[c("denominate", "impute", "screen", "treat")]

preset_recipe <- function(name) preset_framework(name)$recipe

preset_scenario <- function(name) {
  p <- core_result(R_swig_rix_preset_planner_find, name)
  new_scenario(Filter(Negate(anyNA_text), p$params), "planner_sir", p$name, p$title, p$source)
}

# A text that is not stated comes as NA, and passes back as nothing.
anyNA_text <- function(x) is.character(x) && length(x) == 1L && is.na(x)

# ------------------------------------------------------------------------------ official zone rules

preset_rules <- function() {
  presets <- lapply(seq_len(core(R_swig_rix_preset_rules_count)) - 1, function(i) core(R_swig_rix_preset_rules_at, i))
  column <- function(f) vapply(presets, f, "")
  list_of <- function(x) paste(x, collapse = ", ")
  data.frame(
    name = column(function(p) p$name), title = column(function(p) p$title), issuer = column(function(p) p$issuer),
    date = column(function(p) p$date), zones = column(function(p) list_of(p$zones)),
    indicators = column(function(p) list_of(p$indicators)),
    parameters = column(function(p) list_of(vapply(p$parameters, `[[`, "", "name"))),
    source = column(function(p) p$source)
  )
}

# The machine of a rule set; what it leaves open is given by name.
preset_rule <- function(name, ...) {
  p <- core_result(R_swig_rix_preset_rules_find, name)
  given <- list(...)
  if (length(given) > 0L && (is.null(names(given)) || any(names(given) == ""))) {
    rix_stop("einval", "what the rule set '", name, "' leaves open is given by name", arg = "...")
  }
  for (k in names(given)) {
    if (!is.numeric(given[[k]]) || length(given[[k]]) != 1L) {
      rix_stop("einval", k, ": one number expected", arg = k)
    }
  }
  values <- list(name = as.character(names(given)), value = as.double(unlist(given)))
  new_machine(list(preset = list(name = name, values = values)),
              c(p[c("name", "title", "issuer", "date", "source", "notes", "units")], list(parameters = given)))
}
