/* aggregate_plain.c - means where nothing is missing and nothing unfit: the usual case, with its sums in registers. */
#include "base/exp_log.h"
#include "base/pair.h"
#include "index/aggregate.h"

enum {
    PAIRS = 4, /* of units, whose sums and extremes fit the registers */
    OFTEN =
        128 /* units after which it is time to see whether this serves, and whose logarithms are raised at once */
};

/* Arithmetic; with groups that are mirrored; geometric. */
typedef enum form { PLAIN, MIRRORED, GEOMETRIC } form;

/* A group and what its means are made of. */
typedef struct task {
    const rix_i_group *group;
    const double *scores;
    double *logs; /* of the scores, where it is geometric; the group's are written */
    size_t n_units;
    double weight;            /* sum of the members' */
    rix_i_extremes *extremes; /* NULL: not kept */
    double *result;
} task;

/* Sums and extremes of some pairs. */
typedef struct tile {
    rix_i_pair sum[PAIRS], least[PAIRS], most[PAIRS];
} tile;

/* Extremes of the members of as many units. */
typedef struct bounds {
    double least[OFTEN], most[OFTEN];
} bounds;

/* Two units, or one twice. */
static inline rix_i_pair load(const double *x, bool one)
{
    return one ? rix_i_pair_of(*x) : rix_i_pair_load(x);
}

static inline void store(double *x, rix_i_pair a, bool one)
{
    double both[2];
    if (one) {
        rix_i_pair_store(both, a);
        *x = both[0];
    } else {
        rix_i_pair_store(x, a);
    }
}

/* Called with constants for the form, pairs, one and known, as is all below. */
RIX_I_TEMPLATE void add_up(const task *t, form f, bool known, size_t from, size_t pairs, bool one,
                           tile *s)
{
    for (size_t p = 0; p < pairs; p++) {
        s->sum[p] = rix_i_pair_of(0);
        s->least[p] = rix_i_pair_of((double)INFINITY);
        s->most[p] = rix_i_pair_of(-(double)INFINITY);
    }
    for (size_t m = 0; m < t->group->n_members; m++) {
        const rix_i_member *member = &t->group->members[m];
        const double *x = t->scores + member->node * t->n_units + from;
        const double *term = f == GEOMETRIC ? t->logs + member->node * t->n_units + from : x;
        const rix_i_pair w = rix_i_pair_of(member->weight), mirror = rix_i_pair_of(member->mirror);
        for (size_t p = 0; p < pairs; p++) {
            rix_i_pair v = load(x + 2 * p, one);
            if (f == MIRRORED && member->mirrored) v = rix_i_pair_sub(mirror, v);
            const rix_i_pair added = f == GEOMETRIC ? load(term + 2 * p, one) : v;
            s->sum[p] = rix_i_pair_add(s->sum[p], rix_i_pair_mul(w, added));
            if (known) continue;
            s->least[p] = rix_i_pair_min(v, s->least[p]);
            s->most[p] = rix_i_pair_max(v, s->most[p]);
        }
    }
}

/* The extremes of the members come from those that are kept, or go there. */
RIX_I_TEMPLATE void exchange_extremes(const task *t, bool known, size_t from, size_t pairs,
                                      bool one, tile *s)
{
    double least[2 * PAIRS], most[2 * PAIRS];
    if (known) {
        for (size_t p = 0; p < pairs; p++) {
            s->least[p] = load(t->extremes->least + from + 2 * p, one);
            s->most[p] = load(t->extremes->most + from + 2 * p, one);
        }
        return;
    }
    for (size_t p = 0; p < pairs; p++) {
        rix_i_pair_store(least + 2 * p, s->least[p]);
        rix_i_pair_store(most + 2 * p, s->most[p]);
    }
    for (size_t i = 0; i < (one ? 1 : 2 * pairs); i++) {
        t->extremes->least[from + i] = least[i];
        t->extremes->most[from + i] = most[i];
    }
}

/* Means, held between the extremes; of logarithms first, which become the group's own, and whose extremes wait in
 * `limits`. `doubt` becomes NaN where a sum is not finite. */
RIX_I_TEMPLATE rix_i_pair finish(const task *t, form f, size_t from, size_t pairs, bool one,
                                 const tile *s, bounds *limits, rix_i_pair doubt)
{
    double *result = (f == GEOMETRIC ? t->logs + t->group->node * t->n_units : t->result) + from;
    for (size_t p = 0; p < pairs; p++) {
        const rix_i_pair mean = rix_i_pair_div(s->sum[p], rix_i_pair_of(t->weight));
        const rix_i_pair up = rix_i_pair_max(s->least[p], mean);
        doubt = rix_i_pair_add(doubt, rix_i_pair_mul(s->sum[p], rix_i_pair_of(0)));
        store(result + 2 * p, f == GEOMETRIC ? mean : rix_i_pair_min(s->most[p], up), one);
        if (f != GEOMETRIC) continue;
        rix_i_pair_store(limits->least + from % OFTEN + 2 * p, s->least[p]);
        rix_i_pair_store(limits->most + from % OFTEN + 2 * p, s->most[p]);
    }
    return doubt;
}

/* Two units' means from those of their logarithms, held between the extremes; where that makes a difference, the
 * logarithms are those of what they are held at. */
static inline void hold(double *mean, double *logs, const double *least, const double *most,
                        bool one)
{
    double first, second;
    const rix_i_pair exact = load(mean, one);
    const rix_i_pair up = rix_i_pair_max(rix_i_pair_load(least), exact);
    const rix_i_pair held = rix_i_pair_min(rix_i_pair_load(most), up);
    rix_i_pair_split(rix_i_pair_sub(held, exact), &first, &second);
    store(mean, held, one);
    if (first < 0 || first > 0) rix_i_log(mean, 1, logs);
    if (!one && (second < 0 || second > 0)) rix_i_log(mean + 1, 1, logs + 1);
}

/* As many units' means from those of their logarithms. */
static void raise_logs(const task *t, size_t from, size_t n, const bounds *limits)
{
    double *logs = t->logs + t->group->node * t->n_units + from, *mean = t->result + from;
    size_t i = 0;
    rix_i_exp(logs, n, mean);
    for (; i + 2 <= n; i += 2) {
        hold(mean + i, logs + i, limits->least + i, limits->most + i, false);
    }
    if (i < n) hold(mean + i, logs + i, limits->least + i, limits->most + i, true);
}

static bool is_doubtful(rix_i_pair doubt)
{
    double first, second;
    rix_i_pair_split(doubt, &first, &second);
    return isnan(first + second);
}

/* Some pairs of units from beginning to end. */
RIX_I_TEMPLATE rix_i_pair do_tile(const task *t, form f, bool known, size_t from, size_t pairs,
                                  bool one, bounds *limits, rix_i_pair doubt)
{
    tile s;
    add_up(t, f, known, from, pairs, one, &s);
    if (t->extremes) exchange_extremes(t, known, from, pairs, one, &s);
    return finish(t, f, from, pairs, one, &s, limits, doubt);
}

RIX_I_TEMPLATE bool run(const task *t, form f, bool known)
{
    rix_i_pair doubt = rix_i_pair_of(0);
    bounds limits;
    for (size_t first = 0; first < t->n_units; first += OFTEN) {
        const size_t end = t->n_units - first < OFTEN ? t->n_units : first + OFTEN;
        size_t from = first;
        for (; from + 2 * PAIRS <= end; from += 2 * PAIRS) {
            doubt = do_tile(t, f, known, from, PAIRS, false, &limits, doubt);
            if (from == first && is_doubtful(doubt)) return false;
        }
        for (; from + 2 <= end; from += 2) {
            doubt = do_tile(t, f, known, from, 1, false, &limits, doubt);
        }
        if (from < end) doubt = do_tile(t, f, known, from, 1, true, &limits, doubt);
        if (f == GEOMETRIC && !is_doubtful(doubt)) raise_logs(t, first, end - first, &limits);
    }
    return !is_doubtful(doubt);
}

static bool run_form(const task *t, form f)
{
    const bool known = t->extremes && t->extremes->known;
    if (f == MIRRORED) return run(t, MIRRORED, false);
    if (f == GEOMETRIC) return known ? run(t, GEOMETRIC, true) : run(t, GEOMETRIC, false);
    return known ? run(t, PLAIN, true) : run(t, PLAIN, false);
}

bool rix_i_aggregate_plain(const rix_i_group *group, double *scores, double *logs,
                           rix_i_extremes *extremes, size_t n_units)
{
    form f = group->rule == RIX_AGG_GEOMETRIC ? GEOMETRIC : PLAIN;
    task t = { group, scores, logs, n_units, 0, extremes, scores + group->node * n_units };
    if (f == PLAIN && group->rule != RIX_AGG_ARITHMETIC) return false;
    if ((f == GEOMETRIC && !logs) || group->needed > group->n_members) return false;
    for (size_t m = 0; m < group->n_members; m++) {
        t.weight += group->members[m].weight;
        if (!group->members[m].mirrored) continue;
        if (f == GEOMETRIC) return false; /* the logarithm of the mirrored score is not there */
        f = MIRRORED;
        t.extremes = NULL;
    }
    const bool done = run_form(&t, f);
    if (t.extremes) t.extremes->known = done;
    return done;
}
