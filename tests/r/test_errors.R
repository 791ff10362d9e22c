test_that("every status has its class", {
  statuses <- risk_statuses()
  expect_identical(statuses$class[1:4], c("rix_ok", "rix_einval", "rix_edim", "rix_edomain"))
  expect_identical(statuses$number, seq_len(nrow(statuses)) - 1L)
  expect_true(all(nzchar(statuses$text)))
})

test_that("a condition carries what the core said, and the call of the user", {
  d <- small_data()
  d["z", "b"] <- -Inf
  e <- tryCatch(build_index(d, risk_framework(small_meta())), error = identity)
  expect_identical(class(e), c("rix_edomain", "rix_error", "error", "condition"))
  expect_match(conditionMessage(e), "'z'")
  expect_match(conditionMessage(e), "'b'")
  expect_identical(e$row, 3)
  expect_identical(conditionCall(e)[[1]], quote(build_index))
  expect_true(all(c("arg", "row", "col", "node") %in% names(e)))
  e <- tryCatch(simulate(preset_scenario("aal_us"), policy = 1), rix_edim = identity)
  expect_identical(conditionCall(e)[[1]], quote(simulate.risk_scenario))
})

test_that("an ordinary tryCatch and try see an ordinary error", {
  expect_s3_class(try(preset_framework("none"), silent = TRUE), "try-error")
  expect_identical(tryCatch(preset_framework("none"), error = function(e) "error"), "error")
})

test_that("the package and the library have one version", {
  expect_identical(as.character(utils::packageVersion("riskidx")), riskidx_version())
})
