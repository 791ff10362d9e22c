/* frameworks.c - finds a preset framework. */
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "preset/frameworks.h"

#define ADDRESS(name) &rix_i_preset_##name,
static const rix_preset_framework *const frameworks[] = { RIX_I_PRESET_FRAMEWORKS(ADDRESS) };
#undef ADDRESS

size_t rix_preset_framework_count(void)
{
    return sizeof frameworks / sizeof *frameworks;
}

const rix_preset_framework *rix_preset_framework_at(size_t i)
{
    return i < rix_preset_framework_count() ? frameworks[i] : NULL;
}

rix_status rix_preset_framework_find(const char *name, const rix_preset_framework **out,
                                     rix_error *err)
{
    if (!name) return rix_i_null(err, "name");
    if (!out) return rix_i_null(err, "out");
    for (size_t i = 0; i < rix_preset_framework_count(); i++) {
        if (strcmp(frameworks[i]->name, name) != 0) continue;
        *out = frameworks[i];
        return RIX_OK;
    }
#define QUOTED(preset) " '" #preset "'"
    return rix_i_fail(err, RIX_ENOTFOUND, "name", RIX_I_NOWHERE,
                      "no preset framework '%s'; there are" RIX_I_PRESET_FRAMEWORKS(QUOTED),
                      rix_i_label(name).s);
#undef QUOTED
}
