/* bench_zone.c - a panel through a machine of California's kind: two indicators, four tiers, weekly reviews,
 * two of them to move, 21 days before easing; either layout, one thread and two, ns per unit and day. And
 * natural breaks. */
#include "bench.h"

#include <string.h>

enum { DAYS = 1000 };

typedef struct panel {
    const rix_machine *machine;
    rix_mat x[2];
    rix_zones_out zones;
    rix_run run;
} panel;

static rix_status run(void *work, rix_error *err)
{
    const panel *p = work;
    return rix_machine_run(p->machine, p->x, 2, &p->run, p->zones, err);
}

static rix_machine *tiers(void)
{
    static const char *const zones[] = { "yellow", "orange", "red", "purple" };
    static const double cases[] = { 1, 4, 7 }, positivity[] = { 2, 5, 8 };
    static const size_t stay[] = { 21, 21, 21, 0 };
    rix_error err = RIX_ERROR_INIT;
    rix_rule *rule = NULL;
    rix_machine *machine = NULL;
    rix_criterion c[] = { RIX_CRITERION_INIT, RIX_CRITERION_INIT };
    c[0].indicator = "cases";
    c[0].thresholds = cases;
    c[1].indicator = "positivity";
    c[1].thresholds = positivity;
    rix_clock clock = RIX_CLOCK_INIT;
    clock.start = 3;
    clock.review_every = 7;
    clock.rise_after = clock.fall_after = 2;
    clock.rise_steps = clock.fall_steps = 1;
    clock.stay_to_fall = stay;
    if (rix_rule_new_criteria(zones, 4, c, 2, 1, RIX_UNKNOWN_CERTAIN, &rule, &err) != RIX_OK ||
        rix_machine_new(rule, NULL, &clock, &machine, &err) != RIX_OK) {
        fprintf(stderr, "%s\n", err.message);
        exit(1);
    }
    rix_rule_free(rule);
    return machine;
}

/* Waves with a unit's own phase and some noise, in either layout: units drift through all tiers. */
static void fill(double *x, size_t units, size_t unit_step, size_t day_step, double top)
{
    for (size_t i = 0; i < units; i++) {
        const double phase = fmod((double)(i + 1) * 0.6180339887498949, 1.0);
        for (size_t t = 0; t < DAYS; t++) {
            const double noise = fmod((double)(i * DAYS + t + 1) * 0.7548776662466927, 1.0);
            const double saw = fmod((double)t / 240 + phase, 1.0);
            const double wave = saw < 0.5 ? 2 * saw : 2 - 2 * saw;
            x[i * unit_step + t * day_step] = top * (0.8 * wave + 0.2 * noise);
        }
    }
}

static void bench_layout(const rix_machine *machine, const char *layout, size_t units,
                         size_t unit_step, size_t day_step)
{
    const size_t cells = units * DAYS;
    double *x[2] = { malloc(cells * sizeof *x[0]), malloc(cells * sizeof *x[1]) };
    int8_t *zones = malloc(cells);
    if (!x[0] || !x[1] || !zones) exit(1);
    fill(x[0], units, unit_step, day_step, 10);
    fill(x[1], units, unit_step, day_step, 12);
    memset(zones, 0, cells);
    panel p = { .machine = machine,
                .zones = { zones, units, DAYS, (ptrdiff_t)unit_step, (ptrdiff_t)day_step } };
    for (size_t k = 0; k < 2; k++) {
        p.x[k] = (rix_mat){ x[k], units, DAYS, (ptrdiff_t)unit_step, (ptrdiff_t)day_step };
    }
    for (p.run.threads = 1; p.run.threads <= 2; p.run.threads++) {
        char name[64];
        snprintf(name, sizeof name, "machine_%s_%zu", layout, p.run.threads);
        bench_per(name, units, (double)cells, run, &p);
    }
    free(x[0]);
    free(x[1]);
    free(zones);
}

typedef struct task {
    const double *scores;
    size_t n;
    double thresholds[4];
} task;

static rix_status natural(void *work, rix_error *err)
{
    task *t = work;
    return rix_breaks_natural(rix_vec_c(t->scores, t->n), 5, t->thresholds, err);
}

static void bench_breaks(size_t n)
{
    double *scores = malloc(n * sizeof *scores);
    if (!scores) exit(1);
    for (size_t i = 0; i < n; i++) {
        const double u = fmod((double)(i + 1) * 0.6180339887498949, 1.0);
        scores[i] = -log(1 - u); /* skewed, as scores often are */
    }
    task t = { scores, n, { 0 } };
    bench_per("breaks_natural", n, (double)n, natural, &t);
    free(scores);
}

int main(void)
{
    rix_machine *machine = tiers();
    for (size_t units = 1000; units <= 100000; units *= 10) {
        bench_layout(machine, "units", units, DAYS, 1);
        bench_layout(machine, "periods", units, 1, units);
    }
    rix_machine_free(machine);
    for (size_t n = 1000; n <= 1000000; n *= 10) bench_breaks(n);
    return 0;
}
