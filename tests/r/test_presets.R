check_hdi <- function(data) {
  index <- build_index(data, preset_framework("hdi"), units = "iso3")
  expect_gt(nrow(data), 5)
  expect_lte(max(abs(index$scores$hdi - data$hdi)), 0.0005)
}

test_that("every golden HDI is reproduced", check_hdi(golden("hdi_golden.csv")))

test_that("every published HDI is reproduced", {
  data <- reference("hdi/hdi_2015_2021.csv")
  expect_gt(nrow(data), 1000)
  check_hdi(data[names(data) != "year"])
})

# The columns are named as the nodes are.
by_code <- function(data, fw) {
  names(data) <- ifelse(names(data) %in% fw$nodes$name, fw$nodes$code[match(names(data), fw$nodes$name)],
                        names(data))
  data
}

check_inform_nodes <- function(data) {
  fw <- preset_framework("inform_risk")
  data <- by_code(data, fw)
  nodes <- fw$nodes
  groups <- nodes$code[nodes$kind == "group"]
  expect_gt(length(groups), 5)
  for (code in groups) {
    own <- nodes[nodes$code == code | nodes$parent %in% code, ]
    own$parent[own$code == code] <- NA
    own$kind <- ifelse(own$code == code, "group", "indicator")
    own$normalise <- "none"
    own$aggregate[own$code != code] <- NA
    index <- suppressWarnings(build_index(data, risk_framework(own), fw$recipe, units = "ISO3"))
    there <- !is.na(data[[code]])
    expect_gt(sum(there), 0)
    expect_lte(max(abs(index$scores[[code]] - data[[code]])[there]), 0.05 + 1e-9)
  }
}

check_inform_tree <- function(data) {
  fw <- preset_framework("inform_risk")
  data <- by_code(data, fw)
  index <- build_index(data, fw, units = "ISO3")
  for (code in fw$nodes$code[fw$nodes$kind == "group"]) {
    there <- !is.na(data[[code]])
    expect_lte(max(abs(index$scores[[code]] - data[[code]])[there]), 0.1)
  }
}

test_that("every golden node of INFORM is reproduced", {
  check_inform_nodes(golden("inform_golden.csv"))
  check_inform_tree(golden("inform_golden.csv"))
})

test_that("every published node of INFORM is reproduced", {
  data <- reference("inform/inform_2020_a.csv")
  expect_gt(nrow(data), 90)
  check_inform_nodes(data)
  check_inform_tree(data)
})

test_that("covid_recovery scores the economies of Asia and the Pacific", {
  file <- file.path(folder_of("RISKIDX_EXAMPLE_DATA", "..", "examples", "data"), "asia_pacific.csv")
  data <- read_figures(file)
  index <- suppressWarnings(build_index(data, "covid_recovery", units = "iso3"))
  root <- index$framework$nodes$code[is.na(index$framework$nodes$parent)]
  scores <- index$scores[[root]]
  expect_gte(length(scores), 40)
  expect_true(all(scores >= 0 & scores <= 10, na.rm = TRUE))
  expect_gt(sum(!is.na(scores)), 40)
})

test_that("presets are listed with their sources", {
  frameworks <- preset_frameworks()
  expect_true(all(c("hdi", "inform_risk", "covid_recovery") %in% frameworks$name))
  expect_true(all(nzchar(frameworks$source)))
  expect_true(all(c("mrsir_us", "aal_us") %in% preset_scenarios()$name))
  for (name in frameworks$name) {
    fw <- preset_framework(name)
    expect_identical(fw$recipe, preset_recipe(name))
    expect_identical(risk_framework(fw$nodes)$nodes, fw$nodes)
  }
  expect_error(preset_framework("none"), "'none'.*hdi", class = "rix_enotfound")
  expect_error(preset_scenario("none"), "'none'.*mrsir_us", class = "rix_enotfound")
  expect_error(preset_framework(NULL), class = "rix_error")
  expect_error(preset_framework(1), class = "rix_einval")
})
