/* oxcgrt.c - the indices of the Oxford COVID-19 Government Response Tracker.
 *
 * Source: Hale and others (2021), A global panel database of pandemic policies, Nature Human
 * Behaviour 5: 529-538; codebook and methodology of the final data set (version 1), CC BY 4.0.
 * Restated here, nothing copied.
 *
 * A measure without a record counts as 0 in the mean of all measures of an index. */
#include "base/error.h"
#include "base/text.h"
#include "base/view.h"
#include "index/ordinal.h"
#include "index/table.h"
#include "preset/frameworks.h"

#define OXCGRT                                                                                     \
    "Hale and others (2021), A global panel database of pandemic policies (Oxford COVID-19 "       \
    "Government Response Tracker), Nature Human Behaviour 5: 529-538"

/* clang-format off */
/* X(parent, code, name, maximum, deduction without flag): what every table below is made of. */
#define CLOSINGS(X, parent)                                                                        \
    X(parent, "C1", "School closing", 3, 0.5)                                                      \
    X(parent, "C2", "Workplace closing", 3, 0.5)                                                   \
    X(parent, "C3", "Cancel public events", 2, 0.5)                                                \
    X(parent, "C4", "Restrictions on gatherings", 4, 0.5)                                          \
    X(parent, "C5", "Close public transport", 2, 0.5)                                              \
    X(parent, "C6", "Stay at home requirements", 3, 0.5)                                           \
    X(parent, "C7", "Restrictions on internal movement", 2, 0.5)                                   \
    X(parent, "C8", "International travel controls", 4, 0)
#define ECONOMIC(X, parent)                                                                        \
    X(parent, "E1", "Income support", 2, 0.5)                                                      \
    X(parent, "E2", "Debt and contract relief", 2, 0)
#define CAMPAIGNS(X, parent)                                                                       \
    X(parent, "H1", "Public information campaigns", 2, 0.5)
#define HEALTH(X, parent)                                                                          \
    X(parent, "H2", "Testing policy", 3, 0)                                                        \
    X(parent, "H3", "Contact tracing", 2, 0)                                                       \
    X(parent, "H6", "Facial coverings", 4, 0.5)                                                    \
    X(parent, "H7", "Vaccination policy", 5, 0.5)                                                  \
    X(parent, "H8", "Protection of elderly people", 3, 0.5)

#define ROOT(code, name)                                                                           \
    { code, NULL, name, NULL, OXCGRT, RIX_NODE_GROUP, 1.0, 1, RIX_AGG_ARITHMETIC,                  \
      RIX_NORM_INHERIT, RIX_NAN, RIX_NAN, RIX_NAN, RIX_NAN, RIX_NAN, RIX_I_NODE_REST }
#define LEVEL(parent, code, name, maximum, deduction)                                              \
    { code, parent, name, "level less deduction", OXCGRT, RIX_NODE_INDICATOR, 1.0, 1,              \
      RIX_AGG_INHERIT, RIX_NORM_GOALPOSTS, 0.0, maximum, RIX_NAN, RIX_NAN, RIX_NAN,                \
      RIX_I_NODE_REST },

static const rix_node stringency[] = {
    ROOT("oxcgrt_stringency", "Stringency index"),
    CLOSINGS(LEVEL, "oxcgrt_stringency") CAMPAIGNS(LEVEL, "oxcgrt_stringency")
};
static const rix_node government_response[] = {
    ROOT("oxcgrt_government_response", "Government response index"),
    CLOSINGS(LEVEL, "oxcgrt_government_response") ECONOMIC(LEVEL, "oxcgrt_government_response")
    CAMPAIGNS(LEVEL, "oxcgrt_government_response") HEALTH(LEVEL, "oxcgrt_government_response")
};
static const rix_node containment_health[] = {
    ROOT("oxcgrt_containment_health", "Containment and health index"),
    CLOSINGS(LEVEL, "oxcgrt_containment_health") CAMPAIGNS(LEVEL, "oxcgrt_containment_health")
    HEALTH(LEVEL, "oxcgrt_containment_health")
};
static const rix_node economic_support[] = {
    ROOT("oxcgrt_economic_support", "Economic support index"),
    ECONOMIC(LEVEL, "oxcgrt_economic_support")
};

#define PRESET(id, text)                                                                           \
    const rix_preset_framework rix_i_preset_oxcgrt_##id = {                                        \
        .name = "oxcgrt_" #id,                                                                     \
        .title = text " of the Oxford tracker, on 0-100",                                          \
        .source = OXCGRT "; CC BY 4.0",                                                            \
        .nodes = id,                                                                               \
        .n_nodes = sizeof id / sizeof *id,                                                         \
        .recipe = { .normalise = RIX_I_NORMALISE(RIX_NORM_GOALPOSTS, 0.0, 100.0),                  \
                    .aggregate = RIX_I_AGGREGATE(RIX_AGG_ARITHMETIC, RIX_MISSING_VALUE, 0.0),      \
                    .strict = false,                                                               \
                    RIX_I_UNPREPARED },                                                            \
    }

PRESET(stringency, "Stringency index");
PRESET(government_response, "Government response index");
PRESET(containment_health, "Containment and health index");
PRESET(economic_support, "Economic support index");

/* ------------------------------------------------------------------------- the published table -- */

enum { MEASURES = 16, COLUMNS = 36, INDICES = 13 };

#define MAXIMUM(parent, code, name, maximum, deduction) maximum,
static const double maxima[MEASURES] = {
    CLOSINGS(MAXIMUM, ) ECONOMIC(MAXIMUM, ) CAMPAIGNS(MAXIMUM, ) HEALTH(MAXIMUM, )
};
#define DEDUCTION(parent, code, name, maximum, deduction) deduction,
static const double deductions[MEASURES] = {
    CLOSINGS(DEDUCTION, ) ECONOMIC(DEDUCTION, ) CAMPAIGNS(DEDUCTION, ) HEALTH(DEDUCTION, )
};

/* Its columns: for everyone (in the order of the measures), for people not vaccinated, for vaccinated people. */
#define FLAGGED(code, measure) { code, code "_Flag", measure }
#define BY_VACCINATION(v)                                                                          \
    FLAGGED("C1" v, 0), FLAGGED("C2" v, 1), FLAGGED("C3" v, 2), FLAGGED("C4" v, 3),                \
    FLAGGED("C5" v, 4), FLAGGED("C6" v, 5), FLAGGED("C7" v, 6), { "C8" v, NULL, 7 },               \
    FLAGGED("H6" v, 13), FLAGGED("H8" v, 15)

static const struct column {
    const char *level, *flag;
    size_t measure;
} columns[COLUMNS] = {
    FLAGGED("C1E", 0), FLAGGED("C2E", 1), FLAGGED("C3E", 2), FLAGGED("C4E", 3), FLAGGED("C5E", 4),
    FLAGGED("C6E", 5), FLAGGED("C7E", 6), { "C8E", NULL, 7 }, FLAGGED("E1", 8), { "E2", NULL, 9 },
    FLAGGED("H1", 10), { "H2", NULL, 11 }, { "H3", NULL, 12 }, FLAGGED("H6E", 13),
    FLAGGED("H7", 14), FLAGGED("H8E", 15), BY_VACCINATION("NV"), BY_VACCINATION("V"),
};
enum { NOT_VACCINATED = MEASURES, VACCINATED = MEASURES + 10 };

static const char *const index_names[INDICES] = {
    "StringencyIndex_NonVaccinated", "StringencyIndex_Vaccinated",
    "StringencyIndex_SimpleAverage", "StringencyIndex_WeightedAverage",
    "GovernmentResponseIndex_NonVaccinated", "GovernmentResponseIndex_Vaccinated",
    "GovernmentResponseIndex_SimpleAverage", "GovernmentResponseIndex_WeightedAverage",
    "ContainmentHealthIndex_NonVaccinated", "ContainmentHealthIndex_Vaccinated",
    "ContainmentHealthIndex_SimpleAverage", "ContainmentHealthIndex_WeightedAverage",
    "EconomicSupportIndex",
};
/* clang-format on */

size_t rix_oxcgrt_column_count(void) { return COLUMNS; }

const char *rix_oxcgrt_column(size_t i) { return i < COLUMNS ? columns[i].level : NULL; }

const char *rix_oxcgrt_flag(size_t i) { return i < COLUMNS ? columns[i].flag : NULL; }

size_t rix_oxcgrt_index_count(void) { return INDICES; }

const char *rix_oxcgrt_index(size_t i) { return i < INDICES ? index_names[i] : NULL; }

/* Sub-indices of one row for one of the two groups of people, whose columns begin at `first`. */
static void sub_indices(rix_mat levels, rix_mat flags, size_t row, size_t first, double *sub)
{
    size_t from[MEASURES];
    for (size_t k = 0; k < MEASURES; k++) from[k] = k;
    for (size_t j = first; j < first + 10; j++) {
        if (!isnan(rix_i_get(levels, row, j))) from[columns[j].measure] = j;
    }
    for (size_t k = 0; k < MEASURES; k++) {
        const double x = rix_i_ordinal(rix_i_get(levels, row, from[k]),
                                       rix_i_get(flags, row, from[k]), deductions[k]);
        sub[k] = isnan(x) ? 0 : 100 * x / maxima[k];
    }
}

static double sum(const double *sub, size_t begin, size_t end)
{
    double total = 0;
    for (size_t k = begin; k < end; k++) total += sub[k];
    return total;
}

/* Stringency, government response, containment and health, economic support. */
static void means(const double *sub, double index[4])
{
    const double closings = sum(sub, 0, 8), economic = sum(sub, 8, 10), health = sum(sub, 10, 16);
    index[0] = (closings + sub[10]) / 9;
    index[1] = (closings + economic + health) / 16;
    index[2] = (closings + health) / 14;
    index[3] = economic / 2;
}

/* What all have in common needs no share. */
static double weighted(double other, double vaccinated, double percent)
{
    if (!(other < vaccinated) && !(vaccinated < other)) return other;
    return other + (vaccinated - other) * percent / 100;
}

static void write_row(rix_mat levels, rix_mat flags, size_t row, double percent, rix_out indices)
{
    double sub[MEASURES], other[4], vaccinated[4];
    sub_indices(levels, flags, row, NOT_VACCINATED, sub);
    means(sub, other);
    sub_indices(levels, flags, row, VACCINATED, sub);
    means(sub, vaccinated);
    for (size_t k = 0; k < 3; k++) {
        rix_i_set(indices, row, 4 * k, other[k]);
        rix_i_set(indices, row, 4 * k + 1, vaccinated[k]);
        rix_i_set(indices, row, 4 * k + 2, other[k] + (vaccinated[k] - other[k]) / 2);
        rix_i_set(indices, row, 4 * k + 3, weighted(other[k], vaccinated[k], percent));
    }
    rix_i_set(indices, row, INDICES - 1, other[3]);
}

/* Levels and flags, under the names that the table has or those of the published one. */
static rix_status check_levels(const rix_table *levels, rix_mat flags, rix_error *err)
{
    const char *names[COLUMNS];
    double maximum[COLUMNS], deduction[COLUMNS];
    for (size_t j = 0; j < COLUMNS; j++) {
        names[j] = columns[j].level;
        maximum[j] = maxima[columns[j].measure];
        deduction[j] = deductions[columns[j].measure];
    }
    rix_table named = *levels;
    if (!named.indicators) named.indicators = names;
    return rix_i_ordinal_check(&named, flags, rix_vec_c(maximum, COLUMNS),
                               rix_vec_c(deduction, COLUMNS), err);
}

static rix_status check_shares(const rix_table *levels, rix_vec percent, rix_error *err)
{
    const rix_status st = rix_i_check_vec(percent, "vaccinated", err);
    if (st != RIX_OK) return st;
    if (percent.size != levels->values.rows) {
        return rix_i_fail(err, RIX_EDIM, "vaccinated", RIX_I_NOWHERE,
                          "%zu vaccinated shares for %zu rows", percent.size, levels->values.rows);
    }
    for (size_t i = 0; i < percent.size; i++) {
        const double x = rix_i_vget(percent, i);
        if (isnan(x) || (x >= 0 && x <= 100)) continue;
        return rix_i_fail(err, RIX_EDOMAIN, "vaccinated", RIX_I_ROW(i),
                          "PopulationVaccinated %s for unit %s: 0 to 100 or missing expected",
                          rix_i_number(x).s, rix_i_unit_name(levels, i).s);
    }
    return RIX_OK;
}

rix_status rix_oxcgrt_indices(const rix_table *levels, rix_mat flags, rix_vec vaccinated,
                              rix_out indices, rix_error *err)
{
    if (!levels) return rix_i_null(err, "levels");
    if (levels->values.cols != COLUMNS) {
        return rix_i_fail(err, RIX_EDIM, "levels.values", RIX_I_NOWHERE,
                          "%zu columns of levels, %d expected", levels->values.cols, COLUMNS);
    }
    rix_status st = check_levels(levels, flags, err);
    if (st == RIX_OK) st = check_shares(levels, vaccinated, err);
    if (st == RIX_OK) st = rix_i_check_out(indices, flags.rows, INDICES, "indices", err);
    if (st != RIX_OK) return st;
    for (size_t i = 0; i < flags.rows; i++) {
        write_row(levels->values, flags, i, rix_i_vget(vaccinated, i), indices);
    }
    return RIX_OK;
}
