days <- function(n, from = "2020-10-05") as.Date(from) + seq_len(n) - 1 # a Monday

# A table of days in which each review of seven finds the tier.
tiers <- c(yellow = 0.5, orange = 1.5, red = 5, purple = 9)
weeks <- function(...) {
  cases <- rep(tiers[c(...)], each = 7)
  data.frame(date = days(length(cases)), daily_cases = unname(cases), positivity = 0)
}
california <- function() preset_rule("california_2020", orange_cases = 1, orange_positivity = 2)

test_that("California's tiers move as the published vectors do", {
  at_reviews <- function(machine, data) {
    as.character(zone_history(machine, data)$zones$zone)[seq(1, nrow(data), by = 7)]
  }
  ca <- california()
  expect_identical(at_reviews(ca, weeks("red", "red", "orange", "orange", "orange")),
                   c("purple", "red", "red", "red", "orange"))
  expect_identical(at_reviews(ca, weeks("red", "orange", "purple", "red", "red")),
                   c("purple", "red", "red", "red", "red"))
  from_orange <- zone_machine(
    rule_criteria(names(tiers), list(daily_cases = c(1, 4, 7))), start = "orange", review_every = 7,
    rise_after = 2, fall_after = 2, rise_steps = 1, fall_steps = 1, stay_to_fall = c(red = 21, orange = 21)
  )
  expect_identical(at_reviews(from_orange, weeks("purple", "purple")), c("orange", "red"))
  expect_error(preset_rule("california_2020"), "orange_cases", class = "rix_einval")
  expect_error(preset_rule("california_2020", orange_cases = 9, orange_positivity = 2), class = "rix_edomain")
  expect_error(preset_rule("california_2020", orange_cases = 1, orange_positivity = 2, other = 3), "other",
               class = "rix_einval")
  expect_error(preset_rule("california_2020", 1, 2), "by name", class = "rix_einval")
  expect_error(preset_rule("california_2020", orange_cases = "1"), "orange_cases", class = "rix_einval")
})

test_that("India's districts of mid-April are red, orange, then green", {
  india <- preset_rule("india_2020_04_15")
  cases <- c(1, rep(0, 40))
  data <- data.frame(days_since_case = days_since_case(cases), caseload_ahead = 0, doubling_time = Inf)
  zones <- as.character(zone_history(india, data)$zones$zone)
  expect_identical(zones, rep(c("red", "orange", "green"), c(14, 14, 13)))
})

test_that("the presets are listed with source and date, and each is a machine", {
  rules <- preset_rules()
  expect_gte(nrow(rules), 8)
  expect_true(all(nzchar(rules$source) & nzchar(rules$date) & nzchar(rules$issuer)))
  given <- list(california_2020 = list(orange_cases = 1, orange_positivity = 2),
                us_gates_2020 = list(rebound_days = 5), who_2020_05_12 = list(rt_below = 1),
                india_2020_04_30 = list(red_active_cases = 10, red_doubling_time = 7))
  for (name in rules$name) {
    machine <- do.call(preset_rule, c(list(name), given[[name]]))
    expect_s3_class(machine, "zone_machine")
    expect_identical(paste(machine$indicators, collapse = ", "), rules$indicators[rules$name == name])
    expect_output(print(summary(machine)), "source: ")
    expect_output(print(machine), machine$zones[1], fixed = TRUE)
  }
  expect_error(preset_rule("none"), "ecdc_2020", class = "rix_enotfound")
  expect_error(preset_rule(), class = "error")
})

test_that("the presets' boundaries are on the side that is published", {
  one <- function(name, ...) as.character(classify_zones(data.frame(...), preset_rule(name)))
  expect_identical(one("harvard_2020", daily_cases = c(0.99, 1, 9.99, 10, 24.9, 25, NA)),
                   c("green", "yellow", "yellow", "orange", "orange", "red", NA))
  expect_identical(one("cdc_2021", incidence_7d = c(9.99, 10, 50, 100, NA), positivity = c(0, 0, 7.9, 0, 10)),
                   c("low", "moderate", "substantial", "high", "high"))
  expect_identical(one("ecdc_2020", incidence_14d = c(24.9, 25, 49.9, 50, 150, 150.1, 24, 10),
                       tests_7d = c(rep(500, 7), 299), positivity = c(3.9, 3.9, 4, 4, 3.9, 0, NA, 1)),
                   c("green", "orange", "orange", "red", "orange", "red", NA, NA))
  expect_identical(one("inform_risk_classes", score = c(1.9, 2, 3.4, 3.5, 4.9, 5, 6.4, 6.5)),
                   c("very_low", "low", "low", "medium", "medium", "high", "high", "very_high"))
})

test_that("a run and its steps are the same, with weekdays, holes and stays", {
  set.seed(5)
  rule <- rule_criteria(c("g", "o", "r"), list(a = c(3, 6), b = c(4, 8)))
  leave <- rule_criteria(c("g", "o", "r"), list(a = c(2, 5), b = c(3, 7)))
  machines <- list(
    zone_machine(rule), zone_machine(rule, leave, start = "o", first_review = 3, review_every = 2, fall_after = 3),
    zone_machine(rule, review_weekday = "Thursday", rise_after = 2, stay_to_fall = c(r = 10), absent = "escalate"),
    zone_machine(rule, leave, rise_steps = 1, fall_steps = 1, stay_to_rise = 2, absent = "grey")
  )
  data <- data.frame(day = days(120), a = stats::runif(120, 0, 9), b = stats::runif(120, 0, 9))
  data$a[stats::runif(120) < 0.2] <- NA
  for (machine in machines) {
    zones <- zone_history(machine, data)$zones$zone
    state <- machine_start(machine, data$day[1])
    stepped <- zones
    for (t in seq_len(120)) {
      state <- machine_step(machine, state, data[t, c("b", "a")])
      stepped[t] <- state$zone
      expect_identical(state$period, as.double(t))
    }
    expect_identical(stepped, zones)
    expect_gt(length(unique(zones)), 1)
    expect_gt(sum(diff(as.integer(zones)) != 0, na.rm = TRUE), 3)
  }
})

test_that("a review on a weekday is on that day", {
  rule <- rule_criteria(c("g", "r"), list(a = 5))
  machine <- zone_machine(rule, review_weekday = "Wednesday")
  history <- zone_history(machine, data.frame(day = days(21), a = c(rep(0, 10), rep(9, 11))))
  expect_identical(as.character(history$zones$zone), rep(c(NA, "g", "r"), c(2, 14, 5)))
  expect_identical(as.Date("2020-10-21"), history$moves$date[2])
  expect_match(machine$sentence, "Wednesday")
  expect_identical(zone_machine(rule, review_weekday = 3)$sentence, machine$sentence)
  expect_error(zone_machine(rule, review_weekday = "Mercredi"), "Monday.*Mercredi", class = "rix_einval")
  expect_error(zone_machine(rule, review_weekday = 1, review_every = 3), "7, 14", class = "rix_einval")
  expect_error(zone_history(machine, data.frame(a = 1:3)), "no dates", class = "rix_einval")
  expect_error(zone_history(machine, data.frame(d = days(1) + 7 * 0:2, a = 1:3)), "not days", class = "rix_einval")
  expect_error(machine_start(machine), "no dates", class = "rix_einval")
})

test_that("machines that make no sense are refused by name", {
  rule <- rule_criteria(c("g", "o", "r"), list(a = c(3, 6)))
  softer <- rule_criteria(c("g", "o", "r"), list(a = c(4, 7)))
  expect_error(zone_machine(rule, softer), "a in \\[3, 4", class = "rix_edomain")
  expect_error(zone_machine(rule, rule_criteria(c("g", "r"), list(a = 3))), "leave|zones", class = "rix_einval")
  expect_error(zone_machine(rule, start = "blue"), "'blue'", class = "rix_enotfound")
  expect_error(zone_machine(rule, stay_to_fall = c(blue = 3)), "'blue'", class = "rix_enotfound")
  expect_error(zone_machine(rule, stay_to_fall = c(1, 2)), "3 zones", class = "rix_edim")
  expect_error(zone_machine(rule, rise_after = 0), "rise_after", class = "rix_einval")
  expect_error(zone_machine(rule, rise_steps = 0), "rise_steps", class = "rix_einval")
  expect_error(zone_machine(rule, review_every = 1.5), "review_every", class = "rix_einval")
  expect_error(zone_machine(rule, first_review = 0), "first_review", class = "rix_einval")
  expect_error(zone_machine(rule, absent = "guess"), "guess", class = "rix_enotfound")
  expect_error(zone_machine("rule"), "zone_rule", class = "rix_einval")
  machine <- zone_machine(rule)
  expect_error(machine_step(machine, machine_start(machine), c(b = 1)), "'a'", class = "rix_enotfound")
  expect_error(machine_step(machine, machine_start(machine), c(1, 2)), "2 for 1", class = "rix_edim")
  expect_error(machine_step(machine, list(), 1), "zone_state", class = "rix_einval")
  expect_identical(as.character(machine_step(machine, machine_start(machine))$zone), NA_character_)
})

test_that("an own rule for leaving is told, and none is not", {
  rule <- rule_criteria(c("g", "r"), list(a = 5))
  expect_false(grepl("To fall", zone_machine(rule)$sentence))
  expect_match(zone_machine(rule, rule_criteria(c("g", "r"), list(a = 3)))$sentence, "To fall: r: a >= 3", fixed = TRUE)
})

test_that("long and wide tables, in any order of units, have the same zones", {
  set.seed(11)
  machine <- zone_machine(rule_criteria(c("g", "o", "r"), list(a = c(3, 6), b = c(4, 8))), fall_after = 2)
  long <- expand.grid(date = days(30), unit = c("x", "y", "z"), stringsAsFactors = FALSE, KEEP.OUT.ATTRS = FALSE)
  long$a <- stats::runif(90, 0, 9)
  long$b <- stats::runif(90, 0, 9)
  long$b[c(5, 40)] <- NA
  by_unit <- zone_history(machine, long, unit = "unit", date = "date")
  expect_identical(by_unit$zones[names(long)], long)
  expect_true(is.ordered(by_unit$zones$zone))
  by_date <- long[order(long$date, long$unit), ]
  expect_identical(zone_history(machine, by_date, unit = "unit")$zones$zone,
                   by_unit$zones$zone[order(long$date, long$unit)])
  wide <- function(k) matrix(long[[k]], 30, dimnames = list(format(days(30)), c("x", "y", "z")))
  matrices <- zone_history(machine, list(b = wide("b"), a = wide("a")))
  expect_identical(unlist(lapply(matrices$zones[-1], as.character), use.names = FALSE),
                   as.character(by_unit$zones$zone))
  expect_identical(matrices$zones$date, days(30))
  expect_identical(matrices$transitions, by_unit$transitions)
  expect_identical(as.data.frame(matrices), as.data.frame(by_unit))
  frames <- lapply(list(a = wide("a"), b = wide("b")), function(m) data.frame(day = days(30), m))
  expect_identical(zone_history(machine, frames)$codes, by_unit$codes)
  expect_identical(zone_history(machine, long[long$unit == "y", ])$zones$zone, by_unit$zones$zone[31:60])
  for (threads in 1:3) {
    expect_identical(zone_history(machine, long, unit = "unit", threads = threads), by_unit)
  }
  expect_error(zone_history(machine, long["a"]), "'b'", class = "rix_enotfound")
  expect_error(zone_history(machine, list(a = wide("a"), b = wide("b")[, 3:1])), "unit 'z'.*'x'", class = "rix_edim")
  expect_error(zone_history(machine, list(a = wide("a"), b = wide("b")[-1, ])), "b", class = "rix_edim")
})

test_that("tibbles stay tibbles, and a named column takes the zones", {
  skip_if_not_installed("tibble")
  machine <- zone_machine(rule_criteria(c("g", "r"), list(a = 5)))
  d <- tibble::tibble(when = days(3), a = c(1, 9, NA))
  zones <- zone_history(machine, d, into = "tier")$zones
  expect_s3_class(zones, "tbl_df")
  expect_identical(names(zones), c("when", "a", "tier"))
  expect_identical(as.character(zones$tier), c("g", "r", "r"))
})

test_that("transitions and periods in zones are counted", {
  machine <- zone_machine(rule_criteria(c("g", "r"), list(a = 5)), absent = "grey")
  d <- data.frame(u = rep(c("x", "y"), each = 4), t = rep(1:4, 2), a = c(1, 9, 9, NA, NA, 1, 1, 9))
  history <- zone_history(machine, d, unit = "u", date = "t")
  expect_identical(history$transitions,
                   matrix(c(1L, 0L, 1L, 2L, 1L, 0L, 0L, 1L, 0L), 3,
                          dimnames = list(from = c("g", "r", "grey"), to = c("g", "r", "grey"))))
  expect_identical(history$time_in_zone, data.frame(unit = c("x", "y"), g = 1:2, r = 2:1, grey = c(1L, 1L)))
  expect_identical(as.character(history$moves$to), c("r", NA, "g", "r"))
  expect_identical(history$moves$date, c(2L, 4L, 2L, 4L))
  expect_identical(summary(history)$since, c(4L, 4L))
  expect_identical(summary(history)$moves, c(2L, 2L))
  expect_output(print(history), "2 units over 4 periods")
  expect_error(zone_history(machine, d, unit = "u", date = "t", progress = function(done) stop("enough")), "enough")
  empty <- zone_history(machine, d[0, ], unit = "u", date = "t")
  expect_identical(nrow(empty$zones), 0L)
  expect_output(print(empty), "0 units")
  alone <- zone_history(machine, d[0, "a", drop = FALSE])
  expect_identical(alone$time_in_zone$grey, 0L)
  expect_output(print(summary(alone)))
})

test_that("dates that are wrong are named, not guessed", {
  machine <- zone_machine(rule_criteria(c("g", "r"), list(a = 5)))
  d <- expand.grid(date = days(5), unit = c("x", "y"), KEEP.OUT.ATTRS = FALSE)
  d$a <- 1:10
  history <- function(d, ...) zone_history(machine, d, unit = "unit", ...)
  expect_error(history(d[c(1:6, 8, 7, 9:10), ]), "unit 'y': 2020-10-06 comes after 2020-10-07", class = "rix_edomain")
  expect_error(history(d[c(1:7, 7:10), ]), "unit 'y': 2020-10-06 is there twice, in rows 7 and 8",
               class = "rix_edomain")
  expect_error(history(d[-8, ]), "unit 'y': no 2020-10-07 between 2020-10-06 and 2020-10-08", class = "rix_edomain")
  expect_error(history(d[-10, ]), "unit 'y': ends on 2020-10-08 and others on 2020-10-09", class = "rix_edomain")
  expect_error(history(d[-1, ]), "unit 'x': begins on 2020-10-06", class = "rix_edomain")
  expect_error(history(transform(d, date = format(date)), date = "date"), "as.Date", class = "rix_einval")
  expect_error(history(transform(d, date = replace(date, 3, NA))), "row 3", class = "rix_einval")
  expect_error(history(transform(d, unit = NA)), "row 1", class = "rix_einval")
  expect_error(history(d, date = "day"), "'day'", class = "rix_enotfound")
  expect_error(zone_history(machine, d, unit = "place"), "'place'", class = "rix_enotfound")
  expect_error(history(cbind(d, other = d$date)), "several", class = "rix_einval")
  filled <- insert_holes(d[-c(4, 8, 10), ], unit = "unit")
  expect_identical(filled$date, d$date)
  expect_identical(filled$unit, d$unit)
  expect_identical(filled$a, replace(d$a, c(4, 8, 10), NA))
  expect_identical(nrow(history(filled)$zones), 10L)
})

test_that("times, months and numbers are dates too", {
  machine <- zone_machine(rule_criteria(c("g", "r"), list(a = 5)))
  d <- data.frame(a = 1:4)
  d$date <- as.POSIXct(c("2020-03-28", "2020-03-29", "2020-03-30", "2020-03-31"), tz = "Europe/Berlin")
  expect_identical(as.double(d$date[3]) - as.double(d$date[2]), 23 * 3600)
  expect_identical(zone_history(machine, d)$dates, as.Date("2020-03-28") + 0:3)
  expect_identical(insert_holes(d[-3, ])$date, d$date)
  expect_identical(insert_holes(d)$date, d$date)
  d$date <- as.POSIXct("2020-03-28", tz = "UTC") + 3600 * 0:3
  expect_identical(zone_history(machine, d)$dates, d$date)
  d$date <- as.Date(c("2020-01-31", "2020-02-29", "2020-03-31", "2020-04-30"))
  expect_identical(zone_history(machine, d)$dates, d$date)
  months <- as.Date(c("2020-01-01", "2020-02-01", "2020-04-01", "2020-05-01"))
  expect_error(zone_history(machine, transform(d, date = months)),
               "no 2020-03-01", class = "rix_edomain")
  expect_identical(insert_holes(d[-3, ])$date, d$date)
  d$date <- c(2L, 4L, 6L, 8L)
  expect_identical(zone_history(machine, d, date = "date")$dates, c(2L, 4L, 6L, 8L))
})
