/* riskidx/preset.h - published frameworks and calibrations, as constant tables with their sources.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef RISKIDX_PRESET_H
#define RISKIDX_PRESET_H

#include <riskidx/epidemic.h>
#include <riskidx/index.h>

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
 * The preset framework of a name: "hdi", "inform_risk", "covid_recovery".
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

RIX_END_DECLS
#endif
