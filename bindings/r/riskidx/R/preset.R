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
