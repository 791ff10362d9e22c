# Epidemics by age and economic sector: countries, responses, courses.

# ------------------------------------------------------------------------------------ countries

risk_country <- function(path, ...) {
  changes <- check_fields(list(...), names(formals(new_country)), "risk_country")
  file <- function(name) {
    at <- file.path(path, name)
    if (!file.exists(at)) rix_stop("enotfound", "path: there is no ", name, " in ", path, arg = "path")
    utils::read.csv(at, check.names = FALSE)
  }
  column <- function(table, name, ...) {
    found <- intersect(c(...), names(table))
    if (length(found) == 0L) rix_stop("enotfound", "path: ", name, " has no column '", c(...)[1L], "'", arg = "path")
    table[[found[1L]]]
  }
  ages <- file("age_groups.csv")
  contacts <- file("contact_matrix.csv")
  sectors <- file("sectors.csv")
  scalars <- file("scalars.csv")
  fields <- list(
    population = column(ages, "age_groups.csv", "population"),
    life_years = column(ages, "age_groups.csv", "life_expectancy_years"),
    contacts = unname(as.matrix(contacts[-1L])),
    workers = column(sectors, "sectors.csv", "workers", "workers_data"),
    output = column(sectors, "sectors.csv", "gva_million_dollars_per_day", "output"),
    workplace = column(sectors, "sectors.csv", "contacts_workplace"),
    ages = as.character(column(ages, "age_groups.csv", "age_group")),
    sectors = as.character(column(sectors, "sectors.csv", "sector")),
    education = education_of(sectors),
    hospital_capacity = column(scalars, "scalars.csv", "hospital_capacity")[1L],
    income = column(scalars, "scalars.csv", "gni_per_capita_intl_dollars")[1L]
  )
  if (file.exists(file.path(path, "consumer_contacts.csv"))) {
    fields$consumers <- unname(as.matrix(file("consumer_contacts.csv")[-1L]))
  }
  texts <- c(name = "name", code = "iso3", conversion = "conversion", output_currency = "output_currency",
             income_currency = "income_currency")
  for (key in names(texts)[texts %in% names(scalars)]) fields[[key]] <- scalars[[texts[[key]]]][1L]
  fields[names(changes)] <- changes
  do.call(new_country, fields)
}

# Of 45 sectors the 41st is education, unless a column says which.
education_of <- function(sectors) {
  if (!is.null(sectors$is_education)) {
    found <- which(sectors$is_education == 1)
    return(if (length(found) > 0L) found[1L])
  }
  if (nrow(sectors) == 45L) 41L
}

new_country <- function(population, life_years, contacts, workers, output, workplace, consumers = NULL,
                        ages = names(population), sectors = names(workers), working_age = "20-64",
                        school_age = NULL, education = NULL, school_contacts = 0.6, hospital_capacity = Inf,
                        income = 0, conversion = NULL, output_currency = "million USD",
                        income_currency = "million international dollars", output_unit = 1e6, name = NULL,
                        code = NULL) {
  if (is.null(ages)) ages <- as.character(seq_along(population))
  if (is.null(sectors)) sectors <- as.character(seq_along(workers))
  if (is.null(school_age) && "5-19" %in% ages) school_age <- "5-19"
  record <- list(
    name = name, code = code, age_names = as.character(ages), population = as.double(population),
    life_years = as.double(life_years), contacts = country_matrix(contacts),
    working_age = country_place(working_age, ages, "working_age"),
    school_age = country_place(school_age, ages, "school_age"), school_contacts = school_contacts,
    sector_names = as.character(sectors), workers = as.double(workers), output = as.double(output),
    workplace = as.double(workplace), consumers = country_matrix(consumers),
    education = country_place(education, sectors, "education"), hospital_capacity = as.double(hospital_capacity),
    income = as.double(income), output_currency = output_currency, income_currency = income_currency,
    output_unit = output_unit, conversion = conversion
  )
  structure(list(record = Filter(Negate(is.null), record)), class = "risk_country")
}

country_matrix <- function(m) if (!is.null(m)) unname(as.matrix(m)) + 0

# A name, or a position from 1, as C counts it.
country_place <- function(which, names, arg) {
  if (is.null(which)) return(NULL)
  if (is.numeric(which)) return(which - 1)
  at <- match(which, names)
  if (is.na(at)) {
    rix_stop("enotfound", arg, ": there is no '", which, "'; there are ", paste(names, collapse = ", "), arg = arg)
  }
  at - 1
}

print.risk_country <- function(x, ...) {
  r <- x$record
  cat("Country ", if (is.null(r$name)) "" else paste0("'", r$name, "'"), ": ",
      format(sum(r$population), big.mark = ",", scientific = FALSE), " people of ", length(r$age_names),
      " age groups, ", length(r$sector_names), " sectors\n", sep = "")
  invisible(x)
}

as.data.frame.risk_country <- function(x, row.names = NULL, optional = FALSE, ...) {
  r <- x$record
  data.frame(sector = r$sector_names, workers = r$workers, output = r$output, workplace = r$workplace)
}

# ------------------------------------------------------------------------------------- responses

risk_response <- function(openness, school = NULL, community = NULL, start = NULL, end = NULL, start_time = 30,
                          on_demand = TRUE, longest = 365, end_time = Inf, end_reproduction = 1, name = NULL) {
  structure(
    list(openness = openness, school = school, community = community, start = start, end = end,
         start_time = start_time, on_demand = on_demand, longest = longest, end_time = end_time,
         end_reproduction = end_reproduction, name = name),
    class = "risk_response"
  )
}

response_record <- function(response, sectors) {
  if (is.null(response)) return(list())
  check_class(response, "risk_response", "policy", "risk_response() or preset_closure()")
  open <- response$openness
  regimes <- if (is.matrix(open)) nrow(open) else max(1L, length(response$start))
  if (!is.matrix(open)) {
    if (!length(open) %in% c(1L, sectors)) {
      rix_stop("edim", "openness: ", length(open), " numbers, but there are ", sectors, " sectors", arg = "openness")
    }
    open <- matrix(as.double(open), regimes, sectors, byrow = length(open) > 1L)
  }
  if (ncol(open) != sectors) {
    rix_stop("edim", "openness: ", ncol(open), " numbers, but there are ", sectors, " sectors", arg = "openness")
  }
  record <- unclass(response)
  record$openness <- unname(open) + 0
  for (key in c("school", "community")) {
    if (!is.null(record[[key]])) record[[key]] <- rep_len(as.double(record[[key]]), regimes)
  }
  for (key in c("start", "end")) if (!is.null(record[[key]])) record[[key]] <- as.double(record[[key]])
  Filter(Negate(is.null), record)
}

print.risk_response <- function(x, ...) {
  mean <- format_number(mean(x$openness))
  cat("Response", if (!is.null(x$name)) paste0("'", x$name, "'"), "at mean openness", mean)
  if (!is.null(x$start)) {
    cat(":", paste0("days ", format_number(x$start), " to ", format_number(x$end), collapse = "; "), "\n")
    return(invisible(x))
  }
  begins <- c(if (is.finite(x$start_time)) paste("on day", format_number(x$start_time)),
              if (x$on_demand) "when hospitals fill up")
  ends <- c(if (is.finite(x$longest)) paste("after", format_number(x$longest), "days"),
            if (is.finite(x$end_time)) paste("on day", format_number(x$end_time)),
            if (x$end_reproduction > 0) {
              paste("once the reproduction number is at most", format_number(x$end_reproduction))
            })
  cat(", from", paste(begins, collapse = " and "), "until",
      if (length(ends) > 0L) paste(ends, collapse = " or ") else "the end", "\n")
  invisible(x)
}

# -------------------------------------------------------------------------------------- scenarios

age_sector_fields <- c(
  "transmission", "infected", "asymptomatic", "immune", "overload_fatality", "fatality_limit", "overload_width",
  "overflow", "demand", "reproduction", "adjoining", "hold", "consuming_workers", "behaviour", "behaviour_rate",
  "behaviour_floor", "behaviour_effect", "behaviour_baseline", "behaviour_response", "symptomatic_absent",
  "asymptomatic_absent", "value_of_life", "education_return", "education_remote", "work_years", "school_discount",
  "school_mean_age", "school_leaving", "accounts", "age_generation", "period", "periods", "steps"
)

age_sector <- function(country, pathogen, vaccination = NULL, preset = NULL, ...) {
  check_class(country, "risk_country", "country", "risk_country()")
  given <- check_fields(list(...), age_sector_fields, "age_sector")
  if (!is.null(preset) && !identical(preset, "daedalus_0_3")) {
    rix_stop("einval", "preset: NULL or 'daedalus_0_3' expected", arg = "preset")
  }
  record <- c(list(country = country$record, pathogen = part_of(pathogen, preset_pathogen)),
              if (!is.null(vaccination)) list(vaccination = part_of(vaccination, preset_vaccination)), given)
  if (!is.null(preset)) {
    theirs <- core_result(R_swig_rix_daedalus_new, record)
    record[names(theirs)] <- theirs
  }
  scenario <- new_scenario(record, "age_sector", name = preset)
  scenario$given <- c(list(country = country, pathogen = pathogen, vaccination = vaccination, preset = preset), given)
  scenario
}

# A preset by its name, or fields.
part_of <- function(x, preset) if (is.character(x)) preset(x) else x

update.age_sector <- function(object, ...) {
  given <- object$given
  changes <- list(...)
  given[names(changes)] <- changes
  do.call(age_sector, Filter(Negate(is.null), given))
}

# The scenario with other values of scenario_parameters().
age_with_parameters <- function(scenario, values) {
  pathogen <- scenario$params$pathogen
  vaccination <- as.list(scenario$params$vaccination)
  changes <- list()
  for (key in names(values)) {
    age <- match(sub("^hospital_fatality_", "", key), scenario$params$country$age_names)
    if (startsWith(key, "hospital_fatality_")) {
      pathogen$hospital_fatality[age] <- values[[key]]
    } else if (key == "efficacy") {
      vaccination[[key]] <- values[[key]]
    } else if (key %in% names(pathogen)) {
      pathogen[[key]] <- values[[key]]
    } else {
      changes[[key]] <- values[[key]]
    }
  }
  given <- list(pathogen = pathogen, vaccination = if (length(vaccination) > 0L) vaccination)
  do.call(update, c(list(scenario), given, changes))
}

simulate.age_sector <- function(object, nsim = 1, seed = NULL, policy = NULL, reproduction = FALSE,
                                relative = 1e-5, absolute = 1e-3, max_steps = 1e5, ...) {
  if (!identical(as.double(nsim), 1)) {
    rix_stop("einval", "nsim: nothing in the model is random, so there is one trajectory", arg = "nsim")
  }
  # A schedule of closures, or an exit plan, is run as for any scenario.
  if (!is.null(policy) && !inherits(policy, "risk_response")) return(NextMethod())
  sectors <- length(object$params$country$workers)
  options <- list(relative = relative, absolute = absolute, max_steps = max_steps, reproduction = reproduction,
                  daily = TRUE)
  scenario <- scenario_handle(object)
  handle <- core_result(R_swig_rix_age_sector_run, scenario, response_record(policy, sectors), options)
  rows <- function(count, at, columns) {
    entries <- lapply(seq_len(core(count, handle)) - 1, function(i) core(at, handle, i))
    table <- lapply(columns, function(k) unlist(lapply(entries, `[[`, k)))
    as_frame_of(table, columns, length(entries))
  }
  days <- core(R_swig_rix_course_days, handle)
  columns <- vapply(seq_len(ncol(days)) - 1, function(i) core(R_swig_rix_course_column_name, handle, i), "")
  costs <- core(R_swig_rix_course_sector_costs, handle)
  fiscal <- core(R_swig_rix_course_fiscal, handle)
  structure(
    list(
      days = as_frame(columns_of(days), columns),
      outcomes = stats::setNames(core(R_swig_rix_course_outcomes, handle), object$outcomes$name),
      events = rows(R_swig_rix_course_event_count, R_swig_rix_course_event_at, c("time", "event", "regime")),
      closures = rows(R_swig_rix_course_period_count, R_swig_rix_course_period_at, c("start", "end", "regime")),
      sector_costs = data.frame(sector = object$params$country$sector_names, closures = costs[, 1L],
                                absences = costs[, 2L]),
      fiscal = if (!is.null(fiscal)) unlist(fiscal), policy = policy, scenario = object
    ),
    class = "risk_course"
  )
}

# Regimes count from 1, as R does.
as_frame_of <- function(columns, names, n) {
  empty <- list(time = double(), start = double(), end = double(), event = character(), regime = double())
  if (n == 0L) return(as.data.frame(empty[names]))
  table <- as_frame(columns, names)
  table$regime <- table$regime + 1
  table
}

print.age_sector <- function(x, ...) {
  name <- x$params$pathogen$name
  cat("Scenario of model age_sector:", if (is.null(name)) "a pathogen" else name, "in",
      if (is.null(x$params$country$name)) "a country" else x$params$country$name, "\n")
  cat("  ", x$periods, " periods of ", format_number(x$period), " days\n  outcomes: ",
      paste(x$outcomes$name, collapse = ", "), "\n", sep = "")
  invisible(x)
}

print.risk_course <- function(x, ...) {
  cat("Course over", nrow(x$days) - 1L, "days,", nrow(x$events), "events\n")
  print(summary(x), row.names = FALSE)
  invisible(x)
}

summary.risk_course <- function(object, ...) {
  about <- object$scenario$outcomes
  data.frame(outcome = about$name, value = unname(object$outcomes), unit = about$unit, domain = about$domain)
}

as.data.frame.risk_course <- function(x, row.names = NULL, optional = FALSE, ...) x$days

# ---------------------------------------------------------------------------------------- presets

preset_pathogens <- function() preset_list(R_swig_rix_preset_pathogen_count, R_swig_rix_preset_pathogen_at)

preset_pathogen <- function(name) core_result(R_swig_rix_preset_pathogen_find, name)$params

preset_closures <- function() preset_list(R_swig_rix_preset_closure_count, R_swig_rix_preset_closure_at)

preset_closure <- function(name, sectors = 45, ...) {
  p <- core_result(R_swig_rix_preset_closure_find, name)
  known <- list(p$openness, p$group_openness)
  at <- match(sectors, lengths(known))
  if (length(at) != 1L || is.na(at)) rix_stop("einval", "sectors: 45 or 14 expected", arg = "sectors")
  risk_response(known[[at]], ..., name = name)
}

preset_countries <- function() preset_list(R_swig_rix_preset_country_count, R_swig_rix_preset_country_at)

preset_country <- function(name) {
  record <- core_result(R_swig_rix_preset_country_find, name)$country
  structure(list(record = Filter(Negate(is.null), record)), class = "risk_country")
}

country_planner <- function(country, pathogen, ...) {
  check_class(country, "risk_country", "country", "risk_country() or preset_country()")
  options <- check_fields(list(...), c("infected", "effect", "lockdown_cost", "lockdown_max", "work_years",
                                       "interest", "period", "periods", "steps"), "country_planner")
  params <- core_result(R_swig_rix_country_planner, country$record, part_of(pathogen, preset_pathogen), options)
  params <- Filter(function(x) !is.null(x) && !anyNA_text(x), params)
  new_scenario(params, "planner_sir", title = paste("Planner's SIR by age:", country$record$name))
}

preset_vaccinations <- function() {
  preset_list(R_swig_rix_preset_vaccination_count, R_swig_rix_preset_vaccination_at)
}

preset_vaccination <- function(name) core_result(R_swig_rix_preset_vaccination_find, name)$params
