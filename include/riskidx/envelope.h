/* riskidx/envelope.h - the best that any schedule of a space can do: single optima and whole frontiers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef RISKIDX_ENVELOPE_H
#define RISKIDX_ENVELOPE_H

#include <riskidx/epidemic.h>

RIX_BEGIN_DECLS

/* clang-format off */
/** Which controls move together: X(constant, name in the bindings). */
#define RIX_SPACE_LIST(X)                                                                          \
    X(RIX_SPACE_UNIFORM,       "uniform")       /* all of them */                                  \
    X(RIX_SPACE_SEMI_TARGETED, "semi_targeted") /* all but the last, and the last for itself */    \
    X(RIX_SPACE_TARGETED,      "targeted")      /* each for itself */                              \
    X(RIX_SPACE_TIED,          "tied")          /* as variable says */

/** What is known of a point: X(constant, name in the bindings). */
#define RIX_POINT_LIST(X)                                                                          \
    X(RIX_POINT_LOCAL,      "locally optimal") /* shown: see rix_optimum */                        \
    X(RIX_POINT_BEST_FOUND, "best found")      /* bounds are met; optimality is not shown */       \
    X(RIX_POINT_INFEASIBLE, "infeasible")      /* the least violation of the bounds that was found */

/** How a point of a frontier came about: X(constant, name in the bindings). */
#define RIX_REACHED_LIST(X)                                                                        \
    X(RIX_REACHED_SUM,   "weighted sum") /* some weighted sum of x and y is least there */         \
    X(RIX_REACHED_BOUND, "bound")        /* only a bound on y reaches it: the frontier is not convex there */
/* clang-format on */

/** See RIX_SPACE_LIST. */
typedef enum rix_space_kind {
#define RIX_SPACE_ENUM(code, name) code,
    RIX_SPACE_LIST(RIX_SPACE_ENUM)
#undef RIX_SPACE_ENUM
} rix_space_kind;

/** See RIX_POINT_LIST. */
typedef enum rix_point_status {
#define RIX_POINT_ENUM(code, name) code,
    RIX_POINT_LIST(RIX_POINT_ENUM)
#undef RIX_POINT_ENUM
} rix_point_status;

/** See RIX_REACHED_LIST. */
typedef enum rix_reached {
#define RIX_REACHED_ENUM(code, name) code,
    RIX_REACHED_LIST(RIX_REACHED_ENUM)
#undef RIX_REACHED_ENUM
} rix_reached;

/**
 * A space of policies: the schedules that an optimum is looked for in. Cells of the schedule (a control
 * in a period) that are tied take one value. Start from RIX_SPACE_INIT.
 */
typedef struct rix_space {
    rix_space_kind kind;
    const size_t *variable; /**< tied: periods * controls numbers, row by row: cells of one number are tied;
                                 RIX_NO_INDEX: fixed at its value in base. Else not read */
    size_t n_variables;     /**< tied: numbers are below this. Else not read */
    size_t every;           /**< >= 1; not tied: so many periods, from the end of the prefix, share a value */
    size_t prefix;          /**< the first so many periods are fixed at base: the course so far */
    rix_mat base;           /**< periods x controls, or of no size: 0 */
    rix_mat lower;          /**< periods x controls: least values; or of no size: 0 */
    rix_mat upper;          /**< periods x controls: largest values; or of no size: the scenario's */
} rix_space;

/** Everyone alike, anew in every period, within the bounds of the scenario. */
#define RIX_SPACE_INIT                                                                             \
    {                                                                                              \
        RIX_SPACE_UNIFORM, NULL, 0, 1, 0, { NULL, 0, 0, 0, 0 }, { NULL, 0, 0, 0, 0 },              \
            { NULL, 0, 0, 0, 0 }                                                                   \
    }

/** What an optimum is of: the least weighted sum of outcomes under bounds on outcomes. */
typedef struct rix_goal {
    rix_vec weights; /**< one for each outcome, finite, not all 0 */
    rix_vec at_most; /**< one for each outcome: its largest value, NaN where there is none; or empty */
} rix_goal;

/** How an optimum is looked for. Start from RIX_OPTIMUM_OPTIONS_INIT. */
typedef struct rix_optimum_options {
    size_t starts;  /**< 1 to 9 cold starts: levels and exits spread over the space */
    rix_mat warm;   /**< periods x controls: a schedule to start from, moved into the space; or of no size. With
                         it there are starts - 1 cold starts */
    size_t max_evaluations; /**< >= 1: gradients that one start may take, roughly */
    rix_run run;    /**< threads and progress */
} rix_optimum_options;

/** Three cold starts, enough evaluations. */
#define RIX_OPTIMUM_OPTIONS_INIT { 3, { NULL, 0, 0, 0, 0 }, 4000, RIX_RUN_INIT }

/** Optimal schedules, from one to a whole frontier of them. */
typedef struct rix_envelope rix_envelope;

/** One of them; views live as long as the envelope. */
typedef struct rix_envelope_point {
    rix_point_status status;
    rix_reached reached;  /**< of a frontier; of an optimum RIX_REACHED_SUM without bounds, else RIX_REACHED_BOUND */
    rix_vec outcomes;     /**< of the schedule by rk4, in the scenario's order */
    rix_mat schedule;     /**< periods x controls */
    rix_vec multipliers;  /**< one for each outcome: by how much the goal falls when its bound rises by 1: the shadow
                               price, in units of the goal per unit of the outcome; 0 where no bound binds */
    double objective;     /**< the weighted sum */
    double gradient;      /**< the projected gradient: see rix_optimum */
    double violation;     /**< by how much an outcome exceeds its bound, in its unit: 0 or less where none does */
    size_t violated;      /**< the outcome that exceeds its bound by most of the bound's size, or RIX_NO_INDEX */
    double curvature;     /**< least Ritz value over the largest: see rix_optimum; NaN where it was not computed */
    size_t evaluations;   /**< gradients taken, those of all starts and of Hessian products included */
} rix_envelope_point;

/**
 * The best schedule of a space.
 *
 * From every start NLopt's L-BFGS within the bounds of the space, then Newton steps by conjugate gradients with
 * products of the Hessian; bounds on outcomes by an augmented Lagrangian around both, and a last step along
 * their gradients after which each is met to 1e-9 of its size. The best point seen that meets the
 * bounds is returned, whatever a method says of its own success.
 *
 * Every variable is measured by its range. The projected gradient is the largest slope of the Lagrangian
 * along a variable that is free to move that way, over the sum of |weight * outcome| at the first start. A
 * point is shown locally optimal if that is at most 1e-6, multipliers are >= 0, bounds are met, and the
 * Hessian of the Lagrangian on the variables strictly within their bounds, along the bounds on outcomes that
 * bind, is not negative: the smallest Ritz value of at most 40 Lanczos steps is no less than -1e-5 of the
 * largest. Where events happened whose times are taken as given (rix_gradient), a point is best found at most.
 *
 * @param sc       the scenario; its model has gradients
 * @param space    the space, NULL for RIX_SPACE_INIT
 * @param goal     the goal
 * @param options  NULL for RIX_OPTIMUM_OPTIONS_INIT
 * @param out      [out] an envelope of one point, to be freed with rix_envelope_free; untouched on failure.
 *                 Where no schedule that was found meets the bounds its status is RIX_POINT_INFEASIBLE, and
 *                 it has the schedule that violates them least
 * @param err      NULL, or filled on failure only; row is the period, col the control or outcome
 * @return RIX_OK; RIX_EINVAL: NULL, a model without a gradient, no or too many starts, weights that are all
 *         0, an unknown kind of space, a number of a variable out of range, a space that leaves no control
 *         free; RIX_EDIM: wrong sizes; RIX_EDOMAIN: bounds that contradict each other, a value missing, not
 *         finite or out of bounds; RIX_EMISSING: the goal does not depend on the free controls;
 *         RIX_ENUMERIC: a run left the finite numbers; RIX_EOVERFLOW; RIX_ENOMEM; RIX_ECANCELLED.
 *
 * Time that of some hundred gradients a start. Any thread; the result does not depend on the number of threads.
 * @since 0.1
 */
RIX_API rix_status rix_optimum(const rix_scenario *sc, const rix_space *space, const rix_goal *goal,
                               const rix_optimum_options *options, rix_envelope **out,
                               rix_error *err);

/** How a frontier is drawn. Start from RIX_FRONTIER_OPTIONS_INIT. */
typedef struct rix_frontier_options {
    const char *x;  /**< name of the outcome that is made least */
    const char *y;  /**< name of the outcome that is bounded, another one */
    size_t points;  /**< >= 2 */
    double low;     /**< the least bound on y; NaN: a thousandth of the stretch above the least y there is */
    double high;    /**< the bound on y next above; NaN: none, the first point has the least x there is */
    size_t starts;  /**< as in rix_optimum_options, for every eighth point and the ends; the others start from
                         their neighbours on both sides */
    size_t max_evaluations; /**< as in rix_optimum_options */
    bool keep;      /**< where progress stops the work, the points found so far are the result */
    rix_run run;    /**< threads and progress */
} rix_frontier_options;

/** Twenty points of economic loss against deaths, all there is of them. */
#define RIX_FRONTIER_OPTIONS_INIT                                                                  \
    { "economic_loss", "deaths", 20, RIX_NAN, RIX_NAN, 3, 4000, false, RIX_RUN_INIT }

/**
 * The frontier of a space: the least x under bounds on y that go down in equal steps from high to low. A
 * sweep of weighted sums leaves the stretches empty where the frontier is not convex; bounds reach them, and
 * points there are marked: those above the lower convex hull of all points.
 *
 * @param sc       the scenario; its model has gradients
 * @param space    the space, NULL for RIX_SPACE_INIT
 * @param options  NULL for RIX_FRONTIER_OPTIONS_INIT
 * @param out      [out] the envelope, points by falling bound on y, so by rising x where all are optimal; to be
 *                 freed with rix_envelope_free; untouched on failure. Points whose bound cannot be met are
 *                 RIX_POINT_INFEASIBLE
 * @param err      NULL, or filled on failure only
 * @return as rix_optimum; RIX_EINVAL also: fewer than two points, x and y the same; RIX_ENOTFOUND: no such
 *         outcome; RIX_EDOMAIN also: low not below high; RIX_ECANCELLED: stopped by progress, and not keep or no
 *         point was found yet.
 *
 * Time that of some hundred gradients a point. Any thread; the result does not depend on the number of threads.
 * @since 0.1
 */
RIX_API rix_status rix_frontier(const rix_scenario *sc, const rix_space *space,
                                const rix_frontier_options *options, rix_envelope **out,
                                rix_error *err);

/**
 * Frees an envelope; views of it end here.
 *
 * @param envelope  from rix_optimum or rix_frontier, or NULL (nothing happens)
 * @since 0.1
 */
RIX_API void rix_envelope_free(rix_envelope *envelope);

/**
 * Number of points.
 *
 * @param envelope  an envelope, not NULL
 * @since 0.1
 */
RIX_API size_t rix_envelope_size(const rix_envelope *envelope);

/**
 * Whether all points are there that were asked for; false where progress stopped the work and the points
 * found so far were kept.
 *
 * @param envelope  an envelope, not NULL
 * @since 0.1
 */
RIX_API bool rix_envelope_complete(const rix_envelope *envelope);

/**
 * A point; those of a frontier go by increasing x.
 *
 * @param envelope  an envelope
 * @param k         number of the point, from 0
 * @param out       [out] the point; untouched on failure
 * @param err       NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL, no such point. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_envelope_get(const rix_envelope *envelope, size_t k, rix_envelope_point *out,
                                    rix_error *err);

RIX_END_DECLS
#endif
