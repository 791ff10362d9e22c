# The first wave of the United Kingdom: what its deaths say of R0 and of the lockdown of 23 March 2020; the same as
# uk_first_wave.py.
#
#     Rscript uk_first_wave.R examples/data/uk_nations.csv OUT    writes OUT/uk_first_wave.csv and OUT/uk_first_wave.png
library(riskidx)

args <- commandArgs(trailingOnly = TRUE)
if (length(args) != 2) stop("usage: uk_first_wave.R DATA.csv FOLDER")
weeks <- 17 # from 2020-03-01
lag <- 14 # days: deaths come later than in the model, where people die as they cease to be infectious
lockdown <- 36 # day of the model, which begins `lag` days before 2020-03-01: 2020-03-23
infectious <- 7 # days, on average

# New deaths by week, all nations together. Blank is what was not yet reported: up to a nation's first figure none.
data <- read.csv(args[1])
data <- data[order(data$nation, data$date), ]
data$deaths <- ave(data$deaths, data$nation, FUN = function(x) cummax(ifelse(is.na(x), 0, x)))
total <- tapply(data$deaths, data$date, sum)
deaths <- diff(c(0, total[seq(7, 7 * weeks, by = 7)]))
people <- sum(data$population[!duplicated(data$nation)])

scenario <- planner_sir(population = people, susceptible = 0.99 * people, infected = 1000, transmission = 0.4 / people,
                        recovery = 1 / infectious, fatality = 0.009, effect = 0.5, contacts = "linear", productivity = 1,
                        lockdown_max = 1, periods = 7 * weeks, steps = 4, time_unit = "day", person_unit = "persons")
found <- calibrate(
  scenario, list("deaths a week" = deaths),
  list(transmission = fitted_number(low = 0.05 / people, high = 2 / people), infected_1 = fitted_number(low = 1, high = 1e5),
       effect = fitted_number(low = 0, high = 1), dispersion = fitted_number(low = 0.1, high = 1e4)),
  observed_series("dead_1", every = 7, likelihood = "negative_binomial", dispersion = 20),
  as.double(seq_len(7 * weeks) > lockdown), starts = 5
)
print(found)

# R0 and R under lockdown, with intervals by the delta method on logarithms.
at <- coef(found)
part <- vcov(found)[c("transmission", "effect"), c("transmission", "effect")]
interval <- function(value, slopes) value * exp(c(0, -1.96, 1.96) * sqrt(drop(slopes %*% part %*% slopes)))
r0 <- at[["transmission"]] * people * infectious
table <- rbind(interval(r0, c(1 / at[["transmission"]], 0)),
               interval(r0 * (1 - at[["effect"]]), c(1 / at[["transmission"]], -1 / (1 - at[["effect"]]))),
               unlist(found$estimates[found$estimates$name == "effect", c("estimate", "low", "high")]))
table <- data.frame(number = c("R0", "R under lockdown", "effect of lockdown"), estimate = table[, 1], low = table[, 2],
                    high = table[, 3])
print(table, digits = 3, row.names = FALSE)
utils::write.csv(table, file.path(args[2], "uk_first_wave.csv"), row.names = FALSE, quote = FALSE)
grDevices::png(file.path(args[2], "uk_first_wave.png"), width = 1050, height = 525, res = 150)
plot(found, main = paste("Days from 2020-02-16; deaths come", lag, "days later"))
graphics::abline(v = lockdown, col = "grey70")
invisible(grDevices::dev.off())
