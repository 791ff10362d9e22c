# From a table of indicators to scores and zones, and from a scenario to trade-off curves: what the demo in
# Python does, in R.
#
#     Rscript asia_pacific.R examples/data/asia_pacific.csv OUT    writes OUT/scores.csv and OUT/curve.csv
library(riskidx)

args <- commandArgs(trailingOnly = TRUE)
if (length(args) != 2) stop("usage: asia_pacific.R DATA.csv FOLDER")
out <- args[2]

write_table <- function(table, name) {
  # 17 digits, so that a number reads back as it was.
  numbers <- vapply(table, is.double, logical(1))
  table[numbers] <- lapply(table[numbers], function(x) ifelse(is.na(x), "", sprintf("%.17g", x)))
  write.csv(table, file.path(out, name), row.names = FALSE, quote = FALSE, na = "")
}

# Risk: a table, a framework, an index, zones.
data <- read.csv(args[1], na.strings = "", row.names = "iso3")
index <- build_index(data, preset_framework("covid_recovery"))
zones <- classify_zones(
  index$scores$covid_recovery,
  risk_zones(c(3.5, 5), labels = c("green", "orange", "red"), boundary = "upper")
)
write_table(cbind(index$scores, zone = as.character(zones)), "scores.csv")

# Ways out: a scenario, two families of exit plans, their trade-off curves.
scenario <- preset_scenario("mrsir_us")
level <- c(seq(0, 38, by = 2), seq(40, 70, by = 10)) / 100
alike <- cbind(level, level, level)
pairs <- expand.grid(old = seq(10, 100, by = 10) / 100, level = level)
pairs <- pairs[pairs$old > pairs$level, ]
older <- unname(cbind(pairs$level, pairs$level, pairs$old))

points_of <- function(family, levels) {
  plans <- exit_plans(level = unname(levels), start = seq(0, 66, by = 3), ramp = c(0, 4, 8, 12))
  cbind(family = family, as.data.frame(tradeoff_curve(scenario, plans)))
}
curves <- rbind(points_of("uniform", alike), points_of("semi_targeted", rbind(unname(alike), older)))
write_table(curves, "curve.csv")

cat(sprintf("%d units scored; see %s and %s\n", nrow(data), file.path(out, "scores.csv"),
            file.path(out, "curve.csv")))
