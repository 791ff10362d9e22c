# Indices frozen, and plain files of frameworks, recipes and what was fitted.

asem_recipe <- function(...) {
  risk_recipe(denominate = TRUE, impute = list(method = "group_mean", group = "EurAsia_group"),
              screen = list(method = "data", min_data = 0.9), treat = "winsorise_or_transform", ...)
}

asem <- function(file) reference(file.path("coinr", file))

test_that("on the base an index that is frozen is the base's", {
  data <- asem("asem_idata.csv")
  framework <- risk_framework(asem("asem_imeta.csv"))
  path <- tempfile(fileext = ".json")
  on.exit(unlink(path))
  for (method in c("minmax", "zscore", "rank", "percentile_rank", "quantile_classes", "logistic", "borda")) {
    recipe <- asem_recipe(normalise = method)
    index <- build_index(data, framework, recipe)
    fit <- fit_index(data, framework, recipe)
    save_fit(fit, path)
    for (again in list(fit, load_fit(path), fit_index(index))) {
      scored <- apply_fit(again, data)
      expect_identical(scored$scores, index$scores)
      expect_identical(scored$stages, index$stages)
      expect_identical(again$learned, fit$learned)
    }
    expect_identical(index_ranks(predict(fit, data), "average"), index_ranks(index, "average"))
    expect_identical(fit_index(scored), scored$fit)
  }
})

test_that("other units are scored by what the base taught", {
  data <- data.frame(cases = c(0, 10, 5, 2), beds = c(4, 1, 2, 3))
  meta <- data.frame(code = c("risk", "cases", "beds"), parent = c(NA, "risk", "risk"), direction = c(1, 1, -1))
  fit <- fit_index(data, meta, risk_recipe(impute = "mean"))
  scored <- apply_fit(fit, data.frame(cases = c(20, NA), beds = c(0, 2.5)))
  expect_equal(scored$scores$cases, c(100, 42.5)) # the base's mean is 4.25
  expect_equal(scored$scores$beds, c(100, 50))
  expect_identical(sum(grepl("beyond the extremes of the base", scored$log$message)), 2L)
  expect_identical(subset(fit$learned, node == "cases" & parameter == "overall")$value, 4.25)
  expect_output(print(fit), "2 indicators, learned from 4 units")
  expect_s3_class(as.data.frame(summary(fit)), "data.frame")
  expect_error(apply_fit(fit, data["cases"]), "'beds'", class = "rix_enotfound")
  expect_error(fit_index(data, meta, list(impute = "em")), "em puts into a gap", class = "rix_einval")
})

test_that("frameworks and recipes come back to the bit", {
  skip_if_not_installed("jsonlite")
  odd <- risk_framework(data.frame(code = c("i", "a, \"b\"", "\u00fcx"), parent = c(NA, "i", "i"),
                                   weight = c(NA, 0.1 + 0.2, 1e-300), goal_low = c(NA, 1 / 3, NA),
                                   goal_high = c(NA, 2e22, NA)))
  for (framework in list(odd, preset_framework("hdi"), risk_framework(asem("asem_imeta.csv")))) {
    for (ending in c(".csv", ".json")) {
      path <- tempfile(fileext = ending)
      save_framework(framework, path)
      back <- load_framework(path)
      expect_identical(back$nodes, framework$nodes)
      titles <- c("name", "title", "source")
      if (ending == ".json") expect_identical(back[titles], framework[titles])
      unlink(path)
    }
  }
  path <- tempfile(fileext = ".json")
  on.exit(unlink(path))
  recipes <- list(risk_recipe(), asem_recipe(), risk_recipe(treat = list(max_points = Inf, lambda = 0.1)),
                  risk_recipe(aggregate = list(rule = "owa", positions = c(0.1, 1 / 3))),
                  risk_recipe(screen = list(include = "A", exclude = c("B", "C"))))
  for (recipe in recipes) {
    save_recipe(recipe, path)
    expect_identical(load_recipe(path), recipe)
  }
})

test_that("what is wrong with a file is named", {
  skip_if_not_installed("jsonlite")
  path <- tempfile(fileext = ".json")
  on.exit(unlink(path))
  wrong <- function(text, message, class = "rix_einval", load = load_recipe) {
    writeLines(text, path)
    expect_error(load(path), message, class = class)
  }
  head <- "{\"format\": \"riskidx\",\n \"version\": 1,\n "
  wrong(c(head, "\"recipe\": {]}"), "line 4: no JSON")
  wrong(paste0(head, "\"recipe\": {\"normalise\": {\"method\": \"maxmin\"}}}"), "recipe.normalise: .*no 'maxmin'",
        "rix_enotfound")
  wrong(paste0(head, "\"recipe\": {\"aggregate\": {\"power\": \"2\"}}}"),
        "recipe.aggregate.power: a number expected, not \"2\"")
  wrong(paste0(head, "\"recipe\": {\"treatment\": {}}}"), "recipe: no field 'treatment'", "rix_enotfound")
  wrong(paste0(head, "\"framework\": {\"nodes\": [{\"code\": \"a\", \"weight\": \"x\"}]}}"),
        "framework.nodes\\[0\\].weight: a number expected, not \"x\"", load = load_framework)
  wrong("{\"format\": \"riskidx\", \"version\": 2}", "version: 1 expected, not 2")
  wrong("{\"format\": \"riskidx\", \"version\": 1}", "no 'recipe' in it", "rix_enotfound")
  csv <- tempfile(fileext = ".csv")
  writeLines(c("code,parent,weight", "index,,", "a,index,one"), csv)
  expect_error(load_framework(csv), "line 3, column 'weight': 'one' is not a number", class = "rix_einval")
  writeLines(c("code,parent", "index"), csv)
  expect_error(load_framework(csv), "line 2: 1 cells for 2 columns", class = "rix_einval")
  expect_error(load_framework("no/such.csv"), "no such file", class = "rix_enotfound")
  expect_error(save_framework(preset_framework("hdi"), "f.xlsx"), ".csv or .json", class = "rix_einval")
  unlink(csv)
})

test_that("nodes are dropped", {
  expected <- asem(file.path("audit", "drop_LPI_Forest_regenerated.csv"))
  framework <- drop_nodes(risk_framework(asem("asem_imeta.csv")), c("LPI", "Forest"))
  index <- build_index(asem("asem_idata.csv"), framework, asem_recipe())
  at <- match(expected$uCode, index$scores$unit)
  expect_close(index$scores$Index[at], expected$Index, 1e-9)
  expect_identical(as.double(index$ranks$Index[at]), as.double(expected$Rank))
  expect_error(drop_nodes(framework, "trams"), "'trams'", class = "rix_enotfound")
  expect_error(drop_nodes(framework, c("Conn", "Sust")), "nothing would be left", class = "rix_einval")
  expect_identical(nrow(drop_nodes(framework, c("Renew", "PrimEner", "CO2", "MatCon"))$nodes),
                   nrow(framework$nodes) - 5L) # and the group above them
})
