/* age_sector.c - the epidemic by age and sector as a scenario; equations: riskidx/age_sector.h. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "epidemic/age_check.h"
#include "epidemic/age_model.h"

/* ------------------------------------------------------------------------- the model's part -- */

/* Contacts at an openness of schools and of the community, which come first, then sectors one by one. */
static void hold_contacts(const rix_i_age *m, double school, double community, double *held)
{
    const size_t ages = m->ages, pupils = m->params.country.school_age;
    for (size_t k = 0; k < ages * ages; k++) held[k] = community * m->contacts[k];
    if (pupils != RIX_NO_INDEX) {
        held[pupils * ages + pupils] += (school - community) * m->school_contacts;
    }
    held[rix_i_age_held(m) - 1] = school;
    memset(held + rix_i_age_held(m), 0, rix_i_age_spare(m) * sizeof *held);
}

static void hold_sector(const rix_i_age *m, size_t s, double open, double *held)
{
    double *within = held + m->ages * m->ages;
    within[s] = open * open * m->within[s];
    within[m->sectors + s] = open;
}

void rix_i_age_hold(const rix_i_age *m, const double *open, double *held)
{
    hold_contacts(m, open[m->sectors], open[m->sectors + 1], held);
    for (size_t s = 0; s < m->sectors; s++) hold_sector(m, s, open[s], held);
}

void rix_i_age_hold_closed(const rix_i_age *m, const double *u, double *held)
{
    hold_contacts(m, 1.0 - u[m->sectors], 1.0 - u[m->sectors + 1], held);
    for (size_t s = 0; s < m->sectors; s++) hold_sector(m, s, 1.0 - u[s], held);
}

static int hold(const rix_scenario *sc, const double *u, double *held)
{
    rix_i_age_hold_closed((const rix_i_age *)sc, u, held);
    return 0;
}

static int rhs(const rix_scenario *sc, rix_i_moment at, const double *x, const double *held,
               const double *mode, double *dx)
{
    (void)at; /* nothing depends on time alone */
    rix_i_age_slope((const rix_i_age *)sc, x, held, mode, sc->n_states, dx);
    return 0;
}

static double sum_of(const double *x, size_t n)
{
    double sum = 0.0;
    for (size_t i = 0; i < n; i++) sum += x[i];
    return sum;
}

/* Deaths by age to y[0 .. ages). */
static void deaths_by_age(const rix_i_age *m, const double *x, double *y)
{
    memset(y, 0, m->ages * sizeof *y);
    for (size_t v = 0; v < m->layers; v++) {
        const double *dead = x + (v * AGE_COMPARTMENTS + AGE_D) * m->strata;
        for (size_t i = 0; i < m->strata; i++) y[rix_i_age_of(m, i)] += dead[i];
    }
}

/* Output of sectors, education's apart: what days of work, or of being open, are worth. */
static double output_but_education(const rix_i_age *m, const double *days, bool by_worker,
                                   bool education)
{
    const size_t school = m->params.country.education;
    double sum = 0.0;
    for (size_t s = 0; s < m->sectors; s++) {
        if (s == school && !education) continue;
        sum += m->output[s] * days[s] / (by_worker ? m->size[m->ages + s] : 1.0);
    }
    return sum;
}

void rix_i_age_outcomes(const rix_i_age *m, const double *x, const double *absent,
                        const double *closed, double school_days, double *outcomes)
{
    const size_t ages = m->ages, school = m->params.country.education;
    double *by_age = outcomes + 1, *y = outcomes + 1 + ages;
    deaths_by_age(m, x, by_age);
    outcomes[0] = sum_of(by_age, ages);
    y[AGE_O_INFECTIONS] = sum_of(x + m->infections, ages);
    y[AGE_O_ADMISSIONS] = sum_of(x + m->admissions, ages);
    y[AGE_O_DOSES] = sum_of(x + m->doses, ages);
    y[AGE_O_LIFE_YEARS] = y[AGE_O_LIFE_VALUE] = 0.0;
    for (size_t a = 0; a < ages; a++) {
        y[AGE_O_LIFE_YEARS] += m->life_years[a] * by_age[a];
        y[AGE_O_LIFE_VALUE] += m->life_value[a] * by_age[a];
    }
    y[AGE_O_OUTPUT_CLOSURES] = output_but_education(m, closed, false, true);
    y[AGE_O_OUTPUT_ABSENCES] = output_but_education(m, absent, true, false);
    y[AGE_O_OUTPUT] = y[AGE_O_OUTPUT_CLOSURES] + y[AGE_O_OUTPUT_ABSENCES];
    y[AGE_O_SCHOOL_DAYS] = school_days;
    y[AGE_O_EDUCATION_CLOSURES] = m->school_day * school_days;
    y[AGE_O_EDUCATION_ABSENCES] =
        school == RIX_NO_INDEX ? 0.0 : m->output[school] * absent[school] / m->size[ages + school];
    y[AGE_O_EDUCATION] = y[AGE_O_EDUCATION_CLOSURES] + y[AGE_O_EDUCATION_ABSENCES];
    y[AGE_O_COST] = y[AGE_O_OUTPUT] + y[AGE_O_EDUCATION] + y[AGE_O_LIFE_VALUE];
}

static int outcomes(const rix_scenario *sc, const double *x, const double *mode, double *y)
{
    const rix_i_age *m = (const rix_i_age *)sc;
    (void)mode;
    rix_i_age_outcomes(m, x, x + m->absent, x + m->closed, x[m->school_days], y);
    return 0;
}

static int conditions(const rix_scenario *sc, double t, const double *x, const double *mode,
                      double *g)
{
    rix_i_age_conditions((const rix_i_age *)sc, t, x, mode, g);
    return 0;
}

static int fire(const rix_scenario *sc, size_t event, double t, double *x, double *mode)
{
    (void)sc;
    (void)x;
    rix_i_age_fire(event, t, mode);
    return 0;
}

static int rhs_vjp(const rix_scenario *sc, rix_i_moment at, const double *x, const double *held,
                   const double *mode, const double *seed, double *x_bar, double *held_bar,
                   double *tally)
{
    (void)at;
    rix_i_age_slope_vjp((const rix_i_age *)sc, x, held, mode, seed, x_bar, held_bar, tally);
    return 0;
}

static int hold_vjp(const rix_scenario *sc, const double *u, const double *held_bar, double *u_bar,
                    double *tally)
{
    (void)tally;
    rix_i_age_hold_vjp((const rix_i_age *)sc, u, held_bar, u_bar);
    return 0;
}

static int outcomes_vjp(const rix_scenario *sc, const double *x, const double *mode,
                        const double *weights, double *x_bar, double *tally)
{
    (void)x;
    (void)mode;
    (void)tally;
    rix_i_age_outcomes_vjp((const rix_i_age *)sc, weights, x_bar);
    return 0;
}

static int params_vjp(const rix_scenario *sc, const double *tally, const double *initial_bar,
                      double *p_bar)
{
    (void)initial_bar; /* no parameter changes the initial state */
    rix_i_age_params_vjp((const rix_i_age *)sc, tally, p_bar);
    return 0;
}

static void free_age(rix_scenario *sc)
{
    rix_i_age *m = (rix_i_age *)sc;
    free(m->numbers);
    free(m->text);
    free(m->names);
    free(m->outcomes);
    free(m->tunable);
    free(m);
}

static const rix_i_model AGE_SECTOR = { .hold = hold,
                                        .rhs = rhs,
                                        .outcomes = outcomes,
                                        .free = free_age,
                                        .conditions = conditions,
                                        .fire = fire,
                                        .rhs_vjp = rhs_vjp,
                                        .hold_vjp = hold_vjp,
                                        .outcomes_vjp = outcomes_vjp,
                                        .params_vjp = params_vjp,
                                        .observe = rix_i_age_observe,
                                        .with_params = rix_i_age_with_params };

static const rix_i_event EVENTS[AGE_EVENTS] = {
    [AGE_VACCINATION_ON] = { "vaccination_on", 1, RIX_EVENT_EXACT },
    [AGE_VACCINATION_OFF] = { "vaccination_off", 1, RIX_EVENT_FROZEN },
    [AGE_OVERFLOW_ON] = { "overflow_on", 1, RIX_EVENT_FROZEN },
    [AGE_OVERFLOW_OFF] = { "overflow_off", 1, RIX_EVENT_FROZEN },
};

static const char *const MODE_NAMES[AGE_MODES] = { "overflow", "vaccinating", "overflow_since",
                                                   "vaccinating_since" };

const rix_i_age *rix_i_age_model(const rix_scenario *sc)
{
    return sc->model == &AGE_SECTOR ? (const rix_i_age *)sc : NULL;
}

/* ------------------------------------------------------------------------------- its numbers -- */

static double *room(double **end, size_t n)
{
    double *start = *end;
    *end += n;
    return start;
}

static const double *copy(double **end, const double *from, size_t n)
{
    double *to = room(end, n);
    memcpy(to, from, n * sizeof *to);
    return to;
}

/* What is made of the parts, and copies of those that are kept as they are. */
static size_t count_numbers(const rix_i_age *m)
{
    const size_t ages = m->ages, sectors = m->sectors,
                 made = 5 * m->strata + 3 * ages + 3 * sectors, kept = 4 * ages + 3 * sectors;
    return 2 * m->scenario.n_states + AGE_MODES + 2 + made + kept + ages * (3 * ages + 2 * sectors);
}

static const double *copy_given(double **end, const double *from, size_t n)
{
    return from ? copy(end, from, n) : NULL;
}

/* Another scenario may be made of these parts when the caller's arrays are gone. */
static void keep_parts(rix_i_age *m, const rix_age_sector *p, double **end)
{
    const size_t ages = m->ages, sectors = m->sectors;
    rix_country *c = &m->params.country;
    rix_pathogen *q = &m->params.pathogen;
    c->population = m->population;
    c->life_years = m->life_years;
    c->contacts = copy(end, p->country.contacts, ages * ages);
    c->workers = copy(end, p->country.workers, sectors);
    c->output = copy(end, p->country.output, sectors);
    c->workplace = copy(end, p->country.workplace, sectors);
    c->consumers = copy_given(end, p->country.consumers, ages * sectors);
    q->admission = copy(end, p->pathogen.admission, ages);
    q->hospital_fatality = copy(end, p->pathogen.hospital_fatality, ages);
    m->params.immune = copy_given(end, p->immune, ages);
    m->params.value_of_life = copy_given(end, p->value_of_life, ages);
    m->generation = copy_given(end, p->age_generation, ages * ages);
    m->params.age_generation = m->generation;
}

static void fill_sizes_of_strata(rix_i_age *m, const rix_country *c, double **end)
{
    double *size = room(end, m->strata);
    memcpy(size, c->population, m->ages * sizeof *size);
    memcpy(size + m->ages, c->workers, m->sectors * sizeof *size);
    size[c->working_age] =
        fmax(0.0, c->population[c->working_age] - sum_of(c->workers, m->sectors));
    m->size = size;
}

/* Rates by stratum; workers have those of their age. */
static void fill_rates(rix_i_age *m, const rix_age_sector *p, double **end)
{
    const rix_pathogen *q = &p->pathogen;
    double *admission = room(end, m->strata), *below = room(end, m->strata),
           *over = room(end, m->strata), *stay = room(end, m->strata);
    for (size_t i = 0; i < m->strata; i++) {
        const size_t a = rix_i_age_of(m, i);
        const double fatality = q->hospital_fatality[a];
        admission[i] = q->admission[a];
        below[i] = q->admission[a] * fatality;
        over[i] = q->admission[a] * fmin(p->fatality_limit, p->overload_fatality * fatality);
        stay[i] = q->symptomatic / (q->recovery_symptomatic + q->admission[a]) +
                  q->asymptomatic_spread * (1.0 - q->symptomatic) / q->recovery_asymptomatic;
    }
    m->admission = admission;
    m->death[0] = below;
    m->death[1] = over;
    m->stay = stay;
}

static void fill_contacts(rix_i_age *m, const rix_country *c, double **end)
{
    const size_t ages = m->ages, sectors = m->sectors;
    double *contacts = room(end, ages * ages), *within = room(end, sectors),
           *consumers = room(end, ages * sectors);
    for (size_t k = 0; k < ages * ages; k++) {
        contacts[k] = c->contacts[k] / c->population[k % ages];
    }
    if (c->school_age != RIX_NO_INDEX) {
        m->school_contacts = c->school_contacts * contacts[c->school_age * (ages + 1)];
    }
    for (size_t s = 0; s < sectors; s++) {
        within[s] = c->workplace[s] / c->workers[s];
        for (size_t a = 0; a < ages; a++) {
            const double plain = c->workplace[s] * c->population[a] / m->everyone;
            const double met = c->consumers ? c->consumers[s * ages + a] : plain;
            consumers[a * sectors + s] = met / c->population[a];
        }
    }
    m->contacts = contacts;
    m->within = within;
    m->consumers = consumers;
}

/* Present value of work_years of 1 a year that begin so many years from now. */
static double present_value(const rix_age_sector *p)
{
    const double wait = fmax(0.0, p->school_leaving - p->school_mean_age), r = p->school_discount;
    if (r <= 0.0) return p->work_years;
    return (exp(-wait * log1p(r)) - exp(-(wait + p->work_years) * log1p(r))) / r;
}

/* Everything on the basis of income, in the unit of costs. */
static void fill_values(rix_i_age *m, const rix_age_sector *p, double **end)
{
    static const double DAYS_A_YEAR = 365.0;
    const rix_country *c = &p->country;
    const double year = DAYS_A_YEAR * sum_of(c->output, m->sectors);
    const double income = c->income / c->output_unit; /* in the unit of costs */
    double conversion = c->conversion;
    if (isnan(conversion)) {
        conversion = year > 0.0 && income > 0.0 ? income * m->everyone / year : 1.0;
    }
    double *output = room(end, m->sectors), *value = room(end, m->ages);
    for (size_t s = 0; s < m->sectors; s++) output[s] = conversion * c->output[s];
    for (size_t a = 0; a < m->ages; a++) {
        value[a] =
            p->value_of_life ? p->value_of_life[a] / c->output_unit : income * c->life_years[a];
    }
    m->output = output;
    m->life_value = value;
    m->life_years = copy(end, c->life_years, m->ages);
    m->population = copy(end, c->population, m->ages);
    m->school_day =
        present_value(p) * income * p->education_return / DAYS_A_YEAR * (1.0 - p->education_remote);
}

static void fill_initial(rix_i_age *m, const rix_age_sector *p, double **end)
{
    double *x = room(end, m->scenario.n_states), *mode = room(end, AGE_MODES),
           *most = room(end, m->scenario.n_controls), *people = room(end, m->scenario.n_states);
    const size_t n = m->strata;
    for (size_t v = 0; v < m->layers; v++) {
        double *layer = x + v * AGE_COMPARTMENTS * n;
        for (size_t i = 0; i < n; i++) {
            const double immune = p->immune ? p->immune[rix_i_age_of(m, i)] : 0.0;
            const double here = m->size[i] * (v == 0 ? 1.0 - immune : immune);
            layer[AGE_S * n + i] = here * (1.0 - p->infected);
            layer[AGE_IS * n + i] = here * p->infected * (1.0 - p->asymptomatic);
            layer[AGE_IA * n + i] = here * p->infected * p->asymptomatic;
        }
    }
    for (size_t k = 0; k < m->infections; k++) people[k] = 1.0;
    for (size_t k = 0; k < m->scenario.n_controls; k++) most[k] = 1.0;
    mode[AGE_VACCINATING] = p->vaccination.rate > 0.0 && p->vaccination.start <= 0.0 ? 1.0 : 0.0;
    m->scenario.initial = x;
    m->scenario.initial_mode = mode;
    m->scenario.control_max = most;
    m->scenario.conserved = people;
}

static void fill_numbers(rix_i_age *m, const rix_age_sector *p)
{
    double *end = m->numbers;
    fill_sizes_of_strata(m, &p->country, &end);
    fill_rates(m, p, &end);
    fill_contacts(m, &p->country, &end);
    fill_values(m, p, &end);
    fill_initial(m, p, &end);
    keep_parts(m, p, &end);
}

/* ------------------------------------------------------------------------------ transmission -- */

/* What makes r0 the spectral radius with everyone's susceptibility that of nobody vaccinated. */
static rix_status find_transmission(rix_i_age *m, rix_error *err)
{
    const size_t n = m->strata, states = m->scenario.n_states;
    const size_t size = states + m->scenario.n_held + m->scenario.n_controls + n +
                        rix_i_age_reproduction_scratch(m);
    double *x = calloc(size, sizeof *x), radius = 0.0;
    if (!x) return rix_i_no_memory(err);
    double *held = x + states, *open = held + m->scenario.n_held,
           *vector = open + m->scenario.n_controls, *scratch = vector + n;
    for (size_t i = 0; i < n; i++) {
        for (size_t v = 0; v < m->layers; v++) {
            x[AGE_S * n + i] += m->scenario.initial[(v * AGE_COMPARTMENTS + AGE_S) * n + i];
        }
        vector[i] = 1.0;
    }
    for (size_t k = 0; k < m->scenario.n_controls; k++) open[k] = 1.0;
    rix_i_age_hold(m, open, held);
    rix_status st = rix_i_age_reproduction(m, x, held, 1.0, 1e-13, vector, scratch, &radius, err);
    free(x);
    if (st != RIX_OK) return st;
    if (!(radius > 0.0) && m->params.pathogen.r0 > 0.0) {
        return rix_i_fail(err, RIX_EDOMAIN, "contacts", RIX_I_NOWHERE,
                          "nobody can infect anybody, so r0 cannot be %s: contacts, or who is "
                          "infectious, is 0",
                          rix_i_number(m->params.pathogen.r0).s);
    }
    m->transmission = radius > 0.0 ? m->params.pathogen.r0 / radius : 0.0;
    return RIX_OK;
}

/* ------------------------------------------------------------------------------------- names -- */

/* Writes texts one after the other; with no room it only counts. */
typedef struct pen {
    char *text;
    size_t used;
} pen;

static const char *write_text(pen *w, const char *layer, const char *what, const char *whose,
                              const char *name)
{
    const char *const parts[] = { layer, what, whose, name };
    const size_t start = w->used;
    for (size_t k = 0; k < sizeof parts / sizeof *parts; k++) {
        const size_t n = strlen(parts[k]);
        if (w->text) memcpy(w->text + w->used, parts[k], n);
        w->used += n;
    }
    if (w->text) w->text[w->used] = '\0';
    w->used++;
    return w->text ? w->text + start : NULL;
}

static const char *either(const char *given, const char *instead)
{
    return given ? given : instead;
}

static const char *name_of_age(const rix_country *c, size_t a, rix_i_text *made)
{
    if (c->age_names) return c->age_names[a];
    *made = rix_i_age_group(c, a);
    return made->s;
}

static const char *name_of_sector(const rix_country *c, size_t s, rix_i_text *made)
{
    if (c->sector_names) return c->sector_names[s];
    *made = rix_i_age_work(c, s);
    return made->s;
}

static void name_states(const rix_i_age *m, const rix_country *c, pen *w, const char **names)
{
    static const char *const LAYER[] = { "", "vaccinated_" };
    static const char *const COMPARTMENT[AGE_COMPARTMENTS] = { "susceptible_",
                                                               "exposed_",
                                                               "infectious_symptomatic_",
                                                               "infectious_asymptomatic_",
                                                               "recovering_",
                                                               "dying_",
                                                               "recovered_",
                                                               "dead_" };
    static const char *const COUNTER[] = { "infections_", "admissions_", "doses_" };
    static const char *const COST[] = { "absent_", "closed_" };
    rix_i_text made;
    size_t k = 0;
    for (size_t v = 0; v < m->layers; v++) {
        for (size_t j = 0; j < AGE_COMPARTMENTS; j++) {
            for (size_t a = 0; a < m->ages; a++) {
                names[k++] = write_text(w, LAYER[v], COMPARTMENT[j], "", name_of_age(c, a, &made));
            }
            for (size_t s = 0; s < m->sectors; s++) {
                names[k++] = write_text(w, LAYER[v], COMPARTMENT[j], "workers_",
                                        name_of_sector(c, s, &made));
            }
        }
    }
    for (size_t j = 0; j < 3; j++) {
        for (size_t a = 0; a < m->ages; a++) {
            names[k++] = write_text(w, "", COUNTER[j], "", name_of_age(c, a, &made));
        }
    }
    for (size_t j = 0; j < 2; j++) {
        for (size_t s = 0; s < m->sectors; s++) {
            names[k++] = write_text(w, "", COST[j], "", name_of_sector(c, s, &made));
        }
    }
    names[k] = "school_days";
}

static void name_outcomes(rix_i_age *m, const rix_country *c, pen *w, rix_outcome *list)
{
    static const char PERSONS[] = "persons";
    static const rix_outcome AFTER[AGE_AFTER_AGES] = {
        [AGE_O_INFECTIONS] = { "infections", PERSONS, RIX_HEALTH },
        [AGE_O_ADMISSIONS] = { "admissions", PERSONS, RIX_HEALTH },
        [AGE_O_DOSES] = { "doses", "doses", RIX_HEALTH },
        [AGE_O_LIFE_YEARS] = { "life_years", "years", RIX_HEALTH },
        [AGE_O_LIFE_VALUE] = { "life_value", NULL, RIX_HEALTH },
        [AGE_O_OUTPUT] = { "output_loss", NULL, RIX_ECONOMIC },
        [AGE_O_OUTPUT_CLOSURES] = { "output_closures", NULL, RIX_ECONOMIC },
        [AGE_O_OUTPUT_ABSENCES] = { "output_absences", NULL, RIX_ECONOMIC },
        [AGE_O_EDUCATION] = { "education_loss", NULL, RIX_SOCIAL },
        [AGE_O_EDUCATION_CLOSURES] = { "education_closures", NULL, RIX_SOCIAL },
        [AGE_O_EDUCATION_ABSENCES] = { "education_absences", NULL, RIX_SOCIAL },
        [AGE_O_SCHOOL_DAYS] = { "school_days", "days of a pupil", RIX_SOCIAL },
        [AGE_O_COST] = { "cost", NULL, RIX_ECONOMIC },
    };
    const char *money =
        write_text(w, "", "", "", either(c->income_currency, "million international dollars"));
    m->params.country.income_currency = money;
    rix_i_text made;
    list[0] = (rix_outcome){ "deaths", PERSONS, RIX_HEALTH };
    for (size_t a = 0; a < m->ages; a++) {
        const char *name = write_text(w, "", "deaths_", "", name_of_age(c, a, &made));
        list[1 + a] = (rix_outcome){ name, PERSONS, RIX_HEALTH };
    }
    for (size_t k = 0; k < AGE_AFTER_AGES; k++) {
        rix_outcome *y = &list[1 + m->ages + k];
        *y = AFTER[k];
        if (!y->unit) y->unit = money;
    }
}

/* The country's own, for messages of scenarios made of this one; what these say nothing of is let go. */
static void keep_names(rix_i_age *m, const rix_country *c, pen *w, const char **ages,
                       const char **fatality)
{
    rix_i_text made;
    for (size_t a = 0; a < m->ages; a++) {
        ages[a] = write_text(w, "", "", "", name_of_age(c, a, &made));
        fatality[a] = write_text(w, "", "hospital_fatality_", "", name_of_age(c, a, &made));
    }
    m->params.country.age_names = ages;
    m->params.country.sector_names = m->names;
    m->params.country.name = m->params.country.code = m->params.country.output_currency = NULL;
    m->params.pathogen.name = m->params.vaccination.name = NULL;
}

/* Writes all names; twice, the first time to see how much room they take. */
static void fill_names(rix_i_age *m, const rix_country *c, pen *w)
{
    const char **controls = m->names, **states = m->names + m->scenario.n_controls;
    rix_i_text made;
    for (size_t s = 0; s < m->sectors; s++) {
        controls[s] = write_text(w, "", "", "", name_of_sector(c, s, &made));
    }
    controls[m->sectors] = "school";
    controls[m->sectors + 1] = "community";
    name_states(m, c, w, states);
    name_outcomes(m, c, w, m->outcomes);
    keep_names(m, c, w, states + m->scenario.n_states, states + m->scenario.n_states + m->ages);
    m->scenario.control_names = controls;
    m->scenario.state_names = states;
    m->scenario.outcomes = m->outcomes;
}

/* ------------------------------------------------------------------------------- its making -- */

static bool anyone_immune(const rix_age_sector *p)
{
    for (size_t a = 0; p->immune && a < p->country.ages; a++) {
        if (p->immune[a] > 0.0) return true;
    }
    return false;
}

static void fill_layout(rix_i_age *m, const rix_age_sector *p)
{
    m->ages = p->country.ages;
    m->sectors = p->country.sectors;
    m->strata = m->ages + m->sectors;
    m->layers = p->vaccination.rate > 0.0 || anyone_immune(p) ? 2 : 1;
    m->infections = m->layers * AGE_COMPARTMENTS * m->strata;
    m->admissions = m->infections + m->ages;
    m->doses = m->admissions + m->ages;
    m->absent = m->doses + m->ages;
    m->closed = m->absent + m->sectors;
    m->school_days = m->closed + m->sectors;
    m->everyone = sum_of(p->country.population, m->ages);
    m->psi = 1.0 / p->vaccination.duration;
    m->transmission = p->transmission;
    if (p->country.school_age != RIX_NO_INDEX) {
        m->pupils = p->country.population[p->country.school_age];
    }
}

/* Where fatality is not kept a share, people in hospital may fall below 0. */
static size_t never_negative(const rix_i_age *m, const rix_age_sector *p)
{
    for (size_t a = 0; a < m->ages; a++) {
        const double over = p->overload_fatality * p->pathogen.hospital_fatality[a];
        if (fmin(p->fatality_limit, over) > 1.0) return 0;
    }
    return m->infections;
}

static void fill_scenario(rix_i_age *m, const rix_age_sector *p)
{
    rix_scenario *sc = &m->scenario;
    sc->model = &AGE_SECTOR;
    sc->periods = p->periods;
    sc->steps = p->steps;
    sc->period = p->period;
    sc->time_unit = "day";
    sc->n_states = m->school_days + 1;
    sc->n_controls = m->sectors + 2;
    sc->n_outcomes = 1 + m->ages + AGE_AFTER_AGES;
    sc->n_held = rix_i_age_held(m) + rix_i_age_spare(m);
    sc->n_driving = m->infections;
    sc->relative = 1e-5; /* as of a course */
    sc->absolute = 1e-11;
    sc->n_params = rix_i_age_param_count(m);
    sc->n_tally = AGE_T_NUMBERS + 2 * m->ages;
    sc->n_mode = AGE_MODES;
    sc->mode_names = MODE_NAMES;
    sc->n_events = AGE_EVENTS;
    sc->events = EVENTS;
    sc->n_conserved = 1;
    static const char *const CONSERVED[] = { "population" };
    sc->conserved_names = CONSERVED;
    sc->n_nonnegative = never_negative(m, p);
    rix_i_age_fill_observables(m);
}

static rix_status fill(rix_i_age *m, const rix_age_sector *p, rix_error *err)
{
    pen w = { NULL, 0 };
    fill_scenario(m, p);
    m->numbers = calloc(count_numbers(m), sizeof *m->numbers);
    m->names =
        calloc(m->scenario.n_controls + m->scenario.n_states + 2 * m->ages, sizeof *m->names);
    m->tunable = calloc(m->scenario.n_params, sizeof *m->tunable);
    m->outcomes = calloc(m->scenario.n_outcomes, sizeof *m->outcomes);
    if (!m->numbers || !m->names || !m->outcomes || !m->tunable) return rix_i_no_memory(err);
    fill_names(m, &p->country, &w);
    w = (pen){ malloc(w.used), 0 };
    if (!w.text) return rix_i_no_memory(err);
    m->text = w.text;
    fill_names(m, &p->country, &w);
    fill_numbers(m, p);
    rix_i_age_list_params(m, m->names + m->scenario.n_controls + m->scenario.n_states + m->ages,
                          m->tunable);
    m->scenario.params = m->tunable;
    return isnan(p->transmission) ? find_transmission(m, err) : RIX_OK;
}

rix_status rix_age_sector_new(const rix_age_sector *params, rix_scenario **out, rix_error *err)
{
    if (!params) return rix_i_null(err, "params");
    if (!out) return rix_i_null(err, "out");
    rix_status st = rix_i_age_check(params, err);
    if (st != RIX_OK) return st;

    rix_i_age *m = calloc(1, sizeof *m);
    if (!m) return rix_i_no_memory(err);
    m->params = *params;
    fill_layout(m, params);
    st = fill(m, params, err);
    if (st != RIX_OK) {
        free_age(&m->scenario);
        return st;
    }
    *out = &m->scenario;
    return RIX_OK;
}
