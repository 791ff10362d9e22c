/* preset/frameworks.h - the published frameworks, one file each. */
#ifndef RIX_I_PRESET_FRAMEWORKS_H
#define RIX_I_PRESET_FRAMEWORKS_H

#include <riskidx/preset.h>

/** Every preset framework, by name. */
#define RIX_I_PRESET_FRAMEWORKS(X) X(hdi) X(inform_risk) X(covid_recovery)

#define RIX_I_DECLARE(name) extern const rix_preset_framework rix_i_preset_##name;
RIX_I_PRESET_FRAMEWORKS(RIX_I_DECLARE)
#undef RIX_I_DECLARE

#endif
