/* daedalus.c - the parts of an age_sector as the program DAEDALUS 0.3 reads them.
 *
 * Everything that it does otherwise than its equations say lies in these data and rules; the model's equations
 * are the same. docs/age_sector.md lists the differences and what each of them changes. */
#include <riskidx/preset.h>

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/view.h"
#include "epidemic/age_check.h"
#include "epidemic/spectral.h"

static const double TABLE_DURATION = 270.0, PROGRAM_DURATION = 180.0, HOLD_DAYS = 14.0;

/* The parts and the arrays that they point to, in one block of memory. */
typedef struct block {
    rix_age_sector params;
    double *workers;    /* S */
    double *consumers;  /* S x A */
    double *contacts;   /* A x A */
    double *generation; /* A x A */
    double *scratch;    /* 2 A */
} block;

static double sum_of(const double *x, size_t n)
{
    double sum = 0.0;
    for (size_t i = 0; i < n; i++) sum += x[i];
    return sum;
}

/* One more worker in every sector, against division by 0. */
static void fill_workers(block *b, const rix_country *c)
{
    for (size_t s = 0; s < c->sectors; s++) b->workers[s] = c->workers[s] + 1.0;
}

/* Consumers in proportion to population, but a vector of ages is laid down the columns of a matrix of sectors by
 * ages, so that the age group meant rotates with the sector. */
static void fill_consumers(block *b, const rix_country *c)
{
    const double everyone = sum_of(c->population, c->ages);
    for (size_t s = 0; s < c->sectors; s++) {
        for (size_t a = 0; a < c->ages; a++) {
            const size_t rotated = (s + a * c->sectors) % c->ages;
            b->consumers[s * c->ages + a] = c->workplace[s] * c->population[rotated] / everyone;
        }
    }
}

/* Community contacts are divided by the size of the group infected rather than of those met. */
static void fill_contacts(block *b, const rix_country *c)
{
    for (size_t a = 0; a < c->ages; a++) {
        for (size_t k = 0; k < c->ages; k++) {
            b->contacts[a * c->ages + k] =
                c->contacts[a * c->ages + k] * c->population[k] / c->population[a];
        }
    }
}

/* Transmission from contacts by age with those of work added, leaving Is for the hospital not counted. */
static rix_status fill_transmission(block *b, const rix_country *c, rix_error *err)
{
    const rix_pathogen *p = &b->params.pathogen;
    const size_t ages = c->ages, w = c->working_age;
    const double workers = sum_of(b->workers, c->sectors);
    const double q = p->symptomatic / p->recovery_symptomatic +
                     p->asymptomatic_spread * (1.0 - p->symptomatic) / p->recovery_asymptomatic;
    double *f = b->generation, radius = 0.0;
    memcpy(f, c->contacts, ages * ages * sizeof *f);
    for (size_t s = 0; s < c->sectors; s++) {
        const double share = b->workers[s] / workers;
        f[w * ages + w] += share * c->workplace[s];
        for (size_t a = 0; a < ages; a++) f[w * ages + a] += share * b->consumers[s * ages + a];
    }
    for (size_t k = 0; k < ages * ages; k++) f[k] *= q;
    for (size_t a = 0; a < ages; a++) b->scratch[a] = 1.0;
    const rix_status st = rix_i_dense_radius(f, ages, 1e-13, b->scratch,
                                                b->scratch + ages, &radius, err);
    if (st != RIX_OK) return st;
    if (isnan(b->params.transmission)) b->params.transmission = radius > 0.0 ? p->r0 / radius : 0.0;
    for (size_t k = 0; k < ages * ages; k++) f[k] *= b->params.transmission;
    return RIX_OK;
}

static void fill_rules(rix_age_sector *p)
{
    p->country.school_contacts = 0.0; /* closing education closes it to teachers only */
    p->country.conversion =
        1.0; /* output at market rates and income in PPP are added as they are */
    p->overflow = RIX_OVERFLOW_TOGGLE;
    p->demand = RIX_DEMAND_WHOLE_PARTS;
    p->reproduction = RIX_REPRODUCTION_SUSCEPTIBLE;
    p->accounts = RIX_ACCOUNTS_DAYS;
    p->adjoining = false;
    p->hold = HOLD_DAYS;
    p->fatality_limit = INFINITY;
    p->consuming_workers = 0.0;
    p->asymptomatic_absent = 1.0;
    if (!(p->vaccination.rate > 0.0)) {
        p->vaccination.duration = 1.0; /* who is immune at the start is not so for long */
    } else if (p->vaccination.duration == TABLE_DURATION) {
        p->vaccination.duration = PROGRAM_DURATION; /* a default argument wins over the data */
    }
}

static block *block_new(const rix_age_sector *plain)
{
    const size_t ages = plain->country.ages, sectors = plain->country.sectors;
    const size_t numbers = sectors * (1 + ages) + 2 * ages * ages + 2 * ages;
    block *b = malloc(sizeof *b + numbers * sizeof *b->workers);
    if (!b) return NULL;
    b->params = *plain;
    b->workers = (double *)(b + 1);
    b->consumers = b->workers + sectors;
    b->contacts = b->consumers + sectors * ages;
    b->generation = b->contacts + ages * ages;
    b->scratch = b->generation + ages * ages;
    b->params.country.workers = b->workers;
    b->params.country.consumers = b->consumers;
    b->params.country.contacts = b->contacts;
    b->params.age_generation = b->generation;
    return b;
}

rix_status rix_daedalus_new(const rix_age_sector *plain, rix_age_sector **out, rix_error *err)
{
    if (!plain) return rix_i_null(err, "plain");
    if (!out) return rix_i_null(err, "out");
    rix_status st = rix_i_age_check(plain, err);
    if (st != RIX_OK) return st;
    block *b = block_new(plain);
    if (!b) return rix_i_no_memory(err);
    fill_workers(b, &plain->country);
    fill_consumers(b, &plain->country);
    fill_contacts(b, &plain->country);
    fill_rules(&b->params);
    st = fill_transmission(b, &plain->country, err);
    if (st != RIX_OK) {
        free(b);
        return st;
    }
    *out = &b->params;
    return RIX_OK;
}

void rix_daedalus_free(rix_age_sector *params) { free(params); }
