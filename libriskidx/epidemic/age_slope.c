/* age_slope.c - the right-hand side of the epidemic by age and sector, in time proportional to its strata. */
#include <string.h>

#include "epidemic/age_model.h"

/* Contacts in the community depend on age alone, so the force of infection comes from sums by age: no product of
 * strata by strata is ever taken. Strata go through in blocks whose scratch fits on the stack. */
enum { BLOCK = 64 };

double rix_i_age_total(const rix_i_age *m, const double *x, size_t compartment)
{
    const size_t n = m->strata;
    double sum = 0.0;
    for (size_t v = 0; v < m->layers; v++) {
        const double *part = x + (v * AGE_COMPARTMENTS + compartment) * n;
        for (size_t i = 0; i < n; i++) sum += part[i];
    }
    return sum;
}

/* How full hospitals are, one more person counted, as those see it whose behaviour is "optimism"; and the share of
 * people who then keep apart. */
static double apart(const rix_i_age *m, const double *x)
{
    const rix_age_sector *p = &m->params;
    const double ill = rix_i_age_total(m, x, AGE_HR) + rix_i_age_total(m, x, AGE_HD);
    const double full = (ill + 1.0) / p->country.hospital_capacity;
    const double k = 4.59 - 9.19 * p->behaviour_baseline + p->behaviour_response * full;
    return 1.0 / (1.0 + exp(-k));
}

static double deaths_a_day(const rix_i_age *m, const double *x)
{
    return m->params.pathogen.hospital_death * rix_i_age_total(m, x, AGE_HD);
}

double rix_i_age_behaviour(const rix_i_age *m, const double *x)
{
    const rix_age_sector *p = &m->params;
    double left = 1.0;
    switch (p->behaviour) {
    case RIX_BEHAVIOUR_DEATHS:
        left = pow(1.0 - p->behaviour_rate, deaths_a_day(m, x));
        return left * (1.0 - p->behaviour_floor) + p->behaviour_floor;
    case RIX_BEHAVIOUR_OPTIMISM: left = 1.0 - apart(m, x) * p->behaviour_effect; return left * left;
    case RIX_BEHAVIOUR_NONE: break;
    }
    return left;
}

double rix_i_age_behaviour_slope(const rix_i_age *m, const double *x)
{
    const rix_age_sector *p = &m->params;
    switch (p->behaviour) {
    case RIX_BEHAVIOUR_DEATHS:
        return (rix_i_age_behaviour(m, x) - p->behaviour_floor) * log1p(-p->behaviour_rate) *
               p->pathogen.hospital_death;
    case RIX_BEHAVIOUR_OPTIMISM: {
        const double share = apart(m, x), effect = p->behaviour_effect;
        return -2.0 * (1.0 - share * effect) * effect * share * (1.0 - share) *
               p->behaviour_response / p->country.hospital_capacity;
    }
    case RIX_BEHAVIOUR_NONE: break;
    }
    return 0.0;
}

static double overload(const rix_i_age *m, const double *x, const double *mode)
{
    const double capacity = m->params.country.hospital_capacity, width = m->params.overload_width;
    if (width <= 0.0) return mode[AGE_OVERFLOW];
    if (isinf(capacity)) return 0.0;
    const double ill = rix_i_age_total(m, x, AGE_HR) + rix_i_age_total(m, x, AGE_HD);
    return 1.0 / (1.0 + exp((capacity - ill) / (width * capacity)));
}

/* Doses go to those not vaccinated yet, the dead of the second layer counted as vaccinated. */
static double doses(const rix_i_age *m, const double *x, const double *mode)
{
    if (m->layers < 2 || mode[AGE_VACCINATING] == 0.0) return 0.0;
    const size_t layer = AGE_COMPARTMENTS * m->strata;
    double vaccinated = 0.0;
    for (size_t i = 0; i < layer; i++) vaccinated += x[layer + i];
    const double rest = 1.0 - vaccinated / m->everyone;
    return rest > 0.0 ? m->params.vaccination.rate / rest : 0.0;
}

rix_i_age_now rix_i_age_survey(const rix_i_age *m, const double *x, const double *mode)
{
    return (rix_i_age_now){ overload(m, x, mode), m->transmission * rix_i_age_behaviour(m, x),
                            doses(m, x, mode) };
}

/* Infectious persons of `count` strata, over both layers. */
static void infectious_of(const rix_i_age *m, const double *x, size_t first, size_t count,
                          double *restrict infectious)
{
    const size_t n = m->strata;
    const double spread = m->params.pathogen.asymptomatic_spread;
    for (size_t v = 0; v < m->layers; v++) {
        const double *layer = x + v * AGE_COMPARTMENTS * n + first;
        const double *restrict with = layer + AGE_IS * n, *restrict without = layer + AGE_IA * n;
        for (size_t i = 0; i < count; i++) {
            const double here = with[i] + spread * without[i];
            infectious[i] = v == 0 ? here : infectious[i] + here;
        }
    }
}

void rix_i_age_infectious(const rix_i_age *m, const double *x, double *infectious)
{
    infectious_of(m, x, 0, m->strata, infectious);
}

/* From infectious persons outside work by age (in `met`) and at work: whom people meet in the community, by age (in
 * `met`), and whom workers meet as consumers, by age. */
static void meet(const rix_i_age *m, const double *held, double workers, double *met,
                 double *consumers)
{
    const size_t ages = m->ages, w = m->params.country.working_age;
    memcpy(consumers, met, ages * sizeof *met);
    consumers[w] += m->params.consuming_workers * workers;
    const double at_work = (1.0 - m->params.consuming_workers) * workers;
    /* In the community workers count in full: as consumers, plus what was left out of them. */
    for (size_t a = 0; a < ages; a++) {
        double sum = held[a * ages + w] * at_work;
        for (size_t b = 0; b < ages; b++) sum += held[a * ages + b] * consumers[b];
        met[a] = sum;
    }
}

/* Force on `count` workers from sector `first` on, before transmission. */
static void force_at_work(const rix_i_age *m, const double *held, const double *consumers,
                          double community, const double *infectious, size_t first, size_t count,
                          double *restrict force)
{
    const double *restrict within = rix_i_age_within(m, held) + first, *restrict open =
                                                                           rix_i_age_open(m, held) +
                                                                           first;
    for (size_t i = 0; i < count; i++) force[i] = 0.0;
    for (size_t a = 0; a < m->ages; a++) {
        const double *restrict contacts = m->consumers + a * m->sectors + first,
                               here = consumers[a];
        for (size_t i = 0; i < count; i++) force[i] += contacts[i] * here;
    }
    for (size_t i = 0; i < count; i++) {
        force[i] = community + within[i] * infectious[i] + open[i] * force[i];
    }
}

void rix_i_age_force(const rix_i_age *m, const double *held, const double *infectious,
                     double *scratch, double *force)
{
    const size_t ages = m->ages, w = m->params.country.working_age;
    double workers = 0.0;
    for (size_t s = 0; s < m->sectors; s++) workers += infectious[ages + s];
    memcpy(scratch, infectious, ages * sizeof *scratch);
    meet(m, held, workers, scratch, scratch + ages);
    memcpy(force, scratch, ages * sizeof *force);
    force_at_work(m, held, scratch + ages, scratch[w], infectious + ages, 0, m->sectors,
                  force + ages);
}

/* The compartments of `count` strata in one layer; catching is transmission times force times susceptibility. */
static void flow(const rix_i_age *m, const double *x_layer, double *dx_layer, size_t first,
                 size_t count, double overload_share, double catching, const double *restrict force,
                 double *restrict caught, double *restrict admitted)
{
    const rix_pathogen *p = &m->params.pathogen;
    const size_t n = m->strata;
    const double *x = x_layer + first;
    double *dx = dx_layer + first;
    const double *restrict s = x + AGE_S * n, *restrict e = x + AGE_E * n,
                           *restrict is = x + AGE_IS * n, *restrict ia = x + AGE_IA * n,
                           *restrict hr = x + AGE_HR * n, *restrict hd = x + AGE_HD * n,
                           *restrict r = x + AGE_R * n;
    double *restrict ds = dx + AGE_S * n, *restrict de = dx + AGE_E * n,
                     *restrict dis = dx + AGE_IS * n, *restrict dia = dx + AGE_IA * n,
                     *restrict dhr = dx + AGE_HR * n, *restrict dhd = dx + AGE_HD * n,
                     *restrict dr = dx + AGE_R * n, *restrict dd = dx + AGE_D * n;
    const double *restrict admission = m->admission + first, *restrict below = m->death[0] + first,
                           *restrict over = m->death[1] + first;
    const double sigma = p->sigma, ill = p->symptomatic * sigma, quiet = sigma - ill,
                 up = p->recovery_symptomatic, up_quiet = p->recovery_asymptomatic,
                 home = p->hospital_recovery, grave = p->hospital_death, waning = p->waning;

    for (size_t i = 0; i < count; i++) {
        const double infected = catching * force[i] * s[i];
        const double to_hospital = admission[i] * is[i];
        const double to_death = (below[i] + overload_share * (over[i] - below[i])) * is[i];
        ds[i] = waning * r[i] - infected;
        de[i] = infected - sigma * e[i];
        dis[i] = ill * e[i] - up * is[i] - to_hospital;
        dia[i] = quiet * e[i] - up_quiet * ia[i];
        dhr[i] = to_hospital - to_death - home * hr[i];
        dhd[i] = to_death - grave * hd[i];
        dr[i] = up * is[i] + up_quiet * ia[i] + home * hr[i] - waning * r[i];
        dd[i] = grave * hd[i];
        caught[i] += infected;
        admitted[i] += to_hospital;
    }
}

/* All layers of a block, whose infections and admissions are left in caught and admitted. */
static void flow_block(const rix_i_age *m, const double *x, double *dx, const rix_i_age_now *now,
                       size_t first, size_t count, const double *force, double *caught,
                       double *admitted)
{
    const size_t layer = AGE_COMPARTMENTS * m->strata;
    memset(caught, 0, count * sizeof *caught);
    memset(admitted, 0, count * sizeof *admitted);
    for (size_t v = 0; v < m->layers; v++) {
        const double protection = v == 0 ? 1.0 : 1.0 - m->params.vaccination.efficacy;
        flow(m, x + v * layer, dx + v * layer, first, count, now->overload,
             now->transmission * protection, force, caught, admitted);
    }
}

static size_t block_of(size_t at, size_t end) { return end - at < BLOCK ? end - at : BLOCK; }

static double sum_of(const double *x, size_t n)
{
    double even = 0.0, odd = 0.0; /* two sums, which do not wait for each other */
    size_t i = 0;
    for (; i + 1 < n; i += 2) {
        even += x[i];
        odd += x[i + 1];
    }
    return even + odd + (i < n ? x[i] : 0.0);
}

/* Infectious persons by stratum outside work to `met`; at work: their sum. */
static double infectious_sums(const rix_i_age *m, const double *x, double *met)
{
    double block[BLOCK], workers = 0.0;
    infectious_of(m, x, 0, m->ages, met);
    for (size_t at = m->ages; at < m->strata; at += BLOCK) {
        const size_t count = block_of(at, m->strata);
        infectious_of(m, x, at, count, block);
        workers += sum_of(block, count);
    }
    return workers;
}

static void flow_workers(const rix_i_age *m, const double *x, const double *held, double *dx,
                         const rix_i_age_now *now, double community, const double *consumers,
                         double *infections, double *admissions)
{
    double infectious[BLOCK], force[BLOCK], caught[BLOCK], admitted[BLOCK];
    for (size_t at = m->ages; at < m->strata; at += BLOCK) {
        const size_t count = block_of(at, m->strata);
        infectious_of(m, x, at, count, infectious);
        force_at_work(m, held, consumers, community, infectious, at - m->ages, count, force);
        flow_block(m, x, dx, now, at, count, force, caught, admitted);
        *infections += sum_of(caught, count);
        *admissions += sum_of(admitted, count);
    }
}

/* Counters by age serve as scratch before they are known: whom people meet stands where infections will, whom workers
 * meet where doses will. */
static void flow_all(const rix_i_age *m, const double *x, const double *held, double *dx,
                     const rix_i_age_now *now)
{
    const size_t w = m->params.country.working_age;
    double *infections = dx + m->infections, *admissions = dx + m->admissions,
           *consumers = dx + m->doses;
    double force[BLOCK], caught[BLOCK];

    meet(m, held, infectious_sums(m, x, infections), infections, consumers);
    const double community = infections[w];
    for (size_t at = 0; at < m->ages; at += BLOCK) {
        const size_t count = block_of(at, m->ages);
        memcpy(force, infections + at, count * sizeof *force);
        flow_block(m, x, dx, now, at, count, force, caught, admissions + at);
        memcpy(infections + at, caught, count * sizeof *caught);
    }
    flow_workers(m, x, held, dx, now, community, consumers, infections + w, admissions + w);
}

/* Doses given, and protection lost, of one compartment. */
static void vaccinate(const rix_i_age *m, const double *x, double *dx, double given,
                      size_t compartment)
{
    const size_t n = m->strata, layer = AGE_COMPARTMENTS * n;
    const double *first = x + compartment * n;
    double *change = dx + compartment * n;
    for (size_t i = 0; i < n; i++) {
        const double doses_here = given * first[i], net = doses_here - m->psi * first[layer + i];
        change[i] -= net;
        change[layer + i] += net;
        dx[m->doses + rix_i_age_of(m, i)] += doses_here;
    }
}

/* Share of the work lost of a sector's workers, and, for closures, the days and pupils. */
static void account(const rix_i_age *m, const double *x, const double *held, size_t count,
                    double *dx)
{
    const size_t n = m->strata, sectors = m->sectors;
    const double *open = rix_i_age_open(m, held);
    double *absent = dx + m->absent;
    memset(absent, 0, sectors * sizeof *absent);
    for (size_t v = 0; v < m->layers; v++) {
        const double *layer = x + v * AGE_COMPARTMENTS * n + m->ages;
        for (size_t s = 0; s < sectors; s++) {
            absent[s] += m->params.symptomatic_absent * layer[AGE_IS * n + s] +
                         m->params.asymptomatic_absent * layer[AGE_IA * n + s] +
                         layer[AGE_HR * n + s] + layer[AGE_HD * n + s] + layer[AGE_D * n + s];
        }
    }
    for (size_t s = 0; s < sectors; s++) absent[s] *= open[s];
    if (count <= m->closed) return;
    for (size_t s = 0; s < sectors; s++) dx[m->closed + s] = 1.0 - open[s];
    dx[m->school_days] = (1.0 - rix_i_age_school(m, held)) * m->pupils;
}

void rix_i_age_slope(const rix_i_age *m, const double *x, const double *held, const double *mode,
                     size_t count, double *dx)
{
    const rix_i_age_now now = rix_i_age_survey(m, x, mode);
    flow_all(m, x, held, dx, &now);
    memset(dx + m->doses, 0, m->ages * sizeof *dx);
    if (m->layers > 1) {
        vaccinate(m, x, dx, now.vaccinated, AGE_S);
        vaccinate(m, x, dx, now.vaccinated, AGE_R);
    }
    if (count > m->absent) account(m, x, held, count, dx);
}

/* ------------------------------------------------------------------------------- conditions -- */

/* The whole part of every stratum, layer and state, which is less than the sum of their sum. */
static double whole_parts(const double *x, size_t n)
{
    double sum = 0.0;
    for (size_t i = 0; i < n; i++) sum += trunc(x[i]);
    return sum;
}

double rix_i_age_over_capacity(const rix_i_age *m, const double *x)
{
    const size_t n = m->strata;
    const double capacity = m->params.country.hospital_capacity;
    if (m->params.demand == RIX_DEMAND_ALL) {
        return rix_i_age_total(m, x, AGE_HR) + rix_i_age_total(m, x, AGE_HD) - capacity;
    }
    double sum = 0.0;
    for (size_t v = 0; v < m->layers; v++) {
        const double *layer = x + v * AGE_COMPARTMENTS * n;
        sum += whole_parts(layer + AGE_HR * n, n) + whole_parts(layer + AGE_HD * n, n);
    }
    return sum - capacity;
}

/* A condition that does not apply is +1, from where it cannot rise through 0. */
void rix_i_age_conditions(const rix_i_age *m, double t, const double *x, const double *mode,
                          double *g)
{
    const rix_age_sector *p = &m->params;
    const bool toggles = p->overflow == RIX_OVERFLOW_TOGGLE, full = mode[AGE_OVERFLOW] != 0.0,
               running = mode[AGE_VACCINATING] != 0.0;
    const bool counted = p->overload_width <= 0.0 && !isinf(p->country.hospital_capacity);
    const double over = counted ? rix_i_age_over_capacity(m, x) : 1.0;
    const double held_for = t - mode[AGE_OVERFLOW_SINCE];

    for (size_t k = 0; k < AGE_EVENTS; k++) g[k] = 1.0;
    if (p->vaccination.rate > 0.0 && !running) g[AGE_VACCINATION_ON] = t - p->vaccination.start;
    if (running && t - mode[AGE_VACCINATING_SINCE] >= p->hold) {
        const double *doses_so_far = x + m->doses;
        const double given = p->demand == RIX_DEMAND_ALL ? sum_of(doses_so_far, m->ages)
                                                         : whole_parts(doses_so_far, m->ages);
        g[AGE_VACCINATION_OFF] = given - m->everyone * p->vaccination.uptake;
    }
    if (!counted) return;
    if (!full) g[AGE_OVERFLOW_ON] = over;
    if (full && !toggles) g[AGE_OVERFLOW_OFF] = -over;
    if (full && toggles && held_for >= p->hold) g[AGE_OVERFLOW_OFF] = over;
}

void rix_i_age_fire(size_t event, double t, double *mode)
{
    switch (event) {
    case AGE_VACCINATION_ON:
        mode[AGE_VACCINATING] = 1.0;
        mode[AGE_VACCINATING_SINCE] = t;
        break;
    case AGE_VACCINATION_OFF: mode[AGE_VACCINATING] = 0.0; break;
    case AGE_OVERFLOW_ON:
        mode[AGE_OVERFLOW] = 1.0;
        mode[AGE_OVERFLOW_SINCE] = t;
        break;
    case AGE_OVERFLOW_OFF: mode[AGE_OVERFLOW] = 0.0; break;
    }
}
