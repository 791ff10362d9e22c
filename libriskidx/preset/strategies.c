/* strategies.c - strategies of closing 45 sectors, and of vaccinating.
 *
 * The data of the program of Haw et al. (2022), Nature Computational Science 2, 223-233 (daedalus 0.3.0 and
 * daedalus.data 0.0.3, MIT licence): shares of sectors that stayed open under policies of 2020. */
#include <riskidx/preset.h>

#include "preset/getters.h"

enum { SECTORS = 45, GROUPS = 14 };

static const char SOURCE[] =
    "Haw et al. (2022), Nature Computational Science 2, 223-233, as in daedalus 0.3.0 "
    "(Jameel Institute, Imperial College London; MIT licence)";

/* Sectors in the order of OECD inter-country input-output tables (ISIC Rev. 4); the 41st is education. */
static const double NONE[SECTORS] = { 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0,
                                      1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0,
                                      1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0,
                                      1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0 };
static const double ELIMINATION[SECTORS] = { 0.86, 0.86, 0.9,  0.9,  0.9,  0.7,  0.7,  0.7,  0.7,
                                             0.7,  0.7,  0.7,  0.7,  0.7,  0.7,  0.7,  0.7,  0.7,
                                             0.7,  0.7,  0.7,  0.7,  0.89, 0.92, 0.56, 0.64, 0.63,
                                             0.63, 0.63, 0.63, 0.63, 0.1,  0.88, 0.88, 0.88, 0.94,
                                             0.98, 0.85, 0.66, 1.0,  0.1,  0.75, 0.55, 0.54, 0.49 };
static const double ECONOMIC_CLOSURES[SECTORS] = {
    1.0,  1.0,  1.0, 1.0, 1.0, 1.0, 0.98, 0.98, 0.98, 0.88, 0.88, 0.88, 0.88, 0.88, 1.0,
    1.0,  1.0,  1.0, 1.0, 1.0, 1.0, 0.98, 0.97, 0.97, 0.94, 1.0,  1.0,  1.0,  0.18, 0.91,
    0.91, 0.92, 1.0, 1.0, 1.0, 1.0, 1.0,  1.0,  0.9,  1.0,  1.0,  1.0,  0.94, 0.94, 0.94
};
static const double SCHOOL_CLOSURES[SECTORS] = {
    1.0,  1.0,  0.79, 1.0,  1.0,  1.0,  0.92, 0.95, 0.98, 0.88, 1.0,  1.0, 1.0,  0.89, 1.0,
    1.0,  1.0,  1.0,  0.95, 0.82, 0.82, 1.0,  0.94, 1.0,  0.95, 0.97, 1.0, 0.98, 0.42, 0.91,
    0.91, 0.91, 1.0,  1.0,  1.0,  1.0,  1.0,  0.95, 0.95, 1.0,  0.1,  1.0, 0.96, 0.96, 0.96
};

/* The same for the 14 groups of industries of countries.c: sectors pooled by their output over economies. */
static const double NONE_14[GROUPS] = { 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0,
                                        1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0 };
static const double ELIMINATION_14[GROUPS] = { 0.86, 0.9,  0.7,   0.898, 0.56,  0.64, 0.63,
                                               0.1,  0.88, 0.964, 0.771, 0.884, 0.1,  0.538 };
static const double ECONOMIC_CLOSURES_14[GROUPS] = { 1.0,  1.0, 0.965, 0.97,  0.94, 1.0, 0.896,
                                                     0.92, 1.0, 1.0,   0.958, 1.0,  1.0, 0.94 };
static const double SCHOOL_CLOSURES_14[GROUPS] = { 1.0,  0.85, 0.96, 0.956, 0.95, 0.97, 0.917,
                                                   0.91, 1.0,  1.0,  0.95,  1.0,  0.1,  0.96 };

static const rix_preset_closure CLOSURES[] = {
    { "none", "Everything open", SOURCE, SECTORS, NONE, GROUPS, NONE_14 },
    { "elimination", "Most sectors partly closed and schools shut, as in the strictest first waves",
      SOURCE, SECTORS, ELIMINATION, GROUPS, ELIMINATION_14 },
    { "economic_closures", "Hospitality, trade and services partly closed, schools open", SOURCE,
      SECTORS, ECONOMIC_CLOSURES, GROUPS, ECONOMIC_CLOSURES_14 },
    { "school_closures", "Schools shut, the economy little closed", SOURCE, SECTORS,
      SCHOOL_CLOSURES, GROUPS, SCHOOL_CLOSURES_14 },
};

/* The data's 270 days of protection; the program's "none", which starts after a year, is called late here. */
#define PROTECTION .efficacy = 0.5, .duration = 270.0
static const rix_preset_vaccination VACCINATIONS[] = {
    { "none", "Nobody is vaccinated", SOURCE, { .name = "none", .uptake = 1.0, PROTECTION } },
    { "late",
      "After a year, 40 % of people at 1 % a week",
      SOURCE,
      { .name = "late", .start = 365.0, .rate = 1.0 / 700.0, .uptake = 0.4, PROTECTION } },
    { "low",
      "After 300 days, 50 % of people at 2 % a week",
      SOURCE,
      { .name = "low", .start = 300.0, .rate = 2.0 / 700.0, .uptake = 0.5, PROTECTION } },
    { "medium",
      "After 200 days, 60 % of people at 3 % a week",
      SOURCE,
      { .name = "medium", .start = 200.0, .rate = 3.0 / 700.0, .uptake = 0.6, PROTECTION } },
    { "high",
      "After 100 days, 80 % of people at 3.5 % a week",
      SOURCE,
      { .name = "high", .start = 100.0, .rate = 0.005, .uptake = 0.8, PROTECTION } },
};

RIX_I_PRESET_GETTERS(closure, CLOSURES, "none, elimination, economic_closures, school_closures")
RIX_I_PRESET_GETTERS(vaccination, VACCINATIONS, "none, late, low, medium, high")
