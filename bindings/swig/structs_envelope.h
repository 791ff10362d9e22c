/* structs_envelope.h - spaces of policies, goals and optimal points: host records to structs and back. */
#ifndef RIX_H_STRUCTS_ENVELOPE_H
#define RIX_H_STRUCTS_ENVELOPE_H

#include "structs_epidemic.h"

RIX_H_LIST_PARSER(rix_h_parse_space, rix_space_kind, RIX_SPACE_LIST, "space",
                  "'uniform', 'semi_targeted', 'targeted' or 'tied' expected")

/** A space: { kind, variable, every, prefix, base, lower, upper }; variables count from 1, 0 is fixed. */
static rix_status rix_h_read_space(rix_h_obj x, rix_h_scope *scope, rix_space *space, rix_error *err)
{
    const rix_space defaults = RIX_SPACE_INIT;
    rix_space s = defaults;
    rix_h_whole_list variable = { NULL, 0 };
    const rix_h_spec specs[] = {
        { "kind", RIX_H_CHOICE, &s.kind, rix_h_parse_space },
        { "variable", RIX_H_WHOLES, &variable, NULL },
        { "every", RIX_H_WHOLE, &s.every, NULL },
        { "prefix", RIX_H_WHOLE, &s.prefix, NULL },
        { "base", RIX_H_MAT, &s.base, NULL },
        { "lower", RIX_H_MAT, &s.lower, NULL },
        { "upper", RIX_H_MAT, &s.upper, NULL },
    };
    const rix_status st = rix_h_read_fields(x, scope, specs, RIX_H_COUNT(specs), err);
    if (st != RIX_OK) return st;
    for (size_t i = 0; i < variable.n; i++) {
        if (variable.x[i] > s.n_variables) s.n_variables = variable.x[i];
        variable.x[i] -= 1; /* 0 becomes RIX_NO_INDEX */
    }
    s.variable = variable.x;
    *space = s;
    return RIX_OK;
}

/** A goal: { weights, at_most }. */
static rix_status rix_h_read_goal(rix_h_obj x, rix_h_scope *scope, rix_goal *goal, rix_error *err)
{
    rix_goal g = { { NULL, 0, 1 }, { NULL, 0, 1 } };
    const rix_h_spec specs[] = {
        { "weights", RIX_H_VEC, &g.weights, NULL },
        { "at_most", RIX_H_VEC, &g.at_most, NULL },
    };
    const rix_status st = rix_h_read_fields(x, scope, specs, RIX_H_COUNT(specs), err);
    if (st == RIX_OK) *goal = g;
    return st;
}

/** { starts, warm, max_evaluations, threads, progress }. */
static rix_status rix_h_read_optimum_options(rix_h_obj x, rix_h_scope *scope,
                                             rix_optimum_options *options, rix_error *err)
{
    const rix_optimum_options defaults = RIX_OPTIMUM_OPTIONS_INIT;
    rix_optimum_options o = defaults;
    const rix_h_spec specs[] = {
        { "starts", RIX_H_WHOLE, &o.starts, NULL },
        { "warm", RIX_H_MAT, &o.warm, NULL },
        { "max_evaluations", RIX_H_WHOLE, &o.max_evaluations, NULL },
    };
    rix_status st = rix_h_read_fields(x, scope, specs, RIX_H_COUNT(specs), err);
    if (st == RIX_OK) st = rix_h_read_run(x, scope, &o.run, err);
    if (st == RIX_OK) *options = o;
    return st;
}

/** { x, y, points, low, high, starts, max_evaluations, keep, threads, progress }. */
static rix_status rix_h_read_frontier_options(rix_h_obj x, rix_h_scope *scope,
                                              rix_frontier_options *options, rix_error *err)
{
    const rix_frontier_options defaults = RIX_FRONTIER_OPTIONS_INIT;
    rix_frontier_options o = defaults;
    const rix_h_spec specs[] = {
        { "x", RIX_H_TEXT, &o.x, NULL },
        { "y", RIX_H_TEXT, &o.y, NULL },
        { "points", RIX_H_WHOLE, &o.points, NULL },
        { "low", RIX_H_NUMBER, &o.low, NULL },
        { "high", RIX_H_NUMBER, &o.high, NULL },
        { "starts", RIX_H_WHOLE, &o.starts, NULL },
        { "max_evaluations", RIX_H_WHOLE, &o.max_evaluations, NULL },
        { "keep", RIX_H_BOOL, &o.keep, NULL },
    };
    rix_status st = rix_h_read_fields(x, scope, specs, RIX_H_COUNT(specs), err);
    if (st == RIX_OK) st = rix_h_read_run(x, scope, &o.run, err);
    if (st == RIX_OK) *options = o;
    return st;
}

/** A point; `violated` is the number of the outcome from 0, or -1. */
static rix_h_obj rix_h_envelope_point(const rix_envelope_point *p)
{
    static const char *const statuses[] = { RIX_POINT_LIST(RIX_H_LIST_NAME) };
    static const char *const ways[] = { RIX_REACHED_LIST(RIX_H_LIST_NAME) };
    rix_h_obj r = rix_h_record_new(11);
    rix_h_record_set(r, 0, "status", rix_h_text(statuses[p->status]));
    rix_h_record_set(r, 1, "reached", rix_h_text(ways[p->reached]));
    rix_h_record_set(r, 2, "outcomes", rix_h_vec(p->outcomes));
    rix_h_record_set(r, 3, "schedule", rix_h_mat(p->schedule));
    rix_h_record_set(r, 4, "multipliers", rix_h_vec(p->multipliers));
    rix_h_record_set(r, 5, "objective", rix_h_number(p->objective));
    rix_h_record_set(r, 6, "gradient", rix_h_number(p->gradient));
    rix_h_record_set(r, 7, "violation", rix_h_number(p->violation));
    rix_h_record_set(r, 8, "violated",
                     rix_h_number(p->violated == RIX_NO_INDEX ? -1.0 : (double)p->violated));
    rix_h_record_set(r, 9, "curvature", rix_h_number(p->curvature));
    rix_h_record_set(r, 10, "evaluations", rix_h_whole(p->evaluations));
    return rix_h_record_done(r);
}

#endif
