/* preset/getters.h - how many presets of a kind there are, one of them, and the one of a name. */
#ifndef RIX_I_GETTERS_H
#define RIX_I_GETTERS_H

#include <string.h>

#include "base/error.h"
#include "base/text.h"

/* clang-format off */
/** Defines rix_preset_<kind>_count, _at and _find over an array; `names` is what the message lists. */
#define RIX_I_PRESET_GETTERS(kind, LIST, names)                                                    \
    size_t rix_preset_##kind##_count(void) { return sizeof LIST / sizeof *LIST; }                  \
                                                                                                   \
    const rix_preset_##kind *rix_preset_##kind##_at(size_t i)                                      \
    {                                                                                              \
        return i < rix_preset_##kind##_count() ? &LIST[i] : NULL;                                  \
    }                                                                                              \
                                                                                                   \
    rix_status rix_preset_##kind##_find(const char *name, const rix_preset_##kind **out,           \
                                        rix_error *err)                                            \
    {                                                                                              \
        if (!name) return rix_i_null(err, "name");                                                 \
        if (!out) return rix_i_null(err, "out");                                                   \
        for (size_t i = 0; i < rix_preset_##kind##_count(); i++) {                                 \
            if (strcmp(LIST[i].name, name) != 0) continue;                                         \
            *out = &LIST[i];                                                                       \
            return RIX_OK;                                                                         \
        }                                                                                          \
        return rix_i_fail(err, RIX_ENOTFOUND, "name", RIX_I_NOWHERE,                               \
                          "no " #kind " is named '%s'; there are " names, rix_i_label(name).s);    \
    }
/* clang-format on */

#endif
