test_that("every preset country makes a planner, with the pathogen's reproduction number", {
  codes <- preset_countries()$name
  expect_gte(length(codes), 40)
  for (code in codes) {
    p <- country_planner(preset_country(code), "sars_cov_2_delta")$params
    generation <- p$transmission / p$recovery * p$population * p$mixing
    expect_equal(max(Mod(eigen(generation)$values)), preset_pathogen("sars_cov_2_delta")$r0, tolerance = 1e-12)
  }
})

test_that("a country is found by code and by name, and nothing else is", {
  expect_equal(preset_country("THA"), preset_country("Thailand"))
  expect_error(preset_country("MYS"), "'MYS'", class = "rix_enotfound")
  expect_error(country_planner(preset_country("THA"), "sars_cov_2_delta", infected = 2), "infected", class = "rix_edomain")
})

test_that("closures come by 45 sectors and by 14 groups", {
  scenario <- age_sector(preset_country("THA"), "sars_cov_2_delta")
  expect_length(preset_closure("elimination")$openness, 45)
  free <- simulate(scenario)
  closed <- simulate(scenario, policy = preset_closure("elimination", sectors = 14))
  expect_equal(free$outcomes[["output_closures"]], 0)
  expect_gt(closed$outcomes[["output_closures"]], 0)
  expect_error(preset_closure("elimination", sectors = 13), "45 or 14", class = "rix_einval")
})
