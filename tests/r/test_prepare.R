# Denominate, impute, screen and treat: against COINr 1.1.14, and by hand.

asem_recipe <- function() {
  risk_recipe(denominate = TRUE, impute = list(method = "group_mean", group = "EurAsia_group"),
              screen = list(method = "data", min_data = 0.9), treat = "winsorise_or_transform")
}

# As the reference has it: "NA" is never a label there, and empty is missing.
asem <- function(file) reference(file.path("coinr", file))

in_order_of <- function(frame, expected, units = frame$unit) frame[match(expected$uCode, units), ]

test_that("the example of COINr comes out stage by stage", {
  index <- build_index(asem("asem_idata.csv"), risk_framework(asem("asem_imeta.csv")), asem_recipe())
  codes <- names(index_stage(index, "raw"))[-1L]
  for (stage in c("denominated", "imputed", "screened", "treated", "normalised")) {
    expected <- asem(paste0(stage, ".csv"))
    expect_close(in_order_of(index_stage(index, stage), expected)[codes], expected[codes], 1e-9)
  }
  expected <- asem("aggregated.csv")
  nodes <- setdiff(names(expected), "uCode")
  expect_close(in_order_of(index$scores, expected)[nodes], expected[nodes], 1e-9)
  ranks <- asem("results_ranks.csv")
  for (node in c("Index", "Conn", "Sust")) {
    expect_identical(as.double(in_order_of(index$ranks, ranks)[[node]]), as.double(ranks[[paste0("Rank_", node)]]))
  }
  log <- asem("treatment_log.csv")
  found <- index$treatment[match(log$iCode, index$treatment$indicator), ]
  expect_close(found[c("skew_before", "kurt_before", "skew_winsorised", "kurt_winsorised")],
               log[c("skew_before", "kurt_before", "skew_after_step1", "kurt_after_step1")], 1e-9)
  expect_identical(found$action, log$action)
  expect_identical(sum(found$action == "winsorise"), 15L)
  expect_identical(lengths(found$units), as.integer(found$n_high + found$n_low))
  screening <- asem("screening_log.csv")
  kept <- in_order_of(index$screening, screening)
  expect_close(kept[c("n_missing", "n_zero", "data_share", "nonzero_share")],
               screening[c("N_missing", "N_zero", "Dat_Avail", "Non_Zero")], 1e-9)
  expect_identical(sum(as.matrix(index$imputed[-1L])), 65L)
  expect_equal(index_ranks(index, "min"), index$ranks) # from what the index keeps
})

test_that("treatments alone give the figures of COINr", {
  input <- asem("treat/input.csv")
  check <- function(file, ...) {
    expect_close(treat_outliers(input, ...)$data[-1L], asem(paste0("treat/", file, ".csv"))[-1L], 1e-9)
  }
  check("rule_max5_logCT")
  check("rule_max1_logCTplus_strict", max_points = 1, skewness = 1, kurtosis = 2, transform = "log_ct_plus")
  check("rule_max1_logCTorig_combined", max_points = 1, transform = "log_ct_orig", combined = TRUE)
  check("rule_max2_boxcox0_combined", max_points = 2, transform = "boxcox_shifted", combined = TRUE)
  check("winsorise_nolimit", method = "winsorise", max_points = Inf)
  check("winsorise_force3", method = "winsorise", max_points = 3, force = TRUE)
  check("log_CT_plus", method = "transform", transform = "log_ct_plus")
  check("log_GII_formula", method = "transform", transform = "log_gii")
  check("log_GII_as_returned", method = "transform", transform = "log_gii", compat = TRUE)
  check("boxcox_05", method = "transform", transform = "boxcox_shifted", lambda = 0.5)
})

test_that("imputations and screens alone give the figures of COINr", {
  input <- merge(asem("denominated.csv"), asem("asem_idata.csv")[c("uCode", "GDP_group", "EurAsia_group", "Pop_group")])
  check <- function(file, ...) {
    expected <- asem(paste0("impute/", file, ".csv"))
    found <- impute_data(input, ...)$data
    expect_close(in_order_of(found, expected, found$uCode)[names(expected)[-1L]], expected[-1L], 1e-9)
  }
  check("mean", "mean")
  check("median", "median")
  check("mean_by_GDP_group", "group_mean", group = "GDP_group", compat = TRUE)
  check("median_by_Pop_group", "group_median", group = "Pop_group", compat = TRUE)
  meta <- asem("asem_imeta.csv")
  check("row_mean_within_pillar", "row_mean", compat = TRUE,
        blocks = stats::setNames(meta$Parent, meta$iCode),
        directions = stats::setNames(meta$Direction, meta$iCode))

  log <- asem("audit/screen_raw_byNAandzeros_095_094.csv")
  res <- screen_units(asem("asem_idata.csv"), "data_and_zeros", min_data = 0.95, min_nonzero = 0.94,
                      columns = meta$iCode[meta$Type == "Indicator"])
  report <- in_order_of(res$report, log)
  expect_identical(report$included, as.logical(log$Included))
  expect_close(report[c("data_share", "nonzero_share")], log[c("Dat_Avail", "Non_Zero")], 1e-9)
  expect_identical(nrow(res$data), sum(report$included))
})

test_that("steps work by hand", {
  data <- data.frame(deaths = c(3, 8, NA), people = c(1000, 4000, 10))
  expect_identical(denominate_data(data, c(deaths = "people"), scale = 1000)$deaths, c(3, 2, NA))
  expect_error(denominate_data(transform(data, people = 0), c(deaths = "people")), class = "rix_edomain")

  grouped <- data.frame(g = c("a", "a", "b", NA), x = c(1, 3, NA, NA))
  res <- impute_data(grouped, "group_mean", group = "g")
  expect_identical(res$data$x, c(1, 3, 2, 2))
  expect_identical(as.double(res$report$fell_back), 2)
  expect_identical(impute_data(grouped, "group_mean", group = "g", compat = TRUE)$data$x, c(1, 3, NA, NA))

  x <- data.frame(a = c(1:9, 100)^2)
  q <- stats::quantile(x$a, c(0.1, 0.8), names = FALSE)
  expect_equal(treat_outliers(x, "percentiles", low_share = 0.1, high_share = 0.8)$data$a, pmin(pmax(x$a, q[1]), q[2]))
  expect_identical(treat_outliers(x, "transform", transform = "sqrt")$data$a, c(1:9, 100))
})

test_that("units that are screened out keep a row without scores", {
  data <- small_data()
  index <- build_index(data, risk_framework(small_meta()), risk_recipe(screen = list(exclude = "y")))
  expect_identical(is.na(index$scores$risk), c(FALSE, TRUE, FALSE))
  expect_identical(index$screening$included, c(TRUE, FALSE, TRUE))
  expect_identical(index_stage(index, "treated"), index_stage(index, "screened"))
  expect_identical(index_stage(index, "imputed"), index_stage(index, "raw"))
  expect_error(build_index(data, risk_framework(small_meta()), risk_recipe(screen = list(exclude = "w"))),
               class = "rix_enotfound")
})

test_that("what makes no sense is an error that lists what does", {
  expect_error(risk_recipe(impute = "guess"), "group_mean", class = "rix_enotfound")
  expect_error(risk_recipe(treat = "cut"), "winsorise", class = "rix_enotfound")
  expect_error(risk_recipe(impute = "group_mean"), class = "rix_einval")
  expect_error(build_index(small_data(), risk_framework(small_meta()),
                           risk_recipe(impute = list(method = "group_mean", group = "region"))), class = "rix_enotfound")
  expect_output(print(asem_recipe()), "impute: group_mean")
})
