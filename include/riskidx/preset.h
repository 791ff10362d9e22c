/* riskidx/preset.h - published frameworks and calibrations, as constant tables with their sources.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef RISKIDX_PRESET_H
#define RISKIDX_PRESET_H

#include <riskidx/age_sector.h>
#include <riskidx/epidemic.h>
#include <riskidx/index.h>
#include <riskidx/zone.h>

RIX_BEGIN_DECLS

/** A framework with the recipe that goes with it. */
typedef struct rix_preset_framework {
    const char *name;   /**< such as "hdi" */
    const char *title;  /**< one line */
    const char *source; /**< reference and licence */
    const rix_node *nodes;
    size_t n_nodes;
    rix_recipe recipe;
} rix_preset_framework;

/** A calibrated scenario of the multi-group SIR planner. */
typedef struct rix_preset_planner {
    const char *name;   /**< such as "mrsir_us" */
    const char *title;  /**< one line */
    const char *source; /**< reference and licence */
    rix_planner_sir params;
} rix_preset_planner;

/**
 * Number of preset frameworks.
 *
 * @since 0.1
 */
RIX_API size_t rix_preset_framework_count(void);

/**
 * One preset framework.
 *
 * @param i  number, from 0
 * @return static, any thread; NULL if i is out of range
 * @since 0.1
 */
RIX_API const rix_preset_framework *rix_preset_framework_at(size_t i);

/**
 * The preset framework of a name: "hdi", "inform_risk", "covid_recovery", "oxcgrt_stringency",
 * "oxcgrt_government_response", "oxcgrt_containment_health", "oxcgrt_economic_support". The indicators of the
 * last four (C1 ... H8) are what rix_ordinal_flag makes of recorded levels and flags.
 *
 * @param name  the name
 * @param out   [out] static; untouched on failure
 * @param err   NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL; RIX_ENOTFOUND: no such preset (the message lists the names). Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_preset_framework_find(const char *name, const rix_preset_framework **out,
                                             rix_error *err);

/**
 * Number of preset planner scenarios.
 *
 * @since 0.1
 */
RIX_API size_t rix_preset_planner_count(void);

/**
 * One preset planner scenario.
 *
 * @param i  number, from 0
 * @return static, any thread; NULL if i is out of range
 * @since 0.1
 */
RIX_API const rix_preset_planner *rix_preset_planner_at(size_t i);

/**
 * The preset planner scenario of a name: "mrsir_us", "aal_us".
 *
 * @param name  the name
 * @param out   [out] static; untouched on failure
 * @param err   NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL; RIX_ENOTFOUND: no such preset (the message lists the names). Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_preset_planner_find(const char *name, const rix_preset_planner **out,
                                           rix_error *err);

/* ------------------------------------------------ the Oxford COVID-19 Government Response Tracker -- */

/** Number of columns of levels that rix_oxcgrt_indices reads. @since 0.1 */
RIX_API size_t rix_oxcgrt_column_count(void);

/**
 * Name of a column of levels, such as "C1E": that of the published column up to its first underscore.
 *
 * @param i  number, from 0: first the 16 for everyone, then 10 for people not vaccinated (NV), 10 for vaccinated (V)
 * @return static, any thread; NULL if i is out of range
 * @since 0.1
 */
RIX_API const char *rix_oxcgrt_column(size_t i);

/**
 * Name of the published column with the flags of a column of levels, such as "C1E_Flag".
 *
 * @param i  number, from 0
 * @return static, any thread; NULL if the column has no flag (C8, E2, H2, H3) or i is out of range
 * @since 0.1
 */
RIX_API const char *rix_oxcgrt_flag(size_t i);

/** Number of indices that rix_oxcgrt_indices gives. @since 0.1 */
RIX_API size_t rix_oxcgrt_index_count(void);

/**
 * Published name of an index, such as "StringencyIndex_NonVaccinated".
 *
 * @param i  number, from 0
 * @return static, any thread; NULL if i is out of range
 * @since 0.1
 */
RIX_API const char *rix_oxcgrt_index(size_t i);

/**
 * The published indices from recorded levels and flags (Hale and others 2021, Nature Human Behaviour 5: 529-538;
 * codebook of the final data set). The sub-index of a measure is 100 (v - d (1 - f)) / maximum, 0 where v is 0; see
 * rix_ordinal_flag. An index is the mean over its measures, in which a missing one counts as 0. _NonVaccinated takes level
 * and flag of the NV column where it has a level, else those of the E column; _Vaccinated likewise with V; measures
 * without versions serve both. _SimpleAverage is the mean of the two; in _WeightedAverage that of
 * vaccinated people has the weight of their share. Nothing is rounded on the way; the published averages
 * are of rounded values, so they differ by up to 0.01.
 *
 * @param levels      days x rix_oxcgrt_column_count(), in the order of rix_oxcgrt_column; NaN is missing. Its
 *                    indicators and units are labels for messages only
 * @param flags       of the same size: 1 general, 0 targeted or NaN; without effect where a column has no flag
 * @param vaccinated  one a day, percent of the population; NaN is missing
 * @param indices     [out] days x rix_oxcgrt_index_count(), in the order of rix_oxcgrt_index, on 0-100; NaN only
 *                    for a weighted average of unequal values without a share; untouched on failure. It may not
 *                    overlap an input
 * @param err         NULL, or filled on failure only; names day, column and value
 * @return RIX_OK; RIX_EINVAL: NULL, a view without data; RIX_EDIM: wrong sizes; RIX_EDOMAIN: a level beyond its
 *         scale, a flag that is not 0 or 1, a share outside of 0 to 100; RIX_EOVERFLOW.
 *
 * Time proportional to days. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_oxcgrt_indices(const rix_table *levels, rix_mat flags, rix_vec vaccinated,
                                      rix_out indices, rix_error *err);

/* ------------------------------------------------------------------------- official zone rules -- */

/** A figure that a published rule set does not settle: the caller must give it. */
typedef struct rix_rules_parameter {
    const char *name;    /**< such as "orange_cases" */
    const char *meaning; /**< what it is, with its unit */
} rix_rules_parameter;

/** A published rule set: what it needs, who issued it and when. */
typedef struct rix_preset_rules {
    const char *name;   /**< such as "ecdc_2020" */
    const char *title;  /**< one line */
    const char *issuer; /**< who */
    const char *date;   /**< when, ISO 8601, as far as known: "2020-10-13", "2020-08" */
    const char *source; /**< reference, and whether read in the issuer's own text or as reported */
    const char *notes;  /**< readings of our own: boundaries, statistics, review days; NULL: none */
    const char *const *zones;      /**< names, from the least risky; ends with NULL */
    const char *const *indicators; /**< what the caller's table must have; ends with NULL */
    const char *const *units;      /**< unit of each indicator, as many; NULL: a pure number */
    const rix_rules_parameter *parameters; /**< what must be given; ends with a NULL name */
} rix_preset_rules;

/** A parameter that is given. */
typedef struct rix_named_value {
    const char *name;
    double value;
} rix_named_value;

/** Number of preset rule sets. @since 0.1 */
RIX_API size_t rix_preset_rules_count(void);

/**
 * One preset rule set.
 *
 * @param i  number, from 0
 * @return static, any thread; NULL if i is out of range
 * @since 0.1
 */
RIX_API const rix_preset_rules *rix_preset_rules_at(size_t i);

/**
 * The preset rule set of a name: "ecdc_2020", "ecdc_2021", "cdc_2021", "harvard_2020", "california_2020",
 * "us_gates_2020", "india_2020_04_15", "india_2020_04_30", "india_2020_05_17", "who_2020_05_12",
 * "inform_risk_classes". docs/zones.md says what each of them says.
 *
 * @param name  the name
 * @param out   [out] static; untouched on failure
 * @param err   NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL; RIX_ENOTFOUND: no such preset (the message lists the names). Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_preset_rules_find(const char *name, const rix_preset_rules **out,
                                         rix_error *err);

/**
 * The machine of a preset rule set, with the reviews, runs and stays that were published; periods are days, and
 * the first review is in period 0. For a single day its rule, rix_machine_rule(), is enough.
 *
 * @param name        the name
 * @param values      what the rule set leaves open, n_values of them; NULL if none
 * @param n_values    number of values
 * @param out         [out] the machine, to be freed with rix_machine_free; untouched on failure
 * @param err         NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL, a parameter not given (named, with its meaning), twice, or unknown;
 *         RIX_ENOTFOUND: no such preset; RIX_EDOMAIN: a value not finite, or out of order with the published
 *         ones; where a value is at fault `row` is its number; RIX_ENOMEM. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_preset_rules_machine(const char *name, const rix_named_value *values,
                                            size_t n_values, rix_machine **out, rix_error *err);

/* -------------------------------------------------------------------- age, sector, pathogen -- */

/** A pathogen by the age groups 0-4, 5-19, 20-64, 65 and over. */
typedef struct rix_preset_pathogen {
    const char *name;   /**< such as "influenza_1918" */
    const char *title;  /**< one line */
    const char *source; /**< reference and licence */
    rix_pathogen params;
} rix_preset_pathogen;

/** A strategy of closing sectors. */
typedef struct rix_preset_closure {
    const char *name;   /**< such as "elimination" */
    const char *title;  /**< one line */
    const char *source; /**< reference and licence */
    size_t sectors;
    const double *openness; /**< sectors, in [0, 1] */
    size_t groups;
    const double *group_openness; /**< groups: the same for the groups of industries of the preset countries */
} rix_preset_closure;

/** A strategy of vaccinating. */
typedef struct rix_preset_vaccination {
    const char *name;   /**< such as "medium" */
    const char *title;  /**< one line */
    const char *source; /**< reference and licence */
    rix_vaccination params;
} rix_preset_vaccination;

/**
 * Number of preset pathogens.
 *
 * @since 0.1
 */
RIX_API size_t rix_preset_pathogen_count(void);

/**
 * One preset pathogen.
 *
 * @param i  number, from 0
 * @return static, any thread; NULL if i is out of range
 * @since 0.1
 */
RIX_API const rix_preset_pathogen *rix_preset_pathogen_at(size_t i);

/**
 * The preset pathogen of a name: "sars_cov_1", "influenza_2009", "influenza_1957", "influenza_1918",
 * "sars_cov_2_pre_alpha", "sars_cov_2_omicron", "sars_cov_2_delta".
 *
 * @param name  the name
 * @param out   [out] static; untouched on failure
 * @param err   NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL; RIX_ENOTFOUND: no such preset (the message lists the names). Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_preset_pathogen_find(const char *name, const rix_preset_pathogen **out, rix_error *err);

/**
 * Number of preset closures.
 *
 * @since 0.1
 */
RIX_API size_t rix_preset_closure_count(void);

/**
 * One preset closure.
 *
 * @param i  number, from 0
 * @return static, any thread; NULL if i is out of range
 * @since 0.1
 */
RIX_API const rix_preset_closure *rix_preset_closure_at(size_t i);

/**
 * The preset closure of a name: "none", "elimination", "economic_closures", "school_closures".
 *
 * @param name  the name
 * @param out   [out] static; untouched on failure
 * @param err   NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL; RIX_ENOTFOUND: no such preset (the message lists the names). Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_preset_closure_find(const char *name, const rix_preset_closure **out, rix_error *err);

/**
 * Number of preset vaccinations.
 *
 * @since 0.1
 */
RIX_API size_t rix_preset_vaccination_count(void);

/**
 * One preset vaccination.
 *
 * @param i  number, from 0
 * @return static, any thread; NULL if i is out of range
 * @since 0.1
 */
RIX_API const rix_preset_vaccination *rix_preset_vaccination_at(size_t i);

/**
 * The preset vaccination of a name: "none", "late", "low", "medium", "high".
 *
 * @param name  the name
 * @param out   [out] static; untouched on failure
 * @param err   NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL; RIX_ENOTFOUND: no such preset (the message lists the names). Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_preset_vaccination_find(const char *name, const rix_preset_vaccination **out, rix_error *err);

/** An economy. */
typedef struct rix_preset_country {
    const char *name;   /**< its ISO 3166-1 code, such as "THA" */
    const char *title;  /**< its name */
    const char *source; /**< reference and licence */
    rix_country country; /**< four ages, 14 groups of industries */
} rix_preset_country;

/**
 * Number of preset countries.
 *
 * @since 0.1
 */
RIX_API size_t rix_preset_country_count(void);

/**
 * One preset country.
 *
 * @param i  number, from 0
 * @return static, any thread; NULL if i is out of range
 * @since 0.1
 */
RIX_API const rix_preset_country *rix_preset_country_at(size_t i);

/**
 * The preset country of an ISO code or name: "THA" or "Thailand".
 *
 * @param name  code or name; case matters
 * @param out   [out] static; untouched on failure
 * @param err   NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL; RIX_ENOTFOUND: no such country. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_preset_country_find(const char *name, const rix_preset_country **out, rix_error *err);

/**
 * The parts of an age_sector as the program DAEDALUS 0.3.0 of the model's authors reads them ("daedalus_0_3"): what it
 * does otherwise than its equations say, as data (contacts, workers, transmission) and as rules (when overflow
 * ends, what is watched, how costs are added up). rix_age_sector_new makes a scenario of them.
 *
 * @param plain  the parts as they are; consumers are not read, and a transmission that is given is kept
 * @param out    [out] its own arrays and otherwise those of plain, which must outlive it; to be freed with
 *               rix_daedalus_free; untouched on failure
 * @param err    NULL, or filled on failure only
 * @return as rix_age_sector_new. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_daedalus_new(const rix_age_sector *plain, rix_age_sector **out, rix_error *err);

/**
 * Frees the parts.
 *
 * @param params  from rix_daedalus_new, or NULL (nothing happens)
 * @since 0.1
 */
RIX_API void rix_daedalus_free(rix_age_sector *params);

RIX_END_DECLS
#endif
