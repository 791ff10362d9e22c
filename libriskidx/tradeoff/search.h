/* tradeoff/search.h - the search for one optimal schedule, for whoever runs many. No memory after rix_i_search_make
 * but NLopt's own.
 *
 * Everything is scaled: variables by their range, the goal f and the bounds c <= 0 by their sizes. The
 * augmented Lagrangian is f + sum_j (max(0, lambda_j + mu c_j)^2 - lambda_j^2) / (2 mu). */
#ifndef RIX_I_SEARCH_H
#define RIX_I_SEARCH_H

#include <riskidx/envelope.h>

#include "tradeoff/space.h"

/** A bound is met where c is no more; a projected gradient is zero where it is no more. */
#define RIX_I_MET 1e-9
#define RIX_I_STATIONARY 1e-6

/** What is searched for. */
typedef struct rix_i_task_goal {
    const double *weights; /* outcomes */
    double scale;          /* f is the weighted sum over it */
    size_t m;              /* bounds */
    const size_t *outcome; /* m: which outcome is bounded */
    const double *at_most; /* m */
    const double *size;    /* m: c is (outcome - at_most) / size */
} rix_i_task_goal;

/** The state of a search; one a worker. */
typedef struct rix_i_search {
    const rix_scenario *sc;
    const rix_i_space *space;
    rix_i_task_goal goal;
    size_t n, n_outcomes, most, evaluations;
    bool drop_goal; /* f is 0: only the bounds count */
    double mu, *lambda; /* m */

    /* the last point evaluated */
    double f, merit, worst; /* worst: the largest c, or -1 without bounds */
    double *z, *outcomes, *c, *slope; /* slope: n, of the merit */
    double *rows;                     /* (1 + m) x n: slopes of f and of each c */
    bool exact;

    /* the best point seen: least f of those that meet the bounds, else least worst */
    double best_f, best_worst, *best;
    /* the lowest merit of the present descent */
    double low_merit, *low;

    double *seeds, *total, *schedule, *by_cell, *desk, *along, *scratch;
    double *step, *residual, *search, *product, *trial, *held; /* n each */
    double *basis;  /* room for Lanczos vectors: rix_i_search_lanczos x n */
    double *normals; /* m x n */
    double *small;  /* m x (m + 1) */
    void *nlopt;    /* while L-BFGS runs */
    rix_status status;
    rix_error *err;
    double *block;
} rix_i_search;

enum { RIX_I_LANCZOS = 40 };

/** m_most: room for as many bounds. */
rix_status rix_i_search_make(const rix_scenario *sc, const rix_i_space *space, size_t m_most,
                             size_t most_evaluations, rix_i_search *s, rix_error *err);
void rix_i_search_free(rix_i_search *s);

/** Forgets what it saw, and takes a goal; lambda 0, mu as at the beginning. */
void rix_i_search_begin(rix_i_search *s, const rix_i_task_goal *goal);

/** Evaluates a point; status and err of the search say how it went. */
bool rix_i_search_evaluate(rix_i_search *s, const double *z);

/** The projected gradient of some slopes at z. */
double rix_i_projected(const rix_i_search *s, const double *z, const double *slope);

/** product = Hessian of (goal + multipliers * bounds) times direction at the point last evaluated; with
 * `rise` that of the merit, by lambda and mu. */
bool rix_i_search_hessian(rix_i_search *s, const double *multipliers, bool rise,
                          const double *direction, double *product);

/** L-BFGS by NLopt, from z to the lowest merit that it saw; some evaluations at most. */
bool rix_i_descend(rix_i_search *s, double *z, double tolerance, size_t evaluations);

/** Newton steps on the merit, from z on, until the projected gradient is no more than tolerance. */
bool rix_i_newton(rix_i_search *s, double *z, double tolerance, size_t steps);

/** The merit minimised and lambda moved, in turns; rough: by L-BFGS alone, to a few digits. */
bool rix_i_lagrange(rix_i_search *s, double *z, bool rough);

/** Moves z so that every bound that binds is met exactly, and sets lambda by least squares. */
bool rix_i_restore(rix_i_search *s, double *z);

/** Least over largest Ritz value of the reduced Hessian at z. */
bool rix_i_curvature(rix_i_search *s, const double *z, double *ratio);

#endif
