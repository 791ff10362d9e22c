/* pathogens.c - seven pathogens by four age groups (0-4, 5-19, 20-64, 65 and over).
 *
 * Haw et al. (2022), Nature Computational Science 2, 223-233, and the data of its authors' program (daedalus.data
 * 0.0.3, MIT licence), which cites the literature pathogen by pathogen. Rates are per day. */
#include <riskidx/preset.h>

#include "preset/getters.h"

enum { AGES = 4 };

static const char SOURCE[] =
    "Haw et al. (2022), Nature Computational Science 2, 223-233, as in daedalus.data 0.0.3 "
    "(Jameel Institute, Imperial College London; MIT licence)";

/* By age: the rate from symptoms to hospital, and the share of admissions that die. */
static const double sars_cov_1_admission[AGES] = { 0.017777777777777778, 0.08214960058097313,
                                                   0.017777777777777778, 0.24627450980392154 };
static const double sars_cov_1_fatality[AGES] = { 0.255, 0.255, 0.255, 0.255 };
static const double influenza_2009_admission[AGES] = { 0.0027879999999999997, 0.002781777777777778,
                                                       0.001096, 0.006183999999999999 };
static const double influenza_2009_fatality[AGES] = { 0.03959827833572453, 0.06263029070724108,
                                                      0.041369804225357236, 0.6338939197930142 };
static const double influenza_1957_admission[AGES] = { 0.0005399999999999999, 0.006300000000000002,
                                                       0.0005399999999999999, 0.10800000000000001 };
static const double influenza_1957_fatality[AGES] = { 0.07407407407407407, 0.07407407407407406,
                                                      0.07407407407407407, 0.07407407407407407 };
static const double influenza_1918_admission[AGES] = { 0.073088, 0.06412799999999999,
                                                       0.019829333333333334, 0.151736 };
static const double influenza_1918_fatality[AGES] = { 0.125, 0.125, 0.125, 0.125 };
static const double sars_cov_2_pre_alpha_admission[AGES] = {
    6.722689075630252e-06, 0.021269841269841272, 0.00011652661064425772, 0.0665966386554622
};
static const double sars_cov_2_pre_alpha_fatality[AGES] = { 1.0, 0.08061018437225637,
                                                            0.18749999999999997,
                                                            0.28848580441640376 };
static const double sars_cov_2_omicron_admission[AGES] = {
    1.3697478991596638e-05, 0.007477558356676005, 0.00016948011204481793, 0.027913235294117652
};
static const double sars_cov_2_omicron_fatality[AGES] = { 1.0, 0.06700340202523204,
                                                          0.19388672559351056,
                                                          0.31719576719576714 };
static const double sars_cov_2_delta_admission[AGES] = {
    1.2436974789915967e-05, 0.03934920634920635, 0.00021557422969187677, 0.12320378151260505
};
static const double sars_cov_2_delta_fatality[AGES] = { 1.0, 0.08061018437225638, 0.1875,
                                                        0.2884858044164038 };

/* clang-format off */
/* Those without symptoms infect .58 times as many a day; immunity after an infection lasts a year. */
#define PATHOGEN(id, called, number, out_of_e, share_ill, quiet_days, ill_days, home, grave)       \
    {                                                                                              \
        #id, called, SOURCE,                                                                       \
        {                                                                                          \
            .name = #id, .ages = AGES, .r0 = number, .sigma = out_of_e, .symptomatic = share_ill,  \
            .asymptomatic_spread = 0.58, .waning = 1.0 / 365.0,                                    \
            .recovery_symptomatic = 1.0 / (ill_days), .recovery_asymptomatic = 1.0 / (quiet_days), \
            .hospital_recovery = home, .hospital_death = grave, .admission = id##_admission,       \
            .hospital_fatality = id##_fatality                                                     \
        }                                                                                          \
    }
/* clang-format on */

static const rix_preset_pathogen PATHOGENS[] = {
    PATHOGEN(sars_cov_1, "SARS, 2003", 1.75, 1.0 / 4.6, 0.867, 2.1, 4.0, 1.0 / 22.75, 1.0 / 19.95),
    PATHOGEN(influenza_2009, "Swine influenza, 2009", 1.58, 1.0 / 1.1, 0.669, 2.5, 2.5, 1.0 / 5.0,
             1.0 / 5.0),
    PATHOGEN(influenza_1957, "Asian influenza, 1957", 1.8, 1.0 / 1.1, 0.669, 2.5, 2.5, 1.0 / 5.0,
             1.0 / 5.0),
    PATHOGEN(influenza_1918, "Spanish influenza, 1918", 2.5, 1.0 / 1.1, 0.669, 2.5, 2.5, 1.0 / 5.0,
             1.0 / 5.0),
    PATHOGEN(sars_cov_2_pre_alpha, "SARS-CoV-2 before its variants, 2020", 2.87, 1.0 / 4.6, 0.595,
             2.1, 4.0, 1.0 / 12.0, 1.0 / 12.0),
    PATHOGEN(sars_cov_2_omicron, "SARS-CoV-2, Omicron", 5.9436, 1.0 / 4.0, 0.595, 2.1, 4.0,
             1.0 / 5.5, 1.0 / 5.5),
    PATHOGEN(sars_cov_2_delta, "SARS-CoV-2, Delta", 5.08, 1.0 / 4.0, 0.595, 2.1, 4.0, 1.0 / 7.6,
             1.0 / 7.6),
};

RIX_I_PRESET_GETTERS(pathogen, PATHOGENS,
                     "sars_cov_1, influenza_2009, influenza_1957, influenza_1918, "
                     "sars_cov_2_pre_alpha, sars_cov_2_omicron, sars_cov_2_delta")
