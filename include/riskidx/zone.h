/* riskidx/zone.h - zones of risk: classes from scores, rules over several indicators, zones in time.
 *
 * Zones are numbered from 0, the least risky, upwards. Three layers, each usable by itself:
 *   thresholds  one score -> zone; given, or found in the data
 *   rule        several indicators at once -> zone; data that are checked for holes and overlaps
 *   machine     a rule and its clockwork -> a zone per unit and period, with memory
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef RISKIDX_ZONE_H
#define RISKIDX_ZONE_H

#include <riskidx/base.h>

RIX_BEGIN_DECLS

/** "Grey": the zone of a missing score, or of a unit about which the data do not decide. */
#define RIX_NO_ZONE (-1)

/** Most zones that a rule may have. */
#define RIX_MAX_ZONES 100

/* ------------------------------------------------------------------ one score, thresholds -- */

/** Which zone a score that equals a threshold belongs to. */
typedef enum rix_boundary {
    RIX_BOUNDARY_UPPER, /**< the zone above: [threshold, next) */
    RIX_BOUNDARY_LOWER  /**< the zone below: (previous, threshold] */
} rix_boundary;

/**
 * Zone of each score: the number of thresholds that it has reached (upper) or passed (lower).
 *
 * @param scores      any unit of measurement; NaN missing
 * @param thresholds  in the unit of the scores, strictly increasing, finite; k of them make k + 1
 *                    zones, 0 the lowest; at least one
 * @param boundary    which zone a score equal to a threshold belongs to
 * @param zones       [out] scores.size numbers from 0 to k, RIX_NO_ZONE for a missing score;
 *                    untouched on failure
 * @param err         NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL, no thresholds, no such boundary; RIX_EDOMAIN: thresholds not
 *         increasing or not finite (row says which), infinite score (row is the unit);
 *         RIX_EOVERFLOW.
 *
 * Time scores.size * log k, no memory. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_classify(rix_vec scores, rix_vec thresholds, rix_boundary boundary,
                                int32_t *zones, rix_error *err);

/**
 * Thresholds at quantiles: for k = 1 .. classes - 1 the quantile at k / classes of the scores present,
 * by linear interpolation between order statistics (type 7 of Hyndman and Fan 1996, GSL's and R's
 * default). Meant for RIX_BOUNDARY_UPPER.
 *
 * @param scores      finite, NaN is left out; at least one present
 * @param classes     >= 2
 * @param thresholds  [out] classes - 1 numbers, increasing; untouched on failure
 * @param err         NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL, classes < 2; RIX_EDOMAIN: infinite score; RIX_EMISSING: no score
 *         present, or two thresholds fall together (ties; the message names them); RIX_EOVERFLOW; RIX_ENOMEM.
 * Time n log n. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_breaks_quantile(rix_vec scores, size_t classes, double *thresholds,
                                       rix_error *err);

/**
 * Natural breaks: the division of the sorted scores into `classes` runs that has the least sum of
 * squared deviations from the means of the runs, exactly (Fisher 1958, JASA 53: 789-798; what Jenks'
 * maps approximate). Equal scores stay together. Threshold k is the smallest score of run k + 1, so
 * that RIX_BOUNDARY_UPPER gives back the runs; of divisions that are equally good the one with the
 * lowest thresholds is taken. Sums are carried to twice the digits of a double, so a large mean does not
 * blur them.
 *
 * @param scores      finite, NaN is left out; at least `classes` distinct ones
 * @param classes     >= 2
 * @param thresholds  [out] classes - 1 numbers, increasing; untouched on failure
 * @param err         NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL, classes < 2; RIX_EDOMAIN: infinite score; RIX_EMISSING: fewer
 *         distinct scores than classes; RIX_EOVERFLOW; RIX_ENOMEM.
 * Time classes * n log n, memory classes * n * 4 bytes. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_breaks_natural(rix_vec scores, size_t classes, double *thresholds,
                                      rix_error *err);

/**
 * Thresholds at mean + z_k * standard deviation (divisor n - 1) of the scores present.
 *
 * @param scores      finite, NaN is left out; at least two present, not all equal
 * @param z           multiples of the standard deviation, strictly increasing, finite, at least one
 * @param thresholds  [out] z.size numbers, increasing; untouched on failure
 * @param err         NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL, empty z; RIX_EDOMAIN: infinite score, z not increasing or not
 *         finite; RIX_EMISSING: fewer than two scores, no spread, or two thresholds so close that they fall
 *         together; RIX_ENUMERIC: a threshold beyond the finite numbers; RIX_EOVERFLOW; RIX_ENOMEM.
 * Time n log n. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_breaks_sd(rix_vec scores, rix_vec z, double *thresholds, rix_error *err);

/* --------------------------------------------------------------- several indicators, rules -- */

/* clang-format off */
/** What a rule says where an indicator is missing: X(constant, name). */
#define RIX_UNKNOWN_LIST(X)                    \
    X(RIX_UNKNOWN_CERTAIN,   "certain")   \
    X(RIX_UNKNOWN_AVAILABLE, "available") \
    X(RIX_UNKNOWN_GREY,      "grey")
/* clang-format on */

#define RIX_ENUM_ENTRY(code, name) code,
/**
 * What a rule says where an indicator is missing:
 * - certain: the zone that the rule gives for every value that the indicator might have, grey if
 *   these differ;
 * - available: criteria only: the rule over the indicators present (of k-of-n, at least
 *   min(k, present)), grey if there is none;
 * - grey: grey.
 */
typedef enum rix_unknown { RIX_UNKNOWN_LIST(RIX_ENUM_ENTRY) } rix_unknown;
#undef RIX_ENUM_ENTRY

/** The name of an enumerator. @param value any value @return static, "unknown" for none. @since 0.1 */
RIX_API const char *rix_unknown_name(rix_unknown value);

/**
 * The enumerator of a name.
 *
 * @param name   as rix_unknown_name gives it
 * @param value  [out] untouched on failure
 * @param err    NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL; RIX_ENOTFOUND: no such name (the message lists the names).
 * @since 0.1
 */
RIX_API rix_status rix_unknown_from_name(const char *name, rix_unknown *value, rix_error *err);

/** One indicator's classes. Start from RIX_CRITERION_INIT. */
typedef struct rix_criterion {
    const char *indicator; /**< its name, unique within the rule */
    const char *unit;      /**< its unit, for the sentence; NULL: none */
    const double
        *thresholds; /**< zones - 1: threshold z - 1 is where zone z begins; finite; strictly
                                   increasing for direction +1, strictly decreasing for -1 */
    int direction;   /**< +1: higher is riskier; -1: lower is */
    rix_boundary
        boundary; /**< upper: a value at a threshold is in the riskier zone; lower: in the less risky */
} rix_criterion;

/** An indicator where higher is riskier and a value at a threshold is in the riskier zone. */
#define RIX_CRITERION_INIT                                                                         \
    {                                                                                              \
        NULL, NULL, NULL, 1, RIX_BOUNDARY_UPPER                                                    \
    }

/** A range of an indicator; NaN: no bound on that side. */
typedef struct rix_interval {
    double low, high;
    bool low_in, high_in; /**< whether the bound itself is within */
} rix_interval;

/** Every value. */
#define RIX_INTERVAL_ALL                                                                           \
    {                                                                                              \
        RIX_NAN, RIX_NAN, true, true                                                               \
    }

/** A row of a decision table: where every indicator is within its interval, the zone is `zone`. */
typedef struct rix_rule_row {
    int zone;                   /**< 0 .. zones - 1, or RIX_NO_ZONE for grey */
    const rix_interval *within; /**< one for each indicator */
} rix_rule_row;

/** A rule, checked once and compiled into a table. Const functions may share it between threads. */
typedef struct rix_rule rix_rule;

/**
 * A rule by criteria: the zone is the highest z such that at least k of the n indicators are in
 * their own class z or a riskier one. k = 1 is the worst of the indicators, k = n asks all of them.
 *
 * @param zones       names of the zones, from the least risky; n_zones of them, unique
 * @param n_zones     2 .. RIX_MAX_ZONES
 * @param criteria    n_criteria of them; copied
 * @param n_criteria  >= 1
 * @param k           1 .. n_criteria
 * @param unknown     what is said where an indicator is missing
 * @param out         [out] the rule, to be freed with rix_rule_free; untouched on failure
 * @param err         NULL, or filled on failure only; names indicator (`col`) and threshold (`row`)
 * @return RIX_OK; RIX_EINVAL: NULL, too few or too many, names twice, k or direction out of range;
 *         RIX_EDOMAIN: thresholds not finite or out of order; RIX_EOVERFLOW: more than a million cells; RIX_ENOMEM.
 * @since 0.1
 */
RIX_API rix_status rix_rule_new_criteria(const char *const *zones, size_t n_zones,
                                         const rix_criterion *criteria, size_t n_criteria, size_t k,
                                         rix_unknown unknown, rix_rule **out, rix_error *err);

/**
 * A rule by a decision table. Every point of the space of indicators must be within one row at least (else
 * there is a hole), and rows that share a point must agree on the zone (else they overlap); the
 * error names the point's intervals and the rows, from 0. Values are real numbers here: what lies between
 * 24.999999999999996 and 25 counts, though no double does.
 *
 * @param zones         names of the zones, from the least risky; n_zones of them, unique
 * @param n_zones       2 .. RIX_MAX_ZONES
 * @param indicators    names of the indicators, unique; n_indicators of them
 * @param units         their units, for the sentence; NULL: none, or n_indicators of them, each may be NULL
 * @param n_indicators  >= 1
 * @param rows          n_rows of them; copied
 * @param n_rows        >= 1
 * @param unknown       certain or grey
 * @param out           [out] the rule, to be freed with rix_rule_free; untouched on failure
 * @param err           NULL, or filled on failure only; `row` is the row of the table at fault, `col`
 *                     the indicator
 * @return RIX_OK; RIX_EINVAL: NULL, too few or too many, names twice, no such zone, `available`; RIX_EDOMAIN: an
 *         empty interval, an infinite bound, a hole, an overlap; RIX_EOVERFLOW: more than a million cells; RIX_ENOMEM.
 * @since 0.1
 */
RIX_API rix_status rix_rule_new_table(const char *const *zones, size_t n_zones,
                                      const char *const *indicators, const char *const *units,
                                      size_t n_indicators, const rix_rule_row *rows, size_t n_rows,
                                      rix_unknown unknown, rix_rule **out, rix_error *err);

/** Frees a rule; views of it end here. @param rule a rule, or NULL (nothing happens) @since 0.1 */
RIX_API void rix_rule_free(rix_rule *rule);

/** Number of zones. @param rule a rule, not NULL @since 0.1 */
RIX_API size_t rix_rule_zone_count(const rix_rule *rule);

/**
 * Name of a zone.
 *
 * @param rule  a rule, not NULL
 * @param zone  from 0
 * @return lives as long as the rule; NULL if zone is out of range
 * @since 0.1
 */
RIX_API const char *rix_rule_zone_name(const rix_rule *rule, size_t zone);

/** Number of indicators. @param rule a rule, not NULL @since 0.1 */
RIX_API size_t rix_rule_indicator_count(const rix_rule *rule);

/**
 * Name of an indicator.
 *
 * @param rule  a rule, not NULL
 * @param i     from 0
 * @return lives as long as the rule; NULL if i is out of range
 * @since 0.1
 */
RIX_API const char *rix_rule_indicator_name(const rix_rule *rule, size_t i);

/**
 * The rule in words, a sentence a zone, such as "red: incidence >= 50 and positivity >= 4 %, or
 * incidence > 150; ... ".
 *
 * @param rule  a rule, not NULL
 * @return lives as long as the rule
 * @since 0.1
 */
RIX_API const char *rix_rule_sentence(const rix_rule *rule);

/**
 * Zone of each unit by its indicators of the day.
 *
 * @param rule    the rule
 * @param values  units x indicators, in the rule's order; NaN missing; infinities are values (a
 *                doubling time is infinite where nothing grows)
 * @param zones   [out] values.rows zones, RIX_NO_ZONE for grey; untouched on failure
 * @param err     NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL; RIX_EDIM: wrong number of columns; RIX_EOVERFLOW.
 * Time units * indicators * cuts, of which there are few, no memory. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_rule_classify(const rix_rule *rule, rix_mat values, int32_t *zones,
                                     rix_error *err);

/* ----------------------------------------------------------------------- zones in time -- */

/* clang-format off */
/** What a machine does at a review for which its rule says grey: X(constant, name). */
#define RIX_ABSENT_LIST(X)           \
    X(RIX_ABSENT_HOLD,     "hold")     \
    X(RIX_ABSENT_ESCALATE, "escalate") \
    X(RIX_ABSENT_GREY,     "grey")
/* clang-format on */

#define RIX_ENUM_ENTRY(code, name) code,
/**
 * What a machine does at a review that is not decided: the enter rule finds no riskier zone and the leave rule no
 * less risky one, and one of them says grey.
 * - hold: the zone stays; the review ends both runs;
 * - escalate: the review counts as one that finds the next riskier zone, and so begins or continues a run of
 *   rising reviews; in the riskiest zone it is as hold;
 * - grey: as hold, but the unit is shown grey until the next review that is decided.
 */
typedef enum rix_absent { RIX_ABSENT_LIST(RIX_ENUM_ENTRY) } rix_absent;
#undef RIX_ENUM_ENTRY

/** The name of an enumerator. @param value any value @return static, "unknown" for none. @since 0.1 */
RIX_API const char *rix_absent_name(rix_absent value);

/**
 * The enumerator of a name.
 *
 * @param name   as rix_absent_name gives it
 * @param value  [out] untouched on failure
 * @param err    NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL; RIX_ENOTFOUND: no such name (the message lists the names).
 * @since 0.1
 */
RIX_API rix_status rix_absent_from_name(const char *name, rix_absent *value, rix_error *err);

/**
 * The clockwork of a machine. Start from RIX_CLOCK_INIT: a review every period, and the zone is what
 * each review finds.
 *
 * At a review the enter rule finds a zone e and the leave rule a zone f >= e (the same zone without a
 * leave rule). e above the zone in force begins or continues a run of rising reviews, f below it a run of
 * falling ones; each ends the other, and any other review ends both. A run of rise_after (fall_after)
 * reviews moves the zone to the least (most) risky zone that the whole run found, by rise_steps (fall_steps)
 * at most, unless the unit has not yet stayed as long as it must; then the run goes on and the move waits. A
 * move ends the run.
 *
 * The period of the review that moves a unit is its first in the new zone, so a unit that entered a zone
 * in period t and must stay 21 periods may leave it at a review in period t + 21. A unit is in `start`
 * from period 0 on.
 */
typedef struct rix_clock {
    int start; /**< zone in force before the first review; RIX_NO_ZONE: the first review that
                                     decides sets it at once, and the unit is grey until then */
    size_t first_review; /**< period of the first review, from 0 */
    size_t review_every; /**< periods from one review to the next, >= 1 */
    size_t rise_after;   /**< reviews, >= 1 */
    size_t fall_after;   /**< reviews, >= 1 */
    size_t rise_steps;   /**< most zones at a time; 0: any number */
    size_t fall_steps;   /**< most zones at a time; 0: any number */
    const size_t *
        stay_to_rise; /**< periods, one for each zone, in which a unit must have been in it before rising; NULL: 0 */
    const size_t *stay_to_fall; /**< likewise before falling; NULL: 0 */
    rix_absent absent;          /**< what a review does for which the rule says grey */
} rix_clock;

/** A review every period; the zone is what each review finds. */
#define RIX_CLOCK_INIT                                                                             \
    {                                                                                              \
        RIX_NO_ZONE, 0, 1, 1, 1, 0, 0, NULL, NULL, RIX_ABSENT_HOLD                                 \
    }

/** A rule and its clockwork, compiled. Const functions may share it between threads. */
typedef struct rix_machine rix_machine;

/**
 * Compiles a machine.
 *
 * @param enter  the rule by which a unit rises; copied
 * @param leave  the rule by which it falls, of the same zones and indicators, nowhere less risky than `enter`
 *               (hysteresis: a unit leaves a zone at a lower level than that at which it enters); NULL: `enter`
 * @param clock  NULL for RIX_CLOCK_INIT; copied
 * @param out    [out] the machine, to be freed with rix_machine_free; untouched on failure
 * @param err    NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL, a field of the clock out of range, rules of other zones or indicators;
 *         RIX_EDOMAIN: `leave` is less risky than `enter` somewhere (names where); RIX_EOVERFLOW: more than a
 *         million cells with the cuts of both; RIX_ENOMEM.
 * @since 0.1
 */
RIX_API rix_status rix_machine_new(const rix_rule *enter, const rix_rule *leave,
                                   const rix_clock *clock, rix_machine **out, rix_error *err);

/** Frees a machine. @param machine a machine, or NULL (nothing happens) @since 0.1 */
RIX_API void rix_machine_free(rix_machine *machine);

/** The enter rule. @param machine a machine, not NULL @return lives as long as the machine @since 0.1 */
RIX_API const rix_rule *rix_machine_rule(const rix_machine *machine);

/**
 * The machine in words: its rule's sentence, then the clockwork.
 *
 * @param machine  a machine, not NULL
 * @return lives as long as the machine
 * @since 0.1
 */
RIX_API const char *rix_machine_sentence(const rix_machine *machine);

/** Where one unit stands. Copy the struct to keep a place; the fields are for reading only. */
typedef struct rix_machine_state {
    size_t period;   /**< periods seen */
    int32_t zone;    /**< zone in force, RIX_NO_ZONE before the first */
    int32_t shown;   /**< zone or RIX_NO_ZONE, as given out for the last period */
    size_t stayed;   /**< periods in the zone in force, the last one seen included */
    size_t rising;   /**< reviews in the run of rising reviews */
    size_t falling;  /**< reviews in the run of falling reviews */
    int32_t rise_to; /**< least risky zone that the rising run found */
    int32_t fall_to; /**< most risky zone that the falling run found */
} rix_machine_state;

/**
 * Puts a unit at the start, before period 0.
 *
 * @param machine  the machine, not NULL
 * @param state    [out] not NULL
 * @since 0.1
 */
RIX_API void rix_machine_start(const rix_machine *machine, rix_machine_state *state);

/**
 * One period of one unit: the same step that rix_machine_run takes for all.
 *
 * @param machine  the machine
 * @param state    [in,out] from rix_machine_start or an earlier step; untouched on failure
 * @param values   the indicators of the period, in the rule's order; NaN missing, infinities are values;
 *                 not looked at where there is no review
 * @param zone     [out] the zone of the period, or RIX_NO_ZONE; untouched on failure
 * @param err      NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL; RIX_EDIM: wrong number of values. Constant time, no memory.
 * @since 0.1
 */
RIX_API rix_status rix_machine_step(const rix_machine *machine, rix_machine_state *state,
                                    rix_vec values, int32_t *zone, rix_error *err);

/** Zones of units by periods, to write to: element (i, t) is data[i * row_step + t * col_step]. */
typedef struct rix_zones_out {
    int8_t *data;
    size_t rows, cols;
    ptrdiff_t row_step, col_step;
} rix_zones_out;

/** The same, to read. */
typedef struct rix_zones {
    const int8_t *data;
    size_t rows, cols;
    ptrdiff_t row_step, col_step;
} rix_zones;

/**
 * Zones of a panel, each unit from the start on.
 *
 * @param machine       the machine
 * @param indicators    a units x periods view for each indicator of the rule, in its order, any strides
 * @param n_indicators  number of them
 * @param run           NULL for RIX_RUN_INIT
 * @param zones         [out] units x periods; RIX_NO_ZONE for grey; unspecified on cancellation, untouched on any other failure
 * @param err           NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL; RIX_EDIM: sizes do not fit; RIX_EOVERFLOW; RIX_ENOMEM; RIX_ECANCELLED.
 * Time units * (periods + reviews * indicators) / threads. Any thread; results do not depend on threads or layout.
 * @since 0.1
 */
RIX_API rix_status rix_machine_run(const rix_machine *machine, const rix_mat *indicators,
                                   size_t n_indicators, const rix_run *run, rix_zones_out zones,
                                   rix_error *err);

/**
 * How often units went from one zone to another between a period and the next, and how long they were in each.
 *
 * @param zones        units x periods, RIX_NO_ZONE or 0 .. n_zones - 1
 * @param n_zones      >= 1
 * @param transitions  [out] (n_zones + 1) x (n_zones + 1) counts, from (row) to (column), the last row and column for
 *                     grey; stays are on the diagonal; untouched on failure
 * @param periods      [out] units x (n_zones + 1) counts of periods, the last column for grey; untouched on failure
 * @param err          NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL; RIX_EDIM: sizes do not fit; RIX_EDOMAIN: a zone out of range (names unit and period);
 *         RIX_EOVERFLOW.
 * Time units * periods, no memory. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_zone_history(rix_zones zones, size_t n_zones, rix_out transitions,
                                    rix_out periods, rix_error *err);

RIX_END_DECLS
#endif
