/* epidemic/adaptive_run.h - a run of the adaptive integrator, between its two pairs. */
#ifndef RIX_I_ADAPTIVE_RUN_H
#define RIX_I_ADAPTIVE_RUN_H

#include "epidemic/adaptive.h"

/* Of the pair of order 8, which has more of both. */
enum { RIX_I_MOST_SLOPES = 16, RIX_I_MOST_DENSE = 7 };

/* Of the pair of order 8, the slope at the end of a step. */
enum { RIX_I_EIGHT_LAST = 12 };

/** One run: what is fixed, where it stands, and its scratch. */
typedef struct rix_i_run_state {
    const rix_i_ode *ode;
    const rix_i_tolerance *tol;
    double *x, *y; /* the state now, and at the end of the step being tried */
    double *stage; /* a state at which a slope is taken; later one read off the step */
    double *k[RIX_I_MOST_SLOPES];    /* slopes */
    double *dense[RIX_I_MOST_DENSE]; /* the step as a polynomial */
    double *g, *g_end, *g_at;        /* conditions at the start, at the end and in between */
    double *share;                   /* where in the step each event happens */
    double t, h;
    double last_error; /* of the last accepted step */
    size_t next_stop;
    size_t next_cut;  /* the next stop at which a step must end */
    bool fresh_slope; /* k[0] and g are those of t and x */
    bool has_dense;
    bool rejected; /* the step before was */
    rix_i_effort effort;
} rix_i_run_state;

/** The slope at a state; RIX_ECANCELLED where the model failed. */
rix_status rix_i_take_slope(rix_i_run_state *r, double t, const double *x, double *dx,
                            rix_error *err);

/** What an error of 1 is in a state between two values. */
static inline double rix_i_scale_of(const rix_i_run_state *r, double a, double b)
{
    return r->tol->absolute + r->tol->relative * fmax(fabs(a), fabs(b));
}

/** The pair of order 8(5,3): tries a step as the pair of order 5 does, and its dense output. */
rix_status rix_i_eight_try(rix_i_run_state *r, double h, double *error, rix_error *err);
rix_status rix_i_eight_make_dense(rix_i_run_state *r, double h, rix_error *err);
void rix_i_eight_read_dense(rix_i_run_state *r, double share);

#endif
