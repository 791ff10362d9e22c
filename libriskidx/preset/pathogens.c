/* pathogens.c - seven pathogens by four age groups (0-4, 5-19, 20-64, 65 and over).
 *
 * Haw et al. (2022), Nature Computational Science 2, 223-233, and the data of its authors' program (daedalus.data
 * 0.0.3, MIT licence), which cites the literature pathogen by pathogen. Rates are per day. */
#include <riskidx/preset.h>

#include <string.h>

#include "base/error.h"
#include "base/text.h"

enum { AGES = 4 };

static const char SOURCE[] =
    "Haw et al. (2022), Nature Computational Science 2, 223-233, as in daedalus.data 0.0.3 "
    "(Jameel Institute, Imperial College London; MIT licence)";

static const double SARS_COV_1_ADMISSION[AGES] = { 0.017777777777777778, 0.08214960058097313,
                                                   0.017777777777777778, 0.24627450980392154 };
static const double SARS_COV_1_FATALITY[AGES] = { 0.255, 0.255, 0.255, 0.255 };
static const double INFLUENZA_2009_ADMISSION[AGES] = { 0.0027879999999999997, 0.002781777777777778,
                                                       0.001096, 0.006183999999999999 };
static const double INFLUENZA_2009_FATALITY[AGES] = { 0.03959827833572453, 0.06263029070724108,
                                                      0.041369804225357236, 0.6338939197930142 };
static const double INFLUENZA_1957_ADMISSION[AGES] = { 0.0005399999999999999, 0.006300000000000002,
                                                       0.0005399999999999999, 0.10800000000000001 };
static const double INFLUENZA_1957_FATALITY[AGES] = { 0.07407407407407407, 0.07407407407407406,
                                                      0.07407407407407407, 0.07407407407407407 };
static const double INFLUENZA_1918_ADMISSION[AGES] = { 0.073088, 0.06412799999999999,
                                                       0.019829333333333334, 0.151736 };
static const double INFLUENZA_1918_FATALITY[AGES] = { 0.125, 0.125, 0.125, 0.125 };
static const double SARS_COV_2_PRE_ALPHA_ADMISSION[AGES] = {
    6.722689075630252e-06, 0.021269841269841272, 0.00011652661064425772, 0.0665966386554622
};
static const double SARS_COV_2_PRE_ALPHA_FATALITY[AGES] = { 1.0, 0.08061018437225637,
                                                            0.18749999999999997,
                                                            0.28848580441640376 };
static const double SARS_COV_2_OMICRON_ADMISSION[AGES] = {
    1.3697478991596638e-05, 0.007477558356676005, 0.00016948011204481793, 0.027913235294117652
};
static const double SARS_COV_2_OMICRON_FATALITY[AGES] = { 1.0, 0.06700340202523204,
                                                          0.19388672559351056,
                                                          0.31719576719576714 };
static const double SARS_COV_2_DELTA_ADMISSION[AGES] = {
    1.2436974789915967e-05, 0.03934920634920635, 0.00021557422969187677, 0.12320378151260505
};
static const double SARS_COV_2_DELTA_FATALITY[AGES] = { 1.0, 0.08061018437225638, 0.1875,
                                                        0.2884858044164038 };

/* What is the same for most. */
#define ASYMPTOMATIC_SPREAD 0.58
#define YEAR (1.0 / 365.0)

static const rix_preset_pathogen PATHOGENS[] = {
    {
        "sars_cov_1",
        "SARS, 2004",
        SOURCE,
        {
            .name = "sars_cov_1",
            .ages = AGES,
            .r0 = 1.75,
            .sigma = 0.2173913043478261,
            .symptomatic = 0.867,
            .asymptomatic_spread = ASYMPTOMATIC_SPREAD,
            .waning = YEAR,
            .recovery_symptomatic = 0.25,
            .recovery_asymptomatic = 0.47619047619047616,
            .hospital_recovery = 0.04395604395604396,
            .hospital_death = 0.050125313283208024,
            .admission = SARS_COV_1_ADMISSION,
            .hospital_fatality = SARS_COV_1_FATALITY,
        },
    },
    {
        "influenza_2009",
        "Swine influenza, 2009",
        SOURCE,
        {
            .name = "influenza_2009",
            .ages = AGES,
            .r0 = 1.58,
            .sigma = 0.9090909090909091,
            .symptomatic = 0.669,
            .asymptomatic_spread = ASYMPTOMATIC_SPREAD,
            .waning = YEAR,
            .recovery_symptomatic = 0.4,
            .recovery_asymptomatic = 0.4,
            .hospital_recovery = 0.2,
            .hospital_death = 0.2,
            .admission = INFLUENZA_2009_ADMISSION,
            .hospital_fatality = INFLUENZA_2009_FATALITY,
        },
    },
    {
        "influenza_1957",
        "Asian influenza, 1957",
        SOURCE,
        {
            .name = "influenza_1957",
            .ages = AGES,
            .r0 = 1.8,
            .sigma = 0.9090909090909091,
            .symptomatic = 0.669,
            .asymptomatic_spread = ASYMPTOMATIC_SPREAD,
            .waning = YEAR,
            .recovery_symptomatic = 0.4,
            .recovery_asymptomatic = 0.4,
            .hospital_recovery = 0.2,
            .hospital_death = 0.2,
            .admission = INFLUENZA_1957_ADMISSION,
            .hospital_fatality = INFLUENZA_1957_FATALITY,
        },
    },
    {
        "influenza_1918",
        "Spanish influenza, 1918",
        SOURCE,
        {
            .name = "influenza_1918",
            .ages = AGES,
            .r0 = 2.5,
            .sigma = 0.9090909090909091,
            .symptomatic = 0.669,
            .asymptomatic_spread = ASYMPTOMATIC_SPREAD,
            .waning = YEAR,
            .recovery_symptomatic = 0.4,
            .recovery_asymptomatic = 0.4,
            .hospital_recovery = 0.2,
            .hospital_death = 0.2,
            .admission = INFLUENZA_1918_ADMISSION,
            .hospital_fatality = INFLUENZA_1918_FATALITY,
        },
    },
    {
        "sars_cov_2_pre_alpha",
        "SARS-CoV-2 before its variants, 2020",
        SOURCE,
        {
            .name = "sars_cov_2_pre_alpha",
            .ages = AGES,
            .r0 = 2.87,
            .sigma = 0.2173913043478261,
            .symptomatic = 0.595,
            .asymptomatic_spread = ASYMPTOMATIC_SPREAD,
            .waning = YEAR,
            .recovery_symptomatic = 0.25,
            .recovery_asymptomatic = 0.47619047619047616,
            .hospital_recovery = 0.08333333333333333,
            .hospital_death = 0.08333333333333333,
            .admission = SARS_COV_2_PRE_ALPHA_ADMISSION,
            .hospital_fatality = SARS_COV_2_PRE_ALPHA_FATALITY,
        },
    },
    {
        "sars_cov_2_omicron",
        "SARS-CoV-2, Omicron",
        SOURCE,
        {
            .name = "sars_cov_2_omicron",
            .ages = AGES,
            .r0 = 5.9436,
            .sigma = 0.25,
            .symptomatic = 0.595,
            .asymptomatic_spread = ASYMPTOMATIC_SPREAD,
            .waning = YEAR,
            .recovery_symptomatic = 0.25,
            .recovery_asymptomatic = 0.47619047619047616,
            .hospital_recovery = 0.18181818181818182,
            .hospital_death = 0.18181818181818182,
            .admission = SARS_COV_2_OMICRON_ADMISSION,
            .hospital_fatality = SARS_COV_2_OMICRON_FATALITY,
        },
    },
    {
        "sars_cov_2_delta",
        "SARS-CoV-2, Delta",
        SOURCE,
        {
            .name = "sars_cov_2_delta",
            .ages = AGES,
            .r0 = 5.08,
            .sigma = 0.25,
            .symptomatic = 0.595,
            .asymptomatic_spread = ASYMPTOMATIC_SPREAD,
            .waning = YEAR,
            .recovery_symptomatic = 0.25,
            .recovery_asymptomatic = 0.47619047619047616,
            .hospital_recovery = 0.13157894736842105,
            .hospital_death = 0.13157894736842105,
            .admission = SARS_COV_2_DELTA_ADMISSION,
            .hospital_fatality = SARS_COV_2_DELTA_FATALITY,
        },
    },
};

size_t rix_preset_pathogen_count(void) { return sizeof PATHOGENS / sizeof *PATHOGENS; }

const rix_preset_pathogen *rix_preset_pathogen_at(size_t i)
{
    return i < rix_preset_pathogen_count() ? &PATHOGENS[i] : NULL;
}

rix_status rix_preset_pathogen_find(const char *name, const rix_preset_pathogen **out,
                                    rix_error *err)
{
    if (!name) return rix_i_null(err, "name");
    if (!out) return rix_i_null(err, "out");
    for (size_t i = 0; i < rix_preset_pathogen_count(); i++) {
        if (strcmp(PATHOGENS[i].name, name) != 0) continue;
        *out = &PATHOGENS[i];
        return RIX_OK;
    }
    return rix_i_fail(
        err, RIX_ENOTFOUND, "name", RIX_I_NOWHERE,
        "no pathogen is named '%s'; there are sars_cov_1, influenza_2009, influenza_1957, "
        "influenza_1918, sars_cov_2_pre_alpha, sars_cov_2_omicron, sars_cov_2_delta",
        rix_i_label(name).s);
}
