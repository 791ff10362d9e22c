/* age_accounts.c - costs as DAEDALUS 0.3 adds them up: plain sums over recorded days. */
#include <stdlib.h>

#include "base/error.h"
#include "epidemic/age_course.h"

/* Fiscal assumptions of the program. */
static const double SUPPORT = 0.2, DOSE_PRICE = 1.0, CLOSURE_PRICE = 1.0, UPTAKE = 1.0,
                    INTEREST = 0.04, TAX = 0.35, SPENDING = 0.45, DAYS_A_YEAR = 365.0;

void rix_i_age_sector_costs(const rix_i_age *m, const double *absent, const double *closed,
                            double *costs)
{
    for (size_t s = 0; s < m->sectors; s++) {
        costs[2 * s] = m->output[s] * closed[s];
        costs[2 * s + 1] = m->output[s] * absent[s] / m->size[m->ages + s];
    }
}

/* Runs of recorded days under one regime. A run starts on the whole day nearest to the instant of its switch, and is
 * as long as the days on which it was found switched on. */
static bool find_periods(const rix_i_age_days *days, rix_course *c)
{
    for (size_t d = 0; d < days->n;) {
        size_t end = d + 1;
        if (days->regime[d] == 0) {
            d = end;
            continue;
        }
        while (end < days->n && days->regime[end] == days->regime[d]) end++;
        const double start = rint(days->since[d]); /* ties to even */
        if (!rix_i_age_note_period(c, start, start + (double)(end - d), days->regime[d] - 1)) {
            return false;
        }
        d = end;
    }
    return true;
}

/* The rows of a period in the program's tables, whose first is day 0 but is numbered 1: a day early, and one more. */
static void rows_of(const rix_course_period *period, size_t n, size_t *first, size_t *end)
{
    const double from = fmax(0.0, period->start - 1.0);
    const double to = fmin((double)n, period->end);
    *first = (size_t)fmin(from, (double)n);
    *end = to > from ? (size_t)to : *first;
}

static void add_up(const rix_i_age *m, const rix_i_age_days *days, const double *openness,
                   const rix_course *c, double *absent, double *closed, double *school_days)
{
    const size_t controls = m->scenario.n_controls;
    for (size_t s = 0; s < m->sectors; s++) {
        for (size_t d = 0; d < days->n; d++) absent[s] += days->absent[d * m->sectors + s];
    }
    for (size_t k = 0; k < c->n_periods; k++) {
        const rix_course_period *period = &c->periods[k];
        const double *open = openness + period->regime * controls;
        const double length = period->end - period->start;
        size_t first, end;
        rows_of(period, days->n, &first, &end);
        *school_days += (1.0 - open[m->sectors]) * length * m->pupils;
        for (size_t s = 0; s < m->sectors; s++) {
            closed[s] += (1.0 - open[s]) * length;
            for (size_t d = first; d < end; d++) {
                absent[s] -= (1.0 - open[s]) * days->absent[d * m->sectors + s];
            }
        }
    }
}

/* Whether a day is in the rows of any period. */
static bool under_response(const rix_course *c, size_t n, size_t d)
{
    for (size_t k = 0; k < c->n_periods; k++) {
        size_t first, end;
        rows_of(&c->periods[k], n, &first, &end);
        if (d >= first && d < end) return true;
    }
    return false;
}

/* Output of a day, at the openness of the last regime on days under a response. */
static double output_of(const rix_i_age *m, const rix_i_age_days *days, size_t d,
                        const double *open, double *whole)
{
    double sum = 0.0;
    *whole = 0.0;
    for (size_t s = 0; s < m->sectors; s++) {
        const double at_work = 1.0 - days->absent[d * m->sectors + s] / m->size[m->ages + s];
        sum += m->output[s] * at_work * (open ? open[s] : 1.0);
        *whole += m->output[s];
    }
    return sum;
}

static void fiscal(const rix_i_age *m, const rix_i_age_days *days, const double *last_open,
                   rix_course *c)
{
    const double unit = m->params.country.output_unit;
    const double rate = expm1(log1p(INTEREST) / DAYS_A_YEAR);
    rix_fiscal *f = &c->fiscal;
    for (size_t d = 0; d < days->n; d++) {
        const bool closed = under_response(c, days->n, d);
        double whole;
        const double made = output_of(m, days, d, closed ? last_open : NULL, &whole);
        const double support = SUPPORT * (whole - made);
        const double doses =
            d == 0 ? 0.0 : (days->doses[d] - days->doses[d - 1]) * DOSE_PRICE / unit;
        const double died = d == 0 ? 0.0 : days->deaths[d] - days->deaths[d - 1];
        const double kept = closed ? (m->everyone - died * UPTAKE * CLOSURE_PRICE) / unit : 0.0;
        const double total = support + doses + kept;
        f->support += support;
        f->vaccination += doses;
        f->closures += kept;
        f->interest += f->cost - total;
        if (d + 1 == days->n) break; /* what the last day adds is due after the end */
        f->cost = total + (1.0 + rate) * f->cost;
        f->debt = SPENDING * whole + total + (1.0 + rate) * f->debt - TAX * (made + support);
    }
}

rix_status rix_i_age_accounts(const rix_i_age *m, const rix_i_age_days *days,
                              const double *openness, const double *x, rix_course *c,
                              rix_error *err)
{
    double *absent = calloc(2 * m->sectors, sizeof *absent), school_days = 0.0;
    if (!absent || !find_periods(days, c)) {
        free(absent);
        return rix_i_no_memory(err);
    }
    double *closed = absent + m->sectors;
    const size_t last = c->n_periods > 0 ? c->periods[c->n_periods - 1].regime : 0;
    add_up(m, days, openness, c, absent, closed, &school_days);
    rix_i_age_outcomes(m, x, absent, closed, school_days, c->outcomes);
    rix_i_age_sector_costs(m, absent, closed, c->sector_costs);
    fiscal(m, days, openness ? openness + last * m->scenario.n_controls : NULL, c);
    free(absent);
    return RIX_OK;
}
