# Pictures of an index and of its framework: what is drawn is what there is.

test_that("bars of an index are stacked by what its children add, in the order of the ranks", {
  skip_if_not_installed("ggplot2")
  data <- data.frame(a = c(1, 5, 3, NA), b = c(2, 9, 9, NA), c = c(7, 1, 4, NA), row.names = c("w", "x", "y", "z"))
  meta <- data.frame(code = c("risk", "g", "a", "b", "c"), parent = c(NA, "risk", "g", "g", "risk"), weight = c(1, 2, 1, 1, 1))
  suppressWarnings(index <- build_index(data, meta))
  drawn <- plot(index)
  bars <- ggplot2::layer_data(drawn)
  order <- c("x", "y", "w")
  expect_identical(levels(drawn$data$unit), rev(order)) # the first on top, and nothing of z
  expect_identical(nrow(bars), 6L)
  parts <- index_contributions(index)
  scores <- stats::setNames(index$scores$risk, index$scores$unit)
  for (k in seq_along(order)) {
    mine <- bars[bars$y == match(order[k], levels(drawn$data$unit)), ]
    expect_close(max(mine$xmax), scores[[order[k]]], 1e-12)
    expect_close(sort(mine$xmax - mine$xmin), sort(unlist(parts[parts$unit == order[k], c("g", "c")])), 1e-12)
  }
  suppressWarnings(index <- build_index(data, meta, risk_recipe(normalise_step("minmax", 1, 100), "geometric")))
  bars <- ggplot2::layer_data(plot(index)) # nothing adds up
  expect_identical(nrow(bars), 3L)
  expect_close(sort(bars$xmax), sort(index$scores$risk), 1e-12)
  expect_identical(nrow(ggplot2::layer_data(plot(index, "a", n = 2))), 2L)
})

test_that("bars of the benefit of the doubt are divided by shares", {
  skip_if_not_installed("ggplot2")
  found <- benefit_of_the_doubt(data.frame(a = c(4, 2, 2), b = c(1, 3, 1), row.names = c("A", "B", "C")), 0.2)
  drawn <- plot(found)
  bars <- ggplot2::layer_data(drawn)
  expect_identical(levels(drawn$data$unit), rev(as.character(found$scores$unit[order(-found$scores$score)])))
  for (unit in c("A", "B", "C")) {
    mine <- bars[bars$y == match(unit, levels(drawn$data$unit)), ]
    row <- match(unit, found$scores$unit)
    expect_close(max(mine$xmax), found$scores$score[row], 1e-12)
    expect_close(sort(mine$xmax - mine$xmin), sort(unlist(found$shares[row, c("a", "b")]) * found$scores$score[row]), 1e-12)
  }
  expect_identical(nrow(ggplot2::layer_data(plot(found, n = 2))), 4L)
})

test_that("a heat map has a tile a pair, of the colour of its correlation", {
  skip_if_not_installed("ggplot2")
  found <- correlations(data.frame(a = c(1, 2, 3, 4), b = c(1, 2, 3, 5), c = c(4, 3, 2, 1)))
  drawn <- plot(found)
  tiles <- ggplot2::layer_data(drawn)
  expect_identical(nrow(tiles), nrow(as.data.frame(found)))
  fill <- function(i, j) {
    tiles$fill[tiles$x == match(j, levels(drawn$data$second)) & tiles$y == match(i, levels(drawn$data$first))]
  }
  red <- function(colour) diff(grDevices::col2rgb(colour)[c(3L, 1L), 1L])
  expect_gt(red(fill("a", "c")), 50) # r = -1
  expect_lt(red(fill("a", "b")), -50)
})

test_that("a sunburst has a stretch a node, as wide as its effective weight, within that of its parent", {
  skip_if_not_installed("ggplot2")
  meta <- data.frame(code = c("risk", "a", "g", "b", "c", "d"), parent = c(NA, "g", "risk", "g", "risk", "risk"),
                     weight = c(1, 1, 2, 3, 1, 0))
  framework <- risk_framework(meta)
  drawn <- plot(framework)
  frame <- drawn$data
  tiles <- ggplot2::layer_data(drawn)
  weights <- effective_weights(framework)
  expect_setequal(frame$code, c("risk", "g", "a", "b", "c")) # d weighs nothing
  expect_close(tiles$xmax - tiles$xmin, weights$effective_weight[match(frame$code, weights$node)], 1e-12)
  expect_identical(tiles$ymin, unname(c(risk = 0, g = 1, a = 2, b = 2, c = 1)[frame$code]))
  at <- function(code) tiles[match(code, frame$code), ]
  for (child in c("a", "b")) {
    expect_gte(at(child)$xmin, at("g")$xmin)
    expect_lte(at(child)$xmax, at("g")$xmax + 1e-12)
  }
  expect_false(at("g")$fill == at("c")$fill)
  expect_setequal(ggplot2::layer_data(drawn, 2L)$label, c("g", "a", "b", "c"))
  names <- ggplot2::layer_data(plot(preset_framework("covid_recovery")), 2L)
  expect_true(all(nchar(names$label) <= 40L))
})
