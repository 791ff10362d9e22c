/* riskidx/age_sector.h - an epidemic by age and economic sector, and what responses to it cost.
 *
 * A country, a pathogen, vaccination, behaviour and hospitals make a scenario (riskidx/epidemic.h); a response
 * is a rule for closing sectors. Time is in days, counts are persons, rates are per day, shares lie in [0, 1].
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef RISKIDX_AGE_SECTOR_H
#define RISKIDX_AGE_SECTOR_H

#include <riskidx/base.h>
#include <riskidx/epidemic.h>

RIX_BEGIN_DECLS

/* ------------------------------------------------------------------------------ the country -- */

/**
 * People, their contacts, work and income: any numbers of age groups A and economic sectors S. Start from
 * RIX_COUNTRY_INIT.
 *
 * Output is counted at one currency and price basis and income at another (market rates and purchasing power,
 * say); conversion turns the first into the second, and all costs are on the second.
 */
typedef struct rix_country {
    const char *name; /**< or NULL: "country" */
    const char *code; /**< such as "THA", or NULL */

    size_t ages;                  /**< A >= 1 */
    const char *const *age_names; /**< A, unique, or NULL: "1", "2" ... */
    const double *population;     /**< A, > 0 */
    const double *life_years;     /**< A, >= 0: remaining life expectancy in years */
    const double *contacts;       /**< A x A row-major, >= 0: contacts a day of one of the row's group with the
                                       column's, at home, in school and in the community, not at work */
    size_t working_age;           /**< the age group of all workers; < A */
    size_t school_age;            /**< the age group at school, or RIX_NO_INDEX: none */
    double school_contacts;       /**< share of pupils' contacts with pupils that school makes */

    size_t sectors;                  /**< S >= 1 */
    const char *const *sector_names; /**< S, unique, or NULL: "1", "2" ... */
    const double *workers;           /**< S, > 0; their sum at most the working-age population */
    const double *output;            /**< S, >= 0: gross value added a day */
    const double *workplace;         /**< S, >= 0: contacts a day of a worker with workers of the sector */
    const double *consumers;         /**< S x A row-major, >= 0: contacts a day of a worker with consumers by age;
                                          NULL: workplace[s] * population[a] / sum of population */
    size_t education;                /**< the sector that is education, or RIX_NO_INDEX: none */

    double hospital_capacity;    /**< beds that an epidemic may fill, > 0; INFINITY: no limit */
    double income;               /**< national income a person and year, >= 0 */
    const char *output_currency; /**< of output, such as "million USD"; NULL: "million USD" */
    const char *income_currency; /**< in which costs are counted; NULL: "million international dollars" */
    double output_unit;          /**< > 0: how many units of income's currency are one of the costs': 1e6 for millions */
    double conversion;           /**< > 0: costs' currency per unit of output's; NAN: what makes a year's output
                                      equal to income times population */
} rix_country;

/** No people yet; pupils meet three in five of their fellows at school; output in millions. */
#define RIX_COUNTRY_INIT                                                                           \
    {                                                                                              \
        NULL, NULL, 0, NULL, NULL, NULL, NULL, 0, RIX_NO_INDEX, 0.6, 0, NULL, NULL, NULL, NULL,    \
            NULL, RIX_NO_INDEX, INFINITY, 0.0, NULL, NULL, 1e6, RIX_NAN                            \
    }

/* ----------------------------------------------------------------------------- the pathogen -- */

/**
 * A pathogen: S -> E -> Is or Ia; Is -> R or hospital, Hr -> R, Hd -> D; R -> S. Start from RIX_PATHOGEN_INIT.
 */
typedef struct rix_pathogen {
    const char *name;            /**< or NULL: "pathogen" */
    size_t ages;                 /**< length of the arrays: the A of the country */
    double r0;                   /**< >= 0: basic reproduction number */
    double sigma;                /**< > 0: rate out of E */
    double symptomatic;          /**< share of infections with symptoms */
    double asymptomatic_spread;  /**< >= 0: infectiousness of Ia relative to Is */
    double waning;               /**< >= 0: rate of loss of immunity after infection */
    double recovery_symptomatic; /**< > 0: rate out of Is, hospital apart */
    double recovery_asymptomatic; /**< > 0: rate out of Ia */
    double hospital_recovery;    /**< > 0: rate out of Hr */
    double hospital_death;       /**< > 0: rate out of Hd */
    const double *admission;     /**< ages, >= 0: rate from Is to hospital */
    const double *hospital_fatality; /**< ages, in [0, 1]: share of admissions that die, below capacity */
} rix_pathogen;

/** Nothing is known yet; everyone has symptoms, and immunity lasts. */
#define RIX_PATHOGEN_INIT                                                                          \
    {                                                                                              \
        NULL, 0, 0.0, 1.0, 1.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0, NULL, NULL                           \
    }

/** What a country does not say of its planner. Start from RIX_COUNTRY_PLANNER_INIT. */
typedef struct rix_country_planner_options {
    double infected;      /**< share of every age group infectious at the start, in [0, 1] */
    double effect;        /**< share of contacts that lockdown stops */
    double lockdown_cost; /**< share of output lost under full lockdown */
    double lockdown_max;  /**< of every age group */
    double work_years;    /**< >= 0: length of working life, in which a death comes half-way */
    double interest;      /**< >= 0, a year */
    double period;        /**< > 0, days */
    size_t periods, steps; /**< >= 1 */
} rix_country_planner_options;

/** One in ten thousand; lockdown as in Acemoglu et al. (2021); 78 weeks. */
#define RIX_COUNTRY_PLANNER_INIT { 1e-4, 0.75, 0.6, 0.7, 45.0, 0.03, 7.0, 78, 7 }

/**
 * The parts of a planner_sir whose groups are the age groups of a country. With C contacts outside work, k_s and
 * c_sb the contacts of a worker of sector s with colleagues and with consumers of age b, w the working age and W_s
 * workers:
 *
 *     contacts      M_jk = C_jk + [j = w] (sum_s W_s c_sk + [k = w] sum_s W_s k_s) / N_w
 *     mixing_jk     M_jk / N_k
 *     recovery      1 / (symptomatic / recovery_symptomatic + (1 - symptomatic) / recovery_asymptomatic)
 *     transmission  r0 recovery / (spectral radius of M)
 *     fatality_j    symptomatic admission_j / (admission_j + recovery_symptomatic) hospital_fatality_j
 *     productivity  output of all sectors over the people of working age, converted; 0 for the others
 *     working_time  work_years for those younger than the working age, half of it for that, none for those older
 *     death_cost    income times years of life lost, in the mean over those who would die were everyone infected
 *
 * Everyone is susceptible who is not infected. Time is in days, money in the currency of income. The planner has no
 * beds, incubation, vaccination or waning: it is a first look, and the age_sector the full one.
 *
 * @param country   the country
 * @param pathogen  of as many age groups
 * @param options   NULL for RIX_COUNTRY_PLANNER_INIT
 * @param out       [out] its own arrays, and the names of country, which must outlive it; to be freed with
 *                  rix_country_planner_free; untouched on failure
 * @param err       NULL, or filled on failure only; names the parameter (and row: age group or sector)
 * @return RIX_OK; otherwise as rix_age_sector_new and rix_planner_sir_new. Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_country_planner(const rix_country *country, const rix_pathogen *pathogen,
                                       const rix_country_planner_options *options,
                                       rix_planner_sir **out, rix_error *err);

/**
 * Frees the parts.
 *
 * @param params  from rix_country_planner, or NULL (nothing happens)
 * @since 0.1
 */
RIX_API void rix_country_planner_free(rix_planner_sir *params);

/* ----------------------------------------------------------------- vaccination, behaviour -- */

/** A vaccination. Start from RIX_VACCINATION_INIT: none. */
typedef struct rix_vaccination {
    const char *name; /**< or NULL */
    double start;     /**< >= 0: day of the first dose */
    double rate;      /**< >= 0: doses a day as a share of the population; 0: no vaccination */
    double uptake;    /**< share of the population after whose doses it ends */
    double efficacy;  /**< share of infections that it prevents */
    double duration;  /**< > 0: mean days until protection is lost; INFINITY: never. It also holds for those
                           immune at the start */
} rix_vaccination;

/** No vaccination; who is immune at the start is so by half, and for 270 days. */
#define RIX_VACCINATION_INIT { NULL, 0.0, 0.0, 1.0, 0.5, 270.0 }

/* clang-format off */
/** How people react by themselves: X(constant, name in the bindings). */
#define RIX_BEHAVIOUR_LIST(X)                                                                      \
    X(RIX_BEHAVIOUR_NONE,     "none")                                                              \
    X(RIX_BEHAVIOUR_DEATHS,   "deaths")   /* to the deaths of a day */                             \
    X(RIX_BEHAVIOUR_OPTIMISM, "optimism") /* to how full hospitals are */
/** What demand for hospital beds is compared with thresholds: X(constant, name in the bindings). */
#define RIX_DEMAND_LIST(X)                                                                         \
    X(RIX_DEMAND_ALL,         "all")         /* everyone in hospital */                            \
    X(RIX_DEMAND_WHOLE_PARTS, "whole_parts") /* the whole part of every stratum, layer and state */
/** When fatality is that of hospitals over capacity: X(constant, name in the bindings). */
#define RIX_OVERFLOW_LIST(X)                                                                       \
    X(RIX_OVERFLOW_ABOVE,  "above")  /* while demand is above capacity */                          \
    X(RIX_OVERFLOW_TOGGLE, "toggle") /* changes whenever demand rises through capacity */
/** What a response that may end watches: X(constant, name in the bindings). */
#define RIX_REPRODUCTION_LIST(X)                                                                   \
    X(RIX_REPRODUCTION_REOPENED,    "reopened")    /* Rt as if it ended now */                     \
    X(RIX_REPRODUCTION_IN_FORCE,    "in_force")    /* Rt with its closures */                      \
    X(RIX_REPRODUCTION_SUSCEPTIBLE, "susceptible") /* r0 by age, times susceptibles by age */
/** How costs are added up over time: X(constant, name in the bindings). */
#define RIX_ACCOUNTS_LIST(X)                                                                       \
    X(RIX_ACCOUNTS_EXACT, "exact") /* as integrals */                                              \
    X(RIX_ACCOUNTS_DAYS,  "days")  /* over recorded days, a closure's absences one day early */
/* clang-format on */

#define RIX_AGE_ENUM(code, name) code,
/** See RIX_BEHAVIOUR_LIST. */
typedef enum rix_behaviour { RIX_BEHAVIOUR_LIST(RIX_AGE_ENUM) } rix_behaviour;
/** See RIX_DEMAND_LIST. */
typedef enum rix_demand { RIX_DEMAND_LIST(RIX_AGE_ENUM) } rix_demand;
/** See RIX_OVERFLOW_LIST. */
typedef enum rix_overflow { RIX_OVERFLOW_LIST(RIX_AGE_ENUM) } rix_overflow;
/** See RIX_REPRODUCTION_LIST. */
typedef enum rix_reproduction { RIX_REPRODUCTION_LIST(RIX_AGE_ENUM) } rix_reproduction;
/** See RIX_ACCOUNTS_LIST. */
typedef enum rix_accounts { RIX_ACCOUNTS_LIST(RIX_AGE_ENUM) } rix_accounts;
#undef RIX_AGE_ENUM

/**
 * The name of a behaviour, as in RIX_BEHAVIOUR_LIST.
 *
 * @param value  any value; one that is no rix_behaviour gives "unknown"
 * @return a static string. Any thread, constant time.
 * @since 0.1
 */
RIX_API const char *rix_behaviour_name(rix_behaviour value);

/**
 * The value of a name in RIX_BEHAVIOUR_LIST.
 *
 * @param name   the name
 * @param value  [out] untouched on failure
 * @param err    NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL; RIX_ENOTFOUND: no such name (the message lists them). Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_behaviour_from_name(const char *name, rix_behaviour *value, rix_error *err);

/**
 * The name of a count of demand, as in RIX_DEMAND_LIST.
 *
 * @param value  any value; one that is no rix_demand gives "unknown"
 * @return a static string. Any thread, constant time.
 * @since 0.1
 */
RIX_API const char *rix_demand_name(rix_demand value);

/**
 * The value of a name in RIX_DEMAND_LIST.
 *
 * @param name   the name
 * @param value  [out] untouched on failure
 * @param err    NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL; RIX_ENOTFOUND: no such name (the message lists them). Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_demand_from_name(const char *name, rix_demand *value, rix_error *err);

/**
 * The name of a rule for overflow, as in RIX_OVERFLOW_LIST.
 *
 * @param value  any value; one that is no rix_overflow gives "unknown"
 * @return a static string. Any thread, constant time.
 * @since 0.1
 */
RIX_API const char *rix_overflow_name(rix_overflow value);

/**
 * The value of a name in RIX_OVERFLOW_LIST.
 *
 * @param name   the name
 * @param value  [out] untouched on failure
 * @param err    NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL; RIX_ENOTFOUND: no such name (the message lists them). Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_overflow_from_name(const char *name, rix_overflow *value, rix_error *err);

/**
 * The name of a reproduction number, as in RIX_REPRODUCTION_LIST.
 *
 * @param value  any value; one that is no rix_reproduction gives "unknown"
 * @return a static string. Any thread, constant time.
 * @since 0.1
 */
RIX_API const char *rix_reproduction_name(rix_reproduction value);

/**
 * The value of a name in RIX_REPRODUCTION_LIST.
 *
 * @param name   the name
 * @param value  [out] untouched on failure
 * @param err    NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL; RIX_ENOTFOUND: no such name (the message lists them). Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_reproduction_from_name(const char *name, rix_reproduction *value, rix_error *err);

/**
 * The name of a way of adding up costs, as in RIX_ACCOUNTS_LIST.
 *
 * @param value  any value; one that is no rix_accounts gives "unknown"
 * @return a static string. Any thread, constant time.
 * @since 0.1
 */
RIX_API const char *rix_accounts_name(rix_accounts value);

/**
 * The value of a name in RIX_ACCOUNTS_LIST.
 *
 * @param name   the name
 * @param value  [out] untouched on failure
 * @param err    NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: NULL; RIX_ENOTFOUND: no such name (the message lists them). Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_accounts_from_name(const char *name, rix_accounts *value, rix_error *err);

/* ----------------------------------------------------------------------------- the response -- */

/**
 * A rule for closing sectors: regimes of openness that start and end by time (start and end are given) or one that
 * starts and ends by what happens (they are NULL). Start from RIX_RESPONSE_INIT.
 *
 * Timed regime k is in force from start[k] to end[k]. A reactive one starts at start_time, and whenever demand
 * for beds rises through hospital capacity; it ends after `longest` days, at end_time, or at the end of the first
 * whole day on which the reproduction number that it watches is at most end_reproduction.
 */
typedef struct rix_response {
    const char *name;        /**< or NULL */
    size_t regimes;          /**< 0: no response; 1 where it is reactive */
    const double *openness;  /**< regimes x sectors row-major, in [0, 1] */
    const double *school;    /**< regimes, in [0, 1]: openness of schools; NULL: of the education sector, or 1 */
    const double *community; /**< regimes, in [0, 1]: share of contacts in the community; NULL: 1 */
    const double *start;     /**< regimes, >= 0, in order; NULL: reactive */
    const double *end;       /**< regimes, > start, not after the next start; NULL: reactive */
    double start_time;       /**< >= 0; INFINITY: not by time */
    bool on_demand;          /**< whether demand starts it */
    double longest;          /**< > 0, days; INFINITY: no end by this */
    double end_time;         /**< > 0; INFINITY: no end by this */
    double end_reproduction; /**< >= 0; 0: no end by this. The scenario says what is watched */
} rix_response;

/** No response; once there are regimes: from day 30 or on demand, until Rt is at most 1, for a year at most. */
#define RIX_RESPONSE_INIT                                                                          \
    {                                                                                              \
        NULL, 0, NULL, NULL, NULL, NULL, NULL, 30.0, true, 365.0, INFINITY, 1.0                    \
    }

/* ----------------------------------------------------------------------------- the scenario -- */

/**
 * An epidemic by age and sector. Strata i are the A age groups without the workers, then the workers of the S
 * sectors; layers v are not vaccinated and vaccinated. With x_i the infectious Is + asymptomatic_spread Ia of a
 * stratum over both layers, X_a those of an age group (workers included), openness o_s of sectors, o_school of
 * schools, c of the community, and n_i the sizes of strata at the start:
 *
 *     K_ab        = contacts_ab / population_b, of which pupils with pupils a share school_contacts at school
 *     force_i     = b sum_b (c K_ab, at school o_school K_ab) X_b                       a the age of stratum i
 *     force_{A+s} += b (o_s^2 workplace_s / n_{A+s} x_{A+s}
 *                      + o_s sum_a consumers_sa / population_a Y_a)
 *     Y_a         = x_a, and at working age consuming_workers times the infectious workers
 *     b           = transmission * what behaviour leaves of it
 *     infections  = (1 or 1 - efficacy) force_i S_iv      admissions = admission_a Is
 *     to death    = min(1, m hospital_fatality_a) admissions,   m = 1, above capacity overload_fatality
 *     S' = -infections + waning R          E' = infections - sigma E
 *     Is' = symptomatic sigma E - (recovery_symptomatic + admission) Is
 *     Ia' = (1 - symptomatic) sigma E - recovery_asymptomatic Ia
 *     Hr' = admissions - to death - hospital_recovery Hr      Hd' = to death - hospital_death Hd
 *     R' = recovery_symptomatic Is + recovery_asymptomatic Ia + hospital_recovery Hr - waning R
 *     D' = hospital_death Hd
 *     vaccination moves rate / (1 - P) of S and R of the first layer a day to the second, P being the share of the
 *     population in it; protection lost moves 1 / duration of its S and R back
 *
 * transmission is what makes the next-generation matrix of all strata at the start, nobody immune and nothing
 * closed, have r0 as its spectral radius; a matrix in which a case infects for
 * symptomatic / (recovery_symptomatic + admission) + asymptomatic_spread (1 - symptomatic) / recovery_asymptomatic.
 *
 * Behaviour leaves of b: "deaths": (1 - behaviour_rate)^(deaths a day) (1 - behaviour_floor) + behaviour_floor;
 * "optimism": (1 - p behaviour_effect)^2 with p = 1 / (1 + exp(-(4.59 - 9.19 behaviour_baseline
 * + behaviour_response (people in hospital + 1) / capacity))).
 *
 * Controls, in this order, are closures, from 0 (open) to 1 (closed): every sector 1 - o_s, "school" 1 - o_school,
 * "community" 1 - c. So a schedule of zeros is life as ever, as for every model.
 *
 * Outcomes: deaths, deaths_<age> ..., infections, admissions, doses, life_years (lost), life_value, output_loss
 * = output_closures (sum_s output_s int (1 - o_s) dt, converted) + output_absences (output_s / workers_s int o_s
 * (ill, in hospital or dead) dt, education apart), education_loss = education_closures (value of a school day
 * times school_days) + education_absences (output of absent teachers), school_days (int (1 - o_school) pupils dt),
 * and cost = output_loss + education_loss + life_value, all on the income's currency and price basis.
 * A life is worth value_of_life; a school year education_return times the present value of work_years of income,
 * discounted at school_discount from (school_leaving - school_mean_age) years on; remote teaching keeps a share.
 *
 * After Haw et al. (2022), Nature Computational Science 2, 223-233; the program of its authors, with what it does
 * differently: rix_daedalus_new. Start from RIX_AGE_SECTOR_INIT.
 */
typedef struct rix_age_sector {
    rix_country country;
    rix_pathogen pathogen;
    rix_vaccination vaccination;
    double transmission;           /**< >= 0, per contact; NAN: from r0 */
    double infected;               /**< initial share infectious in every stratum */
    double asymptomatic;           /**< of those, the share without symptoms */
    const double *immune;          /**< A: share in the vaccinated layer at the start; NULL: none */
    double overload_fatality;      /**< >= 0: factor on hospital_fatality over capacity */
    double fatality_limit;         /**< >= 1: largest product of the two; 1 keeps it a share */
    double overload_width;         /**< >= 0, of capacity: 0: the factor is switched at capacity; > 0: it rises
                                        by a logistic curve of this width, which gradients follow exactly */
    rix_overflow overflow;
    rix_demand demand;
    rix_reproduction reproduction;
    bool adjoining;                /**< whether a regime starts that is due at the start, or just when another ends */
    double hold;                   /**< >= 0, days: a threshold undoes overflow ("toggle") and vaccination no earlier */
    double consuming_workers;      /**< share of workers' infectiousness that counts among consumers */
    rix_behaviour behaviour;
    double behaviour_rate, behaviour_floor;                       /**< of "deaths" */
    double behaviour_effect, behaviour_baseline, behaviour_response; /**< of "optimism" */
    double symptomatic_absent, asymptomatic_absent;               /**< share of work lost */
    const double *value_of_life;   /**< A, in single units of income; NULL: income * life_years */
    double education_return;       /**< of a school year */
    double education_remote;       /**< share of schooling kept when closed */
    double work_years, school_discount, school_mean_age, school_leaving;
    rix_accounts accounts;
    const double *age_generation;  /**< A x A row-major: next-generation matrix by age, row infected by column, for
                                        RIX_REPRODUCTION_SUSCEPTIBLE; NULL: there is none */
    double period;                 /**< > 0, days within which a schedule's controls are constant */
    size_t periods;                /**< >= 1: horizon = periods * period */
    size_t steps;                  /**< >= 1: steps of Runge-Kutta a period, where steps are fixed */
} rix_age_sector;

/** No country yet; 20 periods of 30 days; one in ten million infected; behaviour as ever. */
#define RIX_AGE_SECTOR_INIT                                                                        \
    {                                                                                              \
        RIX_COUNTRY_INIT, RIX_PATHOGEN_INIT, RIX_VACCINATION_INIT, RIX_NAN, 1e-7, 0.0, NULL, 1.6,  \
            1.0, 0.0, RIX_OVERFLOW_ABOVE, RIX_DEMAND_ALL, RIX_REPRODUCTION_REOPENED, true, 0.0,    \
            1.0, RIX_BEHAVIOUR_NONE, 0.001, 0.2, 0.5, 0.5, 1.5, 1.0, 0.0, NULL, 0.08, 0.33, 45.0,  \
            0.03, 12.5, 20.0, RIX_ACCOUNTS_EXACT, NULL, 30.0, 20, 60                               \
    }

/**
 * A scenario of the epidemic by age and sector.
 *
 * @param params  the parts; copied
 * @param out     [out] the scenario, to be freed with rix_scenario_free; untouched on failure
 * @param err     NULL, or filled on failure only; names the parameter (and row: age group or sector)
 * @return RIX_OK; RIX_EINVAL: a NULL that is not allowed, no ages, sectors, periods or steps, two of one name, an
 *         unknown enumerator, an age group or sector that there is not; RIX_EDIM: the pathogen is of other age
 *         groups; RIX_EDOMAIN: a parameter not finite or outside its range, more workers than people of working
 *         age, contacts that are all 0; RIX_ENUMERIC: the spectral radius did not converge; RIX_EOVERFLOW;
 *         RIX_ENOMEM.
 * Any thread.
 * @since 0.1
 */
RIX_API rix_status rix_age_sector_new(const rix_age_sector *params, rix_scenario **out,
                                      rix_error *err);

/* ------------------------------------------------------------------------------- the course -- */

/* clang-format off */
/** What happens in a course: X(constant, name in the bindings). */
#define RIX_COURSE_EVENT_LIST(X)                                                                   \
    X(RIX_COURSE_VACCINATION_ON,           "vaccination_on")                                       \
    X(RIX_COURSE_VACCINATION_OFF,          "vaccination_off")                                      \
    X(RIX_COURSE_OVERFLOW_ON,              "overflow_on")                                          \
    X(RIX_COURSE_OVERFLOW_OFF,             "overflow_off")                                         \
    X(RIX_COURSE_RESPONSE_BY_TIME,         "response_on_time")                                     \
    X(RIX_COURSE_RESPONSE_BY_DEMAND,       "response_on_demand")                                   \
    X(RIX_COURSE_RESPONSE_END_DURATION,    "response_off_duration")                             \
    X(RIX_COURSE_RESPONSE_END_TIME,        "response_off_time")                                 \
    X(RIX_COURSE_RESPONSE_END_REPRODUCTION, "response_off_rt")
/* clang-format on */

/** See RIX_COURSE_EVENT_LIST. */
typedef enum rix_course_kind {
#define RIX_COURSE_ENUM(code, name) code,
    RIX_COURSE_EVENT_LIST(RIX_COURSE_ENUM)
#undef RIX_COURSE_ENUM
} rix_course_kind;

/** Something that happened. */
typedef struct rix_course_event {
    double time; /**< day */
    rix_course_kind kind;
    size_t regime; /**< of the response that starts or ends, else RIX_NO_INDEX */
} rix_course_event;

/** A stretch of days under one regime. */
typedef struct rix_course_period {
    double start, end; /**< days; whole ones where accounts are by days */
    size_t regime;
} rix_course_period;

/** What a government pays and owes, in the unit of costs; only where accounts are by days. */
typedef struct rix_fiscal {
    double cost;         /**< support, doses and closures by the end, with interest */
    double interest;     /**< of which interest, summed over days */
    double support;      /**< of output that closures and illness cost */
    double vaccination;  /**< doses at their price */
    double closures;     /**< persons and days under closure at their price */
    double debt;         /**< public debt at the end: cost and spending less taxes, with interest */
} rix_fiscal;

/** How a course is computed. Start from RIX_COURSE_OPTIONS_INIT. */
typedef struct rix_course_options {
    double relative, absolute; /**< > 0: tolerances of the integrator, the second in persons */
    size_t max_steps;          /**< >= 1: steps tried before it is an error */
    bool daily;                /**< keep the state of every day, by age */
    bool reproduction;         /**< and its reproduction number (needs daily) */
} rix_course_options;

/** Totals and costs good to 3e-5 or better, with the days but not their reproduction number. */
#define RIX_COURSE_OPTIONS_INIT { 1e-5, 1e-3, 100000, true, false }

/** The course of an epidemic under a response: its days, events, closures and costs. */
typedef struct rix_course rix_course;

/**
 * Runs a scenario of rix_age_sector_new under a response, by Dormand and Prince's method with error control, dense
 * output and events.
 *
 * @param sc        the scenario
 * @param response  NULL: none
 * @param options   NULL for RIX_COURSE_OPTIONS_INIT
 * @param out       [out] the course, to be freed with rix_course_free; untouched on failure
 * @param err       NULL, or filled on failure only
 * @return RIX_OK; RIX_EINVAL: a NULL that is not allowed, a scenario of another model, a response of both kinds, a
 *         reactive one of more than one regime;
 *         RIX_EDOMAIN: openness, times or tolerances outside their range, regimes not in order; RIX_ENUMERIC: the
 *         steps ran out or a state left the finite numbers; RIX_EOVERFLOW; RIX_ENOMEM.
 *
 * Time steps * (strata * (ages + 1)). Any thread. The same input gives the same bits.
 * @since 0.1
 */
RIX_API rix_status rix_age_sector_run(const rix_scenario *sc, const rix_response *response,
                                      const rix_course_options *options, rix_course **out,
                                      rix_error *err);

/**
 * Frees a course; views of it end here.
 *
 * @param course  from rix_age_sector_run, or NULL (nothing happens)
 * @since 0.1
 */
RIX_API void rix_course_free(rix_course *course);

/**
 * The outcomes, in the scenario's order.
 *
 * @param course  a course, not NULL
 * @return as many as outcomes of the scenario; lives as long as the course
 * @since 0.1
 */
RIX_API rix_vec rix_course_outcomes(const rix_course *course);

/**
 * The days: 0, 1 ... to the horizon, which counts as a day if it is no whole one.
 *
 * @param course  a course, not NULL
 * @return days x columns (rix_course_column_name); 0 rows if options.daily was false. Lives as long as the course
 * @since 0.1
 */
RIX_API rix_mat rix_course_days(const rix_course *course);

/**
 * Name of a column of rix_course_days: "day"; then "susceptible_0-4" and the like, compartments by age as in the
 * scenario's states, both layers and all workers counted, and infections_, admissions_ and doses_ so far; then
 * "reproduction" (NaN if it was not asked for: in force, or by susceptibles where the scenario watches that),
 * "regime" (0: none, else from 1), "vaccinating" and "overflow".
 *
 * @param course  a course, not NULL
 * @param i       number of the column, from 0
 * @return lives as long as the scenario; NULL if i is out of range
 * @since 0.1
 */
RIX_API const char *rix_course_column_name(const rix_course *course, size_t i);

/**
 * Number of events.
 *
 * @param course  a course, not NULL
 * @since 0.1
 */
RIX_API size_t rix_course_event_count(const rix_course *course);

/**
 * An event, in the order of their times.
 *
 * @param course  a course, not NULL
 * @param i       number of the event, from 0
 * @return lives as long as the course; NULL if i is out of range
 * @since 0.1
 */
RIX_API const rix_course_event *rix_course_event_at(const rix_course *course, size_t i);

/**
 * Number of periods under a response.
 *
 * @param course  a course, not NULL
 * @since 0.1
 */
RIX_API size_t rix_course_period_count(const rix_course *course);

/**
 * A period under a response, in the order of time.
 *
 * @param course  a course, not NULL
 * @param i       number of the period, from 0
 * @return lives as long as the course; NULL if i is out of range
 * @since 0.1
 */
RIX_API const rix_course_period *rix_course_period_at(const rix_course *course, size_t i);

/**
 * What closures and absences cost by sector. Education's closure counts its output, not schooling.
 *
 * @param course  a course, not NULL
 * @return sectors x 2: closures, absences; lives as long as the course
 * @since 0.1
 */
RIX_API rix_mat rix_course_sector_costs(const rix_course *course);

/**
 * Fiscal quantities.
 *
 * @param course  a course, not NULL
 * @return NULL where the scenario's accounts are exact; lives as long as the course
 * @since 0.1
 */
RIX_API const rix_fiscal *rix_course_fiscal(const rix_course *course);

/**
 * The name of an event of a course, such as "overflow_on".
 *
 * @param value  any value; one that is no rix_course_kind gives "unknown"
 * @return a static string. Any thread, constant time.
 * @since 0.1
 */
RIX_API const char *rix_course_kind_name(rix_course_kind value);

RIX_END_DECLS
#endif
