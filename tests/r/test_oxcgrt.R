versioned <- c("C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8", "H6", "H8")
maxima <- c(C1 = 3, C2 = 3, C3 = 2, C4 = 4, C5 = 2, C6 = 3, C7 = 2, C8 = 4, E1 = 2, E2 = 2, H1 = 2, H2 = 3, H3 = 2,
            H6 = 4, H7 = 5, H8 = 3)
# The codebook's example: C2 has no record.
codebook <- data.frame(C1 = 2, C2 = NA_real_, C3 = 2, C4 = 2, C5 = 0, C6 = 1, C7 = 1, C8 = 3, E1 = 2, E2 = 2, H1 = 1,
                       H2 = 3, H3 = 2, H6 = 2, H7 = 2, H8 = 2, row.names = "monday")
codebook_flags <- data.frame(C1 = 1, C2 = NA_real_, C3 = 1, C4 = 0, C5 = NA_real_, C6 = 0, C7 = 1, E1 = 0, H1 = 1,
                             H6 = 0, H7 = 1, H8 = 1, row.names = "monday")

check_oxcgrt <- function(data, rows) {
  expect_identical(nrow(data), rows)
  found <- oxcgrt_indices(data)
  expect_identical(names(found)[-1], utils::tail(names(data), 13))
  for (name in names(found)[-1]) {
    within <- if (grepl("Average", name)) 0.009 else 0.005
    expect_lte(max(abs(found[[name]] - data[[name]])), within + 1e-9)
  }
}

test_that("every published index of the Oxford tracker is reproduced", {
  check_oxcgrt(reference("oxcgrt/united_kingdom.csv"), 1096L)
  check_oxcgrt(reference("oxcgrt/england.csv"), 1096L)
})

test_that("every golden day is reproduced", {
  data <- golden("oxcgrt_golden.csv")
  check_oxcgrt(data, 18L)
  expect_identical(oxcgrt_indices(data, units = "Date")$unit, as.character(data$Date))
  expect_identical(oxcgrt_indices(rev(data)), oxcgrt_indices(data))
  expect_identical(dim(oxcgrt_indices(data[0, ])), c(0L, 14L))
})

# The codebook's example as one raw row, and what is different.
day <- function(...) {
  row <- list(PopulationVaccinated = 25)
  for (code in names(codebook)) {
    for (version in if (code %in% versioned) c("E", "NV", "V") else "") {
      own <- version %in% c("E", "")
      row[[paste0(code, version)]] <- if (own) codebook[[code]] else NA_real_
      if (code %in% names(codebook_flags)) {
        row[[paste0(code, version, "_Flag")]] <- if (own) codebook_flags[[code]] else NA_real_
      }
    }
  }
  as.data.frame(utils::modifyList(row, list(...)), row.names = "monday", check.names = FALSE)
}

test_that("the codebook's example comes out, from the raw row and by the presets", {
  found <- unlist(oxcgrt_indices(day())[-1])
  expected <- c(stringency = 43.9815, government_response = 57.1875, containment_health = 52.8571,
                economic_support = 87.5)
  expect_lte(max(abs(found - rep(expected, c(4, 4, 4, 1)))), 5e-5)
  adjusted <- ordinal_flag(codebook, codebook_flags, maxima)
  for (k in names(expected)) {
    index <- suppressWarnings(build_index(adjusted, paste0("oxcgrt_", k), units = "unit"))
    expect_lte(abs(index$scores[[paste0("oxcgrt_", k)]] - expected[[k]]), 5e-5)
  }
})

test_that("versions fall back with their flags, and averages weigh them", {
  base <- oxcgrt_indices(day())
  found <- oxcgrt_indices(day(C1V = 3, C1V_Flag = 0, C5NV = 2, C5NV_Flag = 1))
  expect_equal(found$StringencyIndex_Vaccinated - base$StringencyIndex_Vaccinated, 50 / 3 / 9)
  expect_equal(found$StringencyIndex_NonVaccinated - base$StringencyIndex_NonVaccinated, 100 / 9)
  expect_equal(found$StringencyIndex_WeightedAverage,
               0.75 * found$StringencyIndex_NonVaccinated + 0.25 * found$StringencyIndex_Vaccinated)
  expect_identical(oxcgrt_indices(day(C1V = 3, PopulationVaccinated = NA))$StringencyIndex_WeightedAverage, NA_real_)
})

test_that("bad tables are refused by row, column and value", {
  expect_error(oxcgrt_indices(day(C1E = 4)), "level 4 for unit 'monday', column 'C1E'", class = "rix_edomain")
  expect_error(oxcgrt_indices(day(H7 = 1.5)), "level 1.5 for unit 'monday', column 'H7'", class = "rix_edomain")
  expect_error(oxcgrt_indices(day(C1E_Flag = 2)), "flag 2 for unit 'monday', column 'C1E'", class = "rix_edomain")
  expect_error(oxcgrt_indices(day(PopulationVaccinated = 101)), "PopulationVaccinated 101 for unit 'monday'",
               class = "rix_edomain")
  for (name in c("C3NV", "H1", "C3NV_Flag", "PopulationVaccinated")) {
    data <- day()
    expect_error(oxcgrt_indices(data[names(data) != name]), name, class = "rix_enotfound")
  }
  expect_error(oxcgrt_indices(cbind(day(), "C1E_School closing" = 1)), "may be 'C1E' or", class = "rix_einval")
  expect_error(oxcgrt_indices(day(C1E = "closed")), "'closed' is no number", class = "rix_einval")
  expect_error(oxcgrt_indices(matrix(0, 2, 3)), "data frame", class = "rix_einval")
})

test_that("a flag that is not set takes off half a level", {
  levels <- data.frame(a = c(2, 2, 0, NA, 1), b = c(3, 1, 0, 2, NA), row.names = letters[1:5])
  found <- ordinal_flag(levels, data.frame(a = c(1, 0, 0, 1, NA)), c(b = 3, a = 2))
  expect_identical(found, data.frame(unit = letters[1:5], a = c(2, 1.5, 0, NA, 0.5), b = levels$b))
  expect_identical(ordinal_flag(levels, NULL, 3)$a, levels$a)
  expect_identical(ordinal_flag(as.matrix(levels), as.matrix(levels["a"] * 0), 3, deduction = 1)$a, c(1, 1, 0, NA, 0))
  expect_error(ordinal_flag(levels, NULL, 2), "level 3 for unit 'a', column 'b'", class = "rix_edomain")
  expect_error(ordinal_flag(levels, levels, 3), "flag 2 for unit 'a', column 'a'", class = "rix_edomain")
  expect_error(ordinal_flag(levels, data.frame(c = 1:5), 3), "no column 'c'", class = "rix_enotfound")
  expect_error(ordinal_flag(levels, data.frame(a = 1), 3), "1 rows", class = "rix_edim")
  expect_error(ordinal_flag(levels, NULL, c(1, 2, 3)), "3 for 2 columns", class = "rix_edim")
  expect_error(ordinal_flag(levels, NULL, c(a = 1)), "none for 'b'", class = "rix_einval")
  expect_error(ordinal_flag(levels, NULL, 0), "maximum", class = "rix_edomain")
  expect_error(ordinal_flag(levels, data.frame(a = 0), "x"), class = "rix_error")
})
