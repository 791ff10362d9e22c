/* age_vjp.c - vector-Jacobian products of the epidemic by age and sector, written out by hand.
 *
 * Where an equation of age_slope.c or age_sector.c computes q, q_bar here is the derivative by q of the number whose
 * gradient is sought; the lines follow those equations backwards. Scratch lies behind held_bar: see rix_i_age_spare. */
#include <string.h>

#include "epidemic/age_model.h"

/** What is looked up once for all strata, and what is summed up over them. */
typedef struct back {
    const rix_i_age *m;
    const double *x, *held, *seed;
    double *x_bar, *held_bar;
    double *infectious, *force, *force_bar;      /* by stratum */
    double *consumers, *met_bar, *consumers_bar; /* by age */
    double workers;                              /* infectious persons at work */
    rix_i_age_now now;
    double transmission_bar, overload_bar, vaccinated_bar;
    double *tally; /* or NULL */
} back;

static const double *layer_of(const back *b, const double *x, size_t v, size_t compartment)
{
    return x + (v * AGE_COMPARTMENTS + compartment) * b->m->strata;
}

static double *bar_of(const back *b, size_t v, size_t compartment)
{
    return b->x_bar + (v * AGE_COMPARTMENTS + compartment) * b->m->strata;
}

/* ------------------------------------------------------------------------------- once more -- */

static back look_again(const rix_i_age *m, const double *x, const double *held, const double *mode,
                       const double *seed, double *x_bar, double *held_bar)
{
    const size_t n = m->strata, ages = m->ages;
    double *at = held_bar + rix_i_age_held(m);
    back b = { .m = m, .x = x, .held = held, .seed = seed, .x_bar = x_bar, .held_bar = held_bar };
    b.infectious = at;
    b.force = at + n;
    b.force_bar = at + 2 * n;
    b.met_bar = at + 3 * n;
    b.consumers_bar = b.met_bar + ages;
    b.consumers = b.consumers_bar + ages; /* twice as long: the community comes first */
    b.now = rix_i_age_survey(m, x, mode);
    rix_i_age_infectious(m, x, b.infectious);
    for (size_t i = ages; i < n; i++) b.workers += b.infectious[i];
    rix_i_age_force(m, held, b.infectious, b.consumers, b.force);
    b.consumers += ages;
    memset(b.force_bar, 0, (n + 2 * ages) * sizeof *b.force_bar);
    return b;
}

/* ---------------------------------------------------------------------------- the equations -- */

/* What the rates of a stratum need. */
static void tally_rates(back *b, size_t v, size_t i, double dying_bar, double caught_bar)
{
    const rix_i_age *m = b->m;
    const double share = m->params.pathogen.symptomatic, w = b->now.overload;
    const size_t age = rix_i_age_of(m, i);
    double g[AGE_COMPARTMENTS], x[AGE_COMPARTMENTS];
    for (size_t c = 0; c < AGE_COMPARTMENTS; c++) {
        g[c] = layer_of(b, b->seed, v, c)[i];
        x[c] = layer_of(b, b->x, v, c)[i];
    }
    b->tally[AGE_T_SIGMA] += (share * g[AGE_IS] + (1.0 - share) * g[AGE_IA] - g[AGE_E]) * x[AGE_E];
    b->tally[AGE_T_WANING] += (g[AGE_S] - g[AGE_R]) * x[AGE_R];
    b->tally[AGE_T_RECOVERY] += (g[AGE_R] - g[AGE_HR]) * x[AGE_HR];
    b->tally[AGE_T_DEATH] += (g[AGE_D] - g[AGE_HD]) * x[AGE_HD];
    if (v == 1) {
        b->tally[AGE_T_EFFICACY] -= b->now.transmission * b->force[i] * x[AGE_S] * caught_bar;
    }
    b->tally[AGE_T_NUMBERS + age] += (1.0 - w) * x[AGE_IS] * dying_bar;
    b->tally[AGE_T_NUMBERS + m->ages + age] += w * x[AGE_IS] * dying_bar;
}

static void flow_vjp(back *b, size_t v, size_t i, double catching)
{
    const rix_i_age *m = b->m;
    const rix_pathogen *p = &m->params.pathogen;
    const double sigma = p->sigma, ill = p->symptomatic * sigma, w = b->now.overload;
    const size_t age = rix_i_age_of(m, i);
    double g[AGE_COMPARTMENTS], *bar[AGE_COMPARTMENTS];
    for (size_t c = 0; c < AGE_COMPARTMENTS; c++) {
        g[c] = layer_of(b, b->seed, v, c)[i];
        bar[c] = bar_of(b, v, c) + i;
    }
    const double s = layer_of(b, b->x, v, AGE_S)[i], is = layer_of(b, b->x, v, AGE_IS)[i];
    const double caught_bar = g[AGE_E] - g[AGE_S] + b->seed[m->infections + age],
                 admitted_bar = g[AGE_HR] - g[AGE_IS] + b->seed[m->admissions + age],
                 dying_bar = g[AGE_HD] - g[AGE_HR];
    const double death = m->death[0][i] + w * (m->death[1][i] - m->death[0][i]);
    *bar[AGE_S] += catching * b->force[i] * caught_bar;
    *bar[AGE_E] += ill * g[AGE_IS] + (sigma - ill) * g[AGE_IA] - sigma * g[AGE_E];
    *bar[AGE_IS] += p->recovery_symptomatic * (g[AGE_R] - g[AGE_IS]) +
                    m->admission[i] * admitted_bar + death * dying_bar;
    *bar[AGE_IA] += p->recovery_asymptomatic * (g[AGE_R] - g[AGE_IA]);
    *bar[AGE_HR] += p->hospital_recovery * (g[AGE_R] - g[AGE_HR]);
    *bar[AGE_HD] += p->hospital_death * (g[AGE_D] - g[AGE_HD]);
    *bar[AGE_R] += p->waning * (g[AGE_S] - g[AGE_R]);
    b->force_bar[i] += catching * s * caught_bar;
    b->transmission_bar +=
        (v == 0 ? 1.0 : 1.0 - m->params.vaccination.efficacy) * s * b->force[i] * caught_bar;
    b->overload_bar += (m->death[1][i] - m->death[0][i]) * is * dying_bar;
    if (b->tally) tally_rates(b, v, i, dying_bar, caught_bar);
}

/* Contacts at work, and with consumers there. */
static void force_at_work_vjp(back *b)
{
    const rix_i_age *m = b->m;
    const size_t ages = m->ages, sectors = m->sectors;
    const double *within = rix_i_age_within(m, b->held), *open = rix_i_age_open(m, b->held);
    double *within_bar = b->held_bar + ages * ages, *open_bar = within_bar + sectors;
    for (size_t s = 0; s < sectors; s++) {
        const double bar = b->force_bar[ages + s];
        double served = 0.0;
        for (size_t a = 0; a < ages; a++) {
            const double contacts = m->consumers[a * sectors + s];
            served += contacts * b->consumers[a];
            b->consumers_bar[a] += bar * open[s] * contacts;
        }
        open_bar[s] += bar * served;
        within_bar[s] += bar * b->infectious[ages + s];
        b->force_bar[ages + s] = bar * within[s]; /* now what it comes to by infectious workers */
        b->met_bar[m->params.country.working_age] += bar;
    }
}

static void meet_vjp(back *b)
{
    const rix_i_age *m = b->m;
    const size_t ages = m->ages, w = m->params.country.working_age;
    const double spread = m->params.pathogen.asymptomatic_spread,
                 consuming = m->params.consuming_workers;
    double workers_bar = 0.0;
    for (size_t a = 0; a < ages; a++) b->met_bar[a] += b->force_bar[a];
    for (size_t a = 0; a < ages; a++) {
        for (size_t k = 0; k < ages; k++) {
            b->held_bar[a * ages + k] += b->met_bar[a] * b->consumers[k];
            b->consumers_bar[k] += b->met_bar[a] * b->held[a * ages + k];
        }
        b->held_bar[a * ages + w] += b->met_bar[a] * (1.0 - consuming) * b->workers;
        workers_bar += b->met_bar[a] * (1.0 - consuming) * b->held[a * ages + w];
    }
    workers_bar += consuming * b->consumers_bar[w];
    for (size_t v = 0; v < m->layers; v++) {
        double *with = bar_of(b, v, AGE_IS), *without = bar_of(b, v, AGE_IA);
        for (size_t i = 0; i < m->strata; i++) {
            const double bar = i < ages ? b->consumers_bar[i] : b->force_bar[i] + workers_bar;
            with[i] += bar;
            without[i] += spread * bar;
        }
    }
}

static void vaccinate_vjp(back *b, size_t compartment)
{
    const rix_i_age *m = b->m;
    const double *first = layer_of(b, b->x, 0, compartment),
                 *from = layer_of(b, b->seed, 0, compartment),
                 *to = layer_of(b, b->seed, 1, compartment);
    double *first_bar = bar_of(b, 0, compartment), *second_bar = bar_of(b, 1, compartment);
    for (size_t i = 0; i < m->strata; i++) {
        const double net_bar = to[i] - from[i],
                     doses_bar = net_bar + b->seed[m->doses + rix_i_age_of(m, i)];
        first_bar[i] += b->now.vaccinated * doses_bar;
        second_bar[i] -= m->psi * net_bar;
        b->vaccinated_bar += first[i] * doses_bar;
    }
}

/* The rate of doses is rate / (1 - P), so its derivative by P is its square over rate. */
static void dose_rate_vjp(back *b)
{
    const rix_i_age *m = b->m;
    const double rate = m->params.vaccination.rate;
    const size_t layer = AGE_COMPARTMENTS * m->strata;
    if (!(b->now.vaccinated > 0.0)) return;
    const double bar =
        b->vaccinated_bar * b->now.vaccinated * b->now.vaccinated / rate / m->everyone;
    for (size_t i = 0; i < layer; i++) b->x_bar[layer + i] += bar;
}

static void add_to_hospital(back *b, size_t compartment, double bar)
{
    for (size_t v = 0; v < b->m->layers; v++) {
        double *to = bar_of(b, v, compartment);
        for (size_t i = 0; i < b->m->strata; i++) to[i] += bar;
    }
}

/* What hospitals do to behaviour, and to fatality where it rises smoothly. */
static void survey_vjp(back *b)
{
    const rix_i_age *m = b->m;
    const double slope = rix_i_age_behaviour_slope(m, b->x) * m->transmission * b->transmission_bar;
    if (m->params.behaviour != RIX_BEHAVIOUR_NONE) add_to_hospital(b, AGE_HD, slope);
    if (m->params.behaviour == RIX_BEHAVIOUR_OPTIMISM) add_to_hospital(b, AGE_HR, slope);
    if (!(m->params.overload_width > 0.0) || isinf(m->params.country.hospital_capacity)) return;
    const double width = m->params.overload_width * m->params.country.hospital_capacity,
                 bar = b->overload_bar * b->now.overload * (1.0 - b->now.overload) / width;
    add_to_hospital(b, AGE_HR, bar);
    add_to_hospital(b, AGE_HD, bar);
}

/* Transmission is multiplied by what behaviour leaves, which by "deaths" sees the rate of deaths, too. */
static void tally_transmission(back *b)
{
    const rix_i_age *m = b->m;
    b->tally[AGE_T_TRANSMISSION] += b->transmission_bar * rix_i_age_behaviour(m, b->x);
    if (m->params.behaviour != RIX_BEHAVIOUR_DEATHS) return;
    b->tally[AGE_T_DEATH] += b->transmission_bar * m->transmission *
                             rix_i_age_behaviour_slope(m, b->x) * rix_i_age_total(m, b->x, AGE_HD) /
                             m->params.pathogen.hospital_death;
}

static void account_vjp(back *b)
{
    const rix_i_age *m = b->m;
    const rix_age_sector *p = &m->params;
    const double weight[AGE_COMPARTMENTS] = { [AGE_IS] = p->symptomatic_absent,
                                              [AGE_IA] = p->asymptomatic_absent,
                                              [AGE_HR] = 1.0,
                                              [AGE_HD] = 1.0,
                                              [AGE_D] = 1.0 };
    const double *open = rix_i_age_open(m, b->held);
    double *open_bar = b->held_bar + (open - b->held);
    for (size_t s = 0; s < m->sectors; s++) {
        const double absent_bar = b->seed[m->absent + s];
        for (size_t v = 0; v < m->layers; v++) {
            for (size_t c = AGE_IS; c < AGE_COMPARTMENTS; c++) {
                const size_t i = m->ages + s;
                bar_of(b, v, c)[i] += weight[c] * open[s] * absent_bar;
                open_bar[s] += weight[c] * layer_of(b, b->x, v, c)[i] * absent_bar;
            }
        }
        open_bar[s] -= b->seed[m->closed + s];
    }
    open_bar[m->sectors] -= m->pupils * b->seed[m->school_days];
}

void rix_i_age_slope_vjp(const rix_i_age *m, const double *x, const double *held,
                         const double *mode, const double *seed, double *x_bar, double *held_bar,
                         double *tally)
{
    back b = look_again(m, x, held, mode, seed, x_bar, held_bar);
    b.tally = tally;
    for (size_t v = 0; v < m->layers; v++) {
        const double protection = v == 0 ? 1.0 : 1.0 - m->params.vaccination.efficacy;
        for (size_t i = 0; i < m->strata; i++) flow_vjp(&b, v, i, b.now.transmission * protection);
    }
    force_at_work_vjp(&b);
    meet_vjp(&b);
    if (m->layers > 1) {
        vaccinate_vjp(&b, AGE_S);
        vaccinate_vjp(&b, AGE_R);
        dose_rate_vjp(&b);
    }
    survey_vjp(&b);
    if (tally) tally_transmission(&b);
    account_vjp(&b);
}

/* ----------------------------------------------------------------------- controls, outcomes -- */

void rix_i_age_hold_vjp(const rix_i_age *m, const double *u, const double *held_bar, double *u_bar)
{
    const size_t ages = m->ages, sectors = m->sectors, pupils = m->params.country.school_age;
    const double *within_bar = held_bar + ages * ages, *open_bar = within_bar + sectors;
    double *school_bar = &u_bar[sectors], *community_bar = &u_bar[sectors + 1];
    for (size_t k = 0; k < ages * ages; k++) *community_bar -= m->contacts[k] * held_bar[k];
    if (pupils != RIX_NO_INDEX) {
        const double bar = m->school_contacts * held_bar[pupils * ages + pupils];
        *school_bar -= bar;
        *community_bar += bar;
    }
    for (size_t s = 0; s < sectors; s++) {
        u_bar[s] -= 2.0 * (1.0 - u[s]) * m->within[s] * within_bar[s] + open_bar[s];
    }
    *school_bar -= open_bar[sectors];
}

/* Weights of costs reach what they are sums of; those of totals, each part. */
void rix_i_age_outcomes_vjp(const rix_i_age *m, const double *weights, double *x_bar)
{
    const size_t ages = m->ages, education = m->params.country.education;
    const double *w = weights + 1 + ages, cost = w[AGE_O_COST], output = cost + w[AGE_O_OUTPUT],
                 schooling = cost + w[AGE_O_EDUCATION];
    for (size_t v = 0; v < m->layers; v++) {
        double *dead_bar = x_bar + (v * AGE_COMPARTMENTS + AGE_D) * m->strata;
        for (size_t i = 0; i < m->strata; i++) {
            const size_t a = rix_i_age_of(m, i);
            dead_bar[i] += weights[0] + weights[1 + a] + w[AGE_O_LIFE_YEARS] * m->life_years[a] +
                           (cost + w[AGE_O_LIFE_VALUE]) * m->life_value[a];
        }
    }
    for (size_t a = 0; a < ages; a++) {
        x_bar[m->infections + a] += w[AGE_O_INFECTIONS];
        x_bar[m->admissions + a] += w[AGE_O_ADMISSIONS];
        x_bar[m->doses + a] += w[AGE_O_DOSES];
    }
    for (size_t s = 0; s < m->sectors; s++) {
        const double absence = s == education ? schooling + w[AGE_O_EDUCATION_ABSENCES]
                                              : output + w[AGE_O_OUTPUT_ABSENCES];
        x_bar[m->absent + s] += absence * m->output[s] / m->size[ages + s];
        x_bar[m->closed + s] += (output + w[AGE_O_OUTPUT_CLOSURES]) * m->output[s];
    }
    x_bar[m->school_days] +=
        w[AGE_O_SCHOOL_DAYS] + (schooling + w[AGE_O_EDUCATION_CLOSURES]) * m->school_day;
}
