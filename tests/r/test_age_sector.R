# Epidemics by age and sector: the published runs, and what is ours.

daedalus <- function(file) {
  path <- file.path(folder_of("RISKIDX_REFERENCE", "..", "..", "shared", "reference"), "daedalus", file)
  if (!file.exists(path)) {
    if (identical(Sys.getenv("CI"), "true")) stop("the reference figures are not there: ", file)
    testthat::skip(paste("no reference figures:", file))
  }
  path
}

flu <- list(r0 = 2.5, sigma = .25, symptomatic = .6, asymptomatic_spread = .5, waning = .005,
            recovery_symptomatic = .25, recovery_asymptomatic = .4, hospital_recovery = .1, hospital_death = .12,
            admission = c(.001, .005, .05), hospital_fatality = c(.1, .15, .4))

toyland <- function() {
  folder <- tempfile("toyland")
  dir.create(folder)
  write <- function(name, ...) writeLines(c(...), file.path(folder, name))
  write("age_groups.csv", "age_group,population,life_expectancy_years", "young,2000,70", "adult,6000,40", "old,1600,12")
  write("contact_matrix.csv", "of,a,b,c", "young,7,4,1", "adult,2,8,1", "old,1,3,2")
  write("sectors.csv", "sector,workers,gva_million_dollars_per_day,contacts_workplace,is_education",
        "farm,900,.1,2,0", "shop,1500,.3,4,0", "school,300,.02,5,1", "bus,700,.08,3,0")
  write("scalars.csv", "name,hospital_capacity,gni_per_capita_intl_dollars", "Toyland,12,20000")
  risk_country(folder, working_age = "adult", school_age = "young")
}

run_of <- function(row) {
  country <- risk_country(daedalus(file.path("countries", row$country)))
  vaccination <- switch(row$vaccination, no_vaccination = NULL, none = "late", row$vaccination)
  params <- list(behaviour = c(off = "none", old = "deaths", new = "optimism")[[row$behaviour]],
                 period = row$time_end_days, periods = 1)
  if (row$initial_state == "custom") {
    params <- c(params, list(infected = 1e-6, asymptomatic = .3, immune = c(.1, .2, .3, .4)))
  }
  sc <- do.call(age_sector, c(list(country, row$pathogen, vaccination = vaccination, preset = "daedalus_0_3"), params))
  response <- switch(
    row$response,
    none = NULL,
    timed = {
      regimes <- utils::read.csv(daedalus("runs/timed_npi_regimes.csv"))
      risk_response(as.matrix(regimes[grep("openness", names(regimes))]), start = regimes$start, end = regimes$end)
    },
    preset_closure(row$response, start_time = row$response_time_days)
  )
  simulate(sc, policy = response)
}

test_that("every run of the program is reproduced", {
  runs <- utils::read.csv(daedalus("runs/runs.csv"))
  costs <- utils::read.csv(daedalus("runs/costs_tight_tolerance.csv"))
  totals <- utils::read.csv(daedalus("runs/summary_tight_tolerance.csv"))
  alone <- utils::read.csv(daedalus("runs/summary_independent.csv"))
  alone <- alone[alone$threshold == "truncated_sum", ]
  expect_identical(nrow(runs), 58L)
  for (i in seq_len(nrow(runs))) {
    row <- runs[i, ]
    pick <- function(table) table[table$run_id == row$run_id, ]
    money <- pick(if (row$robust == 1) costs else alone)
    people <- pick(if (row$robust == 1) totals else alone)
    y <- run_of(row)$outcomes
    expect_relative(
      unname(y[c("cost", "output_loss", "education_loss", "life_value", "life_years", "deaths", "admissions",
                 "infections")]),
      unlist(c(money[c("total", "economic_total", "education_total", "life_value_total", "life_years_total")],
               people[c("total_deaths", "total_hospitalisations", "epidemic_size")]), use.names = FALSE), 1e-4)
  }
})

test_that("transmission comes from the whole matrix, and courses hold what they say", {
  sc <- age_sector(toyland(), flu, infected = 1e-3, period = 20, periods = 10)
  k <- simulate(sc, policy = risk_response(.4, start = 10, end = 60), reproduction = TRUE)
  expect_close(k$days$reproduction[1], 2.5, 1e-10)
  expect_identical(nrow(as.data.frame(k)), 201L)
  people <- rowSums(k$days[2:25])
  expect_close(people / 9600, rep(1, 201), 1e-10)
  expect_close(k$closures$start, 10, 1e-9)
  expect_identical(k$closures$regime, 1)
  expect_close(sum(k$sector_costs$closures), k$outcomes[["output_closures"]], 1e-12)
  expect_null(k$fiscal)
  expect_output(print(sc), "Toyland")
  expect_output(print(k), "deaths")
  expect_s3_class(plot(k), "ggplot")
  expect_output(print(risk_response(.5)), "when hospitals fill up")
  expect_identical(summary(k)$unit[1], "persons")
  scheduled <- simulate(sc, policy = matrix(c(0, 0, 0, 0, 0, 0), 10, 6))
  expect_relative(scheduled$outcomes[["deaths"]], simulate(sc)$outcomes[["deaths"]], 2e-3)
  expect_gt(simulate(update(sc, vaccination = list(start = 0, rate = .01, uptake = .9)))$outcomes[["doses"]], 0)
})

test_that("parameters have names", {
  sc <- age_sector(toyland(), flu, infected = 1e-3, period = 20, periods = 5)
  expect_identical(scenario_parameters(sc)$name[1:2], c("r0", "sigma"))
  same <- with_parameters(sc, r0 = 3, hospital_fatality_old = .2)
  other <- update(sc, pathogen = within(flu, { r0 <- 3; hospital_fatality[3] <- .2 }))
  expect_identical(simulate(same)$outcomes, simulate(other)$outcomes)
})

test_that("bad input is named", {
  expect_error(age_sector(toyland(), "flu"), "no pathogen is named 'flu'", class = "rix_enotfound")
  expect_error(age_sector(toyland(), "influenza_1918"), "age groups", class = "rix_edim")
  expect_error(age_sector("GBR", "influenza_1918"), "country", class = "rix_einval")
  expect_error(age_sector(toyland(), flu, preset = "daedalus"), "preset", class = "rix_einval")
  expect_error(age_sector(toyland(), flu, infektiert = 1), "infektiert", class = "rix_einval")
  sc <- age_sector(toyland(), flu)
  expect_error(simulate(sc, policy = risk_response(c(1, 1))), "openness", class = "rix_edim")
  expect_error(simulate(sc, policy = risk_response(1.5)), "openness of regime 0", class = "rix_edomain")
  expect_error(simulate(sc, policy = "elimination"), "policy", class = "rix_einval")
  expect_error(simulate(sc, nsim = 2), "nsim", class = "rix_einval")
  expect_error(risk_country(tempfile()), "age_groups.csv", class = "rix_enotfound")
})

test_that("presets are listed", {
  expect_identical(nrow(preset_pathogens()), 7L)
  expect_identical(preset_vaccinations()$name, c("none", "late", "low", "medium", "high"))
  expect_identical(preset_closure("elimination")$openness[41], .1)
  expect_identical(nrow(preset_closures()), 4L)
  expect_identical(preset_vaccination("high")$uptake, .8)
  expect_identical(preset_pathogen("influenza_1918")$r0, 2.5)
})
