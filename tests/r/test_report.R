small_report_index <- function() {
  data <- data.frame(cases = c(0, 10, 5, 2), beds = c(4, 1, 2, 3), row.names = c("A", "B", "C", "D"))
  meta <- data.frame(code = c("risk", "cases", "beds"), parent = c(NA, "risk", "risk"), weight = c(NA, 2, 1),
                     direction = c(1, 1, -1))
  build_index(data, risk_framework(meta))
}

small_map <- function(names) {
  list(type = "FeatureCollection", features = lapply(names, function(name) {
    list(type = "Feature", properties = list(name = name), geometry = list(type = "Point", coordinates = c(1.5, 2)))
  }))
}

# The data of a page, as a browser reads them.
data_of <- function(path) {
  line <- grep('id="data">', readLines(path, encoding = "UTF-8", warn = FALSE), fixed = TRUE, value = TRUE)
  jsonlite::fromJSON(sub('.*id="data">(.*?)</script>.*', "\\1", line), simplifyVector = FALSE)
}

test_that("a report holds the index to the bit", {
  skip_if_not_installed("jsonlite")
  index <- small_report_index()
  path <- tempfile(fileext = ".html")
  expect_identical(risk_report(path, index, zones = risk_zones(c(30, 60)), unit = "B"), path)
  expect_lt(file.size(path), 3e6)
  part <- data_of(path)$index
  for (code in c("risk", "cases", "beds")) expect_identical(as.double(unlist(part$scores[[code]])), index$scores[[code]])
  expect_identical(as.double(unlist(part$ranks)), as.double(index$ranks$risk))
  expect_identical(unlist(part$units), c("A", "B", "C", "D"))
  expect_identical(unlist(part$zones$labels), c("green", "orange", "red"))
  expect_identical(as.double(unlist(part$range)), c(0, 100))
  expect_identical(vapply(part$nodes, function(node) as.double(node$weight), 0), c(1, 2, 1))
  expect_true(part$live)
  expect_identical(part$unit, "B")
})

test_that("a report says where weights cannot move", {
  skip_if_not_installed("jsonlite")
  index <- build_index(small_data(), risk_framework(small_meta()), risk_recipe(aggregate = "median"))
  part <- risk_report_data(index)$index
  expect_false(part$live)
  expect_match(part$why_not, "'risk' is median")
})

test_that("a report holds uncertainty, zones in time, a curve and a trajectory", {
  skip_if_not_installed("jsonlite")
  data <- small_data()
  index <- build_index(data, risk_framework(small_meta()))
  u <- uncertainty(data, risk_framework(small_meta()), inputs = list(uncertain_weights(0.5)), n = 32, seed = 4)
  sc <- preset_scenario("mrsir_us")
  curve <- tradeoff_curve(sc, exit_plans(c(0.3, 0.6), c(10, 40), c(0, 5)))
  run <- simulate(sc, policy = curve_policy(curve, 1))
  history <- small_history()
  path <- tempfile(fileext = ".html")
  risk_report(path, index, u, list(risk_zones(c(30, 60)), history), curve, run, geojson = small_map(c("x", "y", "z")))
  page <- data_of(path)
  samples <- uncertainty_samples(u, "score")
  expect_equal(as.double(unlist(page$uncertainty$score$low)), unname(apply(samples, 2, quantile, 0.05)))
  expect_equal(as.double(unlist(page$uncertainty$zones$red)), unname(colMeans(samples >= 60)))
  expect_identical(page$uncertainty$seed, 4L)
  found <- page$histories[[1]]
  codes <- unlist(lapply(found$runs[[1]], function(r) rep(r[[3]], r[[2]] - r[[1]])))
  expect_identical(as.integer(codes), ifelse(is.na(history$codes), -1L, history$codes - 1L)[1, ])
  expect_identical(found$dates[[1]], "2020-10-05")
  expect_identical(length(page$curve$points), nrow(curve$points))
  names <- vapply(page$curve$outcomes, `[[`, "", "name")
  deaths <- vapply(page$curve$points, function(p) p$outcomes[[match("deaths", names)]], 0)
  expect_identical(deaths, curve$points$deaths)
  expect_identical(as.double(unlist(page$trajectory$states[[4]]$values)), run$states$infected_young)
  expect_identical(page$map$geojson$features[[2]]$properties$name, "y")
})

test_that("text with markup stays text", {
  skip_if_not_installed("jsonlite")
  data <- small_data()
  row.names(data) <- c("</script><script>alert(1)</script>", "B & \"b\"", "{{report.js}}")
  path <- tempfile(fileext = ".html")
  risk_report(path, build_index(data, risk_framework(small_meta())))
  expect_identical(unlist(data_of(path)$index$units), row.names(data))
  text <- paste(readLines(path, warn = FALSE), collapse = "\n")
  expect_false(grepl("<script>alert", text, fixed = TRUE))
})

test_that("a report refuses what it cannot show", {
  skip_if_not_installed("jsonlite")
  index <- small_report_index()
  expect_error(risk_report_data(), "nothing to show", class = "rix_einval")
  expect_error(risk_report_data(zones = risk_zones(1:2)), "nothing to show", class = "rix_einval")
  expect_error(risk_report_data(index = 1), "index: an object of class riskidx_index", class = "rix_einval")
  expect_error(risk_report_data(index, zones = "red"), "zones: risk_zones or a zone_history", class = "rix_einval")
  expect_error(risk_report_data(index, zones = list(risk_zones(1:2), risk_zones(1:2))), "2 risk_zones", class = "rix_einval")
  expect_error(risk_report_data(zones = small_history(), unit = "A"), "unit: needs an index", class = "rix_einval")
  expect_error(risk_report_data(index, unit = "E"), "unit: no 'E'", class = "rix_enotfound")
  expect_error(risk_report_data(index, geojson = small_map(c("A", "B", "C"))), "no feature for unit 'D'", class = "rix_enotfound")
  expect_error(risk_report_data(index, geojson = small_map(c("A", "B", "C", "D", "E"))), "feature 'E' is no unit",
               class = "rix_enotfound")
  expect_error(risk_report_data(index, geojson = small_map(c("A", "B", "C", "D")), key = "iso"), "feature 1 has no property 'iso'",
               class = "rix_enotfound")
  other <- uncertainty(small_data(), risk_framework(small_meta()), inputs = list(uncertain_weights(0.5)), n = 8)
  expect_error(risk_report_data(index, other), "of other units than the index .unit 'A'", class = "rix_edim")
  empty <- build_index(small_data()[0, ], risk_framework(small_meta()))
  expect_error(risk_report_data(empty), "index: no units", class = "rix_einval")
})
