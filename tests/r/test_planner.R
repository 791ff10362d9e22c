test_that("no lockdown gives the published figures", {
  published <- golden("planner_published.csv")
  for (i in seq_len(nrow(published))) {
    outcomes <- simulate(preset_scenario(published$preset[i]))$outcomes
    expect_lte(abs(outcomes[[published$outcome[i]]] - published$value[i]), published$within[i])
  }
})

test_that("exit plans give the golden outcomes", {
  expected <- golden("planner_golden.csv")
  expect_gt(nrow(expected), 50)
  for (preset in unique(expected$preset)) {
    sc <- preset_scenario(preset)
    rows <- expected[expected$preset == preset, ]
    for (plan in split(rows, list(rows$level, rows$start, rows$ramp), drop = TRUE)) {
      level <- as.double(strsplit(as.character(plan$level[1]), " ")[[1]])
      tr <- simulate(sc, policy = exit_plan(level, plan$start[1], plan$ramp[1]))
      expect_relative(tr$outcomes[plan$outcome], plan$value, 1e-10)
    }
  }
})

test_that("every published optimal schedule of three groups gives its row", {
  frontier <- reference("mrsir/frontier.csv")
  paths <- reference("mrsir/lockdown_paths.csv")
  sc <- preset_scenario("mrsir_us")
  for (i in seq_len(nrow(frontier))) {
    f <- frontier[i, ]
    path <- paths[paths$case == f$case & paths$policy == f$policy & paths$chi == f$chi, ]
    path <- path[order(path$week), ]
    schedule <- as.matrix(path[paste0("lockdown_", sc$controls)])
    got <- simulate(update(sc, death_cost = f$chi), policy = schedule)$outcomes
    same <- intersect(names(got), names(f))
    expect_true(all(c("objective", "deaths", "economic_loss") %in% same))
    expect_relative(got[same], unlist(f[same]), 1e-10)
  }
})

test_that("every published optimal schedule of one group gives its row", {
  optimum <- reference("aal/optimum.csv")
  paths <- reference("aal/lockdown_paths.csv")
  cases <- list(benchmark = list(), vsl_70 = list(death_cost = 70), constant_fatality = list(congestion = 0))
  for (case in names(cases)) {
    sc <- do.call(update, c(list(preset_scenario("aal_us")), cases[[case]]))
    row <- optimum[optimum$case == case, ]
    path <- paths[paths$case == case, ]
    got <- simulate(sc, policy = path$lockdown[order(path$week)])$outcomes
    expect_relative(got[c("objective", "deaths")], c(row$objective, row$deaths), 1e-10)
    expect_relative(simulate(sc)$outcomes[["objective"]], row$objective_no_lockdown, 1e-10)
  }
})

test_that("a schedule may be a plan, a matrix, a data frame or one lockdown for all", {
  sc <- preset_scenario("mrsir_us")
  none <- simulate(sc)$outcomes
  zero <- matrix(0L, sc$periods, 3)
  expect_identical(simulate(sc, policy = zero)$outcomes, none)
  expect_identical(simulate(sc, policy = exit_plan(0.5, 0))$outcomes, none)
  alike <- simulate(sc, policy = rep(0.3, sc$periods))
  expect_identical(simulate(sc, policy = matrix(0.3, sc$periods, 3))$outcomes, alike$outcomes)
  expect_identical(simulate(sc, policy = exit_plan(0.3, sc$periods))$outcomes, alike$outcomes)
  expect_identical(simulate(sc, policy = exit_plan(c(0.3, 0.3, 0.3), sc$periods))$outcomes, alike$outcomes)
  frame <- data.frame(old = 0.9, young = 0.1, middle = rep(0.2, sc$periods))
  expect_identical(simulate(sc, policy = frame)$outcomes,
                   simulate(sc, policy = as.matrix(frame[sc$controls]))$outcomes)
  expect_identical(simulate(sc, policy = frame)$schedule[1, ], c(young = 0.1, middle = 0.2, old = 0.9))
})

test_that("schedules that do not fit are refused by period and control", {
  sc <- preset_scenario("mrsir_us")
  bad <- matrix(0, sc$periods, 3)
  bad[5, 3] <- 1.5
  e <- tryCatch(simulate(sc, policy = bad), rix_edomain = identity)
  expect_identical(c(e$row, e$col), c(5, 3))
  expect_match(conditionMessage(e), "old")
  bad[5, 3] <- NA
  expect_error(simulate(sc, policy = bad), class = "rix_edomain")
  expect_error(simulate(sc, policy = bad[-1, ]), class = "rix_edim")
  expect_error(simulate(sc, policy = bad[, -1]), class = "rix_edim")
  expect_error(simulate(sc, policy = "none"), class = "rix_einval")
  expect_error(simulate(sc, policy = data.frame(young = 1)), "'middle'", class = "rix_enotfound")
  expect_error(simulate(sc, nsim = 2), "nsim", class = "rix_einval")
  expect_error(simulate(sc, policy = exit_plan(0.5, 79)), class = "rix_edim")
  expect_error(simulate(sc, policy = exit_plan(c(0.5, 0.5), 9)), class = "rix_edim")
})

test_that("parameters are checked by name", {
  make <- function(...) {
    params <- list(population = c(0.6, 0.4), susceptible = c(0.59, 0.39), infected = c(0.01, 0.01),
                   transmission = 0.8, recovery = 0.4, fatality = c(0.001, 0.02), productivity = c(1, 0.5),
                   lockdown_max = c(0.7, 1), periods = 10, names = c("young", "old"))
    changes <- list(...)
    params[names(changes)] <- changes
    do.call(planner_sir, params)
  }
  expect_identical(make()$controls, c("young", "old"))
  expect_identical(make()$control_max, c(0.7, 1))
  expect_identical(make(names = NULL)$controls, c("1", "2"))
  expect_error(make(infected = 0.01), "infected", class = "rix_edim")
  expect_error(make(infected = c(0.01, -1)), "infected", class = "rix_edomain")
  expect_error(make(effect = 2), "effect", class = "rix_edomain")
  expect_error(make(periods = 0), "periods", class = "rix_einval")
  expect_error(make(periods = 1.5), "periods", class = "rix_einval")
  expect_error(make(steps = -1), "steps", class = "rix_einval")
  expect_error(make(mixing = matrix(1, 3, 3)), "mixing", class = "rix_edim")
  expect_error(make(base = "some"), "'some'", class = "rix_enotfound")
  expect_error(make(names = c("a", "a")), "names|'a'", class = "rix_einval")
  expect_error(make(transmission = "high"), "transmission", class = "rix_einval")
  expect_error(update(preset_scenario("aal_us"), beta = 1), "'beta'", class = "rix_einval")
  mixing <- matrix(c(1, 0.2, 0.4, 1), 2)
  asymmetric <- simulate(make(mixing = mixing))$outcomes
  expect_false(identical(asymmetric, simulate(make(mixing = t(mixing)))$outcomes))
})

test_that("a trajectory starts at the start and keeps all people", {
  sc <- preset_scenario("mrsir_us")
  tr <- simulate(sc, policy = exit_plan(0.4, 20, 10))
  states <- as.data.frame(tr)
  expect_identical(states$time, as.double(0:78))
  expect_identical(names(states), c("time", sc$states))
  expect_identical(unlist(states[1, paste0("infected_", sc$controls)], use.names = FALSE), sc$params$infected)
  people <- rowSums(states[grep("^(susceptible|infected|recovered|dead)_", names(states))])
  expect_close(people, rep(1, 79), 1e-12)
  expect_identical(summary(tr)$value, unname(tr$outcomes))
  expect_output(print(tr), "78 periods")
})

test_that("an exit plan eases as it says", {
  expect_identical(as.data.frame(exit_plan(0.6, 2, 2))$level, c(0.6, 0.6, 0.4, 0.2, 0))
  expect_identical(as.data.frame(exit_plan(1, 0, 0))$level, 0)
  expect_output(print(exit_plan(0.6, 2, 2)), "for 2 periods")
  expect_error(exit_plan(0.6, -1), "start", class = "rix_einval")
  expect_error(exit_plan(0.6, 1.5), "start.*1.5", class = "rix_einval")
  expect_error(exit_plan(0.6, 1, NA), "ramp", class = "rix_einval")
  expect_error(exit_plan(-0.6, 1), class = "rix_edomain")
  expect_error(exit_plan("half", 1), "level", class = "rix_einval")
  expect_error(exit_plan(0.5, 1:2), class = "rix_edim")
})

test_that("targeted plans lock down the controls that are named", {
  sc <- preset_scenario("mrsir_us")
  plans <- exit_plans_targeted(sc, list("young, middle" = c(0, 0.3, 0.6), old = c(0.5, 1)), start = c(10, 20), ramp = 4)
  expect_identical(length(plans), 12L)
  frame <- as.data.frame(plans)
  expect_identical(unique(frame[paste0("level_", sc$controls)])[[3]], rep(c(0.5, 1), 3))
  expect_identical(frame$level_young, frame$level_middle)
  expect_identical(frame$level_young, rep(c(0, 0.3, 0.6), each = 4))
  alone <- as.data.frame(exit_plans_targeted(sc, list(old = 1), 5))
  expect_identical(unname(as.matrix(alone[2:4])), matrix(c(0, 0, 1), 1))
  expect_s3_class(tradeoff_curve(sc, plans), "tradeoff_curve")
  expect_error(exit_plans_targeted(sc, list(aged = 1), 5), "'aged'", class = "rix_enotfound")
  expect_error(exit_plans_targeted(sc, list("young, old" = 1, old = 1), 5), "'old' twice", class = "rix_einval")
  expect_error(exit_plans_targeted(sc, c(0, 1), 5), "level", class = "rix_einval")
})
