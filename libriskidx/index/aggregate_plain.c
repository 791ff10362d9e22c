/* aggregate_plain.c - means where nothing is missing and nothing unfit: the usual case, with its sums in registers. */
#include "base/pair.h"
#include "index/aggregate.h"

enum {
    PAIRS = 4,  /* of units, whose sums and extremes fit the registers */
    OFTEN = 128 /* units after which it is time to see whether this serves */
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

/* Two units, or one twice. */
static inline rix_i_pair load(const double *x, bool one)
{
    return one ? rix_i_pair_of(*x) : rix_i_pair_load(x);
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

/* The means of logarithms become the group's own; where the mean is held at an extreme, they are those of that. */
RIX_I_TEMPLATE void keep_logs(const task *t, size_t from, size_t n, const double *exact,
                              const double *held, double *sums)
{
    double *logs = t->logs + t->group->node * t->n_units + from;
    for (size_t i = 0; i < n; i++) {
        logs[i] = sums[i];
        if (exact[i] < held[i] || exact[i] > held[i]) logs[i] = log(held[i]);
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

/* Means, held between the extremes; `doubt` becomes NaN where a sum is not finite. */
RIX_I_TEMPLATE rix_i_pair finish(const task *t, form f, size_t from, size_t pairs, bool one,
                                 const tile *s, rix_i_pair doubt)
{
    double log_mean[2 * PAIRS], mean[2 * PAIRS], held[2 * PAIRS];
    const size_t n = one ? 1 : 2 * pairs;
    for (size_t p = 0; p < pairs; p++) {
        doubt = rix_i_pair_add(doubt, rix_i_pair_mul(s->sum[p], rix_i_pair_of(0)));
        rix_i_pair_store(mean + 2 * p, rix_i_pair_div(s->sum[p], rix_i_pair_of(t->weight)));
    }
    for (size_t i = 0; i < 2 * pairs && f == GEOMETRIC; i++) {
        log_mean[i] = mean[i];
        mean[i] = exp(mean[i]);
    }
    for (size_t p = 0; p < pairs; p++) {
        const rix_i_pair up = rix_i_pair_max(s->least[p], rix_i_pair_load(mean + 2 * p));
        rix_i_pair_store(held + 2 * p, rix_i_pair_min(s->most[p], up));
    }
    for (size_t i = 0; i < n; i++) t->result[from + i] = held[i];
    if (f == GEOMETRIC) keep_logs(t, from, n, mean, held, log_mean);
    return doubt;
}

static bool is_doubtful(rix_i_pair doubt)
{
    double first, second;
    rix_i_pair_split(doubt, &first, &second);
    return isnan(first + second);
}

/* Some pairs of units from beginning to end. */
RIX_I_TEMPLATE rix_i_pair do_tile(const task *t, form f, bool known, size_t from, size_t pairs,
                                  bool one, rix_i_pair doubt)
{
    tile s;
    add_up(t, f, known, from, pairs, one, &s);
    if (t->extremes) exchange_extremes(t, known, from, pairs, one, &s);
    return finish(t, f, from, pairs, one, &s, doubt);
}

RIX_I_TEMPLATE bool run(const task *t, form f, bool known)
{
    rix_i_pair doubt = rix_i_pair_of(0);
    size_t from = 0;
    for (; from + 2 * PAIRS <= t->n_units; from += 2 * PAIRS) {
        doubt = do_tile(t, f, known, from, PAIRS, false, doubt);
        if (from % OFTEN == 0 && is_doubtful(doubt)) return false;
    }
    for (; from + 2 <= t->n_units; from += 2) doubt = do_tile(t, f, known, from, 1, false, doubt);
    if (from < t->n_units) doubt = do_tile(t, f, known, from, 1, true, doubt);
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
