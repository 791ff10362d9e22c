# Zones of risk of the four nations of the UK, day by day, by four official rules: the same as uk_zones.py.
#
#     Rscript uk_zones.R examples/data/uk_nations.csv OUT    writes OUT/uk_zones.csv and OUT/uk_zones.png
library(riskidx)

args <- commandArgs(trailingOnly = TRUE)
if (length(args) != 2) stop("usage: uk_zones.R DATA.csv FOLDER")
rules <- lapply(c("harvard_2020", "ecdc_2020", "cdc_2021", "india_2020_04_15"), preset_rule)

data <- read.csv(args[1])
data$date <- as.Date(data$date)

# Counts fall five times and pause at weekends: both are spread over the days before. What is new on the first day
# is unknown, so the total of that day stands for it.
data <- new_counts(data, corrections = "spread", batches = "spread", unit = "nation", value = "cases", into = "new")
data$total <- ave(ifelse(is.na(data$new), data$cases, data$new), data$nation, FUN = cumsum)

# What the rules need.
data <- moving_mean(data, 7, unit = "nation", value = "new", into = "mean")
data <- incidence(data, "population", 1, unit = "nation", value = "mean", into = "daily_cases")
data <- incidence(data, "population", 7, unit = "nation", value = "new", into = "incidence_7d")
data <- incidence(data, "population", 14, unit = "nation", value = "new", into = "incidence_14d")
data <- days_since_case(data, unit = "nation", value = "new")
data <- doubling_time(data, 7, unit = "nation", value = "total")
share_ahead <- function(total) vapply(total, function(own) 100 * sum(total[total > own]) / sum(total), 0)
data$caseload_ahead <- ave(data$total, data$date, FUN = share_ahead)
# Not in the data. Unknown positivity leaves only what holds for every value of it, else grey; of tests we assume
# that there were enough (300 per 100,000 and week).
data$positivity <- NA
data$tests_7d <- 300

histories <- lapply(rules, zone_history, data, unit = "nation")
zones <- data[c("nation", "date")]
for (history in histories) {
  zone <- as.character(history$zones$zone)
  zones[[history$machine$name]] <- ifelse(is.na(zone), "grey", zone)
}
write.csv(zones, file.path(args[2], "uk_zones.csv"), row.names = FALSE, quote = FALSE)

png(file.path(args[2], "uk_zones.png"), width = 1600, height = 1700, res = 150)
grid::pushViewport(grid::viewport(layout = grid::grid.layout(length(rules), 1)))
for (k in seq_along(rules)) {
  print(plot(histories[[k]]), vp = grid::viewport(layout.pos.row = k, layout.pos.col = 1))
}
invisible(dev.off())

for (history in histories) {
  cat(history$machine$title, " (", history$machine$source, ")\n", sep = "")
  print(history$time_in_zone, row.names = FALSE)
  cat("\n")
}
cat("See", file.path(args[2], "uk_zones.csv"), "and", file.path(args[2], "uk_zones.png"), "\n")
