test_that("a framework is checked and completed", {
  fw <- risk_framework(small_meta())
  expect_s3_class(fw, "risk_framework")
  expect_identical(fw$nodes$kind, c("group", "indicator", "indicator"))
  expect_identical(fw$nodes$name, c("risk", "a", "b"))
  expect_identical(fw$nodes$direction, c(1, 1, -1))
  expect_identical(fw$nodes$weight, c(1, 1, 1))
  expect_identical(as.data.frame(fw), fw$nodes)
})

test_that("each unsound tree has an error that names the node", {
  unsound <- function(class, says, ...) {
    meta <- small_meta()
    changes <- list(...)
    meta[names(changes)] <- changes
    expect_error(risk_framework(meta), says, class = class)
  }
  unsound("rix_eframework", "'a'", code = c("risk", "a", "a"))
  unsound("rix_eframework", "nowhere", parent = c(NA, "nowhere", "risk"))
  unsound("rix_eframework", "'a'|'b'|'risk'", parent = c("a", "risk", "risk"))
  unsound("rix_eframework", "'a'", parent = c(NA, NA, "risk"))
  unsound("rix_eframework", "'b'", kind = c("group", "indicator", "group"))
  unsound("rix_eframework", "risk", weight = c(1, 0, 0))
  unsound("rix_edomain", "-1.*'b'", weight = c(1, 1, -1))
  unsound("rix_einval", "'b'", direction = c(1, 1, 2))
  unsound("rix_enotfound", "mean", aggregate = c("mean", NA, NA))
  expect_error(risk_framework(small_meta()[0, ]), class = "rix_eframework")
  expect_error(risk_framework(list(code = "a")), class = "rix_einval")
  expect_error(risk_framework(data.frame(parent = NA)), "no column 'code'", class = "rix_einval")
})

test_that("the node at fault counts from 1", {
  e <- tryCatch(risk_framework(transform(small_meta(), weight = c(1, 1, -1))), rix_error = identity)
  expect_identical(e$node, 3)
  expect_identical(class(e), c("rix_edomain", "rix_error", "error", "condition"))
  expect_identical(e$call[[1]], quote(risk_framework))
})

test_that("factors, tibbles and empty cells are as good as text and NA", {
  meta <- data.frame(code = factor(c("risk", "a", "b")), parent = factor(c("", "risk", "risk")),
                     weight = c(NA, 2L, 1L))
  fw <- risk_framework(meta)
  expect_identical(fw$nodes$parent, c(NA, "risk", "risk"))
  expect_identical(fw$nodes$weight, c(1, 2, 1))
  skip_if_not_installed("tibble")
  expect_identical(risk_framework(tibble::as_tibble(meta))$nodes, fw$nodes)
})

test_that("COINr's iMeta is accepted as it is", {
  meta <- data.frame(
    Level = c(1, 1, 2, NA, NA), iCode = c("LPI", "CO2", "Index", "GDP", "Region"),
    iName = c("Logistics", "Emissions", "The index", "Output", "Region"), Direction = c(1, -1, 1, NA, NA),
    Weight = c(2, 1, 1, NA, NA), Unit = c("score", "t", "index", "dollars", NA),
    Parent = c("Index", "Index", NA, NA, NA),
    Type = c("Indicator", "Indicator", "Aggregate", "Denominator", "Group")
  )
  fw <- risk_framework(meta)
  expect_identical(fw$nodes$code, c("LPI", "CO2", "Index"))
  expect_identical(fw$nodes$weight, c(2, 1, 1))
  expect_identical(fw$nodes$direction, c(1, -1, 1))
  expect_identical(fw$nodes$name, c("Logistics", "Emissions", "The index"))
  data <- data.frame(uName = c("A", "B"), uCode = c("AA", "BB"), LPI = c(1, 3), CO2 = c(5L, 4L),
                     GDP = c(1, 1))
  index <- build_index(data, fw)
  expect_identical(index$scores$unit, c("AA", "BB"))
  expect_identical(index$scores$Index, c(0, 100))
})

test_that("a table that works in COINr works here", {
  meta <- reference("coinr/asem_imeta.csv")
  data <- reference("coinr/asem_idata.csv")
  index <- build_index(data, risk_framework(meta))
  expect_identical(index$scores$unit, data$uCode)
  normalised <- reference("coinr/normalised.csv")
  expect_gt(nrow(normalised), 0)
  expect_false(anyNA(index$scores$Index))
})

test_that("a framework has methods that say what it is", {
  fw <- risk_framework(small_meta())
  expect_output(print(fw), "2 indicators")
  expect_output(print(fw), "b \\(-\\)")
  expect_identical(summary(fw)$indicators, 2L)
  expect_output(print(preset_framework("hdi")), "Human Development Index")
})
